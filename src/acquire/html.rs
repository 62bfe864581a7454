//! An HTML page, one a file.

use super::desk::{Desk, Place};
use super::sniff::Head;
use super::{Format, Input};
use crate::model::Markup;

pub(super) const FORMAT: Format = Format { name: "html", wraps: false, recognises, read };

/// What an HTML page starts with, after white space, comments and an XML declaration.
const STARTS: &[&[u8]] = &[
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<div",
    b"<article",
    b"<table",
    b"<script",
    b"<link",
    b"<h1",
    b"<p>",
    b"<p ",
    b"<section",
    b"<main",
];

fn recognises(head: &Head<'_>) -> bool {
    let folded = &head.folded[..];
    if !folded.starts_with(b"<") {
        // Scrapers leave a stray line before the page.
        return memchr::memmem::find(folded, b"<!doctype html").is_some()
            || memchr::memmem::find(folded, b"<html")
                .is_some_and(|at| memchr::memmem::find(&folded[at..], b"<head").is_some());
    }
    let mut rest = folded;
    while rest.starts_with(b"<!--") || rest.starts_with(b"<?") {
        let (end, length) = if rest.starts_with(b"<?") { (&b">"[..], 1) } else { (&b"-->"[..], 3) };
        let Some(at) = memchr::memmem::find(rest, end) else { return !rest.starts_with(b"<?xml") };
        rest = rest[at + length..].trim_ascii_start();
    }
    STARTS.iter().any(|start| rest.starts_with(start)) || memchr::memmem::find(rest, b"<html").is_some()
}

fn read(desk: &mut Desk<'_>, input: Input<'_>, place: &Place) {
    super::text::whole(desk, input, place, Markup::Html);
}
