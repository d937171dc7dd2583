//! `qys call`: any endpoint, signed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use qiyuesuo::{Download, Error, ErrorKind, MAX_PART, Part, RawResponse, quote_integers};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::global::Global;
use crate::{input, output, run};

#[derive(Args)]
pub struct CallArgs {
    /// GET, POST, ...
    method: String,
    /// Path below the base address, such as /v2/checkhealth; queries go into --query
    path: String,
    /// JSON body: @FILE, - for stdin, or text; beside --part its members become text parts
    #[arg(long, value_name = "JSON")]
    json: Option<String>,
    /// A query pair; can be given several times
    #[arg(long, value_name = "NAME=VALUE")]
    query: Vec<String>,
    /// A part of a multipart body: a file (`name=@FILE;type=application/pdf;filename=a.pdf`, the last two optional) or
    /// text (`name=TEXT`); can be given several times
    #[arg(long = "part", value_name = "NAME=@FILE")]
    parts: Vec<String>,
    /// Write the answer's body into this file: for downloads, and for answers of any other kind. The file appears
    /// when it is whole, and no other is replaced without --force
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Let --out replace a file
    #[arg(long, requires = "out")]
    force: bool,
    /// Allow repeating after the request may have arrived; some of the platform's GET endpoints delete
    #[arg(long)]
    repeatable: bool,
}

pub fn run(global: &Global, args: CallArgs) -> Result<(), Failure> {
    let parts = args.parts.iter().map(|part| read_part(part)).collect::<Result<Vec<_>, _>>()?;
    let queries =
        args.query.iter().map(|pair| input::pair("--query", pair)).collect::<Result<Vec<_>, _>>()?;
    let json = args.json.as_deref().map(|json| input::text("--json", json)).transpose()?;
    let client = global.client()?;
    // Whether the answer can be written is known before anything is asked.
    let target = args.out.as_deref().map(|path| Target::prepare(path, args.force)).transpose()?;

    let mut request = client.request(&args.method, &args.path).repeatable(args.repeatable);
    for (name, value) in queries {
        request = request.query(name, value);
    }
    if let Some(json) = json {
        request = request.json_text(json);
    }
    for part in parts {
        request = request.part(part);
    }
    const WAITING: &str = "waiting for the platform";
    if let Some(target) = target {
        let file = run::waiting(WAITING, async { request.download().await.map_err(hinted) })?;
        return save(global, target, &file);
    }
    let response = run::waiting(WAITING, async {
        request.send().await.map_err(|error| {
            let may_be_a_file =
                error.kind() == ErrorKind::InvalidResponse && error.http_status() == Some(200);
            let hint = may_be_a_file.then(|| "if this endpoint answers a file, give `--out FILE`".to_owned());
            hinted(error).with_hint(hint)
        })
    })?;
    if global.output.is_json() {
        output::json(&document(&response)?)?;
    } else {
        output::bytes(response.body())?;
        if !response.body().ends_with(b"\n") {
            output::bytes(b"\n")?;
        }
    }
    Ok(())
}

fn hinted(error: Error) -> Failure {
    let hint = match (error.kind(), error.field()) {
        (ErrorKind::Validation, Some("path")) => Some("queries are given with `--query NAME=VALUE`"),
        (ErrorKind::Validation, Some("json")) => Some("the body is given with `--json`"),
        _ => None,
    };
    Failure::from(error).with_hint(hint.map(str::to_owned))
}

/// The envelope taken apart: its result, and what stands beside it.
fn document(response: &RawResponse) -> Result<Value, Failure> {
    // What 64 bits cannot hold must not become a float on the way.
    let body = quote_integers(response.body(), u64::MAX);
    // What a JSON value here cannot hold (1e400, two hundred lists in one another) is handed on as the text that it is:
    // the call was made.
    let Ok(mut answer) = serde_json::from_slice::<Value>(&body).or_else(|_| response.json()) else {
        let mut document = answered(response);
        document["answer_text"] = String::from_utf8_lossy(response.body()).into();
        return Ok(document);
    };
    let result = answer.as_object_mut().and_then(|members| members.remove("result"));
    let mut document = answered(response);
    document["result"] = result.unwrap_or_default();
    document["answer"] = answer;
    Ok(document)
}

