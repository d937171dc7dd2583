//! Reads the rows of a batch, one after the other, in a thread of its own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, GB18030, UTF_8};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::columns::Columns;
use crate::failure::Failure;

/// How many rows are read ahead.
const AHEAD: usize = 1024;
/// Longest line of JSONL, in bytes: as long as any request may be.
const MAX_LINE: u64 = 8 << 20;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A header with the names of fields, then a row a request
    Csv,
    /// A JSON object a line
    Jsonl,
}

impl Format {
    /// By a file's name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// How the texts of the input are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum InputEncoding {
    /// UTF-8 where all of the file is that, else GBK
    Auto,
    /// UTF-8, with or without a byte order mark
    Utf8,
    /// GBK, as Excel in China writes it (and what it was extended to, GB 18030)
    Gbk,
}

/// A row of the input.
#[derive(Debug)]
pub struct Row {
    /// From 1 on, without the header.
    pub number: u64,
    /// The line it begins on, from 1 on.
    pub line: u64,
    /// The text of the key column.
    pub key: Option<String>,
    /// What to ask with, or why it cannot be.
    pub request: Result<Request, Problem>,
    /// How many bytes of the input are read with it.
    pub position: u64,
}

/// What to ask with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub members: Map<String, Value>,
    /// Names of parts with the files they are read from.
    pub files: Vec<(String, PathBuf)>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The column, where one is to blame.
    pub column: Option<String>,
    pub message: String,
}

impl Problem {
    pub fn new(column: Option<&str>, message: impl Into<String>) -> Self {
        Self { column: column.map(str::to_owned), message: message.into() }
    }
}

/// Where rows come from.
pub struct Input {
    source: Box<dyn Read + Send>,
    format: Format,
    /// Its length in bytes, of a file.
    pub length: Option<u64>,
}

impl Input {
    pub fn open(path: &Path, format: Option<Format>, encoding: InputEncoding) -> Result<Self, Failure> {
        let stdin = path == Path::new("-");
        let format = match format.or_else(|| Format::of(path)) {
            Some(format) => format,
            None => {
                return Err(Failure::usage(
                    "the input's name ends with neither .csv nor .jsonl: --input-format says which it is",
                ));
            }
        };
        if stdin {
            let encoding = if encoding == InputEncoding::Gbk { GB18030 } else { UTF_8 };
            return Ok(Self { source: Box::new(decoded(io::stdin(), encoding)), format, length: None });
        }
        let failed = |error| Failure::usage(format!("cannot read {}: {error}", path.display()));
        let mut file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        let encoding = match encoding {
            InputEncoding::Utf8 => UTF_8,
            InputEncoding::Gbk => GB18030,
            // A pipe can be read only once.
            InputEncoding::Auto if !metadata.is_file() => UTF_8,
            InputEncoding::Auto => {
                let utf8 = is_utf8(&file).map_err(failed)?;
                file.rewind().map_err(failed)?;
                if utf8 { UTF_8 } else { GB18030 }
            }
        };
        let length = metadata.is_file().then_some(metadata.len());
        Ok(Self { source: Box::new(decoded(file, encoding)), format, length })
    }

    /// Reads the rows in a thread of their own. A wrong header is the error; a wrong row only its own.
    pub fn read(self, columns: Columns) -> Result<mpsc::Receiver<Row>, Failure> {
        let (send, rows) = mpsc::channel(AHEAD);
        let deliver = move |row: Row| send.blocking_send(row).is_ok();
        match self.format {
            Format::Csv => {
                let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.source);
                let header =
                    reader.headers().map_err(|error| Failure::usage(format!("the header: {error}")))?;
                let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
                let columns = columns.of_header(&names)?;
                std::thread::spawn(move || csv_rows(reader, &columns, deliver));
            }
            Format::Jsonl => {
                std::thread::spawn(move || jsonl_rows(self.source, &columns, deliver));
            }
        }
        Ok(rows)
    }
}

fn decoded<R: Read + Send>(source: R, encoding: &'static Encoding) -> DecodeReaderBytes<R, Vec<u8>> {
    DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).strip_bom(true).build(source)
}

/// Whether all of a file is UTF-8, read in pieces.
fn is_utf8(mut file: &File) -> io::Result<bool> {
    let mut pending = Vec::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut piece)?;
        pending.extend_from_slice(&piece[..length]);
        let (valid, error) = match std::str::from_utf8(&pending) {
            Ok(_) => (pending.len(), None),
            Err(error) => (error.valid_up_to(), error.error_len()),
        };
        if error.is_some() || (length == 0 && valid < pending.len()) {
            return Ok(false);
        }
        if length == 0 {
            return Ok(true);
        }
        pending.drain(..valid);
    }
}

fn csv_rows(mut reader: csv::Reader<Box<dyn Read + Send>>, columns: &Columns, deliver: impl Fn(Row) -> bool) {
    let mut record = csv::StringRecord::new();
    for number in 1.. {
        let read = reader.read_record(&mut record);
        let line = record.position().map_or(0, csv::Position::line);
        let (key, request) = match read {
            Ok(false) => return,
            Ok(true) => columns.row(&record),
            Err(error) => (None, Err(Problem::new(None, unreadable(&error)))),
        };
        let position = reader.position().byte();
        if !deliver(Row { number, line, key, request, position }) {
            return;
        }
    }
}

fn unreadable(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8".to_owned(),
        _ => "cannot be read".to_owned(),
    }
}

fn jsonl_rows(source: Box<dyn Read + Send>, columns: &Columns, deliver: impl Fn(Row) -> bool) {
    let mut source = BufReader::new(source);
    let (mut number, mut position, mut line) = (0, 0, Vec::new());
    for at in 1.. {
        line.clear();
        let read = source.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut line);
        let length = match read {
            Ok(0) => return,
            Ok(length) => length as u64,
            Err(error) => {
                let problem = Problem::new(None, format!("cannot be read: {error}"));
                deliver(Row { number: number + 1, line: at, key: None, request: Err(problem), position });
                return;
            }
        };
        position += length;
        if line.trim_ascii().is_empty() {
            continue;
        }
        number += 1;
        let (key, request) = if length > MAX_LINE {
            // The rest of the line belongs to it.
            while !line.ends_with(b"\n") {
                line.clear();
                match source.by_ref().take(MAX_LINE).read_until(b'\n', &mut line) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => position += length as u64,
                }
            }
            (None, Err(Problem::new(None, format!("is longer than {MAX_LINE} bytes"))))
        } else {
            columns.object(&line)
        };
        if !deliver(Row { number, line: at, key, request, position }) {
            return;
        }
    }
}
