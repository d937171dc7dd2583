//! Contracts, from the draft to the end: a state machine, where answers depend on what was asked before.
//!
//! A contract that was not drafted here exists all the same for tickets and downloads, as an account's contracts do.

mod calls;
mod files;
mod model;
mod party;
mod tickets;

use std::sync::{Arc, Mutex};

use serde_json::Value;

pub(super) use calls::answer;
pub(super) use files::{download, file, picture};
pub(super) use tickets::{create_privilege_ticket, create_ticket};

use crate::Outcome;
use crate::bounded::Bounded;
use crate::lock;
use crate::options::Limits;
use crate::platform::Session;
use model::Contract;
use party::Actor;

/// What a callback says of a contract.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) contract_id: String,
    pub(crate) status: &'static str,
    pub(crate) tenant_name: String,
    pub(crate) business_data: Option<String>,
    /// Where its draft wants changes to be told.
    pub(crate) url: Option<String>,
}

/// The contracts that were drafted here.
pub(crate) struct Contracts {
    inner: Mutex<Inner>,
}

struct Inner {
    contracts: Bounded<Contract>,
    /// From the caller's own id to the platform's.
    by_biz_id: Bounded<Arc<str>>,
}

impl Inner {
    /// The platform's id of a contract, from that or from the caller's.
    fn key(&self, id: &str) -> Arc<str> {
        self.by_biz_id.get(id).cloned().unwrap_or_else(|| Arc::from(id))
    }
}

impl Contracts {
    pub(crate) fn new(limits: &Limits) -> Self {
        let inner = Inner {
            contracts: Bounded::new(limits.tickets, limits.ticket_bytes),
            by_biz_id: Bounded::new(limits.tickets, limits.ticket_bytes),
        };
        Self { inner: Mutex::new(inner) }
    }

    /// The contract of an id of the platform or of the caller.
    fn with<T>(&self, id: &str, act: impl FnOnce(&mut Contract) -> T) -> Option<T> {
        let mut inner = lock(&self.inner);
        let key = inner.key(id);
        inner.contracts.get_mut(&key).map(act)
    }

    fn put(&self, contract: Contract) {
        let mut inner = lock(&self.inner);
        let key: Arc<str> = Arc::from(contract.id.to_string());
        if let Some(biz_id) = contract.biz_id() {
            inner.by_biz_id.insert(Arc::from(biz_id), Arc::clone(&key), 0);
        }
        let weight = contract.weight();
        inner.contracts.insert(key, contract, weight);
    }

    fn remove(&self, id: &str) {
        let mut inner = lock(&self.inner);
        let key = inner.key(id);
        inner.by_biz_id.remove(id);
        inner.contracts.remove(&key);
    }

    /// Something of each, the newest first.
    fn each<T>(&self, read: impl Fn(&Contract) -> T) -> Vec<T> {
        lock(&self.inner).contracts.newest().map(read).collect()
    }

    /// With their history, for people.
    pub(crate) fn shown(&self, limit: usize) -> Vec<Value> {
        let mut shown = self.each(|contract| {
            let mut shown = contract.detail();
            let history =
                contract.history.iter().map(|(ms, what)| serde_json::json!({ "time": ms, "what": what }));
            shown["history"] = history.collect();
            shown
        });
        shown.truncate(limit);
        shown
    }

    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.contracts.clear();
        inner.by_biz_id.clear();
    }

    /// A person went through the plugin with a ticket for a contract.
    pub(crate) fn completed(&self, session: &Session, now_ms: i64) -> Option<Change> {
        let person = Actor::Person(&session.contact);
        self.with(&session.contract_id, |contract| {
            let (done, what) = match session.outcome {
                Some(Outcome::Passed) => (contract.act(person), "signed with the plugin"),
                Some(Outcome::Failed) => {
                    (contract.reject(person, "refused in the plugin"), "refused in the plugin")
                }
                Some(Outcome::Review) | None => return None,
            };
            done.ok()?;
            contract.history.push((now_ms, what));
            Some(Change::of(contract))
        })
        .flatten()
    }
}

impl Change {
    fn of(contract: &Contract) -> Self {
        Self {
            contract_id: contract.id.to_string(),
            status: contract.status.name(),
            tenant_name: contract.tenant_name().to_owned(),
            business_data: contract.business_data().map(str::to_owned),
            url: contract.callback_url().map(str::to_owned),
        }
    }
}
