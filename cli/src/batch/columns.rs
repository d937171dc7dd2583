//! From the columns of the input to the fields of a request.

use std::collections::BTreeMap;

use qiyuesuo::operation::OperationInfo;
use serde_json::{Map, Value};

use super::rows::{Problem, Request};
use crate::failure::Failure;
use crate::fields::{Field, Fields};
use crate::input;

/// What stands in for bytes that the encoding does not know.
const UNREADABLE: char = '\u{fffd}';

/// What each column is, and what every row has besides.
pub struct Columns {
    fields: Fields,
    /// Columns that are called otherwise than their field; an empty field leaves the column out.
    renamed: BTreeMap<String, String>,
    key: Option<String>,
    common: Map<String, Value>,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    is_key: bool,
    what: What,
}

enum What {
    Field(Field),
    /// The path of a file for this part.
    File(String),
    Nothing,
}

impl Columns {
    pub fn new(
        operation: &OperationInfo,
        renamed: &[String],
        key: Option<String>,
        common: Map<String, Value>,
    ) -> Result<Self, Failure> {
        let pairs = renamed.iter().map(|pair| input::pair("--column", pair));
        let renamed = pairs.map(|pair| pair.map(|(name, field)| (name.to_owned(), field.to_owned())));
        Ok(Self {
            fields: Fields::of(operation),
            renamed: renamed.collect::<Result<_, _>>()?,
            key,
            common,
            columns: Vec::new(),
        })
    }

    /// For the columns of a header. One that is nothing is an error before anything is sent.
    pub fn of_header(mut self, names: &[String]) -> Result<Self, Failure> {
        for name in self.renamed.keys().chain(&self.key) {
            if !names.contains(name) {
                return Err(Failure::usage(format!("the input has no column `{name}`")));
            }
        }
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(Failure::usage(format!("the column `{name}` stands twice")));
            }
            let is_key = self.key.as_ref() == Some(name);
            let field = self.renamed.get(name).unwrap_or(name);
            let what = if field.is_empty() {
                What::Nothing
            } else if self.fields.is_part(field) {
                What::File(field.clone())
            } else {
                match self.fields.find(field) {
                    Ok(field) => What::Field(field),
                    // A key of the caller's own need not be a field.
                    Err(_) if is_key && !self.renamed.contains_key(name) => What::Nothing,
                    Err(why) => {
                        return Err(Failure::usage(format!(
                            "the column `{name}` {why}; `--column {name}=FIELD` says what it is, `--column {name}=` leaves it \
                             out"
                        )));
                    }
                }
            };
            self.columns.push(Column { name: name.clone(), is_key, what });
        }
        Ok(self)
    }

    /// The key of a row, and its request. An empty cell is no value.
    pub fn row(&self, record: &csv::StringRecord) -> (Option<String>, Result<Request, Problem>) {
        let key = self.columns.iter().position(|column| column.is_key);
        let key = key.and_then(|at| record.get(at)).map(str::to_owned);
        (key, self.request(record))
    }

    fn request(&self, record: &csv::StringRecord) -> Result<Request, Problem> {
        let (wanted, found) = (self.columns.len(), record.len());
        if found != wanted {
            return Err(Problem::new(None, format!("has {found} columns, and the header {wanted}")));
        }
        let mut request = Request { members: self.common.clone(), files: Vec::new() };
        for (Column { name, what, .. }, text) in self.columns.iter().zip(record) {
            let problem = |message: String| Problem::new(Some(name), message);
            if text.contains(UNREADABLE) {
                return Err(problem("holds bytes that are no text in the input's encoding".to_owned()));
            }
            match what {
                _ if text.trim().is_empty() => {}
                What::Field(field) => {
                    let value = field.value(text.trim()).map_err(problem)?;
                    field.put(&mut request.members, value);
                }
                What::File(part) => request.files.push((part.clone(), text.into())),
                What::Nothing => {}
            }
        }
        Ok(request)
    }

    /// The same of a line of JSON, whose members have the platform's names already.
    pub fn object(&self, line: &[u8]) -> (Option<String>, Result<Request, Problem>) {
        let read: Map<String, Value> = match serde_json::from_slice(line) {
            Ok(read) => read,
            Err(error) => {
                let message = format!("is not a JSON object (column {})", error.column());
                return (None, Err(Problem::new(None, message)));
            }
        };
        let key = self.key.as_ref().and_then(|key| read.get(key)).map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        (key, self.request_of(read))
    }

    fn request_of(&self, read: Map<String, Value>) -> Result<Request, Problem> {
        let mut request = Request { members: self.common.clone(), files: Vec::new() };
        for (name, value) in read {
            let field = self.renamed.get(&name).unwrap_or(&name);
            if self.fields.is_part(field) {
                let Value::String(path) = value else {
                    return Err(Problem::new(Some(&name), "must be the path of a file"));
                };
                request.files.push((field.clone(), path.into()));
            } else if let Some(field) = self.renamed.get(&name).filter(|field| !field.is_empty()) {
                let field = self.fields.find(field).map_err(|why| Problem::new(Some(&name), why))?;
                field.put(&mut request.members, value);
            } else if !field.is_empty()
                && (self.key.as_ref() != Some(&name) || self.fields.find(&name).is_ok())
            {
                request.members.insert(name, value);
            }
        }
        Ok(request)
    }

    /// The header of a CSV file for an operation.
    pub fn template(operation: &OperationInfo) -> Vec<String> {
        Fields::of(operation).leaves()
    }
}
