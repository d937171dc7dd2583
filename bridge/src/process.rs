//! What calls need and one process owns, in one value: to know whose it is costs a system call, which a call makes once.

use std::sync::Arc;

use qiyuesuo::{Error, Options};

use crate::clients::{Clients, OpenClient};
use crate::fork::{Owned, PerProcess};
use crate::job::Job;
use crate::lanes::Lanes;
use crate::once::Once;
use crate::operations::{self, Operations};
use crate::queue::Teller;
use crate::runtime::Runtimes;

static CURRENT: PerProcess<Process> = PerProcess::new();

pub(crate) struct Process {
    pub runtimes: Runtimes,
    clients: Clients,
    pub operations: Arc<Owned<Operations>>,
    pub teller: Arc<Teller>,
    lanes: Once<Arc<Lanes<Job>>>,
}

impl Process {
    pub fn current() -> Arc<Owned<Self>> {
        CURRENT.for_this_process(|| {
            // Every call finds its process before it is signed, so a child has its name before it makes a nonce.
            qiyuesuo::nonces::name_process(std::process::id());
            Self {
                runtimes: Runtimes::new(),
                clients: Clients::default(),
                operations: operations::current(),
                teller: Arc::default(),
                lanes: Once::new(),
            }
        })
    }

    /// The open client with these options.
    pub fn open(&self, options: &Options) -> Result<Arc<OpenClient>, Error> {
        self.clients.open(options)
    }

    /// Sets how many open clients are held on to.
    pub fn keep_open(&self, count: usize) {
        self.clients.keep_open(count);
    }

    /// Where submitted calls run.
    pub fn lanes(&self) -> Result<&Arc<Lanes<Job>>, Error> {
        self.lanes.get_or_try(|| {
            let handle = self.runtimes.background()?;
            handle.spawn(self.teller.clone().run());
            Ok(Lanes::new(handle.clone()))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use super::*;
    use crate::{Bridge, Call, Queue};

    /// Runs the test of that name in a process of its own with so many threads, and answers whether this is the one.
    fn with_threads(name: &str, threads: &str) -> bool {
        const CHILD: &str = "QYS_TEST_CHILD";
        if std::env::var(CHILD).is_ok() {
            return true;
        }
        let mut alone = std::process::Command::new(std::env::current_exe().expect("has a path"));
        alone
            .args(["--exact", &format!("process::tests::{name}")])
            .env(CHILD, "1")
            .env("QYS_THREADS", threads);
        assert!(alone.status().expect("runs").success());
        false
    }

    /// Calls that end at once are told of although every thread of the bridge is busy all the time.
    fn told_beside_busy_tasks(tasks: usize) {
        let bridge = Bridge::open(br#"{"app_token":"t","app_secret":"s","base_url":"http://127.0.0.1:1"}"#)
            .expect("the options are right");
        let process = Process::current();
        process.lanes().expect("there are threads");
        let runtime = process.runtimes.background().expect("there are threads");
        let (stop, turns) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        for _ in 0..tasks {
            let (stop, turns) = (stop.clone(), turns.clone());
            // As a connection over which a download comes faster than it is read: ready whenever its turn has come.
            runtime.spawn(std::future::poll_fn(move |cx| {
                turns.fetch_add(1, Ordering::Relaxed);
                cx.waker().wake_by_ref();
                if stop.load(Ordering::Relaxed) {
                    std::task::Poll::Ready(())
                } else {
                    std::task::Poll::Pending
                }
            }));
        }
        while turns.load(Ordering::Relaxed) < 1000 {
            std::thread::yield_now();
        }
        let (queue, told) = (Queue::new(), Arc::new(AtomicUsize::new(0)));
        let waker = told.clone();
        queue.on_ready(move || _ = waker.fetch_add(1, Ordering::Release));
        for calls in 1..=10 {
            let operation = "personal_auth.create_ticket".to_owned();
            let refused = Call { operation, request: "{}".into(), ..Call::default() };
            bridge.submit(refused, &queue).expect("the client is open");
            let end = Instant::now() + Duration::from_secs(5);
            while told.load(Ordering::Acquire) < calls {
                assert!(Instant::now() < end, "nobody was told");
                std::thread::yield_now();
            }
            assert_eq!(queue.drain(1, Duration::ZERO).completions.len(), 1);
        }
        let busy = turns.load(Ordering::Relaxed);
        while turns.load(Ordering::Relaxed) == busy {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::Relaxed);
    }

    #[test]
    fn a_finished_call_is_told_beside_a_busy_one() {
        if with_threads("a_finished_call_is_told_beside_a_busy_one", "1") {
            told_beside_busy_tasks(1);
        }
    }

    #[test]
    fn a_finished_call_is_told_beside_busy_ones_on_two_threads() {
        if with_threads("a_finished_call_is_told_beside_busy_ones_on_two_threads", "2") {
            told_beside_busy_tasks(2);
        }
    }
}
