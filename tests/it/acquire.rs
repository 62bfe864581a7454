//! The acquire stage through its face: files on disk in, records and rejections out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::acquire::{self, Options, Source};
use copydesk::model::{Markup, Record, Rejection};

/// What became of a source, in its order.
type Outcome = Result<Record, Rejection>;

/// Reads `bytes` as a file called `name`.
fn read_as(name: &str, bytes: &[u8], options: &Options) -> Vec<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
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

mod compressed {
    use super::*;

    #[test]
    fn every_compression_is_peeled() {
        for (extension, pack) in PACKERS {
            check(&format!("a.txt.{extension}"), &pack(b"Rain."), "@0+5 Rain.\n");
            check("no-extension", &pack(b"Rain."), "@0+5 Rain.\n");
        }
    }

    #[test]
    fn members_one_after_another_are_one_stream() {
        for (extension, pack) in PACKERS {
            let two = [pack(b"Rain "), pack(b"and wind.")].concat();
            check(&format!("a.{extension}"), &two, "@0+14 Rain and wind.\n");
        }
    }

    #[test]
    fn zeros_behind_the_last_member_say_nothing() {
        for (extension, pack) in PACKERS {
            let padded = [pack(b"Rain."), vec![0; 700]].concat();
            check(&format!("a.{extension}"), &padded, "@0+5 Rain.\n");
        }
    }

    #[test]
    fn junk_behind_the_last_member_is_turned_away_and_the_record_stays() {
        for (extension, pack) in PACKERS {
            let dirty = [pack(b"Rain."), b"junk that is no member".to_vec()].concat();
            check(&format!("a.{extension}"), &dirty, "@0+5 Rain.\n@5+0 !bad-format\n");
        }
    }

    #[test]
    fn cut_anywhere_a_member_is_one_rejection() {
        for (extension, pack) in PACKERS {
            let whole = pack(b"Rain is expected in the north.");
            for cut in 10..whole.len() {
                let outcomes = read_as(&format!("a.{extension}"), &whole[..cut], &Options::default());
                let codes: Vec<_> = rejections(&outcomes).iter().map(|r| r.reason().code()).collect();
                assert_eq!(
                    (records(&outcomes).len(), &codes[..]),
                    (0, &["truncated"][..]),
                    "{extension} {cut}"
                );
            }
        }
    }

    #[test]
    fn a_broken_member_does_not_cost_the_next() {
        for (extension, pack) in PACKERS {
            let mut torn = pack(b"Rain is expected in the north, and snow in the hills behind it.");
            let middle = torn.len() / 2;
            torn[middle] ^= 0x55;
            torn[middle + 1] ^= 0x55;
            torn.extend(pack(b"Sun."));
            let outcomes = read_as(&format!("a.{extension}"), &torn, &Options::default());
            assert_eq!(rejections(&outcomes).len(), 1, "{extension}: {outcomes:?}");
            assert_eq!(records(&outcomes).len(), 1, "{extension}: {outcomes:?}");
            assert_eq!(records(&outcomes)[0].bytes(), b"Sun.");
        }
    }

    #[test]
    fn a_bomb_is_stopped_and_the_next_member_read() {
        let options = Options { max_record_bytes: 1 << 20, ..Options::default() };
        for (extension, pack) in PACKERS {
            let bomb = [pack(&vec![b' '; 16 << 20]), pack(b"Sun.")].concat();
            let outcomes = read_as(&format!("a.{extension}"), &bomb, &options);
            let told = tell(&outcomes);
            assert!(told.contains("!bomb") && told.ends_with("Sun.\n"), "{extension}: {told}");
        }
    }

    #[test]
    fn layers_are_peeled_as_deep_as_allowed() {
        let mut bytes = b"Rain.".to_vec();
        for layer in 0..9 {
            let expected = if layer <= 8 { "@0+5 Rain.\n" } else { "@0+0 !too-deep\n" };
            check("a.gz", &bytes, expected);
            bytes = gz(&bytes);
        }
        check("a.gz", &bytes, "@0+0 !too-deep\n");
    }
}

mod warc {
    use super::*;

    /// A record with a right length.
    pub(crate) fn warc_record(kind: &str, headers: &str, block: &str) -> Vec<u8> {
        let length = block.len();
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {length}\r\n\r\n{block}\r\n\r\n")
            .into_bytes()
    }

    /// A page answered over HTTP.
    pub(crate) fn response(n: u32, text: &str) -> Vec<u8> {
        let headers = format!(
            "WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Target-URI: http://example.com/{n}\r\n\
             WARC-Date: 2024-05-0{n}T10:00:00Z\r\nWARC-Payload-Digest: sha1:A{n}\r\n\
             Content-Type: application/http; msgtype=response\r\n"
        );
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\n\r\n<p>{text}</p>");
        warc_record("response", &headers, &block)
    }

    #[test]
    fn a_response_keeps_its_header() {
        let outcomes = read_as("a.warc", &response(1, "Rain."), &Options::default());
        let [record] = &records(&outcomes)[..] else { panic!("{outcomes:?}") };
        assert_eq!(record.bytes(), b"<p>Rain.</p>");
        assert_eq!(record.content_type(), "text/html; charset=gbk");
        assert_eq!(record.markup(), Markup::Html);
        let origin = record.origin();
        assert_eq!(origin.url(), "http://example.com/1");
        assert_eq!(origin.fetched(), "2024-05-01T10:00:00Z");
        assert_eq!(origin.record_id(), "urn:uuid:1");
        assert_eq!(origin.payload_digest(), "sha1:A1");
        assert_eq!(origin.length() + 4, response(1, "Rain.").len() as u64);
    }
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
