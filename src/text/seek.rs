//! Finds a byte that stands near, or a short wording in a short text.
//!
//! Takes both anew each time, gives a place. The standard library first makes a plan of search, which costs more than
//! looking at each place where one byte of the wording stands, when the text is a line and the wording is a mark.

/// The first byte of the first `wording` in `text`.
#[inline]
pub fn position(text: &str, wording: &str) -> Option<usize> {
    let (bytes, wanted) = (text.as_bytes(), wording.as_bytes());
    // Spaces stand everywhere; the first other byte tells more.
    let lead = wanted.iter().position(|byte| *byte != b' ').unwrap_or(0);
    let byte = *wanted.get(lead)?;
    memchr::memchr_iter(byte, bytes.get(lead..)?).find(|&at| bytes[at..].starts_with(wanted))
}

/// Whether `wording`, which is not empty, stands in `text`.
#[inline]
pub fn stands_in(text: &str, wording: &str) -> bool {
    position(text, wording).is_some()
}

/// Where a byte stands first. It mostly stands near, where calling `memchr` costs more than looking.
#[inline]
pub fn byte(wanted: u8, bytes: &[u8]) -> Option<usize> {
    const ONES: u128 = u128::MAX / 0xFF;
    let Some(near) = bytes.first_chunk() else { return memchr::memchr(wanted, bytes) };
    let unlike = u128::from_le_bytes(*near) ^ (ONES * u128::from(wanted));
    // The lowest of these bits is right; a borrow may set others above it.
    match unlike.wrapping_sub(ONES) & !unlike & (ONES * 0x80) {
        0 => memchr::memchr(wanted, &bytes[near.len()..]).map(|found| near.len() + found),
        like => Some(like.trailing_zeros() as usize / 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn found_where_the_standard_library_finds_it(text in "[ab –]{0,12}", wording in "[ab –]{1,3}") {
            proptest::prop_assert_eq!(position(&text, &wording), text.find(&wording));
        }
    }
}
