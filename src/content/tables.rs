//! Which rows make a table that is kept or cut as a whole?
//!
//! Takes blocks and claims, gives runs of rows. A row of figures tells little by itself: of one table the judgement keeps some
//! rows and cuts others, and neither half is what the page says. What all of its rows score decides.

use std::ops::Range;

use super::claim::Claim;
use super::flat::{Block, Flat};
use super::html::tag::Tag;
use crate::model::BlockKind;

/// Rows that make a table.
const ROWS: usize = 3;

/// Bytes of a row of data; a longer one is text that a page lays out by tables.
const LONGEST: usize = 200;

/// Runs of neighbouring rows of one table that no rule has claimed.
pub(super) fn tables(flat: &Flat<'_>, claims: &[Option<Claim>]) -> Vec<Range<usize>> {
    let mut runs: Vec<(u32, Range<usize>)> = Vec::new();
    for (at, block) in flat.blocks.iter().enumerate() {
        let open = claims.get(at).is_none_or(Option::is_none);
        let Some(table) = table_of(flat, block).filter(|_| open) else { continue };
        match runs.last_mut() {
            Some((same, run)) if *same == table && run.end == at => run.end += 1,
            _ => runs.push((table, at..at + 1)),
        }
    }
    runs.into_iter().map(|(_, run)| run).filter(|run| run.len() >= ROWS).collect()
}

/// The table that a row of data stands in.
fn table_of(flat: &Flat<'_>, block: &Block) -> Option<u32> {
    if block.kind != BlockKind::Row || block.span.len() > LONGEST {
        return None;
    }
    flat.tree.self_and_ancestors(block.node).find(|(_, node)| node.tag == Tag::Table).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::html::flatten;

    /// Which blocks of `html` stand in tables: a letter a table, `.` each that does not.
    fn check(html: &str, expected: &str) {
        let flat = flatten(html);
        let mut found = vec!['.'; flat.blocks.len()];
        for (table, name) in tables(&flat, &[]).into_iter().zip('a'..) {
            found[table].fill(name);
        }
        assert_eq!(found.into_iter().collect::<String>(), expected, "{html}");
    }

    const ROW: &str = "<tr><td>Northaven Rovers<td>31<td>58";

    #[test]
    fn rows_of_one_table_are_decided_together() {
        check(&format!("<p>After the match:<table>{}</table><p>More.", ROW.repeat(3)), ".aaa.");
        check(&format!("<table>{}</table><table>{}</table>", ROW.repeat(3), ROW.repeat(4)), "aaabbbb");
    }

    #[test]
    fn two_rows_and_rows_of_prose_are_no_table() {
        check(&format!("<table>{}</table>", ROW.repeat(2)), "..");
        let prose = format!("<tr><td>{}", "The harbour reopened on Monday, the city said. ".repeat(6));
        check(&format!("<table>{ROW}{prose}{ROW}{prose}{ROW}</table>"), ".....");
    }
}
