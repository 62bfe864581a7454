//! How features are laid out: named integer columns, one row a block.
//!
//! Integers throughout, so that a score is the same on every platform; shares are in two-hundredths, quantities in
//! eighths of their binary logarithm.

use std::ops::Range;

/// A page's features: `rows` blocks of `stride` columns each.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    /// As much room as the largest page took; the cells stand at its head.
    room: Vec<i16>,
    rows: usize,
    pub(super) stride: usize,
}

impl Matrix {
    /// Room for `rows` blocks of `stride` columns, in which stands what stood in `room`.
    pub(super) fn new(rows: usize, stride: usize, mut room: Vec<i16>) -> Self {
        room.resize(room.len().max(rows * stride), 0);
        Self { room, rows, stride }
    }

    /// Blocks.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The features of one block, in the order of the model's columns.
    pub(super) fn row(&self, at: usize) -> &[i16] {
        &self.room[at * self.stride..(at + 1) * self.stride]
    }

    /// The features of all blocks, row by row.
    pub(super) fn cells(&self) -> &[i16] {
        &self.room[..self.rows * self.stride]
    }

    /// The same, to be written.
    pub(super) fn cells_mut(&mut self) -> &mut [i16] {
        &mut self.room[..self.rows * self.stride]
    }

    /// The room, to be written over.
    pub(super) fn into_room(self) -> Vec<i16> {
        self.room
    }
}

/// A [`Matrix`] column by column, so that one question can be put to many blocks at once. Of columns that were never taken over it
/// holds nothing of use.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// As much room as the largest page took; the columns stand at its head.
    cells: Vec<i16>,
    /// Rows of the matrix, its padding included.
    rows: usize,
    /// Rows of padding before the first block.
    pad: usize,
}

impl Columns {
    /// Room for the matrix, which has `pad` rows of padding before and behind; in it stands what stood in `room`.
    pub(super) fn of(matrix: &Matrix, pad: usize, mut room: Vec<i16>) -> Self {
        room.resize(room.len().max(matrix.cells().len() + LANES), 0);
        Self { cells: room, rows: matrix.rows(), pad }
    }

    /// The room, to be written over.
    pub(super) fn into_room(self) -> Vec<i16> {
        self.cells
    }

    /// Takes over those of the columns numbered `of` that are `asked`, which has a flag a column.
    pub(super) fn take(&mut self, matrix: &Matrix, of: Range<usize>, asked: &[bool]) {
        if self.rows == 0 {
            return;
        }
        let (stride, rows) = (matrix.stride, self.rows);
        for from in of.clone().step_by(ABREAST) {
            let of = from..of.end.min(from + ABREAST);
            let asked = &asked[of.clone()];
            for (tile, cells) in matrix.cells().chunks_exact(TILE * stride).enumerate() {
                let start = tile * TILE;
                let mut room = [[0; TILE * ABREAST]; 2];
                let columns = turned(cells, stride, of.clone(), &mut room);
                for ((column, asked), turned) in
                    self.cells.chunks_exact_mut(rows).skip(from).zip(asked).zip(columns)
                {
                    if *asked {
                        column[start..start + TILE].copy_from_slice(turned);
                    }
                }
            }
            for row in rows - rows % TILE..rows {
                let cells = &matrix.row(row)[of.clone()];
                for (column, &cell) in self.cells.chunks_exact_mut(rows).skip(from).zip(cells) {
                    column[row] = cell;
                }
            }
        }
    }

    /// A column's values for `blocks`, of which there are some times [`LANES`], read `offset` blocks on; what stands behind the last block
    /// means nothing.
    #[inline]
    pub(super) fn of_blocks(&self, column: u16, offset: i16, blocks: Range<usize>) -> &[[i16; LANES]] {
        let first = (usize::from(column) * self.rows + self.pad + blocks.start)
            .wrapping_add_signed(isize::from(offset));
        self.cells.get(first..first + blocks.len()).map_or(&[], |cells| cells.as_chunks().0)
    }
}

/// Blocks that a question is put to at once, as vectors hold them.
pub(super) const LANES: usize = 16;

