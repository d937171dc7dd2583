#![allow(clippy::unwrap_used)]

use super::*;

fn endpoint(base_url: &str) -> Endpoint {
    Endpoint::resolve(&Options::new().base_url(base_url).allow_http(true)).unwrap()
}

/// What is chosen with these variables.
fn chosen(base_url: &str, variables: &[(&str, &str)]) -> Result<ProxyChoice, Error> {
    let lookup = |name: &str| {
        let found = variables.iter().find(|(known, value)| *known == name && !value.is_empty());
        Ok(found.map(|(_, value)| (*value).to_owned()))
    };
    choose(&Options::new(), &endpoint(base_url), &lookup)
}

const HTTPS: &str = "https://openapi.qiyuesuo.cn";
const PROXY: (&str, &str) = ("HTTPS_PROXY", "http://proxy.test:3128");

#[test]
fn an_address_is_read_as_it_is_meant() {
    for (text, address, user) in [
        ("http://proxy.test:3128", "http://proxy.test:3128", None),
        ("proxy.test:3128", "http://proxy.test:3128", None),
        ("HTTP://Proxy.Test/", "http://proxy.test:80", None),
        ("https://proxy.test", "https://proxy.test:443", None),
        ("socks5h://proxy.test", "socks5://proxy.test:1080", None),
        ("http://[::1]:3128", "http://[::1]:3128", None),
        ("http://u:p@ss@proxy.test:1", "http://proxy.test:1", Some(("u", "p@ss"))),
        ("http://u:pa%40s%3As@proxy.test:1", "http://proxy.test:1", Some(("u", "pa@s:s"))),
        ("http://u:a^b|c@proxy.test:1", "http://proxy.test:1", Some(("u", "a^b|c"))),
        ("http://u:100%sure@proxy.test:1", "http://proxy.test:1", Some(("u", "100%sure"))),
        ("http://u@proxy.test:1", "http://proxy.test:1", Some(("u", ""))),
    ] {
        let proxy = Proxy::parse("HTTPS_PROXY", text).unwrap();
        let found = proxy.user.as_ref().map(|(user, password)| (user.as_str(), password.as_str()));
        assert_eq!(found, user, "{text}");
        let choice = ProxyChoice { proxy: Some(proxy), why: String::new() };
        assert_eq!(choice.address().as_deref(), Some(address), "{text}");
        assert!(!format!("{choice:?}").contains("p@ss"));
    }
}

#[test]
fn what_cannot_be_used_is_an_error_that_names_the_variable_and_hides_its_value() {
    for (text, why) in [
        ("\"http://u:Qx7Mark@proxy.test\"", "quotation marks"),
        (" http://u:Qx7Mark@proxy.test", "white space at its beginning"),
        ("http://u:Qx7 Mark@proxy.test", "%20"),
        ("http://u:Qx7Mark@proxy.test\n", "white space"),
        ("http://u:Qx7\u{200B}Mark@proxy.test", "nobody sees"),
        ("http://u:Qx7/Mark@proxy.test", "%2F"),
        ("http://u:Qx7#Mark@proxy.test", "%23"),
        ("ftp://u:Qx7Mark@proxy.test", "must be an http://"),
        ("socks4://u:Qx7Mark@proxy.test", "must be an http://"),
        ("http://u:Qx7Mark@", "must be an http://"),
        ("http://u:Qx7Mark@proxy.test:99999", "must be an http://"),
        ("http://u:Qx7Mark@proxy.test:0", "must be an http://"),
        ("http://u:Qx7Mark@proxy.test:abc", "must be an http://"),
        ("http://u:Qx7Mark@proxy.test/path", "neither a path"),
        ("http://u%3Au:Qx7Mark@proxy.test", "HTTP cannot carry"),
        ("http://u:Qx7Mark%FF@proxy.test", "not UTF-8"),
        ("http://u:Qx7Mark%0A@proxy.test", "invisible"),
        ("direct", "must be an http://"),
    ] {
        // `direct` is a word of the option alone: as a variable it is a host of that name.
        if text == "direct" {
            assert_eq!(
                chosen(HTTPS, &[("HTTPS_PROXY", text)]).unwrap().address().unwrap(),
                "http://direct:80"
            );
            continue;
        }
        let error = chosen(HTTPS, &[("HTTPS_PROXY", text)]).unwrap_err();
        assert_eq!(error.field(), Some("HTTPS_PROXY"), "{text:?}");
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(why), "{text:?}: {shown}");
        assert!(!shown.contains("Mark") && !shown.contains("proxy.test"), "{shown}");
    }
}

