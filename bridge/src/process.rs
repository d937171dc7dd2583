//! What belongs to one process: its runtimes, its open clients, its operations.

use std::collections::{HashMap, VecDeque};
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use arc_swap::{ArcSwapOption, Guard};
use qiyuesuo::{Client, Error, Options};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::yield_now;
use tokio_util::sync::CancellationToken;

use crate::data::internal;
use crate::delivery;
use crate::lanes::Lanes;
use crate::logs::Logs;

/// Environment variable: how many threads drive submitted calls, 1 (the default) or 2.
const THREADS: &str = "QYS_THREADS";

/// Threads for looking up names, which blocks. They end when idle.
const MAX_BLOCKING: usize = 4;

/// How many open clients a process holds on to when no handle does; a setting, which a forked child inherits.
static KEPT: AtomicUsize = AtomicUsize::new(0);

static CURRENT: ArcSwapOption<Process> = ArcSwapOption::const_empty();

pub(crate) struct Process {
    pid: u32,
    blocking: OnceLock<Result<Runtime, Error>>,
    background: OnceLock<Result<Arc<Lanes>, Error>>,
    clients: Mutex<Clients>,
    /// Operations in flight, with the way to cancel them.
    operations: Mutex<HashMap<u64, CancellationToken>>,
    next_operation: AtomicU64,
    pub(crate) logs: Logs,
}

#[derive(Default)]
struct Clients {
    open: Vec<(Options, Weak<Open>)>,
    /// Those that stay open without a handle, the one opened last at the end.
    kept: VecDeque<Arc<Open>>,
}

impl Clients {
    /// Lets go of those that are too many, for the caller to drop outside the lock.
    fn surplus(&mut self) -> Vec<Arc<Open>> {
        let surplus = self.kept.len().saturating_sub(KEPT.load(Ordering::Relaxed));
        self.kept.drain(..surplus).collect()
    }
}

/// An open client: one set of connections for each way to wait, each made at first use.
pub(crate) struct Open {
    options: Options,
    blocking: OnceLock<Result<Client, Error>>,
    background: OnceLock<Result<Client, Error>>,
    /// Blocking calls were made, so that there may be connections which nothing else drives.
    pub(crate) blocked: AtomicBool,
}

/// Swaps what was inherited through a fork for what belongs to this process, without a lock. The inherited value is
/// leaked: its locks may be held, and its threads do not exist here.
pub(crate) fn own<T>(
    slot: &ArcSwapOption<T>,
    pid_of: impl Fn(&T) -> u32,
    make: impl FnOnce() -> Result<Arc<T>, Error>,
) -> Result<Arc<T>, Error> {
    let pid = std::process::id();
    let found = slot.load();
    if let Some(own) = found.as_ref().filter(|own| pid_of(own) == pid) {
        return Ok(own.clone());
    }
    let fresh = make()?;
    let previous = Guard::into_inner(slot.compare_and_swap(&*found, Some(fresh.clone())));
    match previous {
        Some(winner) if pid_of(&winner) == pid => Ok(winner),
        inherited => {
            std::mem::forget(inherited);
            Ok(fresh)
        }
    }
}

impl Process {
    pub fn current() -> Arc<Self> {
        own(&CURRENT, |process| process.pid, || Ok(Arc::new(Self::new())))
            .expect("making a process cannot fail")
    }

    fn new() -> Self {
        let pid = std::process::id();
        Self {
            pid,
            blocking: OnceLock::new(),
            background: OnceLock::new(),
            clients: Mutex::default(),
            operations: Mutex::default(),
            // The pid keeps ids of parent and child apart, within the integers a double holds exactly.
            next_operation: AtomicU64::new((u64::from(pid) << 30) + 1),
            logs: Logs::default(),
        }
    }

    /// The open client with these options, shared with every other handle that has the same.
    pub fn open(&self, options: &Options) -> Result<Arc<Open>, Error> {
        let mut clients = lock(&self.clients);
        clients.open.retain(|(_, open)| open.strong_count() > 0);
        let known = clients.open.iter().find(|(known, _)| known == options);
        let open = match known.and_then(|(_, open)| open.upgrade()) {
            Some(open) => open,
            None => {
                let open = Arc::new(Open {
                    options: options.clone(),
                    blocking: OnceLock::new(),
                    background: OnceLock::new(),
                    blocked: AtomicBool::new(false),
                });
                // Built now, so that wrong options are told when the client is made and not at its first call.
                open.blocking()?;
                clients.open.push((options.clone(), Arc::downgrade(&open)));
                open
            }
        };
        if KEPT.load(Ordering::Relaxed) > 0 {
            clients.kept.retain(|kept| !Arc::ptr_eq(kept, &open));
            clients.kept.push_back(open.clone());
            let surplus = clients.surplus();
            drop(clients);
            self.release(surplus);
        }
        Ok(open)
    }

