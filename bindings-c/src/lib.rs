//! The C ABI of the (unofficial) qiyuesuo SDK: a dozen and a half functions that C, C#, PHP and whatever else can load
//! a library call. This page is the contract; `include/qiyuesuo.h` is written from it.
//!
//! # Texts and handles
//!
//! Texts are UTF-8 and come as a pointer and a length, without a NUL at the end; `NULL` with length 0 is none.
//! Everything passed in is copied before the function returns and stays the caller's.
//!
//! A client and a queue are numbers. They are never 0 and never given out twice, so that a handle that was closed, or
//! that is of the other kind, is an error and nothing worse.
//!
//! # What comes back
//!
//! Functions that can fail answer [`QYS_OK`] or [`QYS_FAILED`] and fill the `qys_buffer` that their last argument points
//! to, if it is not `NULL`; what it held before is overwritten, not freed. On failure it holds the error as JSON:
//! `{"kind", "message", "operation", "http_status", "code", "response_code", "field", "attempts", "retry_after" (seconds),
//! "request_id", "headers" ([[name, value], ...]), "body"}`, absent where unknown. The body is masked unless the option
//! `capture_bodies` is on. Other outcomes of each function stand with it.
//!
//! Buffers belong to the library, until [`qys_buffer_free`] gets them: any buffer, from any thread, in any order, also
//! after its client was closed, also an empty one.
//!
//! [`qys_call`] and [`qys_drain`] fill their buffer with records ([`qys_reply`]), which lie one behind the other.
//!
//! # Which calls may block
//!
//! [`qys_call`] blocks until the call is done, at most for the option `total_timeout`, and drives the I/O on the calling
//! thread. [`qys_drain`] blocks for its time-out. Nothing else blocks. [`qys_submit`] starts the library's own thread,
//! which never calls back into the host; opening a client starts none and opens no connection.
//!
//! # Threads, forks, unloading
//!
//! Every function may be called from any thread at any time, also for one and the same client. A client opened before
//! `fork` works in the child, with connections of its own; a queue belongs to the process that opened it, and what was
//! submitted before the fork arrives in the parent only. The library stays in memory once loaded (`dlclose` has no
//! effect), because its thread may be running.
//!
//! # What is not promised
//!
//! A pointer that is not NULL must be good for the length given with it, a buffer must be freed as it came and once
//! (freeing empties it, so that freeing the same variable again is harmless), and `out` pointers must be writable:
//! that much no library can check. Anything else that is wrong (NULL, an absurd length, bytes that are not UTF-8, a
//! stale handle) is told as an error of kind `configuration` or `validation`, whose `field` names the argument. No
//! panic leaves the library: it arrives as kind `internal`.
//!
//! Functions, fields and kinds of records may be added under one version of the ABI ([`qys_abi_version`]); none is
//! changed or removed.

#![deny(missing_docs)]
// The names are C's.
#![allow(non_camel_case_types)]
// What callers must keep to stands above, once for all functions.
#![allow(clippy::missing_safety_doc)]

mod buffer;
mod client;
mod constants;
mod guard;
mod queue;
mod record;
mod registry;
mod tools;

pub use buffer::{qys_buffer, qys_buffer_free};
pub use client::{
    qys_attempts, qys_call, qys_call_asking, qys_close, qys_keep_open, qys_open, qys_with_options,
};
pub use constants::*;
pub use guard::qys_part;
pub use queue::{qys_cancel, qys_drain, qys_queue_open, qys_submit};
pub use record::qys_reply;
pub use tools::{
    qys_abi_version, qys_callback_parse, qys_log_level, qys_logs, qys_plugin_url, qys_sign, qys_version,
};
