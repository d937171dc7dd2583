use super::*;
use bytes::Bytes;

const BODY: &str = "--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\n合 同\r\n--b\r\n\
    content-disposition: form-data; name=\"file\"; filename=\"a\\\"b%22c.pdf\"\r\ncontent-type: application/pdf\r\n\r\n\
    one\r\n--two\r\n--b\r\nContent-Disposition: form-data; name=\"info\"\r\n\r\n{\"a\":1,\"b\":[2]}\r\n--b--\r\n";

fn request(content_type: &str, body: &str) -> Seen {
    Seen {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: Bytes::copy_from_slice(body.as_bytes()),
        connection: 1,
    }
}

fn problems(parts: &str) -> Problems {
    let parts: Vec<Part> = serde_json::from_str(parts).unwrap();
    compare(&parts, &request("multipart/form-data; boundary=b", BODY))
}

const TITLE: &str = r#"{"name": "title", "text": "合 同"}"#;
const FILE: &str = r#"{"name": "file", "filename": "a\"b\"c.pdf", "content_type": "application/pdf", "text": "one\r\n--two"}"#;
const INFO: &str = r#"{"name": "info", "json": {"b": [2.0], "a": 1}}"#;

#[test]
fn parts_have_no_order() {
    assert_eq!(problems(&format!("[{TITLE},{FILE},{INFO}]")), Vec::<String>::new());
    assert_eq!(problems(&format!("[{INFO},{FILE},{TITLE}]")), Vec::<String>::new());
}

#[test]
fn every_difference_is_told() {
    for (parts, problem) in [
        (format!("[{TITLE},{FILE}]"), "\"info\" was not expected".to_owned()),
        (format!("[{TITLE},{TITLE},{FILE},{INFO}]"), "\"title\" is missing".to_owned()),
        (
            format!("[{TITLE},{FILE},{INFO}]").replace("合 同", "合同"),
            "part \"title\": expected 6 bytes".to_owned(),
        ),
        (format!("[{TITLE},{FILE},{INFO}]").replace("c.pdf", "d.pdf"), "filename is".to_owned()),
        (
            format!("[{TITLE},{FILE},{INFO}]").replace("application/pdf", "text/plain"),
            "content_type is".to_owned(),
        ),
        (
            format!("[{TITLE},{FILE},{INFO}]").replace("[2.0]", "[3]"),
            "part \"info\".b[0]: expected 3".to_owned(),
        ),
        (format!("[{},{FILE},{INFO}]", r#"{"name": "title", "json": 1}"#), "is no JSON".to_owned()),
        (format!("[{},{FILE},{INFO}]", r#"{"name": "title", "size": 7}"#), "expected 7 bytes".to_owned()),
        (
            format!("[{},{FILE},{INFO}]", r#"{"name": "title", "base64": "AAAA"}"#),
            "expected 3 bytes".to_owned(),
        ),
    ] {
        let problems = problems(&parts);
        assert!(problems.iter().any(|found| found.contains(&problem)), "{problem}: {problems:?}");
    }
}

#[test]
fn two_parts_of_one_name_are_told_apart() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n\
        --b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n2\r\n--b--";
    let compare = |first: &str, second: &str| {
        let parts = format!(r#"[{{"name":"f","text":"{first}"}},{{"name":"f","text":"{second}"}}]"#);
        let parts: Vec<Part> = serde_json::from_str(&parts).unwrap();
        compare(&parts, &request("Multipart/Form-Data;boundary=\"b\"", body))
    };
    assert_eq!(compare("2", "1"), Vec::<String>::new());
    assert_eq!(compare("1", "1").len(), 1);
}

#[test]
fn what_is_no_multipart_body_is_told() {
    for (content_type, body, problem) in [
        ("application/json", BODY, "expected multipart/form-data"),
        ("multipart/form-data", BODY, "expected multipart/form-data"),
        ("multipart/form-data; boundary=c", BODY, "does not begin"),
        ("multipart/form-data; boundary=b", "", "does not begin"),
        ("multipart/form-data; boundary=b", "--b\r\n\r\n\r\n", "no closing boundary"),
        ("multipart/form-data; boundary=b", "--b\r\nX: y\r\n\r\n\r\n--b--", "no Content-Disposition"),
        ("multipart/form-data; boundary=b", "--b\r\nno headers\r\n--b--", "no empty line"),
    ] {
        let problems = compare(&[], &request(content_type, body));
        assert!(problems[0].contains(problem), "{problem}: {problems:?}");
    }
}
