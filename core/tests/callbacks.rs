//! What the vectors do not say of callbacks: which are the same.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use qiyuesuo::callback::{CallbackOptions, Memory, parse, parse_request};

const KEY: &str = "0123456789abcdef";
const SIGNATURE: &str = "007448408d210f0171d3c77343570b74";
const TIMESTAMP: &str = "1735689600123";
/// By OpenSSL, as in the vectors.
const CONTENT: &str = "+xqCISLsF5GDJd7BvOn2yGXxmIBZHfWQdOi8HbbrTGs=";

fn fingerprint(form: &[(&str, &str)]) -> String {
    let options = CallbackOptions::new().allow_unsigned(true);
    parse(form.iter().copied(), &[KEY], &options).unwrap().fingerprint().to_owned()
}

#[test]
fn a_content_is_the_same_however_it_is_written() {
    let of = |content: &str| {
        fingerprint(&[("signature", SIGNATURE), ("timestamp", TIMESTAMP), ("content", content)])
    };
    // By Python's hashlib: the length of each part in eight bytes, and the part.
    assert_eq!(of(CONTENT), "bc5664e414e36fdf6656db629600904eb6c3373ab731c62ec65b2f5a812b844e");
    for other in [
        CONTENT.replace('+', " "),
        CONTENT.replace('+', "-"),
        CONTENT.replace('=', ""),
        format!("{CONTENT}\r\n"),
    ] {
        assert_eq!(of(&other), of(CONTENT), "{other:?}");
    }
    let beside = [("timestamp", TIMESTAMP), ("content", CONTENT), ("tenant", "7"), ("signature", SIGNATURE)];
    assert_eq!(fingerprint(&beside), of(CONTENT));
    // Nor does taking the signature away, or putting another time stamp there.
    assert_eq!(fingerprint(&[("content", CONTENT)]), of(CONTENT));
    assert_eq!(fingerprint(&[("content", CONTENT), ("timestamp", "5")]), of(CONTENT));
    let aged = CallbackOptions::new().allow_unsigned(true).max_age(Duration::from_secs(60));
    let error = parse([("content", CONTENT)], &[KEY], &aged).unwrap_err();
    assert_eq!((error.kind(), error.field()), (qiyuesuo::ErrorKind::Callback, Some("timestamp")));
}

#[test]
fn without_a_content_all_fields_count_and_their_order_does_not() {
    let plain = fingerprint(&[("authId", "1"), ("status", "1")]);
    assert_eq!(plain, "d41ce0687010258c5bb4b999f4c6711a735cb480377c0099a89cff23876e9394");
    assert_eq!(fingerprint(&[("status", "1"), ("authId", "1")]), plain);
    assert_ne!(fingerprint(&[("status", "2"), ("authId", "1")]), plain);
    assert_ne!(fingerprint(&[("authId", "1s"), ("tatus", "1")]), plain);
    let options = CallbackOptions::new().allow_unsigned(true);
    let request = |query| parse_request(query, b"authId=1&status=1", &[], &options).unwrap();
    assert_eq!(request(Some("contractId=99")).fingerprint(), plain);
    let (memory, minute) = (Memory::new(), Duration::from_secs(60));
    assert!(!memory.saw(&request(None), minute));
    assert!(memory.saw(&request(Some("contractId=99")), minute));
}

#[test]
fn what_is_printed_shows_no_parameter() {
    let options = CallbackOptions::new().allow_unsigned(true);
    let event = parse_request(Some("token=7777"), b"authId=8888&status=1", &[], &options).unwrap();
    let printed = format!("{event:?}");
    assert!(!printed.contains("7777") && !printed.contains("8888"), "{printed}");
}
