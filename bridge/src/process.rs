//! What belongs to one process: its runtimes, its open clients, its operations.

use std::collections::{HashMap, VecDeque};
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use arc_swap::{ArcSwapOption, Guard};
use qiyuesuo::callback::Memory;
use qiyuesuo::{Client, Error, ErrorKind, Options};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::yield_now;
use tokio_util::sync::CancellationToken;

use crate::delivery;
use crate::lanes::Lanes;
use crate::logs::Logs;
use crate::once::Once;
use crate::queue::Queue;

/// Environment variable: how many threads drive submitted calls, 1 (the default) or 2.
const THREADS: &str = "QYS_THREADS";

/// Threads for looking up names, which blocks. They end when idle.
const MAX_BLOCKING: usize = 4;

/// How many open clients a process holds on to when no handle does; a setting, which a forked child inherits.
static KEPT: AtomicUsize = AtomicUsize::new(0);

/// How many operations a process has before its numbers are those of a child. With 2^21 generations of children they stay
/// within the integers that a double holds exactly.
const PER_PROCESS: u64 = 1 << 32;

/// The number of the first operation of the next process. A child inherits the value, and so begins where its parent will
/// not come to.
static NEXT_FIRST: AtomicU64 = AtomicU64::new(1);

static CURRENT: ArcSwapOption<Process> = ArcSwapOption::const_empty();

pub(crate) struct Process {
    pid: u32,
    blocking: Once<Runtime>,
    background: Once<Arc<Lanes>>,
    clients: Mutex<Clients>,
    /// Operations in flight.
    operations: Mutex<HashMap<u64, InFlight>>,
    next_operation: AtomicU64,
    pub(crate) logs: Logs,
    /// Callbacks that were received.
    pub(crate) callbacks: Memory,
}

/// A submitted operation, until it ends.
struct InFlight {
    cancel: CancellationToken,
    /// Where it completes.
    queue: Queue,
}

/// An open client, with what it was opened with: options, and what they pointed to.
struct Known {
    options: Options,
    surroundings: [u8; 32],
    open: Weak<Open>,
}

#[derive(Default)]
struct Clients {
    open: Vec<Known>,
    /// Those that stay open without a handle, the one opened last at the end.
    kept: VecDeque<Arc<Open>>,
}

impl Clients {
    fn known(&mut self, options: &Options, surroundings: &[u8; 32]) -> Option<Arc<Open>> {
        self.open.retain(|known| known.open.strong_count() > 0);
        let equal = |known: &&Known| known.surroundings == *surroundings && known.options == *options;
        self.open.iter().find(equal)?.open.upgrade()
    }

    /// Lets go of those that are too many, for the caller to drop outside the lock.
    fn surplus(&mut self) -> Vec<Arc<Open>> {
        let surplus = self.kept.len().saturating_sub(KEPT.load(Ordering::Relaxed));
        self.kept.drain(..surplus).collect()
    }
}

/// An open client: one set of connections for each way to wait.
pub(crate) struct Open {
    blocking: Client,
    background: OnceLock<Client>,
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
            blocking: Once::new(),
            background: Once::new(),
            clients: Mutex::default(),
            operations: Mutex::default(),
            next_operation: AtomicU64::new(NEXT_FIRST.fetch_add(PER_PROCESS, Ordering::Relaxed)),
            logs: Logs::default(),
            callbacks: Memory::new(),
        }
    }

    /// The open client with these options, shared with every other handle that has the same. A secret that was rotated in
    /// its file, other authorities, or another proxy in the environment make another client.
    pub fn open(&self, options: &Options) -> Result<Arc<Open>, Error> {
        let surroundings = options.surroundings()?;
        let known = lock(&self.clients).known(options, &surroundings);
        let open = match known {
            Some(open) => open,
            None => {
                // Built now, so that wrong options are told when the client is made and not at its first call; and
                // outside the lock, since certificates may be read.
                let fresh = Arc::new(Open::new(options)?);
                let mut clients = lock(&self.clients);
                // Another thread may have been faster.
                let known = clients.known(options, &surroundings);
                known.unwrap_or_else(|| {
                    let (options, open) = (options.clone(), Arc::downgrade(&fresh));
                    clients.open.push(Known { options, surroundings, open });
                    fresh
                })
            }
        };
        if KEPT.load(Ordering::Relaxed) > 0 {
            let mut clients = lock(&self.clients);
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
        self.blocking.get_or_try(|| {
            let built = Builder::new_current_thread().enable_all().max_blocking_threads(MAX_BLOCKING).build();
            built.map_err(|error| short("make a runtime", &error))
        })
    }

    /// Where submitted calls run, on the bridge's own thread, which starts here.
    pub fn lanes(&self) -> Result<&Arc<Lanes>, Error> {
        self.background.get_or_try(|| {
            let two = two_threads()?;
            start_background(two).map(Lanes::new).map_err(|error| short("start a thread", &error))
        })
    }

    /// A new operation, in flight from here on.
    pub fn new_operation(&self, cancel: CancellationToken, queue: Queue) -> u64 {
        let id = self.next_operation.fetch_add(1, Ordering::Relaxed);
        lock(&self.operations).insert(id, InFlight { cancel, queue });
        id
    }

    /// Where an operation will complete, while it is in flight.
    pub fn queue_of(&self, id: u64) -> Option<Queue> {
        lock(&self.operations).get(&id).map(|operation| operation.queue.clone())
    }

    pub fn unregister(&self, id: u64) {
        lock(&self.operations).remove(&id);
    }

    /// Cancels an operation; answers whether it was in flight in this process.
    pub fn cancel(&self, id: u64) -> bool {
        // Not in one expression: a call that ends unregisters itself, and needs the lock.
        let operation = lock(&self.operations).remove(&id);
        operation.inspect(|operation| operation.cancel.cancel()).is_some()
    }

    pub fn in_flight(&self) -> usize {
        lock(&self.operations).len()
    }

    /// Lets connections that nobody uses any more close, after their client was.
    fn settle(&self) {
        // A Rust program may drop a client inside a runtime, where no other can be driven.
        if let Some(runtime) = self.blocking.get().filter(|_| !inside_a_runtime()) {
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

/// Whether the environment asks for a second thread. Another number is an error and not the default.
fn two_threads() -> Result<bool, Error> {
    match std::env::var_os(THREADS).as_deref().map(|threads| threads.to_str()) {
        None | Some(Some("" | "1")) => Ok(false),
        Some(Some("2")) => Ok(true),
        _ => Err(Error::new(ErrorKind::Configuration, format!("`{THREADS}` must be 1 or 2"))),
    }
}

fn start_background(two: bool) -> std::io::Result<Handle> {
    if two {
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
    fn new(options: &Options) -> Result<Self, Error> {
        Ok(Self {
            blocking: options.clone().build_without_env()?,
            background: OnceLock::new(),
            blocked: AtomicBool::new(false),
        })
    }

    pub fn blocking(&self) -> &Client {
        &self.blocking
    }

    pub fn background(&self) -> &Client {
        self.background.get_or_init(|| self.blocking.with_own_connections())
    }
}

/// Whether this thread drives a runtime already, so that it cannot drive another: it is in the midst of a blocking call,
/// whose host runs something (a signal's handler, a finaliser) that makes a call.
pub(crate) fn inside_a_runtime() -> bool {
    Handle::try_current().is_ok()
}

/// Something that the machine is short of, for now. The call did not begin, so it may be made again.
fn short(what: &str, error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Connection, format!("the call could not begin: cannot {what}: {error}"))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
