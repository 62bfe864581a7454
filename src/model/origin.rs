use serde::{Deserialize, Serialize};

/// Where a record came from: enough to find its bytes again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Origin {
    path: String,
    entry: String,
    offset: u64,
    length: u64,
    url: String,
    fetched: String,
    record_id: String,
    payload_digest: String,
}

impl Origin {
    /// A whole file. `path` is relative to the input folder, with `/` between its parts.
    pub fn file(path: impl Into<String>, length: u64) -> Self {
        Self { path: path.into(), length, ..Self::default() }
    }

    /// One step inward: a member of an archive. Steps are joined by `!`, as in `dump.zip!pages/1.html`.
    #[must_use]
    pub fn within(mut self, member: &str) -> Self {
        if !self.entry.is_empty() {
            self.entry.push('!');
        }
        self.entry.push_str(member);
        self
    }

    /// The record's bytes: `length` bytes from `offset`, counted in the innermost stream after decompression.
    #[must_use]
    pub fn at(mut self, offset: u64, length: u64) -> Self {
        (self.offset, self.length) = (offset, length);
        self
    }

    /// The address the record was fetched from.
    #[must_use]
    pub fn from_url(mut self, url: impl Into<String>) -> Self {
        self.url = url.into();
        self
    }

    /// When it was fetched, in RFC 3339.
    #[must_use]
    pub fn fetched_at(mut self, time: impl Into<String>) -> Self {
        self.fetched = time.into();
        self
    }

    /// The name its container gives it: a WARC-Record-ID, a JSON `id`.
    #[must_use]
    pub fn named(mut self, record_id: impl Into<String>) -> Self {
        self.record_id = record_id.into();
        self
    }

    /// The digest its container declares for it.
    #[must_use]
    pub fn digested(mut self, payload_digest: impl Into<String>) -> Self {
        self.payload_digest = payload_digest.into();
        self
    }

    /// File, relative to the input folder.
    pub fn path(&self) -> &str {
        &self.path
    }
    /// Entry within the file, `""` for the file itself.
    pub fn entry(&self) -> &str {
        &self.entry
    }
    /// First byte in the innermost stream.
    pub fn offset(&self) -> u64 {
        self.offset
    }
    /// Bytes in the innermost stream.
    pub fn length(&self) -> u64 {
        self.length
    }
    /// Address, `""` where unknown.
    pub fn url(&self) -> &str {
        &self.url
    }
    /// Capture time in RFC 3339, `""` where unknown.
    pub fn fetched(&self) -> &str {
        &self.fetched
    }
    /// The container's name for the record, `""` where it has none.
    pub fn record_id(&self) -> &str {
        &self.record_id
    }
    /// The container's digest of the payload, `""` where it has none.
    pub fn payload_digest(&self) -> &str {
        &self.payload_digest
    }
}

impl std::fmt::Display for Origin {
    /// `dump.zip!pages/1.html@0+512`: what an error message and a log line say.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.path)?;
        if !self.entry.is_empty() {
            write!(f, "!{}", self.entry)?;
        }
        if self.offset > 0 {
            write!(f, "@{}+{}", self.offset, self.length)?;
        }
        Ok(())
    }
}
