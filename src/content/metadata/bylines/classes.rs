//! The words of classes that tell bylines and days, as data.

use std::sync::LazyLock;

use crate::text::spot::Spotter;

/// Whether a class says that its element holds the name of an author and nothing else.
pub(in crate::content::metadata) fn holds_name(token: &str) -> bool {
    const NAMES: &[&str] = &[
        "fn",
        "by",
        "author",
        "autor",
        "auteur",
        "username",
        "author-name",
        "author_name",
        "authorname",
        "author__name",
        "byline-name",
        "byline__name",
        "byline-author",
        "entry-author",
        "post-author",
        "documentauthor",
        "author-link",
        "author__link",
    ];
    let last = if token.contains('_') { token.rsplit("__").next() } else { None };
    let token = last.filter(|last| *last != "name" && *last != "link").unwrap_or(token);
    NAMES.iter().any(|name| token.eq_ignore_ascii_case(name))
}

/// Whether a class is that of a byline.
pub(super) fn names_author(class: &str) -> bool {
    is_author(WORDS.spot(class))
}

pub(super) fn is_author(named: u64) -> bool {
    named & (IS_AUTHOR | IS_NO_AUTHOR) == IS_AUTHOR
}

pub(super) const IS_AUTHOR: u64 = 1;
pub(super) const IS_NO_AUTHOR: u64 = 2;
pub(super) const IS_DATE: u64 = 4;
pub(super) const IS_BY: u64 = 8;
pub(super) const IS_OTHER: u64 = 16;

/// Words that are looked for in every class, in one pass over it.
pub(super) static WORDS: LazyLock<Spotter> = LazyLock::new(|| {
    Spotter::of_groups(&[
        (AUTHOR, IS_AUTHOR),
        (NO_AUTHOR, IS_NO_AUTHOR),
        (OTHER, IS_NO_AUTHOR | IS_OTHER),
        (DATE, IS_DATE),
        (&["by"], IS_BY),
    ])
});

/// Whether `class` holds a word that is in lower case.
pub(super) fn holds(class: &str, word: &str) -> bool {
    class.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

const AUTHOR: &[&str] = &[
    "byline",
    "author",
    "autor",
    "auteur",
    "byl-",
    "writer",
    "wrote",
    "written-by",
    "by-line",
    "by_line",
    "journalist",
    "redakteur",
    "firma",
    "signature",
    "posted-by",
    "attribution",
    "verfasser",
    "redactor",
    "periodista",
    "szerzo",
    "kirjoittaja",
    "skribent",
    "forfatter",
    "penulis",
    "yazar",
    "muhabir",
    "columnist",
    "contributor",
    "avtor",
    "dziennikarz",
    "novinar",
    "redaktor",
    "signataire",
    "postedby",
    "createdby",
    "created-by",
];
const NO_AUTHOR: &[&str] = &[
    "image",
    "img",
    "credit",
    "avatar",
    "photo",
    "bio",
    "comment",
    "social",
    "desc",
    "date",
    "time",
    "related",
    "twitter",
    "copyright",
    "caption",
    "cutline",
    "warning",
    "thumb",
    "preview",
    "menu-item",
    // Words that spell one for an author by chance.
    "confirm",
    "authoriz",
    "authoris",
    "authorit",
    "autorefresh",
    "autoresize",
    "autorotate",
    "autorun",
    "hauteur",
    "typewriter",
];
/// Words of a class that names somebody who did not write.
const OTHER: &[&str] = &["translat", "illustrat", "reviewer"];
const DATE: &[&str] =
    &["date", "published", "datum", "fecha", "time-stamp", "timestamp", "posted-on", "pubtime", "datetime"];
/// Words of a class that tells the day of a change.
pub(in crate::content::metadata) const UPDATED: &[&str] = &["updat", "modif", "aktualis"];
