//! The emulator under load: tickets a second on one core, and its memory before and after.
//!
//! The emulator runs in a process of its own (this program again, as `emulator-load serve`), so that neither its CPU
//! time nor its memory is mixed up with the client's, which is the SDK with 64 calls in flight.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, ExitCode, Stdio};
use std::time::Duration;

use clap::{Parser, Subcommand};
use qiyuesuo_bench::clients::{Sdk, Target};
use qiyuesuo_bench::load::{Load, Measured};
use qiyuesuo_bench::pinning::on_cpu;
use qiyuesuo_emulator::{Emulator, Options};
use tokio::runtime::Builder;

#[derive(Parser)]
#[command(about = "Measures the emulator under load")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Role>,
    /// How many tickets are asked for.
    #[arg(long, default_value_t = 1_000_000)]
    requests: u64,
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// Pins the emulator to this CPU, with `taskset`.
    #[arg(long)]
    server_cpu: Option<usize>,
}

#[derive(Subcommand)]
enum Role {
    /// Serves on one thread, prints address, App Token and App Secret, and waits to be killed.
    #[command(hide = true)]
    Serve,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    match arguments.command {
        Some(Role::Serve) => runtime.block_on(serve())?,
        None => return runtime.block_on(arguments.measure()),
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let options = Options { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), ..Options::default() };
    let emulator = Emulator::start(options).await?;
    let credentials = emulator.credentials();
    println!("{} {} {}", emulator.url(), credentials.app_token, credentials.app_secret);
    std::future::pending().await
}

impl Arguments {
    async fn measure(self) -> Result<ExitCode, Box<dyn Error>> {
        let mut emulator = OtherProcess::start(self.server_cpu)?;
        let target = emulator.target()?;
        let at_first = emulator.memory();
        let sdk = Sdk::new(target)?;
        let load = Load {
            in_flight: self.in_flight,
            warm_up: 0.0,
            seconds: Duration::from_secs(3_600).as_secs_f64(),
            requests: self.requests,
        };
        let Measured { requests, errors, seconds, p50_us, p99_us, .. } = load.run(sdk).await;
        let cpu_us = emulator.cpu_time().unwrap_or_default().as_secs_f64() * 1e6 / requests.max(1) as f64;
        println!(
            "emulator, one thread, {} in flight: {:.0} tickets/s, p50 {p50_us:.0} us, p99 {p99_us:.0} us; {cpu_us:.1} us \
             of its CPU time a ticket, so at most {:.0} tickets/s on a core of its own",
            self.in_flight,
            requests as f64 / seconds,
            1e6 / cpu_us,
        );
        println!(
            "its memory (VmRSS): {} at first, {} after {requests} tickets ({errors} errors)",
            mebibytes(at_first),
            mebibytes(emulator.memory()),
        );
        Ok(if errors == 0 && requests == self.requests { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// The emulator's process, until it is dropped.
struct OtherProcess(Child);

impl OtherProcess {
    fn start(cpu: Option<usize>) -> Result<Self, Box<dyn Error>> {
        let program = std::env::current_exe()?;
        let mut command = on_cpu(cpu, program.as_os_str());
        Ok(Self(command.arg("serve").stdout(Stdio::piped()).spawn()?))
    }

    fn target(&mut self) -> Result<Target, Box<dyn Error>> {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().ok_or("it has no stdout")?).read_line(&mut line)?;
        let [base_url, app_token, app_secret] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err("the emulator did not start".into());
        };
        let [base_url, app_token, app_secret] = [base_url, app_token, app_secret].map(str::to_owned);
        Ok(Target { base_url, app_token, app_secret })
    }

    /// Resident memory in KiB, where the system tells.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        resident.split_whitespace().next()?.parse().ok()
    }

    /// CPU time by the scheduler's account; the emulator here has one thread.
    fn cpu_time(&self) -> Option<Duration> {
        let text = std::fs::read_to_string(format!("/proc/{}/schedstat", self.0.id())).ok()?;
        Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
    }
}

impl Drop for OtherProcess {
    fn drop(&mut self) {
        // It may be gone already; there is nothing else to do about it.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn mebibytes(kibibytes: Option<u64>) -> String {
    kibibytes.map_or("unknown".to_owned(), |kibibytes| format!("{:.1} MiB", kibibytes as f64 / 1024.0))
}
