//! Measures one Rust client under load and prints one JSON line.
//!
//! All of them run on the same kind of runtime: tokio's current-thread one, or with `--runtime multi` the
//! multi-threaded one of `#[tokio::main]`, which has as many workers as the process has CPUs (pinned: one).

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use qiyuesuo_bench::clients::{ByHyperUtil, ByReqwest, Raw, Sdk, Target};
use qiyuesuo_bench::load::Load;
use tokio::runtime::Builder;

#[derive(Parser)]
#[command(about = "Measures one Rust client under load")]
struct Arguments {
    /// The client to measure.
    client: Kind,
    #[arg(long, value_enum, default_value_t = Flavour::Current)]
    runtime: Flavour,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    load: Load,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// The SDK.
    Qiyuesuo,
    /// Written by hand on reqwest.
    Reqwest,
    /// Written by hand on hyper-util's client.
    HyperUtil,
    /// Fixed bytes on plain sockets.
    Raw,
}

#[derive(Clone, Copy, ValueEnum)]
enum Flavour {
    Current,
    Multi,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Arguments { client, runtime, target, load } = Arguments::parse();
    let mut builder = match runtime {
        Flavour::Current => Builder::new_current_thread(),
        Flavour::Multi => Builder::new_multi_thread(),
    };
    let measured = builder.enable_all().build()?.block_on(async {
        Ok::<_, Box<dyn Error>>(match client {
            Kind::Qiyuesuo => load.run(Sdk::new(target)?).await,
            Kind::Reqwest => load.run(ByReqwest::new(target)?).await,
            Kind::HyperUtil => load.run(ByHyperUtil::new(target)?).await,
            Kind::Raw => load.run(Raw::new(&target)?).await,
        })
    })?;
    println!("{}", serde_json::to_string(&measured)?);
    Ok(if measured.errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
