//! Loads a shared library over the bridge, calls it, unloads it with its thread alive, and waits.
#![allow(clippy::unwrap_used)]

mod support;

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

use support::{Manner, server, soon};

/// Cargo builds it with the tests, in `examples/` beside their `deps/`.
fn library() -> PathBuf {
    let deps = std::env::current_exe().unwrap();
    let path = deps.ancestors().nth(2).unwrap().join("examples/libloadable.so");
    assert!(
        path.exists(),
        "{} is missing: cargo build -p qiyuesuo-bridge --example loadable",
        path.display()
    );
    path
}

#[allow(unsafe_code)]
fn load_call_unload(url: &str) {
    // SAFETY: the library runs nothing when it is loaded.
    let library = unsafe { libloading::Library::new(library()) }.unwrap();
    type Submit = unsafe extern "C" fn(*const u8, usize) -> i32;
    // SAFETY: this is the function's type.
    let submit = unsafe { library.get::<Submit>(b"loadable_submit") }.unwrap();
    // SAFETY: the text is as long as is said.
    assert_eq!(unsafe { submit(url.as_ptr(), url.len()) }, 1);
    library.close().unwrap();
}

/// glibc happens to keep a library whose threads have destructors of thread-locals, so the next test alone could pass
/// without the flag; musl and others do not.
#[test]
fn the_library_is_linked_to_stay() {
    let dynamic = std::process::Command::new("readelf").arg("-d").arg(library()).output().unwrap();
    let dynamic = String::from_utf8(dynamic.stdout).unwrap();
    assert!(dynamic.contains("NODELETE"), "{dynamic}");
}

#[test]
fn a_library_with_live_threads_survives_being_unloaded() {
    let server = server(Manner::Slow(100));
    for round in 1..=3 {
        load_call_unload(&server.url);
        soon("the request came", || server.requests.load(Ordering::SeqCst) == round);
        // The answer wakes the library's thread, whose code must still be there.
        std::thread::sleep(Duration::from_millis(200));
    }
}
