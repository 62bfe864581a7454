//! A page's elements as a flat array in document order.

use super::attr::{Attr, AttrName};
use super::tag::Tag;
use crate::model::Span;

/// The elements of a page in document order; an element's descendants are the nodes from the one behind it to before
/// [`Node::end`]. Empty for plain text.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The elements.
    pub nodes: Vec<Node>,
    /// All their attributes; each element names its range.
    pub attrs: Vec<Attr>,
}

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Which element.
    pub tag: Tag,
    /// What the markup says of its visibility.
    pub shown: Shown,
    /// It stands inside a link, or is one.
    pub in_link: bool,
    /// Elements around it.
    pub depth: u16,
    /// The element around it; [`Node::NONE`] at the top.
    pub parent: u32,
    /// The first node that is no descendant of it.
    pub end: u32,
    /// Bytes of its name in the page's text.
    pub name: Span,
    /// Its attributes, as a range of [`Tree::attrs`].
    pub attrs: Span,
    /// Bytes of its `class` in the page's text, as written; empty where there is none.
    pub class: Span,
    /// Bytes of its `id` in the page's text, as written; empty where there is none.
    pub id: Span,
    /// Bytes of the flat text inside it.
    pub text: Span,
}

/// What the markup says of an element's visibility, or of that of an element around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Shown {
    /// Nothing.
    #[default]
    Plainly,
    /// `aria-hidden="true"`: on the screen, but not read aloud.
    Unspoken,
    /// Only where something else fails to show: in `noscript`, `video`, `canvas`.
    Instead,
    /// Not at all: `hidden`, `display: none`, `visibility: hidden`, `<template>`.
    Not,
    /// By a script, perhaps: it stands in no markup, only in the page's JSON-LD. No element is so.
    Declared,
}

impl Node {
    /// No node: the parent of the topmost one, the element of a block of plain text.
    pub const NONE: u32 = u32::MAX;
}

impl Tree {
    /// The node called `at`; `None` for [`Node::NONE`].
    #[inline]
    pub fn get(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    /// The attributes of a node.
    #[inline]
    pub fn attrs_of(&self, node: &Node) -> &[Attr] {
        self.attrs.get(node.attrs.range()).unwrap_or(&[])
    }

    /// The first attribute of that name, as the standard has it.
    #[inline]
    pub fn attr(&self, node: &Node, name: AttrName) -> Option<&Attr> {
        Attr::first(self.attrs_of(node), name)
    }

    /// A node and those around it, from the inside out.
    pub fn self_and_ancestors(&self, at: u32) -> impl Iterator<Item = (u32, &Node)> {
        let pair = |at: u32| self.get(at).map(|node| (at, node));
        std::iter::successors(pair(at), move |(_, node)| pair(node.parent))
    }
}
