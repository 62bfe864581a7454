//! A stream that can be looked at before it is taken.
//!
//! Takes any reader, gives its bytes with their place. A stretch that could not be read is a [`Gap`]: it stands in the
//! stream at the place where it happened, and what lies behind it can still be read. Holds as much as its reader asks
//! to see at once, never more than twice what has really arrived; no number of a header ever sizes the buffer.

use std::fmt;
use std::io::{self, BufRead, Read};

use crate::model::Reason;

/// What the buffer starts with; it grows only while bytes really arrive.
const CHUNK: usize = 64 << 10;
/// Taken bytes that are kept for [`Input::rewind`].
const HISTORY: usize = 64 << 10;

/// A stretch of a stream that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap {
    /// What happened.
    pub(super) reason: Reason,
    /// Everything before the gap arrived whole and was checked: junk between two members, a member that never began.
    pub(super) whole: bool,
    /// Nothing follows.
    pub(super) last: bool,
    /// Where in the stream the torn member began: what ended before that is sound.
    pub(super) since: u64,
}

impl Gap {
    /// Damage: what came last before it may be cut or altered.
    pub(super) fn damage(reason: Reason) -> Self {
        Self { reason, whole: false, last: false, since: 0 }
    }

    /// What a nested reader reported through an [`io::Error`], or the system's own error.
    pub(super) fn of(error: io::Error) -> Self {
        Self::passed(error).unwrap_or_else(|error| {
            let reason = Reason::Unreadable { error: error.to_string() };
            Self { reason, whole: false, last: true, since: 0 }
        })
    }

    /// The gap that `error` carries, or the error itself.
    pub(super) fn passed(error: io::Error) -> Result<Self, io::Error> {
        error.downcast::<Damage>().map(|damage| damage.0)
    }

    /// The gap as an error that passes through other people's readers.
    pub(super) fn into_error(self) -> io::Error {
        io::Error::other(Damage(self))
    }
}

/// Carries a [`Gap`] through [`Read`].
#[derive(Debug)]
struct Damage(Gap);

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.reason.fmt(f)
    }
}

impl std::error::Error for Damage {}

/// Where a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Behind its terminator: so many bytes from the place read next.
    At(usize),
    /// Not within the limit.
    TooLong,
    /// The stretch ends first; so many bytes are left of it.
    Stretch(usize),
}

/// A stream that can be looked at before it is taken.
pub(super) struct Input<'a> {
    source: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    position: u64,
    gap: Option<Gap>,
    done: bool,
    gaps: u32,
}

impl<'a> Input<'a> {
    pub(super) fn new(source: Box<dyn Read + 'a>) -> Self {
        Self { source, buffer: Vec::new(), start: 0, end: 0, position: 0, gap: None, done: false, gaps: 0 }
    }

    /// The bytes from here on: `want` or more, fewer only where the stretch ends (the end of the stream, or a gap).
    pub(super) fn fill(&mut self, want: usize) -> &[u8] {
        while self.end - self.start < want && self.gap.is_none() && !self.done {
            self.more();
        }
        &self.buffer[self.start..self.end]
    }

