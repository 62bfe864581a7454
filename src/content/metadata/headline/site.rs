//! Tells a site's name from a headline.
//!
//! Takes a title and the names of the site, squeezed, gives the title without them.

use super::wording::collapse;
use crate::text::character::{Kind, kind};
use crate::text::seek::stands_in;

/// Marks between a headline and a site's name.
pub(in crate::content::metadata) const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ", " « ", " < ", " > ", " ~ ", " ― ", "｜",
    "_", " @ ", " in ", ": ",
];

/// The title without the site's name before or behind it.
pub(in crate::content::metadata) fn without_site(title: &str, site: &[String]) -> String {
    let mut title = title.trim();
    for _ in 0..3 {
        let Some(cut) = SEPARATORS.iter().find_map(|separator| cut_at(title, separator, site)) else { break };
        title = cut;
    }
    collapse(title)
}

fn cut_at<'t>(title: &'t str, separator: &str, site: &[String]) -> Option<&'t str> {
    if !stands_in(title, separator) {
        return None;
    }
    if let Some((head, tail)) = title.rsplit_once(separator)
        && separator != ": "
        // Only templates write two colons; what stands behind them is the site, known or not.
        && (separator == " :: " || is_site(tail, site))
        && head.chars().filter(|c| c.is_alphanumeric()).count() > 1
    {
        return Some(head.trim());
    }
    let (head, tail) = title.split_once(separator)?;
    let said = tail.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    (separator != " in " && said && is_site(head, site)).then_some(tail.trim())
}

/// Whether a part of a title is a site's name: one that is known (see [`squeezed`]), or begins with one.
pub(in crate::content::metadata) fn is_site(part: &str, site: &[String]) -> bool {
    let part = squeezed(part);
    let near = |long: &str, short: &str| {
        short.chars().count() >= 4 && long.starts_with(short) && long.len() <= short.len() + 14
    };
    site.iter().any(|name| *name == part || near(&part, name) || near(name, &part))
}

/// A name without case, spaces and marks.
pub(in crate::content::metadata) fn squeezed(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let kind = kind(c);
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if kind.is(Kind::FOLDS) {
            out.extend(c.to_lowercase());
        } else if kind.is(Kind::ALPHANUMERIC) {
            out.push(c);
        }
    }
    out
}
