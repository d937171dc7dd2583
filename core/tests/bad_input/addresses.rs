//! Base addresses that cannot be right, or would send credentials in the clear.

use qiyuesuo::{Environment, ErrorKind};

use crate::{good, refused, shown};

#[test]
fn an_address_that_is_not_one_is_refused() {
    for address in [
        "",
        " ",
        " https://openapi.qiyuesuo.com",
        "https://openapi.qiyuesuo.com\n",
        "https://openapi.qiyue\nsuo.com",
        "https://openapi.qiyue\tsuo.com",
        "openapi.qiyuesuo.com",
        "openapi.qiyuesuo.com:443",
        "localhost:8080",
        "//openapi.qiyuesuo.com",
        "/v2",
        "ftp://openapi.qiyuesuo.com",
        "file:///etc/passwd",
        "https:",
        "https://",
        "https:///v2",
        "https:openapi.qiyuesuo.com",
        "https:/openapi.qiyuesuo.com",
        "https:\\\\openapi.qiyuesuo.com",
        "https://?x",
        "https://:443",
        "https://open api.qiyuesuo.com",
        "https://openapi.qiyuesuo.com:99999",
        "https://[::1",
        "https://openapi.qiyuesuo.com?a=b",
        "https://openapi.qiyuesuo.com/?",
        "https://openapi.qiyuesuo.com/#",
        "https://openapi.qiyuesuo.com/#top",
    ] {
        let error = refused(good().base_url(address));
        assert_eq!(error.field(), Some("base_url"), "{address:?}");
    }
}

#[test]
fn an_address_with_a_user_name_is_refused_and_its_password_not_shown() {
    for address in
        ["https://user@host.test", "https://user:Qx7Mark@host.test", "http://:Qx7Mark@localhost:8080/prefix"]
    {
        let options = good().base_url(address);
        assert!(!format!("{options:?}").contains("Qx7Mark"), "{options:?}");
        let error = refused(options);
        assert_eq!(error.field(), Some("base_url"));
        assert!(error.message().contains("user name"), "{error}");
        assert!(!shown(&error).contains("Qx7Mark"), "{error}");
    }
}

#[test]
fn plain_http_leaves_this_machine_only_when_it_is_allowed() {
    for far in [
        "http://openapi.qiyuesuo.com",
        "http://10.0.0.1:8080",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[::]",
        "http://[fe80::1]",
        "HTTP://Example.COM/prefix",
    ] {
        let error = refused(good().base_url(far));
        assert_eq!(error.field(), Some("base_url"), "{far}");
        assert!(error.message().contains("allow_http"), "{error}");
        assert!(refused(good().base_url(far).allow_http(false)).message().contains("allow_http"));
        good().base_url(far).allow_http(true).build_without_env().unwrap();
    }
}

#[test]
fn plain_http_to_this_machine_is_allowed() {
    for near in [
        "http://localhost",
        "http://LOCALHOST:8080/prefix/",
        "http://127.0.0.1:1",
        "http://127.8.9.10",
        "http://127.1:8080",
        "http://[::1]:8080",
    ] {
        good().base_url(near).build_without_env().unwrap_or_else(|error| panic!("{near}: {error}"));
    }
}

#[test]
fn https_goes_anywhere() {
    for address in [
        "https://openapi.qiyuesuo.com",
        "https://openapi.qiyuesuo.com/",
        "HTTPS://private.example.com:8443/qys/prefix",
        "https://[2001:db8::1]:8443",
        "https://契约锁.example",
    ] {
        let client = good().base_url(address).build_without_env();
        client.unwrap_or_else(|error| panic!("{address}: {error}"));
    }
}

#[test]
fn an_address_and_an_environment_exclude_each_other() {
    let error = refused(good().environment(Environment::Test));
    assert_eq!(error.field(), Some("base_url"));
    assert!(error.message().contains("environment"), "{error}");
}

#[tokio::test]
async fn a_path_of_a_raw_request_is_only_a_path() {
    let client = crate::client();
    for path in
        ["", "v2/checkhealth", "https://evil.test/", "/v2?x=1", "/v2#x", "/v2/a b", "/v2\r\nX: 1", "/\0"]
    {
        let error = client.request("GET", path).send().await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("path")), "{path:?}");
        assert_eq!(error.attempts(), 0);
    }
    for method in ["", "GET /", "G\r\n", "获取"] {
        let error = client.request(method, "/v2").send().await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Validation, Some("method")), "{method:?}");
    }
}
