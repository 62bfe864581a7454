//! Pages made to cost more than their bytes: their text is read, in steps that grow as they do.

use super::build::counted;

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
    check("nested blocks", |n| "<div>".repeat(n));
    check("nested inlines", |n| "<span>".repeat(n));
    check("unknown elements", |n| "<x-y>".repeat(n));
    check("formatting with attributes", |n| {
        (0..n).map(|i| format!("<b i{i}>")).collect::<String>() + "x</b>"
    });
    check("formatting around blocks", |n| "<b><div></b>".repeat(n));
    check("end tags of nothing", |n| "<div>".repeat(n) + &"</p>".repeat(n));
    check("end tags of inlines under blocks", |n| "<i><div>".repeat(n) + &"</i>".repeat(n));
    check("end tags of unknown elements", |n| "<a-b>".repeat(600) + &"</c-d>".repeat(n));
    check("lists in lists", |n| "<ul><li>".repeat(n));
    check("items", |n| "<li>x".repeat(n));
    check("tables in tables", |n| "<table><tr><td>x".repeat(n));
    check("rows", |n| "<table>".to_owned() + &"<tr><td>x<td>y".repeat(n) + "</table>");
    check("cells of no table", |n| "<td>x</tr>".repeat(n));
    check("links in links", |n| "<a href=x>y".repeat(n));
    check("links around blocks", |n| "<a href=x><div>y".repeat(n));
    check("buttons and paragraphs", |n| "<button><p>x</button></p>".repeat(n));
    check("options", |n| "<select>".to_owned() + &"<option>x".repeat(n) + "</select>");
    check("pictures in pictures", |n| "<svg>".repeat(n) + "</svg><p>");
    check("formulas", |n| "<math><mi>".repeat(n) + "x");
    check("templates", |n| "<template>".repeat(n) + "x");
    check("headings", |n| "<h1>x<h2>".repeat(n));
    check("definitions", |n| "<dl><dt>x<dd>".repeat(n));
    check("scripts at depth", |n| "<div>".repeat(600) + &"<script>1</script>".repeat(n));
    check("one element, many attributes", |n| {
        "<p ".to_owned() + &(0..n).map(|i| format!("a{i}=b ")).collect::<String>() + ">"
    });
    check("one giant attribute", |n| format!("<p title='{}'>", "x".repeat(n)));
    check("brackets", |n| "<".repeat(n));
    check("empty end tags", |n| "</>".repeat(n));
    check("NULs", |n| "\0".repeat(n));
    check("references without end", |n| "&amp".repeat(n));
    check("references of no name", |n| "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".repeat(n));
    check("numbers without end", |n| format!("&#{}", "9".repeat(n)));
    check("comments", |n| "<!-->".repeat(n));
    check("comments that hardly close", |n| format!("<!--{}-->", "->".repeat(n)));
    check("declarations", |n| "<!x>".repeat(n));
    check("breaks", |n| "<br>".repeat(n) + &"x<br>".repeat(n));
    check("bodies", |n| "<body><html>".repeat(n));
    check("nested hiding", |n| "<p hidden><div style='color:red;display:none'>".repeat(n));
}

#[test]
fn a_page_beyond_the_caps_says_so() {
    assert!(counted(&"<div>".repeat(1000)).0.capped);
    assert!(!counted(&"<div></div>".repeat(1000)).0.capped);
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
