//! Where the outcomes go, a line each, and what is known of an earlier run.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use qiyuesuo::operation::OperationInfo;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tempfile::NamedTempFile;

use super::rows::Format;
use super::seen::Seen;
use crate::failure::Failure;

/// What Excel needs to see that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// What an error is, in the order of the columns.
const OF_ERRORS: [&str; 6] = ["kind", "message", "column", "field", "code", "response_code"];

/// The column of a result whose members are not known.
const WHOLE: &str = "result";

/// What came of a row.
#[derive(Debug)]
pub struct Finished {
    pub row: u64,
    pub line: u64,
    pub key: Option<String>,
    /// The result, or the error as an object.
    pub outcome: Result<Value, Value>,
}

/// Outcomes in a file, or on the standard output.
pub struct Out {
    writer: BufWriter<Box<dyn Write>>,
    format: Format,
    /// Members of the result with a column of their own.
    columns: Vec<String>,
}

/// How a file is begun.
pub enum Begin {
    New,
    /// Over a file that may be there.
    Over,
    /// After an earlier run.
    Resume,
}

impl Out {
    pub fn stdout(operation: &OperationInfo, format: Format) -> Result<Self, Failure> {
        let out = Self::of(Box::new(io::stdout()), operation, format);
        out.with_header()
    }

    pub fn file(
        path: &Path,
        operation: &OperationInfo,
        format: Format,
        begin: Begin,
    ) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::usage(format!("--out: {}: {error}", path.display()));
        let mut options = OpenOptions::new();
        match begin {
            Begin::New => options.write(true).create_new(true),
            Begin::Over => options.write(true).create(true).truncate(true),
            Begin::Resume => options.append(true),
        };
        restricted(&mut options);
        let file = options.open(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::usage(format!(
                "--out: {} exists; --resume goes on with it, --force replaces it",
                path.display()
            )),
            _ => failed(error),
        })?;
        let out = Self::of(Box::new(file), operation, format);
        if matches!(begin, Begin::Resume) { Ok(out) } else { out.with_header() }
    }

    fn of(writer: Box<dyn Write>, operation: &OperationInfo, format: Format) -> Self {
        let schema = operation.response_document();
        let members = schema.get("properties").and_then(Value::as_object);
        let names = members.into_iter().flatten().map(|(name, _)| name.clone());
        let mut columns: Vec<String> = names.filter(|name| name != "extra").collect();
        // What has no known members is one value.
        if columns.is_empty() {
            columns.push(WHOLE.to_owned());
        }
        Self { writer: BufWriter::new(writer), format, columns }
    }

    fn with_header(mut self) -> Result<Self, Failure> {
        if self.format == Format::Csv {
            let own = ["row", "key", "ok"].into_iter().map(str::to_owned);
            let errors = OF_ERRORS.into_iter().map(|name| format!("error_{name}"));
            let header: Vec<String> = own.chain(self.columns.iter().cloned()).chain(errors).collect();
            self.writer
                .write_all(BYTE_ORDER_MARK)
                .and_then(|()| self.record(&header))
                .map_err(Failure::Output)?;
            self.flush()?;
        }
        Ok(self)
    }

    /// Adds a line. It is in the file after [`flush`](Self::flush).
    pub fn write(&mut self, finished: &Finished) -> Result<(), Failure> {
        let written = match self.format {
            Format::Jsonl => self.jsonl(finished),
            Format::Csv => self.csv(finished),
        };
        written.map_err(Failure::Output)
    }

    pub fn flush(&mut self) -> Result<(), Failure> {
        self.writer.flush().map_err(Failure::Output)
    }

    fn jsonl(&mut self, finished: &Finished) -> io::Result<()> {
        #[derive(Serialize)]
        struct Line<'a> {
            row: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            key: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            result: Option<&'a Value>,
            #[serde(skip_serializing_if = "Option::is_none")]
            error: Option<&'a Value>,
        }
        let Finished { row, key, outcome, .. } = finished;
        let (result, error) = (outcome.as_ref().ok(), outcome.as_ref().err());
        serde_json::to_writer(&mut self.writer, &Line { row: *row, key: key.as_deref(), result, error })?;
        self.writer.write_all(b"\n")
    }

    fn csv(&mut self, finished: &Finished) -> io::Result<()> {
        let Finished { row, key, outcome, .. } = finished;
        let mut record = vec![row.to_string(), key.clone().unwrap_or_default(), outcome.is_ok().to_string()];
        let text = |value: Option<&Value>| match value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let result = outcome.as_ref().ok();
        let member =
            |name: &String| if name == WHOLE { result } else { result.and_then(|result| result.get(name)) };
        record.extend(self.columns.iter().map(|name| text(member(name))));
        let error = outcome.as_ref().err();
        record.extend(OF_ERRORS.iter().map(|name| text(error.and_then(|error| error.get(*name)))));
        self.record(&record)
    }

    /// A line of CSV: no line break stands in it, so that each line of the file is an outcome.
    fn record(&mut self, record: &[String]) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(record.iter().map(|text| text.replace(['\r', '\n'], " ")))?;
        self.writer.write_all(&writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
    }
}

