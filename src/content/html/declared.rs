//! The report as a page declares it, for a page whose markup shows none.
//!
//! Pages that scripts put together hold no text but the `articleBody` of their JSON-LD. Takes that string as written, gives
//! its paragraphs as blocks behind all others, each with the bytes it was read from. On every other page it is a witness
//! of the text, not the text.

use memchr::memchr2;

use super::head::Head;
use super::tag::Tag;
use super::tree::{Node, Shown};
use super::write::{Place, Writer};
use crate::content::flat::Block;
use crate::model::BlockKind;

/// Bytes of prose in its markup from which on a page shows its report.
const SHOWN: usize = 300;
/// Bytes of a block that is prose.
const PROSE: usize = 80;
/// Bytes of a declared text that is a report.
const REPORT: usize = 300;
/// Bytes of a tag in it.
const LONGEST_TAG: usize = 2_000;

const PLACE: Place =
    Place { node: Node::NONE, kind: BlockKind::Paragraph, in_link: false, shown: Shown::Declared };

/// Adds the longest text that `head` declares, if what was written of `page` is little prose.
pub(super) fn append(page: &str, head: &Head<'_>, writer: &mut Writer) {
    let prose = |block: &&Block| {
        block.span.len() >= PROSE
            && block.link_bytes as usize * 2 < block.span.len()
            && matches!(block.shown, Shown::Plainly | Shown::Unspoken)
    };
    let shown: usize = writer.blocks.list.iter().filter(prose).map(|block| block.span.len()).sum();
    if shown >= SHOWN {
        return;
    }
    let declared = head.article_bodies().max_by_key(|body| body.len());
    let Some(body) = declared.filter(|body| body.len() >= REPORT && body.len() > 2 * shown) else { return };
    let start = body.as_ptr() as usize - page.as_ptr() as usize;
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let run = memchr2(b'\\', b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (text, odd) = rest.split_at(run);
        writer.piece(text, start + at, PLACE, true);
        at += run;
        at +=
            if odd.starts_with('<') { tag(odd, start + at, writer) } else { escape(odd, start + at, writer) };
    }
    writer.end_block();
}

/// Reads the tag that `text` begins with, or its `<`; how many bytes it has. `from` is its place in the page.
fn tag(text: &str, from: usize, writer: &mut Writer) -> usize {
    let name = text[1..].trim_start_matches('/');
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>');
    match (Tag::of(name.as_bytes()), end) {
        (Tag::Other, _) | (_, None) => {
            writer.character('<', from, from + 1, PLACE);
            1
        }
        (tag, Some(end)) => {
            if tag.is_block() || tag == Tag::Br {
                writer.end_block();
            }
            end + 1
        }
    }
}

/// Reads the escape that `text` begins with (RFC 8259, section 7); how many bytes it has.
fn escape(text: &str, from: usize, writer: &mut Writer) -> usize {
    let Some(letter) = text.chars().nth(1) else { return text.len() };
    match letter {
        'n' | 'r' => writer.end_block(),
        't' | 'b' | 'f' => writer.part(),
        'u' => {
            let (c, length) = escaped(text);
            writer.character(c, from, from + length, PLACE);
            return length;
        }
        c => writer.character(c, from, from + 1 + c.len_utf8(), PLACE),
    }
    1 + letter.len_utf8()
}

/// The character that `\uXXXX`, or a pair of such, stands for, and the bytes it takes.
fn escaped(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        text.get(at..)?.strip_prefix("\\u")?.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok())
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
    let one = |unit| char::decode_utf16([unit]).next().and_then(Result::ok);
    let two = |low| char::decode_utf16([first, low]).next().and_then(Result::ok);
    match (one(first), unit(6).and_then(two)) {
        (Some(c), _) => (c, 6),
        (None, Some(c)) => (c, 12),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

#[cfg(test)]
mod tests {
    use crate::content::html::flatten;
    use crate::content::html::tree::Shown;

    const PROSE: &str = "The first sixteen dishes of the array began listening to the sky on Thursday, two months after the last cable was laid.";

    /// The blocks that a page with this `articleBody` has beside those of its markup, and what they were read from.
    fn check(body: &str, markup: &str, expected: &[(&str, &str)]) {
        let page =
            format!("<script type='application/ld+json'>{{\"articleBody\": \"{body}\"}}</script>{markup}");
        let flat = flatten(&page);
        let declared = flat.blocks.iter().filter(|block| block.shown == Shown::Declared);
        let found: Vec<_> = declared.map(|block| (flat.text_of(block), block.source.of(&page))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_page_without_text_has_the_text_it_declares_paragraph_by_paragraph() {
        let second = "Engineers had feared the heat &amp; the \\u201Cdust\\u201d, said \\\"a friend\\\" of \\/them \\ud83d\\ude00.";
        let told = "Engineers had feared the heat & the “dust”, said \"a friend\" of /them 😀.";
        let body = format!("{PROSE} {PROSE}\\n\\n{second}<p class='x'>{PROSE}</p>Two < three.");
        let first = format!("{PROSE} {PROSE}");
        check(
            &body,
            "<div id=root></div><noscript>Switch on scripts.</noscript>",
            &[(&first, &first), (told, second), (PROSE, PROSE), ("Two < three.", "Two < three.")],
        );
    }

    #[test]
    fn a_page_that_shows_its_report_needs_no_other() {
        let body = PROSE.repeat(4);
        check(&body, &format!("<p>{PROSE}<p>{PROSE}<p>{PROSE}"), &[]);
        check(PROSE, "<p>Nothing here.", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_string_is_read_to_its_end(body in "(\\PC|\\\\u[0-9a-d]{0,5}|\\\\|<p>|</|<){0,400}") {
            let body = body.replace('"', "") + &PROSE.repeat(3);
            let page = format!("<script type='application/ld+json'>{{\"articleBody\": \"{body}\"}}</script>");
            let flat = flatten(&page);
            let mut end = 0;
            for block in &flat.blocks {
                proptest::prop_assert_eq!(block.span.start as usize, end);
                proptest::prop_assert!(page.get(block.source.range()).is_some(), "{:?}", block.source);
                end = block.span.end as usize;
            }
        }
    }
}
