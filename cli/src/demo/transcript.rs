//! What the demo did, step by step: printed as it happens, or as one document at the end.

use std::time::Instant;

use qiyuesuo::{Error, ErrorKind};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::output::{self, FAINT, Format, GOOD, STRONG, Written, styled};

const INTRODUCTION: &str = "\
The whole job on this machine: no account and no network needed. An emulator stands in for the platform;
this is not a tool of the platform's operator.";

pub struct Transcript {
    format: Format,
    began: Instant,
    steps: Vec<Value>,
}

impl Transcript {
    pub fn new(format: Format) -> Self {
        Self { format, began: Instant::now(), steps: Vec::new() }
    }

    pub fn begin(&self) -> Written {
        self.say(INTRODUCTION)
    }

    /// Begins a step.
    pub fn step(&mut self, title: &str) -> Written {
        let number = self.steps.len() + 1;
        self.steps.push(json!({ "step": number, "title": title, "facts": {} }));
        self.say(&format!("\n{}", styled(STRONG, &format!("{number}. {title}"))))
    }

    /// A value worth showing under its name.
    pub fn fact(&mut self, name: &str, value: impl Into<Value>) -> Written {
        let value = value.into();
        let text = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        self.keep(name, value);
        self.say(&format!("     {} {text}", styled(FAINT, &format!("{name:<13}"))))
    }

    /// A request as it went over the wire.
    pub fn request(&mut self, method: &str, path: &str, headers: &Map<String, Value>, body: &str) -> Written {
        self.say(&format!("     {method} {path}"))?;
        for (name, value) in headers {
            self.say(&format!("     {name}: {}", value.as_str().unwrap_or_default()))?;
        }
        self.say(&format!("     {body}"))?;
        self.keep("request", json!({ "method": method, "path": path, "headers": headers, "body": body }));
        Ok(())
    }

    fn keep(&mut self, name: &str, value: Value) {
        if let Some(step) = self.steps.last_mut() {
            step["facts"][name.replace(' ', "_")] = value;
        }
    }

    pub fn close(&self, ok: bool) -> Written {
        let elapsed = self.began.elapsed();
        if self.format.is_json() {
            let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
            return output::json(&json!({ "ok": ok, "steps": self.steps, "elapsed_ms": elapsed_ms }));
        }
        if !ok {
            return Ok(());
        }
        let done = format!("Done: {} steps in {} ms, each checked.", self.steps.len(), elapsed.as_millis());
        self.say(&format!("\n{}", styled(GOOD, &done)))?;
        self.say("Next: `qys emulator` keeps one running; with your own App Token and Secret, `qys doctor`.")
    }

    fn say(&self, text: &str) -> Written {
        if self.format.is_json() { Ok(()) } else { output::say(text) }
    }
}

/// A step's success.
pub fn expect(holds: bool, what: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(unexpected(&format!("the demo expected that {what}"))) }
}

/// Something that cannot be unless the SDK or the emulator has a defect.
pub fn unexpected(message: &str) -> Failure {
    Error::new(ErrorKind::Internal, message).into()
}