fn answered(response: &RawResponse) -> Value {
    facts(response.http_status(), response.attempts(), response.request_id(), response.elapsed())
}

fn facts(http_status: u16, attempts: u32, request_id: Option<&str>, elapsed: Duration) -> Value {
    json!({
        "operation": "request",
        "http_status": http_status,
        "attempts": attempts,
        "request_id": request_id,
        "elapsed_ms": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
    })
}

fn save(global: &Global, target: Target, file: &Download) -> Result<(), Failure> {
    let path = target.write(file.body())?;
    let (length, media_type) = (file.body().len(), file.content_type());
    if global.output.is_json() {
        let mut document = facts(file.http_status(), file.attempts(), file.request_id(), file.elapsed());
        document["file"] = path.display().to_string().into();
        document["bytes"] = length.into();
        document["content_type"] = media_type.into();
        document["filename"] = file.filename().into();
        return Ok(output::json(&document)?);
    }
    let named = file.filename().map(|name| format!(", called {name} by the platform")).unwrap_or_default();
    let media_type = media_type.unwrap_or("no content type");
    output::note(global.output, &format!("{}: {length} bytes, {media_type}{named}", path.display()));
    Ok(())
}

/// A file that is to appear when it is whole.
struct Target {
    path: PathBuf,
    force: bool,
    partial: NamedTempFile,
}

impl Target {
    fn prepare(path: &Path, force: bool) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::usage(format!("--out: {} is a folder", path.display())));
        }
        if !force && path.symlink_metadata().is_ok() {
            return Err(exists(path));
        }
        // Beside its final place, so that moving it there cannot copy.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let partial = NamedTempFile::with_prefix_in(".qys-", folder).map_err(|error| {
            Failure::usage(format!("--out: cannot write into {}: {error}", folder.display()))
        })?;
        Ok(Self { path: path.to_owned(), force, partial })
    }

    fn write(mut self, bytes: &[u8]) -> Result<PathBuf, Failure> {
        use std::io::Write;
        self.partial
            .write_all(bytes)
            .and_then(|()| self.partial.as_file().sync_all())
            .map_err(Failure::Output)?;
        let moved = if self.force {
            self.partial.persist(&self.path)
        } else {
            self.partial.persist_noclobber(&self.path)
        };
        match moved {
            Ok(_) => Ok(self.path),
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => Err(exists(&self.path)),
            Err(error) => Err(Failure::Output(error.error)),
        }
    }
}

fn exists(path: &Path) -> Failure {
    Failure::usage(format!("--out: {} exists; --force replaces it", path.display()))
}

/// `name=@FILE[;type=TYPE][;filename=NAME]` or `name=TEXT`.
fn read_part(text: &str) -> Result<Part, Failure> {
    let (name, value) = input::pair("--part", text)?;
    let Some(value) = value.strip_prefix('@') else {
        let bytes = value.as_bytes().to_vec().into();
        return Ok(Part { name: name.to_owned(), filename: None, content_type: None, bytes });
    };
    let (mut path, mut media_type, mut filename) = (value, None, None);
    // From the end, so that a file's own name may hold a semicolon.
    while let Some((rest, attribute)) = path.rsplit_once(';') {
        match attribute.split_once('=') {
            Some(("type", value)) if media_type.is_none() => media_type = Some(value),
            Some(("filename", value)) if filename.is_none() => filename = Some(value),
            _ => break,
        }
        path = rest;
    }
    let path = Path::new(path);
    let own_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let filename = filename.map(str::to_owned).or(own_name).unwrap_or_else(|| name.to_owned());
    let bytes = input::file("--part", path, MAX_PART as u64)?;
    let part = Part::file(name, filename, bytes);
    Ok(match media_type.or_else(|| input::media_type(path)) {
        Some(media_type) => part.content_type(media_type),
        None => part,
    })
}
