//! The verbs that read a finished dataset: `explain`, `why`, `verify`.

use std::io::{self, Write};

use copydesk::dedup::{self, Story};
use copydesk::emit::{Article, DuplicateRow};
use copydesk::review::{self, Dataset};
use copydesk::text::inert;
use copydesk::{Error, Settings};

use super::args::{Explain, Verify, Why};
use super::decode::{clipped, name};
use super::log::Log;
use super::{Failure, Outcome, table};

pub(crate) fn explain(call: &Explain, _log: &Log) -> Outcome {
    let account = Dataset::open(&call.dataset)?.account(&call.id)?;
    let (article, mut out) = (&account.article, io::stdout().lock());
    writeln!(out, "{}  {}", article.id, inert::line(&article.title))?;
    writeln!(out, "  from      {}", inert::line(&place(article)))?;
    writeln!(out, "  read as   {}, by {}", article.encoding, name(&article.encoding_source))?;
    writeln!(out, "  story     {}", standing(article))?;
    writeln!(out, "\nMetadata")?;
    for found in &account.evidence {
        let place = if found.selector.is_empty() {
            found.method.clone()
        } else {
            format!("{} {}", found.method, found.selector)
        };
        writeln!(
            out,
            "  {:<14} {}  ({:.3}, {})",
            name(&found.field),
            inert::line(&found.value),
            found.score,
            inert::line(&place)
        )?;
        for rejected in &found.rejected_alternatives {
            writeln!(out, "  {:<14} not {}", "", inert::line(rejected))?;
        }
    }
    let kept: u64 = account.kept.iter().map(|kept| u64::from(kept.end - kept.start)).sum();
    writeln!(out, "\nKept {} blocks, {}", account.kept.len(), table::bytes(kept))?;
    writeln!(out, "\nCut {} blocks", account.removed.len())?;
    for cut in &account.removed {
        writeln!(
            out,
            "  {:<8} {:<22} {:.3}  {}",
            name(&cut.kind),
            cut.rule_id,
            cut.score,
            inert::line(&clipped(&cut.text, 70))
        )?;
        let mut reasons: Vec<_> = cut.reasons.iter().collect();
        reasons.sort_by(|(a, x), (b, y)| y.abs().total_cmp(&x.abs()).then(a.cmp(b)));
        if !reasons.is_empty() {
            let reasons: Vec<String> =
                reasons.iter().take(5).map(|(name, weight)| format!("{name} {weight:+.3}")).collect();
            writeln!(out, "  {:<8} {}", "", inert::line(&reasons.join(", ")))?;
        }
    }
    writeln!(out, "\nRelations {}", account.relations.len())?;
    for relation in &account.relations {
        let other = if relation.a == article.id { relation.b } else { relation.a };
        writeln!(out, "  {other}  {}", numbers(relation))?;
    }
    Ok(())
}

pub(crate) fn why(call: &Why, settings: &Settings, _log: &Log) -> Outcome {
    let dataset = Dataset::open(&call.dataset)?;
    let (mut a, mut b) = (dataset.find(&call.a)?, dataset.find(&call.b)?);
    if a.id == b.id {
        return Err(Error::Usage(format!("`{}` and `{}` are one document", call.a, call.b)).into());
    }
    if a.id > b.id {
        std::mem::swap(&mut a, &mut b);
    }
    let recorded = dataset.relations(a.id)?.into_iter().find(|row| row.b == b.id);
    let relation = recorded
        .unwrap_or_else(|| DuplicateRow::of(&dedup::compare(&story(&a), &story(&b), &settings.config.dedup)));
    let mut out = io::stdout().lock();
    let together = if a.cluster_id == b.cluster_id { "one story" } else { "two stories" };
    writeln!(out, "{together}: {}", numbers(&relation))?;
    for (name, value) in &relation.reasons {
        writeln!(out, "  {name:<28} {value:.3}")?;
    }
    for (side, article, other) in [("A", &a, false), ("B", &b, true)] {
        writeln!(
            out,
            "\n{side}  {}  {}  {}",
            article.id,
            article.date_published.map(|date| date.to_string()).unwrap_or_default(),
            inert::line(&article.title)
        )?;
        let mut spans: Vec<(usize, usize)> = relation
            .passages
            .iter()
            .map(
                |passage| {
                    if other { (passage.b_start, passage.b_end) } else { (passage.a_start, passage.a_end) }
                },
            )
            .map(|(start, end)| (start as usize, end as usize))
            .collect();
        spans.sort_unstable();
        writeln!(out, "{}", inert::lines(&marked(&article.text, &spans)))?;
    }
    Ok(())
}

pub(crate) fn verify(call: &Verify, log: &Log) -> Outcome {
    let proof = review::verify(Dataset::open(&call.dataset)?.folder(), &call.raw)?;
    for failure in &proof.failures {
        log.error(failure);
    }
    if proof.failures.is_empty() {
        log.info(&format!(
            "{}: {} files, {} documents tiled from their raw bytes, {} records conserved",
            call.dataset.display(),
            proof.files,
            table::grouped(proof.documents),
            table::grouped(proof.records)
        ));
        return Ok(());
    }
    Err(Failure::Run(Error::Integrity(format!(
        "{} does not hold what it promises: {} failures",
        call.dataset.display(),
        proof.failures.len()
    ))))
}

fn place(article: &Article) -> String {
    let mut place = article.source_path.clone();
    if !article.source_entry.is_empty() {
        place = format!("{place}!{}", article.source_entry);
    }
    place = format!(
        "{place}, bytes {}..{}",
        article.source_offset,
        article.source_offset + article.source_length
    );
    if article.url.is_empty() { place } else { format!("{place}, {}", article.url) }
}

fn standing(article: &Article) -> String {
    match (article.cluster_size, article.is_canonical) {
        (1, _) => "the only copy".into(),
        (size, true) => format!("the canonical one of {size} copies ({})", article.canonical_reason),
        (size, false) => {
            format!("one of {size} copies, {} of {}", article.duplicate_kind, article.canonical_id)
        }
    }
}

fn numbers(relation: &DuplicateRow) -> String {
    format!(
        "{}, resemblance {:.4}, containment {:.4} and {:.4}, {} shared passages, longest {} words",
        name(&relation.kind),
        relation.resemblance,
        relation.containment_a,
        relation.containment_b,
        relation.passages.len(),
        relation.longest_run_words
    )
}

/// The text with every shared passage between ⟦ and ⟧.
fn marked(text: &str, spans: &[(usize, usize)]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len() + 8 * spans.len()), 0);
    for &(start, end) in spans {
        let (Some(before), Some(inside)) = (text.get(at..start), text.get(start..end)) else { continue };
        out.push_str(before);
        out.push('⟦');
        out.push_str(inside);
        out.push('⟧');
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

fn story(article: &Article) -> Story {
    Story {
        id: article.id,
        title: article.title.clone(),
        text: article.text.clone(),
        published: article.date_published,
        outlet: article.host.clone(),
        agency: article.agency.clone(),
        agency_role: article.agency_role,
        sha256: article.source_sha256,
    }
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn shared_passages_stand_between_brackets() {
        assert_eq!(marked("one two three", &[(4, 7)]), "one ⟦two⟧ three");
        assert_eq!(marked("one", &[(1, 9)]), "one");
    }
}