/// Rows turned into columns at a time: two to the power of the rounds below.
const TILE: usize = 8;

/// The columns numbered `of` of [`TILE`] rows, column behind column: as cards are shuffled, each round meshes the first half with the
/// second, and after three rounds the rows' first cells stand together, then their second ones. So it is done in vectors.
fn turned<'r>(
    cells: &[i16],
    stride: usize,
    of: Range<usize>,
    [one, other]: &'r mut [[i16; TILE * ABREAST]; 2],
) -> &'r [[i16; TILE]] {
    let width = of.len();
    for (row, cells) in one.chunks_exact_mut(width).zip(cells.chunks_exact(stride)) {
        row.copy_from_slice(&cells[of.clone()]);
    }
    let (one, other) = (&mut one[..TILE * width], &mut other[..TILE * width]);
    mesh(one, other);
    mesh(other, one);
    mesh(one, other);
    other.as_chunks().0
}

/// The first cell of either half, the second of either, and so on. It stands apart so that it becomes vectors whatever is around it.
#[inline(never)]
fn mesh(cells: &[i16], out: &mut [i16]) {
    let (first, second) = cells.split_at(cells.len() / 2);
    for (pair, (&one, &other)) in out.as_chunks_mut().0.iter_mut().zip(first.iter().zip(second)) {
        *pair = [one, other];
    }
}

/// Columns that are taken over side by side: what is written of them stays in the nearest cache until a line of it is full.
const ABREAST: usize = 64;

/// What a feature says of a neighbour that is not there.
pub(super) const ABSENT: i16 = -2;

/// A value a cell can hold.
#[inline]
pub(super) fn clip(value: i32) -> i16 {
    value.clamp(-30_000, 30_000) as i16
}

/// Eight times the binary logarithm of `n + 1`, linear between powers of two.
#[inline]
pub(super) fn log(n: u32) -> i32 {
    LOGARITHMS.get(n as usize).map_or_else(|| logarithm(n), |&log| i32::from(log))
}

/// The logarithms of small numbers, which most are.
static LOGARITHMS: [u8; 1 << 10] = {
    let (mut logs, mut n) = ([0; 1 << 10], 0);
    while n < logs.len() {
        logs[n] = logarithm(n as u32) as u8;
        n += 1;
    }
    logs
};

const fn logarithm(n: u32) -> i32 {
    let n = n.saturating_add(1);
    let whole = n.ilog2();
    let eighths = (((n as u64) << 3) >> whole) as u32 & 7;
    (whole * 8 + eighths) as i32
}

/// As [`log`], with the sign kept.
#[inline]
pub(super) fn signed_log(n: i32) -> i32 {
    if n < 0 { -log(n.unsigned_abs()) } else { log(n.unsigned_abs()) }
}

/// `part` of `whole` in two-hundredths; -1 of nothing.
#[inline]
pub(super) fn share(part: u32, whole: u32) -> i32 {
    if whole == 0 {
        return -1;
    }
    // Numbers of half the size are divided in half the time, and hardly any part is too large.
    let share = match part.checked_mul(200) {
        Some(parts) => u64::from(parts / whole),
        None => u64::from(part) * 200 / u64::from(whole),
    };
    share.min(30_000) as i32
}

/// Names columns and fills them from one list, so that the two cannot drift apart.
macro_rules! columns {
    ($(#[$doc:meta])* $vis:vis fn $fill:ident as $names:ident ($($arg:ident: $type:ty),* $(,)?) { $($name:literal => $value:expr;)* }) => {
        /// Names of the columns, in order.
        pub(super) const $names: &[&str] = &[$($name),*];

        $(#[$doc])*
        $vis fn $fill(row: &mut [i16], $($arg: $type),*) {
            let values = [$($crate::content::judge::columns::clip($value)),*];
            row[..values.len()].copy_from_slice(&values);
        }
    };
}
pub(super) use columns;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_grows_and_doubles_by_eights() {
        assert_eq!((log(0), log(1), log(3), log(7), log(15)), (0, 8, 16, 24, 32));
        assert!((0..5_000).all(|n| log(n) <= log(n + 1)));
    }
}
