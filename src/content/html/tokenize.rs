//! Splits HTML into tags, text and comments.
//!
//! Takes a page's text, gives tokens as spans of it: nothing is copied, nothing is decoded. The HTML standard's tokenizer
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>) with its states folded into loops over `memchr`;
//! each byte is looked at a bounded number of times. Line ends and NULs are the business of `charset`.

use memchr::{memchr, memchr2, memmem};

use super::attr::{Attr, AttrName};
use super::name::Key;
use super::tag::Tag;
use crate::model::Span;
use crate::text::seek;

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// Text, with its character references as written.
    Text(Span),
    /// Text in which character references mean nothing: of a script, a style sheet, a CDATA section.
    Verbatim(Span),
    /// A start tag; its attributes are [`Tokenizer::attrs`] until the next one.
    Start {
        /// The element.
        tag: Tag,
        /// Its name as written.
        name: Span,
        /// It ends in `/>`.
        self_closing: bool,
    },
    /// An end tag.
    End {
        /// The element.
        tag: Tag,
        /// Its name as written.
        name: Span,
    },
    /// A comment's text, or what the standard takes for one.
    Comment(Span),
    /// A document type, from behind `<!doctype` to before `>`.
    Doctype(Span),
}

/// How text is read, as the last start tag decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Markup.
    Data,
    /// Text up to the end tag of this name (in lower case), with character references.
    Rcdata(&'static str),
    /// Text up to the end tag of this name, verbatim.
    Rawtext(&'static str),
    /// A script: as raw text, but `<!-- <script>` hides the next end tag.
    Script,
    /// Text up to the end of the page.
    Plaintext,
}

impl Mode {
    /// What the start tag of an HTML element switches to, with scripts off.
    pub fn after(tag: Tag) -> Self {
        match tag {
            Tag::Title | Tag::Textarea => Self::Rcdata(tag.name()),
            Tag::Style | Tag::Xmp | Tag::Iframe | Tag::Noembed | Tag::Noframes => Self::Rawtext(tag.name()),
            Tag::Script => Self::Script,
            Tag::Plaintext => Self::Plaintext,
            _ => Self::Data,
        }
    }
}

/// Attributes of one element that are kept; the rest of a longer list is read over.
const MAX_ATTRS: usize = 256;

/// Goes through a page, token by token.
#[derive(Debug)]
pub struct Tokenizer<'p> {
    page: &'p [u8],
    at: usize,
    mode: Mode,
    cdata: bool,
    /// Those of the elements of the tree, and behind them those of the last start tag, if the tree does not have it.
    attrs: Vec<Attr>,
    /// Where those of the last start tag begin, and where those of the tree end.
    last: usize,
    kept: usize,
    /// The end tag that the text just given ran up to.
    pending_end: Option<Token>,
    capped: bool,
}

impl<'p> Tokenizer<'p> {
    /// Begins at the first byte, reading markup.
    pub fn new(page: &'p str) -> Self {
        Self {
            page: page.as_bytes(),
            at: 0,
            mode: Mode::Data,
            cdata: false,
            attrs: Vec::with_capacity(page.len() / 48 + 16),
            last: 0,
            kept: 0,
            pending_end: None,
            capped: false,
        }
    }

