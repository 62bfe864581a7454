//! Boosted trees over integer features: the model file, its checks, its sums.
//!
//! Takes a [`Matrix`], gives a margin a block (log-odds in ten-thousandths). All arithmetic is on integers, so a margin
//! is the same on every platform. A model file is text, a tree a line in prefix order:
//!
//! ```text
//! # comments: the run that made it, and its figures
//! tree wide-length[-1]<57^-12 near-ends<3^4 =-120 =45 =300
//! ```
//!
//! `name[offset]<threshold^value` asks for a column of the block, or of the block `offset` places on; below the
//! threshold the first subtree follows, else the second. `value` is the mean of the leaves below, for
//! [`Forest::contributions`]. `=value` is a leaf. Gradient boosting is due to Friedman (2001); the trees are grown by
//! LightGBM (Ke and others 2017).

use std::collections::HashMap;
use std::ops::Range;

use super::columns::{ABSENT, Columns, LANES, Matrix};
use crate::text::hash::Quick;

/// A sum of trees.
#[derive(Debug, Clone, Default)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    /// Of each node, what asking does not need; apart, so that the nodes stay small.
    ways: Vec<Way>,
    leaves: Vec<i32>,
    trees: Vec<Tree>,
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    /// A node, or the complement of a leaf.
    root: i32,
    /// First of its nodes and of its leaves; each tree's stand together, leaves from right to left.
    first_node: usize,
    first_leaf: usize,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    column: u16,
    offset: i16,
    threshold: i16,
    /// Leaves that are left where the value is not below the threshold, the rightmost at bit 0.
    mask: u16,
}

/// Where a node leads, and what it was worth when the tree was grown.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Nodes, or complements of leaves.
    below: i32,
    above: i32,
    value: i32,
}

/// How far a model may look to either side, in blocks.
pub(super) const REACH: usize = 4;

/// Leaves a tree may have.
const MAX_LEAVES: usize = 16;

/// Blocks judged at once; their leaves and margins stay in the nearest cache.
const STRIP: usize = 256;

/// The leaves that each block of a strip can no longer come to, laid out as vectors are.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Gone([u16; STRIP]);

/// What is wrong with a model file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the model: {trouble}")]
pub(super) struct ModelError {
    line: usize,
    trouble: &'static str,
}

/// Features with [`REACH`] rows of [`ABSENT`] before and behind, so that a tree may look past either end; between them
/// stands what stood in `room`.
pub(super) fn padded(rows: usize, stride: usize, room: Vec<i16>) -> Matrix {
    let mut matrix = Matrix::new(rows + 2 * REACH, stride, room);
    let pad = REACH * stride;
    let cells = matrix.cells_mut();
    let end = cells.len() - pad;
    cells[..pad].fill(ABSENT);
    cells[end..].fill(ABSENT);
    matrix
}

/// Columns by name.
type Places<'n> = HashMap<&'n str, usize, Quick>;

