//! Whether a text is markup.

use memchr::memmem;

/// Whether text that nobody said the kind of is HTML: a document type, `<html`, or several tags of a page near its top.
pub fn looks_like_html(text: &str) -> bool {
    let mut head = text.len().min(4096);
    while !text.is_char_boundary(head) {
        head -= 1;
    }
    let head = text[..head].to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag)) {
        return true;
    }
    let tags = ["<div", "<p>", "<p ", "<meta ", "<span", "<table", "<script", "</"];
    tags.iter().filter(|tag| memmem::find(head.as_bytes(), tag.as_bytes()).is_some()).count() >= 2
}
