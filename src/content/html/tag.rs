//! Element names and what the HTML standard says of them.
//!
//! Takes a name as written, gives a [`Tag`]; knows each tag's part in parsing and in the layout of text.

use super::name::{Key, Names};

macro_rules! tags {
    ($($variant:ident $name:literal $flags:expr;)*) => {
        /// An element name known to the program; [`Tag::Other`] for every other one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are HTML's")]
        pub enum Tag {
            #[default]
            Other,
            $($variant,)*
        }

        const ALL: &[Tag] = &[Tag::Other, $(Tag::$variant,)*];
        const NAMES: &[&str] = &["", $($name,)*];
        const FLAGS: &[u16] = &[0, $($flags,)*];
    };
}

/// Begins and ends a block of text.
const BLOCK: u16 = 1;
/// Of the standard's "special" category: an end tag of an inline element does not reach past it.
const SPECIAL: u16 = 2;
/// Has no content and no end tag.
const VOID: u16 = 4;
/// Its start tag ends an open paragraph.
const CLOSES_P: u16 = 8;
/// No end tag inside it reaches an element outside it.
const SCOPE: u16 = 16;
/// May stand in the head; every other start tag ends the head.
const HEAD: u16 = 32;
/// Its text is no text of the page, or, as a reading beside its characters, says the same again.
const SILENT: u16 = 64;
/// Its start tag cannot stand inside SVG or MathML, and ends them.
const BREAKS_OUT: u16 = 128;
/// Shown only where something else fails to show.
const FALLBACK: u16 = 256;

const B: u16 = BLOCK | SPECIAL;
const P: u16 = BLOCK | SPECIAL | CLOSES_P | BREAKS_OUT;

tags! {
    A "a" 0;
    Abbr "abbr" 0;
    Acronym "acronym" 0;
    Address "address" P;
    Applet "applet" SPECIAL | SCOPE;
    Area "area" SPECIAL | VOID;
    Article "article" P;
    Aside "aside" P;
    Audio "audio" FALLBACK;
    Bold "b" BREAKS_OUT;
    Base "base" SPECIAL | VOID | HEAD;
    Basefont "basefont" SPECIAL | VOID | HEAD;
    Bdi "bdi" 0;
    Bdo "bdo" 0;
    Bgsound "bgsound" SPECIAL | VOID | HEAD;
    Big "big" BREAKS_OUT;
    Blockquote "blockquote" P;
    Body "body" B | BREAKS_OUT;
    Br "br" SPECIAL | VOID | BREAKS_OUT;
    Button "button" SPECIAL;
    Canvas "canvas" FALLBACK;
    Caption "caption" B | SCOPE;
    Center "center" P;
    Cite "cite" 0;
    Code "code" BREAKS_OUT;
    Col "col" SPECIAL | VOID;
    Colgroup "colgroup" SPECIAL;
    Data "data" 0;
    Datalist "datalist" BLOCK | FALLBACK;
    Dd "dd" P;
    Del "del" 0;
    Details "details" P;
    Dfn "dfn" 0;
    Dialog "dialog" P;
    Dir "dir" P;
    Div "div" P;
    Dl "dl" P;
    Dt "dt" P;
    Em "em" BREAKS_OUT;
    Embed "embed" SPECIAL | VOID | BREAKS_OUT;
    Fieldset "fieldset" P;
    Figcaption "figcaption" P;
    Figure "figure" P;
    Font "font" 0;
    Footer "footer" P;
    Form "form" P;
    Frame "frame" SPECIAL | VOID;
    Frameset "frameset" SPECIAL;
    H1 "h1" P;
    H2 "h2" P;
    H3 "h3" P;
    H4 "h4" P;
    H5 "h5" P;
    H6 "h6" P;
    Head "head" SPECIAL | BREAKS_OUT;
    Header "header" P;
    Hgroup "hgroup" P;
    Hr "hr" P | VOID;
    Html "html" SPECIAL | SCOPE;
    Italic "i" BREAKS_OUT;
    Iframe "iframe" SPECIAL | SILENT;
    Image "image" VOID;
    Img "img" SPECIAL | VOID | BREAKS_OUT;
    Input "input" SPECIAL | VOID;
    Ins "ins" 0;
    Kbd "kbd" 0;
    Keygen "keygen" SPECIAL | VOID;
    Label "label" 0;
    Legend "legend" BLOCK;
    Li "li" P;
    Link "link" SPECIAL | VOID | HEAD;
    Listing "listing" P;
    Main "main" P;
    Map "map" 0;
    Mark "mark" 0;
    Marquee "marquee" SPECIAL | SCOPE;
    Math "math" 0;
    Menu "menu" P;
    Meta "meta" SPECIAL | VOID | HEAD;
    Meter "meter" 0;
    Nav "nav" P;
    Nobr "nobr" BREAKS_OUT;
    Noembed "noembed" SPECIAL | SILENT;
    Noframes "noframes" SPECIAL | HEAD | SILENT;
    Noscript "noscript" SPECIAL | HEAD;
    Object "object" SPECIAL | SCOPE;
    Ol "ol" P;
    Optgroup "optgroup" 0;
    Option "option" 0;
    Output "output" 0;
    Paragraph "p" P;
    Param "param" SPECIAL | VOID;
    Picture "picture" 0;
    Plaintext "plaintext" P;
    Pre "pre" P;
    Progress "progress" 0;
    Q "q" 0;
    Rb "rb" 0;
    Rp "rp" SILENT;
    Rt "rt" SILENT;
    Rtc "rtc" 0;
    Ruby "ruby" BREAKS_OUT;
    S "s" BREAKS_OUT;
    Samp "samp" 0;
    Script "script" SPECIAL | HEAD | SILENT;
    Search "search" P;
    Section "section" P;
    Select "select" B;
    Slot "slot" 0;
    Small "small" BREAKS_OUT;
    Source "source" SPECIAL | VOID;
    Span "span" BREAKS_OUT;
    Strike "strike" BREAKS_OUT;
    Strong "strong" BREAKS_OUT;
    Style "style" SPECIAL | HEAD | SILENT;
    Sub "sub" BREAKS_OUT;
    Summary "summary" P;
    Sup "sup" BREAKS_OUT;
    Svg "svg" SILENT;
    Table "table" P | SCOPE;
    Tbody "tbody" B;
    Td "td" B | SCOPE;
    Template "template" SPECIAL | SCOPE | HEAD;
    Textarea "textarea" B;
    Tfoot "tfoot" B;
    Th "th" B | SCOPE;
    Thead "thead" B;
    Time "time" 0;
    Title "title" SPECIAL | HEAD | SILENT;
    Tr "tr" B;
    Track "track" SPECIAL | VOID;
    Tt "tt" BREAKS_OUT;
    U "u" BREAKS_OUT;
    Ul "ul" P;
    Var "var" BREAKS_OUT;
    Video "video" FALLBACK;
    Wbr "wbr" SPECIAL | VOID;
    Xmp "xmp" P;
    ForeignObject "foreignobject" 0;
    Desc "desc" 0;
    AmpSidebar "amp-sidebar" BLOCK;
}

