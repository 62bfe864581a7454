//! Entries in the order in which they were added, read as often as one likes: as many in memory as there is room for, the others on
//! a ledger.

use super::ledger::Ledger;
use super::runs::{Entry, Reader, Writer};
use crate::error::Result;

/// Entries one behind the other.
pub(super) struct Row<T> {
    /// The first, as many as there is room for.
    held: Vec<T>,
    room: usize,
    others: Writer<T>,
    ledger: Box<dyn Ledger>,
    len: usize,
}

impl<T: Entry> Row<T> {
    /// In `room` bytes; what does not fit goes to `ledger`.
    pub(super) fn new(room: usize, ledger: Box<dyn Ledger>) -> Self {
        Self { held: Vec::new(), room: room / T::BYTES, others: Writer::new(room), ledger, len: 0 }
    }

    pub(super) fn push(&mut self, entry: T) -> Result<()> {
        self.len += 1;
        if self.held.len() < self.room {
            self.held.push(entry);
            Ok(())
        } else {
            self.others.push(entry, &*self.ledger)
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = Result<T>> {
        let (put_down, waiting) = self.others.so_far();
        let mut reader = Reader::new(put_down);
        let put_down = std::iter::from_fn(move || reader.next(&*self.ledger).transpose());
        self.held.iter().copied().map(Ok).chain(put_down).chain(waiting.iter().copied().map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_row_gives_all_in_their_order_however_often_it_is_read() {
        for room in [0, 100, 4_000, 100_000] {
            let mut row = Row::new(room, Box::new(Mutex::new(Vec::new())));
            for nth in 0..3_000_u64 {
                row.push(nth * 31 % 1_000).unwrap();
                if nth % 1_000 == 7 {
                    assert_eq!(row.iter().count(), row.len());
                }
            }
            let wanted: Vec<u64> = (0..3_000).map(|nth| nth * 31 % 1_000).collect();
            for _ in 0..2 {
                assert_eq!(row.iter().collect::<Result<Vec<_>>>().unwrap(), wanted);
            }
        }
    }
}
