//! `copydesk dedup`: the texts are taken as they are.

use std::io::{self, Write};

use copydesk::charset::Decoder;
use copydesk::dedup::{self, Known, Sketches, Story};
use copydesk::emit::DuplicateRow;
use copydesk::model::DocId;
use copydesk::model::{AgencyRole, Date, Field, Origin, Page, written};
use copydesk::pipeline::{Scratch, Stories};
use copydesk::text::url;
use copydesk::{Error, Settings};

use super::args::Dedup;
use super::log::Log;
use super::{Outcome, reading};

pub(crate) fn dedup(call: &Dedup, settings: &Settings, log: &Log) -> Outcome {
    let decoder = Decoder::new(&settings.config.charset).map_err(|error| Error::Usage(error.to_string()))?;
    let options = &settings.config.dedup;
    let mut stories = Stories::new(&std::env::temp_dir())?;
    let mut sketches = Sketches::new(options, Box::new(Scratch::new(&std::env::temp_dir())?));
    let mut found: Vec<(DocId, String)> = Vec::new();
    reading::each(&call.reading, settings, log, |record| {
        let page = match decoder.apply(record) {
            Ok(page) => page,
            Err(rejection) => return Ok(Err(rejection)),
        };
        let story = story(&page);
        let (sketch, folded) = dedup::fold(&story, options);
        found.push((sketch.id(), name(page.past().origin())));
        let filed = sketches.push(sketch).and_then(|()| stories.push(&story, &folded));
        filed.map(Ok).map_err(io::Error::other)
    })?;
    let mut order: Vec<u32> = (0..found.len() as u32).collect();
    let named = |at: u32| &found[at as usize];
    order.sort_by_key(|&at| named(at));
    order.dedup_by_key(|&mut at| named(at).0);
    if order.len() < found.len() {
        log.info(&format!("{} records repeat another one's bytes and address", found.len() - order.len()));
    }
    let stories = stories.in_order(order.iter().map(|&at| at as usize));
    sketches.put_in_order(&order);
    let names: Vec<String> = order.iter().map(|&at| std::mem::take(&mut found[at as usize].1)).collect();
    drop(found);
    let relations = Scratch::new(&std::env::temp_dir())?;
    let findings = dedup::relate(&sketches, Known::default(), &stories, &relations, options)?;
    let mut out = io::stdout().lock();
    if call.edges {
        for edge in findings.edges() {
            serde_json::to_writer(&mut out, &DuplicateRow::of(&edge?)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(());
    }
    for ((id, membership), name) in sketches.ids().zip(findings.memberships()).zip(&names) {
        let row = serde_json::json!({
            "id": id,
            "source": name,
            "cluster": membership.cluster,
            "cluster_size": membership.size,
            "canonical": membership.canonical,
            "kind": written(&membership.kind),
            "reason": membership.reason,
        });
        writeln!(out, "{row}")?;
    }
    Ok(())
}

/// The container's own name for the record where it has one, else its place.
fn name(origin: &Origin) -> String {
    if origin.record_id().is_empty() { origin.to_string() } else { origin.record_id().to_owned() }
}

fn story(page: &Page) -> Story {
    let past = page.past();
    let said = |field| past.declared().get(field).unwrap_or_default().to_owned();
    Story {
        id: past.id(),
        title: said(Field::Title),
        text: page.text().to_owned(),
        published: past.declared().get(Field::DatePublished).and_then(|date| Date::parse(date.get(..10)?)),
        outlet: url::host(past.origin().url()),
        agency: said(Field::Agency),
        agency_role: AgencyRole::None,
        sha256: past.sha256(),
    }
}
