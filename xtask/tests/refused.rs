//! What the generator refuses, because it would write what nobody could compile or tell apart.

#![allow(clippy::unwrap_used)]

use serde_json::json;
use xtask::read::read;
use xtask::source::Source;

#[test]
fn what_no_language_could_keep_apart_is_refused() {
    let text = || json!({"type": ["string", "null"], "description": "A text."});
    let with = |name: &str| {
        let mut source = Source::core();
        let ticket = source.operations.iter_mut().filter(|operation| operation.response_type == "Ticket");
        ticket.for_each(|operation| operation.response_schema["properties"][name] = text());
        read(&source).and_then(|model| xtask::generate(&model))
    };
    assert!(with("more").is_ok());
    let why = with("extra").unwrap_err();
    assert!(why.starts_with("Ticket.extra: "), "{why}");
    let mut source = Source::core();
    source.definitions.get_mut("User").unwrap()["properties"]["extra"] = text();
    assert!(read(&source).unwrap_err().starts_with("User.extra: "));
    // Two names that are one without their capitals and strokes, or once a word has stepped aside.
    let why = with("Ticket").unwrap_err();
    assert!(why.starts_with("python: `ticket` and `Ticket` of Ticket would both be `ticket`"), "{why}");
}
