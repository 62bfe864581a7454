//! bzip2: any number of streams.

use bzip2::bufread::BzDecoder;

use super::desk::{Desk, Place};
use super::members::{self, Codec, Member, Opened};
use super::sniff::Head;
use super::{Format, Input};

pub(super) const FORMAT: Format = Format { name: "bzip2", wraps: true, recognises, read };

static CODEC: Codec =
    Codec { name: "bzip2", extensions: &["bz2", "tbz", "tbz2", "bzip2"], needle: b"BZh", begins, open };

fn recognises(head: &Head<'_>) -> bool {
    begins(head.bytes)
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    members::peel(desk, input, place, &CODEC);
}

fn begins(bytes: &[u8]) -> bool {
    let Some([level, block @ ..]) = bytes.strip_prefix(CODEC.needle) else { return false };
    let first = block.get(..block.len().min(6)).unwrap_or_default();
    // A block begins with the digits of pi, an empty stream ends with those of its square root.
    (b'1'..=b'9').contains(level)
        && (b"\x31\x41\x59\x26\x53\x59".starts_with(first) || b"\x17\x72\x45\x38\x50\x90".starts_with(first))
}

fn open<'a>(input: Input<'a>) -> Opened<'a> {
    Ok(Box::new(BzDecoder::new(input)))
}

impl<'a> Member<'a> for BzDecoder<Input<'a>> {
    fn input(&self) -> &Input<'a> {
        self.get_ref()
    }
    fn into_input(self: Box<Self>) -> Input<'a> {
        self.into_inner()
    }
}
