//! Tickets and links given out, and what became of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde::Serialize;

use crate::bounded::Bounded;
use crate::options::Limits;
use crate::{CompletionError, Outcome, lock};

/// What a ticket or link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    PersonalAuth,
    CompanyAuth,
    ContractSign,
    ContractView,
    PersonalSign,
    Privilege,
    /// A picture of a seal that people at the platform look at.
    SealReview,
}

/// A ticket or a link.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The ticket; for a link its `authId` or `requestId`.
    pub(crate) key: Arc<str>,
    pub(crate) link: bool,
    pub(crate) kind: Kind,
    pub(crate) operation: &'static str,
    /// 19 digits: the `authId` of a person's authentication, the `requestId` of a company's.
    pub(crate) id: u64,
    pub(crate) contact: String,
    pub(crate) contact_type: String,
    /// The company's name; for contracts and personal signing the tenant's.
    pub(crate) company: String,
    pub(crate) company_id: String,
    pub(crate) register_no: String,
    pub(crate) legal_person: String,
    pub(crate) contract_id: String,
    /// Of the seal under review.
    pub(crate) seal_id: String,
    pub(crate) mode: String,
    pub(crate) remark: String,
    pub(crate) auth_deadline: String,
    pub(crate) callback_url: Option<String>,
    pub(crate) created_ms: i64,
    pub(crate) expires_ms: i64,
    /// Links open once.
    pub(crate) opened: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) completed_ms: Option<i64>,
}

impl Session {
    pub(crate) fn saas(&self) -> bool {
        self.operation.starts_with("saas.")
    }

    pub(crate) fn status(&self, now_ms: i64) -> &'static str {
        match self.outcome {
            Some(Outcome::Passed) => "passed",
            Some(Outcome::Failed) => "failed",
            Some(Outcome::Review) => "review",
            None if now_ms >= self.expires_ms => "expired",
            None => "pending",
        }
    }

    fn weight(&self) -> usize {
        let texts = [
            &self.contact,
            &self.contact_type,
            &self.company,
            &self.company_id,
            &self.register_no,
            &self.legal_person,
            &self.contract_id,
            &self.seal_id,
            &self.mode,
            &self.remark,
            &self.auth_deadline,
        ];
        let texts: usize = texts.iter().map(|text| text.capacity()).sum();
        texts + self.callback_url.as_ref().map_or(0, String::capacity) + size_of::<Self>()
    }
}

/// How a company stands: what its last request led to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CompanyState {
    pub(crate) outcome: Option<Outcome>,
    pub(crate) expires_ms: i64,
    pub(crate) completed_ms: Option<i64>,
}

/// An authorisation to sign without asking again.
#[derive(Clone, Debug)]
pub(crate) struct Authorisation {
    pub(crate) contact: String,
    pub(crate) contact_type: String,
    pub(crate) company: String,
    pub(crate) auth_deadline: String,
    pub(crate) remark: String,
}

/// How a person went through the plugin.
#[derive(Clone, Debug)]
pub(crate) struct Completion {
    pub(crate) outcome: Outcome,
    /// The way of authentication, in the spelling of requests.
    pub(crate) mode: Option<String>,
}

pub(crate) struct Sessions {
    inner: Mutex<Inner>,
    next_id: AtomicU64,
}

struct Inner {
    sessions: Bounded<Session>,
    /// From the 19 digits of a completed ticket to the ticket.
    tickets_by_id: Bounded<Arc<str>>,
    /// Contacts that have passed.
    people: Bounded<()>,
    companies: Bounded<CompanyState>,
    authorisations: Bounded<Authorisation>,
}

impl Sessions {
    pub(crate) fn new(limits: &Limits, now_ms: i64) -> Self {
        let bytes = limits.ticket_bytes;
        Self {
            inner: Mutex::new(Inner {
                sessions: Bounded::new(limits.tickets, bytes),
                tickets_by_id: Bounded::new(limits.results, bytes),
                people: Bounded::new(limits.results, bytes),
                companies: Bounded::new(limits.results, bytes),
                authorisations: Bounded::new(limits.results, bytes),
            }),
            // Ids look like the platform's: 19 digits, beyond what a double holds exactly, never the same again.
            next_id: AtomicU64::new(
                2_900_000_000_000_000_001 + now_ms.unsigned_abs() % 1_000_000_000_000 * 65_536,
            ),
        }
    }

    pub(crate) fn new_id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn add(&self, session: Session) {
        let mut inner = lock(&self.inner);
        if session.kind == Kind::CompanyAuth {
            let state = CompanyState { outcome: None, expires_ms: session.expires_ms, completed_ms: None };
            inner.companies.insert(Arc::from(session.company.as_str()), state, size_of::<CompanyState>());
        }
        let weight = session.weight();
        inner.sessions.insert(Arc::clone(&session.key), session, weight);
    }

    /// By ticket, or by the 19 digits of a link or of a completed ticket.
    pub(crate) fn find(&self, key: &str) -> Option<Session> {
        let inner = lock(&self.inner);
        inner.sessions.get(inner.resolve(key)).cloned()
    }

