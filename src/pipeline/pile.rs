//! Bytes on disk: an unnamed file that is only ever appended to, and read by place.

use std::cell::RefCell;
use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::dedup::{Folded, Story};
use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) offset: u64,
    pub(super) length: u32,
}

impl Slot {
    /// What was appended to `bytes` since they were `offset` long.
    pub(super) fn since(offset: usize, bytes: &[u8]) -> Self {
        Self { offset: offset as u64, length: u32::try_from(bytes.len() - offset).unwrap_or(u32::MAX) }
    }
}

/// An unnamed file, which the system removes when it is closed, however that comes about.
pub(super) struct Pile {
    file: File,
    end: u64,
}

impl Pile {
    /// In `folder`.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(Error::io(folder, "making the spool"))?;
        Ok(Self { file, end: 0 })
    }

    /// Appends `bytes`; gives their place.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        let begin = self.end;
        self.file.write_all(bytes).map_err(Error::io(Path::new("the spool"), "writing"))?;
        self.end += bytes.len() as u64;
        Ok(begin)
    }

    /// Appends `bytes`; gives their slot.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<Slot> {
        Ok(Slot { offset: self.append(bytes)?, ..Slot::since(0, bytes) })
    }

    /// Fills `bytes` with what lies at `offset`.
    pub(super) fn read(&self, offset: u64, bytes: &mut [u8]) -> Result<()> {
        read_at(&self.file, bytes, offset).map_err(Error::io(Path::new("the spool"), "reading"))
    }

    /// The bytes at `slot`.
    pub(super) fn bytes(&self, slot: Slot) -> Result<Vec<u8>> {
        let mut bytes = vec![0; slot.length as usize];
        self.read(slot.offset, &mut bytes)?;
        Ok(bytes)
    }

    /// The story at `slot`.
    pub(super) fn story(&self, slot: Slot) -> Result<Story> {
        Story::read(&self.bytes(slot)?)
            .ok_or_else(|| Error::Integrity("a story in the spool does not read back".into()))
    }

    /// The text alone of the story at `slot`.
    pub(super) fn text(&self, slot: Slot) -> Result<String> {
        self.read_slot(slot, Story::read_text)
    }

    /// Makes `folded` the words of a story at `slot`.
    pub(super) fn folded(&self, slot: Slot, folded: &mut Folded) -> Result<()> {
        self.read_slot(slot, |bytes| folded.read(bytes).then_some(()))
    }

    /// What `read` makes of the bytes at `slot`.
    fn read_slot<T>(&self, slot: Slot, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<T> {
        thread_local! {
            /// Room to read into: to ask for it anew costs as much as a story's words.
            static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        BYTES.with_borrow_mut(|bytes| {
            let length = slot.length as usize;
            if bytes.len() < length {
                bytes.resize(length, 0);
            }
            let bytes = &mut bytes[..length];
            self.read(slot.offset, bytes)?;
            read(bytes).ok_or_else(|| Error::Integrity("a story in the spool does not read back".into()))
        })
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> std::io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}
