//! Columns that need no markup: wording, place, surroundings.

use super::columns::{columns, log, share, signed_log};
use super::lexicon::{FUNCTION, GROUPS, group};
use super::page::{MARKS, Standing, Totals};
use super::wording::{Edge, Wording};

/// Everything known of a block without its markup.
pub(super) struct Line<'a> {
    pub(super) w: &'a Wording,
    pub(super) s: &'a Standing,
    pub(super) totals: &'a Totals,
    pub(super) link: u32,
    pub(super) at: u32,
    pub(super) of: u32,
    pub(super) bytes_before: u32,
    pub(super) near: &'a Window,
    pub(super) wide: &'a Window,
    pub(super) field: &'a Window,
}

columns! {
    /// Fills in the columns of [`LINE`].
    pub(super) fn fill_line as LINE(l: &Line<'_>) {
        "length" => log(l.w.length());
        "chars" => log(l.w.chars);
        "word-length" => share(l.w.letters.saturating_sub(l.w.unspaced), l.w.words);
        "upper" => share(l.w.upper, l.w.letters);
        "capitalised" => share(l.w.capitalised, l.w.words);
        "unspaced" => share(l.w.unspaced, l.w.letters);
        "digits" => share(l.w.digits, l.w.chars);
        "letters" => share(l.w.letters, l.w.chars);
        "short-lower" => share(l.w.short_lower, l.w.words);
        "function" => share(u32::from(l.w.groups.counts[FUNCTION.trailing_zeros() as usize]), l.w.length());
        "commas" => l.w.commas as i32;
        "stops" => l.w.stops as i32;
        "words-a-stop" => log(l.w.length() / l.w.stops.max(1));
        "questions" => l.w.questions as i32;
        "colons" => l.w.colons as i32;
        "quotes" => l.w.quotes as i32;
        "dashes" => l.w.dashes as i32;
        "brackets" => l.w.brackets as i32;
        "bars" => l.w.bars as i32;
        "slashes" => l.w.slashes as i32;
        "ats" => l.w.ats as i32;
        "symbols" => l.w.symbols as i32;
        "years" => l.w.years as i32;
        "times" => l.w.times as i32;
        "diction" => i32::from(l.w.diction);
        "first" => l.w.first as i32;
        "last" => l.w.last as i32;
        "ends-sentence" => i32::from(l.w.last == Edge::Stop);
        "starts-lower" => i32::from(l.w.first == Edge::Lower);
        "link" => share(l.link, l.w.bytes);
        "prose" => log(l.s.prose);
        "twins" => l.s.twins as i32;
        "same-start" => l.s.same_start as i32;
        "telling" => log(l.s.telling);
        "on-subject" => share(l.s.on_subject, l.s.telling);
        "in-title" => share(l.s.in_title, l.s.telling);
        "of-title" => share(l.s.in_title, l.s.title_words);
        "to-run" => signed_log(l.s.to_run);
        "run-before" => l.s.run_before as i32;
        "run-share" => share(l.totals.run_bytes, l.totals.prose);
        "run-bytes" => log(l.totals.run_bytes);
        "run-blocks" => log(l.totals.run_blocks);
        "page-bytes" => log(l.totals.bytes);
        "page-prose" => share(l.totals.prose, l.totals.bytes);
        "prose-before" => share(l.s.prose_before, l.totals.prose);
        "since-prose" => log(l.s.since_prose);
        "until-prose" => log(l.s.until_prose);
        "position" => share(l.at, l.of);
        "from-start" => log(l.at);
        "from-end" => log(l.of - l.at);
        "bytes-before" => share(l.bytes_before, l.totals.bytes);
        "since-comment" => log(l.s.since[0]);
        "since-related" => log(l.s.since[1]);
        "since-copyright" => log(l.s.since[2]);
        "since-subscribe" => log(l.s.since[3]);
        "since-share" => log(l.s.since[4]);
        "since-byline" => log(l.s.since[5]);
        "since-tags" => log(l.s.since[6]);
        "since-menu" => log(l.s.since[7]);
        "until-comment" => log(l.s.until[0]);
        "until-related" => log(l.s.until[1]);
        "until-copyright" => log(l.s.until[2]);
        "until-subscribe" => log(l.s.until[3]);
        "until-share" => log(l.s.until[4]);
        "until-byline" => log(l.s.until[5]);
        "until-tags" => log(l.s.until[6]);
        "until-menu" => log(l.s.until[7]);
        "near-length" => l.near.mean(Sum::Length);
        "near-prose" => l.near.mean(Sum::Prose);
        "near-ends" => l.near.mean(Sum::Ends);
        "near-short" => l.near.mean(Sum::Short);
        "near-links" => l.near.mean(Sum::Links);
        "near-subject" => l.near.mean(Sum::Subject);
        "near-digits" => l.near.mean(Sum::Digits);
        "near-you" => l.near.mean(Sum::You);
        "near-twins" => l.near.mean(Sum::Twins);
        "wide-length" => l.wide.mean(Sum::Length);
        "wide-prose" => l.wide.mean(Sum::Prose);
        "wide-ends" => l.wide.mean(Sum::Ends);
        "wide-short" => l.wide.mean(Sum::Short);
        "wide-links" => l.wide.mean(Sum::Links);
        "wide-subject" => l.wide.mean(Sum::Subject);
        "wide-digits" => l.wide.mean(Sum::Digits);
        "wide-you" => l.wide.mean(Sum::You);
        "wide-twins" => l.wide.mean(Sum::Twins);
        "field-length" => l.field.mean(Sum::Length);
        "field-prose" => l.field.mean(Sum::Prose);
        "field-short" => l.field.mean(Sum::Short);
        "field-you" => l.field.mean(Sum::You);
        "field-subject" => l.field.mean(Sum::Subject);
    }
}