    /// What is buffered already.
    pub(super) fn seen(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Goes on by `n` bytes of those seen.
    pub(super) fn consume(&mut self, n: usize) {
        let n = n.min(self.end - self.start);
        self.start += n;
        self.position += n as u64;
        if self.start == self.end && self.buffer.len() > 16 * CHUNK {
            (self.start, self.end) = (0, 0);
            self.buffer = Vec::new();
        }
    }

    /// The next `n` bytes of those seen, as the caller's own.
    pub(super) fn take_bytes(&mut self, n: usize) -> Vec<u8> {
        let n = n.min(self.end - self.start);
        if self.start == 0 && n == self.end && n >= CHUNK {
            // A whole large record: hand the buffer over instead of copying it.
            let mut bytes = std::mem::take(&mut self.buffer);
            bytes.truncate(n);
            bytes.shrink_to_fit();
            (self.start, self.end) = (0, 0);
            self.position += n as u64;
            return bytes;
        }
        let bytes = self.buffer[self.start..self.start + n].to_vec();
        self.consume(n);
        bytes
    }

    /// Goes on by up to `n` bytes, seen or not; says how many there were before the stretch ended.
    pub(super) fn skip(&mut self, n: u64) -> u64 {
        let mut left = n;
        while left > 0 {
            let have = self.fill(1).len();
            if have == 0 {
                break;
            }
            let step = have.min(usize::try_from(left).unwrap_or(usize::MAX));
            self.consume(step);
            left -= step as u64;
        }
        n - left
    }

    /// Passes over whatever stands next of these bytes, as far as the stretch goes.
    pub(super) fn skip_all(&mut self, these: &[u8]) {
        loop {
            let have = self.fill(1);
            let n = have.iter().take_while(|byte| these.contains(byte)).count();
            let more = n == have.len() && n > 0;
            self.consume(n);
            if !more {
                return;
            }
        }
    }

    /// Goes back by up to `n` bytes, as far as they are still held.
    pub(super) fn rewind(&mut self, n: u64) {
        let back = self.start.min(usize::try_from(n).unwrap_or(usize::MAX));
        self.start -= back;
        self.position -= back as u64;
    }

    /// Bytes taken so far: the place of the next byte.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Where the next line ends, looking from `from` on, if that is within `limit` bytes from here.
    pub(super) fn line_end(&mut self, terminator: u8, from: usize, limit: usize) -> LineEnd {
        let mut scanned = from;
        loop {
            let seen = self.seen();
            if let Some(i) = memchr::memchr(terminator, seen.get(scanned..).unwrap_or_default()) {
                let end = scanned + i + 1;
                return if end > limit { LineEnd::TooLong } else { LineEnd::At(end) };
            }
            scanned = seen.len();
            if scanned > limit {
                return LineEnd::TooLong;
            }
            if self.fill(scanned + 1).len() == scanned {
                return LineEnd::Stretch(scanned);
            }
        }
    }

    /// The gap right here, if there is one; what follows is behind it.
    pub(super) fn take_gap(&mut self) -> Option<Gap> {
        if !self.fill(1).is_empty() {
            return None;
        }
        let gap = self.gap.take()?;
        self.gaps += 1;
        self.done |= gap.last;
        Some(gap)
    }

    /// The gap that ends the bytes seen, if one is known.
    pub(super) fn gap_ahead(&self) -> Option<&Gap> {
        self.gap.as_ref()
    }

    /// Gaps passed so far.
    pub(super) fn gaps(&self) -> u32 {
        self.gaps
    }

    /// Neither bytes nor a gap are left.
    pub(super) fn at_end(&mut self) -> bool {
        self.fill(1).is_empty() && self.gap.is_none()
    }

    fn more(&mut self) {
        if self.end == self.buffer.len() {
            let spare = self.start.saturating_sub(HISTORY);
            if spare >= self.buffer.len() / 4 && spare > 0 {
                self.buffer.copy_within(spare..self.end, 0);
                (self.start, self.end) = (self.start - spare, self.end - spare);
            } else if self.buffer.is_empty() {
                self.buffer = vec![0; CHUNK];
            } else {
                self.buffer.resize(2 * self.buffer.len(), 0);
            }
        }
        match self.source.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.done = true,
            Ok(n) => self.end += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.gap = Some(Gap::of(error)),
        }
    }
}

impl Read for Input<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.fill(1).is_empty()
            && let Some(gap) = self.take_gap()
        {
            return Err(gap.into_error());
        }
        Ok(self.seen())
    }

    fn consume(&mut self, n: usize) {
        Input::consume(self, n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces of three, then its errors.
    struct Drip(Vec<Result<Vec<u8>, &'static str>>);

    impl Read for Drip {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.first_mut() {
                None => Ok(0),
                Some(Err(error)) => {
                    let reason = Reason::BadCompression { error: (*error).to_owned() };
                    drop(self.0.remove(0));
                    Err(Gap::damage(reason).into_error())
                }
                Some(Ok(bytes)) => {
                    let n = bytes.len().min(3).min(out.len());
                    out[..n].copy_from_slice(&bytes[..n]);
                    bytes.drain(..n);
                    if bytes.is_empty() {
                        drop(self.0.remove(0));
                    }
                    Ok(n)
                }
            }
        }
    }

    #[test]
    fn a_gap_stands_where_it_happened_and_the_rest_follows() {
        let drip = Drip(vec![Ok(b"before".to_vec()), Err("torn"), Ok(b"behind".to_vec())]);
        let mut input = Input::new(Box::new(drip));
        assert_eq!(input.fill(100), b"before");
        assert!(input.take_gap().is_none(), "the bytes before it come first");
        input.consume(6);
        assert!(input.take_gap().is_some());
        assert_eq!(input.fill(100), b"behind");
        assert_eq!(input.position(), 6);
        input.consume(6);
        assert!(input.at_end());
    }

    #[test]
    fn lines_are_found_across_reads_and_bounded() {
        let mut input = Input::new(Box::new(&b"one\ntwo, longer\nend"[..]));
        assert_eq!(input.line_end(b'\n', 0, 100), LineEnd::At(4));
        input.consume(4);
        assert_eq!(input.line_end(b'\n', 0, 5), LineEnd::TooLong);
        assert_eq!(input.line_end(b'\n', 12, 100), LineEnd::Stretch(15));
    }

    #[test]
    fn what_was_taken_can_be_taken_again() {
        let mut input = Input::new(Box::new(&b"0123456789"[..]));
        input.fill(10);
        input.consume(8);
        input.rewind(3);
        assert_eq!((input.position(), input.fill(9)), (5, &b"56789"[..]));
    }
}
