//! Builds the tree and the flat text in one pass over the tokens.
//!
//! Follows the HTML standard's tree construction where it decides what text stands in which element: implied end tags,
//! scopes, void elements, foreign content. It leaves out what only moves elements about (foster parents, the adoption
//! agency): text stays where it stands in the source. Each token costs a bounded number of steps, whatever came before
//! it; depth and number of elements are capped, and what lies beyond a cap keeps its text but gets no element. Behind the
//! last element that a page may have nothing is opened any more: tags end blocks, and no more is asked of them.

use super::attr::{Attr, AttrName};
use super::declared;
use super::head::Head;
use super::tag::Tag;
use super::tokenize::{Mode, Token, Tokenizer};
use super::tree::{Node, Shown, Tree};
use super::write::{Place, Writer};
use crate::content::flat::Flat;
use crate::model::{BlockKind, Span};

/// Elements open at once; browsers stop at as many.
const MAX_DEPTH: usize = 512;
/// Elements of any page, and bytes of a page for which it may have one more: of real pages, the richest in elements have
/// 10,000, and none has more than 5,000 and one for each 200 bytes.
const ANY_NODES: usize = 12_000;
const BYTES_A_NODE: usize = 128;
/// Open elements that the end tag of one without a known name looks at, as long as all these tags together have looked
/// at fewer than so many.
const MAX_UNKNOWN: usize = 32;
const ALL_UNKNOWN: usize = 20_000;

/// Reads `page` to its end.
pub(super) fn build(page: &str) -> Flat<'_> {
    counted(page).0
}

/// The same, and how many steps it took beside looking at each byte: tokens, elements closed, elements looked at.
pub(super) fn counted(page: &str) -> (Flat<'_>, usize) {
    let mut builder = Builder::new(page);
    let mut tokens = Tokenizer::new(page);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(span) => builder.text(span, true),
            Token::Verbatim(span) => builder.text(span, false),
            Token::Start { tag, name, self_closing } => builder.start(&mut tokens, tag, name, self_closing),
            Token::End { tag, name } => builder.end(tag, name),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
        builder.steps += 1;
        if builder.foreign_changed {
            tokens.allow_cdata(builder.top().foreign);
            builder.foreign_changed = false;
        }
    }
    builder.capped |= tokens.capped();
    builder.close_all();
    let steps = builder.steps;
    builder.tree.attrs = tokens.into_attrs();
    (builder.finish(), steps)
}

/// An element that is open.
#[derive(Debug, Clone, Copy)]
struct Open {
    tag: Tag,
    /// Its element in the tree.
    node: u32,
    /// Number of the open element of the same tag below it, plus 1.
    same: u16,
    /// Number of the special element at or below it, plus 1.
    special: u16,
    /// Number of the element that ends the scope, at or below it, plus 1.
    scope: u16,
    /// Number of the element that ends a list item's scope, at or below it, plus 1.
    list_scope: u16,
    /// It stands in SVG or MathML.
    foreign: bool,
    /// Its text is no text of the page.
    silent: bool,
    /// White space means something in it.
    pre: bool,
    place: Place,
}

struct Builder<'p> {
    page: &'p str,
    tree: Tree,
    head: Head<'p>,
    writer: Writer,
    open: Vec<Open>,
    /// Number of the innermost open element of each tag, plus 1.
    innermost: [u16; Tag::COUNT],
    /// Start tags of each tag that the depth cap kept from opening.
    unopened: [u32; Tag::COUNT],
    /// Links open around here; `</a>` ends one even where its element stays open.
    links: u32,
    in_body: bool,
    /// The last script is JSON-LD.
    in_json_ld: bool,
    foreign_changed: bool,
    capped: bool,
    /// Elements that the page may have; where it has them, no more are opened.
    most: usize,
    full: bool,
    /// Text read now is that of a script or the like, behind the last element.
    muted: bool,
    /// Blocks written when the innermost row began.
    row: usize,
    /// Open elements that end tags of unknown ones have looked at.
    looked: usize,
    steps: usize,
}

