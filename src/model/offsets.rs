use super::Span;
use crate::text::edit::Edit;

/// Maps bytes of a page's text back to bytes of the raw record.
///
/// A list of runs; inside a run, `text_step` bytes of text were read from `raw_step` bytes of the record, over and over
/// (1 and 1 for ASCII, 3 and 2 for Chinese in GBK, 0 and n for bytes that left no text).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    text: u32,
    raw: u32,
    text_step: u32,
    raw_step: u32,
}

impl OffsetMap {
    /// Text and record are the same bytes but for the `skipped` ones in front (a byte-order mark).
    pub fn shifted(skipped: usize) -> Self {
        let raw = u32::try_from(skipped).unwrap_or(u32::MAX);
        Self { runs: vec![Run { text: 0, raw, text_step: 1, raw_step: 1 }] }
    }

    /// Says that from byte `text` of the text on, every `text_step` bytes were read from `raw_step` bytes of the
    /// record, the first of them at `raw`. Runs come in order; one that goes on as the last did is not stored.
    pub fn push(&mut self, text: usize, raw: usize, text_step: usize, raw_step: usize) {
        let pin = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let run = Run { text: pin(text), raw: pin(raw), text_step: pin(text_step), raw_step: pin(raw_step) };
        if let Some(last) = self.runs.last_mut() {
            if last.text == run.text {
                *last = run;
                return;
            }
            if (last.text_step, last.raw_step) == (run.text_step, run.raw_step)
                && last.raw_at(run.text) == run.raw
                && (run.text - last.text).is_multiple_of(last.text_step.max(1))
            {
                return;
            }
        }
        self.runs.push(run);
    }

    /// The map of the text that `edits` made of this one's.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut new = Self { runs: Vec::with_capacity(self.runs.len() + 2 * edits.len()) };
        let (mut old_at, mut new_at, mut run) = (0, 0, 0);
        for edit in edits {
            run = self.copy(old_at..edit.start, new_at, run, &mut new);
            new_at += edit.start - old_at;
            if edit.len > 0 {
                // What was replaced is one piece: each byte of it came from all that was there.
                let raw = self.raw_from(edit.start, run);
                let taken = self.raw_from(edit.end, run).saturating_sub(raw);
                new.push(new_at, raw, edit.len, taken);
            }
            new_at += edit.len;
            old_at = edit.end;
        }
        self.copy(old_at..usize::MAX, new_at, run, &mut new);
        new
    }

    /// Adds the runs of `old` to `new` from `new_at` on; gives the run that its end lies in.
    fn copy(&self, old: std::ops::Range<usize>, new_at: usize, from: usize, new: &mut Self) -> usize {
        let mut at = from;
        while let Some(run) = self.runs.get(at) {
            let next = self.runs.get(at + 1).map_or(usize::MAX, |next| next.text as usize);
            let start = old.start.max(run.text as usize);
            if start < old.end.min(next) {
                let raw = run.raw_at(u32::try_from(start).unwrap_or(u32::MAX)) as usize;
                new.push(new_at + (start - old.start), raw, run.text_step as usize, run.raw_step as usize);
            }
            if next > old.end {
                break;
            }
            at += 1;
        }
        at.min(self.runs.len().saturating_sub(1))
    }

    /// As [`OffsetMap::raw`], for an offset in or behind run `from`.
    fn raw_from(&self, text: usize, from: usize) -> usize {
        let text = u32::try_from(text).unwrap_or(u32::MAX);
        let behind = self.runs.get(from..).unwrap_or(&[]);
        let ahead = behind.iter().take_while(|run| run.text <= text).count();
        match (from + ahead).checked_sub(1).and_then(|at| self.runs.get(at)) {
            Some(run) if run.text <= text => run.raw_at(text) as usize,
            _ => self.raw(text) as usize,
        }
    }

    /// The byte of the record that byte `text` of the text was read from.
    pub fn raw(&self, text: u32) -> u32 {
        match self.runs.partition_point(|run| run.text <= text) {
            0 => text,
            after => self.runs[after - 1].raw_at(text),
        }
    }

    /// The bytes of the record that a span of the text was read from.
    pub fn raw_span(&self, span: Span) -> Span {
        Span { start: self.raw(span.start), end: self.raw(span.end) }
    }
}

impl Run {
    fn raw_at(&self, text: u32) -> u32 {
        let steps = (text - self.text) / self.text_step.max(1);
        self.raw.saturating_add(steps.saturating_mul(self.raw_step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_in_gbk_maps_three_bytes_to_two() {
        let mut map = OffsetMap::default();
        map.push(0, 0, 1, 1); // "ab"
        map.push(2, 2, 3, 2); // two ideographs
        map.push(5, 4, 3, 2);
        map.push(8, 6, 1, 1); // "c"
        assert_eq!(map.runs.len(), 3);
        assert_eq!(map.raw_span(Span::new(2, 8)), Span::new(2, 6));
        assert_eq!(map.raw(9), 7);
    }
}
