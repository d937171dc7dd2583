//! `qys call`: any endpoint, signed.

use std::path::PathBuf;

use clap::Args;
use qiyuesuo::{Error, ErrorKind, Part, RawResponse, quote_integers};
use serde_json::Value;

use crate::failure::Failure;
use crate::global::Global;
use crate::target::Target;
use crate::{answered, input, output, run};

/// What documents call a call that the table does not have.
const OPERATION: &str = "request";

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
    let parts = args.parts.iter().map(|part| part_of(part)).collect::<Result<Vec<_>, _>>()?;
    let queries =
        args.query.iter().map(|pair| input::pair("--query", pair)).collect::<Result<Vec<_>, _>>()?;
    let json = args.json.as_deref().map(|json| input::text("--json", json)).transpose()?;
    let client = global.client()?;
    // Whether the answer can be written is known before anything is asked.
    let target = args.out.as_deref().map(|path| Target::prepare("--out", path, args.force)).transpose()?;

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
        return answered::save(global, OPERATION, target, &file);
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
    let facts = || {
        let (status, attempts) = (response.http_status(), response.attempts());
        answered::facts(OPERATION, status, attempts, response.request_id(), response.elapsed())
    };
    // What 64 bits cannot hold must not become a float on the way.
    let body = quote_integers(response.body(), u64::MAX);
    // What a JSON value here cannot hold (1e400, two hundred lists in one another) is handed on as the text that it is:
    // the call was made.
    let Ok(mut answer) = serde_json::from_slice::<Value>(&body).or_else(|_| response.json()) else {
        let mut document = facts();
        document["answer_text"] = String::from_utf8_lossy(response.body()).into();
        return Ok(document);
    };
    let result = answer.as_object_mut().and_then(|members| members.remove("result"));
    let mut document = facts();
    document["result"] = result.unwrap_or_default();
    document["answer"] = answer;
    Ok(document)
}

/// A file, or `name=TEXT`.
fn part_of(text: &str) -> Result<Part, Failure> {
    let (name, value) = input::pair("--part", text)?;
    if value.starts_with('@') {
        return input::file_part("--part", text);
    }
    let bytes = value.as_bytes().to_vec().into();
    Ok(Part { name: name.to_owned(), filename: None, content_type: None, bytes })
}
