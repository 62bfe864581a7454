//! What stands around every page: head, navigation, footer, the list of keys.

use super::markup::{Html, encoded};
use crate::model::Sha256Hex;

/// The style sheet.
pub const STYLE_CSS: &str = include_str!("assets/style.css");
/// The script: keys, theme, passages that light up together. Every page works without it.
pub const PAGE_JS: &str = include_str!("assets/page.js");

/// Where a page leads.
#[derive(Debug, Clone)]
pub struct Links {
    base: String,
    served: bool,
    compared: bool,
}

impl Links {
    /// Links of a served page, below `/token`; `compared` where there is another dataset to hold it against.
    pub fn served(token: &str, compared: bool) -> Self {
        Self { base: format!("/{token}"), served: true, compared }
    }

    /// Links of a single file.
    pub fn file() -> Self {
        Self { base: String::new(), served: false, compared: false }
    }

    pub(super) fn is_served(&self) -> bool {
        self.served
    }

    pub(super) fn to(&self, place: &str) -> String {
        format!("{}/{place}", self.base)
    }

    /// The list of documents with one filter; none in a file.
    pub(super) fn list(&self, key: &str, value: &str) -> Option<String> {
        self.served.then(|| format!("{}/documents?{key}={}", self.base, encoded(value)))
    }

    pub(super) fn document(&self, id: &str) -> Option<String> {
        self.served.then(|| format!("{}/document/{id}", self.base))
    }

    pub(super) fn story(&self, id: &str) -> Option<String> {
        self.served.then(|| format!("{}/story/{id}", self.base))
    }
}

/// A page but for its main part.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// Its title.
    pub title: &'a str,
    /// The dataset, as it is called.
    pub dataset: &'a str,
    /// Which entry of the navigation it belongs to.
    pub here: &'a str,
    /// What was searched for.
    pub query: &'a str,
    /// Where it leads.
    pub links: &'a Links,
}

impl Shell<'_> {
    /// The whole page around `main`.
    pub fn around(&self, main: &Html) -> String {
        let mut html = Html::default();
        html.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.raw("<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">");
        if self.links.served {
            html.open("link", &[("rel", "stylesheet"), ("href", &self.links.to("style.css"))]);
            html.open("script", &[("src", &self.links.to("page.js")), ("defer", "")]).close("script");
        } else {
            html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy())]);
            html.raw("<style>").raw(STYLE_CSS).raw("</style>");
        }
        html.element("title", &[], &format!("{} · copydesk", self.title));
        html.raw("</head>\n<body><a class=\"skip\" href=\"#main\">Skip to the content</a>");
        self.header(&mut html);
        html.raw("<main id=\"main\" tabindex=\"-1\">").append(main).raw("</main>");
        self.footer(&mut html);
        if !self.links.served {
            html.raw("<script>").raw(PAGE_JS).raw("</script>");
        }
        html.raw("</body></html>\n");
        html.into_string()
    }

    fn header(&self, html: &mut Html) {
        html.raw("<header class=\"top\">");
        let home = if self.links.served { self.links.to("") } else { "#main".to_owned() };
        html.open("a", &[("class", "brand"), ("href", &home)]).raw("<svg viewBox=\"0 0 24 24\" width=\"20\" height=\"20\" aria-hidden=\"true\"><path d=\"M3 6h13M3 12h7M14 12h7M3 18h10\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\"/><path class=\"pencil\" d=\"M9 15.5 20.5 8.5\" fill=\"none\" stroke-width=\"2.4\" stroke-linecap=\"round\"/></svg>copydesk").close("a");
        if self.links.served {
            html.raw("<nav aria-label=\"Main\">");
            let mut entries = vec![
                ("overview", "", "Overview"),
                ("documents", "documents", "Documents"),
                ("stories", "stories", "Stories"),
                ("rejected", "rejected", "Turned away"),
            ];
            if self.links.compared {
                entries.push(("changes", "changes", "Changes"));
            }
            for (name, place, label) in entries {
                let to = self.links.to(place);
                let mut attributes = vec![("href", to.as_str()), ("data-go", name.get(..1).unwrap_or(""))];
                if name == self.here {
                    attributes.push(("aria-current", "page"));
                }
                html.element("a", &attributes, label);
            }
            html.raw("</nav>");
            let action = self.links.to("documents");
            html.open("form", &[("role", "search"), ("action", &action)]);
            html.open(
                "input",
                &[
                    ("type", "search"),
                    ("name", "q"),
                    ("value", self.query),
                    ("placeholder", "Search all texts"),
                    ("aria-label", "Search all texts"),
                    ("accesskey", "s"),
                ],
            );
            html.raw("<kbd aria-hidden=\"true\">/</kbd></form>");
        }
        html.raw("<button type=\"button\" class=\"icon\" id=\"theme\" aria-label=\"Light or dark\" title=\"Light or dark (t)\"><svg viewBox=\"0 0 24 24\" width=\"18\" height=\"18\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"8\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/><path d=\"M12 4a8 8 0 0 1 0 16z\" fill=\"currentColor\"/></svg></button></header>");
    }

    fn footer(&self, html: &mut Html) {
        html.raw("<footer class=\"end\"><p>").element("bdi", &[], self.dataset).raw("</p>");
        if self.links.served {
            html.raw("<p><button type=\"button\" class=\"plain\" data-open=\"keys\">Keys <kbd>?</kbd></button></p></footer>");
            html.raw(KEYS);
        } else {
            html.raw("<p>Made by copydesk. This file asks for nothing on any network.</p></footer>");
        }
    }
}

