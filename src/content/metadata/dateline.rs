//! Reads the dateline that a report begins with.
//!
//! Takes the first words of a paragraph, gives place, date and agency: `BEIJING, Sept 26 (Xinhua) --`, `LONDON -`,
//! `Berlin (dpa) -`, `新华社北京9月26日电`. Without an agency in it only capitals make a place: a dash after the first words
//! of a sentence is common.

use std::ops::Range;

use crate::content::agencies::Agencies;
use crate::text::seek::position;

/// Bytes that a dateline takes at most.
const LONGEST: usize = 110;

/// A dateline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Its bytes in the paragraph, without the dash.
    pub at: Range<usize>,
    /// The place in it, `""` where it names none.
    pub place: String,
    /// The agency's name in the table, `""` where it names none.
    pub agency: String,
}

/// The dateline of a paragraph.
pub(super) fn read(paragraph: &str, agencies: &Agencies) -> Option<Dateline> {
    dashed(paragraph, agencies).or_else(|| signed(paragraph, agencies))
}

/// Marks that end a dateline.
const ENDS: &[&str] =
    &[" — ", " – ", " -- ", " - ", "— ", "– ", "-- ", " —", " –", " --", ".- ", ".— ", " : ", ": ", ". "];

fn dashed(paragraph: &str, agencies: &Agencies) -> Option<Dateline> {
    let window = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
    let (end, _) = ENDS
        .iter()
        .filter_map(|mark| Some((position(window, mark)?, *mark)))
        .filter(|(at, mark)| mark.contains(['-', '–', '—']) || window[..*at].ends_with([')', '）', ']', '/']))
        .min_by_key(|(at, mark)| (*at, std::cmp::Reverse(mark.len())))?;
    let head = window[..end].trim_end();
    let (outer, agency) = match bracketed(head) {
        Some((outer, inner)) => {
            let known = agencies.named(inner).or_else(|| agencies.mentioned(inner).map(|(agency, _)| agency));
            (outer, Some(known?))
        }
        None => (head, None),
    };
    let place = place_in(outer);
    let certain = match agency {
        Some(_) => outer.is_empty() || is_place(place, false) || (place.is_empty() && outer.len() <= 20),
        None => is_place(place, true),
    };
    certain.then(|| Dateline {
        at: 0..head.len(),
        place: if is_place(place, agency.is_none()) { place.to_owned() } else { String::new() },
        agency: agency.map(|agency| agency.name.clone()).unwrap_or_default(),
    })
}

/// `PLACE, Sept 26 (Reuters)` → (`PLACE, Sept 26`, `Reuters`); also `/dpa/` and `[Reuters]`.
fn bracketed(head: &str) -> Option<(&str, &str)> {
    let open = match head.chars().next_back()? {
        ')' => '(',
        '）' => '（',
        ']' => '[',
        '/' => '/',
        _ => return None,
    };
    let close = head.char_indices().next_back()?.0;
    let at = head[..close].rfind(open)?;
    let inner = head[at..close].strip_prefix(open)?;
    Some((head[..at].trim_end_matches([' ', ',']), inner.trim()))
}

/// What stands before the date: `BEIJING, Sept. 26` → `BEIJING`; `WASHINGTON, D.C.` stays.
fn place_in(head: &str) -> &str {
    let date = head.char_indices().find(|(_, c)| c.is_numeric()).map_or(head.len(), |(at, _)| at);
    let mut place = head[..date].trim_end_matches([' ', ',', '.']);
    if date < head.len() {
        // The month before the day is no place; nor is what stands behind a comma before "26 Sept".
        let last = place.rsplit([' ', ',']).next().unwrap_or("");
        if super::months::month(&last.to_lowercase()).is_some() {
            place = place[..place.len() - last.len()].trim_end_matches([' ', ',', '.']);
        }
    }
    place
}

