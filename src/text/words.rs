//! What counts as a word.

use super::character::{Kind, kind, mark};

/// Words of `text`: runs of letters, digits and the apostrophes inside them; each ideograph, kana or Thai letter run
/// counts as half a word a character, since those scripts set no spaces.
pub fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut unspaced, mut inside, mut at) = (0, 0, false, 0);
    // Bytes up to here are read one by one, for there is one among them of which more is asked.
    let mut alone = 0;
    loop {
        if at >= alone {
            for eight in bytes.get(at..).unwrap_or(&[]).as_chunks().0 {
                let Some(letters) = letters_of_eight(u64::from_le_bytes(*eight)) else { break };
                let begun = letters & !(letters << 8 | u64::from(inside) << 7);
                words += ((begun >> 7).wrapping_mul(ONES) >> 56) as usize;
                inside = letters >> 63 == 1;
                at += 8;
            }
            alone = at + 8;
        }
        let Some(&byte) = bytes.get(at) else { break };
        if byte.is_ascii() {
            let letter = LETTER[usize::from(byte)];
            words += usize::from(letter & !inside);
            inside = letter | (inside & (byte == b'\''));
            at += 1;
            continue;
        }
        if let length @ 1.. = mark(&bytes[at..]) {
            inside &= bytes[at..].starts_with("’".as_bytes());
            at += length;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let kind = kind(c);
        if kind.is(Kind::UNSPACED) {
            unspaced += 1;
            inside = false;
        } else {
            let letter = kind.is(Kind::ALPHANUMERIC);
            words += usize::from(letter && !inside);
            inside = letter;
        }
        at += c.len_utf8();
    }
    words + unspaced / 2
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Which of eight bytes, the lowest first, are letters or digits, told by the highest bit of each; nothing if one of them is
/// an apostrophe or above ASCII.
#[inline]
fn letters_of_eight(eight: u64) -> Option<u64> {
    const HIGH: u64 = ONES * 0x80;
    // Sums of bytes below 0x80 carry into no other byte.
    let apart = (eight ^ (ONES * u64::from(b'\''))).wrapping_add(ONES * 0x7F);
    if eight & HIGH != 0 || apart & HIGH != HIGH {
        return None;
    }
    // Sets the highest bit of each byte that is no smaller than `first`.
    let from = |first: u8, eight: u64| eight + ONES * u64::from(0x80 - first);
    let small = eight | (ONES * 0x20);
    let letters = from(b'a', small) & !from(b'z' + 1, small);
    let digits = from(b'0', eight) & !from(b'9' + 1, eight);
    Some((letters | digits) & HIGH)
}

/// [`count`] where it is less than `least`; most texts are not read to their end to see that it is not.
pub fn fewer_than(least: usize, text: &str) -> Option<usize> {
    // Where the head ends in mid-word, that word is counted with it and might be no word of its own.
    let head = text.char_indices().nth(HEAD).map_or(text, |(end, _)| &text[..end]);
    if head.len() < text.len() && count(head) > least {
        return None;
    }
    Some(count(text)).filter(|&words| words < least)
}

/// Characters of a text that mostly settle whether it has enough words.
const HEAD: usize = 1_000;

/// Letters and digits of ASCII.
static LETTER: [bool; 128] = {
    let mut letters = [false; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        letters[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    letters
};

/// Belongs to a script that sets no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
pub fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_far_as_need_be() {
        for text in
            ["", "one", &"port ".repeat(9), &"harbour ".repeat(400), &"x".repeat(3_000), &"港".repeat(3_000)]
        {
            for least in [0, 1, 9, 10, 125, 126, 400, 401, 1_500, 1_501] {
                assert_eq!(
                    fewer_than(least, text),
                    Some(count(text)).filter(|&n| n < least),
                    "{least} {text:.9}"
                );
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn eight_bytes_together_count_as_each_alone(text in "[ -~é’“港\n']{0,40}") {
            let (mut words, mut unspaced, mut inside) = (0, 0, false);
            for c in text.chars() {
                let letter = c.is_alphanumeric() && !is_unspaced(c);
                words += usize::from(letter && !inside);
                unspaced += usize::from(is_unspaced(c));
                inside = letter || (inside && matches!(c, '\'' | '’'));
            }
            proptest::prop_assert_eq!(count(&text), words + unspaced / 2);
        }
    }

    #[test]
    fn an_apostrophe_does_not_split_a_word() {
        assert_eq!(count("It's the harbour-master's boat."), 5);
    }

    #[test]
    fn two_ideographs_make_a_word() {
        assert_eq!(count("港口重新开放"), 3);
    }
}
