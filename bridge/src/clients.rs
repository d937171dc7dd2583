//! The open clients of a process, which handles with equal options share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use qiyuesuo::{Client, Error, Options};

/// How many open clients a process holds on to when no handle does; a setting, which a forked child inherits.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// An open client: one set of connections for each way to wait.
pub(crate) struct OpenClient {
    blocking: Client,
    background: OnceLock<Client>,
}

impl OpenClient {
    fn new(options: &Options) -> Result<Self, Error> {
        Ok(Self { blocking: options.clone().build_without_env()?, background: OnceLock::new() })
    }

    pub fn blocking(&self) -> &Client {
        &self.blocking
    }

    pub fn background(&self) -> &Client {
        self.background.get_or_init(|| self.blocking.with_own_connections())
    }
}

/// The clients that are open, by what they were opened with.
#[derive(Default)]
pub(crate) struct Clients(Mutex<State>);

#[derive(Default)]
struct State {
    known: Vec<Known>,
    /// Those that stay open without a handle, the one opened last at the end.
    kept: VecDeque<Arc<OpenClient>>,
}

/// What a client was opened with: options, and what they pointed to.
struct Known {
    options: Options,
    surroundings: [u8; 32],
    client: Weak<OpenClient>,
}

impl State {
    fn find(&mut self, options: &Options, surroundings: &[u8; 32]) -> Option<Arc<OpenClient>> {
        self.known.retain(|known| known.client.strong_count() > 0);
        let equal = |known: &&Known| known.surroundings == *surroundings && known.options == *options;
        self.known.iter().find(equal)?.client.upgrade()
    }

    /// Lets go of those that are too many, for the caller to drop outside the lock.
    fn surplus(&mut self) -> Vec<Arc<OpenClient>> {
        let surplus = self.kept.len().saturating_sub(KEPT.load(Ordering::Relaxed));
        self.kept.drain(..surplus).collect()
    }
}

impl Clients {
    /// The open client with these options, shared with every other handle that has the same. A secret that was rotated in
    /// its file, other authorities, or another proxy in the environment make another client.
    pub fn open(&self, options: &Options) -> Result<Arc<OpenClient>, Error> {
        let surroundings = options.surroundings()?;
        let known = self.lock().find(options, &surroundings);
        let client = match known {
            Some(client) => client,
            None => {
                // Built now, so that wrong options are told when the client is made and not at its first call; and
                // outside the lock, since certificates may be read.
                let fresh = Arc::new(OpenClient::new(options)?);
                let mut state = self.lock();
                // Another thread may have been faster.
                let known = state.find(options, &surroundings);
                known.unwrap_or_else(|| {
                    let (options, client) = (options.clone(), Arc::downgrade(&fresh));
                    state.known.push(Known { options, surroundings, client });
                    fresh
                })
            }
        };
        if KEPT.load(Ordering::Relaxed) > 0 {
            let mut state = self.lock();
            state.kept.retain(|kept| !Arc::ptr_eq(kept, &client));
            state.kept.push_back(client.clone());
            let surplus = state.surplus();
            drop(state);
            drop(surplus);
        }
        Ok(client)
    }

    /// Sets how many open clients are held on to.
    pub fn keep_open(&self, count: usize) {
        KEPT.store(count, Ordering::Relaxed);
        let surplus = self.lock().surplus();
        drop(surplus);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
