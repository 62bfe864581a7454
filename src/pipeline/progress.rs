//! How far a run is: counters that any thread may read.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

use super::{Job, Summary};
use crate::emit::Sealed;

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Looking for files.
    Find,
    /// Reading, decoding, extracting. Work is counted in bytes as stored.
    Clean,
    /// Finding copies. Work is counted in documents.
    Dedup,
    /// Writing the dataset. Work is counted in documents.
    Write,
}

/// Shared by a run and whoever watches it. Relaxed counters: a glance, not an account.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    /// Work in this phase.
    pub total: AtomicU64,
    /// Work done in this phase.
    pub done: AtomicU64,
    /// Records met.
    pub records: AtomicU64,
    /// Records turned away.
    pub rejected: AtomicU64,
    /// Set to ask the run to stop at the next record.
    pub stop: AtomicBool,
}

impl Progress {
    /// What the run is doing.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Find,
            1 => Phase::Clean,
            2 => Phase::Dedup,
            _ => Phase::Write,
        }
    }

    /// Whether the run was asked to stop.
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn enter(&self, phase: Phase, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }
}

#[derive(Serialize)]
struct RunReport<'a> {
    inputs: &'a [std::path::PathBuf],
    finished_unix_seconds: u64,
    seconds: f64,
    threads: usize,
    mb_per_second: f64,
    peak_memory_bytes: u64,
    os: &'static str,
    arch: &'static str,
    seal: &'static str,
}

/// `run.json`: what changes from run to run, kept apart from the manifest so that `git diff` is empty when nothing
/// changed.
pub(super) fn run_report(job: &Job, summary: &Summary) -> Vec<u8> {
    Sealed::write(&RunReport {
        inputs: &job.inputs,
        finished_unix_seconds: SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
        seconds: summary.seconds,
        threads: job.threads,
        mb_per_second: summary.inputs.bytes as f64 / 1e6 / summary.seconds.max(1e-9),
        peak_memory_bytes: peak_memory(),
        os: std::env::consts::OS,
        arch: std::env::consts::ARCH,
        seal: "",
    })
}

/// The process's largest resident set, where Linux tells it; else 0.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
