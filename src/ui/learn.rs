//! `copydesk learn`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use copydesk::content::learn::{Learner, Options, Proposal};
use copydesk::pipeline::Stages;
use copydesk::text::figures::counted;
use copydesk::{Error, Settings};

use super::args::Learn;
use super::log::Log;
use super::{Outcome, reading};

/// Lines of a file that a diff shows before what is added to it.
const CONTEXT: usize = 3;

pub(crate) fn learn(call: &Learn, config: &Path, settings: &Settings, log: &Log) -> Outcome {
    let stages = Stages::new(settings)?;
    let sites = call.site.iter().map(|site| site.trim_start_matches("www.").to_lowercase()).collect();
    let mut learner = Learner::new(Options { min_pages: call.min_pages, all: call.all, sites });
    reading::each(&call.reading, settings, log, |record| {
        Ok(stages.decoder.apply(record).and_then(|page| learner.add(page, &stages.extractor)))
    })?;
    if !learner.left_out().is_empty() {
        log.info(&format!(
            "too many pages to hold: {} were left out; name one with --site",
            counted(learner.left_out().len() as u64, "site", "sites")
        ));
    }
    let proposals = learner.proposals();
    if proposals.is_empty() {
        log.info("nothing repeats that is not cut already");
    }
    for proposal in &proposals {
        let path = config.join("sites").join(format!("{}.toml", proposal.host));
        propose(proposal, &path, call.write, log)?;
    }
    Ok(())
}

fn propose(proposal: &Proposal, path: &Path, write: bool, log: &Log) -> Outcome {
    let before = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::io(path, "reading")(error).into()),
    };
    let begun = before.lines().any(|line| line.trim() == "[[layout]]");
    let gap = if before.is_empty() { "" } else { "\n" };
    let added = format!("{gap}{}", proposal.to_toml(begun));
    if write {
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(Error::io(path, "making the folder"))?;
        fs::write(path, format!("{before}{added}")).map_err(Error::io(path, "writing"))?;
        log.info(&format!(
            "{}: {} added",
            path.display(),
            counted(proposal.rules.len() as u64, "rule", "rules")
        ));
    } else {
        io::stdout().write_all(diff(path, &before, &added).as_bytes())?;
    }
    Ok(())
}

/// What `git apply` takes: lines added to a file's end.
fn diff(path: &Path, before: &str, added: &str) -> String {
    let name = path.to_string_lossy().replace('\\', "/");
    let old = if before.is_empty() { "/dev/null".to_owned() } else { format!("a/{name}") };
    let lines: Vec<&str> = before.lines().collect();
    let context = &lines[lines.len().saturating_sub(CONTEXT)..];
    let (from, new) = (lines.len() - context.len(), added.lines().count());
    let place = |at: usize, lines: usize| format!("{},{lines}", if lines == 0 { 0 } else { at + 1 });
    let mut out = format!(
        "--- {old}\n+++ b/{name}\n@@ -{} +{} @@\n",
        place(from, context.len()),
        place(from, context.len() + new)
    );
    context.iter().for_each(|line| out.push_str(&format!(" {line}\n")));
    added.lines().for_each(|line| out.push_str(&format!("+{line}\n")));
    out
}
