//! What the names of elements speak for, as learnt: body text, or what stands around it.
//!
//! Takes what authors call their elements (tag, class, id, role, itemprop), gives integers. Words of names have weights by how near
//! the element is to the block: it is the block's own, its parent, the second around, or any around. It is a logistic regression with
//! an absolute penalty, which leaves some hundred words a weight (Tibshirani 1996). The lists of `labels.rs` know what a
//! name means; this knows the names that no list thinks of.

use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;
use std::sync::LazyLock;

use super::lexicon::{SEED, step};
use super::reasons;
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::Node;
use crate::text::hash::Quick;

/// What a name says of the block whose element, parent or second parent has it, and of any block in the element: in
/// thousandths of log-odds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said([i32; PLACES.len()]);

impl Said {
    /// The same element's, where another is around it.
    pub(super) fn inside(mut self, around: Self) -> Self {
        self.0[3] = self.0[3].saturating_add(around.0[3]);
        self
    }

    /// What a block's element, its parent and the parent's parent say by how near they are, beside what is said before any name is read.
    pub(super) fn near(elements: [Self; 3]) -> i32 {
        elements.iter().enumerate().fold(MODEL.bias, |sum, (place, said)| sum.saturating_add(said.0[place]))
    }

    /// What an element and all those around it say, however far; they must have been told so by [`inside`](Self::inside).
    pub(super) fn around(self) -> i32 {
        self.0[3]
    }
}

/// As a column has it.
pub(super) fn hundredths(thousandths: i32) -> i32 {
    (thousandths / 10).clamp(-MOST, MOST)
}

/// Hundredths of log-odds that names may say.
const MOST: i32 = 3000;

/// Where an element stands that has a name; a model says so before the word.
const PLACES: [&str; 4] = ["own", "parent", "second", "around"];

impl AddAssign for Said {
    fn add_assign(&mut self, other: Self) {
        for (sum, part) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(part);
        }
    }
}

/// What a class, an id, a role, an itemprop, or the name of an element that HTML does not have, says.
pub(super) fn of_name(name: &str) -> Said {
    let mut said = Said::default();
    for Word { hash, .. } in (Words { name, at: 0 }).take(READ) {
        if let Some(&weights) = MODEL.words.get(&hash) {
            said += weights;
        }
    }
    said
}

/// What an element of HTML says by what it is.
pub(super) fn of_tag(tag: Tag) -> Said {
    MODEL.tags[tag as usize]
}

/// Words that are read of a name.
const READ: usize = 60;

static MODEL: LazyLock<Naming> =
    // A test reads the model; one that fails it is never shipped, and an empty one says nothing.
    LazyLock::new(|| Naming::read(include_str!("html-naming.model")).unwrap_or_default());

#[derive(Debug)]
struct Naming {
    bias: i32,
    words: HashMap<u32, Said, Quick>,
    tags: [Said; Tag::COUNT],
}

impl Default for Naming {
    fn default() -> Self {
        Self { bias: 0, words: HashMap::default(), tags: [Said::default(); Tag::COUNT] }
    }
}

impl Naming {
    /// A model's text: `WEIGHT PLACE WORD` a line, in thousandths, a tag as `<p`; the bias a weight alone; `#` before what is for the
    /// reader. The line that does not read, if one does not.
    fn read(text: &str) -> Result<Self, &str> {
        let mut model = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split(' ');
            let weight = parts.next().and_then(|weight| weight.parse().ok()).ok_or(line)?;
            let (Some(place), Some(word)) = (parts.next(), parts.next()) else {
                model.bias = weight;
                continue;
            };
            let place = PLACES.iter().position(|&name| name == place).ok_or(line)?;
            let said = match word.strip_prefix('<') {
                Some(tag) => &mut model.tags[Tag::of(tag.as_bytes()) as usize],
                None => model.words.entry(hash(word)).or_default(),
            };
            said.0[place] = weight;
        }
        Ok(model)
    }
}

/// Calls `read` with each name of an element that words are read of, the class first.
pub(super) fn names<'p>(flat: &Flat<'p>, node: &Node, mut read: impl FnMut(&'p str)) {
    for name in [flat.class(node), flat.id(node)] {
        read(name);
    }
    for attr in flat.tree.attrs_of(node) {
        if matches!(attr.name, AttrName::Itemprop | AttrName::Role) {
            read(attr.value.of(flat.page));
        }
    }
    if node.tag == Tag::Other {
        read(node.name.of(flat.page));
    }
}

/// The names around an element that say most, each with where it stands, the loudest `n` first: its part in hundredths of log-odds.
pub(super) fn loudest(flat: &Flat<'_>, node: u32, n: usize) -> Vec<(String, i32)> {
    let mut parts: BTreeMap<String, i32> = BTreeMap::new();
    for (distance, (_, element)) in flat.tree.self_and_ancestors(node).enumerate() {
        for word in words(flat, element) {
            let said = match word.strip_prefix('<') {
                Some(tag) => of_tag(Tag::of(tag.as_bytes())),
                None => MODEL.words.get(&hash(&word)).copied().unwrap_or_default(),
            };
            for (place, name) in
                PLACES.iter().enumerate().filter(|(place, _)| *place == distance || *place == 3)
            {
                *parts.entry(format!("{name} {word}")).or_default() += said.0[place];
            }
        }
    }
    reasons::loudest(parts, n, |weight| weight / 10)
}

