//! Numbers that do not fit in memory: put down one behind the other, or sorted in runs that are merged.
//!
//! External merge sort (Knuth, The Art of Computer Programming, volume 3, 5.4.9): what fits is sorted and put down as a run, and
//! runs are merged as many at a time as there is room for. What fits in the first run is never put down.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::ledger::{Ledger, torn};
use crate::error::Result;

/// A number that can be put down.
pub(super) trait Entry: Copy + Send + Sync {
    const BYTES: usize;
    fn write(self, out: &mut Vec<u8>);
    fn read_all(bytes: &[u8], out: &mut Vec<Self>);
}

macro_rules! entry {
    ($number:ty) => {
        impl Entry for $number {
            const BYTES: usize = size_of::<$number>();

            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn read_all(bytes: &[u8], out: &mut Vec<Self>) {
                out.extend(bytes.as_chunks().0.iter().map(|bytes| <$number>::from_le_bytes(*bytes)));
            }
        }
    };
}
entry!(u32);
entry!(u64);
entry!(u128);

/// Bytes that are put down or read at once, where there is room.
const AT_ONCE: usize = 1 << 16;
/// The fewest entries that are put down at once.
const LEAST: usize = 16;

/// Numbers on a ledger, in the order they were put down.
#[derive(Debug, Clone, Default)]
pub(super) struct Tape {
    /// Where each piece lies, and how many entries it has.
    pieces: Vec<(u64, u32)>,
}

impl Tape {
    /// Puts down all of them.
    fn put(&mut self, entries: &[impl Entry], ledger: &dyn Ledger, bytes: &mut Vec<u8>) -> Result<()> {
        bytes.clear();
        entries.iter().for_each(|entry| entry.write(bytes));
        self.pieces.push((ledger.keep(bytes)?, entries.len() as u32));
        Ok(())
    }
}

/// Puts numbers down one by one.
pub(super) struct Writer<T> {
    tape: Tape,
    waiting: Vec<T>,
    bytes: Vec<u8>,
    at_once: usize,
}

impl<T: Entry> Writer<T> {
    /// `room` bytes may wait.
    pub(super) fn new(room: usize) -> Self {
        let at_once = (room.min(AT_ONCE) / T::BYTES).max(LEAST);
        Self { tape: Tape::default(), waiting: Vec::new(), bytes: Vec::new(), at_once }
    }

    pub(super) fn push(&mut self, entry: T, ledger: &dyn Ledger) -> Result<()> {
        self.waiting.push(entry);
        if self.waiting.len() < self.at_once { Ok(()) } else { self.flush(ledger) }
    }

    fn flush(&mut self, ledger: &dyn Ledger) -> Result<()> {
        self.tape.put(&self.waiting, ledger, &mut self.bytes)?;
        self.waiting.clear();
        Ok(())
    }

    /// What has been put down, and what still waits.
    pub(super) fn so_far(&self) -> (Tape, &[T]) {
        (self.tape.clone(), &self.waiting)
    }

    pub(super) fn finish(mut self, ledger: &dyn Ledger) -> Result<Tape> {
        self.flush(ledger)?;
        Ok(self.tape)
    }
}

/// Reads a tape.
pub(super) struct Reader<T> {
    pieces: std::vec::IntoIter<(u64, u32)>,
    waiting: std::vec::IntoIter<T>,
    bytes: Vec<u8>,
}

impl<T: Entry> Reader<T> {
    pub(super) fn new(tape: Tape) -> Self {
        Self { pieces: tape.pieces.into_iter(), waiting: Vec::new().into_iter(), bytes: Vec::new() }
    }

    /// The next number, if there is one more.
    pub(super) fn next(&mut self, ledger: &dyn Ledger) -> Result<Option<T>> {
        loop {
            if let Some(entry) = self.waiting.next() {
                return Ok(Some(entry));
            }
            let Some((place, entries)) = self.pieces.next() else { return Ok(None) };
            self.bytes.resize(entries as usize * T::BYTES, 0);
            ledger.recall(place, &mut self.bytes)?;
            let mut read = Vec::with_capacity(entries as usize);
            T::read_all(&self.bytes, &mut read);
            if read.len() != entries as usize {
                return Err(torn());
            }
            self.waiting = read.into_iter();
        }
    }
}

/// Sorts numbers in memory. Alone, a thread is faster without what sorts on many.
pub(super) fn sort(numbers: &mut [impl Ord + Send]) {
    if rayon::current_num_threads() == 1 {
        numbers.sort_unstable();
    } else {
        numbers.par_sort_unstable();
    }
}

/// Sorts numbers in whatever room there is.
pub(super) struct Sorter<T> {
    ledger: Box<dyn Ledger>,
    waiting: Vec<T>,
    /// Entries that may wait.
    room: usize,
    runs: Vec<Tape>,
}

impl<T: Entry + Ord> Sorter<T> {
    /// In `room` bytes; what does not fit goes to `ledger`.
    pub(super) fn new(room: usize, ledger: Box<dyn Ledger>) -> Self {
        Self { ledger, waiting: Vec::new(), room: (room / T::BYTES).max(LEAST), runs: Vec::new() }
    }

    pub(super) fn push(&mut self, entry: T) -> Result<()> {
        if self.waiting.len() >= self.room {
            self.put_down()?;
        }
        self.waiting.push(entry);
        Ok(())
    }

