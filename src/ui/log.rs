//! Messages on stderr: for people, or a JSON object a line.

use std::io::{IsTerminal, Write};

use copydesk::text::inert;

use super::args::{Color, Global, LogFormat};

/// Where messages go.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    json: bool,
    quiet: bool,
    verbose: bool,
    coloured: bool,
}

impl Log {
    pub(crate) fn new(global: &Global) -> Self {
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !plain && std::io::stderr().is_terminal(),
        };
        Self {
            json: global.log_format == LogFormat::Json,
            quiet: global.quiet,
            verbose: global.verbose > 0,
            coloured,
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    pub(crate) fn error(&self, message: &str) {
        self.write("error", "31", message);
    }

    pub(crate) fn info(&self, message: &str) {
        if !self.quiet {
            self.write("info", "0", message);
        }
    }

    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    pub(crate) fn detail(&self, message: &str) {
        if self.verbose {
            self.write("detail", "2", message);
        }
    }

    fn write(&self, level: &str, colour: &str, message: &str) {
        let line = if self.json {
            inert::json(&serde_json::json!({"level": level, "msg": message}).to_string()).into_owned()
        } else {
            let message = inert::lines(message);
            match (level, self.coloured) {
                ("error", true) => format!("\x1b[{colour}merror:\x1b[0m {message}"),
                ("error", false) => format!("error: {message}"),
                (_, true) if colour != "0" => format!("\x1b[{colour}m{message}\x1b[0m"),
                _ => message.into_owned(),
            }
        };
        // With stderr gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