/// Whether words could be the name of a place: short, each with a capital; with `loud`, all in capitals.
fn is_place(place: &str, loud: bool) -> bool {
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let words: Vec<&str> = place.split([' ', '/']).filter(|w| !w.is_empty()).collect();
    if letters < 3
        || words.is_empty()
        || words.len() > 6
        || place.len() > 60
        || place.chars().any(|c| c.is_ascii_digit() || matches!(c, '"' | ':' | '?' | '!' | '“' | '('))
    {
        return false;
    }
    if loud {
        let first = place.split(',').next().unwrap_or("");
        let upper = |text: &str| {
            text.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_uppercase())
                && text.chars().any(char::is_uppercase)
        };
        let rest_short = place.split(',').skip(1).all(|part| part.split_whitespace().count() <= 2);
        return upper(first) && first.chars().filter(|c| c.is_alphabetic()).count() >= 3 && rest_short;
    }
    words.iter().all(|word| {
        word.chars().next().is_some_and(|c| !c.is_lowercase())
            || matches!(
                *word,
                "de" | "del"
                    | "la"
                    | "le"
                    | "am"
                    | "an"
                    | "der"
                    | "di"
                    | "da"
                    | "do"
                    | "of"
                    | "the"
                    | "upon"
                    | "sur"
                    | "en"
                    | "el"
                    | "i"
            )
    })
}

/// The agencies' own forms.
fn signed(paragraph: &str, agencies: &Agencies) -> Option<Dateline> {
    let (agency, at) = agencies.signs_on(paragraph)?;
    if at.end > LONGEST {
        return None;
    }
    let form = &paragraph[at.clone()];
    let mut rest = form;
    // What is left of the form without the agency's names and marks is place and date.
    let mut inner = String::new();
    while let Some(c) = rest.chars().next() {
        let name = agency
            .names
            .iter()
            .chain(&agency.codes)
            .filter(|name| rest.starts_with(name.as_str()))
            .map(String::len)
            .max();
        let n = name.unwrap_or(c.len_utf8());
        inner.push_str(if name.is_some() { "\u{1}" } else { &rest[..n] });
        rest = &rest[n..];
    }
    let inner = inner.trim_matches(|c: char| !c.is_alphanumeric());
    let place =
        place_in(inner).trim_end_matches(['=', '発', '电', '電', '/', '(', '【', ' ', '\u{1}', '，', ',']);
    let place =
        place.split('\u{1}').next().unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let place = if place.chars().count() <= 24 && (is_place(place, false) || place.chars().count() == 2) {
        place
    } else {
        ""
    };
    let end = at.end - (form.len() - form.trim_end_matches([' ', '-', '–', '—', ':']).len());
    Some(Dateline { at: 0..end, place: place.to_owned(), agency: agency.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paragraph: &str, text: &str, place: &str, agency: &str) {
        let found =
            read(paragraph, &Agencies::default()).unwrap_or_else(|| panic!("no dateline: {paragraph}"));
        assert_eq!(
            (&paragraph[found.at.clone()], found.place.as_str(), found.agency.as_str()),
            (text, place, agency)
        );
    }

    #[test]
    fn places_dates_and_agencies_are_told_apart() {
        check("BEIJING - China hopes", "BEIJING", "BEIJING", "");
        check("LONDON, Jan 5 (Reuters) - The port", "LONDON, Jan 5 (Reuters)", "LONDON", "Reuters");
        check("NEW YORK (AP) — The port", "NEW YORK (AP)", "NEW YORK", "Associated Press");
        check("WASHINGTON, D.C. — The port", "WASHINGTON, D.C.", "WASHINGTON, D.C", "");
        check("Berlin (dpa) - Der Hafen", "Berlin (dpa)", "Berlin", "dpa");
        check("Paris (AFP) – Le port", "Paris (AFP)", "Paris", "Agence France-Presse");
        check("BEIJING, Sept. 26 (Xinhua) -- The port", "BEIJING, Sept. 26 (Xinhua)", "BEIJING", "Xinhua");
        check("(Reuters) - The port", "(Reuters)", "", "Reuters");
    }

    #[test]
    fn agencies_have_forms_of_their_own() {
        check("新华社北京9月26日电 港口重新开放", "新华社北京9月26日电", "北京", "Xinhua");
        check("【ワシントン時事】港が再開した", "【ワシントン時事】", "ワシントン", "Jiji Press");
        check("[서울=뉴시스] 항구가 다시", "[서울=뉴시스]", "서울", "Newsis");
        check("(서울=연합뉴스) 홍길동 기자", "(서울=연합뉴스)", "서울", "Yonhap");
    }

    #[test]
    fn a_dash_alone_makes_no_dateline() {
        for text in [
            "The mayor - a sailor himself - opened",
            "He said: it rained",
            "In London (and Paris) - rain",
            "A - B",
            "USA Today (sic) wrote - yes",
        ] {
            assert_eq!(read(text, &Agencies::default()), None, "{text}");
        }
    }
}
