//! Where records may be looked for, through the program: folders with odd things in them, and the standard input.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What the program makes of `input` on its standard input.
fn copydesk(arguments: &[&str], input: &[u8]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let piped = program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = piped.spawn().unwrap();
    // A program that ends before it has read all breaks the pipe, and rightly.
    let _ = running.stdin.take().unwrap().write_all(input);
    running.wait_with_output().unwrap()
}

/// What the program prints, and how it ends.
fn check(arguments: &[&str], input: &[u8], code: i32, stdout: &str) -> String {
    let said = copydesk(arguments, input);
    let trouble = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(code), "{arguments:?}: {trouble}");
    assert_eq!(String::from_utf8_lossy(&said.stdout), stdout, "{arguments:?}: {trouble}");
    trouble
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn the_standard_input_is_read_by_its_dash_or_where_nothing_is_named() {
    check(&["decode", "-"], "Möwen am Kai".as_bytes(), 0, "Möwen am Kai\n");
    check(&["decode"], b"caf\xE9 am Kai, sch\xF6n und gro\xDF", 0, "café am Kai, schön und groß\n");
    let trouble = check(&["decode"], b"", 1, "");
    assert!(trouble.contains("is empty"), "{trouble}");
}

#[test]
fn a_kind_that_is_named_is_taken_for_granted() {
    let line = br#"{"text": "Rain at last."}"#;
    check(&["decode", "--as", "jsonl", "-"], line, 0, "Rain at last.\n");
    check(&["decode", "--as", "text", "-"], line, 0, "{\"text\": \"Rain at last.\"}\n");
    let trouble = check(&["decode", "--as", "jsnol", "-"], line, 2, "");
    assert!(trouble.contains("jsonl"), "{trouble}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn links_in_a_circle_give_each_file_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "a/one.txt", "One.");
        write(root, "b/two.txt", "Two.");
        symlink(root, root.join("a/up")).unwrap();
        symlink(root.join("b"), root.join("a/across")).unwrap();
        symlink(root.join("a"), root.join("b/back")).unwrap();
        symlink(root.join("a/one.txt"), root.join("b/again.txt")).unwrap();
        check(&["decode", root.to_str().unwrap()], b"", 0, "One.\nTwo.\n");
    }

    #[test]
    fn what_is_no_file_is_turned_away_and_keeps_nobody_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "z.txt", "Last of all.");
        symlink("/dev/zero", root.join("endless")).unwrap();
        symlink(root.join("itself"), root.join("itself")).unwrap();
        symlink(root.join("nowhere"), root.join("lost")).unwrap();
        let _listening = UnixListener::bind(root.join("socket")).unwrap();
        assert!(Command::new("mkfifo").arg(root.join("pipe")).status().unwrap().success());
        let trouble = check(&["decode", root.to_str().unwrap()], b"", 1, "Last of all.\n");
        for name in ["endless", "itself", "lost", "pipe", "socket"] {
            assert!(
                trouble.lines().any(|line| line.contains(name) && line.contains("cannot be read")),
                "{trouble}"
            );
        }
        // By its own name a pipe is no better.
        check(&["decode", root.join("pipe").to_str().unwrap()], b"", 1, "");
    }

    #[test]
    fn a_run_goes_on_without_what_it_cannot_read() {
        let folder = tempfile::tempdir().unwrap();
        let (raw, out) = (folder.path().join("raw"), folder.path().join("out"));
        let report = "Harbour reopens\n\nThe harbour of Gull Head reopened on Monday after three weeks of dredging, the \
                      port office said. Two ferries left before noon, and the fish market opened its doors again.\n";
        write(&raw, "report.txt", report);
        symlink(raw.join("nowhere"), raw.join("lost.txt")).unwrap();
        assert!(Command::new("mkfifo").arg(raw.join("pipe.txt")).status().unwrap().success());
        let (raw, out) = (raw.to_str().unwrap(), out.to_str().unwrap());
        check(&["run", raw, "-o", out, "--quiet", "--progress", "none"], b"", 0, "");
        let rejected = std::fs::read_to_string(Path::new(out).join("rejected.jsonl")).unwrap();
        assert_eq!(rejected.lines().filter(|line| line.contains("unreadable")).count(), 2, "{rejected}");
        let articles = std::fs::read_to_string(Path::new(out).join("articles.jsonl")).unwrap();
        assert_eq!(articles.lines().count(), 1, "{articles}");
    }

    #[test]
    fn a_file_without_leave_to_read_is_turned_away() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "open.txt", "Open.");
        write(folder.path(), "shut.txt", "Shut.");
        let shut = folder.path().join("shut.txt");
        std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::File::open(&shut).is_ok() {
            eprintln!("not run: whoever runs this test may read every file");
            return;
        }
        let trouble = check(&["decode", folder.path().to_str().unwrap()], b"", 1, "Open.\n");
        assert!(trouble.contains("shut.txt"), "{trouble}");
    }
}
