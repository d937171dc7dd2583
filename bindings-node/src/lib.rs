//! The native module of the npm package `qiyuesuo`: the bridge, as Node sees it.
//!
//! What crosses is text: a request as JSON one way, all answers that are ready as one JSON array the other. JavaScript
//! is told by one thread-safe call that there is something to drain, however many answers there are.

// Not `forbid`: what the macros of napi write allows it for itself.
#![deny(unsafe_code)]
// A test build registers nothing with Node.
#![cfg_attr(test, allow(dead_code))]

mod bridge;
mod convert;
mod queue;
mod tools;
