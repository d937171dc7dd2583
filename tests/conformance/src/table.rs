//! The table: every language's runner against every group of vectors.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::load::Vectors;
use crate::report::{Report, Verdict};
use crate::server::Server;
use crate::vector::Group;

/// A language of `tests/languages.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// As it stands in the table and in the checks of its runner.
    pub name: String,
    /// A shell command that runs its runner, in the directory of the repository.
    pub command: String,
    /// A shell command; the language is skipped when it fails.
    pub requires: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    language: Vec<Language>,
}

/// Reads `languages.toml` and keeps the languages selected, all when none is.
pub fn languages(file: &Path, selected: &[String]) -> Result<Vec<Language>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let known: Languages = toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut names = HashSet::new();
    if let Some(twice) = known.language.iter().find(|language| !names.insert(&language.name)) {
        return Err(format!("{}: the language {:?} stands twice", file.display(), twice.name));
    }
    if let Some(unknown) = selected.iter().find(|name| !names.contains(name)) {
        let names: Vec<_> = known.language.iter().map(|language| language.name.as_str()).collect();
        return Err(format!("there is no language {unknown:?}; there are {}", names.join(", ")));
    }
    Ok(known
        .language
        .into_iter()
        .filter(|language| selected.is_empty() || selected.contains(&language.name))
        .collect())
}

/// What became of one language.
#[derive(Clone, Debug)]
pub struct Row {
    /// The language.
    pub language: String,
    /// How its runner ended.
    pub ended: Ended,
    /// How long it took.
    pub took: Duration,
}

/// How a runner ended.
#[derive(Clone, Debug)]
pub enum Ended {
    /// It was not started, and why.
    Skipped(String),
    /// It ran and reported success.
    Well,
    /// It ran and did not.
    Badly(String),
}

/// Runs the runners one after the other: each has the whole server, since a vector has one state.
pub fn run(languages: &[Language], server: &Server) -> Vec<Row> {
    let row = |language: &Language| {
        eprintln!("== {}: {}", language.name, language.command);
        let begun = Instant::now();
        let ended = run_one(language, &server.url());
        Row { language: language.name.clone(), ended, took: begun.elapsed() }
    };
    languages.iter().map(row).collect()
}

fn run_one(language: &Language, url: &str) -> Ended {
    if let Some(requires) = &language.requires {
        let found = shell(requires).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            return Ended::Skipped(format!("needs `{requires}`"));
        }
    }
    // The table alone goes to stdout.
    match shell(&language.command).env("QYS_VECTOR_SERVER", url).stdout(std::io::stderr()).status() {
        Ok(status) if status.success() => Ended::Well,
        Ok(status) => Ended::Badly(format!("its runner ended with {status}")),
        Err(error) => Ended::Badly(format!("its runner could not be started: {error}")),
    }
}

/// A shell command whose environment neither configures a client nor shows that cargo started us.
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        // A cargo below this one would take our package's variables for a change and build its world anew.
        let of_cargo = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_PRIMARY_"];
        if text.starts_with("QYS_") || of_cargo.iter().any(|prefix| text.starts_with(prefix)) {
            shell.env_remove(&name);
        }
    }
    // The name that does not resolve must be looked up here, not by a proxy.
    for name in ["NO_PROXY", "no_proxy"] {
        let others = std::env::var(name).map(|others| format!("{others},")).unwrap_or_default();
        shell.env(name, format!("{others}no-such-host.invalid"));
    }
    shell
}

/// The table with its reasons, and the counts.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Vectors that passed, in all languages.
    pub passed: usize,
    /// Vectors that failed or were not run, and runners that failed although every vector passed.
    pub failed: usize,
    /// Vectors of languages that were skipped.
    pub skipped: usize,
    cells: Vec<Vec<String>>,
    reasons: Vec<String>,
}

impl Table {
    /// Counts the checks of these languages.
    pub fn new(rows: &[Row], vectors: &Vectors, report: &Report) -> Self {
        let mut table = Self::default();
        let mut head = vec!["language".to_owned()];
        head.extend(Group::ALL.map(|group| group.name().to_owned()));
        head.push("minutes".to_owned());
        table.cells.push(head);
        for row in rows {
            let failed_before = table.failed;
            let mut cells = vec![row.language.clone()];
            cells.extend(Group::ALL.map(|group| table.group(row, group, &vectors.names(group), report)));
            cells.push(format!("{:.1}", row.took.as_secs_f64() / 60.0));
            table.cells.push(cells);
            match &row.ended {
                Ended::Skipped(reason) => table.reasons.push(format!("SKIP {}: {reason}", row.language)),
                // A failing vector explains a failing runner; otherwise the runner itself is the failure.
                Ended::Badly(reason) if table.failed == failed_before => {
                    table.failed += 1;
                    table
                        .reasons
                        .push(format!("FAIL {}: {reason}, although every vector passed", row.language));
                }
                Ended::Badly(reason) => table.reasons.push(format!("note {}: {reason}", row.language)),
                Ended::Well => {}
            }
        }
        table
    }

    fn group(&mut self, row: &Row, group: Group, names: &[&str], report: &Report) -> String {
        if let Ended::Skipped(_) = row.ended {
            self.skipped += names.len();
            return format!("SKIP {}", names.len());
        }
        let mut failed = 0;
        for name in names {
            let reason = match report.verdict(&row.language, group, name) {
                Some(Verdict::Pass) => continue,
                Some(Verdict::Fail(reason)) => reason,
                None => "not run",
            };
            failed += 1;
            self.reasons.push(format!("FAIL {} {group}/{name}: {reason}", row.language));
        }
        self.failed += failed;
        self.passed += names.len() - failed;
        match (names.len() - failed, failed) {
            (passed, 0) => format!("PASS {passed}"),
            (0, failed) => format!("FAIL {failed}"),
            (passed, failed) => format!("PASS {passed}, FAIL {failed}"),
        }
    }

    /// As text; the last line is the sum.
    pub fn text(&self) -> String {
        let columns = self.cells.first().map_or(0, Vec::len);
        let widths: Vec<_> = (0..columns)
            .map(|column| self.cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        let mut text = String::new();
        for row in &self.cells {
            let line: Vec<_> =
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            text.push_str(line.join("  ").trim_end());
            text.push('\n');
        }
        if !self.reasons.is_empty() {
            text.push('\n');
        }
        for reason in &self.reasons {
            text.push_str(reason);
            text.push('\n');
        }
        // Writing to a String does not fail.
        let _ = write!(text, "\n{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped);
        text
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
