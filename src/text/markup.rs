//! Whether a text is markup.

/// Whether text that nobody said the kind of is HTML: a document type, `<html`, or several tags of a page near its top.
pub fn looks_like_html(text: &str) -> bool {
    const HEAD: usize = 4096;
    /// Any of these is a page.
    const PAGE: [&[u8]; 4] = [b"<!doctype html", b"<html", b"<head", b"<body"];
    /// Any two of these are one.
    const PARTS: [&[u8]; 8] = [b"<div", b"<p>", b"<p ", b"<meta ", b"<span", b"<table", b"<script", b"</"];
    let head = text.as_bytes().get(..HEAD).unwrap_or(text.as_bytes());
    let mut met = [false; PARTS.len()];
    for at in memchr::memchr_iter(b'<', head) {
        let begins =
            |tag: &&[u8]| head.get(at..at + tag.len()).is_some_and(|word| word.eq_ignore_ascii_case(tag));
        if PAGE.iter().any(begins) {
            return true;
        }
        if let Some(part) = PARTS.iter().position(begins) {
            met[part] = true;
            if met.iter().filter(|met| **met).count() >= 2 {
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_by_its_frame_or_by_two_kinds_of_tags() {
        assert!(looks_like_html("\n<!DOCTYPE HTML>"));
        assert!(looks_like_html("Rain <P>and</p> wind"));
        assert!(!looks_like_html("a < b, and <div is no tag here"));
        assert!(!looks_like_html("<p>one kind of <p>tag"));
        assert!(!looks_like_html(&format!("{}<html>", " ".repeat(4096))));
    }
}
