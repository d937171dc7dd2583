//! The name of an operation on the command line: completed by shells, and led to the nearest one when it is none.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command};
use qiyuesuo::operation::{OPERATIONS, OperationInfo};

/// Takes the name of an operation.
#[derive(Clone)]
pub struct Named;

impl TypedValueParser for Named {
    type Value = &'static OperationInfo;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let name = value.to_string_lossy();
        OperationInfo::find(&name)
            .ok_or_else(|| clap::Error::raw(ErrorKind::InvalidValue, unknown(&name)).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(OPERATIONS.iter().map(|info| PossibleValue::new(info.name).help(title(info)))))
    }
}

/// The first sentence of what an operation does, without what stands before its colon if that is its Chinese title.
pub fn title(info: &OperationInfo) -> String {
    let paragraph = info.doc.lines().map(str::trim).take_while(|line| !line.is_empty());
    let paragraph = paragraph.collect::<Vec<_>>().join(" ");
    let end = paragraph.find(". ").unwrap_or(paragraph.len());
    paragraph[..end].trim_end_matches('.').to_owned()
}

/// That an operation is none. The word is not repeated: it can be a secret in the wrong place.
fn unknown(name: &str) -> String {
    let near = OPERATIONS.iter().map(|info| (strsim::damerau_levenshtein(name, info.name), info.name)).min();
    match near {
        Some((distance, near)) if distance <= name.len() / 3 => {
            format!("there is no operation of that name; did you mean {near}?\n")
        }
        _ => "there is no operation of that name; `qys api` lists them\n".to_owned(),
    }
}