impl Tag {
    /// The tag called `name`, whatever the case of its letters.
    pub fn of(name: &[u8]) -> Self {
        Self::of_key(Key::of(name))
    }

    #[inline]
    pub(super) fn of_key(key: Key) -> Self {
        ALL[TABLE.place(key)]
    }

    /// How many tags there are: an array of this length has a place for each.
    pub const COUNT: usize = ALL.len();

    /// Its name in lower case; `""` for [`Tag::Other`].
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }
    /// Begins and ends a block of text.
    #[inline]
    pub fn is_block(self) -> bool {
        self.has(BLOCK)
    }
    /// A heading, `h1` to `h6`.
    #[inline]
    pub fn is_heading(self) -> bool {
        (Self::H1..=Self::H6).contains(&self)
    }
    /// Has no content and no end tag.
    #[inline]
    pub fn is_void(self) -> bool {
        self.has(VOID)
    }
    #[inline]
    pub(super) fn is_special(self) -> bool {
        self.has(SPECIAL)
    }
    #[inline]
    pub(super) fn closes_p(self) -> bool {
        self.has(CLOSES_P)
    }
    #[inline]
    pub(super) fn is_scope(self) -> bool {
        self.has(SCOPE)
    }
    #[inline]
    pub(super) fn may_stand_in_head(self) -> bool {
        self.has(HEAD)
    }
    #[inline]
    pub(super) fn is_silent(self) -> bool {
        self.has(SILENT)
    }
    #[inline]
    pub(super) fn breaks_out(self) -> bool {
        self.has(BREAKS_OUT)
    }
    #[inline]
    pub(super) fn is_fallback(self) -> bool {
        self.has(FALLBACK)
    }

    #[inline]
    fn has(self, flag: u16) -> bool {
        FLAGS[self as usize] & flag != 0
    }
}

static TABLE: Names<{ ALL.len() }> = Names::of(NAMES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_found_by_its_name_in_any_case() {
        for &tag in &ALL[1..] {
            assert_eq!(Tag::of(tag.name().as_bytes()), tag);
            assert_eq!(Tag::of(tag.name().to_uppercase().as_bytes()), tag);
        }
    }

    #[test]
    fn no_other_name_is_a_tag() {
        for name in ["", "x", "divv", "di", "my-element", "a-name-of-more-than-sixteen-bytes"] {
            assert_eq!(Tag::of(name.as_bytes()), Tag::Other, "{name}");
        }
    }
}
