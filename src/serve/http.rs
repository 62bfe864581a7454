//! As much of HTTP/1.1 as one browser on this machine needs: a request is read, an answer written, the connection closed.
//!
//! The head is parsed by `httparse`. Sizes and times are bounded before anything is believed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Bytes of a request's head.
const HEAD: usize = 16 << 10;
/// Headers of a request.
const HEADERS: usize = 64;
/// Bytes of a request's body: a decision is one word.
const BODY: usize = 4 << 10;
/// How long a peer may keep us waiting.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request as far as it is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) post: bool,
    /// The target as it was sent, with its query.
    pub(super) target: String,
    pub(super) host: String,
    pub(super) origin: String,
    pub(super) fetch_site: String,
    pub(super) accept: String,
    pub(super) body: String,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: &'static str,
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// Further headers; names and values are the program's own.
    pub(super) headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub(super) fn page(html: String) -> Self {
        Self {
            status: "200 OK",
            kind: "text/html; charset=utf-8",
            body: html.into_bytes(),
            headers: Vec::new(),
        }
    }

    pub(super) fn plain(status: &'static str, text: &str) -> Self {
        let body = format!("{text}\n").into_bytes();
        Self { status, kind: "text/plain; charset=utf-8", body, headers: Vec::new() }
    }

    pub(super) fn of(kind: &'static str, text: &str) -> Self {
        Self { status: "200 OK", kind, body: text.as_bytes().to_vec(), headers: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// What every answer says: nothing is loaded from elsewhere, nothing is kept, nothing is told to others.
const SAFE: &str = "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n\
X-Content-Type-Options: nosniff\r\n\
X-Frame-Options: DENY\r\n\
Referrer-Policy: no-referrer\r\n\
Cross-Origin-Resource-Policy: same-origin\r\n\
Cross-Origin-Opener-Policy: same-origin\r\n\
Cache-Control: no-store\r\n\
Connection: close\r\n";

/// Reads one request and writes the answer to it. A peer that goes away or sends nonsense is of no concern.
pub(super) fn exchange(
    mut stream: TcpStream,
    answer: impl FnOnce(&Request) -> Answer,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let answer = match read(&mut stream)? {
        Ok(request) => answer(&request),
        Err(refused) => refused,
    };
    let mut head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{SAFE}",
        answer.status,
        answer.kind,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        // A line end in a value would begin a header of its own.
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&answer.body)?;
    stream.flush()?;
    stream.shutdown(std::net::Shutdown::Write)
}

fn read(stream: &mut impl Read) -> std::io::Result<Result<Request, Answer>> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let end = loop {
        if let Some(at) = memchr::memmem::find(&bytes, b"\r\n\r\n") {
            break at + 4;
        }
        if bytes.len() > HEAD {
            return Ok(Err(Answer::plain("431 Request Header Fields Too Large", "too long a request")));
        }
        match stream.read(&mut piece)? {
            0 => return Ok(Err(Answer::plain("400 Bad Request", "half a request"))),
            read => bytes.extend_from_slice(&piece[..read]),
        }
    };
    let (mut request, length) = match parse(&bytes[..end]) {
        Ok(parsed) => parsed,
        Err(refused) => return Ok(Err(refused)),
    };
    if length > BODY {
        return Ok(Err(Answer::plain("413 Content Too Large", "too long a body")));
    }
    let mut body = bytes.split_off(end);
    while body.len() < length {
        match stream.read(&mut piece)? {
            0 => break,
            read => body.extend_from_slice(&piece[..read]),
        }
    }
    body.truncate(length);
    request.body = String::from_utf8_lossy(&body).into_owned();
    Ok(Ok(request))
}

fn parse(head: &[u8]) -> Result<(Request, usize), Answer> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    if !matches!(parsed.parse(head), Ok(httparse::Status::Complete(_))) {
        return Err(Answer::plain("400 Bad Request", "no request that we know"));
    }
    let post = match parsed.method {
        Some("GET") => false,
        Some("POST") => true,
        _ => return Err(Answer::plain("405 Method Not Allowed", "GET or POST")),
    };
    let header = |name: &str| -> Option<String> {
        let mut values = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let value = values.next()?;
        // Said twice is said ambiguously.
        if values.next().is_some() {
            return Some("?".into());
        }
        Some(String::from_utf8_lossy(value.value).into_owned())
    };
    let text = |name: &str| header(name).unwrap_or_default();
    if header("transfer-encoding").is_some() {
        return Err(Answer::plain("501 Not Implemented", "a body has a length"));
    }
    let length = match header("content-length") {
        None => 0,
        Some(length) => {
            length.parse().map_err(|_| Answer::plain("400 Bad Request", "no length that we know"))?
        }
    };
    let request = Request {
        post,
        target: parsed.path.unwrap_or("/").to_owned(),
        host: text("host"),
        origin: text("origin"),
        fetch_site: text("sec-fetch-site"),
        accept: text("accept"),
        body: String::new(),
    };
    Ok((request, length))
}

/// The pairs of a query or a form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(key), decoded(value))
    };
    text.split('&').filter(|pair| !pair.is_empty()).map(pair).collect()
}

/// Undoes percent-encoding, and `+` for a space; what is no UTF-8 becomes U+FFFD.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digits = bytes.get(at + 1..at + 3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let escaped = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match (byte, escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8]) -> Result<Request, String> {
        read(&mut &bytes[..]).unwrap().map_err(|refused| refused.status.to_owned())
    }

    #[test]
    fn a_request_is_read_with_its_body() {
        let request =
            check(b"POST /t/x?y=1 HTTP/1.1\r\nHost: 127.0.0.1:8\r\nContent-Length: 3\r\n\r\na=bc").unwrap();
        assert_eq!(
            (request.post, &*request.target, &*request.host, &*request.body),
            (true, "/t/x?y=1", "127.0.0.1:8", "a=b")
        );
    }

    #[test]
    fn nonsense_is_refused() {
        for (bytes, status) in [
            (&b"BREW / HTTP/1.1\r\n\r\n"[..], "405 Method Not Allowed"),
            (b"GET / HTTP/1.1\r\nHost", "400 Bad Request"),
            (b"\x00\xff\r\n\r\n", "400 Bad Request"),
            (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", "413 Content Too Large"),
            (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400 Bad Request"),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "501 Not Implemented"),
        ] {
            assert_eq!(check(bytes), Err(status.to_owned()));
        }
        let long = [b"GET / HTTP/1.1\r\nX: ".to_vec(), vec![b'x'; HEAD + 1]].concat();
        assert_eq!(check(&long), Err("431 Request Header Fields Too Large".into()));
    }

    #[test]
    fn a_host_said_twice_is_no_host() {
        let request = check(b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").unwrap();
        assert_eq!(request.host, "?");
    }

    #[test]
    fn a_query_is_decoded() {
        assert_eq!(
            pairs("q=a+b%26c&x&y=%zz%"),
            [
                ("q".to_owned(), "a b&c".to_owned()),
                ("x".to_owned(), String::new()),
                ("y".to_owned(), "%zz%".to_owned())
            ]
        );
    }
}
