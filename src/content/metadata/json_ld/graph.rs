//! Reads a script of JSON-LD into a flat list of its nodes.
//!
//! Takes the text of one script, gives objects, arrays and values in document order, each with its key and its parent.
//! Knows no vocabulary. One linear pass; bounded in nodes and depth.

use std::borrow::Cow;

use super::strings::{string_end, unescaped};

/// Nesting that is read.
const MAX_DEPTH: usize = 48;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Object,
    Array,
    /// As written, without the quotes.
    Text(&'a str),
    /// A number, `true`, `null`.
    Bare(&'a str),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub parent: usize,
    pub key: &'a str,
    pub value: Value<'a>,
    /// The first node that is no descendant of it.
    end: usize,
}

/// A script as a flat list in document order.
#[derive(Debug, Default)]
pub(super) struct Graph<'a> {
    pub nodes: Vec<Node<'a>>,
}

pub(super) const TOP: usize = usize::MAX;

impl<'a> Graph<'a> {
    pub(super) fn read(script: &'a str, nodes_left: usize) -> Self {
        let bytes = script.as_bytes();
        let mut graph = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let (mut key, mut at) = ("", 0);
        while at < bytes.len() && graph.nodes.len() < nodes_left {
            match bytes[at] {
                b'{' | b'[' => {
                    let value = if bytes[at] == b'{' { Value::Object } else { Value::Array };
                    graph.push(&open, key, value);
                    if open.len() >= MAX_DEPTH {
                        break;
                    }
                    open.push(graph.nodes.len() - 1);
                    key = "";
                    at += 1;
                }
                b'}' | b']' => {
                    if let Some(closed) = open.pop() {
                        graph.nodes[closed].end = graph.nodes.len();
                    }
                    key = "";
                    at += 1;
                }
                b'"' => {
                    let end = string_end(bytes, at + 1);
                    let text = script.get(at + 1..end).unwrap_or("");
                    at = end + 1;
                    let mut next = at;
                    while bytes.get(next).is_some_and(u8::is_ascii_whitespace) {
                        next += 1;
                    }
                    if bytes.get(next) == Some(&b':') {
                        key = text;
                        at = next + 1;
                    } else {
                        graph.push(&open, key, Value::Text(text));
                        key = "";
                    }
                }
                b'0'..=b'9' | b't' | b'f' | b'n' | b'-' if !key.is_empty() => {
                    let bare = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+');
                    let len = bytes[at..].iter().take_while(bare).count();
                    graph.push(&open, key, Value::Bare(&script[at..at + len]));
                    key = "";
                    at += len.max(1);
                }
                _ => at += 1,
            }
        }
        for left_open in open {
            graph.nodes[left_open].end = graph.nodes.len();
        }
        graph
    }

    fn push(&mut self, open: &[usize], key: &'a str, value: Value<'a>) {
        let (parent, end) = (open.last().copied().unwrap_or(TOP), self.nodes.len() + 1);
        self.nodes.push(Node { parent, key, value, end });
    }

    pub(super) fn children(&self, of: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let end = self.nodes[of].end;
        let mut at = of + 1;
        std::iter::from_fn(move || {
            let node = self.nodes.get(at).filter(|_| at < end)?;
            let here = at;
            at = node.end;
            Some((here, node))
        })
    }

    pub(super) fn child(&self, of: usize, key: &str) -> Option<usize> {
        self.children(of).find(|(_, node)| node.key == key).map(|(i, _)| i)
    }

    /// What a value says in a word: itself, its `name`, `@value` or `@id`, or the first of a list.
    pub(super) fn text(&self, at: usize) -> Cow<'a, str> {
        match self.nodes[at].value {
            Value::Text(text) => unescaped(text),
            Value::Bare(text) if text != "null" => Cow::Borrowed(text),
            Value::Bare(_) => Cow::Borrowed(""),
            Value::Array => self.children(at).next().map_or(Cow::Borrowed(""), |(i, _)| self.shallow(i)),
            Value::Object => self.shallow(at),
        }
    }

    pub(super) fn shallow(&self, at: usize) -> Cow<'a, str> {
        match self.nodes[at].value {
            Value::Text(text) => unescaped(text),
            Value::Object => ["name", "@value", "headline", "@id", "url"]
                .iter()
                .find_map(|key| match self.nodes[self.child(at, key)?].value {
                    Value::Text(text) => Some(unescaped(text)),
                    _ => None,
                })
                .unwrap_or_default(),
            _ => Cow::Borrowed(""),
        }
    }

    pub(super) fn said(&self, of: usize, key: &str) -> String {
        self.child(of, key).map(|i| self.text(i).trim().to_owned()).unwrap_or_default()
    }
}
