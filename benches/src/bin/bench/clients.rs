//! The clients of `benches/clients.toml`, and one run of one of them.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};

use qiyuesuo_bench::load::Measured;
use qiyuesuo_bench::seed::{APP_SECRET, APP_TOKEN};
use serde::Deserialize;

use crate::process::{Pinning, Server, directory, pinned};

/// How much is measured.
pub struct Plan {
    pub rounds: usize,
    pub seconds: f64,
    pub requests: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    client: Vec<Client>,
}

/// One row of the table.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    pub language: String,
    pub name: String,
    /// Program and arguments; `{bin}` is where the binaries of this crate are.
    command: Vec<String>,
    /// The name of the client of the same language that this one is compared with.
    pub baseline: Option<String>,
    /// Seconds before anything is measured.
    #[serde(default = "half_a_second")]
    warm_up: f64,
    /// Fewer calls than usual, for clients that open a connection a call.
    requests: Option<u64>,
    /// Skipped, and said so, when this shell command fails.
    requires: Option<String>,
    /// Only measured with so many calls in flight; default: with each.
    in_flight: Option<Vec<usize>>,
}

fn half_a_second() -> f64 {
    0.5
}

/// What one run came to.
pub struct Run {
    pub language: String,
    pub name: String,
    pub round: usize,
    pub in_flight: usize,
    pub measured: Measured,
    /// CPU time of the server in microseconds an answer.
    pub server_us: Option<f64>,
}

/// Reads the list and checks that every baseline is in it.
pub fn read(path: &Path) -> Result<Vec<Client>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let List { client: clients } = toml::from_str(&text)?;
    for client in &clients {
        let Some(baseline) = &client.baseline else { continue };
        if !clients.iter().any(|other| other.language == client.language && other.name == *baseline) {
            return Err(format!("{}: the baseline `{baseline}` is not in the list", client.title()).into());
        }
    }
    Ok(clients)
}

impl Client {
    pub fn title(&self) -> String {
        format!("{} {}", self.language, self.name)
    }

    /// Whether it is measured with so many calls in flight.
    pub fn takes(&self, in_flight: usize) -> bool {
        self.in_flight.as_ref().is_none_or(|taken| taken.contains(&in_flight))
    }

    /// Whether what it needs is there.
    pub fn is_runnable(&self) -> bool {
        let Some(requires) = &self.requires else { return true };
        let status = Command::new("sh").args(["-c", requires]).stdout(Stdio::null()).status();
        let runnable = status.is_ok_and(|status| status.success());
        if !runnable {
            println!("SKIP {}: `{requires}` failed", self.title());
        }
        runnable
    }
}

/// Runs a client once.
pub fn run(
    client: &Client,
    plan: &Plan,
    round: usize,
    in_flight: usize,
    server: &Server,
    pinning: &Pinning,
) -> Result<Run, Box<dyn Error>> {
    let bin = directory();
    let bin = bin.to_str().ok_or("the path of the binaries is not UTF-8")?;
    let mut words = client.command.iter().map(|word| word.replace("{bin}", bin));
    let program = words.next().ok_or_else(|| format!("{}: `command` is empty", client.title()))?;
    let before = server.cpu_time();
    let output = pinned(pinning.client(), program.as_ref())
        .args(words)
        .env("QYS_BASE_URL", &server.url)
        .env("QYS_APP_TOKEN", APP_TOKEN)
        .env("QYS_APP_SECRET", APP_SECRET)
        .env("BENCH_IN_FLIGHT", in_flight.to_string())
        .env("BENCH_WARM_UP", client.warm_up.to_string())
        .env("BENCH_SECONDS", plan.seconds.to_string())
        .env(
            "BENCH_REQUESTS",
            client.requests.map_or(plan.requests, |own| own.min(plan.requests)).to_string(),
        )
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: cannot be started: {error}", client.title()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().rev().find(|line| line.starts_with('{'));
    let line = line.ok_or_else(|| format!("{}: printed no result ({})", client.title(), output.status))?;
    let measured: Measured =
        serde_json::from_str(line).map_err(|error| format!("{}: {error}: {line}", client.title()))?;
    // The warm-up is served too, at about the same rate.
    let served = measured.requests as f64 * (1.0 + client.warm_up / measured.seconds.max(0.001));
    let spent = server.cpu_time().zip(before).map(|(after, before)| after - before);
    Ok(Run {
        language: client.language.clone(),
        name: client.name.clone(),
        round,
        in_flight,
        measured,
        server_us: spent.map(|spent| spent.as_secs_f64() * 1e6 / served.max(1.0)),
    })
}
