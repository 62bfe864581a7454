//! The verbs that read a finished dataset: `explain`, `why`, `verify`.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;

use copydesk::content::judge::Reasons;
use copydesk::dedup;
use copydesk::emit::{Article, DuplicateRow, RemovedRow};
use copydesk::model::{Pass, Span, written};
use copydesk::pipeline::Stages;
use copydesk::review::{self, Dataset, Piece, story};
use copydesk::text::figures::{bytes, counted};
use copydesk::text::inert;
use copydesk::{Error, Settings};
use unicode_width::UnicodeWidthStr;

use super::args::{Explain, Verify, Why};
use super::blocks::{self, Line};
use super::log::Log;
use super::paint::{Ink, Paint};
use super::{Failure, Outcome, table};

pub(crate) fn explain(call: &Explain, settings: &Settings, paint: Paint) -> Outcome {
    let dataset = Dataset::open(&call.dataset)?;
    let account = dataset.account(&call.id)?;
    let (article, mut out) = (&account.article, io::stdout().lock());
    let title = paint.fit(&inert::line(&article.title), 27);
    writeln!(out, "{}  {}", article.id, paint.ink(Ink::Strong, &title))?;
    for (label, said) in [
        ("from", place(article)),
        ("read as", format!("{}, by {}", article.encoding, written(&article.encoding_source))),
        ("story", standing(article)),
    ] {
        writeln!(out, "  {label:<9} {}", paint.wrapped(&inert::line(&said), &" ".repeat(12)).trim())?;
    }
    writeln!(out, "\n{}", paint.ink(Ink::Strong, "Metadata"))?;
    for found in &account.evidence {
        let place = if found.selector.is_empty() {
            found.method.clone()
        } else {
            format!("{} {}", found.method, found.selector)
        };
        let how = format!("({:.3}, {})", found.score, inert::line(&place));
        let value = paint.fit(&inert::line(&found.value), 17);
        let beside = 19 + value.width() + how.width() <= paint.width;
        let gap = if beside { "  ".to_owned() } else { format!("\n{:17}", "") };
        let how = paint.ink(Ink::Dim, &paint.fit(&how, 17));
        writeln!(out, "  {:<14} {value}{gap}{how}", written(&found.field))?;
        for rejected in &found.rejected_alternatives {
            let not = paint.fit(&format!("not {}", inert::line(rejected)), 17);
            writeln!(out, "  {:<14} {}", "", paint.ink(Ink::Dim, &not))?;
        }
    }
    let kept: u64 = account.kept.iter().map(|kept| u64::from(kept.end - kept.start)).sum();
    let said = format!(
        "{} kept, {}; {} cut",
        counted(account.kept.len() as u64, "block", "blocks"),
        bytes(kept),
        account.removed.len()
    );
    writeln!(out, "\n{}", paint.ink(Ink::Strong, &said))?;
    let decided = decided(&dataset, &account.article, &call.raw, settings)?;
    for piece in account.pieces() {
        writeln!(out, "{}", line(&piece, &decided.reasons).printed(paint))?;
    }
    if let Some(note) = decided.note {
        writeln!(out, "{}", paint.ink(Ink::Dim, paint.wrapped(note, "  ").trim_end()))?;
    }
    writeln!(out, "\n{}", paint.ink(Ink::Strong, &format!("Relations {}", account.relations.len())))?;
    for relation in &account.relations {
        let other = if relation.a == article.id { relation.b } else { relation.a };
        let said = paint.wrapped(&numbers(relation), &" ".repeat(29));
        writeln!(out, "  {other}  {}", said.trim())?;
    }
    Ok(())
}

/// What decided of a document's blocks, by their place in its flat text.
#[derive(Default)]
struct Decided {
    reasons: HashMap<Span, Reasons>,
    /// Why it is not told, or not as it was.
    note: Option<&'static str>,
}

/// Judges the record of `article` once more, with the configuration of the dataset. It is looked for in what is `named`, or else in what
/// the run was given.
fn decided(
    dataset: &Dataset,
    article: &Article,
    named: &[PathBuf],
    settings: &Settings,
) -> Result<Decided, Error> {
    let untold = |note| Ok(Decided { note: Some(note), ..Decided::default() });
    let raw = if named.is_empty() { review::inputs(dataset.folder()) } else { named.to_vec() };
    // What the run was given may be gone; what is named now must be there.
    let there = !named.is_empty() || raw.iter().all(|path| path.exists());
    let config = dataset.config()?;
    let record = if there { review::record(article, &raw, &config.acquire)? } else { None };
    let Some(record) = record else {
        return untold(
            "Its raw record is not there; name the dump with --raw to be told what decided of each block.",
        );
    };
    let stages = Stages::new(&Settings { config, ..settings.clone() })?;
    let Ok(page) = stages.decoder.apply(record) else {
        return untold(
            "Its raw record is no page any more: this program decodes otherwise than the dataset's.",
        );
    };
    let reasons = stages.extractor.reasons(&page, blocks::TOLD).into_iter().collect();
    let same = stages.extractor.apply(page).is_ok_and(|now| now.text() == article.text);
    let note = "Reasons are those of today, when the page has another body: rules, models or site files are not the dataset's.";
    Ok(Decided { reasons, note: (!same).then_some(note) })
}

