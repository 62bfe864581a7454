//! CSV and TSV (RFC 4180, and what spreadsheets make of it): a header row, then a report a row.
//!
//! The separator (`,` tab `;` `|`) is the one the header has most of. Rows with another number of fields than the
//! header are turned away, since their text cannot be told from their title. A quote that is never closed costs the
//! line it stands in: reading goes on with the next.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::desk::{Desk, Place};
use super::fields::{self, Names, Role, Row};
use super::sections::skip_line;
use super::sniff::Head;
use super::{FieldNames, Format, Input};
use crate::model::{Origin, Reason, Record, Rejection};

pub(super) const FORMAT: Format = Format { name: "csv", wraps: false, recognises, read };

/// Fields a row may have.
const MAX_FIELDS: usize = 10_000;
/// Bytes that may be looked at twice beyond twice those read, where quotes are never closed.
const RESCAN: u64 = 1 << 20;

fn recognises(head: &Head<'_>) -> bool {
    let table = matches!(head.extension.as_str(), "csv" | "tsv" | "tab");
    if head.is_wide() {
        return false;
    }
    let separator = separator(head.unmarked(), &head.extension);
    let columns = columns(head.unmarked(), separator);
    let known = |name: &&String| is_report(name, head.fields);
    if table {
        columns.len() > 1 || columns.iter().any(|name| known(&name))
    } else {
        columns.len() > 1
            && columns.iter().any(|name| known(&name))
            && columns.iter().all(|name| name.len() <= 80)
    }
}

fn read(desk: &mut Desk<'_>, mut input: Input<'_>, place: &Place) {
    if input.fill(3).starts_with(b"\xEF\xBB\xBF") {
        input.consume(3);
    }
    let separator = separator(input.fill(super::desk::HEAD), &place.extension());
    let mut table = Table::new(separator, desk.record_limit());
    let mut header: Option<Vec<Column>> = None;
    let mut rescanned = 0;
    while !desk.stopped() {
        input.skip_all(b"\r\n");
        let start = input.position();
        if let Some(gap) = input.take_gap() {
            desk.turn_away(place.at(start, 0), gap.reason);
            continue;
        }
        if input.at_end() {
            break;
        }
        let (length, end) = table.row(&mut input);
        let row = &input.seen()[..length];
        let origin = place.at(start, trimmed(row) as u64);
        let never_closed = || row.iter().filter(|byte| **byte == b'"').count() % 2 == 1;
        let broken = match end {
            RowEnd::Whole => None,
            RowEnd::Over => Some(Reason::TooLarge { limit: desk.options.max_record_bytes }),
            RowEnd::Stretch => match input.gap_ahead().filter(|gap| !gap.whole).map(|gap| gap.reason.clone())
            {
                Some(reason) => {
                    // The gap goes with the row.
                    input.consume(length);
                    input.take_gap();
                    desk.turn_away(origin, reason);
                    continue;
                }
                None => never_closed().then(|| bad("a quote is never closed".to_owned())),
            },
        };
        if let Some(reason) = broken {
            let first_line = memchr::memchr(b'\n', row).map(|i| i + 1);
            let step = first_line.filter(|_| rescanned <= RESCAN + 2 * start).unwrap_or(length);
            rescanned += (length - step) as u64;
            let within_a_line = matches!(end, RowEnd::Over) && step == length;
            input.consume(step);
            if within_a_line {
                skip_line(&mut input, b'\n');
            }
            desk.turn_away(place.at(start, input.position() - start), reason);
            continue;
        }
        match &header {
            Some(header) => match report(header, &table, origin) {
                Ok(record) => desk.give(record),
                Err(rejection) => desk.refuse(rejection),
            },
            None => {
                let names = Names::new(&desk.options.fields);
                let columns: Vec<Column> = table.fields().map(|name| Column::new(name, &names)).collect();
                if !columns.iter().any(Column::is_report) {
                    let all: Vec<String> = columns.into_iter().map(|column| column.name).take(20).collect();
                    let whole = place.at(0, place.origin.length());
                    return desk.turn_away(whole, Reason::NoText { fields: all.join(", ") });
                }
                header = Some(columns);
            }
        }
        input.consume(length);
    }
}

/// A name in the header, and what it is to a report.
struct Column {
    name: String,
    role: Option<(Role, usize)>,
}

impl Column {
    fn new(name: &[u8], names: &Names) -> Self {
        let name = String::from_utf8_lossy(name).trim().to_owned();
        Self { role: names.role(&name), name }
    }

    fn is_report(&self) -> bool {
        self.role.is_some_and(|(role, _)| role.is_body())
    }
}

