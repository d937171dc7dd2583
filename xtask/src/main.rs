//! The command `cargo xtask`.

#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use xtask::source::Source;
use xtask::{arguments, arrows, generate, output, read, root, synthetic};

const USAGE: &str = "\
usage: cargo xtask generate [--check] [--root DIR]
       cargo xtask generate --synthetic N --out DIR
       cargo xtask arrows

`generate` writes each language's typed layer and docs/openapi.json from the core's own types, and
docs/architecture.svg. `arrows` says which crate or file knows what stands above it, and where circles are.
  --check        writes nothing; names the files that are out of date and exits 1 if there are any
  --root DIR     the root of the repository, if it is not this crate's parent folder
  --synthetic N  adds N made-up operations, to see what a large table costs
  --out DIR      writes below DIR instead of the repository";

/// What was asked for.
#[derive(Default)]
struct Arguments {
    check: bool,
    root: Option<PathBuf>,
    synthetic: usize,
}

fn main() -> ExitCode {
    let mut given = std::env::args().skip(1).peekable();
    if given.next_if(|task| task == "arrows").is_some() && given.peek().is_none() {
        return check_arrows();
    }
    match asked(given).map(|asked| run(&asked)) {
        Ok(Ok(code)) => code,
        Ok(Err(why)) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("xtask: {why}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn asked(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    if given.next().as_deref() != Some("generate") {
        return Err("the tasks are `generate` and `arrows`".to_owned());
    }
    let mut arguments = Arguments::default();
    let mut out = None;
    while let Some(flag) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{flag} needs a value"));
        match flag.as_str() {
            "--check" => arguments.check = true,
            "--root" => arguments.root = Some(value()?.into()),
            "--out" => out = Some(PathBuf::from(value()?)),
            "--synthetic" => {
                arguments.synthetic =
                    value()?.parse().map_err(|_| "--synthetic needs a number".to_owned())?;
            }
            _ => return Err(format!("{flag}: unknown")),
        }
    }
    // Made-up operations must never reach the repository.
    if (arguments.synthetic > 0) != out.is_some() {
        return Err("--synthetic and --out go together".to_owned());
    }
    arguments.root = out.or(arguments.root);
    Ok(arguments)
}

fn run(asked: &Arguments) -> Result<ExitCode, String> {
    let mut source = Source::core();
    synthetic::add(&mut source, asked.synthetic);
    let files = generate(&read::read(&source)?)?;
    let root = asked.root.clone().map_or_else(root, Ok)?;
    arguments::hold(&root, &files)?;
    if asked.check {
        let stale = output::out_of_date(&root, &files)?;
        for path in &stale {
            eprintln!("out of date: {}", path.display());
        }
        if !stale.is_empty() {
            eprintln!("xtask: run `cargo xtask generate` and commit what it changes");
            return Ok(ExitCode::FAILURE);
        }
        return Ok(ExitCode::SUCCESS);
    }
    for path in output::write(&root, &files)? {
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn check_arrows() -> ExitCode {
    match root().and_then(|root| arrows::wrong(&root)) {
        Ok(wrong) if wrong.is_empty() => ExitCode::SUCCESS,
        Ok(wrong) => {
            wrong.iter().for_each(|why| eprintln!("xtask: {why}"));
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