const KEYS: &str = "<dialog id=\"keys\" aria-labelledby=\"keys-title\"><h2 id=\"keys-title\">Keys</h2><dl class=\"keys\">\
<dt><kbd>/</kbd></dt><dd>search</dd>\
<dt><kbd>g</kbd> then <kbd>o</kbd> <kbd>d</kbd> <kbd>s</kbd> <kbd>r</kbd> <kbd>c</kbd></dt><dd>overview, documents, stories, rejected, changes</dd>\
<dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous item, cut block, passage or group</dd>\
<dt><kbd>Enter</kbd></dt><dd>open it</dd>\
<dt><kbd>[</kbd> <kbd>]</kbd></dt><dd>previous and next page or document</dd>\
<dt><kbd>a</kbd> <kbd>r</kbd> <kbd>s</kbd></dt><dd>accept, reject or skip a group of changes</dd>\
<dt><kbd>n</kbd></dt><dd>next sample of a group</dd>\
<dt><kbd>t</kbd></dt><dd>light or dark</dd>\
<dt><kbd>?</kbd></dt><dd>this list</dd>\
</dl><form method=\"dialog\"><button>Close</button></form></dialog>";

/// What a single file may do: its own style and script, known by their digests, and nothing else.
fn policy() -> String {
    let digest = |text: &str| base64(Sha256Hex::of(text.as_bytes()).to_string().as_bytes());
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE_CSS),
        digest(PAGE_JS)
    )
}

/// The Base64 (RFC 4648) of what hexadecimal digits stand for.
fn base64(hexadecimal: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: u8| char::from(digit).to_digit(16).unwrap_or(0);
    let bytes: Vec<u32> = hexadecimal
        .chunks(2)
        .map(|two| two.iter().fold(0, |byte, digit| byte * 16 + value(*digit)))
        .collect();
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let word = (0..3).fold(0, |word, at| word << 8 | three.get(at).copied().unwrap_or(0));
        for at in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { letter.into() } else { '=' });
        }
    }
    out
}

/// The page that is shown while a dataset is being read.
pub fn waiting(links: &Links, dataset: &str, percent: u64) -> String {
    let mut main = Html::default();
    main.raw("<div class=\"waiting\"><h1>Reading the dataset</h1>");
    let percent = percent.min(100).to_string();
    main.open("progress", &[("max", "100"), ("value", &percent), ("aria-label", "Read so far")])
        .close("progress");
    main.element("p", &[], &format!("{percent} %")).raw("</div>");
    Shell { title: "Reading", dataset, here: "", query: "", links }.around(&main)
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_standard() {
        assert_eq!(base64(b"666f6f626172"), "Zm9vYmFy");
        assert_eq!(base64(b"666f6f6261"), "Zm9vYmE=");
        assert_eq!(base64(b"666f6f62"), "Zm9vYg==");
    }
}
