//! How likely bytes are as Chinese, Japanese or Korean: the double-byte model.
//!
//! Takes bytes, gives what each double-byte encoding makes of them in the currency of [`super::letters`]: a cost by the
//! character's frequency in its language. The tables are counts of characters, made by `models/make.py`.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding as Web, GB18030, SHIFT_JIS};

use super::letters::Cost;

/// What an encoding makes of some bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) web: &'static Web,
    pub(crate) language: &'static str,
    pub(crate) cost: Cost,
    /// Characters of two bytes or more.
    pub(crate) n_characters: u32,
    /// Sequences that spell nothing.
    pub(crate) n_bad: u32,
}

/// A character nobody counted, a half-width kana, bytes that spell nothing.
const RARE: u8 = 104;
const HALF_WIDTH: u8 = 60;
const BAD: u8 = 112;
const CUT: u8 = 96;
/// A Latin letter in a word with other characters, and the change from one to the other.
const LATIN: Cost = 22;
const MIXED: Cost = 28;
/// Marks a pair of bytes that spells nothing in the tables.
const NONE: u8 = 255;

/// Every double-byte encoding on `windows`, likeliest first.
pub(crate) fn judge(windows: &[&[u8]]) -> Vec<Judged> {
    let mut judged: Vec<Judged> = TABLES.iter().map(|table| table.judge(windows)).collect();
    judged.sort_by_key(|judged| judged.cost);
    judged
}

struct Table {
    web: &'static Web,
    language: &'static str,
    /// By lead and trail byte.
    costs: Vec<u8>,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    [(GB18030, "zh"), (BIG5, "zt"), (SHIFT_JIS, "ja"), (EUC_JP, "ja"), (EUC_KR, "ko")]
        .into_iter()
        .map(|(web, language)| Table { web, language, costs: costs(web, language) })
        .collect()
});

impl Table {
    fn judge(&self, windows: &[&[u8]]) -> Judged {
        let mut judged =
            Judged { web: self.web, language: self.language, cost: 0, n_characters: 0, n_bad: 0 };
        for window in windows {
            self.walk(window, &mut judged);
        }
        judged
    }

    fn walk(&self, window: &[u8], judged: &mut Judged) {
        let mut at = 0;
        let mut before = Before::Edge;
        while let Some(&lead) = window.get(at) {
            if lead < 0x80 {
                // Letters of words with a byte above ASCII cost here what they cost the single-byte readings.
                let is_letter = lead.is_ascii_alphabetic();
                judged.cost = judged.cost.saturating_add(match before {
                    Before::Wide | Before::Kana if is_letter => LATIN + MIXED,
                    Before::Latin if is_letter => LATIN,
                    _ => 0,
                });
                before = match before {
                    _ if !is_letter => Before::Edge,
                    Before::Edge | Before::Loose(_) => Before::Loose(before.loose() + LATIN),
                    _ => Before::Latin,
                };
                at += 1;
                continue;
            }
            let trail = window.get(at + 1).copied();
            let mut now = Before::Wide;
            let (length, cost) = match (lead, trail) {
                (0xA1..=0xDF, _) if self.web == SHIFT_JIS => {
                    now = Before::Kana;
                    (1, if matches!(before, Before::Kana) { HALF_WIDTH } else { 2 * HALF_WIDTH - 20 })
                }
                (0x8F, Some(_)) if self.web == EUC_JP => (3, RARE),
                // Four bytes, the second and fourth digits.
                (0x81..=0xFE, Some(b'0'..=b'9')) if self.web == GB18030 => match window.get(at + 2..at + 4) {
                    Some([0x81..=0xFE, b'0'..=b'9']) => (4, RARE),
                    _ => (1, BAD),
                },
                (_, Some(trail)) => {
                    match self.costs.get(usize::from(lead - 0x80) << 8 | usize::from(trail)) {
                        Some(&NONE) | None => (1, BAD),
                        Some(&cost) => (2, cost),
                    }
                }
                // Cut in the middle of a character, or else the last letter of another alphabet.
                (_, None) => (1, CUT),
            };
            let mixed = match before {
                Before::Latin => MIXED,
                Before::Loose(letters) => MIXED + letters,
                _ => 0,
            };
            judged.n_bad += u32::from(cost == BAD);
            judged.n_characters += u32::from(cost != BAD);
            judged.cost = judged.cost.saturating_add(Cost::from(cost)).saturating_add(mixed);
            before = now;
            at += length;
        }
    }
}

/// What stands before a character.
#[derive(Clone, Copy)]
enum Before {
    Edge,
    /// Latin letters that may yet turn out to belong to a word of other letters, and what they would cost.
    Loose(Cost),
    Latin,
    Wide,
    Kana,
}

impl Before {
    fn loose(self) -> Cost {
        match self {
            Self::Loose(cost) => cost,
            _ => 0,
        }
    }
}

fn costs(web: &'static Web, language: &str) -> Vec<u8> {
    let mut costs = vec![NONE; 128 << 8];
    // Every pair that spells a character, then those whose frequency is known.
    for lead in 0x81..=0xFEu8 {
        for trail in 0x40..=0xFEu8 {
            let pair = [lead, trail];
            let text = web.decode_without_bom_handling_and_without_replacement(&pair).unwrap_or_default();
            let mut chars = text.chars();
            let (Some(c), None) = (chars.next(), chars.next()) else { continue };
            let cost = match c {
                '\u{E000}'..='\u{F8FF}' => BAD - 1,
                '\u{FF61}'..='\u{FF9F}' => HALF_WIDTH,
                // The other scripts that these sets hold: a Greek or Cyrillic letter, a rule of a box.
                '\0'..='\u{2E7F}' => RARE - 8,
                _ => RARE,
            };
            costs[usize::from(lead - 0x80) << 8 | usize::from(trail)] = cost;
        }
    }
    for (cost, characters) in frequencies(language) {
        for c in characters.chars() {
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = web.encode(c.encode_utf8(&mut buffer));
            if let (false, [lead @ 0x80..=0xFF, trail]) = (unmappable, &*bytes) {
                costs[usize::from(lead - 0x80) << 8 | usize::from(*trail)] = cost;
            }
        }
    }
    costs
}

/// The lines of `models/ideographs.txt` for `language`: a cost, and the characters that have it.
fn frequencies(language: &str) -> impl Iterator<Item = (u8, &'static str)> {
    include_str!("models/ideographs.txt")
        .split("@ ")
        .find(|entry| entry.lines().next() == Some(language))
        .unwrap_or("")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let (cost, characters) = line.split_once(' ')?;
            Some((cost.parse().ok()?, characters))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(web: &'static Web, text: &str) {
        let (bytes, _, _) = web.encode(text);
        let judged = judge(&[&bytes]);
        assert_eq!(judged.first().map(|best| best.web), Some(web), "{text}: {judged:?}");
    }

    #[test]
    fn a_sentence_tells_its_encoding() {
        check(GB18030, "渡船在黎明前返回港口。");
        check(BIG5, "渡輪在黎明前返回港口。");
        check(SHIFT_JIS, "連絡船は夜明け前に港へ戻った。");
        check(EUC_JP, "連絡船は夜明け前に港へ戻った。");
        check(EUC_KR, "여객선은 동트기 전에 항구로 돌아왔다.");
    }
}
