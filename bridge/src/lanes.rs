//! Where submitted calls run: in lanes, each a task of the bridge's runtime that makes one call after the other.
//!
//! A call is a future of some kilobytes, which a task of its own would allocate and copy for each call. There are as many
//! lanes as there were ever calls in flight at once; of those with nothing to do some are kept.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

/// Lanes that are kept with nothing to do. Each holds the memory of a call, about 12 KiB.
const MOST_IDLE: usize = 64;

/// What is done in a lane.
pub(crate) trait Work: Send + 'static {
    fn run(self) -> impl Future<Output = ()> + Send;
}

/// The lanes of a process.
pub(crate) struct Lanes<W> {
    handle: Handle,
    state: Mutex<State<W>>,
    /// A permit for each lane that was woken.
    woken: Semaphore,
}

struct State<W> {
    /// While there are some, a lane is on its way to take one.
    jobs: VecDeque<W>,
    /// Lanes that wait and were not woken.
    idle: usize,
}

impl<W: Work> Lanes<W> {
    pub fn new(handle: Handle) -> Arc<Self> {
        let state = Mutex::new(State { jobs: VecDeque::new(), idle: 0 });
        Arc::new(Self { handle, state, woken: Semaphore::new(0) })
    }

    /// Never blocks. Only the first of several jobs wakes the runtime's thread.
    pub fn submit(self: &Arc<Self>, job: W) {
        let mut state = self.lock();
        state.jobs.push_back(job);
        if state.jobs.len() == 1 {
            self.wake(state);
        }
    }

    fn wake(self: &Arc<Self>, mut state: MutexGuard<'_, State<W>>) {
        if state.idle > 0 {
            state.idle -= 1;
            drop(state);
            self.woken.add_permits(1);
        } else {
            drop(state);
            self.handle.spawn(lane(self.clone()));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a lane does next.
enum Next<W> {
    Run(W),
    Wait,
    End,
}

fn next<W: Work>(lanes: &Arc<Lanes<W>>) -> Next<W> {
    let mut state = lanes.lock();
    match state.jobs.pop_front() {
        Some(job) => {
            if !state.jobs.is_empty() {
                lanes.wake(state);
            }
            Next::Run(job)
        }
        None if state.idle >= MOST_IDLE => Next::End,
        None => {
            state.idle += 1;
            Next::Wait
        }
    }
}

async fn lane<W: Work>(lanes: Arc<Lanes<W>>) {
    loop {
        match next(&lanes) {
            Next::Run(job) => job.run().await,
            // The semaphore is never closed.
            Next::Wait => lanes.woken.acquire().await.expect("open").forget(),
            Next::End => return,
        }
    }
}
