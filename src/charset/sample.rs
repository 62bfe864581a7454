//! A sample of passages: as much text above ASCII as decides, from all over them.

/// Windows on `passages` that hold some `budget` bytes of words above ASCII between them, spread evenly. A window begins
/// and ends where no character can be cut: at a byte below the digits.
pub(crate) fn windows<'b>(passages: &[&'b [u8]], budget: usize) -> Vec<&'b [u8]> {
    let total: usize = passages.iter().map(|passage| passage.len()).sum();
    if total <= budget {
        return passages.to_vec();
    }
    /// Enough for a few sentences.
    const WINDOW: usize = 512;
    let n_windows = (budget / WINDOW).max(1);
    let stride = (total / n_windows).max(WINDOW);
    let mut windows = Vec::new();
    let (mut behind, mut next) = (0, 0);
    for passage in passages {
        let end = behind + passage.len();
        while next < end {
            let from = next.saturating_sub(behind);
            let high = passage.get(from..).and_then(|rest| rest.iter().position(|byte| *byte >= 0x80));
            let Some(high) = high else { break };
            let start = edge_before(passage, from + high, from);
            let window = passage.get(start..(start + WINDOW).min(passage.len())).unwrap_or(&[]);
            windows.push(whole_words(window, start + WINDOW >= passage.len()));
            next = behind + (start + WINDOW).max(from + stride);
        }
        behind = end;
        next = next.max(behind);
    }
    windows
}

/// Which bytes the passages have at all: rare ones may tell two encodings apart and stand in no sample.
pub(crate) fn present(passages: &[&[u8]]) -> [bool; 256] {
    let mut present = [false; 256];
    for &byte in passages.iter().copied().flatten() {
        present[usize::from(byte)] = true;
    }
    present
}

fn is_edge(byte: u8) -> bool {
    byte < 0x30
}

fn edge_before(passage: &[u8], at: usize, not_before: usize) -> usize {
    let head = passage.get(not_before..at).unwrap_or(&[]);
    head.iter().rposition(|byte| is_edge(*byte)).map_or(at, |edge| not_before + edge)
}

fn whole_words(window: &[u8], is_last: bool) -> &[u8] {
    match window.iter().rposition(|byte| is_edge(*byte)) {
        Some(edge) if !is_last && edge > 0 => window.get(..=edge).unwrap_or(window),
        _ => window,
    }
}
