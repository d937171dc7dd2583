use super::*;

/// Writes five files, one of them with this vector.
fn load(directory: &str, group: Group, vector: &str) -> Result<Vectors, String> {
    let directory = std::env::temp_dir().join(format!("conformance-load-{}-{directory}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    for other in Group::ALL {
        let vector = if other == group { vector } else { "" };
        let text = format!(r#"{{"about": "a test", "vectors": [{vector}]}}"#);
        std::fs::write(directory.join(format!("{other}.json")), text).unwrap();
    }
    let loaded = Vectors::load(&directory);
    std::fs::remove_dir_all(&directory).unwrap();
    loaded
}

const FAULT: &str =
    r#"{"name": "a", "operation": "request", "request": {}, "server": SERVER, "expect": EXPECT}"#;

fn fault(directory: &str, server: &str, expect: &str) -> Result<(), String> {
    load(directory, Group::Faults, &FAULT.replace("SERVER", server).replace("EXPECT", expect)).map(drop)
}

#[test]
fn the_vectors_of_this_repository_load() {
    let vectors = Vectors::load(&crate::vectors_dir()).unwrap();
    for group in Group::ALL {
        assert!(!vectors.names(group).is_empty(), "{group}");
    }
}

#[test]
fn a_misspelt_key_is_an_error() {
    for (at, server, expect, unknown) in [
        ("k1", r#"{"listen": "refused", "scripts": []}"#, r#"{"ok": true}"#, "scripts"),
        ("k2", r#"{"listen": "http1", "script": [{"respnd": {}}]}"#, r#"{"ok": true}"#, "respnd"),
        ("k3", r#"{"listen": "refused"}"#, r#"{"ok": true, "maxms": 1}"#, "maxms"),
        ("k4", r#"{"listen": "refused"}"#, r#"{"error": {"kind": "api", "status": 1}}"#, "status"),
        ("k5", r#"{"listen": "http2"}"#, r#"{"ok": true}"#, "http2"),
    ] {
        let error = fault(at, server, expect).unwrap_err();
        assert!(error.contains("faults.json") && error.contains(&format!("`{unknown}`")), "{error}");
    }
    let vector = r#"{"name": "a", "operation": "request", "request": {}, "config": {"max_retires": 0},
        "expect": {"method": "GET", "path": "/"}}"#;
    let error = load("k6", Group::Requests, vector).unwrap_err();
    assert!(error.contains("`max_retires`"), "{error}");
}

#[test]
fn a_vector_that_expects_nothing_or_too_much_is_an_error() {
    for (at, server, expect, problem) in [
        ("e1", r#"{"listen": "refused"}"#, "{}", "exactly one of ok and error"),
        ("e2", r#"{"listen": "refused"}"#, r#"{"ok": true, "error": {"kind": "api"}}"#, "exactly one"),
        ("e3", r#"{"listen": "refused"}"#, r#"{"ok": false}"#, "`ok` is true"),
        ("e4", r#"{"listen": "refused"}"#, r#"{"error": {"http_status": 1}}"#, "needs its kind"),
        ("e5", r#"{"listen": "http1"}"#, r#"{"ok": true}"#, "`script` is missing"),
        (
            "e6",
            r#"{"listen": "refused", "script": [{"hang": true}]}"#,
            r#"{"ok": true}"#,
            "listeners that answer",
        ),
        ("e7", r#"{"listen": "http1", "script": [{}]}"#, r#"{"ok": true}"#, "an action needs exactly one"),
        (
            "e9",
            r#"{"listen": "http1", "script": [{"hang": true, "delay_ms": 1}]}"#,
            r#"{"ok": true}"#,
            "belong",
        ),
        (
            "e10",
            r#"{"listen": "http1", "script": [{"respond": {"status": 200}}]}"#,
            r#"{"ok": true}"#,
            "one of body",
        ),
    ] {
        let error = fault(at, server, expect).unwrap_err();
        assert!(error.contains(problem), "{at}: {error}");
    }
    let vector = r#"{"name": "a", "operation": "x", "request": {}, "http": {"status": 200, "body": ""},
        "expect": {"result": {"id": 2772301936651674391}}}"#;
    let error = load("e11", Group::Responses, vector).unwrap_err();
    assert!(error.contains("an integer beyond 2^53 is written as a string: 2772301936651674391"), "{error}");
}

#[test]
fn names_are_unique_and_fit_into_an_address() {
    let vector = FAULT.replace("SERVER", r#"{"listen": "refused"}"#).replace("EXPECT", r#"{"ok": true}"#);
    let error = load("n1", Group::Faults, &format!("{vector},{vector}")).unwrap_err();
    assert!(error.contains("not unique"), "{error}");
    let error = load("n2", Group::Faults, &vector.replace("\"a\"", "\"a/b\"")).unwrap_err();
    assert!(error.contains("lower-case words"), "{error}");
}
