//! Whatever the bytes, nothing panics, nothing hangs, nothing is lost without a word.

use super::warc::response;
use super::*;
use proptest::prelude::*;

/// Reading ends, and says something of a file that is not empty.
fn survives(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    let options = Options { max_record_bytes: 1 << 20, ..Options::default() };
    let outcomes = read_as(name, bytes, &options);
    assert!(outcomes.len() <= bytes.len() + 1, "more outcomes than bytes");
    outcomes
}

fn responses(count: u32) -> (Vec<u8>, Vec<u64>) {
    let mut bytes = Vec::new();
    let mut starts = Vec::new();
    for n in 1..=count {
        starts.push(bytes.len() as u64);
        bytes.extend(response(n, &format!("Report {n} on the rain in the north.")));
    }
    (bytes, starts)
}

#[test]
fn a_warc_cut_anywhere_keeps_what_is_whole_and_says_so_once() {
    let (whole, starts) = responses(3);
    for cut in 10..whole.len() {
        let outcomes = survives("a.warc", &whole[..cut]);
        let ended = starts
            .iter()
            .skip(1)
            .chain([&(whole.len() as u64)])
            .filter(|end| **end <= cut as u64 + 4)
            .count();
        let between = starts.iter().any(|start| (0..=4).contains(&(*start as i64 - cut as i64)));
        let torn = usize::from(!between && cut + 4 < whole.len());
        assert_eq!(
            (records(&outcomes).len(), rejections(&outcomes).len()),
            (ended, torn),
            "{cut}: {outcomes:?}"
        );
    }
}

#[test]
fn a_warc_gz_cut_anywhere_keeps_what_is_whole_and_says_so_once() {
    let members: Vec<Vec<u8>> = (1..=2).map(|n| gz(&response(n, "Rain in the north."))).collect();
    let whole = members.concat();
    let ends: Vec<usize> = members
        .iter()
        .scan(0, |end, member| {
            *end += member.len();
            Some(*end)
        })
        .collect();
    for cut in 10..whole.len() {
        let outcomes = survives("a.warc.gz", &whole[..cut]);
        let kept = ends.iter().filter(|end| **end <= cut).count();
        let torn = usize::from(!ends.contains(&cut));
        assert_eq!(
            (records(&outcomes).len(), rejections(&outcomes).len()),
            (kept, torn),
            "{cut}: {outcomes:?}"
        );
    }
}

#[test]
fn a_record_whose_header_never_ends_does_not_take_the_next_one_along() {
    let (bytes, starts) = responses(3);
    let (from, to) = (starts[1] as usize, starts[2] as usize - 4);
    let mut broken = bytes.clone();
    // The second record has no blank line left but the one behind it.
    while let Some(at) = broken[from..to].windows(4).position(|four| four == b"\r\n\r\n") {
        broken[from + at + 1] = b'x';
    }
    let outcomes = survives("a.warc", &broken);
    let urls: Vec<&str> = records(&outcomes).iter().map(|record| record.origin().url()).collect();
    assert_eq!(urls, ["http://example.com/1", "http://example.com/3"], "{outcomes:?}");
    assert_eq!(rejections(&outcomes).len(), 1);
}

/// Small files of every format.
fn corpus() -> Vec<(&'static str, Vec<u8>)> {
    let (warc, _) = responses(2);
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(warc.len() as u64);
    tar.append_data(&mut header, "in.warc", &warc[..]).unwrap();
    let tar = tar.into_inner().unwrap();
    let mut zip = zip::ZipWriter::new_stream(Vec::new());
    for name in ["a.txt", "b.html"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"<html><p>Rain in the north, and snow in the hills behind it.").unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    vec![
        ("a.warc.gz", gz(&warc)),
        ("a.warc", warc),
        ("a.tar.zst", zst(&tar)),
        ("a.tar", tar),
        ("a.zip.bz2", bz2(&zip)),
        ("a.zip", zip),
        ("a.jsonl", b"{\"text\": \"Rain.\"}\n{\"text\": \"Sun.\"}\n".repeat(5)),
        ("a.json", b"[{\"text\": \"Rain.\"},\n{\"text\": \"Sun.\"}]".to_vec()),
        ("a.csv", b"title,text\nFerry,\"Rain, \"\"all\"\"\nday.\"\nBread,Sun.\n".to_vec()),
        ("a.xz", xz(&b"Ferry\n\nIt came.\n=====\nBread\n\nGood.\n=====\nRain\n\nFell.\n".repeat(3))),
    ]
}

/// A sequence that is the same every time (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

#[test]
fn mutated_files_of_every_format_are_read_to_their_end() {
    let mut dice = Dice(7);
    for (name, bytes) in corpus() {
        assert!(!records(&survives(name, &bytes)).is_empty(), "{name} reads before it is touched");
        for _ in 0..40 {
            let mut mutant = bytes.clone();
            for _ in 0..=dice.roll(4) {
                let at = dice.roll(mutant.len());
                match dice.roll(4) {
                    0 => mutant[at] = dice.roll(256) as u8,
                    1 => mutant[at] ^= 1 << dice.roll(8),
                    2 => drop(mutant.drain(at..(at + dice.roll(40)).min(mutant.len()))),
                    _ => {
                        let piece = mutant[at..(at + dice.roll(60)).min(mutant.len())].to_vec();
                        let to = dice.roll(mutant.len());
                        mutant.splice(to..to, piece);
                    }
                }
                if mutant.is_empty() {
                    mutant.push(b'x');
                }
            }
            survives(name, &mutant);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// Changing bytes within one record of a WARC never loses the others.
    #[test]
    fn damage_in_one_record_stays_there(changes in proptest::collection::vec((0usize..1000, 1u8..), 1..4)) {
        let (mut bytes, starts) = responses(5);
        // The blank lines behind a record are no part of it.
        let (from, to) = (starts[2] as usize, starts[3] as usize - 4);
        for (at, by) in changes {
            bytes[from + at % (to - from)] ^= by;
        }
        let outcomes = survives("a.warc", &bytes);
        let urls: Vec<&str> = records(&outcomes).iter().map(|record| record.origin().url()).collect();
        for n in [1, 2, 4, 5] {
            let url = format!("http://example.com/{n}");
            prop_assert!(urls.contains(&&url[..]), "{} is lost: {:?}", n, outcomes);
        }
        // A type that turned into one that is no report is the one loss without a word.
        prop_assert!(outcomes.len() >= 4);
    }

    /// Any bytes at all.
    #[test]
    fn any_bytes_are_read_to_their_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(!survives("a", &bytes).is_empty());
    }
}

#[test]
fn forged_signatures_cost_linear_time() {
    for (name, piece) in [
        ("a.gz", &b"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03"[..]),
        ("a.zst", b"\x28\xB5\x2F\xFD\x24\x01"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 900000\r\n\r\n"),
        ("a.warc", b"WARC/1.0\n"),
        ("a.zip", b"PK\x03\x04"),
        ("a.csv", b"title,text\n\"open,\n"),
        ("a.json", b"{\n\"a\n{\""),
    ] {
        survives(name, &piece.repeat(100_000 / piece.len()));
    }
}
