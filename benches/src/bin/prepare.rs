//! What one request costs before it is sent: checking, encoding and signing, without the network. Prints, for the SDK
//! and for the hand-written reqwest client, nanoseconds (median of many batches) and allocations a request.

use std::alloc::{GlobalAlloc, Layout, System};
use std::error::Error;
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use clap::Parser;
use qiyuesuo_bench::clients::{ByReqwest, Sdk, Target};
use qiyuesuo_bench::seed::{APP_SECRET, APP_TOKEN};
use qiyuesuo_bench::usage::median;

/// The system's allocator, which counts while it is told to.
struct Counting;

static COUNTING: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

fn count(size: usize) {
    if COUNTING.load(Ordering::Relaxed) {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(size as u64, Ordering::Relaxed);
    }
}

// SAFETY: every method passes its arguments unchanged to the system's allocator, which keeps the contract; counting
// touches atomics only and allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`, and `pointer` came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: the caller keeps the contract of `realloc`, and `pointer` came from `System`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(Parser)]
#[command(about = "Measures what one request costs before it is sent")]
struct Arguments {
    #[arg(long, default_value_t = 500)]
    batches: usize,
    /// Requests a batch.
    #[arg(long, default_value_t = 1_000)]
    size: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let target = Target {
        base_url: "http://127.0.0.1:9".to_owned(),
        app_token: APP_TOKEN.to_owned(),
        app_secret: APP_SECRET.to_owned(),
    };
    let sdk = Sdk::new(target.clone())?;
    let by_reqwest = ByReqwest::new(target)?;
    println!("{:<44} {:>8} {:>14} {:>8}", "one request, not sent", "ns", "allocations", "bytes");
    arguments.measure("qiyuesuo, Client::signed_request", || {
        black_box(sdk.prepare().expect("the request is right"));
    });
    arguments.measure("reqwest by hand, RequestBuilder::build", || {
        black_box(by_reqwest.prepare().build().expect("the request is right"));
    });
    Ok(())
}

impl Arguments {
    fn measure(&self, name: &str, prepare: impl Fn()) {
        let nanos = (0..self.batches).map(|_| {
            let start = Instant::now();
            (0..self.size).for_each(|_| prepare());
            start.elapsed().as_nanos() as f64 / self.size as f64
        });
        let nanos = median(nanos);
        // Counted apart, so that counting is not part of the time.
        ALLOCATIONS.store(0, Ordering::Relaxed);
        BYTES.store(0, Ordering::Relaxed);
        COUNTING.store(true, Ordering::Relaxed);
        (0..self.size).for_each(|_| prepare());
        COUNTING.store(false, Ordering::Relaxed);
        let each = |total: &AtomicU64| total.load(Ordering::Relaxed) as f64 / self.size as f64;
        println!("{name:<44} {nanos:>8.0} {:>14.1} {:>8.0}", each(&ALLOCATIONS), each(&BYTES));
    }
}
