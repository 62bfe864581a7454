//! Columns for a second look: what the first look thinks of the blocks around.
//!
//! Takes the first look's scores, gives its columns, to be read beside all the others (stacked generalisation, Wolpert
//! 1992; on sequences, Cohen and Carvalho 2005).

use super::columns::{columns, log, share, signed_log};

struct Around {
    score: u32,
    mean1: u32,
    mean3: u32,
    mean8: u32,
    before3: u32,
    after3: u32,
    before10: u32,
    after10: u32,
    mass: u64,
    mass_before: u64,
    to_run: i32,
    run_share: u32,
    since: u32,
    until: u32,
    bytes_since: u32,
    bytes_until: u32,
    best: u32,
}

columns! {
    fn fill as CONTEXT(a: &Around) {
        "p" => (a.score / 5) as i32;
        "p-mean1" => (a.mean1 / 5) as i32;
        "p-mean3" => (a.mean3 / 5) as i32;
        "p-mean8" => (a.mean8 / 5) as i32;
        "p-before3" => (a.before3 / 5) as i32;
        "p-after3" => (a.after3 / 5) as i32;
        "p-before10" => (a.before10 / 5) as i32;
        "p-after10" => (a.after10 / 5) as i32;
        "p-mass" => log((a.mass / 1000) as u32);
        "p-mass-before" => share((a.mass_before / 1000) as u32, (a.mass / 1000) as u32);
        "p-bytes-before" => log((a.mass_before / 1000) as u32);
        "p-bytes-after" => log(((a.mass - a.mass_before) / 1000) as u32);
        "p-to-run" => signed_log(a.to_run);
        "p-run-share" => a.run_share as i32;
        "p-since" => log(a.since);
        "p-until" => log(a.until);
        "p-gap-since" => log(a.bytes_since);
        "p-gap-until" => log(a.bytes_until);
        "p-best" => (a.best / 5) as i32;
    }
}

/// Fills in the columns of [`CONTEXT`], one of `rows` a block.
pub(super) fn fill_context<'a>(
    scores: &[u16],
    bytes: &[u32],
    rows: impl Iterator<Item = Option<&'a mut [i16]>>,
) {
    let n = scores.len();
    let mut sums = Vec::with_capacity(n + 1);
    let mut masses = Vec::with_capacity(n + 1);
    let (mut sum, mut mass) = (0u32, 0u64);
    sums.push(0u32);
    masses.push(0u64);
    for (&score, &size) in scores.iter().zip(bytes) {
        sum = sum.wrapping_add(u32::from(score));
        mass += u64::from(score) * u64::from(size);
        sums.push(sum);
        masses.push(mass);
    }
    let mean = |from: usize, to: usize| {
        let to = to.min(n);
        if from >= to { 0 } else { sums[to].wrapping_sub(sums[from]) / (to - from) as u32 }
    };
    let run = best_run(scores, bytes);
    let run_mass = masses[run.1] - masses[run.0];
    let run_share = (run_mass * 200).checked_div(mass).unwrap_or(0) as u32;
    let best = scores.iter().copied().max().unwrap_or(0);
    let until = distances_back(scores, bytes);
    let (mut since, mut bytes_since) = (FAR, FAR);
    for (at, row) in rows.take(n).enumerate() {
        if let Some(row) = row {
            fill(
                row,
                &Around {
                    score: u32::from(scores[at]),
                    mean1: mean(at.saturating_sub(1), at + 2),
                    mean3: mean(at.saturating_sub(3), at + 4),
                    mean8: mean(at.saturating_sub(8), at + 9),
                    before3: mean(at.saturating_sub(3), at),
                    after3: mean(at + 1, at + 4),
                    before10: mean(at.saturating_sub(10), at),
                    after10: mean(at + 1, at + 11),
                    mass,
                    mass_before: masses[at],
                    to_run: if at < run.0 {
                        at as i32 - run.0 as i32
                    } else if at >= run.1 {
                        (at + 1 - run.1) as i32
                    } else {
                        0
                    },
                    run_share,
                    since,
                    until: until[at].0,
                    bytes_since,
                    bytes_until: until[at].1,
                    best: u32::from(best),
                },
            );
        }
        (since, bytes_since) = passed(scores[at], bytes[at], since, bytes_since);
    }
}

/// Farther than any block can stand.
const FAR: u32 = 1 << 20;

fn passed(score: u16, size: u32, blocks: u32, bytes: u32) -> (u32, u32) {
    if score >= 500 { (0, 0) } else { ((blocks + 1).min(FAR), bytes.saturating_add(size).min(FAR)) }
}

/// Blocks and bytes from each block to the next that the first look would keep.
fn distances_back(scores: &[u16], bytes: &[u32]) -> Vec<(u32, u32)> {
    let mut far = (FAR, FAR);
    let mut distances: Vec<(u32, u32)> = scores
        .iter()
        .zip(bytes)
        .rev()
        .map(|(&score, &size)| {
            let here = far;
            far = passed(score, size, far.0, far.1);
            here
        })
        .collect();
    distances.reverse();
    distances
}

/// The stretch of blocks with the greatest sum of what the first look would keep over what it would cut.
fn best_run(scores: &[u16], bytes: &[u32]) -> (usize, usize) {
    let (mut best, mut best_at, mut sum, mut start) = (0i64, (0, 0), 0i64, 0);
    for (at, (&score, &size)) in scores.iter().zip(bytes).enumerate() {
        sum += (i64::from(score) - 350) * i64::from(size.clamp(20, 2_000));
        if sum <= 0 {
            (sum, start) = (0, at + 1);
        } else if sum > best {
            (best, best_at) = (sum, (start, at + 1));
        }
    }
    best_at
}
