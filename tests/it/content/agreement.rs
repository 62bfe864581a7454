//! The tokenizer against html5ever's, token by token, on whole pages.

use std::cell::RefCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use copydesk::content::html::reference::{decoded, decoded_attr};
use copydesk::content::html::tag::Tag;
use copydesk::content::html::tokenize::{Mode, Token, Tokenizer};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token as Theirs, TokenSink, TokenSinkResult, Tokenizer as Html5ever, TokenizerOpts,
};

#[test]
fn on_our_own_pages_every_token_is_html5evers() {
    let mut pages = Vec::new();
    pages_under(Path::new("tests/fixtures/content"), &mut pages);
    pages_under(Path::new("raw/sample"), &mut pages);
    assert!(pages.len() >= 5, "only {} pages", pages.len());
    check(&pages);
}

#[test]
fn on_the_development_pages_every_token_is_html5evers() {
    let folder = Path::new("../shared/data/extract/html");
    if !folder.exists() {
        eprintln!("not run: {} is absent", folder.display());
        return;
    }
    let mut pages = Vec::new();
    pages_under(folder, &mut pages);
    check(&pages);
}

fn check(pages: &[PathBuf]) {
    let next = Mutex::new(pages.iter());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(page) = next.lock().unwrap().next() else { break };
                    // Line ends and NULs are `charset`'s business; what the bytes spell does not matter here.
                    let text = String::from_utf8_lossy(&bytes(page)).replace("\r\n", "\n");
                    let text = text.replace('\r', "\n").replace('\0', "\u{FFFD}");
                    compare(page, &text);
                }
            });
        }
    });
}

fn compare(page: &Path, text: &str) {
    let tokens = RefCell::new(Ours { page: text, tokens: Tokenizer::new(text), pending: None });
    let sink = Beside { name: page, ours: &tokens, text: RefCell::default() };
    let html5ever = Html5ever::new(sink, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    // A script pauses it.
    while queue.peek().is_some() {
        let _ = html5ever.feed(&queue);
    }
    html5ever.end();
    assert_eq!(tokens.borrow_mut().next(), None, "{} goes on", page.display());
}

/// A token, written out.
#[derive(Debug, PartialEq, Eq)]
enum Written {
    Text(String),
    Start(String, Vec<(String, String)>, bool),
    End(String),
    Comment(String),
}

struct Ours<'p> {
    page: &'p str,
    tokens: Tokenizer<'p>,
    pending: Option<Written>,
}

impl Ours<'_> {
    fn next(&mut self) -> Option<Written> {
        let mut text = String::new();
        loop {
            let Some(token) = self.pending.take().or_else(|| self.token()) else {
                return (!text.is_empty()).then_some(Written::Text(text));
            };
            match token {
                Written::Text(more) => text.push_str(&more),
                other if text.is_empty() => return Some(other),
                other => {
                    self.pending = Some(other);
                    return Some(Written::Text(text));
                }
            }
        }
    }

    fn token(&mut self) -> Option<Written> {
        let page = self.page;
        Some(match self.tokens.next()? {
            Token::Text(span) => Written::Text(decoded(span.of(page)).into_owned()),
            Token::Verbatim(span) => Written::Text(span.of(page).to_owned()),
            Token::Start { tag, name, self_closing } => {
                let mut attrs: Vec<(String, String)> = Vec::new();
                for attr in self.tokens.attrs() {
                    let name = attr.name_span.of(page).to_ascii_lowercase();
                    if attrs.iter().all(|(known, _)| *known != name) {
                        attrs.push((name, decoded_attr(attr.value.of(page)).into_owned()));
                    }
                }
                self.tokens.switch(Mode::after(tag));
                Written::Start(name.of(page).to_ascii_lowercase(), attrs, self_closing)
            }
            Token::End { name, .. } => Written::End(name.of(page).to_ascii_lowercase()),
            Token::Comment(span) => Written::Comment(span.of(page).to_owned()),
            Token::Doctype(_) => return self.token(),
        })
    }
}

/// Takes html5ever's tokens and asks for ours beside each.
struct Beside<'a, 'p> {
    name: &'a Path,
    ours: &'a RefCell<Ours<'p>>,
    text: RefCell<String>,
}

impl Beside<'_, '_> {
    fn expect(&self, theirs: Written) {
        let text = self.text.take();
        let mut ours = self.ours.borrow_mut();
        if !text.is_empty() {
            assert_eq!(ours.next(), Some(Written::Text(text)), "{}", self.name.display());
        }
        let at = ours.tokens.at();
        assert_eq!(ours.next(), Some(theirs), "{}, near byte {at}", self.name.display());
    }
}

impl TokenSink for Beside<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Theirs, _line: u64) -> TokenSinkResult<()> {
        match token {
            Theirs::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Theirs::NullCharacterToken => self.text.borrow_mut().push('\0'),
            Theirs::CommentToken(text) => self.expect(Written::Comment(text.to_string())),
            Theirs::TagToken(tag) if tag.kind == TagKind::EndTag => {
                self.expect(Written::End(tag.name.to_string()));
            }
            Theirs::TagToken(tag) => {
                let attr =
                    |attr: &html5ever::Attribute| (attr.name.local.to_string(), attr.value.to_string());
                let attrs = tag.attrs.iter().map(attr).collect();
                self.expect(Written::Start(tag.name.to_string(), attrs, tag.self_closing));
                return match Mode::after(Tag::of(tag.name.as_bytes())) {
                    Mode::Data => TokenSinkResult::Continue,
                    Mode::Rcdata(_) => TokenSinkResult::RawData(RawKind::Rcdata),
                    Mode::Rawtext(_) => TokenSinkResult::RawData(RawKind::Rawtext),
                    Mode::Script => TokenSinkResult::RawData(RawKind::ScriptData),
                    Mode::Plaintext => TokenSinkResult::Plaintext,
                };
            }
            Theirs::EOFToken => {
                let text = self.text.take();
                let ours = if text.is_empty() { None } else { self.ours.borrow_mut().next() };
                assert_eq!(
                    ours,
                    (!text.is_empty()).then_some(Written::Text(text)),
                    "{}",
                    self.name.display()
                );
            }
            Theirs::DoctypeToken(_) | Theirs::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn bytes(page: &Path) -> Vec<u8> {
    let raw = fs::read(page).unwrap();
    if page.extension().is_none_or(|kind| kind != "gz") {
        return raw;
    }
    let mut out = Vec::new();
    // The sample has a broken archive; what comes before the break is a page too.
    let _ = flate2::read::MultiGzDecoder::new(&*raw).read_to_end(&mut out);
    out
}

/// Every HTML page in a folder and those inside it, in the order of their names.
fn pages_under(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.to_string_lossy().into_owned();
        if entry.is_dir() {
            pages_under(&entry, pages);
        } else if name.ends_with(".html") || name.ends_with(".html.gz") || name.ends_with(".htm") {
            pages.push(entry);
        }
    }
}
