//! Values on disk: an unnamed file that is only ever appended to, and read by place.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) offset: u64,
    pub(super) length: u32,
}

/// An unnamed file, which the system removes when it is closed, however that comes about.
pub(super) struct Pile {
    file: File,
    end: u64,
}

/// Appends `value` to bytes that are to be appended to a pile; its place among them.
pub(super) fn push(pile: &mut Vec<u8>, value: &impl Serialize) -> Slot {
    let offset = pile.len();
    // Plain structs written into memory; a defect here shows as a document that does not read back, which is an error.
    let _ = serde_json::to_writer(&mut *pile, value);
    Slot { offset: offset as u64, length: u32::try_from(pile.len() - offset).unwrap_or(u32::MAX) }
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

    /// Fills `bytes` with what lies at `offset`.
    pub(super) fn read(&self, offset: u64, bytes: &mut [u8]) -> Result<()> {
        read_at(&self.file, bytes, offset).map_err(Error::io(Path::new("the spool"), "reading"))
    }

    /// The value at `slot`.
    pub(super) fn value<T: DeserializeOwned>(&self, slot: Slot) -> Result<T> {
        let mut bytes = vec![0; slot.length as usize];
        self.read(slot.offset, &mut bytes)?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Error::Integrity(format!("the spool does not read back: {error}")))
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
