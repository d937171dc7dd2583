//! Handles: numbers that stand for clients and queues.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwapOption;
use qiyuesuo::{Error, ErrorKind};
use qiyuesuo_bridge::{Bridge, Queue};
use rpds::HashTrieMapSync;

use crate::guard::wrong;

/// What a handle stands for.
#[derive(Clone)]
pub(crate) enum Entry {
    Client(Arc<Bridge>),
    /// With the process that opened it.
    Queue(Queue, u32),
}

/// A map whose versions share what is equal, so that a change costs the same however many there are.
type Entries = HashTrieMapSync<u64, Entry>;

/// Read without a lock, and replaced by its next version.
static ENTRIES: ArcSwapOption<Entries> = ArcSwapOption::const_empty();

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A new handle.
pub(crate) fn insert(entry: Entry) -> u64 {
    let handle = NEXT.fetch_add(1, Ordering::Relaxed);
    change(|entries| entries.insert_mut(handle, entry.clone()));
    handle
}

/// What a handle stood for, which it no longer does.
pub(crate) fn remove(handle: u64) -> Option<Entry> {
    let before = change(|entries| _ = entries.remove_mut(&handle));
    before?.get(&handle).cloned()
}

/// The client of a handle.
pub(crate) fn client(handle: u64) -> Result<Arc<Bridge>, Error> {
    match find(handle) {
        Some(Entry::Client(client)) => Ok(client),
        None if (1..NEXT.load(Ordering::Relaxed)).contains(&handle) => {
            Err(Error::new(ErrorKind::Configuration, "the client is closed"))
        }
        found => Err(none("client", handle, found.is_some())),
    }
}

/// The queue of a handle, in the process that opened it.
pub(crate) fn queue(handle: u64) -> Result<Queue, Error> {
    match find(handle) {
        Some(Entry::Queue(queue, pid)) if pid == std::process::id() => Ok(queue),
        Some(Entry::Queue(_, pid)) => Err(wrong(
            ErrorKind::Configuration,
            "queue",
            format!("was opened in process {pid}, before a fork: open one in this process"),
        )),
        found => Err(none("queue", handle, found.is_some())),
    }
}

fn find(handle: u64) -> Option<Entry> {
    ENTRIES.load().as_ref()?.get(&handle).cloned()
}

/// Makes the change and answers what there was before.
fn change(make: impl Fn(&mut Entries)) -> Option<Arc<Entries>> {
    ENTRIES.rcu(|entries| {
        let mut entries = entries.as_deref().cloned().unwrap_or_else(Entries::new_sync);
        make(&mut entries);
        Some(Arc::new(entries))
    })
}

fn none(what: &'static str, handle: u64, other: bool) -> Error {
    let why = if other { "is a handle of another kind" } else { "is not open" };
    wrong(ErrorKind::Configuration, what, format!("{handle} {why}"))
}
