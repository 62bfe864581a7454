//! Reads what a page's `<meta>`, `<link>` and `<title>` say.

use super::json_ld::{self, Item, Kind};
use super::names;
use super::offers::{Offer, Offers};
use crate::content::html::head::Head;
use crate::model::Field;

/// What a `<meta>` of that name (in lower case) says, and how far to believe it.
fn meaning(name: &str) -> Option<(Field, u16)> {
    Some(match name {
        "og:title" => (Field::Title, 690),
        "twitter:title" | "twitter:text:title" => (Field::Title, 640),
        "headline" | "parsely-title" | "sailthru.title" | "hdl" | "cxenseparse:title" | "citation_title" => {
            (Field::Title, 680)
        }
        "dc.title" | "dcterms.title" | "title" => (Field::Title, 620),

        "article:published_time" => (Field::DatePublished, 930),
        "og:published_time"
        | "og:article:published_time"
        | "article:published"
        | "article.published"
        | "rnews:datepublished" => (Field::DatePublished, 900),
        "datepublished"
        | "publishdate"
        | "publish_date"
        | "publish-date"
        | "published_date"
        | "publication_date"
        | "publicationdate"
        | "published-date"
        | "pubdate"
        | "parsely-pub-date"
        | "sailthru.date"
        | "dcterms.issued"
        | "dc.date.issued"
        | "cxenseparse:recs:publishtime"
        | "cxenseparse:publishtime"
        | "citation_publication_date"
        | "citation_date"
        | "citation_online_date"
        | "displaydate"
        | "originalpublicationdate"
        | "article_date_original"
        | "article.date"
        | "article:date"
        | "dc.date.published"
        | "prism.publicationdate"
        | "pdate"
        | "ptime"
        | "published_at"
        | "published"
        | "apub:time"
        | "sis-date"
        | "vr:published_time"
        | "shareaholic:article_published_time"
        | "firstpublished"
        | "article:post_date"
        | "post_date"
        | "_pubtime" => (Field::DatePublished, 860),
        "dc.date.created" | "dcterms.created" | "dc.created" | "created" | "datecreated"
        | "article:created" | "article.created" => (Field::DatePublished, 820),
        "date" | "dc.date" | "dcterms.date" | "og:pubdate" | "article_date" | "originaldate" | "dateline"
        | "pubyear" => (Field::DatePublished, 690),
        "article:modified_time" | "og:updated_time" | "article:modified" | "og:article:modified_time" => {
            (Field::DateModified, 900)
        }
        "last-modified" | "lastmod" | "dcterms.modified" | "dc.date.modified" | "datemodified"
        | "modified" | "updated" | "revised" | "article.updated" | "lastmodified" | "last_modified"
        | "article:updated" | "date.updated" | "dateupdate" => (Field::DateModified, 780),

        "author"
        | "byl"
        | "parsely-author"
        | "sailthru.author"
        | "dc.creator"
        | "dcterms.creator"
        | "citation_author"
        | "article.author"
        | "cxenseparse:author"
        | "cxenseparse:recs:author"
        | "creator"
        | "authors"
        | "author_name"
        | "writer"
        | "rbauthors"
        | "journalist"
        | "article:author_name" => (Field::Authors, 800),
        "article:author" | "og:author" | "og:article:author" | "article:authors" | "twitter:creator:name" => {
            (Field::Authors, 780)
        }
        "dc.contributor" | "vr:author" | "shareaholic:article_author_name" => (Field::Authors, 700),

        "article:section"
        | "og:article:section"
        | "section"
        | "parsely-section"
        | "cxenseparse:section"
        | "dcterms.subject.section"
        | "article.section" => (Field::Section, 850),
        "og:site_name" => (Field::Site, 900),
        "application-name" | "apple-mobile-web-app-title" | "cre" | "dc.publisher" | "dcterms.publisher" => {
            (Field::Site, 700)
        }
        "og:url" => (Field::CanonicalUrl, 800),
        "og:locale" | "content-language" | "dc.language" | "dcterms.language" | "language" | "inlanguage" => {
            (Field::Language, 600)
        }
        "copyright" | "rights" | "dc.rights" | "dcterms.rights" | "license" | "dcterms.license" => {
            (Field::License, 600)
        }
        "robots" | "googlebot" | "tdm-reservation" | "tdm-policy" | "ai-robots" | "x-robots-tag" => {
            (Field::Robots, 900)
        }
        "dc.source" | "dcterms.source" | "source" | "article:source" | "syndication-source"
        | "contentprovider" => (Field::Agency, 600),
        "subtitle" | "subheadline" | "dcterms.alternative" | "dc.title.alternative" => (Field::Subtitle, 800),
        _ => return meaning_of_end(name),
    })
}

