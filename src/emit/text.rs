//! `text/<host>/<id>.txt`: each document as a file that a line-by-line `git diff` can review.
//!
//! Takes a row, gives a name and a text: six lines of what it is, a blank line, a paragraph a line. Opens no files.

use super::Article;

/// The folder of the tree.
pub const FOLDER: &str = "text";

/// What stands in the folder beside the texts: it tells git how to show them, and [`Publisher`](super::Publisher) that the
/// folder is its own.
pub const ATTRIBUTES: (&str, &str) = (
    ".gitattributes",
    "# git config diff.copydesk.wordRegex \"[[:alnum:]]+|[^[:space:]]\" makes `git diff --word-diff` show words.\n\
     *.txt text eol=lf diff=copydesk\n",
);

/// Bytes of a host that a folder is named by.
const HOST: usize = 100;

/// The file of a document: its path below the dataset, and its text.
pub fn file(article: &Article) -> (String, String) {
    let date = article.date_published.map(|date| date.to_string()).unwrap_or_default();
    let mut text = String::with_capacity(article.text.len() + 256);
    for (name, value) in [
        ("title", article.title.as_str()),
        ("date", &date),
        ("authors", &article.authors),
        ("agency", &article.agency),
        ("language", &article.lang),
        ("url", &article.url),
    ] {
        text.push_str(name);
        text.push(':');
        for word in value.split_whitespace() {
            text.push(' ');
            text.push_str(word);
        }
        text.push('\n');
    }
    text.push('\n');
    for line in article.text.split('\n').filter(|line| !line.trim().is_empty()) {
        text.push_str(line);
        text.push('\n');
    }
    (format!("{FOLDER}/{}/{}.txt", folder(&article.host), article.id), text)
}

/// A host as a folder's name: nothing in it leads elsewhere.
fn folder(host: &str) -> String {
    let name: String =
        host.chars()
            .take(HOST)
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c.to_ascii_lowercase() } else { '_' }
            })
            .collect();
    match name.trim_start_matches('.') {
        "" => "unknown".into(),
        name => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn a_host_leads_nowhere_else() {
        assert_eq!(folder("harbour.example"), "harbour.example");
        assert_eq!(folder("../../etc"), "_.._etc");
        assert_eq!(folder(".."), "unknown");
        assert_eq!(folder("a\nb:80"), "a_b_80");
        assert_eq!(folder(""), "unknown");
    }
}
