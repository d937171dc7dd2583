//! Completions on their way to an event loop.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use napi::bindgen_prelude::{Buffer, Function, Result};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;
use qiyuesuo_bridge::{Bridge, LogLine, Queue as Core};

use crate::convert;

/// Weak: it does not keep the loop alive. A timer in JavaScript does, as long as calls are in flight.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// The completions of one environment: the main thread or a worker.
#[napi]
pub struct Queue {
    core: Core,
    in_flight: Arc<Mutex<HashSet<u64>>>,
    downloads: VecDeque<Bytes>,
    logs: Vec<LogLine>,
}

impl Queue {
    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    pub(crate) fn began(&self, id: u64) {
        lock(&self.in_flight).insert(id);
    }
}

fn lock(ids: &Mutex<HashSet<u64>>) -> MutexGuard<'_, HashSet<u64>> {
    ids.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi]
impl Queue {
    /// `wake` is called on the loop whenever there is something to drain.
    #[napi(constructor)]
    pub fn new(env: Env, wake: Function<(), ()>) -> Result<Self> {
        let wake: Wake = wake.build_threadsafe_function().weak::<true>().callee_handled::<false>().build()?;
        let core = Core::new();
        // An environment that is being torn down refuses the call: then there is nobody to tell.
        core.on_ready(move || _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking));
        let in_flight = Arc::<Mutex<HashSet<u64>>>::default();
        // A worker that is terminated leaves no request behind.
        env.add_env_cleanup_hook((core.clone(), in_flight.clone()), |(core, in_flight)| {
            core.end();
            for id in lock(&in_flight).drain() {
                Bridge::cancel(id);
            }
        })?;
        Ok(Self { core, in_flight, downloads: VecDeque::new(), logs: Vec::new() })
    }

    /// Takes up to `max` completions as a JSON text, see `convert::completions`.
    #[napi]
    pub fn drain(&mut self, max: u32) -> String {
        let batch = self.core.drain(max as usize, Duration::ZERO);
        let mut in_flight = lock(&self.in_flight);
        for completion in &batch.completions {
            in_flight.remove(&completion.id);
        }
        drop(in_flight);
        self.logs.extend(batch.logs);
        convert::completions(batch.completions, &mut self.downloads)
    }

    /// The bytes of the next download that the last drain brought. What JavaScript cannot hold is an exception, for this
    /// one alone.
    #[napi]
    pub fn take_download(&mut self) -> Buffer {
        Vec::from(self.downloads.pop_front().unwrap_or_default()).into()
    }

    /// The lines of the log that came with drains, as JSON.
    #[napi]
    pub fn take_logs(&mut self) -> String {
        self.logs.extend(qiyuesuo_bridge::take_logs().0);
        serde_json::to_string(&std::mem::take(&mut self.logs)).unwrap_or_else(|_| "[]".to_owned())
    }
}
