//! What the header says of the layout of a record is what Rust makes of it.

#![allow(clippy::unwrap_used)]

mod support;

use std::mem::{offset_of, size_of};

use qiyuesuo_c::{QYS_ABI_VERSION, QYS_BYTES, QYS_FAILURE, QYS_JSON, QYS_LOGS, qys_reply};
use support::model;

#[test]
fn the_layout_is_that_of_the_c_library() {
    let record = model().record;
    let fields: Vec<_> = record.fields.iter().map(|field| (field.name.as_str(), field.offset)).collect();
    let real = [
        ("operation", offset_of!(qys_reply, operation)),
        ("size", offset_of!(qys_reply, size)),
        ("body_len", offset_of!(qys_reply, body_len)),
        ("elapsed_us", offset_of!(qys_reply, elapsed_us)),
        ("details_len", offset_of!(qys_reply, details_len)),
        ("attempts", offset_of!(qys_reply, attempts)),
        ("http_status", offset_of!(qys_reply, http_status)),
        ("kind", offset_of!(qys_reply, kind)),
        ("headers_len", offset_of!(qys_reply, headers_len)),
        ("reserved", offset_of!(qys_reply, reserved)),
    ];
    assert_eq!(fields, real);
    assert_eq!((record.size, record.abi), (size_of::<qys_reply>(), QYS_ABI_VERSION));
    let kinds: Vec<_> = record.kinds.iter().map(|kind| (kind.name.as_str(), kind.value)).collect();
    let real = [("json", QYS_JSON), ("bytes", QYS_BYTES), ("failure", QYS_FAILURE), ("logs", QYS_LOGS)];
    assert_eq!(kinds, real);
}
