//! Makes text from a report safe to show: a terminal must not obey it, a line must stay a line.

use std::borrow::Cow;

/// `text` with every control character (C0, C1, DEL), bidirectional control and line separator shown as `\x1b` or
/// `\u{202e}`; line feeds and tabs too, so that a value stays on its line.
pub fn line(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}

/// As [`line`], but line feeds and tabs stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    shown(text, |c| c == '\n' || c == '\t')
}

/// JSON that says the same, in which controls and changes of direction stand as `\u202e`. They are allowed in its texts
/// alone, so that no other part of it changes; line feeds and tabs stay.
pub fn json(text: &str) -> Cow<'_, str> {
    let stays = |c: char| !obeyed(c) || c == '\n' || c == '\t';
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if stays(c) { out.push(c) } else { out.push_str(&format!("\\u{:04x}", u32::from(c))) }
    }
    Cow::Owned(out)
}

fn shown(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(|c| obeyed(c) && !stays(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if !obeyed(c) || stays(c) => out.push(c),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if u32::from(c) < 0x100 => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
        }
    }
    Cow::Owned(out)
}

fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{061C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_not_obeyed() {
        assert_eq!(line("a\x1b[31mb\u{202E}c\n"), "a\\x1b[31mb\\u{202e}c\\n");
        assert_eq!(lines("a\n\x07"), "a\n\\x07");
        assert_eq!(json("{\"a\":\"\u{202E}\u{9b}\"}\n"), "{\"a\":\"\\u202e\\u009b\"}\n");
        assert!(matches!(line("плавно"), Cow::Borrowed(_)));
    }
}
