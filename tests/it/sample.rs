//! `raw/sample/` is what `tests/sample/build.py` makes, byte for byte.

use std::path::Path;
use std::process::Command;

#[test]
fn the_sample_dump_is_what_its_script_makes() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample/build.py");
    let Ok(run) = Command::new("python3").arg(script).arg("--check").output() else {
        eprintln!("did not run: no python3");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
}