    /// Sets how many open clients are held on to.
    pub fn keep_open(&self, count: usize) {
        KEPT.store(count, Ordering::Relaxed);
        let surplus = lock(&self.clients).surplus();
        self.release(surplus);
    }

    /// Gives up clients. Connections of blocking calls that nobody holds any more are driven until they are closed, which
    /// else only the next blocking call would do. Not without need: it takes the driver from calls of other threads, and
    /// costs a host whose connections are kept some ten system calls each time a handle is closed.
    pub fn release(&self, clients: impl IntoIterator<Item = Arc<Open>>) {
        let mut ended = false;
        for client in clients {
            ended |= Arc::into_inner(client).is_some_and(|client| client.blocked.load(Ordering::Relaxed));
        }
        if ended {
            self.settle();
        }
    }

    /// The runtime that calling threads drive themselves; it has no thread of its own.
    pub fn blocking_runtime(&self) -> Result<&Runtime, Error> {
        let made = self.blocking.get_or_init(|| {
            let built = Builder::new_current_thread().enable_all().max_blocking_threads(MAX_BLOCKING).build();
            built.map_err(|error| internal(format_args!("cannot make a runtime: {error}")))
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Where submitted calls run, on the bridge's own thread, which starts here.
    pub fn lanes(&self) -> Result<&Arc<Lanes>, Error> {
        let made = self.background.get_or_init(|| {
            start_background()
                .map(Lanes::new)
                .map_err(|error| internal(format_args!("cannot start a thread: {error}")))
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// A new operation, in flight from here on.
    pub fn new_operation(&self, cancel: CancellationToken) -> u64 {
        let id = self.next_operation.fetch_add(1, Ordering::Relaxed);
        lock(&self.operations).insert(id, cancel);
        id
    }

    pub fn unregister(&self, id: u64) {
        lock(&self.operations).remove(&id);
    }

    /// Cancels an operation; answers whether it was in flight in this process.
    pub fn cancel(&self, id: u64) -> bool {
        // Not in one expression: a call that ends unregisters itself, and needs the lock.
        let operation = lock(&self.operations).remove(&id);
        operation.inspect(CancellationToken::cancel).is_some()
    }

    pub fn in_flight(&self) -> usize {
        lock(&self.operations).len()
    }

    /// Lets connections that nobody uses any more close, after their client was.
    fn settle(&self) {
        // A Rust program may drop a client inside a runtime, where no other can be driven.
        if let Some(Ok(runtime)) = self.blocking.get().filter(|_| Handle::try_current().is_err()) {
            runtime.block_on(settle());
        }
    }
}

/// Connections of blocking calls are driven by those calls alone: one whose request was dropped closes only if it is
/// driven on until it has noticed.
pub(crate) async fn settle() {
    for _ in 0..8 {
        yield_now().await;
    }
}

fn start_background() -> std::io::Result<Handle> {
    if std::env::var(THREADS).is_ok_and(|threads| threads == "2") {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("qiyuesuo")
            .max_blocking_threads(MAX_BLOCKING)
            .on_thread_start(delivery::begin)
            .on_thread_park(delivery::flush)
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        // Its threads end with the process; dropping it would wait for them.
        std::mem::forget(runtime);
        return Ok(handle);
    }
    // One thread needs no work stealing, which a runtime with workers pays for at every wake.
    let runtime = Builder::new_current_thread()
        .max_blocking_threads(MAX_BLOCKING)
        .on_thread_park(delivery::flush)
        .enable_all()
        .build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new().name("qiyuesuo".to_owned()).spawn(move || {
        delivery::begin();
        runtime.block_on(pending::<()>());
    })?;
    Ok(handle)
}

impl Open {
    pub fn blocking(&self) -> Result<&Client, Error> {
        self.client(&self.blocking)
    }

    pub fn background(&self) -> Result<&Client, Error> {
        self.client(&self.background)
    }

    fn client<'a>(&self, slot: &'a OnceLock<Result<Client, Error>>) -> Result<&'a Client, Error> {
        slot.get_or_init(|| self.options.clone().build_without_env()).as_ref().map_err(Clone::clone)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
