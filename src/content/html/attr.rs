//! Attributes: names and values as spans of the page's text.

use super::name::{Key, Names};
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

impl Attr {
    /// The first of that name among those of an element, as the standard has it.
    #[inline]
    pub fn first(attrs: &[Self], name: AttrName) -> Option<&Self> {
        attrs.iter().find(|attr| attr.name == name)
    }
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
    pub fn of(name: &[u8]) -> Self {
        Self::of_key(Key::of(name))
    }

    #[inline]
    pub(super) fn of_key(key: Key) -> Self {
        Self::ALL[TABLE.place(key)]
    }
}

static TABLE: Names<{ NAMES.len() }> = Names::of(NAMES);
