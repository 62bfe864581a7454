use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes, `start..end`, of the text that the holder names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte inside.
    pub start: u32,
    /// First byte behind.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`. A text is bounded by `acquire`'s record limit, far below 4 GiB; what lies beyond is
    /// pinned to the last offset a span can say.
    #[inline]
    pub fn new(start: usize, end: usize) -> Self {
        let pin = |at: usize| at.min(u32::MAX as usize) as u32;
        Self { start: pin(start), end: pin(end) }
    }

    /// As a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Bytes inside.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// No byte inside.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The text inside, or `""` where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}
