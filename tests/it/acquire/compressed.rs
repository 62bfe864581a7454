//! gzip, zstd, bzip2 and xz, whole and damaged.

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
            assert_eq!((records(&outcomes).len(), &codes[..]), (0, &["truncated"][..]), "{extension} {cut}");
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
