//! Hashes that must be the same on every machine and in every version. The only home of `xxhash-rust`.

use xxhash_rust::xxh3;

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
