//! Where submitted calls run: in lanes, each a task of the bridge's runtime that makes one call after the other.
//!
//! A call is a future of some kilobytes, which a task of its own would allocate and copy for each call. There are as many
//! lanes as there were ever calls in flight at once; of those with nothing to do some are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::client::Job;

/// Lanes that are kept with nothing to do. Each holds the memory of a call, about 12 KiB.
const MOST_IDLE: usize = 64;

/// The lanes of a process.
pub(crate) struct Lanes {
    handle: Handle,
    state: Mutex<State>,
    /// A permit for each lane that was woken.
    woken: Semaphore,
}

#[derive(Default)]
struct State {
    /// While there are some, a lane is on its way to take one.
    jobs: VecDeque<Job>,
    /// Lanes that wait and were not woken.
    idle: usize,
}

impl Lanes {
    pub fn new(handle: Handle) -> Arc<Self> {
        Arc::new(Self { handle, state: Mutex::default(), woken: Semaphore::new(0) })
    }

    /// Never blocks. Only the first of several jobs wakes the runtime's thread.
    pub fn submit(self: &Arc<Self>, job: Job) {
        let mut state = self.lock();
        state.jobs.push_back(job);
        if state.jobs.len() == 1 {
            self.wake(state);
        }
    }

    fn wake(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        if state.idle > 0 {
            state.idle -= 1;
            drop(state);
            self.woken.add_permits(1);
        } else {
            drop(state);
            self.handle.spawn(lane(self.clone()));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a lane does next.
enum Next {
    Run(Job),
    Wait,
    End,
}

fn next(lanes: &Arc<Lanes>) -> Next {
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

async fn lane(lanes: Arc<Lanes>) {
    loop {
        match next(&lanes) {
            Next::Run(job) => job.run().await,
            // The semaphore is never closed.
            Next::Wait => lanes.woken.acquire().await.expect("open").forget(),
            Next::End => return,
        }
    }
}
