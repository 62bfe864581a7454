//! `copydesk check` and `copydesk schema`.

use std::io::{self, Write};

use copydesk::emit::schema;

use super::args::{Check, Global, Schema};
use super::log::Log;
use super::{Outcome, settings};

pub(crate) fn check(call: &Check, global: &Global, log: &Log) -> Outcome {
    let settings = settings(global, None)?;
    copydesk::pipeline::Stages::new(&settings)?;
    if call.print_effective {
        io::stdout().write_all(settings.config.to_toml().as_bytes())?;
    }
    log.info("the configuration holds");
    Ok(())
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
