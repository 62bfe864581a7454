//! What may be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use copydesk::dedup::Memory;

const EXIT_CODES: &str = "\
Exit codes:
  0    ok
  1    differences or failed checks
  2    usage or configuration
  3    more rejected than --max-rejected allows
  4    input or output failed
  5    the dataset does not hold what it promises
  130  interrupted";

const RUN_EXAMPLES: &str = "\
Examples:
  copydesk run                                      raw/ to cleaned/
  copydesk run dumps/*.warc.gz -o out --max-rejected 0.01
  zcat feed.jsonl.gz | copydesk run - -o out";

const DIFF_EXAMPLES: &str = "\
Examples:
  copydesk diff before after
  copydesk diff HEAD~1:cleaned/sample cleaned/sample --md

Exits with 0 where nothing differs, 1 where something does.";

const LEARN_EXAMPLES: &str = "\
Examples:
  copydesk learn dumps/                             what it would add to config/sites/
  copydesk learn dumps/ --site lune.example --write
  copydesk learn dumps/ | git apply                 the same, after a look";

const REVIEW_EXAMPLES: &str = "\
Examples:
  copydesk review                                   cleaned/, in a browser
  copydesk review cleaned/sample --against HEAD~1:cleaned/sample

The page is on 127.0.0.1 only, below a path that changes with every start. Decisions about changes are kept in
reviews.toml beside the configuration.";

/// Turns raw dumps of scraped news into a clean, deduplicated dataset in which every cut is explained.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, after_help = EXIT_CODES, max_term_width = 110)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What every verb takes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Configuration file; agencies.toml and sites/ are looked for beside it [default: config/copydesk.toml, if there]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Sets an option, as in dedup.seed=7; may be given more than once
    #[arg(long, global = true, value_name = "STAGE.OPTION=VALUE")]
    pub(crate) set: Vec<String>,
    /// Says nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Says more: each rejected record
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// How messages are written to stderr
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(crate) log_format: LogFormat,
    /// Colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Bar {
    /// A bar on a terminal, a line every 10 s elsewhere
    Auto,
    /// A line every 10 s
    Plain,
    /// Nothing
    None,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Cleans and deduplicates raw dumps into a dataset
    #[command(after_long_help = RUN_EXAMPLES)]
    Run(Run),
    /// Prints the text that bytes spell, in UTF-8
    Decode(Decode),
    /// Prints the reports on pages, a JSON object a line
    Extract(Extract),
    /// Finds copies among reports that are clean already
    Dedup(Dedup),
    /// Shows one record going through every pass
    Inspect(Inspect),
    /// Shows why a document of a dataset reads as it does
    Explain(Explain),
    /// Shows why two documents of a dataset are copies, or are not
    Why(Why),
    /// Compares two datasets and groups what changed by its cause
    #[command(after_long_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// Shows a dataset in a browser: documents, cuts, copies, changes to accept or reject
    #[command(after_long_help = REVIEW_EXAMPLES)]
    Review(Review),
    /// Writes one HTML file: a dataset at a glance, with samples
    Report(Report),
    /// Proposes site rules for what repeats across a site's pages, as a diff
    #[command(after_long_help = LEARN_EXAMPLES)]
    Learn(Learn),
    /// Checks the configuration, the tests in site files, and the cases of what was rejected
    Check(Check),
    /// Proves a dataset: hashes, conservation, and the tiling of every page from its raw bytes
    Verify(Verify),
    /// Shows, proves, compacts a corpus index, or takes reports out of it
    #[command(subcommand)]
    Index(Index),
    /// Prints the JSON Schema of the article table, or what each file holds
    Schema(Schema),
    /// Prints a completion script
    Completions {
        /// For this shell
        shell: clap_complete::Shell,
    },
}

/// What is read, and as what.
#[derive(Debug, ClapArgs)]
pub(crate) struct Reading {
    /// Folders, files, globs, or - for the standard input
    #[arg(value_name = "PATH")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Takes every input for this kind instead of looking at its content
    #[arg(long = "as", value_name = "KIND")]
    pub(crate) format: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// The dataset's folder
    #[arg(short, long, value_name = "DIR", default_value = "cleaned")]
    pub(crate) out: PathBuf,
    /// Deduplicates against what this corpus index has seen, and adds the run to it; begun if absent
    #[arg(long, value_name = "DIR")]
    pub(crate) index: Option<PathBuf>,
    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Takes N records, chosen by id: the same ones in every run
    #[arg(long, value_name = "N", conflicts_with = "limit")]
    pub(crate) sample: Option<usize>,
    /// Takes the first N records
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,
    /// Finds which reports are copies, not how each two are related; the same as --set dedup.relations=false
    #[arg(long, conflicts_with = "index")]
    pub(crate) clusters_only: bool,
    /// Memory to find copies in, as in 512MB; what is more is sorted on disk [default: 2GB]; the same as --set dedup.memory=SIZE
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<Memory>,
    /// Writes text/<host>/<id>.txt too, a paragraph a line, for `git diff`
    #[arg(long)]
    pub(crate) text_tree: bool,
    /// Does all the work and writes no dataset
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Exits with 3 if any record is rejected
    #[arg(long)]
    pub(crate) strict: bool,
    /// Exits with 3 if more records are rejected: a share as in 0.01 or 1%, or a number as in 20
    #[arg(long, value_name = "LIMIT", value_parser = Limit::parse)]
    pub(crate) max_rejected: Option<Limit>,
    /// How progress is shown
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub(crate) progress: Bar,
}

/// What is done to a corpus index.
#[derive(Debug, Subcommand)]
pub(crate) enum Index {
    /// Prints how much it holds
    Info {
        /// The index
        folder: PathBuf,
    },
    /// Proves that its files are the ones written, and that links lead somewhere
    Verify {
        /// The index
        folder: PathBuf,
    },
    /// Makes one run of all its runs
    Compact {
        /// The index
        folder: PathBuf,
    },
    /// Takes reports out for good: their texts and every link to them
    Remove {
        /// The index
        folder: PathBuf,
        /// Ids of reports
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

/// How many records may be rejected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    Share(f64),
    Records(u64),
}

impl Limit {
    fn parse(text: &str) -> Result<Self, String> {
        let share = match text.strip_suffix('%') {
            Some(percent) => percent.trim().parse::<f64>().ok().map(|percent| percent / 100.0),
            None if text.contains('.') => text.parse().ok(),
            None => {
                return text
                    .parse()
                    .map(Self::Records)
                    .map_err(|_| "a share as in 0.01 or 1%, or a number".into());
            }
        };
        match share {
            Some(share) if (0.0..=1.0).contains(&share) => Ok(Self::Share(share)),
            _ => Err("a share lies between 0 and 1, or 0% and 100%".into()),
        }
    }

    pub(crate) fn allows(self, rejected: u64, records: u64) -> bool {
        match self {
            Self::Share(share) => rejected as f64 <= share * records as f64,
            Self::Records(most) => rejected <= most,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Share(share) => write!(f, "the share of {share}"),
            Self::Records(most) => write!(f, "the {most}"),
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Decode {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Reads the bytes in this encoding, whatever they and their labels say
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// Says on stderr what decided the encoding
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Prints only the texts
    #[arg(long)]
    pub(crate) text: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Dedup {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Prints the relations with their passages instead of the clusters
    #[arg(long)]
    pub(crate) edges: bool,
    /// Finds only the clusters, up to twice as fast; the same as --set dedup.relations=false
    #[arg(long, conflicts_with = "edges")]
    pub(crate) clusters_only: bool,
    /// Memory to find copies in, as in 512MB; what is more is sorted on disk [default: 2GB]; the same as --set dedup.memory=SIZE
    #[arg(long, value_name = "SIZE")]
    pub(crate) memory: Option<Memory>,
    /// Threads [default: one a core]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Inspect {
    /// A file, and after # the number of the record in it (from 1) where it has several
    #[arg(value_name = "FILE[#RECORD]")]
    pub(crate) record: String,
    /// Shows what decided for every block, kept ones too
    #[arg(long)]
    pub(crate) reasons: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// The document's id, or its first digits
    pub(crate) id: String,
    /// The dataset
    #[arg(long, value_name = "DIR", default_value = "cleaned")]
    pub(crate) dataset: PathBuf,
    /// What it was made from, to tell what decided of each block [default: what its run was given]
    #[arg(long, value_name = "PATH")]
    pub(crate) raw: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Why {
    /// One document's id, or its first digits
    pub(crate) a: String,
    /// The other's
    pub(crate) b: String,
    /// The dataset
    #[arg(long, value_name = "DIR", default_value = "cleaned")]
    pub(crate) dataset: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    /// A dataset's folder, or one at a git revision, as in HEAD~1:cleaned
    pub(crate) old: String,
    /// Another one
    pub(crate) new: String,
    /// Prints JSON
    #[arg(long, conflicts_with = "md")]
    pub(crate) json: bool,
    /// Prints Markdown, for a pull request
    #[arg(long)]
    pub(crate) md: bool,
    /// Prints one HTML file that opens from disk
    #[arg(long, conflicts_with_all = ["json", "md"])]
    pub(crate) html: bool,
}

pub(crate) enum DiffForm {
    Text,
    Json,
    Markdown,
    Html,
}

impl Diff {
    pub(crate) fn form(&self) -> DiffForm {
        match (self.json, self.md, self.html) {
            (true, ..) => DiffForm::Json,
            (_, true, _) => DiffForm::Markdown,
            (.., true) => DiffForm::Html,
            _ => DiffForm::Text,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Review {
    /// The dataset
    #[arg(value_name = "DIR", default_value = "cleaned")]
    pub(crate) dataset: PathBuf,
    /// What it is held against: a dataset's folder, or one at a git revision, as in HEAD~1:cleaned
    #[arg(long, value_name = "OLD")]
    pub(crate) against: Option<String>,
    /// The port [default: any that is free]
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    pub(crate) port: u16,
    /// Who decides; stands beside each decision
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Report {
    /// The dataset
    #[arg(value_name = "DIR", default_value = "cleaned")]
    pub(crate) dataset: PathBuf,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Learn {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Looks at this site alone; may be given more than once
    #[arg(long, value_name = "HOST")]
    pub(crate) site: Vec<String>,
    /// Different reports that a block must stand on; and a fifth of those of its site, if that is more
    #[arg(long, value_name = "N", default_value = "4")]
    pub(crate) min_pages: usize,
    /// Proposes also what is cut on every page without a rule of the site's
    #[arg(long)]
    pub(crate) all: bool,
    /// Writes the files instead of printing the diff
    #[arg(long)]
    pub(crate) write: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Prints the effective configuration
    #[arg(long)]
    pub(crate) print_effective: bool,
    /// Where the raw records of rejected changes are [default: what the reviewed dataset was made from]
    #[arg(long, value_name = "PATH")]
    pub(crate) raw: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Verify {
    /// The dataset
    #[arg(value_name = "DIR", default_value = "cleaned")]
    pub(crate) dataset: PathBuf,
    /// What it was made from [default: what its manifest names]
    #[arg(long, value_name = "PATH")]
    pub(crate) raw: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Schema {
    /// Lists the files of a dataset and what each holds
    #[arg(long)]
    pub(crate) files: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_share_or_a_number() {
        assert_eq!(Limit::parse("0.01"), Ok(Limit::Share(0.01)));
        assert_eq!(Limit::parse("5%"), Ok(Limit::Share(0.05)));
        assert_eq!(Limit::parse("20"), Ok(Limit::Records(20)));
        assert!(Limit::parse("1.5").is_err() && Limit::parse("many").is_err() && Limit::parse("-1").is_err());
        assert!(Limit::Share(0.1).allows(1, 10) && !Limit::Share(0.1).allows(2, 10));
        assert!(Limit::Records(0).allows(0, 10) && !Limit::Records(0).allows(1, 10));
    }

    #[test]
    fn the_command_line_holds_together() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }
}
