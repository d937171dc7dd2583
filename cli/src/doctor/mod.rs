//! `qys doctor`: what works, what does not, and what to do about it.

mod checks;
mod proxy;
mod settings;
mod variables;

use serde_json::{Value, json};

use self::settings::Found;
use crate::failure::Failure;
use crate::global::Global;
use crate::output::{self, BAD, FAINT, GOOD, ODD, STRONG, Written, styled};
use crate::run;

/// How a check went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Passed,
    /// Nothing is broken, but worth knowing.
    Warning,
    Failed,
    Skipped,
}

/// One check with its outcome.
struct Check {
    name: &'static str,
    status: Status,
    detail: String,
    /// What to do when it failed.
    advice: Option<String>,
    exit_code: u8,
}

impl Check {
    fn new(name: &'static str, status: Status, detail: impl Into<String>) -> Self {
        Self { name, status, detail: detail.into(), advice: None, exit_code: 0 }
    }

    fn passed(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Passed, detail)
    }

    fn skipped(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Skipped, detail)
    }

    fn failed(
        name: &'static str,
        exit_code: u8,
        detail: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { advice: Some(advice.into()), exit_code, ..Self::new(name, Status::Failed, detail) }
    }

    fn warning(name: &'static str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..Self::new(name, Status::Warning, detail) }
    }
}

pub fn run(global: &Global) -> Result<(), Failure> {
    let (found, options, built) = settings::look(global);
    let checks = run::waiting("checking", async { Ok(checks::run(&found, &options, built).await) })?;
    print(global, &found, &checks)?;
    match checks.iter().find(|check| check.status == Status::Failed) {
        Some(check) => Err(Failure::Reported(check.exit_code)),
        None => Ok(()),
    }
}

fn print(global: &Global, found: &[Found], checks: &[Check]) -> Written {
    if global.output.is_json() {
        return output::json(&json!({
            "ok": checks.iter().all(|check| check.status != Status::Failed),
            "settings": found.iter().map(Found::document).collect::<Vec<_>>(),
            "checks": checks.iter().map(document).collect::<Vec<_>>(),
        }));
    }
    output::say(&styled(STRONG, "Settings"))?;
    for setting in found.iter().filter(|setting| setting.is_worth_a_line(found)) {
        output::say(&setting.line())?;
    }
    output::say(&styled(FAINT, "  Everything else has its default; `--output json` lists it all."))?;
    output::say("")?;
    output::say(&styled(STRONG, "Checks"))?;
    for check in checks {
        let mark = match check.status {
            Status::Passed => styled(GOOD, "✓"),
            Status::Warning => styled(ODD, "!"),
            Status::Failed => styled(BAD, "✗"),
            Status::Skipped => styled(FAINT, "-"),
        };
        output::say(&format!("  {mark} {:<12} {}", check.name, check.detail))?;
        if let Some(advice) = &check.advice {
            output::say(&format!("    {:<12} {advice}", "→ to do"))?;
        }
    }
    let failed = checks.iter().filter(|check| check.status == Status::Failed).count();
    output::say("")?;
    match failed {
        0 => output::say(&styled(GOOD, "Everything that was checked works.")),
        1 => output::say(&styled(BAD, "One check failed.")),
        _ => output::say(&styled(BAD, &format!("{failed} checks failed; begin with the first."))),
    }
}

fn document(check: &Check) -> Value {
    let status = match check.status {
        Status::Passed => "passed",
        Status::Warning => "warning",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
    };
    json!({ "name": check.name, "status": status, "detail": check.detail, "advice": check.advice })
}
