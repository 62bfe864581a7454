//! The HTML standard's encoding sniffing, and nothing more: what a browser takes a page to be, not what its bytes are.
//!
//! Takes bytes and the HTTP `Content-Type`, gives an encoding: byte-order mark, HTTP, a prescan of the first 1024 bytes,
//! and windows-1252 where none speaks. Source: <https://html.spec.whatwg.org/multipage/parsing.html>, "determining the
//! character encoding" and "prescan a byte stream to determine its encoding".

use encoding_rs::{Encoding as Web, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use crate::model::EncodingSource;

/// The bytes that the standard lets a browser wait for.
pub(crate) const PRESCANNED: usize = 1024;

/// The encoding by the standard, in lower case, and what decided. `content_type` is the HTTP header, or `""`.
pub fn sniff(bytes: &[u8], content_type: &str) -> (String, EncodingSource) {
    let (web, source) = if let Some((web, _)) = Web::for_bom(bytes) {
        (web, EncodingSource::Bom)
    } else if let Some(web) = charset_of(content_type).and_then(|label| Web::for_label(label.as_bytes())) {
        (web, EncodingSource::Http)
    } else if let Some(web) = prescan(bytes.get(..PRESCANNED).unwrap_or(bytes)) {
        (web, EncodingSource::Meta)
    } else {
        (WINDOWS_1252, EncodingSource::Detect)
    };
    (web.name().to_ascii_lowercase(), source)
}

/// The `charset` parameter of an HTTP `Content-Type`.
pub(crate) fn charset_of(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}

/// The standard's prescan: the encoding that a `<meta>` among `head` declares, else that of an XML declaration.
pub(crate) fn prescan(head: &[u8]) -> Option<&'static Web> {
    prescan_label(head).map(|(web, _)| web)
}

/// Whether `head` may declare an encoding at all: most of a page's markup says nothing of it.
pub(crate) fn may_declare(head: &[u8]) -> bool {
    const WORDS: [&[u8]; 5] = [b"charset", b"CHARSET", b"Charset", b"encoding", b"\0x\0m"];
    WORDS.iter().any(|word| memchr::memmem::find(head, word).is_some())
}

/// The same, with the label as it was written.
pub(crate) fn prescan_label(head: &[u8]) -> Option<(&'static Web, String)> {
    if head.starts_with(b"<\0?\0x\0") {
        return Some((UTF_16LE, "utf-16le".into()));
    }
    if head.starts_with(b"\0<\0?\0x") {
        return Some((UTF_16BE, "utf-16be".into()));
    }
    let mut at = 0;
    while let Some(open) = head.get(at..).and_then(|rest| memchr::memchr(b'<', rest)) {
        at += open;
        let rest = head.get(at..).unwrap_or(&[]);
        if rest.starts_with(b"<!--") {
            // The two dashes may be those of the opening: `<!-->` is a whole comment.
            at += 2 + memchr::memmem::find(rest.get(2..)?, b"-->")? + 3;
        } else if is_meta(rest) {
            let mut attributes = Attributes { bytes: head, at: at + 5 };
            if let Some(found) = declared_by(&mut attributes) {
                return Some(found);
            }
            at = attributes.at;
        } else if matches!(rest, [b'<', b'/', letter, ..] | [b'<', letter, ..] if letter.is_ascii_alphabetic())
        {
            at += rest.iter().position(|byte| is_space(*byte) || *byte == b'>')?;
            let mut attributes = Attributes { bytes: head, at };
            while attributes.next().is_some() {}
            at = attributes.at;
        } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
            at += memchr::memchr(b'>', rest)? + 1;
        } else {
            at += 1;
        }
    }
    xml_declared(head)
}

/// The `encoding` of an XML declaration that opens `head`.
fn xml_declared(head: &[u8]) -> Option<(&'static Web, String)> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let declaration = declaration.get(..memchr::memchr(b'>', declaration)?)?;
    let after = declaration.get(memchr::memmem::find(declaration, b"encoding")? + 8..)?;
    let value = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote @ (b'"' | b'\''), value) = value.split_first()? else { return None };
    let label = value.get(..memchr::memchr(quote, value)?)?;
    if label.iter().any(|byte| *byte <= b' ') {
        return None;
    }
    known(label)
}

fn is_meta(rest: &[u8]) -> bool {
    rest.get(1..5).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"))
        && rest.get(5).is_some_and(|byte| is_space(*byte) || *byte == b'/')
}

