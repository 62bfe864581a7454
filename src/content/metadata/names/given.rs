//! Tells a name that stands alone in its line from other words in capitals.
//!
//! Takes a line, gives the people in it where it holds names and nothing else and each begins with a given name that
//! many bear. The list is `given.txt`: given names of many countries, and the family names that stand first in Vietnam
//! and China; words that are also plain words are left out of it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Named, Trust, is_nothing_else, read};
use crate::content::agencies::Agencies;
use crate::text::hash::Quick;

/// Whether a name begins with a given name that many people bear: what tells a name that stands alone in its line from
/// any other few words in capitals. Most names do not; where a by-word or a field says who wrote, none need to.
pub(in crate::content::metadata) fn is_common(name: &str) -> bool {
    let mut words = name.split([' ', '-', '.']).filter(|word| !word.is_empty());
    let first = words.find(|word| !is_title(word)).unwrap_or("");
    first.len() < name.len() && is_given(first)
}

/// Whether a word before a name says what its bearer may be called: "**Prof. Dr.** Jane Example".
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Dr" | "dr"
            | "DR"
            | "Prof"
            | "prof"
            | "PROF"
            | "Mag"
            | "Dipl"
            | "Ing"
            | "med"
            | "phil"
            | "PD"
            | "Drs"
            | "Ir"
    )
}

/// Whether a word is a given name that many bear.
pub(in crate::content::metadata) fn is_given(word: &str) -> bool {
    static GIVEN: LazyLock<HashSet<&str, Quick>> =
        LazyLock::new(|| include_str!("given.txt").split_whitespace().collect());
    GIVEN.contains(word.to_lowercase().as_str())
}

/// The people of a line that holds such names and nothing else.
pub(in crate::content::metadata) fn alone(line: &str, agencies: &Agencies) -> Option<Named> {
    const LONGEST: usize = 90;
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ':', '…']) || !is_common(line) {
        return None;
    }
    let named = read(line, Trust::Printed, agencies);
    let known = !named.people.is_empty() && named.people.iter().all(|name| is_common(name));
    (known && is_nothing_else(line, agencies)).then_some(named)
}
