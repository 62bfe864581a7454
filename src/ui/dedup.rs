//! `copydesk dedup`: the texts are taken as they are.

use std::io::{self, Write};
use std::sync::Mutex;

use copydesk::charset::Decoder;
use copydesk::dedup::{self, Known, Shelf, Story};
use copydesk::emit::DuplicateRow;
use copydesk::model::{AgencyRole, Date, Field, Origin, Page};
use copydesk::text::url;
use copydesk::{Error, Settings};

use super::args::Dedup;
use super::log::Log;
use super::{Outcome, decode, reading};

pub(crate) fn dedup(call: &Dedup, settings: &Settings, log: &Log) -> Outcome {
    let decoder = Decoder::new(&settings.config.charset).map_err(|error| Error::Usage(error.to_string()))?;
    let mut found: Vec<(Story, String)> = Vec::new();
    reading::each(&call.reading, settings, log, |record| {
        Ok(decoder.apply(record).map(|page| found.push((story(&page), name(page.past().origin())))))
    })?;
    found.sort_by(|(a, from_a), (b, from_b)| (a.id, from_a).cmp(&(b.id, from_b)));
    let repeated = found.len();
    found.dedup_by_key(|(story, _)| story.id);
    if repeated > found.len() {
        log.info(&format!("{} records repeat another one's bytes and address", repeated - found.len()));
    }
    let (stories, names): (Vec<Story>, Vec<String>) = found.into_iter().unzip();
    let options = &settings.config.dedup;
    let sketches: Vec<_> = stories.iter().map(|story| dedup::sketch(story, options)).collect();
    let ledger = Mutex::default();
    let findings = dedup::relate(&sketches, Known::default(), &InMemory(stories), &ledger, options)?;
    let mut out = io::stdout().lock();
    if call.edges {
        for edge in findings.edges() {
            serde_json::to_writer(&mut out, &DuplicateRow::of(&edge?)).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(());
    }
    for ((sketch, membership), name) in sketches.iter().zip(&findings.memberships).zip(&names) {
        let row = serde_json::json!({
            "id": sketch.id,
            "source": name,
            "cluster": membership.cluster,
            "cluster_size": membership.size,
            "canonical": membership.canonical,
            "kind": decode::name(&membership.kind),
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

struct InMemory(Vec<Story>);

impl Shelf for InMemory {
    fn story(&self, index: u32) -> copydesk::Result<Story> {
        Ok(self.0[index as usize].clone())
    }
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
