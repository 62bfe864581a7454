//! What two sequences have in common, in order.
//!
//! Takes two sequences of hashes, gives the pairs of places that match, growing in both. A short stretch is solved
//! exactly; a long one is parted at what stands once in both (B. Cohen's patience diff), and where there is no such
//! thing, nothing in it matches. So the work is linear in the sequences, and the answer a common subsequence, not always
//! the longest.

use std::collections::HashMap;

/// Cells of the exact table; beyond, a stretch is parted.
const CELLS: usize = 1 << 18;

/// Pairs `(i, j)` with `a[i] == b[j]`, both growing.
pub fn common(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    // Stretches still to be done, the first on top: ranges of `a` and `b`.
    let mut todo = vec![((0, a.len()), (0, b.len()))];
    while let Some(((mut a0, mut a1), (mut b0, mut b1))) = todo.pop() {
        while a0 < a1 && b0 < b1 && a[a0] == b[b0] {
            pairs.push((a0, b0));
            (a0, b0) = (a0 + 1, b0 + 1);
        }
        while a0 < a1 && b0 < b1 && a[a1 - 1] == b[b1 - 1] {
            (a1, b1) = (a1 - 1, b1 - 1);
            pairs.push((a1, b1));
        }
        if a0 == a1 || b0 == b1 {
            continue;
        }
        let (n, m) = (a1 - a0, b1 - b0);
        if n.saturating_mul(m) <= CELLS {
            pairs.extend(exact(&a[a0..a1], &b[b0..b1]).into_iter().map(|(i, j)| (a0 + i, b0 + j)));
            continue;
        }
        let anchors = anchors(&a[a0..a1], &b[b0..b1]);
        if anchors.is_empty() {
            continue;
        }
        let (mut i, mut j) = (a0, b0);
        for (x, y) in anchors.into_iter().map(|(x, y)| (a0 + x, b0 + y)) {
            pairs.push((x, y));
            todo.push(((i, x), (j, y)));
            (i, j) = (x + 1, y + 1);
        }
        todo.push(((i, a1), (j, b1)));
    }
    pairs.sort_unstable();
    pairs
}

/// The longest common subsequence, by the table.
fn exact(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    // `best[i * width + j]`: how long the longest of a[i..] and b[j..] is.
    let mut best = vec![0u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let at = i * width + j;
            best[at] =
                if a[i] == b[j] { best[at + width + 1] + 1 } else { best[at + width].max(best[at + 1]) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let at = i * width + j;
        if a[i] == b[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[at + width] >= best[at + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// What stands once in both, the longest run of it that grows in both.
fn anchors(a: &[u64], b: &[u64]) -> Vec<(usize, usize)> {
    let once = |side: &[u64]| {
        let mut places: HashMap<u64, Option<usize>> = HashMap::with_capacity(side.len());
        for (at, hash) in side.iter().enumerate() {
            places.entry(*hash).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (of_a, of_b) = (once(a), once(b));
    let shared: Vec<(usize, usize)> =
        a.iter().filter_map(|hash| Some((of_a.get(hash).copied()??, of_b.get(hash).copied()??))).collect();
    growing(&shared)
}

/// The longest subsequence of pairs (sorted by the first) whose second grows; patience sorting.
fn growing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut piles: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, j)) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| pairs[*top].1 < *j);
        before[at] = pile.checked_sub(1).map(|left| piles[left]);
        match piles.get_mut(pile) {
            Some(top) => *top = at,
            None => piles.push(at),
        }
    }
    let (mut chain, mut at) = (Vec::with_capacity(piles.len()), piles.last().copied());
    while let Some(here) = at {
        chain.push(pairs[here]);
        at = before[here];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<u64> {
        text.bytes().map(u64::from).collect()
    }

    #[test]
    fn a_short_stretch_is_solved_exactly() {
        let pairs = common(&of("abcbdab"), &of("bdcaba"));
        assert_eq!(pairs.len(), 4);
    }

    #[test]
    fn a_long_stretch_is_parted_at_what_stands_once() {
        let a: Vec<u64> = (0..5000).collect();
        let mut b = a.clone();
        b.insert(2500, 9_999_999);
        b.remove(10);
        b.remove(4000);
        assert_eq!(common(&a, &b).len(), 4998);
        // Nothing stands once: no match is claimed, and no table of 25 million cells is filled.
        let (x, y) = ([1, 2].repeat(2500), [2, 1, 1].repeat(1700));
        assert!(common(&x, &y).len() < 5000);
    }

    proptest! {
        #[test]
        fn the_pairs_match_and_grow(a in proptest::collection::vec(0u64..6, 0..80), b in proptest::collection::vec(0u64..6, 0..80)) {
            let pairs = common(&a, &b);
            prop_assert!(pairs.iter().all(|(i, j)| a[*i] == b[*j]));
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1));
        }
    }
}
