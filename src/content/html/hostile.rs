//! Pages made to cost more than their bytes: their text is read, in steps that grow as they do.

mod shapes;

use super::build::counted;
use shapes::SHAPES;

/// `page(n)` costs a bounded number of steps a byte at every size, and its last word is read.
fn check(name: &str, page: impl Fn(usize) -> String) {
    for n in [500, 1000, 2000, 4000, 8000, 16_000] {
        let mut text = page(n);
        text.push_str("<p>the last word");
        let (flat, steps) = counted(&text);
        assert!(steps <= 40 * text.len() + 2000, "{name} × {n}: {steps} steps for {} bytes", text.len());
        assert!(flat.text.trim_end().ends_with("the last word"), "{name} × {n}: {:?}", flat.text.get(..80));
    }
}

#[test]
fn steps_grow_as_the_page_does() {
    for (name, page) in SHAPES {
        check(name, page);
    }
}

#[test]
fn a_page_beyond_the_caps_says_so() {
    assert!(counted(&"<div>".repeat(1000)).0.capped);
    assert!(!counted(&"<div></div>".repeat(1000)).0.capped);
    assert!(counted(&"<i></i>".repeat(40_000)).0.capped);
    let many = (0..300).map(|i| format!(" a{i}")).collect::<String>();
    assert!(counted(&format!("<p{many}>")).0.capped);
}

#[test]
fn what_closes_beyond_the_depth_cap_closes_nothing_else() {
    let page = format!("<main>{}deep{}<p>after</main><p>outside", "<div>".repeat(900), "</div>".repeat(900));
    let (flat, _) = counted(&page);
    let outside = flat.blocks.last().and_then(|block| flat.tree.get(block.node)).map(|node| node.depth);
    assert_eq!(outside, Some(0));
}

#[test]
fn behind_the_last_element_text_is_read_block_by_block_and_scripts_are_not() {
    let many = "<i></i>".repeat(40_000);
    let behind = "<p>first<script>var a = '<p>'</script><b>bold</b><style>p {}</style>er<p>second<br>line<title>t</title>";
    let page = format!("<body><div hidden><svg>{many}</svg><ruby>{behind}</div><p>the last word");
    let flat = counted(&page).0;
    let found: Vec<&str> = flat.blocks.iter().map(|block| flat.text_of(block)).collect();
    assert_eq!(found, ["firstbolder", "second", "line", "the last word"]);
    assert!(flat.capped && flat.tree.nodes.len() < 20_000);
    let body = flat.tree.get(0).map(|node| (node.end as usize, node.text.range()));
    assert_eq!(body, Some((flat.tree.nodes.len(), 0..flat.text.len())));
}
