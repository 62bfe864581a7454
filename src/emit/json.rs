//! The one JSON serializer of the project's files: keys in the order of the struct, UTF-8 unescaped, one object a line.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// Appends `row` as one line.
pub(super) fn line<T: Serialize>(row: &T, out: &mut Vec<u8>) -> u64 {
    // Writing plain structs of strings and numbers into memory has no way to fail.
    if serde_json::to_writer(&mut *out, row).is_ok() {
        out.push(b'\n');
        return 1;
    }
    0
}

/// A JSON file that carries the digest of its own bytes, so that a change of any one of them shows.
///
/// The seal is the last member, `"seal": "<64 hexadecimal digits>"`; it is the SHA-256 of the file with those digits
/// replaced by zeros.
pub struct Sealed;

const KEY: &str = "\"seal\": \"";
const DIGITS: usize = 64;

impl Sealed {
    /// The file for `value`, an object with an empty member `seal` at its end, pretty-printed and sealed.
    pub fn write(value: &impl Serialize) -> Vec<u8> {
        let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
        text.push('\n');
        if let Some(at) = text.rfind(KEY) {
            text.insert_str(at + KEY.len(), &"0".repeat(DIGITS));
            let digest = Self::digest(text.as_bytes());
            text.replace_range(at + KEY.len()..at + KEY.len() + DIGITS, &digest);
        }
        text.into_bytes()
    }

    /// Whether the seal fits the bytes.
    pub fn holds(bytes: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let Some(at) = text.rfind(KEY).map(|at| at + KEY.len()) else { return false };
        let Some(seal) = text.get(at..at + DIGITS) else { return false };
        let blank = [&text[..at], &"0".repeat(DIGITS), &text[at + DIGITS..]].concat();
        seal == Self::digest(blank.as_bytes())
    }

    fn digest(bytes: &[u8]) -> String {
        crate::model::Sha256Hex::from_bytes(Sha256::digest(bytes).into()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Note {
        rain: u32,
        seal: &'static str,
    }

    #[test]
    fn a_changed_byte_breaks_the_seal() {
        let bytes = Sealed::write(&Note { rain: 3, seal: "" });
        assert!(Sealed::holds(&bytes));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(!Sealed::holds(&changed), "byte {at}");
        }
    }
}
