//! Unicode clean-up: what a text says stays, how bytes and templates dressed it goes.
//!
//! Takes a text or a run of one, gives it with
//! - control characters, terminal escapes, noncharacters, zero-width spaces, soft hyphens and tags dropped,
//! - C1 controls read as windows-1252 and every kind of space as a space,
//! - line ends as LF (CR, CRLF, U+0085, U+2028, U+2029),
//! - ZWJ and ZWNJ kept where a script or an emoji needs them, direction marks where the line has a right-to-left letter,
//! - Latin ligatures spelt out, full-width letters and digits and half-width katakana in their usual width,
//! - NFC, never NFKC.
//!
//! Leaves alone markup, character references ([`super::entities`]), tabs, punctuation of any width and U+FFFD.

use std::borrow::Cow;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::edit::{Edited, Editor};
use super::entities::windows_1252;

/// `text`, cleaned; borrowed where nothing had to change.
pub fn clean(text: &str) -> Cow<'_, str> {
    match next_suspect(text, 0) {
        None => Cow::Borrowed(text),
        Some(_) => match edited(text).pop() {
            Some(last) => Cow::Owned(last.text),
            None => Cow::Borrowed(text),
        },
    }
}

/// Appends `text`, cleaned, to `out`; gives the number of characters that were dropped or changed.
pub fn clean_into(text: &str, out: &mut String) -> usize {
    if next_suspect(text, 0).is_none() {
        out.push_str(text);
        return 0;
    }
    let rounds = edited(text);
    out.push_str(rounds.last().map_or(text, |last| &last.text));
    rounds.iter().map(|round| round.edits.len()).sum()
}

/// The clean-up step by step, each on the text the one before left: characters, then composition. Empty where nothing
/// had to change.
pub fn edited(text: &str) -> Vec<Edited> {
    let mut rounds = Vec::new();
    if next_suspect(text, 0).is_none() {
        return rounds;
    }
    rounds.extend(characters(text));
    let now = rounds.last().map_or(text, |round| round.text.as_str());
    let composed = composition(now);
    rounds.extend(composed);
    rounds
}

/// Where the next character from `at` on stands that the clean-up may have to touch. One pass, no allocation.
fn next_suspect(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        at += plain_ascii(rest);
        loop {
            at += match bytes.get(at) {
                None => return None,
                // Whole blocks of plain letters: Latin-1, Cyrillic, ideographs, Hangul.
                Some(0xC3 | 0xD0 | 0xD1) => 2,
                Some(0xE5..=0xE9 | 0xEB | 0xEC) => 3,
                Some(&byte) if byte < 0x80 && !is_odd_ascii(byte) => break,
                _ => match text.get(at..)?.chars().next()? {
                    c if is_plain(c) => c.len_utf8(),
                    _ => return Some(at),
                },
            }
        }
    }
    None
}

/// Bytes of ASCII without controls that `bytes` begin with, line feeds and tabs among them.
fn plain_ascii(bytes: &[u8]) -> usize {
    let is_odd = |byte: u8| byte >= 0x80 || is_odd_ascii(byte);
    let (blocks, tail) = bytes.as_chunks::<32>();
    for (at, block) in blocks.iter().enumerate() {
        // Without a branch in it, so that all of a block is compared at once.
        if block.iter().fold(false, |odd, &byte| odd | is_odd(byte)) {
            return 32 * at + block.iter().position(|byte| is_odd(*byte)).unwrap_or(0);
        }
    }
    32 * blocks.len() + tail.iter().position(|byte| is_odd(*byte)).unwrap_or(tail.len())
}

fn is_odd_ascii(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\n') & (byte != b'\t') | (byte == 0x7F)
}

/// Surely untouched: neither dropped, folded nor composed with a neighbour. The great blocks of running text.
fn is_plain(c: char) -> bool {
    /// The characters of one and two bytes, a bit each.
    static SHORT: [u64; 32] = {
        let mut bits = [0; 32];
        let mut at = 0;
        while at < 0x800 {
            if let Some(c) = char::from_u32(at)
                && is_in_plain_block(c)
            {
                bits[at as usize / 64] |= 1 << (at % 64);
            }
            at += 1;
        }
        bits
    };
    let at = c as usize;
    match SHORT.get(at / 64) {
        Some(bits) => bits >> (at % 64) & 1 == 1,
        None => is_in_plain_block(c),
    }
}

