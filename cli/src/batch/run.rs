//! Rows in, calls, outcomes out.

use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use qiyuesuo::operation::OperationInfo;
use qiyuesuo::{Client, Error, Part, Validation};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::out::{Finished, Journal, Out};
use super::progress::Progress;
use super::report;
use super::rows::{Problem, Request, Row};
use super::seen::Seen;
use super::tally::Tally;
use crate::failure::Failure;
use crate::output;
use crate::{input, run};

/// Some rows failed.
const SOME_FAILED: u8 = 9;

/// What is to be done, and with what.
pub struct Work {
    pub operation: &'static OperationInfo,
    pub client: Client,
    pub rows: mpsc::Receiver<Row>,
    pub concurrency: usize,
    /// `None` checks the rows alone.
    pub out: Option<Out>,
    pub journal: Option<Journal>,
    /// Rows that an earlier run finished.
    pub finished: Seen,
    /// Rows that it began and that must not be sent again, in their order.
    pub unknown: Vec<u64>,
    pub validation: Validation,
    /// Length of the input in bytes, where it is known.
    pub length: Option<u64>,
    pub output: output::Format,
}

/// A call that ended.
struct Call {
    finished: Finished,
    took: Duration,
}

/// How a batch ended.
#[derive(PartialEq)]
enum End {
    Done,
    Interrupted,
}

pub fn run(mut work: Work, report: Option<&Path>, resumable: bool) -> Result<(), Failure> {
    let mut tally = Tally::new();
    let mut progress = Progress::start(work.output, work.length);
    let end = run::runtime()?.block_on(work.all(&mut tally, &mut progress))?;
    progress.finish();
    if let (End::Done, Some(journal)) = (&end, work.journal.take()) {
        journal.finish()?;
    }
    if let Some(path) = report {
        let page = report::page(work.operation.name, &tally);
        std::fs::write(path, page).map_err(Failure::Output)?;
    }
    summary(&work, &tally);
    if end == End::Interrupted {
        if resumable {
            output::note(work.output, "the same command with --resume goes on where this ended");
        }
        return Err(Failure::Interrupted);
    }
    if tally.failed > 0 { Err(Failure::Reported(SOME_FAILED)) } else { Ok(()) }
}

impl Work {
    async fn all(&mut self, tally: &mut Tally, progress: &mut Progress) -> Result<End, Failure> {
        let mut calls = FuturesUnordered::new();
        let (mut position, mut more, mut end) = (0, true, End::Done);
        let interrupted = interruptions();
        tokio::pin!(interrupted);
        while more || !calls.is_empty() {
            tokio::select! {
                biased;
                call = calls.next(), if !calls.is_empty() => {
                    let mut ended = call;
                    // What ended together is written together: at most what is in flight has no line yet.
                    while let Some(Call { finished, took }) = ended {
                        self.finish(&finished, Some(took), tally)?;
                        ended = calls.next().now_or_never().flatten();
                    }
                    self.flush()?;
                    progress.show(tally, position);
                }
                row = self.rows.recv(), if more && calls.len() < self.concurrency => {
                    let Some(row) = row else { more = false; continue };
                    position = row.position;
                    if let Some(call) = self.begin(row, tally)? {
                        calls.push(call);
                    } else {
                        progress.show(tally, position);
                    }
                }
                Some(()) = interrupted.next() => {
                    if end == End::Interrupted {
                        self.flush()?;
                        return Ok(end);
                    }
                    end = End::Interrupted;
                    more = false;
                    let left = calls.len();
                    let message = format!("taking no more rows, {left} calls are in flight; Ctrl-C again ends at once");
                    output::note(self.output, &message);
                }
            }
        }
        self.flush()?;
        Ok(end)
    }

