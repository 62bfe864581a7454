//! One JSON object as a report.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Names, Role, Row};
use crate::model::{Origin, Reason, Record, Rejection};

/// How deep fields are looked for: `a.b.c`.
const DEPTH: usize = 3;

/// The record that the object `bytes` holds.
///
/// # Errors
/// It is no JSON, no object, or has no text.
pub(super) fn record(bytes: &[u8], names: &Names, origin: Origin) -> Result<Record, Rejection> {
    let parsed = parse(bytes, names).or_else(|error| {
        // Python writes half of a surrogate pair where a page was cut; the rest of the object is sound.
        whole_surrogates(bytes).map_or(Err(error), |mended| parse(&mended, names))
    });
    match parsed {
        Ok(row) => row.into_record(origin),
        Err(error) => {
            let reason = Reason::BadFormat { format: "json".to_owned(), error: error.to_string() };
            Err(Rejection::new(origin, reason))
        }
    }
}

fn parse(bytes: &[u8], names: &Names) -> Result<Row, serde_json::Error> {
    let mut row = Row::new();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    Object { row: &mut row, names, path: "", depth: 0 }.deserialize(&mut json)?;
    json.end()?;
    Ok(row)
}

/// Takes the fields of an object, and of the objects in it.
struct Object<'r> {
    row: &'r mut Row,
    names: &'r Names,
    path: &'r str,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let path = if self.path.is_empty() { key } else { format!("{}.{key}", self.path) };
            let role = self.names.role(&path);
            self.row.meet(&path);
            map.next_value_seed(Value {
                row: self.row,
                names: self.names,
                path: &path,
                depth: self.depth,
                role,
            })?;
        }
        Ok(())
    }
}

/// Takes one field's value, if it has a role.
struct Value<'r> {
    row: &'r mut Row,
    names: &'r Names,
    path: &'r str,
    depth: usize,
    role: Option<(Role, usize)>,
}

impl Value<'_> {
    fn offer(self, value: impl Into<String>) {
        if let Some(role) = self.role {
            self.row.offer(role, value.into().into_bytes());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.offer(value);
        Ok(())
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        self.offer(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.offer(value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.offer(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth + 1 < DEPTH {
            let (row, names, path, depth) = (self.row, self.names, self.path, self.depth + 1);
            return Object { row, names, path, depth }.visit_map(map);
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Some((role, _)) = self.role else {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        let mut items: Vec<String> = Vec::new();
        while let Some(item) = list.next_element::<serde_json::Value>()? {
            match item {
                serde_json::Value::String(text) => items.push(text),
                // Authors are often objects.
                serde_json::Value::Object(mut fields) => {
                    if let Some(serde_json::Value::String(name)) = fields.remove("name") {
                        items.push(name);
                    }
                }
                _ => {}
            }
        }
        if !items.is_empty() {
            self.offer(items.join(if role.is_body() { "\n\n" } else { "; " }));
        }
        Ok(())
    }
}

/// `bytes` with U+FFFD for every escape of half a surrogate pair; `None` if there is none.
fn whole_surrogates(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mended = bytes.to_vec();
    let (mut at, mut any) = (0, false);
    while let Some(i) = memchr::memchr(b'\\', mended.get(at..)?) {
        at += i;
        match (unit(&mended, at), unit(&mended, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.get_mut(at + 2..at + 6)?.copy_from_slice(b"FFFD");
                any = true;
                at += 6;
            }
            _ => at += 2,
        }
    }
    any.then_some(mended)
}

/// The UTF-16 unit that an escape at `at` spells.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
