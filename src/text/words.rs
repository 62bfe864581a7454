//! What counts as a word.

/// Words of `text`: runs of letters, digits and the apostrophes inside them; each ideograph, kana or Thai letter run
/// counts as half a word a character, since those scripts set no spaces.
pub fn count(text: &str) -> usize {
    let (mut words, mut unspaced, mut inside) = (0, 0, false);
    for c in text.chars() {
        if is_unspaced(c) {
            unspaced += 1;
            inside = false;
        } else if c.is_alphanumeric() || (inside && (c == '\'' || c == '\u{2019}')) {
            words += usize::from(!inside);
            inside = true;
        } else {
            inside = false;
        }
    }
    words + unspaced / 2
}

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
