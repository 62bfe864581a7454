//! Pages made to cost more than their bytes: for tests, which count steps, and for `benches/hostile.rs`, which takes times.

/// Makes a page; larger numbers make larger pages.
pub(super) type Shape = fn(usize) -> String;

/// What is odd about a page, and how it is made.
pub(super) const SHAPES: &[(&str, Shape)] = &[
    ("nested blocks", |n| "<div>".repeat(n)),
    ("nested inlines", |n| "<span>".repeat(n)),
    ("unknown elements", |n| "<x-y>".repeat(n)),
    ("formatting with attributes", |n| (0..n).map(|i| format!("<b i{i}>")).collect::<String>() + "x</b>"),
    ("formatting around blocks", |n| "<b><div></b>".repeat(n)),
    ("end tags of nothing", |n| "<div>".repeat(n) + &"</p>".repeat(n)),
    ("end tags of inlines under blocks", |n| "<i><div>".repeat(n) + &"</i>".repeat(n)),
    ("end tags of unknown elements", |n| "<a-b>".repeat(600) + &"</c-d>".repeat(n)),
    ("lists in lists", |n| "<ul><li>".repeat(n)),
    ("items", |n| "<li>x".repeat(n)),
    ("tables in tables", |n| "<table><tr><td>x".repeat(n)),
    ("rows", |n| "<table>".to_owned() + &"<tr><td>x<td>y".repeat(n) + "</table>"),
    ("cells of no table", |n| "<td>x</tr>".repeat(n)),
    ("links in links", |n| "<a href=x>y".repeat(n)),
    ("links around blocks", |n| "<a href=x><div>y".repeat(n)),
    ("buttons and paragraphs", |n| "<button><p>x</button></p>".repeat(n)),
    ("options", |n| "<select>".to_owned() + &"<option>x".repeat(n) + "</select>"),
    ("pictures in pictures", |n| "<svg>".repeat(n) + "</svg><p>"),
    ("formulas", |n| "<math><mi>".repeat(n) + "x"),
    ("templates", |n| "<template>".repeat(n) + "x"),
    ("headings", |n| "<h1>x<h2>".repeat(n)),
    ("definitions", |n| "<dl><dt>x<dd>".repeat(n)),
    ("scripts at depth", |n| "<div>".repeat(600) + &"<script>1</script>".repeat(n)),
    ("one element, many attributes", |n| {
        "<p ".to_owned() + &(0..n).map(|i| format!("a{i}=b ")).collect::<String>() + ">"
    }),
    ("one giant attribute", |n| format!("<p title='{}'>", "x".repeat(n))),
    ("brackets", |n| "<".repeat(n)),
    ("empty end tags", |n| "</>".repeat(n)),
    ("NULs", |n| "\0".repeat(n)),
    ("references without end", |n| "&amp".repeat(n)),
    ("references of no name", |n| "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".repeat(n)),
    ("numbers without end", |n| format!("&#{}", "9".repeat(n))),
    ("comments", |n| "<!-->".repeat(n)),
    ("comments that hardly close", |n| format!("<!--{}-->", "->".repeat(n))),
    ("declarations", |n| "<!x>".repeat(n)),
    ("breaks", |n| "<br>".repeat(n) + &"x<br>".repeat(n)),
    ("bodies", |n| "<body><html>".repeat(n)),
    ("nested hiding", |n| "<p hidden><div style='color:red;display:none'>".repeat(n)),
];
