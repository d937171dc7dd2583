//! `conformance serve` and `conformance table`.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use qiyuesuo_conformance::{Server, table};

const USAGE: &str = "\
usage: conformance serve [--listen 127.0.0.1:0] [--vectors tests/vectors]
       conformance table [--vectors tests/vectors] [--languages tests/languages.toml] [LANGUAGE...]

serve   plays the vectors until it is killed; the first line of its output is the value for QYS_VECTOR_SERVER
table   runs the runner of each language and prints the table; ends with 1 when something failed
";

struct Arguments {
    listen: SocketAddr,
    vectors: PathBuf,
    languages: PathBuf,
    rest: Vec<String>,
}

impl Arguments {
    fn new(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            vectors: PathBuf::from("tests/vectors"),
            languages: PathBuf::from("tests/languages.toml"),
            rest: Vec::new(),
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--listen" => {
                    let text = value()?;
                    arguments.listen =
                        text.parse().map_err(|_| format!("{text:?} is no address with a port"))?;
                }
                "--vectors" => arguments.vectors = value()?.into(),
                "--languages" => arguments.languages = value()?.into(),
                option if option.starts_with('-') => return Err(format!("unknown option {option}")),
                _ => arguments.rest.push(word),
            }
        }
        Ok(arguments)
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let result = match command.as_str() {
        "serve" => Arguments::new(words).and_then(serve),
        "table" => Arguments::new(words).and_then(print_table),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(USAGE.to_owned()),
    };
    result.unwrap_or_else(|problem| {
        eprintln!("{problem}");
        ExitCode::from(2)
    })
}

fn serve(arguments: Arguments) -> Result<ExitCode, String> {
    if let Some(word) = arguments.rest.first() {
        return Err(format!("serve does not know {word:?}"));
    }
    let server = Server::listen(arguments.vectors, arguments.listen)?;
    let mut output = std::io::stdout();
    writeln!(output, "{}", server.url()).and_then(|()| output.flush()).map_err(|error| error.to_string())?;
    loop {
        std::thread::park();
    }
}

fn print_table(arguments: Arguments) -> Result<ExitCode, String> {
    let languages = table::languages(&arguments.languages, &arguments.rest)?;
    let server = Server::start(arguments.vectors)?;
    let rows = table::run(&languages, &server);
    let table = table::Table::new(&rows, server.vectors(), &server.report());
    println!("{}", table.text());
    Ok(if table.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
