//! Where ASCII ends.
//!
//! Takes bytes, gives a place. Eight bytes at a time, for most of most pages is ASCII.

const HIGH: u64 = 0x8080_8080_8080_8080;

/// Bytes of ASCII that `bytes` begin with.
pub fn length(bytes: &[u8]) -> usize {
    let (blocks, tail) = bytes.as_chunks::<32>();
    let mut at = 0;
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        if words.iter().fold(0, |all, word| all | u64::from_le_bytes(*word) & HIGH) != 0 {
            return at + first_of(block, |word| word & HIGH, |byte| byte >= 0x80);
        }
        at += 32;
    }
    at + first_of(tail, |word| word & HIGH, |byte| byte >= 0x80)
}

/// Bytes of ASCII before any line feed that `bytes` begin with.
pub fn length_of_line(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const FEEDS: u64 = 0x0A0A_0A0A_0A0A_0A0A;
    // The lowest mark is that of the first line feed; those above may be its borrow.
    let marks = |word: u64| {
        let feeds = word ^ FEEDS;
        (word | (feeds.wrapping_sub(ONES) & !feeds)) & HIGH
    };
    first_of(bytes, marks, |byte| byte >= 0x80 || byte == b'\n')
}

/// Where the first byte stands that is marked in its highest bit, by the word of eight or by itself.
fn first_of(bytes: &[u8], marks: impl Fn(u64) -> u64, is_marked: impl Fn(u8) -> bool) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let marks = marks(u64::from_le_bytes(*word));
        if marks != 0 {
            return 8 * at + marks.trailing_zeros() as usize / 8;
        }
    }
    8 * words.len() + tail.iter().position(|byte| is_marked(*byte)).unwrap_or(tail.len())
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

    #[test]
    fn a_line_ends_at_its_feed_or_above_ascii() {
        for end in [b'\n', 0x80, 0x8A, 0xFF] {
            for before in [b'a', b'\t', 0x0B, 0x7F, 0] {
                for at in 0..20 {
                    let mut bytes = vec![before; 20];
                    bytes[at] = end;
                    assert_eq!(length_of_line(&bytes), at, "{end} behind {before}");
                }
            }
        }
        assert_eq!(length_of_line(b"all of it, to its end"), 21);
    }
}
