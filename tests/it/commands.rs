//! Sessions at the command line, run from Markdown: `tests/commands/*.md`.

#[test]
fn the_sessions_in_the_documentation_run_as_written() {
    trycmd::TestCases::new().case("tests/commands/*.md");
}
