//! `copydesk review` and `copydesk report`: a dataset in a browser.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use copydesk::Error;
use copydesk::html::{self, Report, Told};
use copydesk::review::{Catalogue, Dataset, Entry};
use copydesk::serve::{Options, Server};

use super::Outcome;
use super::args::{Global, Report as ReportCall, Review};
use super::log::Log;

/// Stories and documents that a report shows.
const STORIES: usize = 9;
const COPIES: usize = 6;
const DOCUMENTS: usize = 8;

pub(crate) fn review(call: &Review, global: &Global, log: &Log) -> Outcome {
    let options = Options {
        dataset: call.dataset.clone(),
        against: call.against.clone(),
        config: folder(global).to_path_buf(),
        by: call.by.clone().unwrap_or_default(),
        port: call.port,
    };
    let server = Server::open(options)?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    // Without the handler an interrupt ends the process at once, which loses no decision either.
    let _ = ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed));
    let mut out = io::stdout().lock();
    writeln!(out, "{}", server.url())?;
    out.flush()?;
    drop(out);
    log.info("open this address in a browser on this machine; Ctrl-C ends it");
    Ok(server.run(&stop)?)
}

pub(crate) fn report(call: &ReportCall, log: &Log) -> Outcome {
    let dataset = Dataset::open(&call.dataset)?;
    let (catalogue, overview) = Catalogue::read(&dataset, &|_, _| {})?;
    let found = Report {
        dataset: call.dataset.display().to_string(),
        overview,
        documents: documents(&catalogue)?,
        stories: stories(&catalogue)?,
    };
    let text = html::report(&found);
    match &call.out {
        Some(path) => {
            std::fs::write(path, text).map_err(Error::io(path, "writing"))?;
            log.info(&format!("{}: open it in any browser", path.display()));
        }
        None => io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(())
}

/// The folder of the configuration.
pub(crate) fn folder(global: &Global) -> &Path {
    let named =
        global.config.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    match (&global.config, named) {
        (Some(_), Some(folder)) => folder,
        (Some(_), None) => Path::new("."),
        (None, _) => Path::new("config"),
    }
}

/// Documents spread evenly over the ids, which are as good as chance.
fn documents(catalogue: &Catalogue) -> copydesk::Result<Vec<copydesk::review::Account>> {
    let entries: Vec<&Entry> = catalogue.entries().iter().filter(|entry| entry.cut > 0).collect();
    let step = (entries.len() / DOCUMENTS).max(1);
    let chosen = entries.into_iter().step_by(step).take(DOCUMENTS);
    chosen.map(|entry| catalogue.dataset().alone(catalogue.article(entry)?)).collect()
}

fn stories(catalogue: &Catalogue) -> copydesk::Result<Vec<Told>> {
    let mut stories = Vec::new();
    for number in catalogue.stories().into_iter().take(STORIES) {
        let Some(first) = catalogue.entries().get(number) else { continue };
        let copies = catalogue.story(first.cluster).into_iter().take(COPIES).map(|entry| {
            let article = catalogue.article(entry)?;
            let outlet = if article.host.is_empty() { article.source_path } else { article.host };
            Ok([article.title, outlet, article.duplicate_kind])
        });
        stories.push(Told { size: first.size.into(), copies: copies.collect::<copydesk::Result<_>>()? });
    }
    Ok(stories)
}
