//! Hashes that must be the same on every machine and in every version. The only home of `xxhash-rust`.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use xxhash_rust::xxh3;

/// Builds the hasher of maps that are filled once, from lists of our own: quick on short keys, and no guard against keys
/// chosen to collide.
pub type Quick = BuildHasherDefault<QuickHasher>;

/// Builds the hasher of maps whose keys the input chooses: as quick, with a seed that is new in each process. No order of
/// such a map may reach an output.
#[derive(Debug, Clone, Copy)]
pub struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u8))
    }
}

impl BuildHasher for Seeded {
    type Hasher = QuickHasher;

    fn build_hasher(&self) -> QuickHasher {
        QuickHasher(self.0)
    }
}

/// See [`Quick`] and [`Seeded`].
#[derive(Debug, Clone, Copy, Default)]
pub struct QuickHasher(u64);

impl Hasher for QuickHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3::xxh3_64_with_seed(bytes, self.0);
    }

    /// A number, of whose bits all tell.
    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.write_usize(number as usize);
    }

    /// The same; how long an array is, is one.
    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.0 = (self.0 ^ number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }

    /// What ends a string; keys are whole strings, so it tells nothing.
    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(byte);
    }

    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

/// XXH3, 64 bits.
pub fn hash64(bytes: &[u8]) -> u64 {
    xxh3::xxh3_64(bytes)
}

/// XXH3, 64 bits, seeded.
pub fn hash64_seeded(bytes: &[u8], seed: u64) -> u64 {
    xxh3::xxh3_64_with_seed(bytes, seed)
}

/// XXH3, 128 bits.
pub fn hash128(bytes: &[u8]) -> u128 {
    xxh3::xxh3_128(bytes)
}
