//! What every format shares while one source is read: the options, the way out, and what has been spent.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::sniff::{self, Head};
use super::{FORMATS, Format, Input, Options};
use crate::model::{Origin, Reason, Record, Rejection};

/// Bytes of a stream that a format may look at to recognise itself.
pub(super) const HEAD: usize = 16 << 10;

/// The way out for one source's records.
pub(super) struct Desk<'d> {
    pub(super) options: &'d Options,
    pub(super) spent: Rc<Spent>,
    sink: &'d mut dyn FnMut(Result<Record, Rejection>) -> bool,
    stopped: bool,
    forced: Option<&'static Format>,
    separator: OnceLock<Option<Regex>>,
}

/// Bytes that one source has cost so far, at every depth.
#[derive(Debug, Default)]
pub(super) struct Spent {
    /// As stored.
    pub(super) stored: Cell<u64>,
    /// As given by all its decompressors together.
    pub(super) expanded: Cell<u64>,
}

/// Where in a source a stream stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The file and the entry within it.
    pub(super) origin: Origin,
    /// The last name known, for its extension.
    pub(super) name: String,
    /// Compressions and archives around it.
    pub(super) depth: u32,
}

impl Place {
    /// The same file with one compression less.
    pub(super) fn peeled(&self, extensions: &[&str]) -> Self {
        let mut peeled = self.clone();
        peeled.depth += 1;
        peeled.origin = peeled.origin.at(0, 0);
        if let Some((stem, extension)) = self.name.rsplit_once('.')
            && extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
        {
            peeled.name = stem.to_owned();
        }
        peeled
    }

    /// A member of this archive, of `length` bytes where that is known.
    pub(super) fn member(&self, name: &str, length: u64) -> Self {
        Self {
            origin: self.origin.clone().within(name).at(0, length),
            name: name.to_owned(),
            depth: self.depth + 1,
        }
    }

    /// The bytes from `offset` on.
    pub(super) fn at(&self, offset: u64, length: u64) -> Origin {
        self.origin.clone().at(offset, length)
    }

    /// Its extension in lower case.
    pub(super) fn extension(&self) -> String {
        self.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
    }
}

impl<'d> Desk<'d> {
    /// The way out through `sink`. `options` have been checked: of those that are wrong, nothing is made.
    pub(super) fn new(
        options: &'d Options,
        sink: &'d mut dyn FnMut(Result<Record, Rejection>) -> bool,
    ) -> Self {
        let forced = forced(&options.format).ok().flatten();
        Self { options, spent: Rc::default(), sink, stopped: false, forced, separator: OnceLock::new() }
    }

    /// Recognises what `input` holds and reads it.
    pub(super) fn open(&mut self, mut input: Input<'_>, place: &Place) {
        if place.depth > self.options.max_depth {
            return self.turn_away(place.at(0, 0), Reason::TooDeep { limit: self.options.max_depth });
        }
        let head = Head::new(input.fill(HEAD), place, &self.options.fields);
        let wrapper = FORMATS.iter().find(|format| format.wraps && (format.recognises)(&head));
        let format = wrapper.or(self.forced).map_or_else(|| recognise(&head), Ok);
        match format {
            Ok(format) => (format.read)(self, input, place),
            Err(what) => {
                self.turn_away(place.at(0, place.origin.length()), Reason::Unsupported { what: what.into() });
            }
        }
    }

    /// Hands a record on.
    pub(super) fn give(&mut self, record: Record) {
        if !self.stopped {
            self.stopped = !(self.sink)(Ok(record));
        }
    }

    /// Hands on that something could not be read.
    pub(super) fn turn_away(&mut self, origin: Origin, reason: Reason) {
        self.refuse(Rejection::new(origin, reason));
    }

    /// Hands a rejection on.
    pub(super) fn refuse(&mut self, rejection: Rejection) {
        if !self.stopped {
            self.stopped = !(self.sink)(Err(rejection));
        }
    }

    /// Nobody wants more.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Bytes a record may have, as a length in memory.
    pub(super) fn record_limit(&self) -> usize {
        usize::try_from(self.options.max_record_bytes).unwrap_or(usize::MAX / 4).min(usize::MAX / 4)
    }

    /// The configured separator of reports in a text file, built when first asked for.
    pub(super) fn separator(&self) -> Option<&Regex> {
        self.separator.get_or_init(|| separator(&self.options.separator).ok().flatten()).as_ref()
    }
}

/// The format of a stream that is neither compressed nor an archive, or what else it looks like.
fn recognise(head: &Head<'_>) -> Result<&'static Format, &'static str> {
    if let Some(what) = sniff::foreign(head.bytes) {
        return Err(what);
    }
    FORMATS.iter().find(|format| (format.recognises)(head)).ok_or("binary data")
}

/// The format that `name` forces, `None` for `""`.
pub(super) fn forced(name: &str) -> Result<Option<&'static Format>, String> {
    if name.is_empty() {
        return Ok(None);
    }
    let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    FORMATS
        .iter()
        .find(|format| format.name == name)
        .map(Some)
        .ok_or_else(|| format!("there is no format `{name}`; there are {}", known()))
}

/// The configured separator, `None` for `""`.
pub(super) fn separator(pattern: &str) -> Result<Option<Regex>, String> {
    if pattern.is_empty() {
        return Ok(None);
    }
    // A pattern such as `\w{1000}` compiles to megabytes; one that tells a line from another needs a few kilobytes.
    RegexBuilder::new(pattern)
        .size_limit(1 << 20)
        .dfa_size_limit(1 << 20)
        .build()
        .map(Some)
        .map_err(|error| format!("`separator` is no regular expression that can be used: {error}"))
}
