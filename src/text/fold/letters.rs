//! Where words of plain letters stand, found 64 bytes at a time, and what letters hash to.

use super::Word;

/// Hash of a word's letters, eight bytes at a time (the folded multiply of Wang Yi's wyhash).
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    sum: u64,
    /// The last bytes, fewer than eight, from the lowest up.
    tail: u64,
    count: u32,
}

impl Letters {
    pub(super) const NONE: Self = Self { sum: 0x9e37_79b9_7f4a_7c15, tail: 0, count: 0 };

    pub(super) fn push(&mut self, byte: u8) {
        self.tail |= u64::from(byte) << (8 * self.count);
        self.count += 1;
        if self.count == 8 {
            self.sum = Self::mix(self.sum, self.tail);
            (self.tail, self.count) = (0, 0);
        }
    }

    /// The hash of fewer than sixteen bytes; those of `chunks` behind them are zero.
    pub(super) fn whole(chunks: [u64; 2], count: usize) -> u32 {
        let one = Self::mix(Self::NONE.sum, chunks[0]);
        let two = Self::mix(one, chunks[1]);
        // Without a branch, which would be wrong for every fifth word.
        let is_long = u64::from(count >= 8).wrapping_neg();
        ((one ^ (one ^ two) & is_long) >> 32) as u32
    }

    fn mix(sum: u64, chunk: u64) -> u64 {
        let product = u128::from(sum ^ chunk) * 0xa076_1d64_78bd_642f;
        (product as u64) ^ (product >> 64) as u64
    }

    pub(super) fn finish(self) -> u32 {
        (Self::mix(self.sum, self.tail) >> 32) as u32
    }
}

/// Which bytes of a text are ASCII letters, and which of those may be silent or count as another: a bit a byte, 64 at a time.
pub(super) struct Plain {
    masks: Vec<[u64; 2]>,
}

/// Bytes at a time.
const BLOCK: usize = 64;
/// Bytes looked at before each.
const BEFORE: usize = 2;

impl Plain {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut masks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut block = [b' '; BEFORE + BLOCK];
        for bytes in text.chunks(BLOCK) {
            block.copy_within(BLOCK.., 0);
            block[BEFORE + bytes.len()..].fill(b' ');
            block[BEFORE..BEFORE + bytes.len()].copy_from_slice(bytes);
            masks.push(masks_of(&block));
        }
        masks.push([0; 2]);
        Self { masks }
    }

    /// The two blocks from that of the byte at `at` on.
    fn window(&self, at: usize) -> Window {
        let [[letters, others], [letters_behind, others_behind]] =
            [0, 1].map(|behind| self.masks.get(at / BLOCK + behind).copied().unwrap_or_default());
        let both = |one: u64, two: u64| u128::from(one) | u128::from(two) << BLOCK;
        Window {
            block: at / BLOCK,
            not_letters: !both(letters, letters_behind),
            others: both(others, others_behind),
        }
    }
}

/// Two blocks, of which words start in the first.
pub(super) struct Window {
    block: usize,
    not_letters: u128,
    others: u128,
}

impl Window {
    /// Of the start of a text.
    pub(super) fn first(plain: &Plain) -> Self {
        plain.window(0)
    }

    /// How many letters the word has that starts at `at`, and whether all of them count as they are; nothing where they are none, or
    /// sixteen or more.
    #[inline]
    pub(super) fn word(&mut self, plain: &Plain, at: usize) -> Option<(usize, bool)> {
        if at / BLOCK != self.block {
            *self = plain.window(at);
        }
        let count = ((self.not_letters >> (at % BLOCK)) as u64).trailing_zeros();
        let others = (self.others >> (at % BLOCK)) as u64;
        (count.wrapping_sub(1) < 15).then(|| (count as usize, others << (64 - count) == 0))
    }
}