/// What a house's own name for a field ends with: `harbour.author`, `hb_publish_date`.
fn meaning_of_end(name: &str) -> Option<(Field, u16)> {
    let end = name.rsplit(['.', ':', '_']).next().unwrap_or(name);
    let last = end.rsplit('-').next().unwrap_or(end);
    Some(match end {
        // The maker of the app.
        _ if name.starts_with("smartbanner") => return None,
        "author" | "authors" | "autor" | "autoren" | "autores" | "auteur" | "auteurs" | "autore"
        | "byline" | "authorname" | "author-name" | "forfatter" => (Field::Authors, 690),
        "publishdate" | "publish-date" | "pubdate" | "published-time" | "publisheddate" | "datepublished"
        | "publicationdate" | "publishtime" | "issued" | "firstpublished" | "published" => {
            (Field::DatePublished, 700)
        }
        _ if last.len() < end.len() && ["author", "authors", "byline"].contains(&last) => {
            (Field::Authors, 690)
        }
        _ if end.len() < name.len() => match name {
            _ if name.ends_with("author_name") => (Field::Authors, 690),
            _ if ["publish_date", "published_time", "published_at", "pub_date", "publication_date"]
                .iter()
                .any(|end| name.ends_with(end)) =>
            {
                (Field::DatePublished, 700)
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// Adds what the head says to the offers.
pub(super) fn read(head: &Head<'_>, offers: &mut Offers) {
    let mut folded = String::new();
    for meta in &head.metas {
        if meta.name.len() > 40 || meta.content.len() > 2_000 {
            continue;
        }
        folded.clear();
        folded.extend(meta.name.chars().map(|c| c.to_ascii_lowercase()));
        let content = meta.content.trim();
        if content.is_empty() {
            continue;
        }
        if let Some((field, score)) = meaning(&folded) {
            let method = if folded.starts_with("og:") || folded.starts_with("article:") {
                "open-graph"
            } else {
                "meta"
            };
            // These fields stand once for each author; an `author` met twice is another plug-in's, with the site's name.
            let listed = matches!(folded.as_str(), "citation_author" | "parsely-author");
            let before = if listed { offers.last(field) } else { None };
            if let Some(before) =
                before.filter(|before| before.selector == folded && before.value.len() < 400)
            {
                if !before.value.contains(content) {
                    before.value.push_str("; ");
                    before.value.push_str(content);
                }
                continue;
            }
            let value = match field {
                Field::Robots if folded != "robots" => format!("{folded}={content}"),
                _ => content.to_owned(),
            };
            offers.add(field, Offer::new(value, method, folded.clone(), score));
        }
    }
    written_by(head, offers);
    offers.add(Field::Title, Offer::new(head.title.trim(), "meta", "title", 600));
    for link in &head.links {
        let field = match link.rel.trim() {
            rel if rel.eq_ignore_ascii_case("canonical") => (Field::CanonicalUrl, 950),
            rel if rel.eq_ignore_ascii_case("license") => (Field::License, 900),
            _ => continue,
        };
        offers.add(
            field.0,
            Offer::new(link.href.trim(), "meta", format!("link[rel={}]", link.rel.trim()), field.1),
        );
    }
    offers.add(Field::Language, Offer::new(head.lang.trim(), "meta", "html[lang]", 700));
}

/// Adds what a card says in pairs: `twitter:label1` "Written by", `twitter:data1` "Jane Example". The common writers of
/// such cards tell the author first and the minutes of reading second, so the first is an author in any language.
fn written_by(head: &Head<'_>, offers: &mut Offers) {
    let counts = |data| head.meta(data).map(|data| data.contains(|c: char| c.is_numeric()));
    if let (Some(false), Some(true)) = (counts("twitter:data1"), counts("twitter:data2"))
        && let (Some(label), Some(name)) = (head.meta("twitter:label1"), head.meta("twitter:data1"))
        && !label.trim().is_empty()
    {
        offers.add(Field::Authors, Offer::new(name.trim(), "meta", "twitter:data1", 770));
        return;
    }
    for (label, data) in [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")] {
        if let (Some(label), Some(name)) = (head.meta(label), head.meta(data))
            && names::is_by_word(label.trim())
        {
            offers.add(Field::Authors, Offer::new(name.trim(), "meta", data, 770));
        }
    }
}

/// Adds what JSON-LD says to the offers.
pub(super) fn read_json_ld(items: &[Item], offers: &mut Offers) {
    for (nth, item) in items.iter().enumerate() {
        // The first article speaks for the page; a second one may be another report.
        let trust = match item.kind {
            Kind::Article if nth == 0 => 0,
            Kind::Article | Kind::Work => 60,
            Kind::Page => 130,
            Kind::Video => 220,
            Kind::Site | Kind::Other => 300,
        };
        let place = |name: &str| format!("{:?}.{name}", item.kind);
        let mut say = |field, value: &str, name: &str, score: u16| {
            offers.add(field, Offer::new(value, "json-ld", place(name), score - trust));
        };
        if item.kind == Kind::Site {
            say(Field::Site, &item.publisher, "name", 900);
            continue;
        }
        say(Field::Title, &item.headline, "headline", 700);
        say(Field::Subtitle, &item.subtitle, "alternativeHeadline", 750);
        say(Field::DatePublished, &item.published, "datePublished", 950);
        say(Field::DatePublished, &item.created, "dateCreated", 830);
        say(Field::DateModified, &item.modified, "dateModified", 950);
        say(Field::Section, &item.section, "articleSection", 900);
        say(Field::Language, &item.language, "inLanguage", 750);
        say(Field::Site, &item.publisher, "publisher", 850);
        say(Field::Agency, &item.source, "sourceOrganization", 700);
        say(Field::CanonicalUrl, &item.url, "url", 700);
        say(Field::License, &item.license, "license", 850);
        say(Field::Dateline, &item.dateline, "dateline", 800);
        if item.kind != Kind::Video {
            let joined = |people: &[json_ld::Author]| {
                people.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join("; ")
            };
            say(Field::Authors, &joined(&item.authors), "author", 900);
            say(Field::Authors, &joined(&item.contributors), "contributor", 650);
        }
    }
}

/// The JSON-LD of a page.
pub(super) fn json_ld(head: &Head<'_>) -> Vec<Item> {
    json_ld::items(&head.json_ld)
}
