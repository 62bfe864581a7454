//! Columns that tell a thread of comments or a list of teasers: lines of names and times that come again and again.
//!
//! Takes wordings and standings, gives one row a block. A report has one byline; behind it, every further line with a time, a
//! name or an invitation to reply makes it likelier that the prose around it is somebody else's.

use super::columns::{columns, log, share};
use super::lexicon::group;
use super::page::{NEVER, Standing};
use super::wording::{Edge, Wording};

/// Words up to which a line may be a stamp, and up to which a name or a button.
const STAMP: u32 = 12;
const NAME: u32 = 4;

#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    /// A time, or a date with a figure in it.
    stamp: bool,
    /// Nothing but capitalised words.
    name: bool,
    /// A word of comment widgets, and few others.
    reply: bool,
    /// A short line that ends no sentence.
    label: bool,
}

/// Words of a date, and of comment widgets.
const DATED: u32 = group("month") | group("when");
const COMMENT: u32 = group("comment");

/// Whether a line tells a time, or a date with a figure in it, and little else.
pub(super) fn is_stamp(w: &Wording) -> bool {
    let dated = w.times > 0 || (w.groups.mask & DATED != 0 && w.digits > 0);
    w.length() <= STAMP && w.chars <= 120 && dated
}

fn marks(w: &Wording) -> Marks {
    let n = w.length();
    Marks {
        stamp: is_stamp(w),
        name: (1..=NAME).contains(&n)
            && w.digits == 0
            && w.stops == 0
            && w.capitalised == w.words
            && w.words > 0,
        reply: n <= NAME + 1 && w.groups.mask & COMMENT != 0,
        label: n <= STAMP && w.last != Edge::Stop,
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    stamps: u32,
    names: u32,
    replies: u32,
    labels: u32,
    stamped_prose: u32,
}

struct Around {
    own: Marks,
    wide: Sums,
    field: Sums,
    blocks_wide: u32,
    blocks_field: u32,
    before: Sums,
    page: Sums,
    since: u32,
    until: u32,
    since_bytes: u32,
    gap: u32,
    widest_gap: u32,
    gaps: u32,
    chain_lines: u32,
    chain_bytes: u32,
    chain_at: u32,
    chain_ends: bool,
}

columns! {
    fn fill as THREAD(a: &Around) {
        "stamp" => i32::from(a.own.stamp);
        "name" => i32::from(a.own.name);
        "reply" => i32::from(a.own.reply);
        "wide-stamps" => share(a.wide.stamps, a.blocks_wide);
        "field-stamps" => share(a.field.stamps, a.blocks_field);
        "wide-names" => share(a.wide.names, a.blocks_wide);
        "field-names" => share(a.field.names, a.blocks_field);
        "wide-replies" => share(a.wide.replies, a.blocks_wide);
        "field-replies" => share(a.field.replies, a.blocks_field);
        "field-labels" => share(a.field.labels, a.blocks_field);
        "stamps-before" => a.before.stamps.min(40) as i32;
        "replies-before" => a.before.replies.min(40) as i32;
        "stamped-prose-before" => a.before.stamped_prose.min(40) as i32;
        "page-stamps" => log(a.page.stamps);
        "page-replies" => log(a.page.replies);
        "page-stamped-prose" => log(a.page.stamped_prose);
        "since-stamp" => log(a.since);
        "until-stamp" => log(a.until);
        "since-stamp-bytes" => log(a.since_bytes);
        "gap" => log(a.gap);
        "widest-gap" => log(a.widest_gap);
        "gaps" => a.gaps.min(40) as i32;
        "chain-lines" => log(a.chain_lines);
        "chain-bytes" => log(a.chain_bytes);
        "chain-at" => log(a.chain_at);
        "chain-ends" => i32::from(a.chain_ends);
    }
}

/// Blocks without prose that make a gap in a report.
const GAP: u32 = 4;

/// Fills in the columns of [`THREAD`], one of `rows` a block. What is counted "before" is counted from block `start` on.
pub(super) fn fill_thread<'m>(
    wordings: &[Wording],
    standings: &[Standing],
    start: usize,
    rows: impl Iterator<Item = Option<&'m mut [i16]>>,
) {
    let own: Vec<Marks> = wordings.iter().map(marks).collect();
    let n = own.len();
    let mut sums = Vec::with_capacity(n + 1);
    let mut sum = Sums::default();
    sums.push(sum);
    let mut fresh = false;
    for (marks, standing) in own.iter().zip(standings) {
        sum.stamps += u32::from(marks.stamp);
        sum.names += u32::from(marks.name);
        sum.replies += u32::from(marks.reply);
        sum.labels += u32::from(marks.label);
        sum.stamped_prose += u32::from(standing.prose > 0 && fresh);
        fresh = marks.stamp || (fresh && standing.prose == 0);
        sums.push(sum);
    }
    let between = |from: usize, to: usize| {
        let (a, b) = (sums[from.min(n)], sums[to.min(n)]);
        Sums {
            stamps: b.stamps - a.stamps.min(b.stamps),
            names: b.names - a.names.min(b.names),
            replies: b.replies - a.replies.min(b.replies),
            labels: b.labels - a.labels.min(b.labels),
            stamped_prose: b.stamped_prose - a.stamped_prose.min(b.stamped_prose),
        }
    };
    let mut until = vec![NEVER; n];
    let mut far = NEVER;
    for at in (0..n).rev() {
        until[at] = far;
        far = if own[at].stamp { 0 } else { (far + 1).min(NEVER) };
    }
    let chains = chains(wordings);
    let (mut since, mut since_bytes, mut gap, mut widest, mut gaps, mut begun) =
        (NEVER, 0u32, 0u32, 0u32, 0u32, false);
    for (at, row) in (0..n).zip(rows) {
        if let Some(row) = row {
            let chain = &chains[at];
            let around = Around {
                own: own[at],
                wide: between(at.saturating_sub(6), at + 7),
                field: between(at.saturating_sub(20), at + 21),
                blocks_wide: ((at + 7).min(n) - at.saturating_sub(6)) as u32,
                blocks_field: ((at + 21).min(n) - at.saturating_sub(20)) as u32,
                before: between(start, at.max(start)),
                page: sum,
                since,
                until: until[at],
                since_bytes,
                gap,
                widest_gap: widest,
                gaps,
                chain_lines: chain.lines,
                chain_bytes: chain.bytes,
                chain_at: (at - chain.first) as u32,
                chain_ends: chain.ends,
            };
            fill(row, &around);
        }
        (since, since_bytes) = match own[at].stamp {
            true => (0, 0),
            false => ((since + 1).min(NEVER), since_bytes.saturating_add(wordings[at].bytes)),
        };
        if standings[at].prose > 0 {
            if begun && gap >= GAP {
                gaps += 1;
                widest = widest.max(gap);
            }
            begun |= at >= start;
            gap = 0;
        } else {
            gap += 1;
        }
    }
}

/// Lines that a sentence runs on through, as a renderer leaves a paragraph with links or bold words in it.
#[derive(Debug, Clone, Copy)]
struct Chain {
    first: usize,
    lines: u32,
    bytes: u32,
    ends: bool,
}

fn chains(wordings: &[Wording]) -> Vec<Chain> {
    let mut chains = Vec::with_capacity(wordings.len());
    let mut first = 0;
    while first < wordings.len() {
        let mut end = first + 1;
        while end < wordings.len() && runs_on(&wordings[end - 1], &wordings[end]) {
            end += 1;
        }
        let bytes = wordings[first..end].iter().fold(0u32, |sum, w| sum.saturating_add(w.bytes));
        let ends = wordings[end - 1].last == Edge::Stop;
        let chain = Chain { first, lines: (end - first) as u32, bytes, ends };
        chains.resize(end, chain);
        first = end;
    }
    chains
}

fn runs_on(before: &Wording, here: &Wording) -> bool {
    let open = !matches!(before.last, Edge::Stop | Edge::Colon | Edge::Ellipsis);
    match here.first {
        Edge::Comma | Edge::Stop => true,
        Edge::Lower => open,
        _ => before.last == Edge::Comma && before.length() >= 4,
    }
}
