//! The page of a review, asked over a socket as a browser would and as nobody should.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use copydesk::review::decisions::Decisions;
use copydesk::serve::{Options, Server};
use tempfile::TempDir;

/// A server over the committed sample, until it is dropped.
struct Served {
    url: String,
    config: TempDir,
    stop: Arc<AtomicBool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Served {
    fn sample(against: Option<&Path>) -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("cleaned/sample");
        let config = TempDir::new().unwrap();
        let options = Options {
            dataset: sample,
            against: against.map(|path| path.to_str().unwrap().to_owned()),
            config: config.path().to_path_buf(),
            by: "Desk".into(),
            port: 0,
        };
        let server = Server::open(options).unwrap();
        let (url, stop) = (server.url(), Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || server.run(&stopped).unwrap());
        let served = Self { url, config, stop, thread: Some(thread) };
        for place in ["", "changes"] {
            while served.get(place).contains("Refresh: 1") {
                std::thread::yield_now();
            }
        }
        served
    }

    fn host(&self) -> &str {
        self.url.trim_start_matches("http://").split('/').next().unwrap()
    }

    fn path(&self, place: &str) -> String {
        format!("/{}/{place}", self.url.split('/').nth(3).unwrap())
    }

    fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.host()).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, place: &str) -> String {
        self.raw(&format!("GET {} HTTP/1.1\r\nHost: {}\r\n\r\n", self.path(place), self.host()))
    }

    fn post(&self, place: &str, headers: &str, body: &str) -> String {
        let (path, host, length) = (self.path(place), self.host(), body.len());
        self.raw(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        ))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.take().map(std::thread::JoinHandle::join);
    }
}

fn check(answer: &str, status: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{}", answer.lines().next().unwrap_or(""));
}

/// A link of a page, by how it begins.
fn link<'a>(page: &'a str, start: &str) -> &'a str {
    let at = page.find(start).unwrap_or_else(|| panic!("no {start} in the page"));
    page[at..].split('"').next().unwrap()
}

#[test]
fn every_page_is_there_and_safe() {
    let served = Served::sample(None);
    let list = served.get("documents?sort=copies&rule=judge");
    let document = link(&list, "document/").to_owned();
    let story = link(&served.get("stories"), "story/").to_owned();
    for (place, holds) in [
        ("", "Where every record went"),
        ("style.css", "--paper"),
        ("page.js", "use strict"),
        ("documents?q=ferry", "<mark>"),
        ("rejected", "bad-format"),
        (&document, "Cut as"),
        (&story, "data-passage"),
    ] {
        let page = served.get(place);
        check(&page, "200");
        assert!(page.contains(holds), "{place} lacks {holds}");
        for header in ["default-src 'none'", "nosniff", "no-referrer", "frame-ancestors 'none'", "no-store"] {
            assert!(page.contains(header), "{place} lacks {header}");
        }
    }
    for nothing in ["nothing", "document/a0", "document/../../etc/passwd", "story/x", "changes", "pair/a/b"] {
        check(&served.get(nothing), "404");
    }
}

#[test]
fn who_does_not_know_the_path_or_names_another_host_is_refused() {
    let served = Served::sample(None);
    let (host, path) = (served.host().to_owned(), served.path(""));
    check(
        &served.raw(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            host.split(':').nth(1).unwrap()
        )),
        "200",
    );
    check(&served.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n")), "404");
    check(&served.raw(&format!("GET /{} HTTP/1.1\r\nHost: {host}\r\n\r\n", "0".repeat(32))), "404");
    for other in
        ["Host: evil.example", "Host: 127.0.0.1", &format!("Host: {host}\r\nHost: evil.example"), "X: y"]
    {
        check(&served.raw(&format!("GET {path} HTTP/1.1\r\n{other}\r\n\r\n")), "421");
    }
    check(
        &served.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n\r\n")),
        "403",
    );
    check(&served.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: null\r\n\r\n")), "403");
    check(&served.raw("BREW / HTTP/1.1\r\n\r\n"), "405");
}

#[test]
fn a_decision_is_kept_and_another_site_takes_none() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("cleaned/sample");
    let old = TempDir::new().unwrap();
    for entry in std::fs::read_dir(&sample).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.replace("\"section\":\"Business\"", "\"section\":\"\"");
        std::fs::write(old.path().join(path.file_name().unwrap()), text).unwrap();
    }
    let served = Served::sample(Some(old.path()));
    let page = served.get("changes");
    assert!(page.contains("<code>section</code> differs in"));
    let place = link(&page, "changes/").to_owned();

    check(&served.post(&place, "Sec-Fetch-Site: cross-site\r\n", "decision=accept"), "403");
    check(&served.post(&place, "Origin: http://evil.example\r\n", "decision=accept"), "403");
    check(&served.post(&place, "", "decision=whatever"), "400");
    check(&served.post("changes/0123", "", "decision=accept"), "404");
    check(&served.post("documents", "", "decision=accept"), "404");
    let file = served.config.path().join("reviews.toml");
    assert!(!file.exists());

    check(&served.post(&place, "", "decision=reject"), "303");
    let kept = Decisions::load(&file).unwrap();
    assert_eq!(
        (kept.entries.len(), &*kept.entries[0].change, &*kept.entries[0].by),
        (1, "field section", "Desk")
    );
    assert!(!kept.entries[0].cases.is_empty());
    let answer =
        served.post(&place, "Accept: application/json\r\nSec-Fetch-Site: same-origin\r\n", "decision=accept");
    check(&answer, "200");
    assert!(answer.contains("\"decision\":\"accept\""), "{answer}");
    let kept = Decisions::load(&file).unwrap();
    assert_eq!((kept.entries.len(), kept.entries[0].cases.len()), (1, 0));
    assert!(served.get("changes").contains("data-decided=\"accept\""));
}