    /// Says how to read on; the tree's business, since it depends on where a tag stands.
    pub fn switch(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// Says whether `<![CDATA[` begins a CDATA section (inside SVG and MathML) or a comment.
    pub fn allow_cdata(&mut self, allowed: bool) {
        self.cdata = allowed;
    }

    /// The attributes of the last start tag, in order, repeated names included.
    pub fn attrs(&self) -> &[Attr] {
        &self.attrs[self.last..]
    }

    /// Keeps the attributes of the last start tag for the tree; where they stand among all that it has.
    pub(super) fn keep_attrs(&mut self) -> Span {
        self.kept = self.attrs.len();
        Span::new(self.last, self.kept)
    }

    /// The attributes of all elements of the tree.
    pub(super) fn into_attrs(mut self) -> Vec<Attr> {
        self.attrs.truncate(self.kept);
        self.attrs
    }

    /// Where the next token begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// An element had more attributes than are kept.
    pub fn capped(&self) -> bool {
        self.capped
    }

    #[inline(always)]
    fn data(&mut self) -> Option<Token> {
        let (mut start, mut from) = (self.at, self.at);
        loop {
            let Some(lt) = seek::byte(b'<', &self.page[from..]).map(|i| from + i) else {
                self.at = self.page.len();
                return text(start, self.page.len());
            };
            let next = self.page.get(lt + 1).copied().unwrap_or(b' ');
            let opens = next.is_ascii_alphabetic()
                || matches!(next, b'!' | b'?')
                || (next == b'/' && lt + 2 < self.page.len());
            if !opens {
                from = lt + 1;
                continue;
            }
            if lt > start {
                self.at = lt;
                return text(start, lt);
            }
            if next == b'/' && self.page[lt + 2] == b'>' {
                // `</>` is nothing at all.
                (start, from) = (lt + 3, lt + 3);
                continue;
            }
            self.at = lt;
            return self.markup(next);
        }
    }

    /// Reads what begins with `<` at `self.at`, `next` being the byte behind it.
    #[inline(always)]
    fn markup(&mut self, next: u8) -> Option<Token> {
        let lt = self.at;
        match next {
            b'!' => Some(self.declaration()),
            b'?' => Some(self.bogus_comment(lt + 1)),
            b'/' => match self.page[lt + 2] {
                c if c.is_ascii_alphabetic() => self.tag(lt + 2, true),
                _ => Some(self.bogus_comment(lt + 2)),
            },
            _ => self.tag(lt + 1, false),
        }
    }

    fn tag(&mut self, start: usize, end_tag: bool) -> Option<Token> {
        let page = self.page;
        let (key, at) = self.name(start, ENDS_TAG_NAME);
        let name = Span::new(start, at);
        self.attrs.truncate(self.kept);
        self.last = self.kept;
        let (end, self_closing) = match page.get(at) {
            Some(b'>') => (at + 1, false),
            _ => self.attributes(at)?,
        };
        self.at = end;
        let tag = Tag::of_key(key);
        Some(if end_tag { Token::End { tag, name } } else { Token::Start { tag, name, self_closing } })
    }

    /// Reads attributes from `at` on; where the tag ends and whether by `/>`. A tag that the page's end cuts short is
    /// no tag.
    #[inline]
    fn attributes(&mut self, mut at: usize) -> Option<(usize, bool)> {
        let page = self.page;
        let ends = |this: &mut Self| {
            this.at = page.len();
            None
        };
        loop {
            while at < page.len() && CLASS[page[at] as usize] & SPACE_OR_SLASH != 0 {
                at += 1;
            }
            match page.get(at) {
                None => return ends(self),
                Some(b'>') => return Some((at + 1, page[at - 1] == b'/')),
                Some(_) => {}
            }
            let name_start = at;
            let key;
            (key, at) = self.name(name_start, ENDS_ATTR_NAME);
            let name = AttrName::of_key(key);
            let name_span = Span::new(name_start, at);
            // Nearly all values stand in quotes, and no space before them.
            let begin = match page.get(at..) {
                Some([b'=', b'"' | b'\'', ..]) => Some(at + 1),
                _ => self.value_behind(at),
            };
            let Some(begin) = begin else {
                self.keep(Attr { name, name_span, value: Span::new(at, at) });
                continue;
            };
            let value = match page.get(begin) {
                None => return ends(self),
                Some(&quote @ (b'"' | b'\'')) => {
                    let Some(length) = seek::byte(quote, &page[begin + 1..]) else { return ends(self) };
                    at = begin + length + 2;
                    Span::new(begin + 1, at - 1)
                }
                Some(_) => {
                    at = begin;
                    while at < page.len() && CLASS[page[at] as usize] & ENDS_UNQUOTED == 0 {
                        at += 1;
                    }
                    Span::new(begin, at)
                }
            };
            self.keep(Attr { name, name_span, value });
            // A slash that is part of the value closes nothing.
            if page.get(at) == Some(&b'>') {
                return Some((at + 1, false));
            }
        }
    }

    /// Where the value begins whose name ends at `at`, if there is one.
    fn value_behind(&self, at: usize) -> Option<usize> {
        let behind_spaces = |from: usize| {
            let rest = self.page.get(from..).unwrap_or(&[]);
            from + rest.iter().take_while(|&&byte| CLASS[byte as usize] & SPACE != 0).count()
        };
        let at = behind_spaces(at);
        (self.page.get(at) == Some(&b'=')).then(|| behind_spaces(at + 1))
    }

    #[inline]
    fn keep(&mut self, attr: Attr) {
        if self.attrs.len() - self.last < MAX_ATTRS {
            self.attrs.push(attr);
        } else {
            self.capped = true;
        }
    }

    /// The name that begins at `start`, one byte long at least, and where a byte of class `ends` or the page's end ends it.
    #[inline(always)]
    fn name(&self, start: usize, ends: u8) -> (Key, usize) {
        let page = self.page;
        let ends = |byte: u8| CLASS[byte as usize] & ends != 0;
        if let Some((key, length @ 1..)) = page.get(start..).and_then(|page| Key::at_head_of(page, ends)) {
            return (key, start + length);
        }
        let rest = page.get(start + 1..).unwrap_or(&[]);
        let at = start + 1 + rest.iter().position(|&byte| ends(byte)).unwrap_or(rest.len());
        (Key::of(&page[start..at]), at)
    }

    fn declaration(&mut self) -> Token {
        let start = self.at + 2;
        let rest = &self.page[start..];
        if rest.starts_with(b"--") {
            return self.comment(start + 2);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            let start = start + 7;
            let end = memchr(b'>', &self.page[start..]).map_or(self.page.len(), |i| start + i);
            self.at = (end + 1).min(self.page.len());
            return Token::Doctype(Span::new(start, end));
        }
        if self.cdata && rest.starts_with(b"[CDATA[") {
            let start = start + 7;
            let end = memmem::find(&self.page[start..], b"]]>").map(|i| start + i);
            self.at = end.map_or(self.page.len(), |end| end + 3);
            return Token::Verbatim(Span::new(start, end.unwrap_or(self.page.len())));
        }
        self.bogus_comment(start)
    }

    /// A comment whose text begins at `start`. It ends at `-->` or `--!>`; `<!-->` and `<!--->` are whole.
    fn comment(&mut self, start: usize) -> Token {
        let page = self.page;
        let mut from = start;
        // The dashes of the opening may be those of the closing.
        let dashes = |at: usize| at >= start && page[at - 1] == b'-' && page[at - 2] == b'-';
        while let Some(gt) = memchr(b'>', &page[from..]).map(|i| from + i) {
            let end = if gt == start || (gt == start + 1 && page[start] == b'-') {
                start
            } else if gt >= start + 2 && dashes(gt) {
                gt - 2
            } else if gt >= start + 3 && page[gt - 1] == b'!' && dashes(gt - 1) {
                gt - 3
            } else {
                from = gt + 1;
                continue;
            };
            self.at = gt + 1;
            return Token::Comment(Span::new(start, end));
        }
        self.at = page.len();
        Token::Comment(Span::new(start, unfinished_comment_end(page, start)))
    }

    fn bogus_comment(&mut self, start: usize) -> Token {
        let end = memchr(b'>', &self.page[start..]).map_or(self.page.len(), |i| start + i);
        self.at = (end + 1).min(self.page.len());
        Token::Comment(Span::new(start, end))
    }

    /// Text up to the end tag `name`, which becomes the token after it.
    fn raw(&mut self, name: &'static str, script: bool) -> (usize, usize) {
        let start = self.at;
        let end = if script { self.script_end(start) } else { self.raw_end(start, name) };
        let Some(lt) = end else {
            self.at = self.page.len();
            return (start, self.page.len());
        };
        self.mode = Mode::Data;
        self.at = lt;
        // An end tag that the page's end cuts short is dropped, as everywhere.
        self.pending_end = self.tag(lt + 2, true);
        (start, lt)
    }

    fn raw_end(&self, start: usize, name: &str) -> Option<usize> {
        let mut from = start;
        while let Some(lt) = memchr(b'<', &self.page[from..]).map(|i| from + i) {
            if self.is_tag(lt + 1, true, name) {
                return Some(lt);
            }
            from = lt + 1;
        }
        None
    }

    /// Where `</script` ends the script that begins at `start`. Inside `<!-- … -->`, a `<script` hides the next end tag.
    fn script_end(&self, start: usize) -> Option<usize> {
        let page = self.page;
        let (mut from, mut opened, mut hidden) = (start, None, false);
        loop {
            let at = match opened {
                None => memchr(b'<', &page[from..]),
                Some(_) => memchr2(b'<', b'>', &page[from..]),
            };
            let at = from + at?;
            from = at + 1;
            if page[at] == b'>' {
                // The dashes of `<!--` may be those of `-->`.
                if opened.is_some_and(|dashes| at >= dashes + 2) && &page[at - 2..at] == b"--" {
                    (opened, hidden) = (None, false);
                }
            } else if opened.is_none() {
                if self.is_tag(at + 1, true, "script") {
                    return Some(at);
                }
                if page[at + 1..].starts_with(b"!--") {
                    opened = Some(at + 2);
                    from = at + 4;
                }
            } else if self.is_tag(at + 1, true, "script") {
                if !hidden {
                    return Some(at);
                }
                hidden = false;
            } else if !hidden && self.is_tag(at + 1, false, "script") {
                hidden = true;
            }
        }
    }

    /// The tag `name` begins behind the `<` at `at - 1`, its name closed.
    fn is_tag(&self, at: usize, end_tag: bool, name: &str) -> bool {
        let at = if end_tag {
            if self.page.get(at) != Some(&b'/') {
                return false;
            }
            at + 1
        } else {
            at
        };
        let end = at + name.len();
        self.page.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            && self.page.get(end).is_some_and(|&c| CLASS[c as usize] & ENDS_TAG_NAME != 0)
    }
}

impl Iterator for Tokenizer<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        if let Some(end) = self.pending_end.take() {
            return Some(end);
        }
        if self.at >= self.page.len() {
            return None;
        }
        match self.mode {
            Mode::Data => self.data(),
            Mode::Plaintext => {
                let start = std::mem::replace(&mut self.at, self.page.len());
                Some(Token::Verbatim(Span::new(start, self.page.len())))
            }
            Mode::Rcdata(name) | Mode::Rawtext(name) => {
                let rcdata = matches!(self.mode, Mode::Rcdata(_));
                let (start, end) = self.raw(name, false);
                if start == end {
                    return self.next();
                }
                let span = Span::new(start, end);
                Some(if rcdata { Token::Text(span) } else { Token::Verbatim(span) })
            }
            Mode::Script => {
                let (start, end) = self.raw("script", true);
                if start == end {
                    return self.next();
                }
                Some(Token::Verbatim(Span::new(start, end)))
            }
        }
    }
}

