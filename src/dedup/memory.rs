//! How much memory a stage may take, as somebody writes it: `512MB`, `2G`, or a number of bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of bytes. Written as `2GB`, `512M`, `64k` or `1048576`: case does not matter, and a K is 1,024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory(u64);

/// Each with the power of 1,024 it stands for, the greatest first.
const UNITS: [(&str, u32); 4] = [("T", 4), ("G", 3), ("M", 2), ("K", 1)];

impl Memory {
    /// So many bytes.
    pub const fn of(bytes: u64) -> Self {
        Self(bytes)
    }

    /// How many bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl FromStr for Memory {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let upper = written.trim().to_ascii_uppercase();
        let bare = upper.strip_suffix("IB").or_else(|| upper.strip_suffix('B')).unwrap_or(&upper);
        let unit = UNITS.iter().find_map(|&(unit, power)| Some((bare.strip_suffix(unit)?, power)));
        let (digits, power) = unit.unwrap_or((bare, 0));
        let number = digits.trim_end().parse::<u64>().ok();
        let bytes = number.and_then(|number| number.checked_mul(1024_u64.pow(power)));
        bytes.map(Self).ok_or_else(|| format!("`{written}` is no amount of memory; write 512MB or 2GB"))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |power: u32| self.0 > 0 && self.0.is_multiple_of(1024_u64.pow(power));
        match UNITS.iter().find(|&&(_, power)| whole(power)) {
            Some(&(unit, power)) => write!(f, "{}{unit}B", self.0 / 1024_u64.pow(power)),
            None => write!(f, "{}", self.0),
        }
    }
}

impl Serialize for Memory {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Memory {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "an amount of memory, as in \"512MB\"")]
        enum Written {
            Bytes(u64),
            Text(String),
        }
        match Written::deserialize(from)? {
            Written::Bytes(bytes) => Ok(Self(bytes)),
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (written, bytes) in
            [("2G", 2 << 30), ("2 GiB", 2 << 30), ("512mb", 512 << 20), ("64k", 64 << 10), ("1000", 1000)]
        {
            assert_eq!(written.parse(), Ok(Memory(bytes)));
        }
        for wrong in ["", "G", "2X", "-1", "1.5G", "99999999999T"] {
            assert!(wrong.parse::<Memory>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_amount_reads_back_as_it_is_shown() {
        for bytes in [0, 1, 1000, 1024, 1536, 2 << 30, 3 << 40, u64::MAX] {
            assert_eq!(Memory(bytes).to_string().parse(), Ok(Memory(bytes)));
        }
        assert_eq!(Memory(2 << 30).to_string(), "2GB");
    }
}
