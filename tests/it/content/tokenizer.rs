//! The tokenizer against vectors of the html5lib shape: our own always, html5lib's where they are at hand.

use std::fs;
use std::path::Path;

use copydesk::content::html::reference::{decoded, decoded_attr};
use copydesk::content::html::tag::Tag;
use copydesk::content::html::tokenize::{Mode, Token, Tokenizer};
use copydesk::model::Span;
use serde_json::{Value, json};

/// A token as the vectors write it.
type Written = Value;

#[test]
fn our_vectors_give_the_tokens_they_name() {
    let tried = check_folder(Path::new("tests/fixtures/content/tokenizer"));
    assert!(tried > 50, "only {tried} vectors");
}

#[test]
fn html5libs_vectors_give_the_tokens_they_name() {
    let folder = Path::new("../shared/data/html5lib/tokenizer");
    if !folder.exists() {
        eprintln!("not run: {} is absent", folder.display());
        return;
    }
    let tried = check_folder(folder);
    assert!(tried > 6500, "only {tried} vectors");
}

/// Tries every vector of every file; how many there were.
fn check_folder(folder: &Path) -> usize {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "test"));
    files.sort();
    let (mut tried, mut wrong) = (0, Vec::new());
    for file in files {
        let suite: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for test in suite["tests"].as_array().into_iter().flatten() {
            let states =
                test["initialStates"].as_array().cloned().unwrap_or_else(|| vec![json!("Data state")]);
            for state in states {
                let Some((found, expected)) = run(test, state.as_str().unwrap()) else { continue };
                tried += 1;
                if found != expected {
                    let name = file.file_name().unwrap().to_string_lossy().into_owned();
                    wrong.push(format!(
                        "{name}: {}, {state}\n  input    {}\n  expected {}\n  found    {}",
                        test["description"],
                        test["input"],
                        json!(expected),
                        json!(found)
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {tried} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
    tried
}

/// What a vector gives and what it should; `None` where its input is no Unicode text.
fn run(test: &Value, state: &str) -> Option<(Vec<Written>, Vec<Written>)> {
    let twice = test["doubleEscaped"].as_bool().unwrap_or(false);
    let unescape = |text: &str| -> Option<String> {
        if twice {
            serde_json::from_str(&format!("\"{}\"", text.replace('"', "\\\""))).ok()
        } else {
            Some(text.into())
        }
    };
    // Line ends are `charset`'s business.
    let input = unescape(test["input"].as_str()?)?.replace("\r\n", "\n").replace('\r', "\n");
    let expected = match serde_json::to_string(&test["output"]) {
        Ok(text) if twice => serde_json::from_str(&text.replace("\\\\u", "\\u")).ok()?,
        _ => test["output"].clone(),
    };
    // A script that another element's end tag ends is nothing that a page can have.
    if state == "Script data state" && test["lastStartTag"].as_str().is_some_and(|last| last != "script") {
        return None;
    }
    let last = Tag::of(test["lastStartTag"].as_str().unwrap_or("").as_bytes()).name();
    let last = if last.is_empty() { "no-such-tag" } else { last };
    let mode = match state {
        "Data state" | "CDATA section state" => Mode::Data,
        "PLAINTEXT state" => Mode::Plaintext,
        "RCDATA state" => Mode::Rcdata(last),
        "RAWTEXT state" => Mode::Rawtext(last),
        "Script data state" => Mode::Script,
        other => panic!("no such state: {other}"),
    };
    // A CDATA section is a stretch of its own here, so the vector's text is read as one.
    let in_cdata = state == "CDATA section state";
    let page = if in_cdata { format!("<![CDATA[{input}") } else { input };
    let mut tokens = Tokenizer::new(&page);
    tokens.allow_cdata(in_cdata);
    tokens.switch(mode);
    Some((written(&page, &mut tokens, mode == Mode::Data), merged(expected.as_array()?)))
}

/// Our tokens as the vectors write them. `data`: NULs of the text stay, as they do outside tags in markup.
fn written(page: &str, tokens: &mut Tokenizer<'_>, data: bool) -> Vec<Written> {
    let mut out = Vec::new();
    let lower = |span: Span| span.of(page).to_ascii_lowercase().replace('\0', "\u{FFFD}");
    let text = |text: &str| if data { text.to_owned() } else { text.replace('\0', "\u{FFFD}") };
    while let Some(token) = tokens.next() {
        out.push(match token {
            Token::Text(span) => json!(["Character", text(&decoded(span.of(page)))]),
            Token::Verbatim(span) => json!(["Character", text(span.of(page))]),
            Token::Start { name, self_closing, .. } => {
                let mut attrs = serde_json::Map::new();
                for attr in tokens.attrs() {
                    let value = decoded_attr(attr.value.of(page)).replace('\0', "\u{FFFD}");
                    attrs.entry(lower(attr.name_span)).or_insert(json!(value));
                }
                match self_closing {
                    true => json!(["StartTag", lower(name), attrs, true]),
                    false => json!(["StartTag", lower(name), attrs]),
                }
            }
            Token::End { name, .. } => json!(["EndTag", lower(name)]),
            Token::Comment(span) => json!(["Comment", span.of(page).replace('\0', "\u{FFFD}")]),
            Token::Doctype(_) => continue,
        });
    }
    merged(&out)
}

/// Neighbouring texts as one; document types, of which we keep but the span, left out.
fn merged(tokens: &[Written]) -> Vec<Written> {
    let mut out: Vec<Written> = Vec::new();
    for token in tokens {
        match (token[0].as_str(), out.last_mut()) {
            (Some("DOCTYPE"), _) => {}
            (Some("Character"), _) if token[1] == "" => {}
            (Some("Character"), Some(last)) if last[0] == "Character" => {
                last[1] = json!(format!("{}{}", last[1].as_str().unwrap(), token[1].as_str().unwrap()));
            }
            _ => out.push(token.clone()),
        }
    }
    out
}
