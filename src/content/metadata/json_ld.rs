//! Reads JSON-LD as pages write it.
//!
//! Takes the text of a `<script type="application/ld+json">`, gives what its articles say of themselves. Tolerant where
//! pages are sloppy: raw line ends and controls in strings, comments and CDATA marks around it, unescaped quotes,
//! missing commas. One linear pass that steps over long strings; bounded in nodes and depth.

mod graph;
mod strings;

use graph::{Graph, TOP, Value};
use strings::unescaped;

/// Objects that may speak for the report.
const MAX_ITEMS: usize = 40;
/// Nodes of a page's scripts that are read.
const MAX_NODES: usize = 6_000;

/// What one object says of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Item {
    /// Its `@type`, the first that counts.
    pub kind: Kind,
    pub headline: String,
    pub subtitle: String,
    pub published: String,
    pub created: String,
    pub modified: String,
    pub authors: Vec<Author>,
    /// Those who took part, as `contributor`.
    pub contributors: Vec<Author>,
    pub section: String,
    pub language: String,
    pub publisher: String,
    /// `sourceOrganization`, `provider` or `creditText` where it differs from the publisher.
    pub source: String,
    pub url: String,
    pub license: String,
    pub dateline: String,
}

/// An author as declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    pub name: String,
    pub is_organisation: bool,
}

/// What an object is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Kind {
    /// A news report or blog post.
    Article,
    /// Something that carries a text of its own: recipe, review, podcast.
    Work,
    /// The page.
    Page,
    /// A video on it.
    Video,
    /// The site: only its name counts.
    Site,
    #[default]
    Other,
}

/// The objects of the scripts that say something of the report, the best kind first, in the page's order within a kind.
pub(super) fn items(scripts: &[&str]) -> Vec<Item> {
    let mut found = Vec::new();
    let mut nodes_left = MAX_NODES;
    for script in scripts {
        let graph = Graph::read(script, nodes_left);
        nodes_left -= graph.nodes.len();
        for (at, node) in graph.nodes.iter().enumerate() {
            if node.value != Value::Object {
                continue;
            }
            let kind = graph.kind(at);
            if kind != Kind::Other && found.len() < MAX_ITEMS && !graph.is_aside(at) {
                found.push(graph.item(at, kind));
            }
        }
    }
    found.sort_by_key(|item| item.kind);
    found
}

