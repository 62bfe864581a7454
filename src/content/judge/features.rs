//! Features of a page's blocks, in one pass over flat arrays.
//!
//! Takes a [`Flat`], gives a [`Matrix`] with a row a block. Decides nothing.

use std::cell::Cell;

use super::certain::{CERTAIN, Certain, fill_certain};
use super::cohesion::{COHESION, fill_cohesion};
use super::columns::{Columns, Matrix, clip, log};
use super::context::{CONTEXT, fill_context};
use super::diction::diction;
use super::forest::{REACH, padded};
use super::page::place;
use super::prose::{LINE, Line, Prefix, fill_groups, fill_line};
use super::stamps::{THREAD, fill_thread};
use super::wording::Wording;
use super::{article, lexicon, markup};
use crate::content::flat::{Block, Flat};

/// Names of the columns, in order: of pages with markup, or of plain text.
pub fn columns(html: bool) -> Vec<String> {
    let mut names: Vec<String> = LINE.iter().map(|name| (*name).to_owned()).collect();
    names.extend(lexicon::names().map(|name| format!("word:{name}")));
    if html {
        names.extend(markup::names());
    } else {
        names.extend(PLAIN.iter().map(|name| (*name).to_owned()));
    }
    for more in [CERTAIN, THREAD, COHESION, CONTEXT] {
        names.extend(more.iter().map(|name| (*name).to_owned()));
    }
    names
}

/// A page's features, the columns of context still 0.
#[derive(Debug)]
pub struct Features {
    /// A row for each block that is asked for, with rows of padding before and behind.
    pub(super) matrix: Matrix,
    /// What the models ask of it.
    pub(super) columns: Columns,
    /// Which blocks have a row; those that have stand one behind the other, as far as a model looks to either side.
    pub(super) asked: Vec<bool>,
    bytes: Vec<u32>,
}

/// Reads a page's features.
pub fn of(flat: &Flat<'_>, certain: &Certain<'_>) -> Features {
    asked(flat, certain, vec![true; flat.blocks.len()])
}

/// Reads those features that the judgement of a page's open blocks may ask for: there is no row of the other blocks.
pub(super) fn of_open(flat: &Flat<'_>, certain: &Certain<'_>) -> Features {
    let mut near = vec![false; flat.blocks.len()];
    // Blocks before this one are marked already.
    let mut marked = 0;
    for at in certain.open(near.len()) {
        let end = near.len().min(at + REACH + 1);
        near[at.saturating_sub(REACH).max(marked)..end].fill(true);
        marked = end;
    }
    asked(flat, certain, near)
}

fn asked(flat: &Flat<'_>, certain: &Certain<'_>, asked: Vec<bool>) -> Features {
    let blocks = flat.blocks.len();
    let own = if flat.is_html() { markup::WIDTH } else { PLAIN.len() };
    let stride = TEXT + own + MORE + CONTEXT.len();
    let room = ROOM.take();
    let mut matrix = padded(asked.iter().filter(|&&asked| asked).count(), stride, room.matrix);
    rows(&mut matrix, stride - CONTEXT.len(), &asked).flatten().for_each(|context| context.fill(0));
    let mut telling = Vec::with_capacity(flat.text.len() / 6);
    let (mut wordings, mut ends) = (Vec::with_capacity(blocks), Vec::with_capacity(blocks));
    let diction = diction(flat.is_html());
    for block in &flat.blocks {
        let text = judged(flat, block);
        wordings.push(if block.listed {
            Wording::unread(text, diction)
        } else {
            Wording::read(text, Some(diction), &mut telling)
        });
        ends.push(telling.len() as u32);
    }
    let links: Vec<u32> =
        flat.blocks.iter().zip(&wordings).map(|(block, w)| linked(flat, block, w)).collect();
    let mut title = Vec::new();
    if flat.is_html() {
        Wording::read(&flat.head.title, None, &mut title);
    } else if !certain.facts.metadata.title.is_empty() {
        Wording::read(&certain.facts.metadata.title, None, &mut title);
    } else {
        // Plain text has no title element; its first line mostly is what the page's title was.
        title.extend_from_slice(&telling[..ends.first().map_or(0, |&end| end as usize)]);
    }
    title.truncate(40);
    let (standings, totals) = place(&wordings, &links, &telling, &ends, &title);
    let prefix = Prefix::over(&wordings, &standings, &links);
    for (at, row) in rows(&mut matrix, 0, &asked).enumerate() {
        let Some(row) = row else { continue };
        let line = Line {
            w: &wordings[at],
            s: &standings[at],
            totals: &totals,
            link: links[at],
            at: at as u32,
            of: blocks as u32,
            bytes_before: flat.blocks[at].span.start,
            near: &prefix.around(at, 2),
            wide: &prefix.around(at, 6),
            field: &prefix.around(at, 20),
        };
        fill_line(row, &line);
        fill_groups(&mut row[LINE.len()..], &wordings[at]);
    }
    let start = certain.facts.headline.unwrap_or(0);
    if flat.is_html() {
        let articles = article::read(flat, &telling, &ends);
        let rows = rows(&mut matrix, TEXT, &asked);
        markup::fill(flat, &wordings, &standings, &articles, start, rows);
    } else {
        fill_plain(flat, rows(&mut matrix, TEXT, &asked));
    }
    let mut at = TEXT + own;
    fill_certain(flat, certain, rows(&mut matrix, at, &asked));
    at += CERTAIN.len();
    fill_thread(&wordings, &standings, start, rows(&mut matrix, at, &asked));
    at += THREAD.len();
    fill_cohesion(&standings, &telling, &ends, &title, start, rows(&mut matrix, at, &asked));
    let columns = Columns::of(&matrix, REACH, room.columns);
    Features { matrix, columns, asked, bytes: wordings.iter().map(|w| w.bytes).collect() }
}

