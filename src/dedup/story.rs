//! What dedup sees of a document, and its bytes while it waits on disk.

use serde::{Deserialize, Serialize};

use crate::model::{AgencyRole, Date, DocId, Sha256Hex};

/// What dedup sees of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Names it.
    pub id: DocId,
    /// Headline.
    pub title: String,
    /// Body.
    pub text: String,
    /// Day of publication.
    pub published: Option<Date>,
    /// The outlet's host or name, `""` where unknown.
    pub outlet: String,
    /// The agency it comes from.
    pub agency: String,
    /// What the agency has to do with it.
    pub agency_role: AgencyRole,
    /// Digest of the raw bytes, to know the same bytes from another address.
    pub sha256: Sha256Hex,
}

/// Fields of a story, each a text.
const FIELDS: usize = 8;

impl Story {
    /// Appends the story to `out`: the length of each field in four bytes, then the fields. Read far faster than JSON,
    /// and by this program alone.
    pub fn write(&self, out: &mut Vec<u8>) {
        let (id, sha256) = (self.id.to_string(), self.sha256.to_string());
        let published = self.published.map(|date| date.to_string()).unwrap_or_default();
        let role = serde_json::to_string(&self.agency_role).unwrap_or_default();
        let fields: [&str; FIELDS] =
            [&id, &self.title, &self.text, &published, &self.outlet, &self.agency, &role, &sha256];
        out.reserve(4 * FIELDS + fields.iter().map(|field| field.len()).sum::<usize>());
        for field in fields {
            out.extend_from_slice(&(field.len() as u32).to_le_bytes());
        }
        fields.iter().for_each(|field| out.extend_from_slice(field.as_bytes()));
    }

    /// The text alone of what [`Story::write`] wrote.
    pub fn read_text(bytes: &[u8]) -> Option<String> {
        let [_, _, text, ..] = fields(bytes)?;
        Some(std::str::from_utf8(text).ok()?.to_owned())
    }

    /// Reads what [`Story::write`] wrote; nothing where the bytes are none of a story.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut texts = [""; FIELDS];
        for (text, field) in texts.iter_mut().zip(fields(bytes)?) {
            *text = std::str::from_utf8(field).ok()?;
        }
        let [id, title, text, published, outlet, agency, role, sha256] = texts;
        Some(Self {
            id: DocId::parse(id)?,
            title: title.to_owned(),
            text: text.to_owned(),
            published: if published.is_empty() { None } else { Some(Date::parse(published)?) },
            outlet: outlet.to_owned(),
            agency: agency.to_owned(),
            agency_role: serde_json::from_str::<AgencyRole>(role).ok()?,
            sha256: Sha256Hex::parse(sha256)?,
        })
    }
}

#[cfg(test)]
impl Story {
    /// For tests: that headline and text, of no day and no outlet.
    pub(super) fn saying(title: &str, text: String) -> Self {
        let sha256 = Sha256Hex::of(text.as_bytes());
        Self {
            id: DocId::of(title, &sha256),
            title: title.to_owned(),
            text,
            published: None,
            outlet: String::new(),
            agency: String::new(),
            agency_role: AgencyRole::None,
            sha256,
        }
    }
}

fn fields(bytes: &[u8]) -> Option<[&[u8]; FIELDS]> {
    let (lengths, mut rest) = bytes.split_at_checked(4 * FIELDS)?;
    let mut fields: [&[u8]; FIELDS] = [&[]; FIELDS];
    for (field, length) in fields.iter_mut().zip(lengths.as_chunks::<4>().0) {
        (*field, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_reads_back_as_it_was_written() {
        let mut story = Story {
            published: Date::parse("2024-02-29"),
            outlet: "bote.example".into(),
            agency_role: AgencyRole::Original,
            ..Story::saying("Regen", "Es regnet — schon wieder.\n\nMorgen auch.".into())
        };
        for published in [story.published, None] {
            story.published = published;
            let mut bytes = Vec::new();
            story.write(&mut bytes);
            assert_eq!(Story::read(&bytes), Some(story.clone()));
            assert_eq!(Story::read_text(&bytes), Some(story.text.clone()));
            for end in 0..bytes.len() {
                assert_eq!(Story::read(&bytes[..end]), None);
            }
        }
    }
}
