//! `copydesk check` and `copydesk schema`.

use std::io::{self, Write};

use copydesk::content::sites::Site;
use copydesk::emit::schema;
use copydesk::review::decisions::{self, Decisions, Verdict};
use copydesk::{Error, Settings};

use super::args::{Check, Global, Schema};
use super::log::Log;
use super::{Failure, Outcome, review, settings};

pub(crate) fn check(call: &Check, global: &Global, log: &Log) -> Outcome {
    let settings = settings(global, None)?;
    copydesk::pipeline::Stages::new(&settings)?;
    let failures: Vec<_> = settings.knowledge.sites.iter().flat_map(Site::check).collect();
    for failure in &failures {
        log.error(&format!("sites/{failure}"));
    }
    let decided = replayed(call, global, &settings, log)?;
    if !failures.is_empty() || !decided {
        return Err(Failure::Found);
    }
    if call.print_effective {
        io::stdout().write_all(settings.config.to_toml().as_bytes())?;
    }
    log.info("the configuration holds");
    Ok(())
}

/// Replays what was decided about changes; whether every case of what was rejected holds.
fn replayed(call: &Check, global: &Global, settings: &Settings, log: &Log) -> Result<bool, Error> {
    let decisions = Decisions::load(&review::folder(global).join(decisions::FILE))?;
    if decisions.entries.is_empty() {
        return Ok(true);
    }
    let replay = decisions::replay(&decisions, settings, &call.raw)?;
    for failure in &replay.failed {
        log.error(&format!("rejected, and back: {failure}"));
    }
    for absent in &replay.absent {
        log.info(&format!("did not run: the record of {absent} is not there; name its folder with --raw"));
    }
    let of = |verdict| decisions.entries.iter().filter(|entry| entry.decided == verdict).count();
    log.info(&format!(
        "{} changes accepted, {} rejected, {} skipped; {} cases hold",
        of(Verdict::Accept),
        of(Verdict::Reject),
        of(Verdict::Skip),
        replay.held
    ));
    Ok(replay.failed.is_empty())
}

pub(crate) fn schema(call: &Schema) -> Outcome {
    let mut out = io::stdout().lock();
    if call.files {
        for (file, holds) in schema::files() {
            writeln!(out, "{file:<18} {holds}")?;
        }
    } else {
        serde_json::to_writer_pretty(&mut out, &schema::article()).map_err(io::Error::from)?;
        writeln!(out)?;
    }
    Ok(())
}
