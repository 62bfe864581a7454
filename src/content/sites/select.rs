//! CSS selectors, in scraper's grammar, over the flat tree.
//!
//! Takes a selector's text and a [`Flat`]; gives the nodes it matches. Names, classes and ids are compared as HTML does:
//! element and attribute names without regard to case, values exactly unless the selector says `i`.

use std::fmt;

use scraper::selector::{CssLocalName, CssString, NonTSPseudoClass, Parser, PseudoElement, Simple};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{MatchingContext, SelectorCaches};
use selectors::matching::{
    ElementSelectorFlags, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode,
    matches_selector,
};
use selectors::parser::{ParseRelative, SelectorImpl, SelectorList};
use selectors::{Element, OpaqueElement};

use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::reference::decoded_attr;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Node;

/// A list of selectors, parsed once.
#[derive(Clone)]
pub struct Selector {
    list: SelectorList<Simple>,
    text: String,
}

impl Selector {
    /// Parses a selector list such as `article .story-body, main > p`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parser = cssparser::Parser::new(text);
        match SelectorList::parse(&Parser, &mut parser, ParseRelative::No) {
            Ok(list) => Ok(Self { list, text: text.to_owned() }),
            Err(_) => Err(format!("`{text}` is not a CSS selector")),
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A page made ready to be asked for selectors: each node knows its neighbour on the left.
#[derive(Debug)]
pub struct Selectable<'a> {
    flat: &'a Flat<'a>,
    /// The sibling before each node; [`Node::NONE`] where it is the first.
    before: Vec<u32>,
}

impl<'a> Selectable<'a> {
    /// One pass over the nodes.
    pub fn new(flat: &'a Flat<'a>) -> Self {
        let nodes = &flat.tree.nodes;
        let mut before = vec![Node::NONE; nodes.len()];
        let (mut last_child, mut last_top) = (vec![Node::NONE; nodes.len()], Node::NONE);
        for (at, node) in nodes.iter().enumerate() {
            let last = last_child.get_mut(node.parent as usize).unwrap_or(&mut last_top);
            before[at] = std::mem::replace(last, at as u32);
        }
        Self { flat, before }
    }

    /// The nodes that match, in document order.
    pub fn select(&self, selector: &Selector) -> Vec<u32> {
        let mut caches = SelectorCaches::default();
        let matches = |at: &u32| {
            let element = Selected { page: self, at: *at };
            let mut context = MatchingContext::new(
                MatchingMode::Normal,
                None,
                &mut caches,
                QuirksMode::NoQuirks,
                NeedsSelectorFlags::No,
                MatchingForInvalidation::No,
            );
            selector.list.slice().iter().any(|one| matches_selector(one, 0, None, &element, &mut context))
        };
        (0..self.before.len() as u32).filter(matches).collect()
    }
}

/// A node as the matcher sees it.
#[derive(Clone, Copy)]
struct Selected<'a> {
    page: &'a Selectable<'a>,
    at: u32,
}

impl fmt::Debug for Selected<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {}", self.at)
    }
}

impl<'a> Selected<'a> {
    fn node(&self) -> &'a Node {
        // A `Selected` is only made of a node that is there.
        &self.page.flat.tree.nodes[self.at as usize]
    }

    fn at(&self, at: u32) -> Option<Self> {
        self.page.flat.tree.get(at).map(|_| Self { page: self.page, at })
    }

    fn name(&self) -> &'a str {
        self.node().name.of(self.page.flat.page)
    }
}

type Namespace = <Simple as SelectorImpl>::NamespaceUrl;

