//! What is told of an answer beside its content.

use http::HeaderMap;
use http::header::SET_COOKIE;

/// Headers in which servers and the proxies before them name a request, in the order they are looked for. Whether the
/// platform sends one of them is unknown: they are the customary ones.
const REQUEST_ID: [&str; 4] = ["x-request-id", "x-trace-id", "x-b3-traceid", "eagleeye-traceid"];

/// The id that the answer gives to the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let given = |name: &&str| headers.get(*name)?.to_str().ok().map(str::trim).filter(|id| !id.is_empty());
    REQUEST_ID.iter().find_map(given)
}

/// The headers that callers see: a cookie is a credential.
pub(crate) fn without_cookies(mut headers: HeaderMap) -> HeaderMap {
    headers.remove(SET_COOKIE);
    headers
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::request_id;

    fn headers(pairs: &[(&'static str, &'static [u8])]) -> HeaderMap {
        let header = |(name, value): &(&'static str, &[u8])| {
            (HeaderName::from_static(name), HeaderValue::from_bytes(value).expect("a value"))
        };
        pairs.iter().map(header).collect()
    }

    #[test]
    fn the_first_header_that_says_something_is_the_id() {
        assert_eq!(request_id(&headers(&[("x-trace-id", b"b"), ("x-request-id", b"a")])), Some("a"));
        assert_eq!(request_id(&headers(&[("x-request-id", b""), ("eagleeye-traceid", b" c ")])), Some("c"));
        assert_eq!(request_id(&headers(&[("x-request-id", b"\xe5"), ("x-b3-traceid", b"d")])), Some("d"));
        assert_eq!(request_id(&headers(&[("date", b"e")])), None);
    }
}
