//! An HTTP answer as a web archive stores it: its status, its header, its body with the codings undone.
//!
//! Takes a block of bytes, gives the page in it. Only what can be a report passes: a status of 2xx, a text type or
//! none, no known binary content.

use std::io::Read;

use super::members::Limits;
use super::warc::markup_of;
use super::{Input, sniff};
use crate::model::{Markup, Reason};

/// Bytes that an answer's header may have.
const MAX_HEADER: usize = 256 << 10;

/// A page as it was served.
#[derive(Debug)]
pub(super) struct Payload {
    pub(super) bytes: Vec<u8>,
    pub(super) content_type: String,
    pub(super) markup: Markup,
}

/// Whether `block` starts with a status line.
pub(super) fn is_answer(block: &[u8]) -> bool {
    block.starts_with(b"HTTP/")
}

/// The page in an HTTP answer.
///
/// # Errors
/// An error page, a type that is no text, codings that cannot be undone.
pub(super) fn answer(block: &[u8], limits: &Limits) -> Result<Payload, Reason> {
    if !is_answer(block) {
        return Err(Reason::BadFormat { format: "http".to_owned(), error: "no status line".to_owned() });
    }
    let (header, body) = split(block);
    let status = header.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let status = String::from_utf8_lossy(status);
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    if !(code.len() == 3 && code.starts_with('2')) {
        let code: String = code.chars().take(12).collect();
        return Err(Reason::Unsupported { what: format!("an HTTP answer with status `{code}`") });
    }
    let (mut content_type, mut codings, mut chunked) = (String::new(), Vec::new(), false);
    for (name, value) in fields(header) {
        match name.to_ascii_lowercase().as_str() {
            "content-type" if content_type.is_empty() => content_type = value,
            "content-encoding" => {
                codings.extend(value.split(',').map(|coding| coding.trim().to_ascii_lowercase()));
            }
            "transfer-encoding" => chunked |= value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }
    readable(&content_type)?;
    let mut bytes = if chunked { unchunked(body)? } else { None }.unwrap_or_else(|| body.to_vec());
    // The last coding was put on last and comes off first.
    for coding in codings.iter().rev() {
        if let Some(plain) = decoded(&bytes, coding, limits)? {
            bytes = plain;
        }
    }
    page(bytes, content_type)
}

/// A block that is the page itself, of the type that the archive's own header names.
///
/// # Errors
/// A type that is no text.
pub(super) fn resource(block: &[u8], content_type: &str) -> Result<Payload, Reason> {
    readable(content_type)?;
    page(block.to_vec(), content_type.to_owned())
}

/// The fields of a header, in its order, continuation lines joined. The first line, which is no field, is left out.
pub(super) fn fields(header: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.split(|byte| *byte == b'\n').skip(1) {
        let text = String::from_utf8_lossy(line);
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

fn page(bytes: Vec<u8>, content_type: String) -> Result<Payload, Reason> {
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    if let Some(what) = sniff::foreign(&bytes) {
        return Err(Reason::Unsupported { what: what.to_owned() });
    }
    let markup = markup_of(&content_type);
    Ok(Payload { bytes, content_type, markup })
}

/// The header of an answer, and its body. A header without an end is all header.
fn split(block: &[u8]) -> (&[u8], &[u8]) {
    let window = &block[..block.len().min(MAX_HEADER)];
    let end = memchr::memchr_iter(b'\n', window).find_map(|i| match &window[i + 1..] {
        [b'\n', ..] => Some(i + 2),
        [b'\r', b'\n', ..] => Some(i + 3),
        _ => None,
    });
    block.split_at(end.unwrap_or(block.len()))
}

/// Text in the wide sense passes, and what no type is given for.
fn readable(content_type: &str) -> Result<(), Reason> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    let text = match kind {
        "text" => {
            !matches!(subtype, "css" | "javascript" | "ecmascript" | "x-javascript" | "calendar" | "vcard")
        }
        "application" => {
            subtype.ends_with("+xml") && subtype != "rss+xml" && subtype != "atom+xml"
                || matches!(
                    subtype,
                    "xml" | "octet-stream" | "x-unknown" | "unknown" | "xhtml" | "html" | "http" | ""
                )
        }
        "image" | "audio" | "video" | "font" | "model" | "multipart" | "message" => false,
        _ => true,
    };
    if text { Ok(()) } else { Err(Reason::Unsupported { what: format!("`{essence}`") }) }
}

/// The body without its chunk sizes (RFC 9112, 7.1). `None` if it has none: many archives store the body as it was
/// read and keep the header as it was sent.
fn unchunked(body: &[u8]) -> Result<Option<Vec<u8>>, Reason> {
    let mut plain = Vec::new();
    let mut rest = body;
    let mut first = true;
    loop {
        let Some((size, behind)) = chunk_size(rest) else {
            if first {
                return Ok(None);
            }
            // The last chunk may be missing where the archive's own limit cut the answer.
            if rest.trim_ascii().is_empty() {
                return Ok(Some(plain));
            }
            let error = format!("no chunk size at {} of the body", body.len() - rest.len());
            return Err(Reason::BadFormat { format: "http".to_owned(), error });
        };
        first = false;
        if size == 0 {
            return Ok(Some(plain));
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(chunk) = behind.get(..size) else {
            plain.extend_from_slice(behind);
            return Ok(Some(plain));
        };
        plain.extend_from_slice(chunk);
        rest = &behind[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// A chunk's size, and what stands behind its line.
fn chunk_size(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1 << 10)])?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let size = line.split(';').next()?.trim();
    Some((u64::from_str_radix(size, 16).ok().filter(|_| !size.starts_with('+'))?, &bytes[end + 1..]))
}

/// `bytes` with `coding` undone; `None` if they do not have it although the header says so.
fn decoded(bytes: &[u8], coding: &str, limits: &Limits) -> Result<Option<Vec<u8>>, Reason> {
    let gzipped = bytes.starts_with(b"\x1F\x8B");
    let zlib = matches!(bytes, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    let markup = bytes.trim_ascii_start().starts_with(b"<");
    let plain = match coding {
        "" | "identity" | "none" | "utf-8" => return Ok(None),
        "gzip" | "x-gzip" | "deflate" if gzipped => {
            collect(flate2::bufread::MultiGzDecoder::new(bytes), bytes.len(), limits, coding)
        }
        "deflate" if zlib => collect(flate2::bufread::ZlibDecoder::new(bytes), bytes.len(), limits, coding),
        "deflate" if !markup => {
            collect(flate2::bufread::DeflateDecoder::new(bytes), bytes.len(), limits, coding)
        }
        "br" if !markup => {
            collect(brotli_decompressor::Decompressor::new(bytes, 16 << 10), bytes.len(), limits, coding)
        }
        "zstd" if bytes.starts_with(b"\x28\xB5\x2F\xFD") => {
            let decoder = zstd::stream::read::Decoder::with_buffer(bytes);
            let decoder = decoder.map_err(|error| damaged(coding, &error))?;
            collect(decoder, bytes.len(), limits, coding)
        }
        "gzip" | "x-gzip" | "deflate" | "br" | "zstd" => return Ok(None),
        other => {
            let what = format!("the content coding `{}`", other.chars().take(40).collect::<String>());
            return Err(Reason::Unsupported { what });
        }
    };
    plain.map(Some)
}

fn collect(from: impl Read, taken: usize, limits: &Limits, coding: &str) -> Result<Vec<u8>, Reason> {
    let limit = usize::try_from(limits.size()).unwrap_or(usize::MAX).saturating_add(1);
    let mut input = Input::new(Box::new(from));
    let mut had = 0;
    loop {
        let have = input.fill((had + 1).max(16 << 10)).len();
        if have > had {
            limits.allow(have - had, have as u64, taken as u64)?;
        }
        if have >= limit {
            return Err(Reason::TooLarge { limit: limits.size() });
        }
        if have == had {
            break;
        }
        had = have;
    }
    match input.gap_ahead() {
        Some(gap) => Err(match &gap.reason {
            Reason::Unreadable { error } => damaged(coding, error),
            reason => reason.clone(),
        }),
        None => Ok(input.take_bytes(had)),
    }
}

fn damaged(coding: &str, error: &impl std::fmt::Display) -> Reason {
    Reason::BadCompression { error: format!("{coding}: {error}") }
}
