//! Callbacks and their attempts.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::{ListQuery, Outcome, Problem, Reply};
use crate::callbacks::{Attempt, Callback};
use crate::state::State;

pub(super) async fn list(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Outcome {
    let query = ListQuery::read(query.as_deref(), &["limit"])?;
    let callbacks: Vec<Value> = state.callbacks.list(query.limit).iter().map(show).collect();
    Ok(Reply(json!({ "callbacks": callbacks })))
}

pub(super) async fn one(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Outcome {
    let found = id.parse().ok().and_then(|id| state.callbacks.get(id));
    found.map(|callback| Reply(show(&callback))).ok_or_else(unknown)
}

pub(super) async fn redeliver(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Outcome {
    let found = id.parse().ok().and_then(|id| state.callbacks.redeliver(&state, id));
    found.map(|callback| Reply(show(&callback))).ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "the emulator knows no such callback")
}

pub(super) fn show(callback: &Callback) -> Value {
    let message = &callback.message;
    let query: Map<String, Value> =
        message.query.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    let form: Map<String, Value> =
        message.form.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    json!({
        "id": callback.id,
        "time": callback.created_ms,
        "ticket": callback.key.as_ref(),
        "event": message.event,
        "form": message.packing,
        "url": message.url,
        "query": query,
        "fields": form,
        "reply_wanted": message.plan.reply_wanted(),
        "state": callback.progress.name(),
        "note": callback.note,
        "attempts": callback.attempts.iter().map(show_attempt).collect::<Vec<_>>(),
        "attempts_forgotten": callback.attempts_forgotten,
        "next_attempt": callback.next_attempt_ms,
    })
}

fn show_attempt(attempt: &Attempt) -> Value {
    json!({
        "time": attempt.time_ms,
        "duration_ms": u64::try_from(attempt.duration.as_millis()).unwrap_or(u64::MAX),
        "status": attempt.status,
        "reply": attempt.reply,
        "error": attempt.error,
        "received": attempt.received,
    })
}