/// Bytes by which a block is judged, and one of a page of which blocks were joined: real ones are hardly ever longer.
const JUDGED: usize = 16_384;
const JUDGED_COARSE: usize = 256;

/// The text that a block is judged by: its own, or the head of a long one.
fn judged<'f>(flat: &'f Flat<'_>, block: &Block) -> &'f str {
    let text = flat.text_of(block);
    let most = if flat.coarse { JUDGED_COARSE } else { JUDGED };
    &text[..text.floor_char_boundary(most)]
}

/// Bytes of that text that stand in links.
fn linked(flat: &Flat<'_>, block: &Block, judged: &Wording) -> u32 {
    let all = flat.text_of(block).len() as u64;
    if all <= u64::from(judged.bytes) {
        return block.link_bytes;
    }
    u32::try_from(u64::from(block.link_bytes) * u64::from(judged.bytes) / all).unwrap_or(u32::MAX)
}

impl Features {
    /// Blocks that have a row.
    pub fn rows(&self) -> usize {
        self.matrix.rows() - 2 * REACH
    }

    /// The features of one of them, in the order of [`columns`].
    pub fn row(&self, at: usize) -> &[i16] {
        self.matrix.row(at + REACH)
    }

    /// Fills in what the first look thought of the blocks.
    pub fn look_again(&mut self, scores: &[u16]) {
        let from = self.context();
        fill_context(scores, &self.bytes, rows(&mut self.matrix, from, &self.asked));
    }

    /// Makes those columns ready for the first look that are `asked`, which has a flag a column.
    pub(super) fn turn(&mut self, asked: &[bool]) {
        self.columns.take(&self.matrix, 0..self.context(), asked);
    }

    /// The same of the columns of context, for the second look.
    pub(super) fn turn_context(&mut self, asked: &[bool]) {
        self.columns.take(&self.matrix, self.context()..self.matrix.stride, asked);
    }

    /// Where the columns of context begin.
    fn context(&self) -> usize {
        self.matrix.stride - CONTEXT.len()
    }
}

thread_local! {
    /// What the last page's features stood in, so that each page does not begin with asking for half a megabyte of zeros.
    static ROOM: Cell<Room> = const { Cell::new(Room { matrix: Vec::new(), columns: Vec::new() }) };
}

/// Cells to be written over.
#[derive(Debug, Default)]
struct Room {
    matrix: Vec<i16>,
    columns: Vec<i16>,
}

/// Cells that are kept from page to page at most; some pages in a hundred thousand have more.
const MOST_KEPT: usize = 1 << 22;

impl Drop for Features {
    fn drop(&mut self) {
        let room = Room {
            matrix: std::mem::take(&mut self.matrix).into_room(),
            columns: std::mem::take(&mut self.columns).into_room(),
        };
        if room.columns.capacity() <= MOST_KEPT {
            ROOM.set(room);
        }
    }
}

/// The cells of each block's row from column `from` on; nothing of those that are not `asked` for.
fn rows<'m>(
    matrix: &'m mut Matrix,
    from: usize,
    asked: &'m [bool],
) -> impl Iterator<Item = Option<&'m mut [i16]>> {
    let stride = matrix.stride;
    let mut rows = matrix.cells_mut().chunks_exact_mut(stride).skip(REACH);
    asked.iter().map(move |&asked| if asked { rows.next()?.get_mut(from..) } else { None })
}

/// Columns that both kinds of page have behind their own.
const MORE: usize = CERTAIN.len() + THREAD.len() + COHESION.len();

/// Columns that need no markup.
const TEXT: usize = LINE.len() + lexicon::GROUPS;

/// Columns of plain text: the white space around a line.
const PLAIN: &[&str] = &["indent", "blank-before", "blank-after", "bullet"];

fn fill_plain<'m>(flat: &Flat<'_>, rows: impl Iterator<Item = Option<&'m mut [i16]>>) {
    let gap = |from: u32, to: u32| flat.page.get(from as usize..to as usize).unwrap_or("");
    let mut before = gap(0, flat.blocks.first().map_or(0, |block| block.source.start));
    for ((at, block), row) in flat.blocks.iter().enumerate().zip(rows) {
        let next = flat.blocks.get(at + 1).map_or(flat.page.len() as u32, |block| block.source.start);
        let after = gap(block.source.end, next);
        let lines = |gap: &str| clip(gap.bytes().filter(|&b| b == b'\n').count() as i32).min(4);
        let indent = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
        if let Some(row) = row {
            row[..PLAIN.len()].copy_from_slice(&[
                clip(log(indent as u32)),
                lines(before),
                lines(after),
                block.kind as i16,
            ]);
        }
        before = after;
    }
}