const fn is_in_plain_block(c: char) -> bool {
    matches!(c,
        '\u{20}'..='\u{7E}' | '\n' | '\t' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{370}'..='\u{373}' | '\u{388}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        // Armenian, Hebrew, Arabic.
        | '\u{531}'..='\u{58A}' | '\u{5D0}'..='\u{5EA}'
        | '\u{620}'..='\u{64A}' | '\u{660}'..='\u{66F}' | '\u{671}'..='\u{6D5}'
        // Devanagari, Bengali, Tamil, Telugu but for points, viramas and what composes; Thai but for tones; Georgian.
        | '\u{900}'..='\u{93B}' | '\u{93D}'..='\u{94C}' | '\u{964}'..='\u{97F}'
        | '\u{980}'..='\u{9BB}' | '\u{9BF}'..='\u{9CC}' | '\u{9E6}'..='\u{9F1}'
        | '\u{B82}'..='\u{BBD}' | '\u{BBF}'..='\u{BCC}' | '\u{C00}'..='\u{C3B}' | '\u{C3D}'..='\u{C4C}'
        | '\u{E01}'..='\u{E37}' | '\u{E40}'..='\u{E47}' | '\u{E4C}'..='\u{E5B}' | '\u{10A0}'..='\u{10FF}'
        // Latin of Vietnam and others, punctuation, signs.
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}' | '\u{2116}'..='\u{2125}'
        | '\u{2190}'..='\u{21FF}' | '\u{2500}'..='\u{27BF}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3098}' | '\u{309B}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        | '\u{1F300}'..='\u{1FAFF}')
}

/// What becomes of one character, by itself and its neighbours.
fn characters(text: &str) -> Option<Edited> {
    let has_c1 = has_graphic_c1(text);
    let mut editor = Editor::new(text);
    let mut line = Line::default();
    let (mut before, mut done) = ('\n', 0);
    while let Some(at) = next_suspect(text, done) {
        before = text.get(done..at).and_then(|plain| plain.chars().next_back()).unwrap_or(before);
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let end = at + c.len_utf8();
        done = end;
        let rest = text.get(end..).unwrap_or("");
        let mut buffer = [0; 4];
        match fate(c, before, rest, has_c1) {
            Fate::Keep => before = c,
            Fate::Drop(extra) => {
                done = end + extra;
                editor.replace(at..done, "");
            }
            Fate::Become(new, extra) => {
                done = end + extra;
                before = new;
                editor.replace(at..done, new.encode_utf8(&mut buffer));
            }
            Fate::Spell(new) => {
                before = 'f';
                editor.replace(at..end, new);
            }
            Fate::DirectionMark => {
                if !line.has_right_to_left(text, at) {
                    editor.replace(at..end, "");
                }
            }
        }
    }
    editor.finish()
}

enum Fate {
    Keep,
    /// Goes, with this many bytes behind it.
    Drop(usize),
    /// Another character, for it and this many bytes behind it.
    Become(char, usize),
    Spell(&'static str),
    /// Stays where the line has a right-to-left letter.
    DirectionMark,
}

fn fate(c: char, before: char, rest: &str, has_c1: bool) -> Fate {
    match c {
        '\n' | '\t' => Fate::Keep,
        '\r' => Fate::Become('\n', usize::from(rest.starts_with('\n'))),
        '\u{B}' | '\u{C}' => Fate::Become(' ', 0),
        '\u{1B}' => Fate::Drop(escape_sequence(rest)),
        '\0'..='\u{1F}' | '\u{7F}' | '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Fate::Drop(0),
        // NEL in a text whose other C1 characters are windows-1252 is its ellipsis.
        '\u{85}' if !has_c1 => Fate::Become('\n', 0),
        '\u{80}'..='\u{9F}' => match windows_1252(u32::from(c)) {
            control if control == c => Fate::Drop(0),
            graphic => Fate::Become(graphic, 0),
        },
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Fate::Become(' ', 0)
        }
        '\u{2028}' | '\u{2029}' => Fate::Become('\n', 0),
        '\u{200C}' if needs_joiner(before) => Fate::Keep,
        '\u{200D}' if needs_joiner(before) || joins_emoji(before, rest) => Fate::Keep,
        '\u{200C}' | '\u{200D}' => Fate::Drop(0),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            Fate::DirectionMark
        }
        '\u{FB00}' => Fate::Spell("ff"),
        '\u{FB01}' => Fate::Spell("fi"),
        '\u{FB02}' => Fate::Spell("fl"),
        '\u{FB03}' => Fate::Spell("ffi"),
        '\u{FB04}' => Fate::Spell("ffl"),
        '\u{FB05}' | '\u{FB06}' => Fate::Spell("st"),
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            Fate::Become(char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c), 0)
        }
        '\u{FF61}'..='\u{FF9F}' => match std::iter::once(c).nfkc().next() {
            Some(wide) => Fate::Become(wide, 0),
            None => Fate::Keep,
        },
        // The flags of England, Scotland and Wales are a black flag spelt out in tags.
        '\u{E0020}'..='\u{E007F}' if matches!(before, '\u{1F3F4}' | '\u{E0020}'..='\u{E007F}') => Fate::Keep,
        '\u{E0000}'..='\u{E007F}' | '\u{FDD0}'..='\u{FDEF}' => Fate::Drop(0),
        _ if u32::from(c) & 0xFFFE == 0xFFFE => Fate::Drop(0),
        _ => Fate::Keep,
    }
}

