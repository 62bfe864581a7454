//! Which bytes of a text are copied as they are, and which are white space.
//!
//! Takes bytes, gives lengths: of what is white space, and of what stands with single spaces between. Eight bytes are looked
//! at together.

/// Copied as it is.
pub(super) const PLAIN: u8 = 0;
/// White space, or a control.
pub(super) const SPACE: u8 = 1;
/// `&`, which begins a character reference.
pub(super) const REFERENCE: u8 = 2;
/// The first byte of a character that may be a space of some kind: C2, E2, E3 or EF in UTF-8.
const ODD: u8 = 3;

/// What each byte is.
pub(super) const CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let mut i = 0;
    while i <= 0x20 {
        class[i] = SPACE;
        i += 1;
    }
    class[0x7F] = SPACE;
    class[b'&' as usize] = REFERENCE;
    class[0xC2] = ODD;
    class[0xE2] = ODD;
    class[0xE3] = ODD;
    class[0xEF] = ODD;
    class
};

/// Bytes at the head of `bytes` that are white space or controls, which the first one is. Indents are long: eight bytes
/// are looked at together.
pub(super) fn blank(bytes: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Added to a byte up to 20, which a space has, it leaves the highest bit clear.
    const LIFT: u64 = 0x5F5F_5F5F_5F5F_5F5F;
    let mut at = 1;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let eight = u64::from_le_bytes(*eight);
        if (eight | ((eight & !HIGH) + LIFT)) & HIGH != 0 {
            break;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| CLASS[byte as usize] == SPACE) {
        at += 1;
    }
    at
}

/// Bytes at the head of `bytes` that are copied as they are: plain ones, spaces that stand alone between such, and
/// characters that might be a space and are none. The first byte is plain.
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    run_behind(bytes, 1)
}

/// The same, where a character stands first that might be a space; 0 if it may be one indeed.
pub(super) fn shown_run(bytes: &[u8]) -> usize {
    match shown(bytes) {
        0 => 0,
        length => run_behind(bytes, length),
    }
}

#[inline(always)]
fn run_behind(bytes: &[u8], mut at: usize) -> usize {
    loop {
        if let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            let length = plain_of_eight(u64::from_le_bytes(*eight));
            if length > 0 {
                at += length;
                continue;
            }
        }
        let Some(&byte) = bytes.get(at) else { return at };
        match CLASS[byte as usize] {
            PLAIN => at += 1,
            SPACE if byte == b' ' && bytes.get(at + 1).is_some_and(|&next| CLASS[next as usize] == PLAIN) => {
                at += 2;
            }
            ODD => match shown(&bytes[at..]) {
                0 => return at,
                length => at += length,
            },
            _ => return at,
        }
    }
}

/// How many of eight bytes, the lowest first, are copied as they are: all if they are plain ASCII with no two spaces
/// together, seven if the last one is a space, of which what follows decides, else none.
fn plain_of_eight(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    if eight & HIGH != 0 {
        return 0;
    }
    // The highest bit of each byte, which is free now, tells where a byte is none of these.
    let no_control = eight + ONES * 0x60;
    let no_delete = !(eight + ONES);
    let no_reference = (eight ^ (ONES * u64::from(b'&'))) + ONES * 0x7F;
    let spaces = !((eight ^ (ONES * u64::from(b' '))) + ONES * 0x7F) & HIGH;
    if no_control & no_delete & no_reference & HIGH != HIGH || spaces & (spaces << 8) != 0 {
        return 0;
    }
    8 - (spaces >> 63) as usize
}

/// Bytes of the character at the head of `bytes`, of which the first is [`ODD`], if it is surely shown; else 0.
fn shown(bytes: &[u8]) -> usize {
    match *bytes {
        // No control, no-break space or soft hyphen.
        [0xC2, 0xA1..=0xAC | 0xAE..=0xBF, ..] => 2,
        // Dashes, quotation marks, bullets, ellipses, permille signs, but no spaces and nothing invisible.
        [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBF, ..] | [0xE2, 0x82..=0xBF, _, ..] => 3,
        // All but the ideographic space.
        [0xE3, 0x80, 0x81..=0xBF, ..] | [0xE3, 0x81..=0xBF, _, ..] => 3,
        // All but the byte-order mark, the blocks around it left out.
        [0xEF, 0xBC..=0xBF, _, ..] => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn eight_bytes_together_are_told_as_each_alone(text in "[ -~é\\x7F\n&]{8}") {
            let eight = text.as_bytes().first_chunk().copied().unwrap_or_default();
            let length = plain_of_eight(u64::from_le_bytes(eight));
            let plain = |&byte: &u8| CLASS[byte as usize] == PLAIN || byte == b' ';
            let twice = text.as_bytes()[..8].windows(2).any(|pair| pair == b"  ");
            let whole = text.as_bytes()[..8].iter().all(|byte| byte.is_ascii() && plain(byte)) && !twice;
            let last = usize::from(eight[7] == b' ');
            proptest::prop_assert_eq!(length, if whole { 8 - last } else { 0 });
        }
    }
}