impl Graph<'_> {
    fn kind(&self, at: usize) -> Kind {
        let Some(kind) = self.child(at, "@type") else { return Kind::Other };
        match self.nodes[kind].value {
            Value::Text(text) => kind_of(text),
            Value::Array => self
                .children(kind)
                .filter_map(
                    |(_, node)| if let Value::Text(text) = node.value { Some(kind_of(text)) } else { None },
                )
                .min()
                .unwrap_or_default(),
            _ => Kind::Other,
        }
    }

    /// Whether the object stands inside another that lists or mentions it.
    fn is_aside(&self, at: usize) -> bool {
        let mut node = &self.nodes[at];
        loop {
            let aside = matches!(
                node.key,
                "itemListElement"
                    | "hasPart"
                    | "mentions"
                    | "mention"
                    | "citation"
                    | "isPartOf"
                    | "liveBlogUpdate"
                    | "comment"
                    | "video"
                    | "image"
                    | "associatedMedia"
                    | "about"
                    | "blogPost"
                    | "relatedLink"
                    | "review"
                    | "subjectOf"
                    | "workExample"
                    | "itemReviewed"
                    | "publisher"
                    | "author"
                    | "containsPlace"
                    | "potentialAction"
            );
            if aside {
                return true;
            }
            let Some(parent) = self.nodes.get(node.parent) else { return false };
            node = parent;
        }
    }

    fn item(&self, at: usize, kind: Kind) -> Item {
        let mut item = Item { kind, ..Item::default() };
        if kind == Kind::Site {
            item.publisher = self.said(at, "name");
            return item;
        }
        item.headline = self.said(at, "headline");
        if item.headline.is_empty() {
            item.headline = self.said(at, "name");
        }
        item.subtitle = self.said(at, "alternativeHeadline");
        item.published = self.said(at, "datePublished");
        if kind == Kind::Video {
            item.published = self.said(at, "uploadDate");
        }
        item.created = self.said(at, "dateCreated");
        item.modified = self.said(at, "dateModified");
        item.section = self.said(at, "articleSection");
        item.language = self.said(at, "inLanguage");
        item.publisher = self.child(at, "publisher").map(|i| self.organisation(i)).unwrap_or_default();
        item.source = ["sourceOrganization", "provider", "creditText", "isBasedOn"]
            .iter()
            .map(|key| self.said(at, key))
            .find(|said| !said.is_empty() && !said.contains("://"))
            .unwrap_or_default();
        item.url = ["mainEntityOfPage", "url", "@id"]
            .iter()
            .filter_map(|key| self.child(at, key))
            .map(|i| self.address(i))
            .find(|url| url.starts_with("http"))
            .unwrap_or_default();
        item.license = self.said(at, "license");
        item.dateline = self.said(at, "dateline");
        for key in ["author", "creator"] {
            if item.authors.is_empty()
                && let Some(i) = self.child(at, key)
            {
                self.authors(i, &mut item.authors);
            }
        }
        if let Some(i) = self.child(at, "contributor") {
            self.authors(i, &mut item.contributors);
        }
        item
    }

    fn address(&self, at: usize) -> String {
        match self.nodes[at].value {
            Value::Object => {
                self.child(at, "@id").or_else(|| self.child(at, "url")).map(|i| self.text(i).into_owned())
            }
            _ => Some(self.text(at).into_owned()),
        }
        .unwrap_or_default()
    }

    fn organisation(&self, at: usize) -> String {
        match self.nodes[at].value {
            Value::Object if self.child(at, "name").is_none() => {
                let Some(id) = self.child(at, "@id") else { return String::new() };
                self.referred(id).map(|i| self.said(i, "name")).unwrap_or_default()
            }
            _ => self.text(at).into_owned(),
        }
    }

    fn authors(&self, at: usize, authors: &mut Vec<Author>) {
        match self.nodes[at].value {
            Value::Text(text) => {
                let name = unescaped(text).trim().to_owned();
                if !name.is_empty() && !name.contains("://") {
                    authors.push(Author { name, is_organisation: false });
                }
            }
            Value::Object => {
                let object = match self.child(at, "name") {
                    Some(_) => Some(at),
                    None => self.child(at, "@id").and_then(|id| self.referred(id)),
                };
                let Some(object) = object else {
                    let name = [self.said(at, "givenName"), self.said(at, "familyName")].join(" ");
                    let name = name.trim().to_owned();
                    authors.extend((!name.is_empty()).then_some(Author { name, is_organisation: false }));
                    return;
                };
                let Some(name) = self.child(object, "name") else { return };
                let is_organisation =
                    self.child(object, "@type").is_some_and(|kind| self.text(kind).contains("Organization"));
                if self.nodes[name].value == Value::Array {
                    for (i, _) in self.children(name) {
                        let name = self.shallow(i).trim().to_owned();
                        authors.extend((!name.is_empty()).then_some(Author { name, is_organisation }));
                    }
                } else {
                    let name = self.text(name).trim().to_owned();
                    if !name.is_empty() && !name.contains("://") {
                        authors.push(Author { name, is_organisation });
                    }
                }
            }
            Value::Array => {
                for (i, node) in self.children(at).take(20) {
                    if node.value != Value::Array {
                        self.authors(i, authors);
                    }
                }
            }
            Value::Bare(_) => {}
        }
    }

    /// The object that has the `@id` at `id` and a name.
    fn referred(&self, id: usize) -> Option<usize> {
        let Value::Text(wanted) = self.nodes[id].value else { return None };
        self.nodes.iter().find_map(|node| {
            let here = node.key == "@id" && node.value == Value::Text(wanted) && node.parent != TOP;
            (here && self.child(node.parent, "name").is_some()).then_some(node.parent)
        })
    }
}

