//! Attributes: names and values as spans of the page's text.

use crate::model::Span;

/// An attribute as written; [`decoded_attr`](super::reference::decoded_attr) decodes its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attr {
    /// Its name, if it is one that the program asks for.
    pub name: AttrName,
    /// Bytes of its name.
    pub name_span: Span,
    /// Bytes of its value, without the quotes.
    pub value: Span,
}

macro_rules! names {
    ($($variant:ident $name:literal;)*) => {
        /// An attribute name known to the program; [`AttrName::Other`] for every other one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[repr(u8)]
        #[expect(missing_docs, reason = "the names are HTML's")]
        pub enum AttrName {
            #[default]
            Other,
            $($variant,)*
        }

        impl AttrName {
            /// Its name in lower case; `""` for [`AttrName::Other`].
            pub fn name(self) -> &'static str {
                NAMES[self as usize]
            }

            const ALL: &'static [Self] = &[Self::Other, $(Self::$variant,)*];
        }

        const NAMES: &[&str] = &["", $($name,)*];
    };
}

names! {
    Id "id";
    Rel "rel";
    Src "src";
    Alt "alt";
    Dir "dir";
    Href "href";
    Lang "lang";
    Name "name";
    Role "role";
    Type "type";
    Class "class";
    Style "style";
    Title "title";
    Width "width";
    Hidden "hidden";
    Target "target";
    Content "content";
    Property "property";
    Itemprop "itemprop";
    Itemtype "itemtype";
    Datetime "datetime";
    HttpEquiv "http-equiv";
    AriaLabel "aria-label";
    AriaHidden "aria-hidden";
    ShadowRootMode "shadowrootmode";
}

impl AttrName {
    /// The attribute called `name`, whatever the case of its letters.
    #[inline]
    pub fn of(name: &[u8]) -> Self {
        let (Some(&first), Some(&last)) = (name.first(), name.last()) else { return Self::Other };
        let slot = slot(name.len(), first | 0x20, last | 0x20);
        let at = SLOTS[slot] as usize;
        let known = NAMES[at].as_bytes();
        // Known names are letters and hyphens, and no attribute's name holds a line end, which is what else would pass.
        let same = |(known, byte): (&u8, &u8)| *known == byte | 0x20;
        if at != 0 && known.len() == name.len() && known.iter().zip(name).all(same) {
            Self::ALL[at]
        } else {
            Self::Other
        }
    }
}

/// Length, first and last letter tell all known names apart; building the table fails where two names share a place.
const fn slot(len: usize, first: u8, last: u8) -> usize {
    (len + first as usize * 2 + last as usize * 9) & 255
}

const SLOTS: [u8; 256] = {
    let mut slots = [0; 256];
    let mut i = 1;
    while i < AttrName::ALL.len() {
        let name = NAMES[i].as_bytes();
        let at = slot(name.len(), name[0] | 0x20, name[name.len() - 1] | 0x20);
        assert!(slots[at] == 0, "two names share a place: change the multipliers of `slot`");
        slots[at] = i as u8;
        i += 1;
    }
    slots
};
