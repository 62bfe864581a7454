//! `copydesk check` and `copydesk schema`.

use std::io::{self, Write};

use copydesk::content::sites::Site;
use copydesk::emit::schema;

use super::args::{Check, Global, Schema};
use super::log::Log;
use super::{Failure, Outcome, settings};

pub(crate) fn check(call: &Check, global: &Global, log: &Log) -> Outcome {
    let settings = settings(global, None)?;
    copydesk::pipeline::Stages::new(&settings)?;
    let failures: Vec<_> = settings.knowledge.sites.iter().flat_map(Site::check).collect();
    for failure in &failures {
        log.error(&format!("sites/{failure}"));
    }
    if !failures.is_empty() {
        return Err(Failure::Found);
    }
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