/// Letters that may not count as they are: the second l of two, the r of our, z.
fn masks_of(block: &[u8; BEFORE + BLOCK]) -> [u64; 2] {
    let (mut letters, mut others) = ([0_u8; BLOCK], [0_u8; BLOCK]);
    for at in 0..BLOCK {
        let [two, one, small] = [block[at] | 0x20, block[at + 1] | 0x20, block[at + 2] | 0x20];
        let doubled = (small == b'l') & (one == b'l');
        let silent = (small == b'r') & (one == b'u') & (two == b'o');
        letters[at] = u8::from(small.wrapping_sub(b'a') < 26);
        others[at] = u8::from(doubled | silent | (small == b'z'));
    }
    [bits(&letters), bits(&others)]
}

/// Whether `byte` ends a word of letters whatever stands behind it; `before` is the last of the letters.
pub(super) fn end_words(byte: u8, before: u8) -> bool {
    match byte {
        // Of an initial it may be a part.
        b'.' => before.is_ascii_lowercase(),
        b'\'' | b'0'..=b'9' | 0x80.. => false,
        _ => true,
    }
}

/// What the next word is the first of, behind this byte, that starts no word; nothing where it may start one or be one.
pub(super) fn between_words(byte: u8) -> Option<u8> {
    const STARTS: u8 = u8::MAX;
    const BETWEEN: [u8; 256] = {
        let mut between = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            between[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'%' | 0x80.. => STARTS,
                b'.' | b'!' | b'?' => Word::SENTENCE,
                b'\n' | b'\r' => Word::SENTENCE | Word::LINE,
                _ => 0,
            };
            byte += 1;
        }
        between
    };
    let between = BETWEEN[usize::from(byte)];
    (between != STARTS).then_some(between)
}

/// One bit for each of the bytes, which are 0 or 1.
fn bits(bytes: &[u8; BLOCK]) -> u64 {
    bytes.as_chunks::<8>().0.iter().rev().fold(0, |bits, eight| {
        // Each product brings the lowest bits of eight bytes together in its highest byte.
        bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// The hash of small letters as they count, [`small`] made them: z as s, no second l of two, no u of our behind three letters. There are
/// `count`.
pub(super) fn counted(small: [u64; 2], count: usize) -> u32 {
    let all = u128::from(small[0]) | u128::from(small[1]) << 64;
    let (letters, mut out) = (all.to_le_bytes(), [0_u8; 16]);
    let (mut last, mut kept) = (0, 0);
    // Without a branch, for nobody knows which letters these are.
    for at in 0..count.min(15) {
        let letter = if letters[at] == b'z' { b's' } else { letters[at] };
        let silent = (letter == b'u') & (last == b'o') & (at >= 3) & (letters[at + 1] == b'r');
        let doubled = (letter == b'l') & (last == b'l');
        out[kept % 16] = letter;
        kept += usize::from(!(silent | doubled));
        last = letter;
    }
    Letters::whole(first(out, kept), kept)
}

/// How many digits stand there, if they are a word and that ends for certain.
pub(super) fn figure(bytes: [u8; 16]) -> Option<usize> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let [end, behind] = *bytes.get(count..)?.first_chunk()?;
    let ends = match end {
        b',' => !behind.is_ascii_digit(),
        b'a'..=b'z' | b'A'..=b'Z' => false,
        _ => end_words(end, b'0'),
    };
    (count > 0 && ends).then_some(count)
}

/// Sixteen bytes as two numbers: the first `count`, fewer than sixteen, as small letters, the others zero.
#[inline]
pub(super) fn small(bytes: [u8; 16], count: usize) -> [u64; 2] {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let [one, two] = first(bytes, count);
    let [taken_one, taken_two] = TAKEN[count % 16];
    [one | SMALL & taken_one, two | SMALL & taken_two]
}

/// Sixteen bytes as two numbers, of which all but the first `count` are zero.
#[inline]
fn first(bytes: [u8; 16], count: usize) -> [u64; 2] {
    let both = u128::from_le_bytes(bytes);
    let [one, two] = TAKEN[count % 16];
    [both as u64 & one, (both >> 64) as u64 & two]
}

/// The bytes of the first letters, by how many there are.
const TAKEN: [[u64; 2]; 16] = {
    let mut taken = [[0; 2]; 16];
    let mut count = 1;
    while count < 16 {
        let [first, second] = taken[count - 1];
        taken[count] = if count <= 8 { [first << 8 | 0xff, 0] } else { [first, second << 8 | 0xff] };
        count += 1;
    }
    taken
};