impl<'p> Builder<'p> {
    fn new(page: &'p str) -> Self {
        let place =
            Place { node: Node::NONE, kind: BlockKind::Paragraph, in_link: false, shown: Shown::Plainly };
        let bottom = Open {
            tag: Tag::Other,
            node: Node::NONE,
            same: 0,
            special: 0,
            scope: 0,
            list_scope: 0,
            foreign: false,
            silent: false,
            pre: false,
            place,
        };
        let mut open = Vec::with_capacity(64);
        open.push(bottom);
        Self {
            page,
            tree: Tree { nodes: Vec::with_capacity(page.len() / 64 + 16), attrs: Vec::new() },
            head: Head::default(),
            writer: Writer::new(page.len()),
            open,
            innermost: [0; Tag::COUNT],
            unopened: [0; Tag::COUNT],
            links: 0,
            in_body: false,
            in_json_ld: false,
            foreign_changed: false,
            capped: false,
            most: ANY_NODES + page.len() / BYTES_A_NODE,
            full: false,
            muted: false,
            row: 0,
            looked: 0,
            steps: 0,
        }
    }

    fn top(&self) -> &Open {
        // The bottom entry is never popped.
        &self.open[self.open.len() - 1]
    }

    fn text(&mut self, span: Span, references: bool) {
        let mut top = *self.top();
        let piece = span.of(self.page);
        if top.tag == Tag::Head && !piece.bytes().all(|b| b.is_ascii_whitespace()) {
            self.pop();
            top = *self.top();
        }
        if top.silent || self.muted {
            self.silent_text(&top, piece);
            return;
        }
        let place = Place { in_link: self.links > 0, ..top.place };
        if !top.pre {
            self.writer.piece(piece, span.start as usize, place, references);
            return;
        }
        let mut at = span.start as usize;
        for (number, line) in piece.split('\n').enumerate() {
            if number > 0 {
                self.writer.end_line();
            }
            self.writer.piece(line, at, place, references);
            at += line.len() + 1;
        }
    }

