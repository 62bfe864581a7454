//! Numbers as people read them, and the table at the end of a run.

use copydesk::Summary;

/// `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1.2 MB`: powers of ten, as disks are sold.
pub(crate) fn bytes(n: u64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    match units.iter().find(|(_, size)| n as f64 >= *size) {
        Some((unit, size)) => format!("{:.1} {unit}", n as f64 / size),
        None => format!("{n} B"),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }

    #[test]
    fn bytes_have_the_unit_that_fits() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_500_000), "1.5 MB");
    }
}
