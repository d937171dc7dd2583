//! Runs the measurements and prints their tables. `benches/run` builds everything and starts this; the method and the
//! contract with the clients stand in `benches/README.md`.

mod clients;
mod machine;
mod process;
mod table;

use std::error::Error;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use crate::clients::{Client, Plan};
use crate::process::Server;

#[derive(Parser)]
#[command(about = "Measures the SDK against what users would write by hand, side by side")]
struct Arguments {
    /// What to measure; everything when none is named.
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// The clients to measure.
    #[arg(long, default_value = "benches/clients.toml")]
    clients: PathBuf,
    /// Only clients of these languages, separated by commas.
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
    /// Calls in flight, separated by commas: one table each.
    #[arg(long, value_delimiter = ',', default_values_t = [1, 64])]
    in_flight: Vec<usize>,
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds that each run is measured.
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// Ends a run after so many calls.
    #[arg(long, default_value_t = 400_000)]
    requests: u64,
    /// Requests of the emulator's measurement.
    #[arg(long, default_value_t = 1_000_000)]
    emulator_requests: u64,
    #[arg(long, default_value_t = 0)]
    server_cpu: usize,
    #[arg(long, default_value_t = 1)]
    client_cpu: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One request, checked, encoded and signed, without the network.
    Prepare,
    /// Every client of the list against the bare server.
    Clients,
    /// The emulator under load.
    Emulator,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    let wanted = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    let pinning = process::Pinning::find(arguments.server_cpu, arguments.client_cpu);
    println!("{}\n{pinning}\n", machine::describe());

    let mut failed = false;
    if wanted(Part::Prepare) {
        failed |= !process::own("prepare", pinning.client()).status()?.success();
        println!();
    }
    if wanted(Part::Clients) {
        failed |= !measure_clients(&arguments, &pinning)?;
    }
    if wanted(Part::Emulator) {
        let mut emulator = process::own("emulator-load", pinning.client());
        emulator.arg("--requests").arg(arguments.emulator_requests.to_string());
        emulator.args(pinning.server().map(|cpu| format!("--server-cpu={cpu}")));
        failed |= !emulator.status()?.success();
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Answers whether every run went without an error.
fn measure_clients(arguments: &Arguments, pinning: &process::Pinning) -> Result<bool, Box<dyn Error>> {
    let mut clients = clients::read(&arguments.clients)?;
    clients.retain(|client| arguments.languages.is_empty() || arguments.languages.contains(&client.language));
    clients.retain(Client::is_runnable);
    let plan = Plan { rounds: arguments.rounds, seconds: arguments.seconds, requests: arguments.requests };

    let server = Server::start(pinning)?;
    let mut results = Vec::new();
    for round in 1..=plan.rounds {
        for &in_flight in &arguments.in_flight {
            for client in clients.iter().filter(|client| client.takes(in_flight)) {
                progress(&format!("round {round}: {in_flight} in flight, {}", client.title()));
                results.push(clients::run(client, &plan, round, in_flight, &server, pinning)?);
            }
        }
    }
    progress("");
    for &in_flight in &arguments.in_flight {
        let taken: Vec<Client> = clients.iter().filter(|client| client.takes(in_flight)).cloned().collect();
        print!("{}", table::render(&taken, &results, in_flight, &plan));
    }
    println!("{}", table::LEGEND);
    Ok(results.iter().all(|run| run.measured.errors == 0))
}

/// One line that replaces the one before, for people who wait.
fn progress(text: &str) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K{text}");
    }
}
