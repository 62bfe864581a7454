//! Shows how far a run is: a bar on a terminal, a line every ten seconds elsewhere.

use std::io::IsTerminal;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use copydesk::Progress;
use copydesk::pipeline::Phase;
use indicatif::{ProgressBar, ProgressStyle};

use super::args::Bar;
use super::log::Log;
use super::table::{bytes, grouped};

const GLANCE: Duration = Duration::from_millis(100);
const LINE: Duration = Duration::from_secs(10);

/// Does `work` while another thread shows how far it is.
pub(crate) fn shown<T>(progress: &Progress, how: Bar, log: &Log, work: impl FnOnce() -> T) -> T {
    if how == Bar::None || log.is_quiet() {
        return work();
    }
    let bar = how == Bar::Auto && !log.is_json() && std::io::stderr().is_terminal();
    let (done, over) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || if bar { draw(progress, &over) } else { tell(progress, log, &over) });
        let result = work();
        drop(done);
        result
    })
}

fn draw(progress: &Progress, over: &std::sync::mpsc::Receiver<()>) {
    let bar = ProgressBar::new(0);
    let mut phase = None;
    while over.recv_timeout(GLANCE) == Err(RecvTimeoutError::Timeout) {
        if phase != Some(progress.phase()) {
            phase = Some(progress.phase());
            bar.reset();
            bar.set_style(style(progress.phase()));
        }
        bar.set_length(progress.total.load(Ordering::Relaxed));
        bar.set_position(progress.done.load(Ordering::Relaxed));
        bar.set_message(format!(
            "{} records, {} rejected",
            grouped(progress.records.load(Ordering::Relaxed)),
            grouped(progress.rejected.load(Ordering::Relaxed))
        ));
    }
    bar.finish_and_clear();
}

fn style(phase: Phase) -> ProgressStyle {
    let template = match phase {
        Phase::Find => "looking for files {spinner}",
        Phase::Clean => "cleaning {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
        Phase::Dedup => "finding copies among {len} documents {spinner}",
        Phase::Write => "writing {wide_bar} {pos}/{len} documents eta {eta}",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn tell(progress: &Progress, log: &Log, over: &std::sync::mpsc::Receiver<()>) {
    let begun = Instant::now();
    while over.recv_timeout(LINE) == Err(RecvTimeoutError::Timeout) {
        let (done, total) = (progress.done.load(Ordering::Relaxed), progress.total.load(Ordering::Relaxed));
        let seconds = begun.elapsed().as_secs_f64();
        let eta = if done == 0 {
            String::new()
        } else {
            format!(", eta {:.0} s", seconds * total.saturating_sub(done) as f64 / done as f64)
        };
        log.info(&match progress.phase() {
            Phase::Find => "looking for files".to_owned(),
            Phase::Clean => format!(
                "cleaning: {} of {}, {} records, {} rejected, {:.1} MB/s{eta}",
                bytes(done),
                bytes(total),
                grouped(progress.records.load(Ordering::Relaxed)),
                grouped(progress.rejected.load(Ordering::Relaxed)),
                done as f64 / 1e6 / seconds
            ),
            Phase::Dedup => format!("finding copies among {} documents", grouped(total)),
            Phase::Write => format!("writing: {} of {} documents", grouped(done), grouped(total)),
        });
    }
}