#[test]
fn only_the_variable_that_counts_is_judged() {
    let bad = "ftp://proxy.test";
    for (base_url, variables, address) in [
        (HTTPS, &[PROXY, ("HTTP_PROXY", bad), ("ALL_PROXY", bad)][..], Some("http://proxy.test:3128")),
        (HTTPS, &[("https_proxy", "http://lower.test:1"), ("HTTPS_PROXY", bad)], Some("http://lower.test:1")),
        (HTTPS, &[("https_proxy", ""), PROXY], Some("http://proxy.test:3128")),
        (HTTPS, &[("ALL_PROXY", "socks5://all.test")], Some("socks5://all.test:1080")),
        (HTTPS, &[("HTTP_PROXY", bad)], None),
        (HTTPS, &[("HTTPS_PROXY", bad), ("NO_PROXY", "qiyuesuo.cn")], None),
        ("http://127.0.0.1:9", &[("HTTP_PROXY", bad)], None),
        ("http://platform.test", &[("HTTP_PROXY", "http://p.test:1")], Some("http://p.test:1")),
        // Of a CGI, where it is what a visitor sent.
        ("http://platform.test", &[("HTTP_PROXY", "http://p.test:1"), ("REQUEST_METHOD", "GET")], None),
        (
            "http://platform.test",
            &[("http_proxy", "http://p.test:1"), ("REQUEST_METHOD", "GET")],
            Some("http://p.test:1"),
        ),
    ] {
        let choice = chosen(base_url, variables).unwrap();
        assert_eq!(choice.address().as_deref(), address, "{base_url} {variables:?}: {}", choice.why());
    }
    let error = chosen(HTTPS, &[("https_proxy", bad), PROXY]).unwrap_err();
    assert_eq!(error.field(), Some("https_proxy"));
}

#[test]
fn exceptions_hold_for_names_addresses_networks_and_ports() {
    for (base_url, list, direct) in [
        ("https://10.1.2.3", "*", true),
        ("https://[2001:db8::1]", "*", true),
        (HTTPS, "*", true),
        (HTTPS, "other.test, *", true),
        (HTTPS, "qiyuesuo.cn", true),
        (HTTPS, ".qiyuesuo.cn", true),
        (HTTPS, "*.qiyuesuo.cn", true),
        (HTTPS, "OpenAPI.Qiyuesuo.CN", true),
        (HTTPS, "openapi.qiyuesuo.cn.", true),
        ("https://openapi.qiyuesuo.cn.", "qiyuesuo.cn", true),
        (HTTPS, "a.test ,  b.test\tqiyuesuo.cn", true),
        (HTTPS, "yuesuo.cn", false),
        (HTTPS, "api.openapi.qiyuesuo.cn", false),
        (HTTPS, "qiyuesuo.cn:443", true),
        (HTTPS, "qiyuesuo.cn:8443", false),
        ("https://platform.test:8443", "platform.test:8443", true),
        ("https://10.1.2.3", "10.1.2.3", true),
        ("https://10.1.2.3:8443", "10.1.2.3:8443", true),
        ("https://10.1.2.3", "10.1.2.3:8443", false),
        ("https://10.1.2.3", "10.0.0.0/8", true),
        ("https://10.1.2.3", "10.1.2.2/31", true),
        ("https://10.1.2.3", "10.1.2.4/31", false),
        ("https://10.1.2.3", "0.0.0.0/0", true),
        ("https://10.1.2.3", "::/0", false),
        ("https://10.1.2.3", "10.1.*.*", true),
        ("https://10.1.2.3", "10.*", true),
        ("https://10.1.2.3", "10.2.*", false),
        (HTTPS, "10.*", false),
        ("https://10.1.2.3", "2.3", false),
        ("https://[2001:db8::1]", "2001:db8::1", true),
        ("https://[2001:db8::1]", "[2001:db8::1]", true),
        ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", true),
        ("https://[2001:db8::1]", "2001:db8::/32", true),
        ("https://[2001:db8::1]", "[2001:db9::]/32", false),
        ("https://[::ffff:10.1.2.3]", "10.0.0.0/8", true),
        (HTTPS, "10.0.0.0/8,", false),
        (HTTPS, " , ", false),
    ] {
        // `2.3` is an address that is written short, so no name and no entry.
        let choice = match chosen(base_url, &[PROXY, ("NO_PROXY", list)]) {
            Ok(choice) => choice,
            Err(error) if list == "2.3" => {
                assert_eq!(error.field(), Some("NO_PROXY"));
                continue;
            }
            Err(error) => panic!("{list}: {error}"),
        };
        assert_eq!(choice.address().is_none(), direct, "{base_url} {list}: {}", choice.why());
    }
    let choice = chosen(HTTPS, &[PROXY, ("NO_PROXY", "a.test, .qiyuesuo.cn")]).unwrap();
    assert_eq!(choice.why(), "NO_PROXY has `.qiyuesuo.cn`");
}

#[test]
fn an_exception_that_cannot_be_understood_is_an_error() {
    for list in [
        "10.0.0.0/33",
        "10.0.0.0/x",
        "http://platform.test",
        "192.*.1.*",
        "*.168.1.1",
        "1.2.3.4.*",
        "a.test:port",
        "[::1",
        "<local>",
    ] {
        let error = chosen(HTTPS, &[PROXY, ("no_proxy", &format!("a.test, {list}"))]).unwrap_err();
        assert_eq!(error.field(), Some("no_proxy"), "{list}");
        assert!(error.message().contains("position 9"), "{error}");
    }
}
