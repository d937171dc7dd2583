//! `qys api`: any operation of the table, by its name.

mod reference;

use std::path::PathBuf;

use clap::Args;
use qiyuesuo::operation::{AnswerKind, OperationInfo};

use crate::failure::Failure;
use crate::global::Global;
use crate::operation::Named;
use crate::request::Request;
use crate::target::Target;
use crate::{answered, input, output};

const AFTER_HELP: &str = "\
Without an operation all of them are listed; `qys api contract.get --help` shows the fields of one.

A field is given by its path: --set subject=合同 --set signatories[0].tenantType=COMPANY. Its text becomes what the field
is; lists of texts have `;` between them, or are JSON. A member that the request does not declare is extra.NAME.";

#[derive(Args)]
#[command(disable_help_flag = true, after_help = AFTER_HELP)]
pub struct ApiArgs {
    /// The operation, such as contract.get; without one, they are listed
    #[arg(value_parser = Named, hide_possible_values = true)]
    operation: Option<&'static OperationInfo>,
    /// The request as a JSON object: @FILE, - for stdin, or text; --set is laid over it. Keeps personal data off the
    /// command line
    #[arg(long, value_name = "JSON", requires = "operation")]
    json: Option<String>,
    /// A field of the request by its path; can be given several times
    #[arg(long = "set", value_name = "PATH=VALUE", requires = "operation")]
    fields: Vec<String>,
    /// A file the operation takes (`file=@contract.pdf;type=application/pdf;filename=a.pdf`, the last two optional);
    /// can be given several times
    #[arg(long = "file", value_name = "NAME=@FILE", requires = "operation")]
    files: Vec<String>,
    /// Where the file goes that the operation answers. It appears when it is whole, and no other is replaced without
    /// --force
    #[arg(long, value_name = "FILE", requires = "operation")]
    save_to: Option<PathBuf>,
    /// Let --save-to replace a file
    #[arg(long, requires = "save_to")]
    force: bool,
    /// Print help; beside an operation, its fields
    #[arg(short, long)]
    help: bool,
}

/// `help` is that of this command itself, which gave up its flag for that of the operations.
pub fn run(global: &Global, args: ApiArgs, help: impl FnOnce() -> String) -> Result<(), Failure> {
    let Some(info) = args.operation else {
        if args.help {
            return Ok(output::bytes(help().as_bytes())?);
        }
        return Ok(reference::list(global.output)?);
    };
    if args.help {
        return Ok(reference::show(global.output, info)?);
    }
    let files = args.files.iter().map(|file| input::file_part("--file", file));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let request = Request::over(info.name, args.json.as_deref())?.set(&args.fields)?.files(files);
    match (info.answer, args.save_to) {
        (AnswerKind::Bytes, Some(path)) => {
            let target = Target::prepare("--save-to", &path, args.force)?;
            answered::save(global, info.name, target, &request.download(global)?)
        }
        (AnswerKind::Bytes, None) => {
            Err(Failure::usage(format!("{} answers a file: --save-to says where it goes", info.name)))
        }
        (_, Some(_)) => {
            Err(Failure::usage(format!("{} answers no file; --save-to is for those that do", info.name)))
        }
        (_, None) => {
            let answer = request.send(global)?;
            let shown = if global.output.is_json() { answer.document() } else { answer.result() };
            Ok(output::json(&shown)?)
        }
    }
}