/// What a file of outcomes holds.
#[derive(Default)]
pub struct Earlier {
    pub seen: Seen,
    pub succeeded: u64,
    pub failed: u64,
}

/// Reads the outcomes of an earlier run, and leaves in the file the whole lines alone; those of failed rows too, unless they
/// are to be tried again.
pub fn resume(path: &Path, format: Format, again: bool) -> Result<Earlier, Failure> {
    let failed = |error: io::Error| Failure::usage(format!("--out: {}: {error}", path.display()));
    let source = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Failure::usage(format!("--resume: there is no {} to go on with", path.display())));
        }
        Err(error) => return Err(failed(error)),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let kept = NamedTempFile::with_prefix_in(".qys-", folder).map_err(failed)?;
    let mut earlier = Earlier::default();
    {
        let (mut source, mut kept) = (source, BufWriter::new(kept.as_file()));
        let (mut line, mut first) = (Vec::new(), true);
        loop {
            line.clear();
            // What has no end was being written when the run ended.
            if source.read_until(b'\n', &mut line).map_err(failed)? == 0 || !line.ends_with(b"\n") {
                break;
            }
            let is_header = std::mem::take(&mut first) && format == Format::Csv;
            let keep = is_header
                || match outcome(&line, format) {
                    Some((row, true)) => {
                        earlier.succeeded += u64::from(earlier.seen.add(row));
                        true
                    }
                    Some((row, false)) if !again => {
                        earlier.failed += u64::from(earlier.seen.add(row));
                        true
                    }
                    Some((_, false)) => false,
                    None => {
                        return Err(Failure::usage(format!(
                            "--resume: {} holds a line that is no outcome of a batch",
                            path.display()
                        )));
                    }
                };
            if keep {
                kept.write_all(&line).map_err(failed)?;
            }
        }
        kept.flush().map_err(failed)?;
    }
    kept.persist(path).map_err(|error| failed(error.error))?;
    Ok(earlier)
}

/// The row of a line, and whether it succeeded.
fn outcome(line: &[u8], format: Format) -> Option<(u64, bool)> {
    #[derive(Deserialize)]
    struct Line {
        row: u64,
        error: Option<IgnoredAny>,
    }
    match format {
        Format::Jsonl => {
            let line: Line = serde_json::from_slice(line).ok()?;
            Some((line.row, line.error.is_none()))
        }
        Format::Csv => {
            let mut fields = line.splitn(4, |byte| *byte == b',');
            let row = std::str::from_utf8(fields.next()?).ok()?.parse().ok()?;
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
            let record = reader.records().next()?.ok()?;
            Some((row, record.get(2)? == "true"))
        }
    }
}

/// The rows that were begun, so that none that may have had its effect is taken for one that was never sent.
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Beside the file of outcomes.
    pub fn beside(out: &Path) -> PathBuf {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(".journal");
        out.with_file_name(name)
    }

    pub fn start(out: &Path, resume: bool) -> Result<Self, Failure> {
        let path = Self::beside(out);
        let mut options = OpenOptions::new();
        options.write(true).create(true).append(resume).truncate(!resume);
        restricted(&mut options);
        let file = options.open(&path).map_err(Failure::Output)?;
        Ok(Self { path, file })
    }

    /// Says that a row is about to be sent. One write, which is whole or not at all when the process is killed.
    pub fn begin(&mut self, row: u64) -> Result<(), Failure> {
        self.file.write_all(format!("{row}\n").as_bytes()).map_err(Failure::Output)
    }

    /// The rows that were begun and have no outcome.
    pub fn unknown(out: &Path, finished: &Seen) -> Result<Vec<u64>, Failure> {
        let source = match File::open(Self::beside(out)) {
            Ok(file) => BufReader::new(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::Output(error)),
        };
        let mut unknown = Vec::new();
        for line in source.lines() {
            let line = line.map_err(Failure::Output)?;
            if let Some(row) = line.parse().ok().filter(|row| !finished.has(*row)) {
                unknown.push(row);
            }
        }
        unknown.sort_unstable();
        unknown.dedup();
        Ok(unknown)
    }

    /// Every row has its outcome.
    pub fn finish(self) -> Result<(), Failure> {
        std::fs::remove_file(self.path).map_err(Failure::Output)
    }
}

/// Nobody else reads tickets and what was asked for them.
fn restricted(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = options;
}