fn has_graphic_c1(text: &str) -> bool {
    memchr::memchr_iter(0xC2, text.as_bytes()).any(|at| {
        text.as_bytes().get(at + 1).is_some_and(|&byte| (0x80..0xA0).contains(&byte) && byte != 0x85)
    })
}

/// Bytes behind an ESC that belong to its sequence (ECMA-48): colours, cursor moves, window titles.
fn escape_sequence(rest: &str) -> usize {
    // A title is never longer; a lone ESC before much text must not swallow it.
    const LONGEST: usize = 256;
    let bytes = rest.as_bytes();
    let window = bytes.get(..LONGEST.min(bytes.len())).unwrap_or(bytes);
    match window.first() {
        Some(b'[') => {
            let inner = window.iter().skip(1).take_while(|byte| (0x20..0x40).contains(*byte)).count();
            match window.get(1 + inner) {
                Some(0x40..=0x7E) => inner + 2,
                _ => 0,
            }
        }
        Some(b']') => match memchr::memchr3(0x07, 0x1B, b'\n', window) {
            Some(end) if window.get(end) == Some(&0x07) => end + 1,
            Some(end) if window.get(end..end + 2) == Some(b"\x1B\\") => end + 2,
            _ => 0,
        },
        Some(b'(' | b')') if matches!(window.get(1), Some(b'0' | b'A' | b'B')) => 2,
        Some(b'7' | b'8' | b'=' | b'>' | b'c') => 1,
        _ => 0,
    }
}

