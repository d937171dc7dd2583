//! Keeps web pages of other origins away from the control interface, which shows requests and has no password.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use axum::response::IntoResponse;

use super::Problem;
use crate::state::State;

/// Refuses requests that a browser makes for somebody else: a name that only resolves to loopback (DNS rebinding)
/// or another site's origin.
pub(super) async fn local_only(
    Shared(state): Shared<Arc<State>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    if allowed(request.headers(), state.options.allow_remote) {
        return next.run(request).await;
    }
    let message = "the control interface answers local requests only: Host must be localhost or a loopback address, \
                   and Origin, if sent, the same";
    Problem::new(StatusCode::FORBIDDEN, message).into_response()
}

fn allowed(headers: &HeaderMap, allow_remote: bool) -> bool {
    let header = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = header(HOST).unwrap_or_default();
    let same_origin = header(ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    same_origin && (allow_remote || is_local(host))
}

fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn hosts() {
        for local in ["localhost", "localhost:8787", "127.0.0.1:1", "[::1]:8787", "[::1]", "127.0.0.1"] {
            assert!(is_local(local), "{local}");
        }
        for other in
            ["", "evil.example", "evil.example:8787", "10.0.0.1:8787", "localhost.evil:1", "127.0.0.1.x"]
        {
            assert!(!is_local(other), "{other}");
        }
    }
}
