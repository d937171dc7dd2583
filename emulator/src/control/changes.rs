//! Faults, settings, reset.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Shared;
use serde_json::{Value, json};

use super::{Outcome, Problem, Reply, read};
use crate::faults::FaultRule;
use crate::state::State;

pub(super) async fn faults(Shared(state): Shared<Arc<State>>) -> Reply {
    show_faults(&state)
}

pub(super) async fn put_faults(Shared(state): Shared<Arc<State>>, body: Bytes) -> Outcome {
    let rules: Vec<FaultRule> = read(&body)?;
    state.faults.put(rules).map_err(Problem::bad)?;
    Ok(show_faults(&state))
}

pub(super) async fn delete_faults(Shared(state): Shared<Arc<State>>) -> Reply {
    state.faults.clear();
    show_faults(&state)
}

/// Each as it was put, with how many requests it has seen and struck.
fn show_faults(state: &State) -> Reply {
    let faults: Vec<Value> = state
        .faults
        .list()
        .iter()
        .map(|(rule, counts)| {
            let mut shown = json!(rule);
            shown["seen"] = counts.seen.into();
            shown["struck"] = counts.struck.into();
            shown
        })
        .collect();
    Reply(json!({ "faults": faults }))
}

pub(super) async fn settings(Shared(state): Shared<Arc<State>>) -> Reply {
    Reply(json!(state.settings().to_json()))
}

pub(super) async fn put_settings(Shared(state): Shared<Arc<State>>, body: Bytes) -> Outcome {
    state.change_settings(read(&body)?).map_err(Problem::bad)?;
    Ok(Reply(json!(state.settings().to_json())))
}

pub(super) async fn reset(Shared(state): Shared<Arc<State>>) -> Reply {
    state.reset();
    Reply(json!({ "reset": true }))
}
