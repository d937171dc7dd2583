//! How far a batch is: a bar on a terminal, else a line now and then.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::tally::Tally;
use crate::output;

/// How often a line is written where no bar can be.
const LINES: Duration = Duration::from_secs(10);

pub enum Progress {
    Bar(ProgressBar),
    Lines { next: Instant, format: output::Format, length: Option<u64> },
}

impl Progress {
    /// `length` of the input in bytes, where it is known.
    pub fn start(format: output::Format, length: Option<u64>) -> Self {
        if !std::io::stderr().is_terminal() || format.is_json() {
            return Self::Lines { next: Instant::now() + LINES, format, length };
        }
        let (bar, template) = match length {
            Some(length) => (ProgressBar::new(length), "{bar:30} {percent:>3} %  {msg}  {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}"),
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is right"));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self::Bar(bar)
    }

    /// After a row; `position` is how far the input is read.
    pub fn show(&mut self, tally: &Tally, position: u64) {
        match self {
            Self::Bar(bar) => {
                bar.set_position(position);
                bar.set_message(text(tally));
            }
            Self::Lines { next, format, length } => {
                if Instant::now() < *next {
                    return;
                }
                *next = Instant::now() + LINES;
                let share = length.filter(|length| *length > 0).map(|length| position as f64 / length as f64);
                let left = share.filter(|share| *share > 0.0).map(|share| {
                    let left = tally.elapsed().as_secs_f64() * (1.0 - share) / share;
                    format!(", {:.0} % read, about {left:.0} s left", share * 100.0)
                });
                output::note(*format, &format!("{}{}", text(tally), left.unwrap_or_default()));
            }
        }
    }

    pub fn finish(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn text(tally: &Tally) -> String {
    let rate = tally.done() as f64 / tally.elapsed().as_secs_f64().max(1e-9);
    format!("{} done, {} failed, {rate:.0} a second", tally.done(), tally.failed)
}