/// Each element's parent and the words of its names, as a model may name them; no words of one that holds nothing but lists of links,
/// for no block asks it. For who learns a model.
pub fn elements(flat: &Flat<'_>) -> Vec<(u32, Vec<String>)> {
    let mut asked = vec![false; flat.tree.nodes.len()];
    for block in flat.blocks.iter().filter(|block| !block.listed) {
        for (at, _) in flat.tree.self_and_ancestors(block.node) {
            if std::mem::replace(&mut asked[at as usize], true) {
                break;
            }
        }
    }
    let words =
        |(node, asked): (&Node, bool)| (node.parent, if asked { words(flat, node) } else { Vec::new() });
    flat.tree.nodes.iter().zip(asked).map(words).collect()
}

fn words(flat: &Flat<'_>, node: &Node) -> Vec<String> {
    let mut words = Vec::new();
    names(flat, node, |name| words.extend((Words { name, at: 0 }).take(READ).map(|word| word.leveled())));
    if node.tag != Tag::Other {
        words.push(format!("<{}", node.tag.name()));
    }
    words
}

/// Words of a name: runs of letters, parted where a large letter follows a small one, and runs of digits.
struct Words<'n> {
    name: &'n str,
    at: usize,
}

struct Word<'n> {
    text: &'n str,
    /// As [`hash`] has it.
    hash: u32,
}

impl<'n> Iterator for Words<'n> {
    type Item = Word<'n>;

    fn next(&mut self) -> Option<Word<'n>> {
        let bytes = self.name.as_bytes();
        while sort(*bytes.get(self.at)?) == Sort::Between {
            self.at += 1;
        }
        let (start, first) = (self.at, sort(*bytes.get(self.at)?));
        let (mut hash, mut last) = (SEED, first);
        while let Some(&byte) = bytes.get(self.at) {
            let sort = sort(byte);
            let goes_on = match first {
                Sort::Digit => sort == Sort::Digit,
                _ => sort.is_letter() && !(last == Sort::Small && sort == Sort::Large),
            };
            if !goes_on {
                break;
            }
            // A number is one digit, whatever it is.
            if first != Sort::Digit || self.at == start {
                hash = step(hash, u32::from(leveled(byte)));
            }
            (last, self.at) = (sort, self.at + 1);
        }
        Some(Word { text: self.name.get(start..self.at)?, hash })
    }
}

impl Word<'_> {
    fn leveled(&self) -> String {
        let number = self.text.starts_with(|c: char| c.is_ascii_digit());
        if number { "0".to_owned() } else { self.text.to_ascii_lowercase() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    Small,
    Large,
    /// A part of any letter beyond ASCII.
    Other,
    Digit,
    Between,
}

impl Sort {
    fn is_letter(self) -> bool {
        matches!(self, Self::Small | Self::Large | Self::Other)
    }
}

fn sort(byte: u8) -> Sort {
    match byte {
        b'a'..=b'z' => Sort::Small,
        b'A'..=b'Z' => Sort::Large,
        b'0'..=b'9' => Sort::Digit,
        128.. => Sort::Other,
        _ => Sort::Between,
    }
}

/// The small letter of a large one, 0 for every digit.
fn leveled(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() }
}

/// The hash of a word of a model, which says it as it counts.
fn hash(word: &str) -> u32 {
    word.bytes().fold(SEED, |hash, byte| step(hash, u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, words: &[&str]) {
        let read: Vec<String> = Words { name, at: 0 }.map(|word| word.leveled()).collect();
        assert_eq!(read, words, "{name}");
        for word in (Words { name, at: 0 }) {
            assert_eq!(word.hash, hash(&word.leveled()), "{name}");
        }
    }

    #[test]
    fn names_are_parted_into_words() {
        check("c-articleBody__text--lead2", &["c", "article", "body", "text", "lead", "0"]);
        check("PostContent post-12345", &["post", "content", "post", "0"]);
        check("HTMLText", &["htmltext"]);
        check(" größe\u{a0}Überschrift ", &["größe\u{a0}Überschrift"]);
        check("--__", &[]);
    }

    #[test]
    fn the_model_is_whole() {
        let model = Naming::read(include_str!("html-naming.model")).expect("a model that reads");
        assert!(model.words.len() > 50, "{} words", model.words.len());
        assert!(model.tags.iter().any(|&said| said != Said::default()));
    }

    #[test]
    fn weights_stand_by_place() {
        let model =
            Naming::read("-40\n100 own story\n7 around story\n-9 parent <aside").expect("a model that reads");
        assert_eq!((model.bias, model.words[&hash("story")]), (-40, Said([100, 0, 0, 7])));
        assert_eq!(model.tags[Tag::Aside as usize], Said([0, -9, 0, 0]));
        assert_eq!(Naming::read("12 inside story").err(), Some("12 inside story"));
        assert_eq!(Naming::read("x own story").err(), Some("x own story"));
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_read_to_its_end(name in "\\PC{0,40}") {
            let read: String = Words { name: &name, at: 0 }.map(|word| word.text.to_owned()).collect();
            let letters: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii()).collect();
            proptest::prop_assert_eq!(read, letters);
        }
    }
}