fn kind_of(name: &str) -> Kind {
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    match name {
        "NewsArticle"
        | "Article"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "AskPublicNewsArticle"
        | "BackgroundNewsArticle"
        | "OpinionNewsArticle"
        | "ReviewNewsArticle"
        | "LiveBlogPosting"
        | "BlogPosting"
        | "Report"
        | "SatiricalArticle"
        | "AdvertiserContentArticle"
        | "ScholarlyArticle"
        | "MedicalScholarlyArticle"
        | "TechArticle"
        | "APIReference"
        | "SocialMediaPosting"
        | "DiscussionForumPosting"
        | "Newsarticle"
        | "newsArticle"
        | "article" => Kind::Article,
        "Recipe" | "Review" | "CriticReview" | "PodcastEpisode" | "CreativeWork" | "HowTo" | "Event"
        | "RadioEpisode" | "TVEpisode" | "ClaimReview" | "Book" | "MediaObject" | "ImageGallery"
        | "MediaGallery" => Kind::Work,
        "WebPage" | "ItemPage" | "AboutPage" | "FAQPage" | "QAPage" | "MedicalWebPage" => Kind::Page,
        "VideoObject" => Kind::Video,
        "WebSite" | "NewsMediaOrganization" => Kind::Site,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn first(script: &str) -> Item {
        items(&[script]).into_iter().next().unwrap_or_default()
    }

    #[test]
    fn an_article_tells_headline_dates_and_authors() {
        let item = first(
            r#"{"@context":"https://schema.org","@type":"NewsArticle","headline":"Harbour \u0026 port reopen","datePublished":"2017-09-26T16:09:00+02:00",
            "author":[{"@type":"Person","name":"Jane Example"},{"@type":"Organization","name":"The Harbour Times"}],"publisher":{"@type":"Organization","name":"The Harbour Times"}}"#,
        );
        assert_eq!(item.headline, "Harbour & port reopen");
        assert_eq!(item.published, "2017-09-26T16:09:00+02:00");
        assert_eq!(item.authors.len(), 2);
        assert!(item.authors[1].is_organisation);
        assert_eq!(item.publisher, "The Harbour Times");
    }

    #[test]
    fn a_graph_refers_to_its_people() {
        let item = first(
            r##"{"@graph":[{"@type":"WebPage","datePublished":"2016-01-01"},{"@type":["Article","SocialMediaPosting"],"headline":"Rain","author":{"@id":"#jane"}},
            {"@type":"Person","@id":"#jane","name":"Jane Example"}]}"##,
        );
        assert_eq!((item.kind, item.headline.as_str()), (Kind::Article, "Rain"));
        assert_eq!(item.authors, [Author { name: "Jane Example".into(), is_organisation: false }]);
    }

    #[test]
    fn sloppy_scripts_are_read() {
        let item = first(
            "<!-- //<![CDATA[\n{\"@type\":\"NewsArticle\",\n\"headline\":\"The \"old\" port\nreopens\",\"dateModified\":\"2017-09-27\"\n\"author\":\"Jane Example\"};\n//]]> -->",
        );
        assert_eq!(item.headline, "The \"old\" port reopens");
        assert_eq!(item.modified, "2017-09-27");
        assert_eq!(item.authors[0].name, "Jane Example");
    }

    #[test]
    fn other_reports_are_not_this_one() {
        let script =
            r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another"}]}"#;
        assert_eq!(items(&[script]), []);
    }

    proptest! {
        #[test]
        fn any_script_is_read_without_a_panic(script in "[\\[\\]{}\":,\\\\a-z0-9 \\n@<>é]{0,200}") {
            let _ = items(&[&script]);
        }
    }
}