    fn put_down(&mut self) -> Result<()> {
        sort(&mut self.waiting);
        let (mut run, mut bytes) = (Tape::default(), Vec::new());
        // Small enough that as many runs as can be are merged at a time.
        let at_once = (self.room / 8).clamp(LEAST, AT_ONCE / T::BYTES);
        for piece in self.waiting.chunks(at_once) {
            run.put(piece, &*self.ledger, &mut bytes)?;
        }
        self.runs.push(run);
        self.waiting.clear();
        Ok(())
    }

    /// All that was pushed, sorted.
    pub(super) fn sorted(mut self) -> Result<Sorted<T>> {
        if self.runs.is_empty() {
            sort(&mut self.waiting);
            return Ok(Sorted::Held(self.waiting.into_iter()));
        }
        self.put_down()?;
        self.waiting = Vec::new();
        // A piece of each run is in memory while they are merged, as bytes and as numbers.
        let at_once = (self.room * T::BYTES / (3 * AT_ONCE)).clamp(2, 512);
        while self.runs.len() > at_once {
            let ledger = self.ledger.another()?;
            let mut longer = Vec::with_capacity(self.runs.len().div_ceil(at_once));
            let mut runs = std::mem::take(&mut self.runs).into_iter();
            loop {
                let some: Vec<Tape> = runs.by_ref().take(at_once).collect();
                if some.is_empty() {
                    break;
                }
                let mut merge = Merge::<T>::new(some, &*self.ledger)?;
                let mut writer = Writer::new((self.room / 8) * T::BYTES);
                while let Some(entry) = merge.next(&*self.ledger)? {
                    writer.push(entry, &*ledger)?;
                }
                longer.push(writer.finish(&*ledger)?);
            }
            (self.runs, self.ledger) = (longer, ledger);
        }
        let merge = Merge::new(self.runs, &*self.ledger)?;
        Ok(Sorted::Merged { merge, ledger: self.ledger })
    }
}

/// Sorted numbers, one by one.
pub(super) enum Sorted<T> {
    Held(std::vec::IntoIter<T>),
    Merged { merge: Merge<T>, ledger: Box<dyn Ledger> },
}

impl<T: Entry + Ord> Iterator for Sorted<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        match self {
            Self::Held(entries) => entries.next().map(Ok),
            Self::Merged { merge, ledger } => merge.next(&**ledger).transpose(),
        }
    }
}

/// Several sorted runs read as one.
pub(super) struct Merge<T> {
    readers: Vec<Reader<T>>,
    /// The first of each run that has one left.
    heads: BinaryHeap<Reverse<(T, u32)>>,
}

impl<T: Entry + Ord> Merge<T> {
    fn new(runs: Vec<Tape>, ledger: &dyn Ledger) -> Result<Self> {
        let mut readers: Vec<Reader<T>> = runs.into_iter().map(Reader::new).collect();
        let mut heads = BinaryHeap::with_capacity(readers.len());
        for (run, reader) in (0..).zip(&mut readers) {
            heads.extend(reader.next(ledger)?.map(|entry| Reverse((entry, run))));
        }
        Ok(Self { readers, heads })
    }

    fn next(&mut self, ledger: &dyn Ledger) -> Result<Option<T>> {
        let Some(mut head) = self.heads.peek_mut() else { return Ok(None) };
        let (entry, run) = head.0;
        match self.readers[run as usize].next(ledger)? {
            Some(next) => head.0.0 = next,
            None => drop(std::collections::binary_heap::PeekMut::pop(head)),
        }
        Ok(Some(entry))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use proptest::prelude::*;

    use super::*;

    fn sorted<T: Entry + Ord>(entries: &[T], room: usize) -> Vec<T> {
        let mut sorter = Sorter::new(room, Box::new(Mutex::new(Vec::new())));
        entries.iter().for_each(|&entry| sorter.push(entry).unwrap());
        sorter.sorted().unwrap().collect::<Result<_>>().unwrap()
    }

    proptest! {
        #[test]
        fn numbers_end_sorted_in_however_little_room(
            entries in prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..9], 0..2_000), room in 0_usize..9_000
        ) {
            let mut wanted = entries.clone();
            wanted.sort_unstable();
            prop_assert_eq!(sorted(&entries, room), wanted);
        }
    }

    #[test]
    fn runs_are_merged_in_several_passes_and_nothing_is_lost() {
        // 16 entries a run and two runs at a time: ten passes.
        let entries: Vec<u128> = (0..10_000).map(|nth: u128| nth * 7_919 % 10_007).collect();
        let mut wanted = entries.clone();
        wanted.sort_unstable();
        assert_eq!(sorted(&entries, 0), wanted);
    }

    #[test]
    fn a_tape_gives_back_what_was_put_down_in_its_order() {
        let ledger = Mutex::new(Vec::new());
        let mut writer = Writer::new(100);
        (0..1_000_u32).for_each(|nth| writer.push(nth * 31 % 1_000, &ledger).unwrap());
        let mut reader = Reader::<u32>::new(writer.finish(&ledger).unwrap());
        for nth in 0..1_000_u32 {
            assert_eq!(reader.next(&ledger).unwrap(), Some(nth * 31 % 1_000));
        }
        assert_eq!(reader.next(&ledger).unwrap(), None);
    }
}