fn text(start: usize, end: usize) -> Option<Token> {
    (start < end).then(|| Token::Text(Span::new(start, end)))
}

/// A comment that the page's end closes loses the closing it had begun.
fn unfinished_comment_end(page: &[u8], start: usize) -> usize {
    let text = &page[start..];
    let cut = [b"--!".as_slice(), b"--", b"-"].into_iter().find(|tail| text.ends_with(tail));
    page.len() - cut.map_or(0, <[u8]>::len)
}

const SPACE: u8 = 1;
const SPACE_OR_SLASH: u8 = 2;
const ENDS_TAG_NAME: u8 = 4;
const ENDS_ATTR_NAME: u8 = 8;
const ENDS_UNQUOTED: u8 = 16;

const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let spaces = b"\t\n\x0C\r ";
    let mut i = 0;
    while i < spaces.len() {
        class[spaces[i] as usize] = SPACE | SPACE_OR_SLASH | ENDS_TAG_NAME | ENDS_ATTR_NAME | ENDS_UNQUOTED;
        i += 1;
    }
    class[b'/' as usize] = SPACE_OR_SLASH | ENDS_TAG_NAME | ENDS_ATTR_NAME;
    class[b'>' as usize] = ENDS_TAG_NAME | ENDS_ATTR_NAME | ENDS_UNQUOTED;
    class[b'=' as usize] = ENDS_ATTR_NAME;
    class
};
