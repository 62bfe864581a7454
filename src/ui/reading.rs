//! Feeds the verbs that work record by record, in the order of the input.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use copydesk::model::{Record, Rejection};
use copydesk::text::inert;
use copydesk::{Settings, acquire};

use super::Failure;
use super::args::Reading;
use super::log::Log;

/// Hands each record to `work`, says what is rejected, and counts it. Without inputs, the standard input is read.
pub(crate) fn each(
    reading: &Reading,
    settings: &Settings,
    log: &Log,
    mut work: impl FnMut(Record) -> io::Result<Result<(), Rejection>>,
) -> Result<u64, Failure> {
    let stdin = [PathBuf::from("-")];
    let inputs = if reading.inputs.is_empty() { &stdin[..] } else { &reading.inputs };
    let (mut rejected, mut failed) = (0, None);
    for source in acquire::sources(inputs)? {
        acquire::read(&source, &settings.config.acquire, &AtomicU64::new(0), &mut |item| {
            match item.map(&mut work) {
                Ok(Ok(Ok(()))) => {}
                Ok(Ok(Err(rejection))) | Err(rejection) => {
                    rejected += 1;
                    log.error(&inert::line(&format!("{} {}", rejection.origin(), rejection.reason())));
                }
                Ok(Err(error)) => failed = Some(error),
            }
            failed.is_none()
        });
        if let Some(error) = failed {
            return Err(error.into());
        }
    }
    Ok(rejected)
}