fn declared_by(attributes: &mut Attributes<'_>) -> Option<(&'static Web, String)> {
    let (mut seen, mut got_pragma, mut need_pragma, mut charset) = (Vec::new(), false, None, None);
    while let Some((name, value)) = attributes.next() {
        if seen.contains(&name) {
            continue;
        }
        match name.as_slice() {
            b"http-equiv" => got_pragma |= value == b"content-type",
            b"content" if charset.is_none() => {
                if let Some(found) = label_in_content(&value).and_then(known) {
                    charset = Some(found);
                    need_pragma = Some(true);
                }
            }
            b"charset" => {
                charset = known(&value);
                need_pragma = Some(false);
            }
            _ => {}
        }
        seen.push(name);
    }
    match need_pragma {
        None => None,
        Some(true) if !got_pragma => None,
        Some(_) => charset,
    }
}

/// What the standard takes a declared label to mean: a page that could declare it in ASCII is not in UTF-16.
fn known(label: &[u8]) -> Option<(&'static Web, String)> {
    let written = String::from_utf8_lossy(label.trim_ascii()).to_ascii_lowercase();
    let web = Web::for_label(label)?;
    let web = if web == UTF_16LE || web == UTF_16BE {
        UTF_8
    } else if web == X_USER_DEFINED {
        WINDOWS_1252
    } else {
        web
    };
    Some((web, written))
}

/// "Extracting a character encoding from a meta element": `charset=…` somewhere in `content`.
pub(crate) fn label_in_content(content: &[u8]) -> Option<&[u8]> {
    let mut rest = content;
    loop {
        rest = rest.get(find_ignoring_case(rest, b"charset")? + 7..)?;
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        return match value.first()? {
            quote @ (b'"' | b'\'') => value.get(1..1 + memchr::memchr(*quote, value.get(1..)?)?),
            _ => {
                let end =
                    value.iter().position(|byte| is_space(*byte) || *byte == b';').unwrap_or(value.len());
                value.get(..end)
            }
        };
    }
}

fn find_ignoring_case(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// The standard's "get an attribute", names and values in lower case.
struct Attributes<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Attributes<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.at += 1;
        }
    }

    fn next(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        while self.peek().is_some_and(|byte| is_space(byte) || byte == b'/') {
            self.at += 1;
        }
        if self.peek()? == b'>' {
            return None;
        }
        let mut name = Vec::new();
        loop {
            match self.peek()? {
                b'=' if !name.is_empty() => break,
                byte if is_space(byte) => {
                    self.skip_space();
                    if self.peek()? != b'=' {
                        return Some((name, Vec::new()));
                    }
                    break;
                }
                b'/' | b'>' => return Some((name, Vec::new())),
                byte => name.push(byte.to_ascii_lowercase()),
            }
            self.at += 1;
        }
        self.at += 1;
        self.skip_space();
        let mut value = Vec::new();
        match self.peek()? {
            quote @ (b'"' | b'\'') => {
                self.at += 1;
                loop {
                    let byte = self.peek()?;
                    self.at += 1;
                    if byte == quote {
                        return Some((name, value));
                    }
                    value.push(byte.to_ascii_lowercase());
                }
            }
            _ => loop {
                match self.peek()? {
                    byte if is_space(byte) || byte == b'>' => return Some((name, value)),
                    byte => value.push(byte.to_ascii_lowercase()),
                }
                self.at += 1;
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, content_type: &str, encoding: &str) {
        assert_eq!(sniff(page.as_bytes(), content_type).0, encoding, "{page}");
    }

    #[test]
    fn a_mark_outranks_the_header_and_the_header_a_meta() {
        check("\u{FEFF}<meta charset=koi8-r>", "text/html; charset=big5", "utf-8");
        check("<meta charset=koi8-r>", "text/html; charset=\"big5\"", "big5");
        check("<meta charset=koi8-r>", "text/html", "koi8-r");
        check("<p>", "", "windows-1252");
    }

    #[test]
    fn a_pragma_needs_its_http_equiv() {
        check("<meta content='text/html; charset=gbk'>", "", "windows-1252");
        check("<meta http-equiv=Content-Type content='text/html; charset=gbk'>", "", "gbk");
    }

    #[test]
    fn declarations_in_comments_and_attributes_do_not_count() {
        check("<!-- <meta charset=gbk> --><p title='<meta charset=gbk>'>", "", "windows-1252");
        check("<!--><meta charset=gbk>", "", "gbk");
    }

    #[test]
    fn a_page_that_says_utf_16_in_ascii_is_utf_8() {
        check("<meta charset=utf-16>", "", "utf-8");
    }

    #[test]
    fn an_xml_declaration_speaks_last() {
        check("<?xml version='1.0' encoding='koi8-u'?><a>", "", "koi8-u");
        check("<?xml version='1.0' encoding='koi8-u'?><meta charset=gbk>", "", "gbk");
    }

    #[test]
    fn the_prescan_ends_after_1024_bytes() {
        check(&format!("{}<meta charset=gbk>", " ".repeat(1024)), "", "windows-1252");
    }
}