    /// The newest, the oldest of them first.
    pub(crate) fn list(&self, limit: usize) -> Vec<Session> {
        let mut newest: Vec<Session> = lock(&self.inner).sessions.newest().take(limit).cloned().collect();
        newest.reverse();
        newest
    }

    pub(crate) fn has_passed(&self, contact: &str) -> bool {
        lock(&self.inner).people.get(contact).is_some()
    }

    pub(crate) fn company(&self, name: &str) -> Option<CompanyState> {
        lock(&self.inner).companies.get(name).copied()
    }

    /// Of one person, or of everybody.
    pub(crate) fn authorisations(&self, contact: Option<&str>, limit: usize) -> Vec<Authorisation> {
        let inner = lock(&self.inner);
        match contact {
            Some(contact) => inner.authorisations.get(contact).cloned().into_iter().collect(),
            None => inner.authorisations.newest().take(limit).cloned().collect(),
        }
    }

    /// A link opens once; false when it was open before or its time is over.
    pub(crate) fn open_link(&self, key: &str, now_ms: i64, open_for_ms: i64) -> Option<(Session, bool)> {
        let mut inner = lock(&self.inner);
        let session = inner.sessions.get_mut(key).filter(|session| session.link)?;
        let fresh = !session.opened && now_ms < session.expires_ms;
        if fresh {
            session.opened = true;
            session.expires_ms = now_ms.saturating_add(open_for_ms);
        }
        Some((session.clone(), fresh))
    }

    pub(crate) fn complete(
        &self,
        key: &str,
        completion: &Completion,
        now_ms: i64,
    ) -> Result<Session, CompletionError> {
        let mut inner = lock(&self.inner);
        let key = Arc::<str>::from(inner.resolve(key));
        let session = inner.sessions.get_mut(&key).ok_or(CompletionError::Unknown)?;
        if session.kind == Kind::ContractView {
            return Err(CompletionError::NothingToDo);
        }
        match session.outcome {
            None if now_ms >= session.expires_ms => return Err(CompletionError::Expired),
            Some(Outcome::Review) if completion.outcome == Outcome::Review => {
                return Err(CompletionError::Done);
            }
            None | Some(Outcome::Review) => {}
            Some(Outcome::Passed | Outcome::Failed) => return Err(CompletionError::Done),
        }
        session.outcome = Some(completion.outcome);
        session.completed_ms = Some(now_ms);
        if let Some(mode) = &completion.mode {
            session.mode.clone_from(mode);
        } else if completion.outcome == Outcome::Review {
            session.mode = "MANUAL".into();
        } else if matches!(session.mode.as_str(), "" | "DEFAULT") {
            session.mode = "FACE".into();
        }
        let session = session.clone();
        inner.note_result(&session);
        if !session.link {
            inner.tickets_by_id.insert(Arc::from(session.id.to_string()), key, 0);
        }
        Ok(session)
    }

    pub(crate) fn counts(&self) -> (usize, u64) {
        let inner = lock(&self.inner);
        (inner.sessions.len(), inner.sessions.forgotten())
    }

    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.sessions.clear();
        inner.tickets_by_id.clear();
        inner.people.clear();
        inner.companies.clear();
        inner.authorisations.clear();
    }
}

impl Inner {
    fn resolve<'a>(&'a self, key: &'a str) -> &'a str {
        self.tickets_by_id.get(key).map_or(key, |ticket| ticket)
    }

    fn note_result(&mut self, session: &Session) {
        let passed = session.outcome == Some(Outcome::Passed);
        match session.kind {
            Kind::PersonalAuth if passed && !session.contact.is_empty() => {
                self.people.insert(Arc::from(session.contact.as_str()), (), 0);
            }
            // A company that has passed stays so, whatever becomes of another ticket for it.
            Kind::CompanyAuth
                if self
                    .companies
                    .get(&session.company)
                    .is_none_or(|known| known.outcome != Some(Outcome::Passed)) =>
            {
                let state = CompanyState {
                    outcome: session.outcome,
                    expires_ms: session.expires_ms,
                    completed_ms: session.completed_ms,
                };
                self.companies.insert(Arc::from(session.company.as_str()), state, size_of::<CompanyState>());
            }
            Kind::PersonalSign if passed && !session.contact.is_empty() => {
                let authorisation = Authorisation {
                    contact: session.contact.clone(),
                    contact_type: session.contact_type.clone(),
                    company: session.company.clone(),
                    auth_deadline: session.auth_deadline.clone(),
                    remark: session.remark.clone(),
                };
                let weight = authorisation.contact.len()
                    + authorisation.contact_type.len()
                    + authorisation.company.len()
                    + authorisation.auth_deadline.len()
                    + authorisation.remark.len();
                self.authorisations.insert(Arc::from(session.contact.as_str()), authorisation, weight);
            }
            _ => {}
        }
    }
}
