//! What is known of news agencies: their names in their own scripts, and how they sign.
//!
//! Takes the text of `config/agencies.toml`, gives a table to look names, hosts and signatures up in. Opens no files.

mod signatures;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::character::lowercase;
use crate::text::hash::Quick;
use signatures::Signatures;

pub use signatures::Pattern;

/// The table the program is built with.
pub const BUILT_IN: &str = include_str!("../../config/agencies.toml");

/// One agency, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// The name that stands in the output.
    pub name: String,
    /// Full names, believed wherever a source is named.
    #[serde(default)]
    pub names: Vec<String>,
    /// Short forms, believed only between brackets, in a dateline or as a whole credit.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Hosts of the agency itself, without `www.`.
    #[serde(default)]
    pub sites: Vec<String>,
    /// How a report begins; `{}` stands for a place, a date, a name.
    #[serde(default)]
    pub sign_on: Vec<Pattern>,
    /// How a report ends.
    #[serde(default)]
    pub sign_off: Vec<Pattern>,
    /// How a picture is signed.
    #[serde(default)]
    pub credit: Vec<Pattern>,
    /// Sends out pictures only: never the source of a report.
    #[serde(default)]
    pub pictures: bool,
}

/// Bytes of a name that is looked up.
const MOST_OF_A_NAME: usize = 80;

/// What is wrong with a table, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub problem: String,
}

/// Every agency known.
#[derive(Debug, Clone)]
pub struct Agencies {
    list: Vec<Agency>,
    /// Folded full names.
    names: HashMap<String, usize, Quick>,
    /// Codes, case kept.
    codes: HashMap<String, usize, Quick>,
    sites: HashMap<String, usize, Quick>,
    sign_ons: Signatures,
    sign_offs: Signatures,
    credits: Signatures,
}

impl Default for Agencies {
    /// The table the program is built with.
    fn default() -> Self {
        static TABLE: LazyLock<Agencies> =
            LazyLock::new(|| Agencies::parse(BUILT_IN).expect("the built-in table is tested"));
        TABLE.clone()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    agency: Vec<toml::Spanned<Agency>>,
}

impl Agencies {
    /// Reads a table.
    ///
    /// # Errors
    /// No TOML, an unknown key, an agency without a name, or a name that two agencies claim.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |at: usize, problem: String| {
            let before = text.get(..at).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            Fault { line, column, problem }
        };
        let file: File = toml::from_str(text)
            .map_err(|e| fault(e.span().map_or(0, |span| span.start), e.message().to_owned()))?;
        let mut table = Self {
            list: Vec::new(),
            names: HashMap::default(),
            codes: HashMap::default(),
            sites: HashMap::default(),
            sign_ons: Signatures::default(),
            sign_offs: Signatures::default(),
            credits: Signatures::default(),
        };
        for (i, entry) in file.agency.into_iter().enumerate() {
            let start = entry.span().start;
            let agency = entry.into_inner();
            if agency.name.trim().is_empty() {
                return Err(fault(start, "an agency needs a name".into()));
            }
            let claims = [
                (&mut table.names, agency.names.iter().map(|n| fold(n)).collect::<Vec<_>>()),
                (&mut table.codes, agency.codes.clone()),
                (&mut table.sites, agency.sites.clone()),
            ];
            for (map, keys) in claims {
                for key in keys {
                    if let Some(other) = map.insert(key.clone(), i)
                        && other != i
                    {
                        let taken = &table.list[other].name;
                        return Err(fault(
                            start,
                            format!("`{key}` is claimed by {} and {taken}", agency.name),
                        ));
                    }
                }
            }
            table.list.push(agency);
        }
        table.sign_ons = Signatures::of(table.list.iter().map(|agency| agency.sign_on.as_slice()));
        table.sign_offs = Signatures::of(table.list.iter().map(|agency| agency.sign_off.as_slice()));
        table.credits = Signatures::of(table.list.iter().map(|agency| agency.credit.as_slice()));
        Ok(table)
    }

    /// Every agency, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.list.iter()
    }

    /// The agency whose name or code `text` is, as a whole.
    pub fn named(&self, text: &str) -> Option<&Agency> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':' | '"' | '©'));
        if text.is_empty() || text.len() > MOST_OF_A_NAME {
            return None;
        }
        let at = self.codes.get(text).or_else(|| self.by_name(text))?;
        self.list.get(*at)
    }

    /// The place of the agency that has this full name; nearly all that is asked for is ASCII and nobody's.
    fn by_name(&self, text: &str) -> Option<&usize> {
        self.names.get(lowercase(text.trim(), &mut [0; MOST_OF_A_NAME]).as_ref())
    }

    /// The first agency that is named as a part of its own in a short line: between brackets, bars, commas, slashes,
    /// dashes or "and"; with the bytes it stands in.
    pub fn mentioned(&self, line: &str) -> Option<(&Agency, Range<usize>)> {
        if line.len() > 300 {
            return None;
        }
        parts(line).find_map(|part| {
            let agency = self.named(part)?;
            let start = part.as_ptr() as usize - line.as_ptr() as usize;
            (!agency.pictures).then_some((agency, start..start + part.len()))
        })
    }

    /// The agency whose own site `host` is.
    pub fn of_host(&self, host: &str) -> Option<&Agency> {
        let mut host = host;
        loop {
            if let Some(at) = self.sites.get(host) {
                return self.list.get(*at);
            }
            host = host.split_once('.').map(|(_, rest)| rest).filter(|rest| rest.contains('.'))?;
        }
    }

    /// The agency whose sign-on `paragraph` begins with, and the bytes of the sign-on.
    pub fn signs_on(&self, paragraph: &str) -> Option<(&Agency, Range<usize>)> {
        let head = &paragraph[..paragraph.ceil_char_boundary(self.sign_ons.reach)];
        let may = self.sign_ons.may_be_in(head);
        may.into_iter().find_map(|(agency, pattern)| {
            let agency = self.list.get(agency as usize)?;
            Some((agency, 0..agency.sign_on.get(pattern as usize)?.at_start(paragraph)?))
        })
    }

    /// The agency whose sign-off `line` is, as a whole.
    pub fn signs_off(&self, line: &str) -> Option<&Agency> {
        if line.len() > self.sign_offs.reach || !self.sign_offs.may_begin(line) {
            return None;
        }
        self.sign_offs.may_be_in(line).into_iter().find_map(|(agency, pattern)| {
            let agency = self.list.get(agency as usize)?;
            let end = agency.sign_off.get(pattern as usize)?.at_start(line)?;
            (end == line.len()).then_some(agency)
        })
    }

    /// The agency that signs a picture in `line`: the form is the whole line, stands between brackets, or closes it.
    pub fn credits(&self, line: &str) -> Option<&Agency> {
        let start = line.floor_char_boundary(line.len().saturating_sub(self.credits.reach));
        if !self.credits.may_end(&line[start..]) {
            return None;
        }
        self.credits.may_be_in(&line[start..]).into_iter().find_map(|(agency, pattern)| {
            let agency = self.list.get(agency as usize)?;
            agency.credit.get(pattern as usize)?.at_end(line).then_some(agency)
        })
    }
}

