//! xz: any number of streams.

use liblzma::bufread::XzDecoder;
use liblzma::stream::Stream;

use super::desk::{Desk, Place};
use super::members::{self, Codec, Member, Opened};
use super::sniff::Head;
use super::{Format, Input};

pub(super) const FORMAT: Format = Format { name: "xz", wraps: true, recognises, read };

/// Bytes a decompressor may take: twice what the highest preset, `-9`, needs.
const MEMORY: u64 = 128 << 20;

static CODEC: Codec = Codec { name: "xz", extensions: &["xz", "txz"], needle: b"\xFD7zXZ\0", begins, open };

fn recognises(head: &Head<'_>) -> bool {
    begins(head.bytes)
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    members::peel(desk, input, place, &CODEC);
}

fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(CODEC.needle)
}

fn open<'a>(input: Input<'a>) -> Opened<'a> {
    match Stream::new_stream_decoder(MEMORY, 0) {
        Ok(stream) => Ok(Box::new(XzDecoder::new_stream(input, stream))),
        Err(_) => Err(Box::new(input)),
    }
}

impl<'a> Member<'a> for XzDecoder<Input<'a>> {
    fn input(&self) -> &Input<'a> {
        self.get_ref()
    }
    fn into_input(self: Box<Self>) -> Input<'a> {
        self.into_inner()
    }
}