    fn silent_text(&mut self, top: &Open, piece: &'p str) {
        match top.tag {
            Tag::Title if self.head.title.is_empty() && !top.foreign => {
                let decoded = super::reference::decoded(piece);
                self.head.title = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            Tag::Script if self.in_json_ld => self.head.json_ld.push(piece),
            _ => {}
        }
    }

    fn start(&mut self, tokens: &mut Tokenizer<'_>, tag: Tag, name: Span, self_closing: bool) {
        if self.tree.nodes.len() >= self.most {
            return self.start_beyond(tokens, tag);
        }
        if self.top().foreign && tag.breaks_out() {
            self.leave_foreign();
        }
        let foreign = self.top().foreign || matches!(tag, Tag::Svg | Tag::Math);
        if !foreign {
            self.imply_ends(tag);
            if self.is_stray(tag) {
                return;
            }
        }
        if tag.is_block() {
            self.writer.end_block();
        }
        let kept = tokens.keep_attrs();
        let attrs = tokens.attrs();
        let at = self.insert(attrs, kept, tag, name);
        self.note(tag, at, attrs);
        if tag.is_void() || (foreign && self_closing) {
            return self.void(tag);
        }
        // An element whose text is none of the page's opens at any depth; nothing inside it does again.
        if self.open.len() < MAX_DEPTH || (tag.is_silent() && !self.top().silent) {
            let is_link = tag == Tag::A && Attr::first(attrs, AttrName::Href).is_some();
            self.push(tag, at, foreign, is_link);
        } else {
            self.capped = true;
            self.unopened[tag as usize] = self.unopened[tag as usize].saturating_add(1);
        }
        if !foreign || matches!(tag, Tag::Script | Tag::Style) {
            tokens.switch(Mode::after(tag));
        }
    }

    /// A start tag behind the last element that the page may have. At the first, all that are open end, but for the body.
    fn start_beyond(&mut self, tokens: &mut Tokenizer<'_>, tag: Tag) {
        if !self.full {
            (self.capped, self.full) = (true, true);
            self.pop_to(self.number(Tag::Body).max(1) + 1);
        }
        match tag {
            _ if tag.is_block() => self.writer.end_block(),
            Tag::Button | Tag::Option | Tag::Optgroup => self.writer.part(),
            _ => self.void(tag),
        }
        let mode = Mode::after(tag);
        self.muted = mode != Mode::Data && tag.is_silent();
        tokens.switch(mode);
    }

    /// The tag has no place here: a second `<body>`, a cell outside tables.
    fn is_stray(&mut self, tag: Tag) -> bool {
        match tag {
            Tag::Html => self.open.len() > 1,
            Tag::Head => self.open.len() > 2 || self.in_body,
            Tag::Body | Tag::Frameset => {
                let stray = self.open.len() > 2 || self.in_body;
                self.in_body = true;
                stray
            }
            Tag::Caption
            | Tag::Colgroup
            | Tag::Col
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Tr
            | Tag::Td
            | Tag::Th => {
                let stray = self.number(Tag::Table) == 0 && self.number(Tag::Template) == 0;
                if stray {
                    self.writer.end_block();
                }
                stray
            }
            _ => false,
        }
    }

    /// Ends what the start tag of `tag` ends without saying so.
    fn imply_ends(&mut self, tag: Tag) {
        if self.number(Tag::Head) > 0 && !tag.may_stand_in_head() {
            self.pop_to(self.number(Tag::Head));
        }
        if tag.closes_p() {
            self.end_paragraph();
        }
        let table = self.number(Tag::Table);
        match tag {
            _ if tag.is_heading() && self.top().tag.is_heading() => self.pop_to(self.open.len() as u16),
            Tag::Li => self.pop_above(self.number(Tag::Li), self.top().list_scope),
            Tag::Dd | Tag::Dt => {
                self.pop_above(self.number(Tag::Dd).max(self.number(Tag::Dt)), self.top().list_scope);
            }
            Tag::Option | Tag::Optgroup => {
                self.pop_above(self.number(Tag::Option), self.top().special);
                if tag == Tag::Optgroup {
                    self.pop_above(self.number(Tag::Optgroup), self.top().special);
                }
            }
            Tag::Select | Tag::Input | Tag::Textarea | Tag::Keygen => {
                self.pop_above(self.number(Tag::Select), self.top().scope);
            }
            Tag::Button => self.pop_above(self.number(Tag::Button), self.top().scope),
            Tag::A => self.end_link(),
            Tag::Td | Tag::Th => {
                self.pop_above(self.number(Tag::Td).max(self.number(Tag::Th)), table);
                self.pop_above(self.number(Tag::Caption), table);
            }
            Tag::Tr => {
                self.pop_above(self.number(Tag::Tr), table);
                self.pop_above(self.number(Tag::Caption), table);
            }
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption | Tag::Colgroup => {
                let parts = [Tag::Tbody, Tag::Thead, Tag::Tfoot, Tag::Tr, Tag::Caption, Tag::Colgroup];
                let lowest = parts.into_iter().map(|part| self.number(part)).filter(|&n| n > table).min();
                self.pop_above(lowest.unwrap_or(0), table);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: Tag, name: Span) {
        if tag.is_block() {
            self.writer.end_block();
        }
        if self.full {
            self.muted = false;
            return self.void(tag);
        }
        let unopened = &mut self.unopened[tag as usize];
        if *unopened > 0 {
            *unopened -= 1;
            return;
        }
        let number = self.number(tag);
        let scope = self.top().scope;
        let table = self.number(Tag::Table);
        match tag {
            Tag::Html | Tag::Body => {}
            Tag::Br => self.void(Tag::Br),
            Tag::Paragraph => self.end_paragraph(),
            Tag::A => self.end_link(),
            Tag::Li => {
                let list = self.number(Tag::Ul).max(self.number(Tag::Ol));
                self.pop_above(number, scope.max(list));
            }
            Tag::Table | Tag::Template | Tag::Head => self.pop_above(number, 0),
            Tag::Td
            | Tag::Th
            | Tag::Tr
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Caption
            | Tag::Colgroup => {
                self.pop_above(number, table);
            }
            Tag::Other => self.end_unknown(name),
            _ if tag.is_heading() => {
                let any = (Tag::H1 as usize..=Tag::H6 as usize).map(|h| self.innermost[h]).max();
                self.pop_above(any.unwrap_or(0), scope);
            }
            // A scope's own end tag reaches the scope itself.
            _ if tag.is_scope() => self.pop_above(number, scope.saturating_sub(1)),
            _ if tag.is_special() => self.pop_above(number, scope),
            _ => {
                self.pop_above(number, self.top().special);
                if matches!(tag, Tag::Option | Tag::Optgroup) {
                    self.writer.part();
                }
            }
        }
    }

    fn end_paragraph(&mut self) {
        self.pop_above(self.number(Tag::Paragraph), self.top().scope.max(self.number(Tag::Button)));
    }

    /// Ends the innermost link; its element too, unless a block-level one opened inside is still open.
    fn end_link(&mut self) {
        let number = self.number(Tag::A);
        if number > self.top().special {
            self.pop_to(number);
        } else if number > self.top().scope {
            let open = &mut self.open[number as usize - 1];
            if std::mem::take(&mut open.place.in_link) {
                self.links -= 1;
            }
        }
    }

    fn end_unknown(&mut self, name: Span) {
        let wanted = name.of(self.page);
        // No end tag of an inline element reaches past a special one.
        let most = if self.looked < ALL_UNKNOWN { MAX_UNKNOWN } else { 1 };
        let reach = self.open.len().saturating_sub(self.top().special.into()).min(most);
        let (steps, looked) = (&mut self.steps, &mut self.looked);
        let number = self.open.iter().enumerate().rev().take(reach).find_map(|(at, open)| {
            *steps += 1;
            *looked += 1;
            let same = open.tag == Tag::Other
                && self
                    .tree
                    .get(open.node)
                    .is_some_and(|node| node.name.of(self.page).eq_ignore_ascii_case(wanted));
            same.then_some(at as u16 + 1)
        });
        self.pop_above(number.unwrap_or(0), self.top().special);
    }

    /// Number of the innermost open element of that tag, plus 1; 0 where none is open.
    fn number(&self, tag: Tag) -> u16 {
        self.innermost[tag as usize]
    }

    /// Ends open elements down to number `number - 1`, unless a barrier is at or above it.
    fn pop_above(&mut self, number: u16, barrier: u16) {
        if number > barrier {
            self.pop_to(number);
        }
    }

    /// Ends open elements down to number `number - 1`, that one included.
    fn pop_to(&mut self, number: u16) {
        while self.open.len() >= (number as usize).max(2) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        self.steps += 1;
        self.innermost[closed.tag as usize] = closed.same;
        if self.open.len() + 1 >= MAX_DEPTH && self.capped {
            self.unopened = [0; Tag::COUNT];
        }
        if closed.tag.is_block() {
            self.writer.end_block();
        }
        match closed.tag {
            Tag::A if closed.place.in_link => self.links -= 1,
            Tag::Tr => {
                self.writer.join_row(self.row);
                self.row = usize::MAX;
            }
            Tag::Button => self.writer.part(),
            _ => {}
        }
        let end = self.tree.nodes.len() as u32;
        let text_end = Span::new(0, self.writer.text.len()).end;
        if let Some(node) = self.tree.nodes.get_mut(closed.node as usize) {
            (node.end, node.text.end) = (end, text_end);
        }
        self.foreign_changed |= closed.foreign;
    }

    #[inline(always)]
    fn push(&mut self, tag: Tag, at: u32, foreign: bool, is_link: bool) {
        let top = *self.top();
        let number = self.open.len() as u16 + 1;
        let (foreign, silent) = match tag {
            Tag::ForeignObject => (false, false),
            _ => (foreign, top.silent || tag.is_silent()),
        };
        let shown = self.tree.get(at).map_or(top.place.shown, |node| node.shown);
        self.links += u32::from(is_link);
        let list_item = matches!(tag, Tag::Address | Tag::Div | Tag::Paragraph | Tag::Li | Tag::Dd | Tag::Dt);
        self.open.push(Open {
            tag,
            node: at,
            same: std::mem::replace(&mut self.innermost[tag as usize], number),
            special: if tag.is_special() { number } else { top.special },
            scope: if tag.is_scope() { number } else { top.scope },
            list_scope: if tag.is_special() && !list_item { number } else { top.list_scope },
            foreign,
            silent,
            pre: top.pre
                || matches!(tag, Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext | Tag::Textarea),
            place: Place {
                node: if tag.is_block() { at } else { top.place.node },
                kind: if tag.is_block() { kind(tag, &top) } else { top.place.kind },
                in_link: is_link,
                shown,
            },
        });
        self.foreign_changed |= foreign != top.foreign;
        match tag {
            Tag::Tr => self.row = self.writer.blocks.list.len(),
            Tag::Button | Tag::Option | Tag::Optgroup => self.writer.part(),
            _ => {}
        }
    }

    /// Adds the element to the tree, whose attributes stand at `kept`; its number.
    fn insert(&mut self, attrs: &[Attr], kept: Span, tag: Tag, name: Span) -> u32 {
        let top = *self.top();
        let at = self.tree.nodes.len() as u32;
        let (mut class, mut id, mut shown) = (Span::default(), Span::default(), top.place.shown);
        let mut itemprop = false;
        for attr in attrs {
            match attr.name {
                AttrName::Class if class.is_empty() => class = attr.value,
                AttrName::Id if id.is_empty() => id = attr.value,
                AttrName::Itemprop => itemprop = true,
                AttrName::Hidden | AttrName::Style | AttrName::AriaHidden => {
                    shown = shown.max(shown_by(attr.name, attr.value.of(self.page)));
                }
                _ => {}
            }
        }
        if itemprop {
            self.head.itemprops.push(at);
        }
        if tag == Tag::Template && Attr::first(attrs, AttrName::ShadowRootMode).is_none() {
            shown = Shown::Not;
        } else if tag.is_fallback() || tag == Tag::Noscript {
            shown = shown.max(Shown::Instead);
        }
        let text = Span::new(self.writer.text.len(), self.writer.text.len());
        let in_link = self.links > 0 || tag == Tag::A;
        let depth = self.open.len() as u16 - 1;
        self.tree.nodes.push(Node {
            tag,
            shown,
            in_link,
            depth,
            parent: top.node,
            end: at + 1,
            name,
            attrs: kept,
            class,
            id,
            text,
        });
        at
    }

    fn note(&mut self, tag: Tag, at: u32, attrs: &[Attr]) {
        let value = |name| Attr::first(attrs, name).map(|attr| attr.value.of(self.page));
        match tag {
            Tag::Meta => self.head.note_meta(self.page, at, attrs),
            Tag::Link => self.head.note_link(self.page, attrs),
            Tag::Time => self.head.times.push(at),
            Tag::Html => self.head.lang = value(AttrName::Lang).unwrap_or(""),
            Tag::Script => self.in_json_ld = value(AttrName::Type).is_some_and(is_json_ld),
            _ => {}
        }
    }

    fn void(&mut self, tag: Tag) {
        match tag {
            Tag::Br => self.writer.end_line(),
            Tag::Input => self.writer.part(),
            _ => {}
        }
    }

    /// HTML has begun inside SVG or MathML: these end.
    fn leave_foreign(&mut self) {
        while self.top().foreign {
            self.pop();
        }
    }

    fn close_all(&mut self) {
        self.pop_to(2);
        self.writer.end_block();
    }

    fn finish(mut self) -> Flat<'p> {
        declared::append(self.page, &self.head, &mut self.writer);
        let (blocks, coarse) = self.writer.blocks.finish();
        Flat {
            page: self.page,
            text: self.writer.text,
            blocks,
            tree: self.tree,
            head: self.head,
            capped: self.capped,
            coarse,
        }
    }
}

/// What kind of block begins at the start tag of `tag` inside `around`.
fn kind(tag: Tag, around: &Open) -> BlockKind {
    match tag {
        Tag::Li | Tag::Dt | Tag::Dd => BlockKind::Item,
        Tag::Blockquote => BlockKind::Quote,
        Tag::Td | Tag::Th => BlockKind::Row,
        Tag::Pre | Tag::Listing | Tag::Xmp | Tag::Plaintext => BlockKind::Pre,
        Tag::Figcaption => BlockKind::Caption,
        _ if tag.is_heading() => BlockKind::Heading,
        _ => match around.place.kind {
            kept @ (BlockKind::Quote | BlockKind::Caption | BlockKind::Heading | BlockKind::Pre) => kept,
            BlockKind::Item if matches!(tag, Tag::Paragraph | Tag::Div) => BlockKind::Item,
            _ => BlockKind::Paragraph,
        },
    }
}

fn shown_by(name: AttrName, value: &str) -> Shown {
    match name {
        AttrName::Hidden if !value.eq_ignore_ascii_case("until-found") => Shown::Not,
        AttrName::AriaHidden if value.eq_ignore_ascii_case("true") => Shown::Unspoken,
        AttrName::Style if style_hides(value) => Shown::Not,
        _ => Shown::Plainly,
    }
}

/// Whether a `style` says `display: none` or `visibility: hidden`.
fn style_hides(style: &str) -> bool {
    // Both properties end with it, and most styles have none.
    memchr::memchr2_iter(b'y', b'Y', style.as_bytes()).any(|at| {
        let (before, behind) = style.split_at(at + 1);
        let Some(value) = behind.trim_start().strip_prefix(':') else { return false };
        [("display", "none"), ("visibility", "hidden")].iter().any(|(property, hides)| {
            let start = before.len().checked_sub(property.len());
            let Some((outer, said)) = start.and_then(|start| before.split_at_checked(start)) else {
                return false;
            };
            let begins = || matches!(outer.trim_end().as_bytes(), [] | [.., b';']);
            let value = || value.split([';', '!']).next().unwrap_or("").trim();
            said.eq_ignore_ascii_case(property) && begins() && value().eq_ignore_ascii_case(hides)
        })
    })
}

fn is_json_ld(kind: &str) -> bool {
    kind.trim().get(..19).is_some_and(|head| head.eq_ignore_ascii_case("application/ld+json"))
}
