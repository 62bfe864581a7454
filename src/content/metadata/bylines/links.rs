//! Knows the links to authors by their addresses and titles.
//!
//! Takes elements; whether one stands in a byline of the report is asked elsewhere.

use std::sync::LazyLock;

use super::super::byline_words::{is_empty, is_job};
use super::super::headline::Headline;
use super::super::names;
use super::super::offers::Offer;
use super::super::surroundings::is_prose;
use super::asides::is_aside;
use super::classes::names_author;
use super::lines_in;
use crate::content::flat::Flat;
use crate::content::html::attr::AttrName;
use crate::content::html::tag::Tag;
use crate::content::html::tree::{Node, Shown};
use crate::text::spot::Spotter;

/// Where no element names itself an author's, the links to pages of authors, by their addresses, from above the first
/// paragraph of prose to the third; if `titled`, only those that say so in their titles.
pub(super) fn linked(flat: &Flat<'_>, headline: &Headline, titled: bool) -> Option<(usize, Offer)> {
    let behind = flat.blocks.iter().enumerate().skip(headline.blocks.end);
    let (first, _) = behind.clone().find(|(_, block)| is_prose(flat.text_of(block)))?;
    let place = |above: usize| flat.blocks.get(first.saturating_sub(above).max(headline.blocks.end));
    let (from, near) = (place(FAR_ABOVE)?.span.start, place(ABOVE)?.span.start);
    let until = headline.prose(flat);
    let nodes = &flat.tree.nodes;
    let start = nodes.partition_point(|node| node.text.start < from);
    let mut names: Vec<String> = Vec::new();
    let mut place = None;
    for (at, node) in
        nodes.iter().enumerate().skip(start).take(LINKS).take_while(|(_, node)| node.text.start < until)
    {
        let named = (!titled && leads_to_author(flat, node)) || is_titled(flat, node);
        let name = if named { lines_in(flat, at, node) } else { continue };
        let may = node.text.start >= near || names::is_common(&name);
        if may && !name.contains(|c: char| c.is_ascii_digit()) && !is_aside(flat, at as u32, headline) {
            if !names.contains(&name) {
                names.push(name);
            }
            place = place.or(Some((at, node.text)));
        }
    }
    let (at, place) = place.filter(|_| names.len() <= MOST_LINKED)?;
    Some((at, Offer::new(names.join("; "), "microformat", LINKED, 560).at(place)))
}

/// Whether an element is a link to the page of an author, as its address has it.
pub(super) fn leads_to_author(flat: &Flat<'_>, node: &Node) -> bool {
    let may = node.tag == Tag::A && (4..=60).contains(&node.text.len()) && node.shown != Shown::Not;
    let address = if may { flat.attr(node, AttrName::Href).unwrap_or("") } else { "" };
    ADDRESSES.spot(address) != 0
}

/// Whether the title of a link says that it leads to what the person wrote whom it names: "Posts by Jane Example".
fn is_titled(flat: &Flat<'_>, node: &Node) -> bool {
    let may = node.tag == Tag::A && (4..=60).contains(&node.text.len()) && node.shown != Shown::Not;
    let title = if may { flat.attr_text(node, AttrName::Title) } else { None };
    title.is_some_and(|title| {
        let name = names::after_by_word(&title);
        name.len() < title.trim().len() && name == flat.text_in(node)
    })
}

/// Whether a link to an author speaks of him without a name: "View author archive", "All articles".
pub(super) fn is_button(flat: &Flat<'_>, link: &Node) -> bool {
    let text = flat.text_in(link);
    let mut words = text.split(' ').map(str::to_lowercase);
    names_author(text) || words.all(|word| is_empty(&word) || is_job(&word))
}

/// The selector of such a link inside a byline.
pub(in crate::content::metadata) const INSIDE: &str = ".byline a[href]";
/// The selector of such a link outside of one.
pub(in crate::content::metadata) const LINKED: &str = "a[href]";
/// Blocks above the prose among which the links to authors begin, and those whose text begins with a given name that many bear.
const ABOVE: usize = 12;
const FAR_ABOVE: usize = 40;
/// Elements from there on that are looked at.
const LINKS: usize = 600;
/// Links to authors that one report has; more are a list of the house.
const MOST_LINKED: usize = 6;

/// Parts of the addresses of pages about authors.
static ADDRESSES: LazyLock<Spotter> = LazyLock::new(|| {
    let words = &[
        "/author",
        "author=",
        "/autor",
        "/auteur",
        "/writer",
        "/journalist",
        "/redakteur",
        "/reporter",
        "/columnist",
        "/byline",
        "/contributor",
        "/profile",
        "/profil/",
        "/user",
        "/people/",
        "/person/",
        "/staff/",
        "/member",
        "/menschen/",
        "/mitarbeiter",
        "/skribent",
        "/avtor",
        "/penulis",
        "/yazar",
        "/signature",
        "/toimittaja",
        "/firma/",
        "/firmas/",
        "/firme/",
        "/signataire",
        "/editors/",
        "/novinar",
        "/redaktor",
        "/staff-",
    ];
    Spotter::of_groups(&[(words, 1)])
});