    /// The call of a row, unless its outcome is known without one.
    fn begin(
        &mut self,
        row: Row,
        tally: &mut Tally,
    ) -> Result<Option<impl Future<Output = Call> + use<>>, Failure> {
        let Row { number, line, key, request, .. } = row;
        if self.finished.has(number) {
            return Ok(None);
        }
        let known = |outcome| Finished { row: number, line, key: key.clone(), outcome };
        if self.unknown.binary_search(&number).is_ok() {
            let message = "was in flight when an earlier run ended: whether it had its effect is not known, and the call must not \
                           be repeated";
            self.finish(&known(Err(json!({ "kind": "unknown", "message": message }))), None, tally)?;
            return Ok(None);
        }
        let (json, files) = match request.and_then(|request| self.prepare(request)) {
            Ok(prepared) => prepared,
            Err(problem) => {
                self.finish(&known(Err(of_problem(&problem))), None, tally)?;
                return Ok(None);
            }
        };
        if self.out.is_none() {
            let checked = self.operation.check(&json, self.validation);
            let outcome = checked.map(|()| Value::Null).map_err(|error| of_error(&error));
            self.finish(&known(outcome), None, tally)?;
            return Ok(None);
        }
        if let Some(journal) = &mut self.journal {
            journal.begin(number)?;
        }
        let (client, name) = (self.client.clone(), self.operation.name);
        Ok(Some(async move {
            let began = Instant::now();
            let answer = client.call_json(name, json, files).await;
            let outcome = answer.map(|answer| answer.flattened()).map_err(|error| of_error(&error));
            Call { took: began.elapsed(), finished: Finished { row: number, line, key, outcome } }
        }))
    }

    fn prepare(&self, request: Request) -> Result<(Bytes, Vec<Part>), Problem> {
        let json = serde_json::to_vec(&request.members).expect("a JSON value can be written");
        let files = request.files.into_iter().map(|(part, path)| {
            input::part(&part, &part, &path).map_err(|failure| {
                let Failure::Usage(message) = failure else {
                    unreachable!("a file that cannot be read is that")
                };
                Problem::new(Some(&part), message)
            })
        });
        Ok((json.into(), files.collect::<Result<_, _>>()?))
    }

    /// Writes an outcome down; a wrong row is told at once where nothing is written.
    fn finish(
        &mut self,
        finished: &Finished,
        took: Option<Duration>,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        tally.add(finished.row, finished.outcome.as_ref().err(), took);
        match (&mut self.out, &finished.outcome) {
            (Some(out), _) => out.write(finished),
            (None, Ok(_)) => Ok(()),
            (None, Err(error)) => {
                let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
                let place = [text("column"), text("field")].into_iter().find(|place| !place.is_empty());
                let place = place.map(|place| format!(", {place}")).unwrap_or_default();
                let said =
                    format!("row {} (line {}{place}): {}", finished.row, finished.line, text("message"));
                output::warn(self.output, &said);
                Ok(())
            }
        }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.out.as_mut().map_or(Ok(()), Out::flush)
    }
}

/// Each Ctrl-C, until nobody listens.
fn interruptions() -> impl futures_util::Stream<Item = ()> {
    futures_util::stream::unfold((), |()| async {
        run::interrupted().await;
        Some(((), ()))
    })
}

fn of_problem(problem: &Problem) -> Value {
    json!({ "kind": "validation", "message": problem.message, "column": problem.column })
}

fn of_error(error: &Error) -> Value {
    json!({
        "kind": error.kind().as_str(),
        "message": error.message(),
        "field": error.field(),
        "code": error.code(),
        "response_code": error.response_code(),
        "http_status": error.http_status(),
        "attempts": error.attempts(),
        "request_id": error.request_id(),
    })
}

fn summary(work: &Work, tally: &Tally) {
    let document = tally.document();
    if work.output.is_json() {
        output::json_to_stderr(&json!({ "summary": document }));
        return;
    }
    let what = if work.out.is_some() { "rows" } else { "rows checked, nothing was sent" };
    let mut said = format!("{} {what}: {} good, {} failed", tally.done(), tally.succeeded, tally.failed);
    if work.out.is_some() {
        said +=
            &format!(", in {:.1} s, {} a second", tally.elapsed().as_secs_f64(), document["rows_per_second"]);
    }
    output::note(work.output, &said);
    for (label, count) in &tally.errors {
        output::note(work.output, &format!("{count} x {}", output::value(label)));
    }
    if let Some((row, took)) = tally.slowest {
        output::note(
            work.output,
            &format!("the slowest call was row {row}, with {:.1} ms", took.as_secs_f64() * 1e3),
        );
    }
}
