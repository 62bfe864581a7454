//! Nothing vanishes: blocks tile the flat text, kept and cut pieces tile it too, and the tree is a tree.

use copydesk::content::flat::Flat;
use copydesk::content::html::flatten;
use copydesk::content::html::tree::Node;
use copydesk::content::{Extractor, Knowledge, Options, plain};
use copydesk::model::{Decoding, Markup, OffsetMap, Origin, Record, Span};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_tile_the_flat_text_of_any_html(page in any_html()) {
        check(&flatten(&page));
    }

    #[test]
    fn blocks_tile_the_flat_text_of_any_plain_text(page in "[a-zé \u{A0}\t\n*.•<>&;]{0,200}") {
        check(&plain::flatten(&page));
    }

    #[test]
    fn kept_and_cut_pieces_tile_the_flat_text(page in any_html(), markup in any_markup()) {
        let record = Record::new(Origin::file("page", 0), page.clone().into()).marked(markup);
        let page = record.decoded(page, OffsetMap::shifted(0), Decoding::default());
        if let Ok(document) = Extractor::new(&Options::default(), &Knowledge::default()).apply(page) {
            let extraction = document.extraction();
            let mut spans: Vec<Span> = extraction.kept.iter().map(|kept| kept.span).collect();
            spans.extend(extraction.cut.iter().map(|cut| cut.span));
            spans.sort_unstable();
            let end = spans.iter().fold(0, |end, span| {
                assert_eq!(span.start, end);
                span.end
            });
            prop_assert_eq!(end, extraction.flat_bytes);
        }
    }
}

fn check(flat: &Flat<'_>) {
    let mut end = 0;
    for block in &flat.blocks {
        assert_eq!(block.span.start, end);
        assert!(!flat.text_of(block).is_empty());
        assert!(flat.text.get(block.span.range()).is_some_and(|text| text.ends_with('\n')));
        assert!(flat.page.get(block.source.range()).is_some());
        assert!(block.link_bytes as usize <= block.span.len());
        assert!(block.node == Node::NONE || flat.tree.get(block.node).is_some());
        end = block.span.end;
    }
    assert_eq!(end as usize, flat.text.len());
    let last = Span::new(0, flat.text.len()).end;
    for (at, node) in flat.tree.nodes.iter().enumerate() {
        let (parent_start, parent_end, text) = match flat.tree.get(node.parent) {
            Some(parent) => (node.parent as usize + 1, parent.end as usize, parent.text),
            None => (0, flat.tree.nodes.len(), Span { start: 0, end: last }),
        };
        assert!(parent_start <= at && at < node.end as usize && node.end as usize <= parent_end);
        assert!(
            text.start <= node.text.start && node.text.start <= node.text.end && node.text.end <= text.end
        );
        assert!(flat.text.get(node.text.range()).is_some());
        assert!(flat.tree.attrs.get(node.attrs.range()).is_some());
    }
}

fn any_markup() -> impl Strategy<Value = Markup> {
    prop_oneof![Just(Markup::Html), Just(Markup::Text), Just(Markup::Unknown)]
}

/// Pieces of markup, whole and broken, in any order.
fn any_html() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "p",
        "div",
        "a",
        "a href=x",
        "b",
        "i",
        "span",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "h1",
        "h2",
        "br",
        "hr",
        "img alt=x",
        "select",
        "option",
        "button",
        "form",
        "svg",
        "math",
        "title",
        "script",
        "style",
        "textarea",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "head",
        "body",
        "html",
        "template",
        "noscript",
        "iframe",
        "dd",
        "dt",
        "foreignObject",
        "x-card",
        "plaintext",
        "video",
        "p hidden",
        "div style='display: none'",
        "caption",
        "col",
        "script type='application/ld+json'",
        "meta name=a content=b",
        "nobr",
        "optgroup",
        "object",
        "frameset",
    ]);
    let piece = prop_oneof![
        4 => name.clone().prop_map(|name| format!("<{name}>")),
        3 => name.clone().prop_map(|name| format!("</{}>", name.split(' ').next().unwrap_or(""))),
        1 => name.prop_map(|name| format!("<{name}/")),
        3 => "[A-Za-zé.,’\u{A0}\u{200B} \n&<;#]{1,20}",
        1 => prop::sample::select(vec!["<!--", "-->", "<![CDATA[", "]]>", "<!", "</", "&amp;", "&#x3c;", "&lt", "\0", "中文"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