impl Forest {
    /// Reads a model whose features are `columns`.
    ///
    /// # Errors
    /// Where a line is no tree, a name no column, or an offset or value out of bounds.
    pub(super) fn read(text: &str, columns: &[String]) -> Result<Self, ModelError> {
        let mut forest = Self::default();
        let columns = columns.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let tree = line.strip_prefix("tree ").ok_or("neither a comment nor a tree");
            tree.and_then(|tree| forest.grow(tree, &columns))
                .map_err(|trouble| ModelError { line: at + 1, trouble })?;
        }
        Ok(forest)
    }

    /// Adds one tree, reading it backwards: a subtree is whole before the node that holds it.
    fn grow(&mut self, tree: &str, columns: &Places<'_>) -> Result<(), &'static str> {
        let (first_node, first_leaf) = (self.nodes.len(), self.leaves.len());
        // Subtrees that no node holds yet, with the bits of their leaves.
        let mut ready: Vec<(i32, u16)> = Vec::new();
        for token in tree.split_ascii_whitespace().rev() {
            let link = |at: usize| i32::try_from(at).map_err(|_| "too many nodes");
            if let Some(value) = token.strip_prefix('=') {
                let value: i32 = value.parse().map_err(|_| "a leaf without a value")?;
                if value.abs() > 1_000_000 {
                    return Err("a leaf out of bounds");
                }
                let bit = self.leaves.len() - first_leaf;
                if bit >= MAX_LEAVES {
                    return Err("too many leaves");
                }
                ready.push((!link(self.leaves.len())?, 1 << bit));
                self.leaves.push(value);
                continue;
            }
            let ((below, left), (above, right)) =
                ready.pop().zip(ready.pop()).ok_or("a node without its subtrees")?;
            ready.push((link(self.nodes.len())?, left | right));
            let (node, value) = question(token, columns)?;
            self.nodes.push(Node { mask: !left, ..node });
            self.ways.push(Way { below, above, value });
        }
        match ready[..] {
            [(root, _)] => self.trees.push(Tree { root, first_node, first_leaf }),
            _ => return Err("not one tree"),
        }
        Ok(())
    }

    /// Flags each column that a tree asks.
    pub(super) fn flag(&self, columns: &mut [bool]) {
        self.nodes.iter().for_each(|node| columns[usize::from(node.column)] = true);
    }

    /// How many trees there are.
    pub(super) fn trees(&self) -> usize {
        self.trees.len()
    }

    /// Adds what some of the trees say of each block that is `asked` for to its margin, one of `margins` a block.
    ///
    /// Every question of a tree is put to all blocks at once, and takes from each the leaves it can no longer come to;
    /// the leftmost leaf left is the tree's answer (QuickScorer: Lucchese and others 2015). So the work is a few
    /// instructions on vectors a question, with no branch to guess.
    pub(super) fn add(&self, trees: Range<usize>, features: &Columns, asked: &[bool], margins: &mut [i32]) {
        let mut gone = Gone([0; STRIP]);
        for (strip, (margins, asked)) in margins.chunks_mut(STRIP).zip(asked.chunks(STRIP)).enumerate() {
            let start = strip * STRIP;
            let many = margins.len().div_ceil(LANES);
            // Vectors that hold a block that is asked for.
            let (mut live, mut lives) = ([0; STRIP / LANES], 0);
            for (at, _) in asked.chunks(LANES).enumerate().filter(|(_, asked)| asked.contains(&true)) {
                live[lives] = at;
                lives += 1;
            }
            let live = &live[..lives];
            // Where in them each block stands that is asked for: which leaf is left, nobody needs to know of the others.
            let (mut places, mut blocks) = ([0; STRIP], 0);
            for (vector, &at) in live.iter().enumerate() {
                for (lane, _) in
                    asked[at * LANES..].iter().take(LANES).enumerate().filter(|(_, asked)| **asked)
                {
                    places[blocks] = vector * LANES + lane;
                    blocks += 1;
                }
            }
            let mut sums = [0i32; STRIP];
            for (at, tree) in self.trees.iter().enumerate().take(trees.end).skip(trees.start) {
                let next = self.trees.get(at + 1);
                let nodes =
                    &self.nodes[tree.first_node..next.map_or(self.nodes.len(), |next| next.first_node)];
                let leaves =
                    &self.leaves[tree.first_leaf..next.map_or(self.leaves.len(), |next| next.first_leaf)];
                let none = !(u16::MAX >> (MAX_LEAVES - leaves.len()));
                gone.0[..live.len() * LANES].fill(none);
                strike(&mut gone.0, live, nodes, features, start..start + many * LANES);
                let mut answers = [0i32; MAX_LEAVES];
                answers[..leaves.len()].copy_from_slice(leaves);
                for (sum, &place) in sums.iter_mut().zip(&places[..blocks]) {
                    let gone = gone.0[place % STRIP];
                    *sum += answers[(15 - (!gone | 1).leading_zeros() as usize) % MAX_LEAVES];
                }
            }
            let margins = margins.iter_mut().zip(asked).filter(|(_, asked)| **asked);
            for ((margin, _), sum) in margins.zip(sums) {
                *margin += sum;
            }
        }
    }

    /// What each question adds to the mean of the forests' margins of one block, summed by column: at every step of the
    /// block's way through a tree, the change of the mean of the leaves below (Saabas 2014). The weightiest first, at
    /// most `n`.
    pub(super) fn contributions(forests: &[&Self], matrix: &Matrix, row: usize, n: usize) -> Vec<(u16, i32)> {
        let mut sums = vec![0i32; matrix.stride];
        for (forest, tree) in
            forests.iter().flat_map(|forest| forest.trees.iter().map(move |tree| (forest, tree)))
        {
            let mut at = tree.root;
            while at >= 0 {
                let (node, way) = (&forest.nodes[at as usize], &forest.ways[at as usize]);
                let asked = (row + REACH).saturating_add_signed(isize::from(node.offset));
                let below = matrix.row(asked)[usize::from(node.column)] < node.threshold;
                let next = if below { way.below } else { way.above };
                let after =
                    if next >= 0 { forest.ways[next as usize].value } else { forest.leaves[!next as usize] };
                sums[usize::from(node.column)] += after - way.value;
                at = next;
            }
        }
        let mut ranked: Vec<(u16, i32)> = sums
            .iter()
            .enumerate()
            .filter(|(_, sum)| **sum != 0)
            .map(|(at, sum)| (at as u16, *sum / forests.len().max(1) as i32))
            .collect();
        ranked.sort_by_key(|&(column, sum)| (-sum.abs(), column));
        ranked.truncate(n);
        ranked
    }
}

