//! What archives have in common: the bytes of one member as a stream of its own, and names that come twice.

use std::collections::HashMap;
use std::io::{self, Read};

use super::Input;
use super::input::Gap;
use crate::model::Reason;

/// The next `left` bytes of an archive, as one member. Ends in a gap where the archive does so first.
pub(super) struct Part<'p, 'i> {
    archive: &'p mut Input<'i>,
    left: u64,
    length: u64,
}

impl<'p, 'i> Part<'p, 'i> {
    pub(super) fn new(archive: &'p mut Input<'i>, length: u64) -> Self {
        Self { archive, left: length, length }
    }

    /// The archive, as far as it has been taken.
    pub(super) fn archive(&mut self) -> &mut Input<'i> {
        self.archive
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 {
            return Ok(0);
        }
        match self.archive.read(&mut out[..most]) {
            Ok(0) => {
                let found = self.length - self.left;
                self.left = 0;
                let reason = Reason::Truncated { expected: Some(self.length), found };
                Err(Gap { reason, whole: false, last: true, since: 0 }.into_error())
            }
            Ok(n) => {
                self.left -= n as u64;
                Ok(n)
            }
            Err(error) => {
                // Behind a gap of the archive nobody knows what still belongs to this member.
                self.left = 0;
                Err(Gap { whole: false, last: true, since: 0, ..Gap::of(error) }.into_error())
            }
        }
    }
}

/// Tells members of one name apart.
#[derive(Default)]
pub(super) struct MemberNames(HashMap<String, u32>);

impl MemberNames {
    /// `name`, or `name#2` where it comes for the second time.
    pub(super) fn unique(&mut self, name: String) -> String {
        let times = self.0.entry(name.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { name } else { format!("{name}#{times}") }
    }
}
