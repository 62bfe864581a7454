//! The table at the end of a run.

use copydesk::Summary;
pub(crate) use copydesk::text::figures::{bytes, grouped};

/// What a run did, a fact a line.
pub(crate) fn summary(summary: &Summary, out: &str) -> String {
    let counts = &summary.counts;
    let share =
        |part: u64| if counts.records == 0 { 0.0 } else { 100.0 * part as f64 / counts.records as f64 };
    let mut lines = vec![
        format!(
            "{:<14}{:>12}   in {} files, {}",
            "records",
            grouped(counts.records),
            grouped(summary.inputs.files),
            bytes(summary.inputs.bytes)
        ),
        format!("{:<14}{:>12}   {:.1} %", "kept", grouped(counts.kept), share(counts.kept)),
        format!(
            "{:<14}{:>12}   {:.1} %: {} copies, {} met twice",
            "duplicates",
            grouped(counts.duplicates),
            share(counts.duplicates),
            grouped(counts.copies),
            grouped(counts.repeats)
        ),
        format!("{:<14}{:>12}   {:.1} %", "rejected", grouped(counts.rejected), share(counts.rejected)),
    ];
    for (code, count) in &counts.rejected_by_code {
        lines.push(format!("  {code:<12}{:>12}", grouped(*count)));
    }
    lines.push(format!(
        "{:<14}{:>12}   {:.1} MB/s",
        "time",
        format!("{:.1} s", summary.seconds),
        summary.inputs.bytes as f64 / 1e6 / summary.seconds.max(1e-9)
    ));
    lines.push(format!("{:<14}{out}", "dataset"));
    lines.push(format!("{:<14}{}", "digest", summary.dataset_sha256));
    lines.join("\n")
}
