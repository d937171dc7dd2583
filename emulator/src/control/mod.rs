//! The control interface below `/_emulator/`: what happened, what shall happen.

mod callbacks;
mod changes;
mod contracts;
mod guard;
mod overview;
mod requests;
mod tickets;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, Response, StatusCode};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::state::State;

/// Whether a path belongs to the control interface.
pub(crate) fn owns(path: &str) -> bool {
    path.strip_prefix("/_emulator").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(crate) fn router(state: Arc<State>) -> Router {
    let routes = Router::new()
        .route("/health", get(overview::health))
        .route("/choices", get(overview::choices))
        .route("/requests", get(requests::list))
        .route("/tickets", get(tickets::list))
        .route("/tickets/{ticket}", get(tickets::one))
        .route("/tickets/{ticket}/complete", post(tickets::complete))
        .route("/links/{id}", get(tickets::open_link))
        .route("/contracts", get(contracts::list))
        .route("/callbacks", get(callbacks::list))
        .route("/callbacks/{id}", get(callbacks::one))
        .route("/callbacks/{id}/redeliver", post(callbacks::redeliver))
        .route("/faults", get(changes::faults).put(changes::put_faults).delete(changes::delete_faults))
        .route("/settings", get(changes::settings).put(changes::put_settings))
        .route("/reset", post(changes::reset))
        .method_not_allowed_fallback(async || {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this path wants another method")
        });
    Router::new()
        .nest("/_emulator", routes)
        .fallback(async || {
            Problem::new(
                StatusCode::NOT_FOUND,
                "the control interface has no such path; see docs/emulator.md",
            )
        })
        .layer(middleware::from_fn_with_state(Arc::clone(&state), guard::local_only))
        .with_state(state)
}

/// What a handler answers.
type Outcome = Result<Reply, Problem>;

/// JSON with status 200.
struct Reply(Value);

impl IntoResponse for Reply {
    fn into_response(self) -> Response<Body> {
        respond(StatusCode::OK, &self.0)
    }
}

/// An error as JSON: `{"error": "..."}`.
struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        respond(self.status, &json!({ "error": self.message }))
    }
}

fn respond(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Reads a JSON body; what serde says names the member that is wrong.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|why| Problem::bad(why.to_string()))
}

/// The most entries a list shows.
const MAX_LIMIT: usize = 1_000;
const DEFAULT_LIMIT: usize = 100;

/// The parameters of a list.
#[derive(Debug, PartialEq, Eq)]
struct ListQuery {
    after: Option<u64>,
    limit: usize,
    operation: Option<String>,
}

impl ListQuery {
    fn read(query: Option<&str>, allowed: &[&str]) -> Result<Self, Problem> {
        let mut read = Self { after: None, limit: DEFAULT_LIMIT, operation: None };
        for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            if !allowed.contains(&name.as_ref()) {
                return Err(Problem::bad(format!("{name}: unknown; allowed are {}", allowed.join(", "))));
            }
            match name.as_ref() {
                "after" => {
                    let after =
                        value.parse().map_err(|_| Problem::bad("after: must be the id of a request"))?;
                    read.after = Some(after);
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
                    read.limit = limit.ok_or_else(|| Problem::bad("limit: must be between 1 and 1000"))?;
                }
                _ => read.operation = Some(value.into_owned()),
            }
        }
        Ok(read)
    }
}
