//! How the emulator is, and what it chose.

use std::sync::Arc;

use axum::extract::State as Shared;
use serde_json::json;

use super::Reply;
use crate::choices::CHOICES;
use crate::state::State;

pub(super) async fn health(Shared(state): Shared<Arc<State>>) -> Reply {
    let limits = &state.options.limits;
    let (requests, requests_seen) = state.log.counts();
    let (tickets, tickets_forgotten) = state.sessions.counts();
    let (callbacks, callbacks_dropped) = state.callbacks.counts();
    Reply(json!({
        "status": "ok",
        "unofficial": "a local stand-in, not the platform",
        "version": env!("CARGO_PKG_VERSION"),
        "url": state.url,
        "app_token": state.options.app_token,
        "agent_token": state.options.agent_token,
        "time": state.clock.now_ms(),
        "uptime_ms": u64::try_from(state.started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "requests_seen": requests_seen,
        "kept": {
            "requests": { "now": requests, "most": limits.requests },
            "tickets": { "now": tickets, "most": limits.tickets, "forgotten": tickets_forgotten },
            "callbacks": { "now": callbacks, "most": limits.callbacks, "dropped": callbacks_dropped },
            "nonces": { "now": state.gateway.nonces(), "most": limits.nonces },
        },
    }))
}

pub(super) async fn choices() -> Reply {
    let choices: Vec<_> =
        CHOICES.iter().map(|choice| json!({ "topic": choice.topic, "choice": choice.text })).collect();
    Reply(json!({ "choices": choices }))
}
