//! Tokens come in order, never overlap, and are whole characters of the page.
#![no_main]

use copydesk::content::html::tokenize::{Mode, Token, Tokenizer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| {
    let mut tokens = Tokenizer::new(page);
    let mut end = 0;
    while let Some(token) = tokens.next() {
        let span = match token {
            Token::Text(span) | Token::Verbatim(span) | Token::Comment(span) | Token::Doctype(span) => span,
            Token::Start { name, .. } | Token::End { name, .. } => name,
        };
        assert!(span.start >= end, "tokens come in order");
        assert!(page.get(span.range()).is_some(), "tokens are whole characters");
        end = span.end;
        if let Token::Start { tag, .. } = token {
            for attr in tokens.attrs() {
                assert!(attr.name_span.start >= end && attr.value.start >= attr.name_span.end);
                assert!(page.get(attr.name_span.range()).is_some() && page.get(attr.value.range()).is_some());
                end = attr.value.end;
            }
            tokens.switch(Mode::after(tag));
        }
    }
});