/// A piece of the page, with what decided of it where the judgement did.
fn line<'a>(piece: &Piece<'a>, reasons: &HashMap<Span, Reasons>) -> Line<'a> {
    let why = |start, end| reasons.get(&Span { start, end }).map(blocks::told);
    match *piece {
        Piece::Kept { row, text } => {
            let why = why(row.start, row.end).unwrap_or_default();
            Line { kept: true, score: row.score, what: blocks::kept(row.kind, row.lead), text, why }
        }
        Piece::Cut(row) => {
            let what = format!("{} {}", written(&row.kind), row.rule_id);
            let why = match row.pass {
                Pass::Judge => why(row.start, row.end).unwrap_or_else(|| measured(row)),
                _ => Vec::new(),
            };
            Line { kept: false, score: row.score, what, text: &row.text, why }
        }
    }
}

/// What the dataset itself tells of a cut block: what was measured of it, or decided.
fn measured(row: &RemovedRow) -> Vec<String> {
    let mut reasons: Vec<_> = row.reasons.iter().collect();
    reasons.sort_by(|(a, x), (b, y)| y.abs().total_cmp(&x.abs()).then(a.cmp(b)));
    let told: Vec<String> =
        reasons.iter().take(blocks::TOLD).map(|(name, weight)| format!("{name} {weight:.3}")).collect();
    if told.is_empty() { Vec::new() } else { vec![told.join(", ")] }
}

pub(crate) fn why(call: &Why, settings: &Settings, paint: Paint) -> Outcome {
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
    let said = paint.wrapped(&format!("{together}: {}", numbers(&relation)), "");
    write!(out, "{}", said.replacen(together, &paint.ink(Ink::Strong, together), 1))?;
    for (name, value) in &relation.reasons {
        writeln!(out, "  {:<28} {value:.3}", inert::line(name))?;
    }
    for (side, article, other) in [("A", &a, false), ("B", &b, true)] {
        let date = article.date_published.map(|date| date.to_string()).unwrap_or_default();
        let head = format!("{side}  {}  {date}  ", article.id);
        let title = paint.fit(&inert::line(&article.title), head.width());
        writeln!(out, "\n{head}{}", paint.ink(Ink::Strong, &title))?;
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
        let text = paint.wrapped(&inert::lines(&marked(&article.text, &spans)), "  ");
        write!(out, "{}", inked(&text, paint))?;
    }
    Ok(())
}

/// Colours what stands between ⟦ and ⟧; a passage may go over lines.
fn inked(text: &str, paint: Paint) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find(['⟦', '⟧']) {
            let end = if inside { at + '⟧'.len_utf8() } else { at };
            let (piece, behind) = rest.split_at(end);
            out.push_str(&if inside { paint.ink(Ink::Blue, piece) } else { piece.to_owned() });
            rest = behind;
            if !inside {
                let (mark, behind) = rest.split_at('⟦'.len_utf8());
                out.push_str(&paint.ink(Ink::Blue, mark));
                rest = behind;
            }
            inside = !inside;
        }
        let (piece, end) = rest.strip_suffix('\n').map_or((rest, ""), |piece| (piece, "\n"));
        out.push_str(&if inside { paint.ink(Ink::Blue, piece) } else { piece.to_owned() });
        out.push_str(end);
    }
    out
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
        "{}, resemblance {:.4}, containment {:.4} and {:.4}, {}, longest {}",
        written(&relation.kind),
        relation.resemblance,
        relation.containment_a,
        relation.containment_b,
        counted(relation.passages.len() as u64, "shared passage", "shared passages"),
        counted(relation.longest_run_words.into(), "word", "words")
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

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn shared_passages_stand_between_brackets() {
        assert_eq!(marked("one two three", &[(4, 7)]), "one ⟦two⟧ three");
        assert_eq!(marked("one", &[(1, 9)]), "one");
    }
}
