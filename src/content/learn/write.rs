//! Writes a proposal as the text of a site's file, its evidence beside it.

use std::fmt::Write;

use toml::Value;

use super::{Find, Proposal, Rule};
use crate::model::written;
use crate::text::excerpt::excerpt;
use crate::text::inert;

/// Characters of a sample in a comment.
const SHOWN: usize = 110;

impl Proposal {
    /// What to add to `config/sites/<host>.toml`: one table a rule, with counts and a sample as comments, and a test
    /// that `copydesk check` runs. `begun` says that the file has a layout already, whose last one it goes on with.
    pub fn to_toml(&self, begun: bool) -> String {
        let mut out = format!(
            "# Proposed from {} reports. Read each rule, strike out what is wrong, then run `copydesk check`.\n",
            self.pages
        );
        if !begun {
            out.push_str("\n[[layout]]\n");
        }
        for rule in &self.rules {
            push(&mut out, rule);
        }
        self.push_test(&mut out);
        out
    }

    /// A page with one report's own words and all that the rules find.
    fn push_test(&self, out: &mut String) {
        let mut page = format!("<article><p>{}</p>\n", escaped(&self.body));
        for rule in &self.rules {
            let sample = escaped(&rule.sample);
            let _ = match &rule.find {
                Find::Element(name) => match name.split_at(1) {
                    ("#", id) => writeln!(page, "<div id=\"{id}\"><p>{sample}</p></div>"),
                    (_, class) => writeln!(page, "<div class=\"{class}\"><p>{sample}</p></div>"),
                },
                Find::Line(_) => writeln!(page, "<p>{sample}</p>"),
            };
        }
        page.push_str("</article>\n");
        let without: Vec<Value> = self.rules.iter().map(|rule| rule.sample.clone().into()).collect();
        let _ = writeln!(out, "\n[[test]]\nname = \"what repeats on every page is cut, the report is not\"");
        let _ = writeln!(out, "html = {}", Value::from(page));
        if !self.body.is_empty() {
            let _ = writeln!(out, "with = {}", Value::Array(vec![self.body.clone().into()]));
        }
        let _ = writeln!(out, "without = {}", Value::Array(without));
    }
}

fn push(out: &mut String, rule: &Rule) {
    let fate = match rule.kept_on {
        0 => "cut on all of them without this".to_owned(),
        kept => format!("body on {kept} without this"),
    };
    let _ = writeln!(
        out,
        "\n# On {} reports; {fate}:\n#   {}",
        rule.on,
        inert::line(&excerpt(&rule.sample, SHOWN))
    );
    let kind = written(&rule.kind);
    let _ = match &rule.find {
        Find::Element(name) => {
            writeln!(out, "[[layout.part]]\nselect = {}\nkind = \"{kind}\"", Value::from(name.as_str()))
        }
        Find::Line(pattern) => {
            writeln!(out, "[[layout.line]]\npattern = {}\nkind = \"{kind}\"", Value::from(pattern.as_str()))
        }
    };
}

/// Text as HTML writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
