//! What a stream's first bytes look like.

use super::FieldNames;
use super::desk::Place;

/// Bytes that are folded to lower case for the tests that read markup and column names.
const FOLDED: usize = 4 << 10;

/// The first bytes of a stream.
pub(super) struct Head<'a> {
    /// As they are.
    pub(super) bytes: &'a [u8],
    /// Lower case, without byte-order mark, leading white space and NULs, so that UTF-16 reads like ASCII.
    pub(super) folded: Vec<u8>,
    /// The name's extension in lower case, for ties.
    pub(super) extension: String,
    /// Names of columns that hold reports.
    pub(super) fields: &'a FieldNames,
}

impl<'a> Head<'a> {
    pub(super) fn new(bytes: &'a [u8], place: &Place, fields: &'a FieldNames) -> Self {
        let start = [&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"]
            .iter()
            .find(|mark| bytes.starts_with(mark))
            .map_or(0, |mark| mark.len());
        let folded = bytes[start..]
            .iter()
            .filter(|byte| **byte != 0)
            .skip_while(|byte| byte.is_ascii_whitespace())
            .take(FOLDED)
            .map(u8::to_ascii_lowercase)
            .collect();
        Self { bytes, folded, extension: place.extension(), fields }
    }

    /// The bytes behind a UTF-8 byte-order mark.
    pub(super) fn unmarked(&self) -> &'a [u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes)
    }

    /// Two or four bytes a character: text whose lines cannot be told apart byte by byte.
    pub(super) fn is_wide(&self) -> bool {
        is_wide(self.bytes)
    }

    /// Bytes that no text in any encoding has so many of.
    pub(super) fn is_binary(&self) -> bool {
        is_binary(self.bytes)
    }
}

/// UTF-16 or UTF-32, by its mark or by its NULs: where text has any, they all stand at places of one kind.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(b"\0\0\xFE\xFF")
    {
        return true;
    }
    let mut nuls = [0usize; 4];
    for (i, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == 0) {
        nuls[i % 4] += 1;
    }
    let (all, even, odd) = (nuls.iter().sum::<usize>(), nuls[0] + nuls[2], nuls[1] + nuls[3]);
    // A stray NUL makes no UTF-16; a space or line end in 50 characters is the least that wide text has.
    let many = 100 * all >= bytes.len() && all >= 2;
    let lopsided = 20 * even.min(odd) <= all;
    let utf_32 = 4 * all >= 2 * bytes.len() && 50 * nuls[0].min(nuls[3]) <= all;
    many && (lopsided || utf_32)
}

/// Control characters make up over three tenths, and it is no wide text. Compressed and encrypted data have one tenth
/// and pass: whether they spell anything is for the next stage to say.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| matches!(**byte, 0..=7 | 11 | 14..=26 | 28..=31 | 127)).count();
    10 * controls > 3 * bytes.len() && !is_wide(bytes)
}

/// Files known by their first bytes that hold no reports, or none that can be had without a reader of their own.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "a PDF document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "a Microsoft Office document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"\x89PNG\r\n", "a PNG image"),
    (0, b"\xFF\xD8\xFF", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"8BPS", "a Photoshop image"),
    (0, b"\0\0\x01\0", "an icon"),
    (8, b"WEBP", "a WebP image"),
    (8, b"WAVE", "a WAV sound"),
    (8, b"AVI ", "an AVI video"),
    (4, b"ftyp", "an MP4 video or AVIF image"),
    (0, b"\x1A\x45\xDF\xA3", "a Matroska or WebM video"),
    (0, b"ID3", "an MP3 sound"),
    (0, b"OggS", "an Ogg sound"),
    (0, b"fLaC", "a FLAC sound"),
    (0, b"FLV\x01", "a Flash video"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
    (0, b"\0\x01\0\0\0", "a font"),
    (0, b"OTTO\0", "a font"),
    (0, b"\x7FELF", "a program"),
    (0, b"MZ\x90", "a program"),
    (0, b"\0asm", "a WebAssembly module"),
    (0, b"\xCA\xFE\xBA\xBE", "a Java class"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"ARROW1", "an Arrow file"),
    (0, b"Obj\x01", "an Avro file"),
    (0, b"ORC", "an ORC file"),
    (0, b"\x89HDF\r\n", "an HDF5 file"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (0, b"Rar!\x1A\x07", "a RAR archive"),
    (0, b"\x04\x22\x4D\x18", "lz4 data"),
    (0, b"\xFFsNaPpY", "snappy data"),
    (0, b"\x1F\x9D", "compress (.Z) data"),
    (0, b"!<arch>\n", "an ar archive"),
    (0, b"bplist00", "a property list"),
];

/// The kind of file that `bytes` begin, if it is a known one that is not read.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES
        .iter()
        .find(|(at, signature, _)| bytes.get(*at..).is_some_and(|there| there.starts_with(signature)))
        .map(|(_, _, what)| *what)
        .filter(|what| *what != "an ORC file" || is_binary(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn text_in_two_byte_encodings_is_no_binary() {
        for text in ["Rain is expected in the north.\n", "明天北部有雨。\n请带伞 出门。\n 再见 朋友们\n"]
        {
            let bytes = utf_16(text).repeat(20);
            assert!(is_wide(&bytes), "{text}");
            assert!(!is_binary(&bytes), "{text}");
            let swapped: Vec<u8> = bytes.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
            assert!(is_wide(&swapped) && !is_binary(&swapped), "{text}");
        }
        let utf_32: Vec<u8> = "Rain.\n".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        assert!(is_wide(&utf_32) && !is_binary(&utf_32));
    }

    #[test]
    fn legacy_text_is_neither_wide_nor_binary() {
        let texts: [&[u8]; 4] = [
            b"\x1B$B%K%e!<%9\x1B(B\n", // ISO-2022-JP
            b"\x82\xA0\x82\xA2\r\n",   // Shift_JIS
            b"\xD0\xC2\xCE\xC5\n",     // GB18030
            b"caf\xE9 \x93quoted\x94", // windows-1252
        ];
        for text in texts {
            assert!(!is_wide(text) && !is_binary(text) && foreign(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_record_of_numbers_is_binary() {
        let numbers: Vec<u8> =
            (0..4096u32).flat_map(|n| [0, (n % 7) as u8, 0, 1, (n % 200) as u8, 0, 2]).collect();
        assert!(is_binary(&numbers));
        assert!(!is_binary(b"a stray \0 in a text that otherwise reads well"));
    }
}
