//! The contracts that were drafted here, with their history.

use std::sync::Arc;

use axum::extract::{RawQuery, State as Shared};
use serde_json::json;

use super::{ListQuery, Outcome, Reply};
use crate::state::State;

pub(super) async fn list(Shared(state): Shared<Arc<State>>, RawQuery(query): RawQuery) -> Outcome {
    let query = ListQuery::read(query.as_deref(), &["limit"])?;
    Ok(Reply(json!({ "contracts": state.contracts.shown(query.limit) })))
}
