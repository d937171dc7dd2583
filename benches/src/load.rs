//! The load generator: so many calls in flight, for so long.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use serde::{Deserialize, Serialize};

use crate::usage;

/// A client that can be measured.
pub trait Exchange: Send + Sync + 'static {
    /// Makes one call and answers the ticket, or what went wrong.
    fn ticket(&self) -> impl Future<Output = Result<String, String>> + Send;
}

/// How much load. The environment variables are the contract with clients in other languages.
#[derive(Args, Clone, Debug)]
pub struct Load {
    /// Calls in flight at any time.
    #[arg(long, env = "BENCH_IN_FLIGHT", default_value_t = 1)]
    pub in_flight: usize,
    /// Seconds before anything is measured.
    #[arg(long, env = "BENCH_WARM_UP", default_value_t = 0.5)]
    pub warm_up: f64,
    /// Seconds that are measured.
    #[arg(long, env = "BENCH_SECONDS", default_value_t = 4.0)]
    pub seconds: f64,
    /// Ends the measurement after so many calls, however many seconds are left.
    #[arg(long, env = "BENCH_REQUESTS", default_value_t = 400_000)]
    pub requests: u64,
}

/// The line a client prints.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Calls that were answered with a ticket.
    pub requests: u64,
    /// Calls that were not.
    pub errors: u64,
    /// How long it took.
    pub seconds: f64,
    /// CPU time of the client, user and system, in microseconds a call.
    pub cpu_us: f64,
    /// Median latency in microseconds.
    pub p50_us: f64,
    /// 99th percentile of the latency in microseconds.
    pub p99_us: f64,
}

impl Load {
    /// Warms the client up and measures it. The first failure's text goes to stderr.
    pub async fn run<E: Exchange>(&self, exchange: E) -> Measured {
        let exchange = Arc::new(exchange);
        self.phase(&exchange, self.warm_up, u64::MAX).await;
        let (start, cpu) = (Instant::now(), usage::cpu_time());
        let (mut latencies, errors) = self.phase(&exchange, self.seconds, self.requests).await;
        let (elapsed, cpu) = (start.elapsed(), usage::cpu_time() - cpu);

        latencies.sort_unstable();
        let micros = |part| usage::percentile(&latencies, part) as f64 / 1e3;
        Measured {
            requests: latencies.len() as u64,
            errors,
            seconds: elapsed.as_secs_f64(),
            cpu_us: cpu.as_secs_f64() * 1e6 / (latencies.len() as u64 + errors).max(1) as f64,
            p50_us: micros(0.5),
            p99_us: micros(0.99),
        }
    }

    /// Answers the latencies in nanoseconds and the number of failures.
    async fn phase<E: Exchange>(&self, exchange: &Arc<E>, seconds: f64, requests: u64) -> (Vec<u64>, u64) {
        let end = Instant::now() + Duration::from_secs_f64(seconds);
        let started = Arc::new(AtomicU64::new(0));
        let lanes: Vec<_> = (0..self.in_flight)
            .map(|_| tokio::spawn(lane(exchange.clone(), started.clone(), requests, end)))
            .collect();
        let (mut latencies, mut errors) = (Vec::new(), 0);
        for lane in lanes {
            let (more, failures) = lane.await.expect("a lane does not panic");
            latencies.extend(more);
            errors += failures;
        }
        (latencies, errors)
    }
}

/// One call after the other.
async fn lane<E: Exchange>(
    exchange: Arc<E>,
    started: Arc<AtomicU64>,
    requests: u64,
    end: Instant,
) -> (Vec<u64>, u64) {
    let (mut latencies, mut errors) = (Vec::with_capacity(1 << 14), 0);
    let mut now = Instant::now();
    while now < end && started.fetch_add(1, Ordering::Relaxed) < requests {
        let outcome = exchange.ticket().await;
        let answered = Instant::now();
        match outcome {
            Ok(ticket) if !ticket.is_empty() => latencies.push((answered - now).as_nanos() as u64),
            outcome => {
                if errors == 0 {
                    eprintln!("a call failed: {}", outcome.err().unwrap_or("an empty ticket".to_owned()));
                }
                errors += 1;
            }
        }
        now = answered;
    }
    (latencies, errors)
}
