//! What the table says of its operations: the list, and the fields of one.

use std::fmt::Write;

use qiyuesuo::operation::{AnswerKind, Encoding, FAMILIES, OPERATIONS, OperationInfo};
use serde_json::{Value, json};

use crate::fields::{present, type_of};
use crate::operation::title;
use crate::output::{self, FAINT, Format, STRONG, Written, styled};

/// All operations, family by family.
pub fn list(format: Format) -> Written {
    if format.is_json() {
        return output::json(&OPERATIONS.iter().map(|info| summary(info)).collect());
    }
    let width = OPERATIONS.iter().map(|info| info.name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (family, doc) in FAMILIES {
        let doc = doc.trim().lines().next().unwrap_or_default().trim();
        let _ = writeln!(text, "{}  {}", styled(STRONG, family), styled(FAINT, doc));
        let of_family = |info: &&&OperationInfo| info.name.split('.').next() == Some(family);
        for info in OPERATIONS.iter().filter(of_family) {
            let _ = writeln!(text, "  {:width$}  {}", info.name, title(info));
        }
        text.push('\n');
    }
    output::say(text.trim_end())
}

fn summary(info: &OperationInfo) -> Value {
    json!({
        "operation": info.name,
        "method": info.method,
        "path": info.path,
        "title": title(info),
        "repeatable": info.repeatable,
        "agent": info.agent,
        "answer": match info.answer {
            AnswerKind::Bytes => "file",
            _ => "result",
        },
    })
}

/// What one operation takes and answers.
pub fn show(format: Format, info: &OperationInfo) -> Written {
    if format.is_json() {
        let mut document = summary(info);
        document["request"] = info.request_document();
        document["response"] = info.response_document();
        document["files"] = info.parts.iter().map(|part| part.name).collect();
        document["one_of"] = json!(info.one_of);
        document["together"] = json!(info.together);
        document["any_of"] = json!(info.any_of);
        return output::json(&document);
    }
    let travels = match info.encoding {
        Encoding::Json => "as JSON",
        Encoding::Query => "in the query",
        _ => "as multipart",
    };
    let repeated =
        if info.repeatable { "may be repeated" } else { "is not repeated once it may have arrived" };
    let agent = if info.agent { "; needs the token of an agent" } else { "" };
    let mut text = format!(
        "{}\n{} {}, {travels}; {repeated}{agent}\n\n{}\n",
        styled(STRONG, info.name),
        info.method,
        info.path,
        unwrapped(info.doc)
    );
    let request = info.request_document();
    section(&mut text, "Fields (--set PATH=VALUE, or --json)", rows(&request));
    let files = info.parts.iter().map(|part| Row {
        path: part.name.to_owned(),
        kind: if part.many { "files" } else { "file" }.to_owned(),
        required: part.required,
        doc: String::new(),
    });
    section(&mut text, "Files (--file NAME=@FILE)", files.collect());
    for [one, other] in info.one_of {
        let _ = writeln!(text, "\nExactly one of {one} and {other} is needed.");
    }
    for [one, other] in info.together {
        let _ = writeln!(text, "\n{one} and {other} come together or not at all.");
    }
    if !info.any_of.is_empty() {
        let _ = writeln!(text, "\nThe platform wants at least one of {}.", info.any_of.join(", "));
    }
    match info.answer {
        AnswerKind::Bytes => text.push_str("\nAnswers a file (--save-to FILE).\n"),
        _ if info.has_open_result() => text.push_str("\nThe shape of its result is unknown.\n"),
        _ => section(&mut text, "Result", rows(&info.response_document())),
    }
    output::say(text.trim_end())
}

/// A field, or a part.
struct Row {
    path: String,
    kind: String,
    required: bool,
    doc: String,
}

fn section(text: &mut String, title: &str, rows: Vec<Row>) {
    if rows.is_empty() {
        return;
    }
    let width = rows.iter().map(|row| row.path.len()).max().unwrap_or_default();
    let kinds = rows.iter().map(|row| row.kind.len()).max().unwrap_or_default();
    let _ = writeln!(text, "\n{}", styled(STRONG, title));
    for Row { path, kind, required, doc } in rows {
        let required = if required { "required. " } else { "" };
        let line = format!("  {path:width$}  {kind:kinds$}  {required}{doc}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// The fields of an object to their depth, the required ones first; what is in a list has `[]` before it.
fn rows(schema: &Value) -> Vec<Row> {
    let mut found = Vec::new();
    walk(schema, "", &mut found);
    found
}

fn walk(schema: &Value, path: &str, found: &mut Vec<Row>) {
    let Some(members) = schema.get("properties").and_then(Value::as_object) else { return };
    let required = |name: &str| {
        let names = schema.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|required| required == name))
    };
    let declared = || members.iter().filter(|(name, _)| *name != "extra");
    let (first, rest): (Vec<_>, Vec<_>) = declared().partition(|(name, _)| required(name));
    for (name, member) in first.into_iter().chain(rest) {
        let (schema, items) = (present(member), present(member).get("items").map(present));
        let list = if items.is_some() { "[]" } else { "" };
        let path = format!("{path}{name}{list}");
        found.push(Row {
            kind: kind(schema, items),
            required: required(name),
            doc: doc(member, schema, items),
            path: path.clone(),
        });
        walk(items.unwrap_or(schema), &format!("{path}."), found);
    }
}

fn kind(schema: &Value, items: Option<&Value>) -> String {
    let one = |schema: &Value| match type_of(schema) {
        "string" if schema.get("x-id").is_some() => "id",
        "string" if schema.get("format").is_some_and(|format| format == "uri") => "address",
        "string" => "text",
        "" => "JSON",
        "array" => "list",
        "object" => "object",
        "integer" => "integer",
        "number" => "number",
        "boolean" => "boolean",
        _ => "value",
    };
    match items {
        Some(items) => format!("{} each", one(items)),
        None => one(schema).to_owned(),
    }
}

fn doc(member: &Value, schema: &Value, items: Option<&Value>) -> String {
    let said = |schema: &Value| schema.get("description").and_then(Value::as_str).map(unwrapped);
    let mut doc = said(member).or_else(|| said(schema)).unwrap_or_default();
    let known = |schema: &Value| schema.get("x-known-values").and_then(Value::as_array).cloned();
    let known = known(member).or_else(|| known(schema)).or_else(|| items.and_then(known));
    if let Some(known) = known {
        let known: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
        let _ = write!(doc, " One of {}.", known.join(", "));
    }
    doc
}

/// Paragraphs on a line each.
fn unwrapped(text: &str) -> String {
    let paragraphs = text.trim().split("\n\n");
    paragraphs
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}