/// Puts the questions of a tree to `blocks`, and takes from each of the live ones what leaves each answer loses. It stands apart so that
/// it becomes vectors whatever is around it: inlined, it was compiled to four times as many instructions in some builds.
#[inline(never)]
fn strike(gone: &mut [u16; STRIP], live: &[usize], nodes: &[Node], features: &Columns, blocks: Range<usize>) {
    for node in nodes {
        // No cell holds the least number there is, so none is lost here.
        let (below, lost) = (node.threshold.saturating_sub(1), !node.mask);
        let values = features.of_blocks(node.column, node.offset, blocks.clone());
        for (gone, &at) in gone.as_chunks_mut::<LANES>().0.iter_mut().zip(live) {
            for (gone, &value) in gone.iter_mut().zip(&values[at]) {
                *gone |= if value > below { lost } else { 0 };
            }
        }
    }
}

/// `name[offset]<threshold^value`, the mask left open.
fn question(token: &str, columns: &Places<'_>) -> Result<(Node, i32), &'static str> {
    let (asked, rest) = token.split_once('<').ok_or("a node that asks nothing")?;
    let (threshold, value) = rest.split_once('^').ok_or("a node without a value")?;
    let (name, offset) = match asked.split_once('[') {
        Some((name, offset)) => (name, offset.strip_suffix(']').ok_or("an offset without its end")?),
        None => (asked, "0"),
    };
    let column = *columns.get(name).ok_or("no such column")?;
    let offset: i16 = offset.parse().map_err(|_| "an offset that is no number")?;
    if usize::from(offset.unsigned_abs()) > REACH {
        return Err("an offset out of reach");
    }
    let node = Node {
        offset,
        mask: 0,
        threshold: threshold.parse().map_err(|_| "a threshold that is no number")?,
        column: u16::try_from(column).map_err(|_| "too many columns")?,
    };
    Ok((node, value.parse().map_err(|_| "a value that is no number")?))
}

/// The logistic function, in thousandths, of a margin in ten-thousandths: a table of eighths, linear between them.
pub(super) fn logistic(margin: i32) -> u16 {
    let size = margin.unsigned_abs().min(79_999);
    let (step, rest) = ((size / 1_250) as usize, size % 1_250);
    let value = LOGISTIC[step] + (LOGISTIC[step + 1] - LOGISTIC[step]) * rest / 1_250;
    let rounded = ((value + 50) / 100) as u16;
    if margin < 0 { 1000 - rounded } else { rounded }
}

/// The logistic function of 0, 1/8, … 8, in hundred-thousandths.
const LOGISTIC: [u32; 65] = [
    50_000, 53_121, 56_218, 59_267, 62_246, 65_135, 67_918, 70_579, 73_106, 75_491, 77_730, 79_819, 81_757,
    83_548, 85_195, 86_704, 88_080, 89_331, 90_465, 91_490, 92_414, 93_245, 93_991, 94_660, 95_257, 95_791,
    96_267, 96_691, 97_069, 97_404, 97_702, 97_967, 98_201, 98_409, 98_594, 98_757, 98_901, 99_029, 99_142,
    99_242, 99_331, 99_409, 99_478, 99_539, 99_593, 99_641, 99_683, 99_720, 99_753, 99_782, 99_807, 99_830,
    99_850, 99_867, 99_883, 99_897, 99_909, 99_920, 99_929, 99_937, 99_945, 99_951, 99_957, 99_962, 99_966,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<String> {
        vec!["length".into(), "link".into()]
    }

    fn page(rows: &[[i16; 2]]) -> Matrix {
        let mut matrix = padded(rows.len(), 2, Vec::new());
        for (at, row) in rows.iter().enumerate() {
            matrix.cells_mut()[(at + REACH) * 2..][..2].copy_from_slice(row);
        }
        matrix
    }

    fn columns_of(matrix: &Matrix) -> Columns {
        let mut columns = Columns::of(matrix, REACH, Vec::new());
        columns.take(matrix, 0..2, &[true; 2]);
        columns
    }

    #[test]
    fn a_tree_answers_for_the_block_and_its_neighbours() {
        let forest = Forest::read("# made by hand\ntree length<5^0 link[1]<0^-10 =-20 =7 =30\n", &columns());
        let mut margins = [0; 3];
        forest.expect("a model").add(
            0..1,
            &columns_of(&page(&[[1, 0], [9, 0], [2, 0]])),
            &[true; 3],
            &mut margins,
        );
        assert_eq!(margins, [7, 30, -20], "the last block has no neighbour, which reads as {ABSENT}");
    }

    #[test]
    fn contributions_add_up_to_the_margin() {
        let forest =
            Forest::read("tree length<5^2 link[1]<0^-10 =-20 =7 =30\n", &columns()).expect("a model");
        assert_eq!(
            Forest::contributions(&[&forest], &page(&[[1, 0], [9, 0]]), 0, 9),
            vec![(1, 17), (0, -12)]
        );
    }

    proptest::proptest! {
        #[test]
        fn all_blocks_at_once_give_what_each_gives_alone(rows in proptest::collection::vec([0i16..9, 0i16..9], 1..600)) {
            let text = "tree length<3^1 link<5^2 =1 length[-2]<2^3 =2 =4 link[1]<7^4 length<8^5 =8 =16 =32\ntree =64\n";
            let forest = Forest::read(text, &columns()).expect("a model");
            let matrix = page(&rows);
            let mut margins = vec![0; rows.len()];
            let asked: Vec<bool> = (0..rows.len()).map(|at| at % 40 < 9).collect();
            for trees in [0..1, 1..forest.trees()] {
                forest.add(trees, &columns_of(&matrix), &asked, &mut margins);
            }
            // The mean of all leaves, which the contributions start from, is each root's value.
            for (row, margin) in margins.iter().enumerate().filter(|(row, _)| asked[*row]) {
                let parts: i32 = Forest::contributions(&[&forest], &matrix, row, 9).iter().map(|part| part.1).sum();
                proptest::prop_assert_eq!(*margin, parts + 1 + 64);
            }
        }
    }

    #[test]
    fn a_broken_model_is_refused() {
        for (text, trouble) in [
            ("tree length<5^0 =1", "a node without its subtrees"),
            ("tree =1 =2", "not one tree"),
            ("tree colour<5^0 =1 =2", "no such column"),
            ("tree length[9]<5^0 =1 =2", "an offset out of reach"),
            ("tree length<99999^0 =1 =2", "a threshold that is no number"),
            ("tree =9999999", "a leaf out of bounds"),
            ("bush", "neither a comment nor a tree"),
        ] {
            let found = Forest::read(text, &columns()).expect_err(text);
            assert_eq!(found, ModelError { line: 1, trouble });
        }
    }

    #[test]
    fn the_logistic_function_is_odd_about_one_half() {
        assert_eq!((logistic(0), logistic(i32::MAX), logistic(i32::MIN + 1)), (500, 1000, 0));
        assert!((0..100_000).step_by(331).all(|m| logistic(m) + logistic(-m) == 1000));
    }
}
