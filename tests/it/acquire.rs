//! The acquire stage through its face: files on disk in, records and rejections out.

mod archives;
mod compressed;
mod damage;
mod exports;
mod places;
mod tables;
mod warc;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::acquire::{self, Options, Source};
use copydesk::model::{Markup, Record, Rejection};

/// What became of a source, in its order.
type Outcome = Result<Record, Rejection>;

/// Reads `bytes` as a file called `name`.
fn read_as(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    thread_local!(static FOLDER: tempfile::TempDir = tempfile::tempdir().unwrap());
    let path = FOLDER.with(|folder| folder.path().join("input"));
    std::fs::write(&path, bytes).unwrap();
    let source = Source { file: Some(path), name: name.to_owned(), bytes: bytes.len() as u64 };
    read_source(&source, options)
}

fn read_source(source: &Source, options: &Options) -> Vec<Outcome> {
    let (mut outcomes, progress) = (Vec::new(), AtomicU64::new(0));
    acquire::read(source, options, &progress, &mut |outcome| {
        outcomes.push(outcome);
        true
    });
    assert_eq!(progress.load(Ordering::Relaxed), source.bytes, "progress reaches the source's size");
    outcomes
}

/// One line an outcome: `entry@offset+length text`, or `entry@offset+length !code`.
fn tell(outcomes: &[Outcome]) -> String {
    let mut lines = String::new();
    for outcome in outcomes {
        let (origin, what) = match outcome {
            Ok(record) => {
                (record.origin(), String::from_utf8_lossy(record.bytes()).escape_debug().to_string())
            }
            Err(rejection) => (rejection.origin(), format!("!{}", rejection.reason().code())),
        };
        lines.push_str(&format!("{}@{}+{} {what}\n", origin.entry(), origin.offset(), origin.length()));
    }
    lines
}

/// What reading `bytes` tells.
#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &str) {
    let outcomes = read_as(name, bytes, &Options::default());
    let expected: String = expected.lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(tell(&outcomes), expected.trim_start_matches('\n'), "{name}: {outcomes:?}");
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut to = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut to = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    to.include_checksum(true).unwrap();
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn bz2(bytes: &[u8]) -> Vec<u8> {
    let mut to = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut to = liblzma::write::XzEncoder::new(Vec::new(), 6);
    to.write_all(bytes).unwrap();
    to.finish().unwrap()
}

type Pack = fn(&[u8]) -> Vec<u8>;
const PACKERS: [(&str, Pack); 4] = [("gz", gz), ("zst", zst), ("bz2", bz2), ("xz", xz)];

fn records(outcomes: &[Outcome]) -> Vec<&Record> {
    outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect()
}

fn rejections(outcomes: &[Outcome]) -> Vec<&Rejection> {
    outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect()
}

#[test]
fn a_record_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    let two = [warc::response(1, "Rain."), warc::response(2, "Sun.")].concat();
    std::fs::write(folder.path().join("in/a.warc.gz"), gz(&two)).unwrap();
    let sources = acquire::sources(&[folder.path().to_path_buf()]).unwrap();
    let outcomes = read_source(&sources[0], &Options::default());
    assert_eq!(records(&outcomes).len(), 2);
    for record in records(&outcomes) {
        let again = acquire::find(folder.path(), record.origin(), &Options::default()).unwrap();
        assert_eq!(&again, record);
    }
    assert!(
        acquire::find(folder.path(), &records(&outcomes)[0].origin().clone().at(7, 1), &Options::default())
            .is_err()
    );
}

fn names(inputs: &[PathBuf]) -> Vec<String> {
    acquire::sources(inputs).unwrap().into_iter().map(|source| source.name).collect()
}

fn touch(root: &Path, names: &[&str]) {
    for name in names {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
}

#[test]
fn a_folder_gives_its_files_in_order_without_hidden_ones() {
    let folder = tempfile::tempdir().unwrap();
    touch(folder.path(), &["b.txt", "a/2.txt", "a/1.txt", ".git/x", "a/.hidden", "README.md", "a/README.md"]);
    assert_eq!(names(&[folder.path().to_path_buf()]), ["a/1.txt", "a/2.txt", "a/README.md", "b.txt"]);
    assert_eq!(names(&[folder.path().join("a/1.txt")]), ["1.txt"]);
    assert_eq!(names(&[folder.path().join("*/*.txt")]), ["a/1.txt", "a/2.txt"]);
    assert!(acquire::sources(&[folder.path().join("none")]).is_err());
    assert!(acquire::sources(&[folder.path().join("*.none")]).is_err());
}
