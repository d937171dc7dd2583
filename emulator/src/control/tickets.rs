//! Tickets and links, and the person who goes through the plugin with them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ListQuery, Outcome, Problem, Reply};
use crate::platform::{Completion, Kind, Session};
use crate::settings::check_mode;
use crate::state::{LINK_OPEN_MS, State};
use crate::{CompletionError, Outcome as Ending};

pub(super) async fn list(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Outcome {
    let query = ListQuery::read(query.as_deref(), &["limit"])?;
    let tickets: Vec<Value> =
        state.sessions.list(query.limit).iter().map(|session| show(&state, session)).collect();
    Ok(Reply(json!({ "tickets": tickets })))
}

pub(super) async fn one(Shared(state): Shared<Arc<State>>, Path(key): Path<String>) -> Outcome {
    let session = state.sessions.find(&key).ok_or_else(|| problem(CompletionError::Unknown))?;
    Ok(Reply(show(&state, &session)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CompleteBody {
    status: Ending,
    mode: Option<String>,
}

pub(super) async fn complete(
    Shared(state): Shared<Arc<State>>,
    Path(key): Path<String>,
    body: Bytes,
) -> Outcome {
    let body: CompleteBody = super::read(&body)?;
    check_mode(body.mode.as_deref()).map_err(Problem::bad)?;
    let completion = Completion { outcome: body.status, mode: body.mode };
    let (session, callback) = state.complete(&key, &completion).map_err(problem)?;
    let mut shown = show(&state, &session);
    shown["callback"] = callback
        .and_then(|id| state.callbacks.get(id))
        .map(|callback| super::callbacks::show(&callback))
        .into();
    Ok(Reply(shown))
}

/// What the address of a link leads to, until the emulator has pages.
pub(super) async fn open_link(Shared(state): Shared<Arc<State>>, Path(key): Path<String>) -> Outcome {
    let now_ms = state.clock.now_ms();
    let (session, fresh) = state
        .sessions
        .open_link(&key, now_ms, LINK_OPEN_MS)
        .ok_or_else(|| problem(CompletionError::Unknown))?;
    if !fresh {
        return Err(Problem::new(StatusCode::GONE, "the link was opened before, or its time is over"));
    }
    Ok(Reply(show(&state, &session)))
}

fn problem(error: CompletionError) -> Problem {
    let status = match error {
        CompletionError::Unknown => StatusCode::NOT_FOUND,
        CompletionError::Expired => StatusCode::GONE,
        CompletionError::Done | CompletionError::NothingToDo => StatusCode::CONFLICT,
    };
    Problem::new(status, error.to_string())
}

fn show(state: &State, session: &Session) -> Value {
    let id_name = match session.kind {
        Kind::CompanyAuth => "requestId",
        Kind::SealReview => "applyId",
        _ => "authId",
    };
    let mut shown = json!({
        "ticket": session.key.as_ref(),
        "link": session.link,
        "kind": session.kind,
        "operation": session.operation,
        "status": session.status(state.clock.now_ms()),
        "contact": session.contact,
        "contactType": session.contact_type,
        "companyName": session.company,
        "contractId": session.contract_id,
        "mode": session.mode,
        "callbackUrl": session.callback_url,
        "created": session.created_ms,
        "expires": session.expires_ms,
        "completed": session.completed_ms,
    });
    shown[id_name] = session.id.to_string().into();
    shown
}
