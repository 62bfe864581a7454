//! Where ASCII ends.
//!
//! Takes bytes, gives a place. Eight bytes at a time, for most of most pages is ASCII.

/// Bytes of ASCII that `bytes` begin with.
pub fn length(bytes: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (blocks, tail) = bytes.as_chunks::<32>();
    let mut at = 0;
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        let words = words.iter().map(|word| u64::from_le_bytes(*word) & HIGH);
        if words.clone().fold(0, |all, word| all | word) != 0 {
            let (mut before, mut here) = (0, 0);
            for word in words {
                if word != 0 {
                    here = word.trailing_zeros() as usize / 8;
                    break;
                }
                before += 8;
            }
            return at + before + here;
        }
        at += 32;
    }
    at + tail.iter().position(|byte| *byte >= 0x80).unwrap_or(tail.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_ends_at_the_first_byte_above_it() {
        for length_of_text in [0, 1, 7, 8, 31, 32, 33, 64, 100] {
            let mut bytes = vec![b'a'; length_of_text];
            assert_eq!(length(&bytes), length_of_text);
            for at in 0..length_of_text {
                bytes[at] = 0x80;
                assert_eq!(length(&bytes), at, "of {length_of_text}");
                // A second one behind it changes nothing.
                if let Some(last) = bytes.last_mut() {
                    *last = 0xFF;
                }
                assert_eq!(length(&bytes), at, "of {length_of_text}");
                bytes.fill(b'a');
            }
        }
    }
}
