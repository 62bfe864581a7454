//! `copydesk index`: looks after a corpus index.

use std::collections::BTreeSet;
use std::io::{self, Write};

use copydesk::Error;
use copydesk::index::Index;
use copydesk::model::DocId;

use super::args;
use super::log::Log;
use super::table::{bytes, grouped};
use super::{Failure, Outcome};

pub(crate) fn index(call: &args::Index, log: &Log) -> Outcome {
    match call {
        args::Index::Info { folder } => {
            let info = Index::existing(folder)?.info();
            let mut out = io::stdout().lock();
            writeln!(out, "stories  {}", grouped(info.stories))?;
            writeln!(out, "links    {}", grouped(info.links))?;
            writeln!(out, "runs     {}", grouped(info.runs as u64))?;
            writeln!(out, "size     {}", bytes(info.bytes))?;
        }
        args::Index::Verify { folder } => {
            let index = Index::existing(folder)?;
            let failures = index.verify()?;
            if !failures.is_empty() {
                failures.iter().for_each(|failure| log.error(failure));
                return Err(Failure::Found);
            }
            log.info(&format!("{} holds: {} stories", folder.display(), grouped(index.info().stories)));
        }
        args::Index::Compact { folder } => Index::existing(folder)?.compact()?,
        args::Index::Remove { folder, ids } => {
            let parsed = ids.iter().map(|id| {
                DocId::parse(id).ok_or_else(|| Error::Usage(format!("`{id}` is not the id of a report")))
            });
            let ids: BTreeSet<DocId> = parsed.collect::<Result<_, _>>()?;
            let mut index = Index::existing(folder)?;
            let removed = index.remove(&ids)?;
            log.info(&format!("{removed} of {} reports were there and are gone", ids.len()));
        }
    }
    Ok(())
}
