//! Text for a terminal: colours where they are wanted, lines that fit its width.
//!
//! What is painted was made inert before: no text of a report reaches a terminal through here with a control in it.

use std::io::IsTerminal;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::args::{Color, Global};

/// Columns where there is no terminal to ask.
const COLUMNS: usize = 100;
/// Columns below which nothing could be told any more.
const LEAST: usize = 40;

/// How standard output is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    coloured: bool,
    pub(crate) width: usize,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Ink {
    Strong,
    Dim,
    Red,
    Green,
    Amber,
    Blue,
}

impl Paint {
    pub(crate) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !plain && std::io::stdout().is_terminal(),
        };
        let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let found = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self { coloured, width: asked.or(found).unwrap_or(COLUMNS).max(LEAST) }
    }

    #[cfg(test)]
    pub(crate) fn plain(width: usize) -> Self {
        Self { coloured: false, width }
    }

    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Strong => "1",
            Ink::Dim => "2",
            Ink::Red => "31",
            Ink::Green => "32",
            Ink::Amber => "33",
            Ink::Blue => "34",
        };
        if self.coloured && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// The beginning of a text that fits behind `used` columns.
    pub(crate) fn fit(&self, text: &str, used: usize) -> String {
        let room = self.width.saturating_sub(used).max(LEAST / 2);
        if text.width() <= room {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut taken = 1;
        for c in text.chars() {
            taken += c.width().unwrap_or(0);
            if taken > room {
                break;
            }
            out.push(c);
        }
        out.push('…');
        out
    }

    /// A text in lines that fit, each behind `indent`. Words are kept whole where a line can hold them.
    pub(crate) fn wrapped(&self, text: &str, indent: &str) -> String {
        let room = self.width.saturating_sub(indent.width()).max(LEAST / 2);
        let mut out = String::new();
        for line in text.split('\n') {
            let mut taken = 0;
            let mut rest = line;
            out.push_str(indent);
            while !rest.is_empty() {
                let end = rest.find(' ').map_or(rest.len(), |at| at + 1);
                let (word, behind) = rest.split_at(end);
                if taken > 0 && taken + word.trim_end().width() > room {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    out.push_str(indent);
                    taken = 0;
                }
                for c in word.chars() {
                    let width = c.width().unwrap_or(0);
                    if taken + width > room && c != ' ' {
                        out.push('\n');
                        out.push_str(indent);
                        taken = 0;
                    }
                    out.push(c);
                    taken += width;
                }
                rest = behind;
            }
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_and_a_word_stays_whole() {
        let paint = Paint::plain(40);
        let text = paint.wrapped("The harbour of Northaven reopened on Monday after a storm.", "  ");
        assert_eq!(text, "  The harbour of Northaven reopened on\n  Monday after a storm.\n");
        assert!(paint.wrapped(&"x".repeat(100), "").lines().all(|line| line.len() <= 40));
    }

    #[test]
    fn an_ideograph_takes_two_columns() {
        let paint = Paint::plain(40);
        assert_eq!(paint.fit(&"港".repeat(30), 0).width(), 39);
        assert!(paint.wrapped(&"港".repeat(60), "").lines().all(|line| line.width() <= 40));
    }
}
