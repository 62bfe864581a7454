use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Names a document: `a` and 24 hexadecimal digits.
///
/// Made of the URL and the raw bytes alone, so that it survives every change of path, order, rule and configuration.
/// The letter keeps spreadsheet and CSV readers from taking it for a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId([u8; 12]);

impl DocId {
    /// The id of `payload`, fetched from `url` (`""` where unknown).
    pub fn of(url: &str, payload: &Sha256Hex) -> Self {
        let digest =
            Sha256::new().chain_update(url.as_bytes()).chain_update([0]).chain_update(payload.0).finalize();
        let mut id = [0; 12];
        id.copy_from_slice(&digest[..12]);
        Self(id)
    }

    /// Reads the printed form back.
    pub fn parse(text: &str) -> Option<Self> {
        let mut id = [0; 12];
        hex_into(text.strip_prefix('a')?, &mut id)?;
        Some(Self(id))
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a")?;
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A SHA-256 digest; prints as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hex([u8; 32]);

impl Sha256Hex {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of all that a reader gives, piece by piece.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of_reader(mut reader: impl std::io::Read) -> std::io::Result<Self> {
        let (mut hasher, mut piece) = (Sha256::new(), vec![0; 1 << 17]);
        loop {
            match reader.read(&mut piece)? {
                0 => return Ok(Self(hasher.finalize().into())),
                read => hasher.update(&piece[..read]),
            }
        }
    }

    /// Reads the printed form back.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        hex_into(text, &mut digest).map(|()| Self(digest))
    }

    /// Takes a finished digest.
    pub fn from_bytes(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The first eight bytes, big-endian: enough to tell digests apart within a run.
    pub fn prefix(&self) -> u64 {
        self.0.iter().take(8).fold(0, |sum, &byte| sum << 8 | u64::from(byte))
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(&self.0, f)
    }
}

impl fmt::Debug for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn write_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // Written in one go: an id is told more often than anything else.
    bytes.chunks(32).try_for_each(|bytes| {
        let mut digits = [0; 64];
        for (two, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
            *two = [byte >> 4, byte & 15].map(|digit| DIGITS[usize::from(digit)]);
        }
        let digits = std::str::from_utf8(&digits[..2 * bytes.len()]).map_err(|_| fmt::Error)?;
        f.write_str(digits)
    })
}

fn hex_into(text: &str, bytes: &mut [u8]) -> Option<()> {
    if !text.is_ascii() || text.len() != bytes.len() * 2 {
        return None;
    }
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(())
}

macro_rules! serde_as_hex {
    ($name:ty, $parse:expr) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                $parse(&text).ok_or_else(|| {
                    serde::de::Error::custom(format!("`{text}` is not a {}", stringify!($name)))
                })
            }
        }
    };
}
serde_as_hex!(DocId, DocId::parse);
serde_as_hex!(Sha256Hex, Sha256Hex::parse);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_knows_its_url() {
        let payload = Sha256Hex::of(b"rain");
        let id = DocId::of("https://example.com/1", &payload);
        assert_eq!(DocId::parse(&id.to_string()), Some(id));
        assert_ne!(id, DocId::of("https://example.com/2", &payload));
        assert_eq!(DocId::parse("a12"), None);
        assert_eq!(DocId::parse(&format!("a{}", "é".repeat(12))), None);
    }
}
