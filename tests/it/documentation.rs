//! The documentation says what the code does.

use copydesk::emit::{Article, schema};

fn page(name: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_column_is_in_the_data_dictionary_with_its_meaning() {
    let page = page("docs/data-format.md");
    for (name, _, meaning) in Article::DICTIONARY {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
        let row = row.unwrap_or_else(|| panic!("no row for `{name}`"));
        assert!(
            row.ends_with(&format!("| {} |", meaning.trim())),
            "`{name}` means another thing there: {row}"
        );
    }
}

#[test]
fn every_file_of_a_dataset_is_described() {
    let page = page("docs/data-format.md");
    for (file, _) in schema::files() {
        assert!(page.contains(&format!("`{file}`")), "{file} is not described");
    }
}
