//! Reads who signs a report in its text, not beside its headline.
//!
//! Takes the blocks behind the headline, gives offers of authors: the reporter whom a Chinese or Korean dateline names,
//! a by-word and its name or a bare name under the last paragraph, and, believed least, the editor in charge, whom
//! Chinese pages name where others name the author. A bare name counts only where nothing else stands in its block and its first
//! word is a given name that many bear.

use std::ops::Range;

use super::bare_name::is_day;
use super::byline_words::{is_comments, is_profession};
use super::bylines::{is_of_others, is_teaser};
use super::headline::Headline;
use super::lines;
use super::names::{self, Trust};
use super::offers::{Offer, Offers};
use super::surroundings::{TOLD, is_name, is_prose, trimmed};
use crate::content::Knowledge;
use crate::content::agencies::Agencies;
use crate::content::flat::{Block, Flat};
use crate::content::html::tree::Shown;
use crate::model::{BlockKind, Field};
use crate::text::seek::position;

/// Blocks behind the headline that are read.
const MOST: usize = 600;
/// Paragraphs that may begin with a dateline.
const OPENINGS: usize = 3;
/// Blocks without prose that end a report.
const GAP: usize = 10;
/// Bytes of a by-word that says of itself that somebody wrote.
const LONG_BY_WORD: usize = 9;
/// Blocks under the last paragraph that may sign it.
const UNDER: usize = 6;

/// Adds who signs the report to the offers.
pub(super) fn read(flat: &Flat<'_>, headline: &Headline, known: &Knowledge, offers: &mut Offers) {
    let from = headline.blocks.end.max(headline.body.unwrap_or(0));
    let blocks = flat.blocks.get(from..).unwrap_or(&[]);
    let blocks = &blocks[..blocks.len().min(MOST)];
    let mut prose = blocks.iter().filter(|block| is_body(flat, block));
    for block in prose.by_ref().take(OPENINGS) {
        let text = flat.text_of(block);
        if let Some(names) = in_brackets(text).or_else(|| before_title(text)) {
            add(flat, block, &names, "dateline", 640, offers);
        }
    }
    if let Some(last) = last_prose(flat, blocks) {
        let closing = blocks.get(last).filter(|_| last > 0);
        if let Some((block, name)) = closing.and_then(|block| Some((block, introduced(flat.text_of(block))?)))
        {
            add(flat, block, name, "bio", 470, offers);
        }
        under(flat, headline, blocks.get(last + 1..).unwrap_or(&[]), known, offers);
    }
    // No label of an editor is spelt without this byte, and few pages have it.
    if memchr::memchr(EDITORS_BYTE, flat.text.as_bytes()).is_none() {
        return;
    }
    for (at, block) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).map_or("", |next| flat.text_of(next));
        if let Some(names) = edited_by(flat.text_of(block), next, &known.agencies) {
            add(flat, block, &names, "editor", 400, offers);
            break;
        }
    }
}

fn add(flat: &Flat<'_>, block: &Block, names: &str, selector: &'static str, score: u16, offers: &mut Offers) {
    offers.add(Field::Authors, Offer::new(names, "line", selector, score).at(trimmed(flat, block)));
}

fn is_body(flat: &Flat<'_>, block: &Block) -> bool {
    let text = flat.text_of(block);
    is_prose(text) && block.shown != Shown::Not && block.link_bytes as usize * 2 < text.len()
}

/// The last paragraph of the first run of prose.
fn last_prose(flat: &Flat<'_>, blocks: &[Block]) -> Option<usize> {
    let mut last = None;
    for (at, block) in blocks.iter().enumerate() {
        if is_body(flat, block) {
            last = Some(at);
        } else if last.is_some_and(|last| at > last + GAP) {
            break;
        }
    }
    last
}

/// The names under the last paragraph.
fn under(flat: &Flat<'_>, headline: &Headline, blocks: &[Block], known: &Knowledge, offers: &mut Offers) {
    let (mut announced, mut before) = (false, "");
    for (nth, block) in blocks.iter().take(UNDER).enumerate() {
        let text = flat.text_of(block);
        let may = text.len() <= 120 && block.shown != Shown::Not && block.kind != BlockKind::Caption;
        let announces = std::mem::replace(&mut announced, may && names::is_by_word(text));
        let above = std::mem::replace(&mut before, text);
        let labelled = above.ends_with(':');
        if !may {
            if let Some(name) = introduced(text) {
                return add(flat, block, name, "bio", 470, offers);
            }
            continue;
        }
        if announces && is_name(text, known) {
            return add(flat, block, text, "signature", 560, offers);
        }
        if is_of_others(flat, block.node, headline) {
            continue;
        }
        if is_teaser(flat, block.node, trimmed(flat, block), headline, true) {
            continue;
        }
        // "This article was written by Jane Example." is a sentence.
        let text = if names::by_word(text).is_some() { text.trim_end_matches('.') } else { text };
        let line = lines::read(text, &known.agencies);
        let signs = |at: &Range<usize>| {
            let by = names::by_word(text).filter(|_| !is_comment(text)).unwrap_or(0);
            // "Posted" may be read as the label of the day.
            let first = text[..at.start].split_whitespace().nth(1).is_none();
            line.is_whole() || (first && by > 0 && (by >= LONG_BY_WORD || !line.dates.is_empty()))
        };
        if let Some(at) = line.byline.clone().filter(signs) {
            let selector = if line.told_author { TOLD } else { "signature" };
            return add(flat, block, &text[at], selector, 540, offers);
        }
        let bare = unwrapped(text);
        if let Some(name) = introduced(text) {
            return add(flat, block, name, "bio", 470, offers);
        }
        let signs_off = (nth < 2 && block.kind == BlockKind::Paragraph) || is_day(above);
        let alone = signs_off && !labelled && block.link_bytes == 0;
        if alone && names::alone(bare, &known.agencies).is_some() {
            return add(flat, block, bare, "signature", 480, offers);
        }
    }
}

