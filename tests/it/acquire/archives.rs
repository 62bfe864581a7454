//! zip and tar.

use super::*;
use std::io::Cursor;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const FILES: [(&str, &str); 3] =
    [("a.txt", "Rain."), ("b/c.html", "<html><p>Sun.</p>"), ("../d.txt", "Snow.")];
const TOLD: &str = "a.txt@0+5 Rain.\nb/c.html@0+17 <html><p>Sun.</p>\n../d.txt@0+5 Snow.\n";

fn zipped(method: CompressionMethod) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, text) in FILES {
        to.start_file(name, options).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.add_directory("empty", options).unwrap();
    to.finish().unwrap().into_inner()
}

/// A zip as a writer makes it that cannot go back: sizes and checksums follow their members.
fn piped(method: CompressionMethod) -> Vec<u8> {
    let mut to = ZipWriter::new_stream(Vec::new());
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, text) in FILES {
        to.start_file(name, options).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn tarred() -> Vec<u8> {
    let mut to = tar::Builder::new(Vec::new());
    for (name, text) in FILES {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        to.append(&header, text.as_bytes()).unwrap();
    }
    to.into_inner().unwrap()
}

#[test]
fn members_are_read_and_their_names_are_but_names() {
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        check("a.zip", &zipped(method), TOLD);
        check("a.zip", &piped(method), TOLD);
    }
    check("a.tar", &tarred(), TOLD);
}

#[test]
fn archives_lie_within_archives() {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    to.start_file("in.tar.zst", SimpleFileOptions::default()).unwrap();
    to.write_all(&zst(&tarred())).unwrap();
    to.start_file("x.zip", SimpleFileOptions::default()).unwrap();
    to.write_all(&zipped(CompressionMethod::Deflated)).unwrap();
    let outer = gz(&to.finish().unwrap().into_inner());
    let within = |name: &str| TOLD.lines().map(|line| format!("{name}!{line}\n")).collect::<String>();
    check("a.zip.gz", &outer, &(within("in.tar.zst") + &within("x.zip")));
}

#[test]
fn a_name_that_comes_twice_is_told_apart() {
    let twice = [&tarred()[..FILES.len() * 1024], &tarred()].concat();
    let told = tell(&read_as("a.tar", &twice, &Options::default()));
    assert!(told.contains("a.txt#2@0+5 Rain.\n") && told.contains("../d.txt#2@0+5"), "{told}");
}

#[test]
fn a_zip_cut_anywhere_keeps_what_is_whole_and_says_so_once() {
    for whole in [zipped(CompressionMethod::Stored), piped(CompressionMethod::Deflated)] {
        for cut in 4..whole.len() {
            let outcomes = read_as("a.zip", &whole[..cut], &Options::default());
            assert_eq!(rejections(&outcomes).len(), 1, "{cut} of {}: {outcomes:?}", whole.len());
            let told = tell(&outcomes);
            assert!(told.lines().all(|line| line.contains('!') || TOLD.contains(line)), "{cut}: {told}");
        }
    }
}

#[test]
fn a_tar_cut_within_a_member_keeps_what_is_whole_and_says_so_once() {
    let whole = tarred();
    // What is missing of the padding behind the data costs nothing, and between members nobody can tell.
    for cut in (0..3).flat_map(|member| member * 1024 + 262..member * 1024 + 512 + FILES[member].1.len()) {
        let outcomes = read_as("a.tar", &whole[..cut], &Options::default());
        assert_eq!(
            (records(&outcomes).len(), rejections(&outcomes).len()),
            (cut / 1024, 1),
            "{cut}: {outcomes:?}"
        );
    }
}

#[test]
fn a_broken_header_costs_its_member() {
    let mut torn = tarred();
    torn[1024] ^= 1;
    let told = tell(&read_as("a.tar", &torn, &Options::default()));
    assert_eq!(told, "a.txt@0+5 Rain.\n@1024+1024 !bad-format\n../d.txt@0+5 Snow.\n");
}

#[test]
fn a_broken_zip_member_costs_no_other() {
    let mut torn = zipped(CompressionMethod::Stored);
    let at = memchr::memmem::find(&torn, b"Sun").unwrap();
    torn[at] = b'R';
    let told = tell(&read_as("a.zip", &torn, &Options::default()));
    assert_eq!(told, "a.txt@0+5 Rain.\nb/c.html@0+17 !bad-compression\n../d.txt@0+5 Snow.\n");
}

#[test]
fn encrypted_members_and_office_files_are_turned_away() {
    let mut zip = zipped(CompressionMethod::Stored);
    zip[6] |= 1;
    let told = tell(&read_as("a.zip", &zip, &Options::default()));
    assert!(told.starts_with("a.txt@0+5 !unsupported\nb/c.html@0+17 <html>"), "{told}");
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    to.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    to.write_all(b"<Types/>").unwrap();
    let office = to.finish().unwrap().into_inner();
    check("a.docx", &office, &format!("@0+{} !unsupported\n", office.len()));
}

#[test]
fn a_bomb_in_a_zip_is_stopped_and_the_next_member_read() {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    to.start_file("bomb.txt", SimpleFileOptions::default()).unwrap();
    to.write_all(&vec![b' '; 16 << 20]).unwrap();
    to.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    to.write_all(b"Sun.").unwrap();
    let options = Options { max_record_bytes: 1 << 20, ..Options::default() };
    let told = tell(&read_as("a.zip", &to.finish().unwrap().into_inner(), &options));
    assert!(told.contains("!bomb\n") && told.ends_with("a.txt@0+4 Sun.\n"), "{told}");
}

#[test]
fn long_names_are_kept() {
    let name = format!("{}/a.txt", "long".repeat(60));
    let mut to = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(5);
    to.append_data(&mut header, &name, &b"Rain."[..]).unwrap();
    check("a.tar", &to.into_inner().unwrap(), &format!("{name}@0+5 Rain.\n"));
}

#[test]
fn links_and_folders_hold_nothing() {
    let mut to = tar::Builder::new(Vec::new());
    for kind in [tar::EntryType::Symlink, tar::EntryType::Directory, tar::EntryType::Fifo] {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(0);
        if kind == tar::EntryType::Symlink {
            header.set_link_name("/etc/hosts").unwrap();
        }
        header.set_path("x").unwrap();
        header.set_cksum();
        to.append(&header, &b""[..]).unwrap();
    }
    check("a.tar", &to.into_inner().unwrap(), "");
}
