//! A shared library over the bridge, for the test that loads, calls and unloads one.

use qiyuesuo_bridge::{Bridge, Call, Queue};

/// Opens a client for the address of `length` bytes at `url` and submits one call; answers whether both went well.
///
/// # Safety
/// `url` points to `length` readable bytes.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn loadable_submit(url: *const u8, length: usize) -> i32 {
    // SAFETY: the caller promises readable bytes.
    let url = String::from_utf8_lossy(unsafe { std::slice::from_raw_parts(url, length) });
    let options = format!(r#"{{"app_token":"token","app_secret":"secret","base_url":"{url}"}}"#);
    let Ok(bridge) = Bridge::open(options.as_bytes()) else { return 0 };
    let call = Call {
        operation: "personal_auth.create_ticket".to_owned(),
        request: r#"{"user":{"contact":"10020033044","contactType":"MOBILE"}}"#.into(),
        ..Call::default()
    };
    let submitted = bridge.submit(call, &Queue::new()).is_ok();
    // Closing would cancel the call, which shall end after this library was unloaded.
    std::mem::forget(bridge);
    i32::from(submitted)
}