/// A name without case, points and outer spaces.
fn fold(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The parts of a line between marks, without the white space around them.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    // Words that part are looked for only where one begins as they do.
    let worded = memchr::memchr_iter(b' ', line.as_bytes())
        .any(|at| PARTING.iter().any(|word| line[at..].starts_with(word)));
    line.split(is_mark)
        .flat_map(move |piece| parted(piece, PARTING[0], worded))
        .flat_map(move |piece| parted(piece, PARTING[1], worded))
        .flat_map(move |piece| parted(piece, PARTING[2], worded))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// What parts names beside marks.
const PARTING: [&str; 3] = [" - ", " and ", " und "];

/// The parts of `piece` between `word`, or all of it where that is told to stand nowhere.
fn parted<'t>(piece: &'t str, word: &'static str, anywhere: bool) -> impl Iterator<Item = &'t str> {
    let (whole, parts) = if anywhere { (None, Some(piece.split(word))) } else { (Some(piece), None) };
    whole.into_iter().chain(parts.into_iter().flatten())
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '|'
            | ','
            | '/'
            | ';'
            | '·'
            | '•'
            | '&'
            | ':'
            | '：'
            | '（'
            | '）'
            | '【'
            | '】'
            | '，'
            | '、'
            | '='
            | '\u{2013}'
            | '\u{2014}'
            | '\t'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_reads() {
        let table =
            Agencies::parse(BUILT_IN).unwrap_or_else(|f| panic!("{}:{}: {}", f.line, f.column, f.problem));
        assert!(table.iter().count() >= 100);
    }

    #[test]
    fn names_are_known_in_their_own_scripts() {
        let table = Agencies::default();
        for (text, name) in [
            ("新华社", "Xinhua"),
            ("연합뉴스", "Yonhap"),
            ("ТАСС", "TASS"),
            ("رويترز", "Reuters"),
            ("AP", "Associated Press"),
            ("the associated press", "Associated Press"),
            ("dpa", "dpa"),
        ] {
            assert_eq!(table.named(text).map(|a| a.name.as_str()), Some(name), "{text}");
        }
        assert_eq!(table.named("ap"), None);
        assert_eq!(table.named("Harbour Times"), None);
    }

    #[test]
    fn a_code_counts_only_as_a_part_of_its_own() {
        let table = Agencies::default();
        let name = |line| table.mentioned(line).map(|(a, _)| a.name.as_str());
        assert_eq!(name("By Ann Other (AP)"), Some("Associated Press"));
        assert_eq!(name("Xinhua | Updated: 2017-09-26 16:09"), Some("Xinhua"));
        assert_eq!(name("Source:Xinhua Published"), None);
        assert_eq!(name("AP classes start on Monday"), None);
    }

    #[test]
    fn agencies_sign_on_and_off() {
        let table = Agencies::default();
        let on = |text| table.signs_on(text).map(|(a, at)| (a.name.as_str(), at.end));
        assert_eq!(on("新华社北京9月26日电（记者 李某）港口"), Some(("Xinhua", "新华社北京9月26日电".len())));
        assert_eq!(on("(ANSA) - ROMA, 26 SET - Il porto"), Some(("ANSA", "(ANSA) - ROMA, 26 SET -".len())));
        assert_eq!(on("[서울=뉴시스] 항구").map(|o| o.0), Some("Newsis"));
        assert_eq!(on("The port (AP)"), None);
        let off = |text| table.signs_off(text).map(|a| a.name.as_str());
        assert_eq!(off("(Reporting by Ann Other in London; Editing by Bo Else)"), Some("Reuters"));
        assert_eq!(off("Reporting by the inspectors began in May."), None);
    }

    #[test]
    fn agencies_sign_pictures() {
        let table = Agencies::default();
        let of = |line| table.credits(line).map(|a| a.name.as_str());
        assert_eq!(of("The mayor opens the harbour on Monday. [Photo/Xinhua]"), Some("Xinhua"));
        assert_eq!(of("A ferry leaves the port. (AP Photo/Ann Other)"), Some("Associated Press"));
        assert_eq!(of("REUTERS/Ann Other"), Some("Reuters"));
        assert_eq!(of("The photo was sent to Xinhua."), None);
    }

    #[test]
    fn every_agency_is_known_by_what_the_table_says_of_it() {
        let table = Agencies::default();
        let filled = |pattern: &Pattern| pattern.pieces.join("LONDON");
        let name = |agency: Option<&Agency>| agency.map(|agency| agency.name.clone());
        let (mut signed, mut scripts) = (0, 0);
        for agency in table.iter() {
            let own = Some(agency.name.clone());
            for spelt in agency.names.iter().chain(&agency.codes) {
                assert_eq!(name(table.named(spelt)), own, "{spelt}");
            }
            for host in &agency.sites {
                assert_eq!(name(table.of_host(host)), own, "{host}");
            }
            for pattern in &agency.sign_on {
                let text = filled(pattern);
                assert_eq!(
                    name(table.signs_on(&format!("{text} …")).map(|(agency, _)| agency)),
                    own,
                    "{text}"
                );
            }
            for pattern in &agency.sign_off {
                assert_eq!(name(table.signs_off(&filled(pattern))), own, "{}", filled(pattern));
            }
            for pattern in &agency.credit {
                assert_eq!(name(table.credits(&filled(pattern))), own, "{}", filled(pattern));
            }
            signed += usize::from(!(agency.sign_on.is_empty() && agency.credit.is_empty()));
            scripts += usize::from(agency.names.iter().any(|name| name.chars().any(|c| c >= '\u{370}')));
        }
        assert!(signed >= 100 && scripts >= 60, "{signed} sign, {scripts} in scripts of their own");
    }

    #[test]
    fn a_gap_ends_where_a_clause_of_chinese_does() {
        let table = Agencies::default();
        let on = |text| table.signs_on(text).map(|(a, at)| (a.name.as_str(), at.end));
        assert_eq!(on("据新华社北京9月26日电 港口"), Some(("Xinhua", "据新华社北京9月26日电".len())));
        assert_eq!(
            on("法新社巴黎9月26日电 港口"),
            Some(("Agence France-Presse", "法新社巴黎9月26日电".len()))
        );
        assert_eq!(on("中新社上海9月26日讯 港口"), Some(("China News Service", "中新社上海9月26日讯".len())));
        assert_eq!(on("路透社报道，港口开始用电"), None);
    }

    #[test]
    fn a_fault_is_placed() {
        let fault = |text| Agencies::parse(text).map(|_| ()).unwrap_err();
        assert_eq!(fault("[[agency]]\nname = \"A\"\nnam = 1\n").line, 3);
        assert_eq!(fault("[[agency]]\nname = \" \"\n").problem, "an agency needs a name");
        let twice =
            "[[agency]]\nname = \"A\"\nnames = [\"Same\"]\n\n[[agency]]\nname = \"B\"\nnames = [\"same\"]\n";
        assert_eq!(
            fault(twice),
            Fault { line: 5, column: 1, problem: "`same` is claimed by B and A".into() }
        );
    }
}
