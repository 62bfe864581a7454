//! `copydesk extract`.

use std::io::{self, Write};

use copydesk::Settings;
use copydesk::emit::Article;
use copydesk::model::Membership;
use copydesk::pipeline::Stages;

use super::args::Extract;
use super::log::Log;
use super::{Failure, Outcome, reading};

pub(crate) fn extract(call: &Extract, settings: &Settings, log: &Log) -> Outcome {
    let stages = Stages::new(settings)?;
    let mut out = io::stdout().lock();
    let rejected = reading::each(&call.reading, settings, log, |record| {
        let document = match stages.clean(record) {
            Ok(document) => document,
            Err(rejection) => return Ok(Err(rejection)),
        };
        if call.text {
            writeln!(out, "{}", document.text())?;
        } else {
            let alone = Membership::alone(document.id());
            serde_json::to_writer(&mut out, &Article::of(&document.filed(alone)))?;
            writeln!(out)?;
        }
        Ok(Ok(()))
    })?;
    if rejected == 0 { Ok(()) } else { Err(Failure::Found) }
}
