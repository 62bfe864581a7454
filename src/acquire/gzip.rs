//! gzip (RFC 1952): any number of members, each checked by its CRC.

use flate2::bufread::GzDecoder;

use super::desk::{Desk, Place};
use super::members::{self, Codec, Member, Opened};
use super::sniff::Head;
use super::{Format, Input};

pub(super) const FORMAT: Format = Format { name: "gzip", wraps: true, recognises, read };

static CODEC: Codec =
    Codec { name: "gzip", extensions: &["gz", "tgz", "gzip"], needle: b"\x1F\x8B\x08", begins, open };

fn recognises(head: &Head<'_>) -> bool {
    begins(head.bytes)
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    members::peel(desk, input, place, &CODEC);
}

fn begins(bytes: &[u8]) -> bool {
    // The upper bits of the flags are reserved and zero.
    bytes.starts_with(CODEC.needle) && bytes.get(3).is_none_or(|flags| flags & 0xE0 == 0)
}

fn open<'a>(input: Input<'a>) -> Opened<'a> {
    Ok(Box::new(GzDecoder::new(input)))
}

impl<'a> Member<'a> for GzDecoder<Input<'a>> {
    fn input(&self) -> &Input<'a> {
        self.get_ref()
    }
    fn into_input(self: Box<Self>) -> Input<'a> {
        self.into_inner()
    }
}