/// One column a group of the lexicon: how often it is met; the first word counts for ten.
pub(super) fn fill_groups(row: &mut [i16], w: &Wording) {
    for (bit, cell) in row.iter_mut().enumerate().take(GROUPS) {
        *cell =
            i16::from(w.groups.counts[bit].min(9)) + if w.groups.opening >> bit & 1 == 1 { 10 } else { 0 };
    }
}

/// What is averaged over the blocks around.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sum {
    Length,
    Prose,
    Ends,
    Short,
    Links,
    Subject,
    Digits,
    You,
    Twins,
}

const SUMS: usize = 9;

/// Sums over the blocks before each place of the page.
pub(super) struct Prefix {
    sums: Vec<[u32; SUMS]>,
}

/// Sums over a stretch of blocks.
pub(super) struct Window {
    sums: [u32; SUMS],
    blocks: u32,
}

impl Prefix {
    /// Over a page's blocks.
    pub(super) fn over(wordings: &[Wording], standings: &[Standing], links: &[u32]) -> Self {
        let mut sums = Vec::with_capacity(wordings.len() + 1);
        let mut sum = [0u32; SUMS];
        sums.push(sum);
        for ((w, s), &link) in wordings.iter().zip(standings).zip(links) {
            const YOU: u32 = group("you");
            let you = u32::from(w.groups.mask & YOU != 0);
            let terms = [
                log(w.length()) as u32,
                u32::from(s.prose > 0) * 100,
                u32::from(w.last == Edge::Stop) * 100,
                u32::from(w.length() <= 4) * 100,
                share(link, w.bytes).max(0) as u32,
                share(s.on_subject, s.telling).max(0) as u32,
                share(w.digits, w.chars).max(0) as u32,
                you * 100,
                s.twins.min(10) * 10,
            ];
            for (sum, term) in sum.iter_mut().zip(terms) {
                *sum = sum.wrapping_add(term);
            }
            sums.push(sum);
        }
        Self { sums }
    }

    /// Of block `at` and `radius` blocks either side.
    pub(super) fn around(&self, at: usize, radius: usize) -> Window {
        let (from, to) = (at.saturating_sub(radius), (at + radius + 1).min(self.sums.len() - 1));
        let mut sums = self.sums[to];
        for (sum, before) in sums.iter_mut().zip(self.sums[from]) {
            *sum = sum.wrapping_sub(before);
        }
        Window { sums, blocks: (to - from) as u32 }
    }
}

impl Window {
    fn mean(&self, what: Sum) -> i32 {
        (self.sums[what as usize] / self.blocks.max(1)) as i32
    }
}

const _: () = assert!(MARKS.len() == 8);
