//! The command line: what was typed, what it means, what is printed.
//!
//! Sees the library's public face and nothing else. Data goes to stdout, all else to stderr.

mod args;
mod blocks;
mod check;
mod dataset;
mod decode;
mod dedup;
mod diff;
mod extract;
mod index;
mod inspect;
mod learn;
mod log;
mod paint;
mod progress;
mod reading;
mod review;
mod run;
mod table;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use copydesk::dedup::{Memory, Options};
use copydesk::text::inert;
use copydesk::{Error, Settings};

use args::{Args, Global, Verb};
use paint::Paint;

/// Why a verb could not do what it was asked; each maps to one exit code.
#[derive(Debug)]
enum Failure {
    /// The library's error.
    Run(Error),
    /// Standard output cannot be written.
    Output(io::Error),
    /// Differences were found, or a check failed. What they are has been said already.
    Found,
    /// More records were rejected than `--max-rejected` allows.
    TooManyRejected(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Run(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

type Outcome = Result<(), Failure>;

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let args = Args::parse();
    let log = log::Log::new(&args.global);
    let outcome = perform(&args, &log);
    let (code, complaint) = match &outcome {
        Ok(()) => (0, None),
        Err(Failure::Found) => (1, None),
        Err(Failure::TooManyRejected(complaint)) => (3, Some(complaint.clone())),
        // Whoever reads us has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => (0, None),
        Err(Failure::Output(error)) => (4, Some(format!("standard output: {error}"))),
        // A file's name may hold line ends; only what the program itself says has several lines.
        Err(Failure::Run(error @ Error::Io { .. })) => {
            (exit_code(error), Some(inert::line(&error.to_string()).into_owned()))
        }
        Err(Failure::Run(error)) => (exit_code(error), Some(error.to_string())),
    };
    if let Some(complaint) = complaint {
        log.error(&complaint);
    }
    ExitCode::from(code)
}

fn exit_code(error: &Error) -> u8 {
    match error {
        Error::Usage(_) | Error::Config { .. } => 2,
        Error::Io { .. } => 4,
        Error::Integrity(_) => 5,
        Error::Interrupted => 130,
        _ => 4,
    }
}

/// What flags say of how copies are found.
fn narrow(options: &mut Options, clusters_only: bool, memory: Option<Memory>) {
    options.relations &= !clusters_only;
    options.memory = memory.unwrap_or(options.memory);
}

fn perform(args: &Args, log: &log::Log) -> Outcome {
    match &args.verb {
        Verb::Run(call) => {
            let mut settings = settings(&args.global, call.reading.format.as_deref())?;
            settings.config.emit.text_tree |= call.text_tree;
            narrow(&mut settings.config.dedup, call.clusters_only, call.memory);
            run::run(call, &settings, log)
        }
        Verb::Decode(call) => {
            decode::decode(call, &settings(&args.global, call.reading.format.as_deref())?, log)
        }
        Verb::Extract(call) => {
            extract::extract(call, &settings(&args.global, call.reading.format.as_deref())?, log)
        }
        Verb::Dedup(call) => {
            let mut settings = settings(&args.global, call.reading.format.as_deref())?;
            narrow(&mut settings.config.dedup, call.clusters_only, call.memory);
            dedup::dedup(call, &settings, log)
        }
        Verb::Inspect(call) => {
            inspect::inspect(call, &settings(&args.global, None)?, Paint::new(&args.global), log)
        }
        Verb::Explain(call) => {
            dataset::explain(call, &settings(&args.global, None)?, Paint::new(&args.global))
        }
        Verb::Why(call) => dataset::why(call, &settings(&args.global, None)?, Paint::new(&args.global)),
        Verb::Diff(call) => diff::compare(call, Paint::new(&args.global)),
        Verb::Review(call) => review::review(call, &args.global, log),
        Verb::Report(call) => review::report(call, log),
        Verb::Learn(call) => learn::learn(
            call,
            review::folder(&args.global),
            &settings(&args.global, call.reading.format.as_deref())?,
            log,
        ),
        Verb::Check(call) => check::check(call, &args.global, log),
        Verb::Verify(call) => dataset::verify(call, log),
        Verb::Index(call) => index::index(call, log),
        Verb::Schema(call) => check::schema(call),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "copydesk", &mut script);
            Ok(io::stdout().write_all(&script)?)
        }
    }
}

/// Defaults, then the file, then the environment, then `--set`.
fn settings(global: &Global, format: Option<&str>) -> Result<Settings, Error> {
    let mut sets = global.set.clone();
    sets.extend(format.map(|format| format!("acquire.format=\"{format}\"")));
    Settings::load(global.config.as_deref(), std::env::vars(), &sets)
}
