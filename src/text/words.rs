//! What counts as a word.

use super::character::{Kind, kind};

/// Words of `text`: runs of letters, digits and the apostrophes inside them; each ideograph, kana or Thai letter run
/// counts as half a word a character, since those scripts set no spaces.
pub fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut unspaced, mut inside, mut at) = (0, 0, false, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            let letter = LETTER[usize::from(byte)];
            words += usize::from(letter & !inside);
            inside = letter | (inside & (byte == b'\''));
            at += 1;
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
            inside = letter || (inside && c == '\u{2019}');
        }
        at += c.len_utf8();
    }
    words + unspaced / 2
}

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
    use super::count;

    #[test]
    fn an_apostrophe_does_not_split_a_word() {
        assert_eq!(count("It's the harbour-master's boat."), 5);
    }

    #[test]
    fn two_ideographs_make_a_word() {
        assert_eq!(count("港口重新开放"), 3);
    }
}
