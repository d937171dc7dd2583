//! `qys batch`: one operation, a row a call.

mod columns;
mod out;
mod progress;
mod report;
mod rows;
mod run;
mod seen;
mod tally;

use std::path::{Path, PathBuf};

use clap::Args;
use qiyuesuo::operation::OperationInfo;
use qiyuesuo::{Options, Validation};

use self::columns::Columns;
use self::out::{Begin, Earlier, Journal, Out};
use self::rows::{Format, Input, InputEncoding};
use self::seen::Seen;
use crate::failure::Failure;
use crate::global::Global;
use crate::operation::Named;
use crate::{input, output};

const AFTER_HELP: &str = "\
Columns are the fields of the request by their paths (`user.contact`, `signatories[0].tenantType`); lists of texts have `;`
between them, and the name of a file the operation takes is the column of its path. An empty cell is no value.
--template prints the header.

Every outcome is a line of --out with the number of its row; a failed row stops no other. Ctrl-C takes no more rows and
finishes those in flight; twice ends at once. What was begun is noted in OUT.journal until all is done, so that --resume
knows what it must not send again. Exit code 9: some rows failed.";

#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct BatchArgs {
    /// The operation, such as personal_auth.create_ticket
    #[arg(value_parser = Named, hide_possible_values = true)]
    operation: &'static OperationInfo,
    /// The rows: a .csv or .jsonl file, or - for the standard input
    #[arg(required_unless_present = "template")]
    input: Option<PathBuf>,
    /// Print the header of a CSV file for this operation, and do nothing
    #[arg(long, conflicts_with = "input")]
    template: bool,
    /// Where the outcomes go, a line each; without it the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How outcomes are written [default: by the name of --out, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    out_format: Option<Format>,
    /// How the input is written [default: by its name]
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// How the input's texts are encoded; the standard input is UTF-8 unless this says gbk
    #[arg(long, value_name = "ENCODING", default_value = "auto")]
    input_encoding: InputEncoding,
    /// What a column is: `phone=user.contact`, or `phone=` to leave it out; can be given several times
    #[arg(long, value_name = "COLUMN=FIELD")]
    column: Vec<String>,
    /// The column whose text stands beside each outcome; it need not be a field
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// What all requests have, as a JSON object: @FILE, or text; columns are laid over it
    #[arg(long, value_name = "JSON")]
    json: Option<String>,
    /// How many calls are in flight at most
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrency: u16,
    /// How many calls begin a second at most (QYS_CALLS_PER_SECOND) [default: no limit]. When the platform says that they
    /// are too many, all pause together
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Check every row, and send nothing
    #[arg(long)]
    dry_run: bool,
    /// Go on with --out after an earlier run: finished rows are not sent again
    #[arg(long, requires = "out", conflicts_with_all = ["force", "dry_run"])]
    resume: bool,
    /// With --resume: try the failed rows again
    #[arg(long, requires = "resume")]
    retry_failed: bool,
    /// Let --out replace a file
    #[arg(long, requires = "out")]
    force: bool,
    /// Write the outcome over time, the latencies and the errors into this file, as an HTML page
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub fn run(global: &Global, args: BatchArgs) -> Result<(), Failure> {
    let operation = args.operation;
    let Some(input) = &args.input else {
        let mut header = csv::WriterBuilder::new().from_writer(Vec::new());
        header.write_record(Columns::template(operation)).expect("texts fit a record");
        return Ok(output::bytes(&header.into_inner().expect("it is in memory"))?);
    };
    if args.json.as_deref() == Some("-") {
        return Err(Failure::usage("--json: the standard input is for rows; use @FILE"));
    }
    let common = args.json.as_deref().map(|json| input::object("--json", json)).transpose()?;
    let columns = Columns::new(operation, &args.column, args.key.clone(), common.unwrap_or_default())?;
    let source = Input::open(input, args.input_format, args.input_encoding)?;
    let length = source.length;
    // A wrong header is told before anything is opened or begun.
    let rows = source.read(columns)?;
    let client = global.client()?;
    let pace = args.rate.map(|rate| Options::new().calls_per_second(rate));
    // Without a rate the calls still pause together; one of the environment stays.
    let pace = match pace {
        Some(pace) => pace,
        None if global.shown("calls_per_second")?.is_some() => Options::new(),
        None => Options::new().calls_per_second(0_u32),
    };
    let mut work = run::Work {
        operation,
        client: client.with_options(pace)?,
        rows,
        concurrency: usize::from(args.concurrency),
        out: None,
        journal: None,
        finished: Seen::default(),
        unknown: Vec::new(),
        validation: match global.shown("validation")?.as_deref() {
            Some("lenient") => Validation::Lenient,
            _ => Validation::Strict,
        },
        length,
        output: global.output,
    };
    if !args.dry_run {
        open(&mut work, &args)?;
    }
    let resumable = args.out.is_some() && !args.dry_run;
    run::run(work, args.report.as_deref(), resumable)
}

/// Opens what the outcomes are written to, and reads what an earlier run left.
fn open(work: &mut run::Work, args: &BatchArgs) -> Result<(), Failure> {
    let named = args.out.as_deref().and_then(Format::of);
    let format = args.out_format.or(named).unwrap_or(Format::Jsonl);
    let Some(out) = &args.out else {
        work.out = Some(Out::stdout(work.operation, format)?);
        return Ok(());
    };
    if same(out, args.input.as_deref()) {
        return Err(Failure::usage("--out is the input itself"));
    }
    let begin = match (args.resume, args.force) {
        (true, _) => {
            let Earlier { seen, succeeded, failed } = out::resume(out, format, args.retry_failed)?;
            work.finished = seen;
            work.unknown = Journal::unknown(out, &work.finished)?;
            let unknown = work.unknown.len();
            let what = if work.operation.repeatable {
                "they are sent again, since this call may be repeated"
            } else {
                "they are not sent again: each becomes an error of the kind `unknown`"
            };
            let unknown = if unknown == 0 { String::new() } else { format!(", {unknown} unknown ({what})") };
            let message = format!("of an earlier run: {succeeded} succeeded, {failed} failed{unknown}");
            output::note(work.output, &message);
            if work.operation.repeatable {
                work.unknown.clear();
            }
            Begin::Resume
        }
        (false, true) => Begin::Over,
        (false, false) => Begin::New,
    };
    work.out = Some(Out::file(out, work.operation, format, begin)?);
    work.journal = Some(Journal::start(out, args.resume)?);
    Ok(())
}

fn same(out: &Path, input: Option<&Path>) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    input.and_then(real).is_some_and(|input| real(out) == Some(input))
}
