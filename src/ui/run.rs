//! `copydesk run`.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use copydesk::review::Dataset;
use copydesk::text::inert;
use copydesk::{Job, Progress, Settings};

use super::args::{Limit, Run};
use super::log::Log;
use super::{Failure, Outcome, progress, table};

pub(crate) fn run(call: &Run, settings: &Settings, log: &Log) -> Outcome {
    let inputs =
        if call.reading.inputs.is_empty() { vec![PathBuf::from("raw")] } else { call.reading.inputs.clone() };
    let job = Job {
        inputs,
        out: call.out.clone(),
        index: call.index.clone(),
        threads: threads(call.jobs),
        limit: call.limit,
        sample: call.sample,
        dry_run: call.dry_run,
    };
    let watched = Arc::new(Progress::default());
    let stop = Arc::clone(&watched);
    // Without the handler an interrupt ends the process at once, which loses no dataset either.
    let _ = ctrlc::set_handler(move || stop.stop.store(true, Ordering::Relaxed));
    let summary = progress::shown(&watched, call.progress, log, || copydesk::run(&job, settings, &watched))?;
    let out =
        if call.dry_run { "(dry run: nothing written)".to_owned() } else { call.out.display().to_string() };
    log.info(&table::summary(&summary, &out));
    if log.is_verbose() && !call.dry_run {
        for row in Dataset::open(&call.out)?.rejected()? {
            // A name with a line end in it must not write a line of its own.
            log.detail(&inert::line(&format!(
                "rejected {}{}{}: {}",
                row.path,
                if row.entry.is_empty() { "" } else { "!" },
                row.entry,
                row.reason
            )));
        }
    }
    let (rejected, records) = (summary.counts.rejected, summary.counts.records);
    let limit = if call.strict { Some(Limit::Records(0)) } else { call.max_rejected };
    match limit {
        Some(limit) if !limit.allows(rejected, records) => Err(Failure::TooManyRejected(format!(
            "{} of {} records were rejected, more than {limit} allowed; see {}",
            table::grouped(rejected),
            table::grouped(records),
            call.out.join("rejected.jsonl").display()
        ))),
        _ => Ok(()),
    }
}

/// The threads asked for, or one a core.
pub(crate) fn threads(asked: Option<usize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok().map(Into::into)).unwrap_or(1).max(1)
}