/// The report in the row that `table` holds.
fn report(header: &[Column], table: &Table, origin: Origin) -> Result<Record, Rejection> {
    if header.len() != table.n_fields {
        let error = format!("{} fields, the header has {}", table.n_fields, header.len());
        return Err(Rejection::new(origin, bad(error)));
    }
    let mut row = Row::new();
    for (column, value) in header.iter().zip(table.fields()) {
        row.meet(&column.name);
        if let Some(role) = column.role {
            row.offer(role, value.to_vec());
        }
    }
    row.into_record(origin)
}

/// How a row ended.
#[derive(Clone, Copy)]
enum RowEnd {
    /// Before the next.
    Whole,
    /// Beyond the limit.
    Over,
    /// With the stretch.
    Stretch,
}

/// Parses rows into buffers that are used again.
struct Table {
    limit: usize,
    reader: Reader,
    separator: u8,
    values: Vec<u8>,
    ends: Vec<usize>,
    n_fields: usize,
}

impl Table {
    fn new(separator: u8, limit: usize) -> Self {
        Self {
            limit,
            reader: ReaderBuilder::new().delimiter(separator).build(),
            separator,
            values: vec![0; 64 << 10],
            ends: vec![0; 64],
            n_fields: 0,
        }
    }

    /// Parses the row that starts here without taking it; says how many bytes it has.
    fn row(&mut self, input: &mut Input<'_>) -> (usize, RowEnd) {
        let (mut at, mut written, mut n_ends) = (0, 0, 0);
        loop {
            let rest = input.seen().get(at..).unwrap_or_default();
            let (result, n_in, n_out, n_more) =
                self.reader.read_record(rest, &mut self.values[written..], &mut self.ends[n_ends..]);
            at += n_in;
            written += n_out;
            n_ends += n_more;
            match result {
                ReadRecordResult::Record => {
                    self.n_fields = n_ends;
                    return (at, RowEnd::Whole);
                }
                ReadRecordResult::End => {
                    self.n_fields = n_ends;
                    self.reset();
                    return (at, RowEnd::Stretch);
                }
                ReadRecordResult::InputEmpty if at <= self.limit => {
                    if input.fill(at + 1).len() == at {
                        return self.last_row(at, written, n_ends);
                    }
                }
                _ if at > self.limit || n_ends >= MAX_FIELDS => {
                    self.reset();
                    return (at, RowEnd::Over);
                }
                ReadRecordResult::OutputFull => self.values.resize(2 * self.values.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty => {}
            }
        }
    }

    /// Ends the row with the stretch: an empty piece tells the parser so. It ends the last field and needs room for that.
    fn last_row(&mut self, at: usize, written: usize, n_ends: usize) -> (usize, RowEnd) {
        self.values.resize((written + 1).max(self.values.len()), 0);
        self.ends.resize((n_ends + 1).max(self.ends.len()), 0);
        let (_, _, _, more) =
            self.reader.read_record(&[], &mut self.values[written..], &mut self.ends[n_ends..]);
        self.n_fields = n_ends + more;
        self.reset();
        (at, RowEnd::Stretch)
    }

    /// The row's fields.
    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends[..self.n_fields.min(self.ends.len())].iter().map(move |end| {
            let field = self.values.get(start..*end).unwrap_or_default();
            start = *end;
            field
        })
    }

    fn reset(&mut self) {
        self.reader = ReaderBuilder::new().delimiter(self.separator).build();
    }
}

/// The separator that the first line has most of outside quotes.
fn separator(head: &[u8], extension: &str) -> u8 {
    let line =
        head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let count = |separator: u8| {
        let mut quoted = false;
        line.iter()
            .filter(|byte| {
                quoted ^= **byte == b'"';
                !quoted && **byte == separator
            })
            .count()
    };
    let candidates = if extension.starts_with('t') { *b"\t,;|" } else { *b",\t;|" };
    // The first of those with the most.
    candidates.into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The names in the first row.
fn columns(head: &[u8], separator: u8) -> Vec<String> {
    let (mut values, mut ends) = (vec![0; head.len().min(16 << 10) + 1], vec![0; 256]);
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (result, _, _, n) = reader.read_record(head, &mut values, &mut ends);
    let n = match result {
        ReadRecordResult::InputEmpty => {
            let (_, _, _, more) = reader.read_record(&[], &mut values[..0], &mut ends[n..]);
            n + more
        }
        _ => n,
    };
    let mut start = 0;
    let mut names = Vec::new();
    for end in ends.iter().take(n) {
        names.push(String::from_utf8_lossy(values.get(start..*end).unwrap_or_default()).trim().to_owned());
        start = *end;
    }
    names
}

fn is_report(name: &str, known: &FieldNames) -> bool {
    let name = fields::folded(name);
    known.html.iter().chain(&known.text).any(|known| fields::folded(known) == name)
}

/// Length without the line end.
fn trimmed(row: &[u8]) -> usize {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    row.strip_suffix(b"\r").unwrap_or(row).len()
}

fn bad(error: String) -> Reason {
    Reason::BadFormat { format: "csv".to_owned(), error }
}
