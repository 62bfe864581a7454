//! The beginning of a text, for where there is room for a line.

/// The first `chars` characters on one line, `…` behind them if there are more.
pub fn excerpt(text: &str, chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line_and_says_that_it_is_one() {
        assert_eq!(excerpt("über\n\nalles  hin", 9), "über alle…");
        assert_eq!(excerpt(" kurz ", 4), "kurz");
    }
}