/// Scripts whose spelling uses the joiners: Arabic, Syriac, N'Ko, those of India, Mongolian, Burmese, Khmer, Tibetan.
fn needs_joiner(before: char) -> bool {
    matches!(before, '\u{600}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{18AF}'
        | '\u{FB50}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

fn joins_emoji(before: char, rest: &str) -> bool {
    let is_emoji = |c: char| {
        matches!(c, '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2BFF}'
            | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
    };
    is_emoji(before) && rest.chars().next().is_some_and(is_emoji)
}

/// Remembers the answer for one line, so that many marks on it are judged in linear time.
#[derive(Default)]
struct Line {
    end: usize,
    right_to_left: bool,
}

impl Line {
    fn has_right_to_left(&mut self, text: &str, at: usize) -> bool {
        if at >= self.end {
            let is_end = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            let start = text.get(..at).and_then(|head| head.rfind(is_end)).unwrap_or(0).max(self.end);
            self.end =
                text.get(at..).and_then(|tail| tail.find(is_end)).map_or(text.len(), |length| at + length);
            self.right_to_left =
                text.get(start..self.end).is_some_and(|line| line.chars().any(is_right_to_left));
        }
        self.right_to_left
    }
}

/// A letter written from right to left (Unicode's bidirectional classes R and AL).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{5BE}'..='\u{5F4}' | '\u{608}' | '\u{60B}' | '\u{60D}' | '\u{61B}' | '\u{61D}'..='\u{64A}'
        | '\u{66D}'..='\u{66F}' | '\u{671}'..='\u{6D5}' | '\u{6E5}' | '\u{6E6}' | '\u{6EE}' | '\u{6EF}'
        | '\u{6FA}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

/// NFC, cluster by cluster: a starter and what composes with it.
fn composition(text: &str) -> Option<Edited> {
    let mut editor = Editor::new(text);
    let (mut done, mut cluster_end) = (0, 0);
    while let Some(at) = next_suspect(text, done) {
        let rest = text.get(at..)?;
        let mut chars = rest.char_indices().peekable();
        let (_, c) = chars.next()?;
        if is_stable(c) {
            done = at + c.len_utf8();
            continue;
        }
        // A cluster begins with the last starter, unless this character is one and takes nothing before it.
        let start =
            text.get(..at)?.char_indices().next_back().map_or(0, |(before, _)| before).max(cluster_end);
        let mut end = at + c.len_utf8();
        while let Some((next, follower)) =
            chars.next_if(|(_, follower)| !is_plain(*follower) && !is_stable(*follower))
        {
            end = at + next + follower.len_utf8();
        }
        if let Some(cluster) = text.get(start..end).filter(|cluster| !is_nfc(cluster)) {
            let composed: String = cluster.nfc().collect();
            editor.replace(start..end, &composed);
        }
        (done, cluster_end) = (end, end);
    }
    editor.finish()
}

/// Begins a cluster and is its own composed form, so that composition never reaches across its front edge.
fn is_stable(c: char) -> bool {
    canonical_combining_class(c) == 0
        && unicode_normalization::is_nfc_quick(std::iter::once(c)) == unicode_normalization::IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(clean(text), expected);
    }

    #[test]
    fn plain_characters_are_neither_changed_nor_composed() {
        let wrong: Vec<char> = ('\0'..=char::MAX)
            .filter(|c| is_plain(*c) && !(is_stable(*c) && matches!(fate(*c, 'a', "", false), Fate::Keep)))
            .collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn a_text_is_passed_over_up_to_what_may_change() {
        for plain in ["Rain\n", "Žluť", "порт", "港は", "항구", "नदी", "ถนน", "شهر", "Tiếng Việt"]
        {
            let text = format!("{plain}{plain}\u{AD}{plain}\u{1}");
            assert_eq!(next_suspect(&text, 0), Some(2 * plain.len()), "{plain}");
            assert_eq!(next_suspect(&text, 2 * plain.len() + 2), Some(text.len() - 1), "{plain}");
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        for text in [
            "Rain, at last.\n\tYes",
            "Žluťoučký – “kůň”",
            "港は「静か」だった。",
            "속보: 항구",
            "Порт открыт",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn controls_and_terminal_escapes_go() {
        check("a\0b\u{8}c\u{7F}", "abc");
        check("\u{1B}[31mred\u{1B}[0m \u{1B}]0;title\u{7}on \u{1B}lost", "red on lost");
    }

    #[test]
    fn every_line_end_is_a_line_feed() {
        check("a\rb\r\nc\u{2028}d\u{85}e\u{2029}f", "a\nb\nc\nd\ne\nf");
    }

    #[test]
    fn nel_beside_other_c1_characters_is_an_ellipsis() {
        check("\u{93}Well\u{85}\u{94}", "“Well…”");
    }

    #[test]
    fn every_space_is_a_space() {
        check("a\u{A0}b\u{2009}c\u{3000}d\u{B}e", "a b c d e");
    }

    #[test]
    fn joiners_stay_where_a_script_needs_them() {
        check("نمی\u{200C}شود", "نمی\u{200C}شود");
        check("har\u{200C}bour\u{200D}", "harbour");
        check("\u{1F469}\u{200D}\u{1F680}", "\u{1F469}\u{200D}\u{1F680}");
    }

    #[test]
    fn direction_marks_stay_on_lines_with_right_to_left_letters() {
        check("a\u{200E}b\nא\u{200E}!\nc\u{202A}d\u{202C}", "ab\nא\u{200E}!\ncd");
    }

    #[test]
    fn widths_and_ligatures_are_folded_and_punctuation_is_not() {
        check("ＣＯ２！ ﾊﾟﾝ ﬁn eﬃcient Ĳ", "CO2！ パン fin efficient Ĳ");
    }

    #[test]
    fn composed_but_not_compatibly() {
        check("e\u{301} ½ ™ \u{212B} \u{1112}\u{1161}\u{11AB}", "é ½ ™ Å 한");
    }

    #[test]
    fn a_mark_composes_across_what_was_dropped() {
        check("e\u{200B}\u{301}", "é");
    }

    #[test]
    fn flags_spelt_in_tags_stay_and_other_tags_go() {
        check("\u{1F3F4}\u{E0067}\u{E007F} x\u{E0041}", "\u{1F3F4}\u{E0067}\u{E007F} x");
    }

    fn odd_text() -> impl Strategy<Value = String> {
        let odd = proptest::sample::select(
            "a\n\r\0\u{85}\u{93}\u{A0}\u{AD}e\u{301}\u{327}\u{1112}\u{1161}\u{11A8}\u{200D}\u{200E}א\u{1F469}ﾊﾟ\u{212B}Ａﬃ\u{FEFF}\u{1B}[m\u{FDD0}한"
                .chars()
                .collect::<Vec<_>>(),
        );
        proptest::collection::vec(prop_oneof![3 => odd, 1 => any::<char>()], 0..40)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn clean_text_is_nfc_without_controls(text in odd_text()) {
            let cleaned = clean(&text);
            prop_assert!(unicode_normalization::is_nfc(&cleaned));
            prop_assert!(!cleaned.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }

        #[test]
        fn both_faces_agree(text in odd_text()) {
            let mut out = String::from("x");
            clean_into(&text, &mut out);
            prop_assert_eq!(&out[1..], clean(&text));
        }

        #[test]
        fn plain_characters_need_no_composition(c in any::<char>()) {
            if is_plain(c) && c >= ' ' {
                prop_assert!(matches!(fate(c, 'a', "", false), Fate::Keep), "{c:?}");
                prop_assert!(is_stable(c), "{c:?}");
            }
        }
    }
}
