//! What a page says of itself in its markup: titles, `<meta>`, `<link>`, JSON-LD, `<time>`.

use std::borrow::Cow;

use super::attr::{Attr, AttrName};
use super::reference::decoded_attr;

/// What a page says of itself, wherever on the page it says so. Empty for plain text.
#[derive(Debug, Clone, Default)]
pub struct Head<'p> {
    /// The first `<title>`, decoded, white space collapsed.
    pub title: String,
    /// `lang` of `<html>`, as written.
    pub lang: &'p str,
    /// `<meta>` elements that have both a name and a content.
    pub metas: Vec<Meta<'p>>,
    /// `<link>` elements.
    pub links: Vec<Link<'p>>,
    /// The texts of `<script type="application/ld+json">`, as written.
    pub json_ld: Vec<&'p str>,
    /// `<time>` elements, as indices into the tree's nodes.
    pub times: Vec<u32>,
    /// Elements with an `itemprop`, as indices into the tree's nodes.
    pub itemprops: Vec<u32>,
}

/// A `<meta>` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta<'p> {
    /// Which attribute names it: `name`, `property`, `itemprop` or `http-equiv`.
    pub by: AttrName,
    /// Its name, as written.
    pub name: &'p str,
    /// Its content, decoded.
    pub content: Cow<'p, str>,
    /// The element.
    pub node: u32,
}

/// A `<link>` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'p> {
    /// Its relations, as written.
    pub rel: &'p str,
    /// Its address, decoded.
    pub href: Cow<'p, str>,
}

impl<'p> Head<'p> {
    /// The content of the first `<meta>` of that name, whatever its case.
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.metas.iter().find(|meta| meta.name.eq_ignore_ascii_case(name)).map(|meta| &*meta.content)
    }

    /// The texts that JSON-LD calls `articleBody`, as written between the quotes; a few of each script.
    pub fn article_bodies(&self) -> impl Iterator<Item = &'p str> {
        const KEY: &str = "\"articleBody\"";
        self.json_ld.iter().flat_map(|script| {
            let keys = memchr::memmem::find_iter(script.as_bytes(), KEY).take(4);
            keys.filter_map(|at| string_after(script, at + KEY.len()))
        })
    }

    pub(super) fn note_meta(&mut self, page: &'p str, at: u32, attrs: &[Attr]) {
        let names = [AttrName::Property, AttrName::Name, AttrName::Itemprop, AttrName::HttpEquiv];
        let Some(content) = Attr::first(attrs, AttrName::Content) else { return };
        // An element may be named twice, as in `name="author" property="article:author"`.
        for by in names {
            if let Some(name) = Attr::first(attrs, by) {
                let content = decoded_attr(content.value.of(page));
                self.metas.push(Meta { by, name: name.value.of(page), content, node: at });
            }
        }
    }

    pub(super) fn note_link(&mut self, page: &'p str, attrs: &[Attr]) {
        let value = |name| Attr::first(attrs, name).map(|attr| attr.value.of(page));
        if let (Some(rel), Some(href)) = (value(AttrName::Rel), value(AttrName::Href)) {
            self.links.push(Link { rel, href: decoded_attr(href) });
        }
    }
}

/// The JSON string that follows a key ending at byte `at`, as written.
fn string_after(json: &str, at: usize) -> Option<&str> {
    let inner = json.get(at..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut end = 0;
    loop {
        end += memchr::memchr2(b'"', b'\\', inner.as_bytes().get(end..)?)?;
        if inner.as_bytes()[end] == b'"' {
            return inner.get(..end);
        }
        end += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::string_after;

    #[test]
    fn a_json_string_is_read_to_its_own_end() {
        let json = r#""articleBody" : "He said \"no\"\nand left.", "x": "y""#;
        assert_eq!(string_after(json, 13), Some(r#"He said \"no\"\nand left."#));
        assert_eq!(string_after(r#""articleBody": ["a"]"#, 13), None);
        assert_eq!(string_after(r#""articleBody": "never closed \"#, 13), None);
    }
}
