//! Columns of the repeated structure a block stands in: a thread of comments, a list of teasers, the entries of a live blog.
//!
//! Takes the tree and what its elements are called, gives one [`Record`] an element. Elements of one class that hold several
//! blocks each are records; so are such siblings that have no class. A time in each of them is the surest sign.

use crate::content::html::tree::Node;

/// The records an element stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Record {
    /// How many there are; 0 where it stands in none.
    pub(super) count: u32,
    /// Those of them with a stamp.
    pub(super) stamped: u32,
    /// Bytes of prose in all of them.
    pub(super) prose: u32,
    /// Elements between the record and the element.
    pub(super) up: u32,
}

/// What there is to know of an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Element {
    pub(super) blocks: u32,
    pub(super) prose: u32,
    /// Hash of tag and class.
    pub(super) kind: u32,
    pub(super) has_class: bool,
    pub(super) stamped: bool,
}

/// Records that make a repetition.
const FEWEST: u32 = 3;

const SLOTS: usize = 1 << 11;

/// The most telling records that each element stands in.
pub(super) fn records(nodes: &[Node], element: impl Fn(usize) -> Element) -> Vec<Record> {
    let mut kinds = vec![Record::default(); SLOTS];
    let slot = |at: usize, element: &Element| {
        let siblings = if element.has_class { 0 } else { nodes[at].parent.wrapping_mul(0x85EB_CA6B) };
        let mixed = (element.kind ^ siblings).wrapping_mul(0x9E37_79B9);
        (mixed >> 21) as usize % SLOTS
    };
    let is_record = |element: &Element| element.blocks >= 2;
    for at in 0..nodes.len() {
        let element = element(at);
        if is_record(&element) {
            let kind = &mut kinds[slot(at, &element)];
            kind.count += 1;
            kind.stamped += u32::from(element.stamped);
            kind.prose = kind.prose.saturating_add(element.prose);
        }
    }
    let mut best = vec![Record::default(); nodes.len()];
    let worth = |record: &Record| 4 * record.stamped + record.count;
    for at in 0..nodes.len() {
        let around = best.get(nodes[at].parent as usize).copied().unwrap_or_default();
        let element = element(at);
        let own = if is_record(&element) { kinds[slot(at, &element)] } else { Record::default() };
        best[at] = if own.count >= FEWEST && worth(&own) >= worth(&around) {
            own
        } else {
            Record { up: around.up + 1, ..around }
        };
    }
    best
}
