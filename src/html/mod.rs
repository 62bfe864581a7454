//! Writes what a person reads in a browser: the page that `review` serves, and the files of `report` and `diff --html`.
//!
//! Takes what `review` found, gives HTML. Opens no files and decides nothing. A text that comes from outside reaches a page
//! through [`Html::text`] and [`Html::open`] alone, which let no markup, control or change of direction through; what is
//! markup is written in this folder and is `'static`.

mod changes;
mod difference;
mod document;
mod glance;
mod list;
mod markup;
mod plot;
mod report;
mod shell;
mod story;

pub use changes::{Judged, changes};
pub use difference::difference;
pub use document::document;
pub use glance::overview;
pub use list::{ORDERS, documents, rejected, stories};
pub use markup::Html;
pub use report::{Report, Told, report};
pub use shell::{Links, PAGE_JS, STYLE_CSS, Shell, waiting};
pub use story::{Copy, Pair, story};

use crate::review::Diff;

/// The single file of `diff --html`.
pub fn diff_file(diff: &Diff, old: &str, new: &str) -> String {
    let links = Links::file();
    let groups: Vec<Judged<'_>> = diff.groups.iter().map(|group| Judged { group, decision: None }).collect();
    let main = changes(diff, &groups, (old, new), &links);
    Shell { title: "What changed", dataset: new, here: "", query: "", links: &links }.around(&main)
}
