//! Names of elements and attributes: read eight bytes at a time, and looked up in a table made at compile time.
//!
//! Takes bytes of the page, gives keys; knows no name itself. Lists of names are [`tag`](super::tag)'s and
//! [`attr`](super::attr)'s.

/// A name of up to 16 bytes as one number, its letters in lower case; 0 for a longer one, which is no known name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u128);

/// Bytes of the longest name that has a key.
const LONGEST: usize = 16;

impl Key {
    /// The key of `name`.
    pub(super) const fn of(name: &[u8]) -> Self {
        if name.len() > LONGEST {
            return Self(0);
        }
        let (mut key, mut at) = (0, name.len());
        while at > 0 {
            at -= 1;
            key = key << 8 | small(name[at] as u64) as u128;
        }
        Self(key)
    }

    /// The key of the name at the head of `bytes`, and its length, if it has up to eight bytes of ASCII and behind it stands one that
    /// `ends` names. No other answer is given for want of bytes: the caller reads on byte by byte.
    #[inline(always)]
    pub(super) fn at_head_of(bytes: &[u8], ends: impl Fn(u8) -> bool) -> Option<(Self, usize)> {
        let nine: &[u8; 9] = bytes.first_chunk()?;
        let eight = u64::from_le_bytes(*nine.first_chunk()?);
        if eight & HIGH != 0 {
            return None;
        }
        // The highest bit of each byte is free now. What ends a name stands below the letters, as few bytes of names do.
        let mut low = !(eight + ONES * 0x40) & HIGH;
        while low != 0 {
            let length = low.trailing_zeros() as usize / 8;
            if ends(nine[length]) {
                let name = small(eight) & !(u64::MAX << (8 * length));
                return Some((Self(u128::from(name)), length));
            }
            low &= low - 1;
        }
        ends(nine[8]).then(|| (Self(u128::from(small(eight))), 8))
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES * 0x80;

/// Each byte from `@` to `_` as the one that stands as far behind the grave accent: no letter becomes another one, and what is no letter
/// becomes no part of a known name.
const fn small(bytes: u64) -> u64 {
    bytes | (bytes & (ONES * 0x40)) >> 1
}

/// `N` names, of which the first stands for all unknown ones.
pub(super) struct Names<const N: usize> {
    keys: [Key; N],
    /// A hash table with open addressing: a third full at most, so that a name meets its place at the first or second try.
    slots: [u8; SLOTS],
}

const SLOTS: usize = 512;

impl<const N: usize> Names<N> {
    /// A table of `names`, which are in lower case.
    pub(super) const fn of(names: &[&str]) -> Self {
        assert!(N == names.len() && N <= SLOTS / 3);
        let mut table = Self { keys: [Key(0); N], slots: [0; SLOTS] };
        let mut i = 1;
        while i < N {
            assert!(names[i].len() <= LONGEST);
            table.keys[i] = Key::of(names[i].as_bytes());
            let mut at = slot(table.keys[i]);
            while table.slots[at] != 0 {
                at = (at + 1) % SLOTS;
            }
            table.slots[at] = i as u8;
            i += 1;
        }
        table
    }

    /// The place in the list of the name with this key; 0 where there is none.
    #[inline]
    pub(super) fn place(&self, key: Key) -> usize {
        let mut slot = slot(key);
        loop {
            let place = self.slots[slot] as usize;
            if place == 0 || self.keys[place] == key {
                return place;
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

#[inline]
const fn slot(key: Key) -> usize {
    let folded = (key.0 as u64) ^ ((key.0 >> 64) as u64).rotate_left(29);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn eight_bytes_together_make_the_key_that_each_alone_makes(
            name in "[a-zA-Z0-9:_@.'-]{0,10}",
            end in "[ \n/>=]",
            rest in ".{0,10}",
        ) {
            let text = format!("{name}{end}{rest}");
            let expected = (name.len() <= 8 && text.len() > 8 && text.as_bytes()[..8].is_ascii())
                .then(|| (Key::of(name.as_bytes()), name.len()));
            let ends = |byte: u8| b" \n/>=".contains(&byte);
            proptest::prop_assert_eq!(Key::at_head_of(text.as_bytes(), ends), expected);
        }
    }
}
