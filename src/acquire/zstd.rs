//! Zstandard (RFC 8878): any number of frames, skippable ones among them.

use zstd::stream::read::Decoder;

use super::desk::{Desk, Place};
use super::members::{self, Codec, Member, Opened};
use super::sniff::Head;
use super::{Format, Input};

pub(super) const FORMAT: Format = Format { name: "zstd", wraps: true, recognises, read };

static CODEC: Codec =
    Codec { name: "zstd", extensions: &["zst", "zstd", "tzst"], needle: b"\x28\xB5\x2F\xFD", begins, open };

fn recognises(head: &Head<'_>) -> bool {
    begins(head.bytes)
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    members::peel(desk, input, place, &CODEC);
}

fn begins(bytes: &[u8]) -> bool {
    let skippable = matches!(bytes, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..]);
    skippable || bytes.starts_with(CODEC.needle)
}

fn open<'a>(input: Input<'a>) -> Opened<'a> {
    // The library refuses windows over 128 MiB by itself, which bounds its memory.
    match Decoder::try_with_buffer(input) {
        Ok(decoder) => Ok(Box::new(decoder.single_frame())),
        Err((input, _)) => Err(Box::new(input)),
    }
}

impl<'a> Member<'a> for Decoder<'static, Input<'a>> {
    fn input(&self) -> &Input<'a> {
        self.get_ref()
    }
    fn into_input(self: Box<Self>) -> Input<'a> {
        self.finish()
    }
}