impl Element for Selected<'_> {
    type Impl = Simple;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.node())
    }

    fn parent_element(&self) -> Option<Self> {
        self.at(self.node().parent)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.at(*self.page.before.get(self.at as usize)?)
    }

    fn next_sibling_element(&self) -> Option<Self> {
        let next = self.at(self.node().end)?;
        (next.node().parent == self.node().parent).then_some(next)
    }

    fn first_element_child(&self) -> Option<Self> {
        if self.node().end > self.at + 1 { self.at(self.at + 1) } else { None }
    }

    fn has_local_name(&self, name: &CssLocalName) -> bool {
        self.name().eq_ignore_ascii_case(&name.0)
    }

    fn has_namespace(&self, namespace: &Namespace) -> bool {
        &**namespace == "http://www.w3.org/1999/xhtml"
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.name().eq_ignore_ascii_case(other.name())
    }

    fn attr_matches(
        &self,
        namespace: &NamespaceConstraint<&Namespace>,
        name: &CssLocalName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        if matches!(namespace, NamespaceConstraint::Specific(url) if !url.is_empty()) {
            return false;
        }
        let flat = self.page.flat;
        let attrs = flat.tree.attrs_of(self.node());
        let mut named =
            attrs.iter().filter(|attr| attr.name_span.of(flat.page).eq_ignore_ascii_case(&name.0));
        named.next().is_some_and(|attr| operation.eval_str(&decoded_attr(attr.value.of(flat.page))))
    }

    fn has_id(&self, id: &CssLocalName, case: CaseSensitivity) -> bool {
        let own = self.page.flat.id(self.node());
        !own.is_empty() && case.eq(id.0.as_bytes(), decoded_attr(own).as_bytes())
    }

    fn has_class(&self, name: &CssLocalName, case: CaseSensitivity) -> bool {
        let classes = decoded_attr(self.page.flat.class(self.node()));
        classes.split_ascii_whitespace().any(|class| case.eq(name.0.as_bytes(), class.as_bytes()))
    }

    fn is_empty(&self) -> bool {
        self.node().end == self.at + 1 && self.node().text.is_empty()
    }

    fn is_root(&self) -> bool {
        self.node().parent == Node::NONE && self.node().tag == Tag::Html
    }

    fn is_link(&self) -> bool {
        self.node().tag == Tag::A && self.page.flat.attr(self.node(), AttrName::Href).is_some()
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn is_html_slot_element(&self) -> bool {
        self.node().tag == Tag::Slot
    }

    // What only a browser's document has.

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }
    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }
    fn is_pseudo_element(&self) -> bool {
        false
    }
    fn match_non_ts_pseudo_class(&self, _: &NonTSPseudoClass, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }
    fn match_pseudo_element(&self, _: &PseudoElement, _: &mut MatchingContext<'_, Simple>) -> bool {
        false
    }
    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}
    fn has_custom_state(&self, _: &CssLocalName) -> bool {
        false
    }
    fn imported_part(&self, _: &CssLocalName) -> Option<CssLocalName> {
        None
    }
    fn is_part(&self, _: &CssLocalName) -> bool {
        false
    }
    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::flatten;

    /// The ids that a selector finds are those that scraper's own tree gives.
    fn check(selector: &str) {
        let page = "<html id=r><body id=b><main id=m class='Story wide'><p id=p1 class=a>One</p><p id=p2 lang=en-GB>Two \
            <a id=l href='/x?a=1&amp;b=2'>x</a></p><ul id=u><li id=i1>1<li id=i2>2<li id=i3></ul></main>\
            <aside id=s data-k='Q'><p id=p3 class='a b'></p></aside></body></html>";
        let flat = flatten(page);
        let ours = Selectable::new(&flat).select(&Selector::parse(selector).unwrap());
        let ours: Vec<&str> = ours.iter().map(|&at| flat.id(&flat.tree.nodes[at as usize])).collect();
        let document = scraper::Html::parse_document(page);
        let theirs = scraper::Selector::parse(selector).unwrap();
        let theirs: Vec<&str> = document.select(&theirs).filter_map(|element| element.value().id()).collect();
        assert_eq!(ours, theirs, "{selector}");
    }

    #[test]
    fn selectors_find_what_scraper_finds() {
        for selector in [
            "p",
            "P",
            "main p",
            "main > p",
            "p + p",
            "p ~ ul",
            ".a",
            ".a.b",
            "#p2",
            "p.a#p1",
            "main.Story",
            ".story",
            "[lang]",
            "[lang|=en]",
            "[href*='b=2']",
            "[data-k=q i]",
            "[data-k=q]",
            "li:first-child",
            "li:last-child",
            "li:nth-child(2)",
            "li:nth-child(odd)",
            "li:nth-last-child(1)",
            "li:not(:first-child)",
            "p:empty",
            ":root",
            "p:has(a)",
            "main:has(> ul)",
            ":is(main, aside) > p",
            "ul li, aside p",
            "p:only-child",
            "p:first-of-type",
            "*",
            "a:not([href])",
            "body :where(.a)",
        ] {
            check(selector);
        }
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        assert_eq!(Selector::parse("main >> p").unwrap_err(), "`main >> p` is not a CSS selector");
        assert!(Selector::parse("").is_err());
    }
}