/// Whether a line names who commented: "Kommentar von Jane Example".
fn is_comment(text: &str) -> bool {
    let first = text.split([' ', ':']).next().unwrap_or("").to_lowercase();
    is_comments(&first)
}

/// Whom a last paragraph introduces as one who writes: "**Jane Example** is a reporter who covers the harbour."
fn introduced(text: &str) -> Option<&str> {
    const LONGEST: usize = 700;
    const VERBS: &[&str] = &[
        " is ",
        " ist ",
        " est ",
        " es ",
        " è ",
        " é ",
        " är ",
        " er ",
        " on ",
        " jest ",
        " writes ",
        " covers ",
        " reports ",
        " schreibt ",
        " arbeitet ",
        " works ",
        " has written ",
        " lives ",
    ];
    const LONGEST_NAME: usize = 40;
    const WORDS: usize = 14;
    let text = names::after_by_word(text);
    if text.len() > LONGEST || !names::is_common(text) {
        return None;
    }
    let verb = VERBS.iter().filter_map(|verb| position(text, verb)).min().filter(|at| *at <= LONGEST_NAME)?;
    let (name, rest) = text.split_at(verb);
    let words = name.split(' ').count();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let writes = || {
        rest.split(|c: char| !c.is_alphanumeric() && c != '-')
            .take(WORDS)
            .any(|word| is_profession(&word.to_lowercase()) || matches!(word, "writes" | "schreibt"))
    };
    ((2..=4).contains(&words) && name.split(' ').all(capital) && writes()).then_some(name)
}

/// A signature without the marks around it: `(Jane Example)`, `– Jane Example`.
fn unwrapped(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '（' | '）' | '[' | ']' | '–' | '—' | '-' | '/' | '*')
    })
}

/// The reporters in the brackets behind a Chinese dateline: `新华社北京9月26日电（记者张三、李四）`.
fn in_brackets(text: &str) -> Option<String> {
    const HEAD: usize = 160;
    let head = &text[..text.floor_char_boundary(HEAD)];
    let (at, open) = REPORTERS.iter().find_map(|open| Some((position(head, open)?, *open)))?;
    let inside = head[at + open.len()..].split(['）', ')', '〕', '】', '／', '/']).next()?;
    let mut names = inside.trim_matches([' ', '：', ':', '　']).to_owned();
    for other in ["通讯员", "實習記者", "实习记者", "见习记者", "实习生", "特约记者", "记者", "記者"]
    {
        names = names.replace(other, "、");
    }
    let names = names.replace([' ', '　', '，', ','], "、");
    let spelt = names.split('、').all(|name| name.chars().count() <= 4 && name.chars().all(is_ideograph));
    spelt.then_some(names).filter(|names| names.chars().any(is_ideograph))
}

const REPORTERS: &[&str] = &[
    "（记者",
    "(记者",
    "（記者",
    "(記者",
    "〔記者",
    "【記者",
    "〔记者",
    "【记者",
    "（本报记者",
    "(本报记者",
    "（本報記者",
    "（新华社记者",
];

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '·'
}

/// The reporter whom a Korean report begins with: `(서울=연합뉴스) 홍길동 기자 = …`.
fn before_title(text: &str) -> Option<String> {
    let at = position(text, " 기자 =").or_else(|| position(text, " 기자= ")).filter(|at| *at <= 90)?;
    let head = text.get(..at)?;
    let names = head.rsplit([')', ']', '】']).next()?.trim();
    let hangul = |name: &str| {
        (2..=4).contains(&name.chars().count())
            && name.chars().all(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c))
    };
    let names: Vec<&str> = names.split([' ', '·', ',']).filter(|name| !name.is_empty()).collect();
    (!names.is_empty() && names.iter().all(|name| hangul(name))).then(|| names.join("; "))
}

/// The editor in charge: `（责编：张三、李四）`, `责任编辑：` and the name in the next block.
fn edited_by(text: &str, next: &str, agencies: &Agencies) -> Option<String> {
    // Every label has one of these.
    if text.len() > 200 || text.is_ascii() || !text.contains(['编', '編']) {
        return None;
    }
    let (at, label) = EDITORS.iter().find_map(|label| Some((position(text, label)?, *label)))?;
    let behind = text[at + label.len()..].trim_start();
    let behind = behind.strip_prefix(['：', ':', '丨', '/']).unwrap_or(behind).trim();
    let names = if behind.is_empty() { next } else { behind };
    let names = names.split(['）', ')', '】', ']', '|']).next()?.trim().replace([' ', '　'], "、");
    let named = names::read(&names, Trust::Printed, agencies);
    let spelt = |name: &String| (2..=4).contains(&name.chars().count()) && name.chars().all(is_ideograph);
    (!named.people.is_empty() && named.people.iter().all(spelt)).then(|| named.people.join("、"))
}

/// The first byte of `编` and `編` in UTF-8.
const EDITORS_BYTE: u8 = 0xe7;

const EDITORS: &[&str] =
    &["责任编辑", "責任編輯", "责编", "責編", "【编辑", "（编辑", "(编辑", "编辑：", "编辑:", "編輯："];
