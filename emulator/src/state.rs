//! Everything the emulator remembers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::callbacks::Callbacks;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::gateway::Gateway;
use crate::options::Options;
use crate::platform::{Completion, Contracts, Directory, Fields, Kind, Routes, Session, Sessions};
use crate::request_log::RequestLog;
use crate::settings::{Settings, SettingsJson};
use crate::{CompletionError, Outcome};

/// A link that nobody opens dies after five minutes; an opened one serves for fifteen.
const LINK_UNOPENED_MS: i64 = 5 * 60 * 1000;
pub(crate) const LINK_OPEN_MS: i64 = 15 * 60 * 1000;
/// A review waits for somebody to decide it, longer than any test.
const SEAL_REVIEW_MS: i64 = 366 * 86_400_000;
/// Bodies larger than this wait for their turn, so that uploads cannot take all the memory together.
pub(crate) const SMALL_BODY: usize = 1 << 20;
/// How many large bodies are in memory at a time.
const LARGE_BODIES: usize = 4;

pub(crate) struct State {
    pub(crate) options: Options,
    /// Where callbacks are delivered, also when a thread outside the runtime completes a ticket.
    pub(crate) runtime: Handle,
    pub(crate) url: String,
    pub(crate) started: Instant,
    pub(crate) clock: Clock,
    pub(crate) gateway: Gateway,
    pub(crate) routes: Routes,
    pub(crate) sessions: Sessions,
    pub(crate) contracts: Contracts,
    pub(crate) directory: Directory,
    pub(crate) log: RequestLog,
    pub(crate) faults: Faults,
    pub(crate) callbacks: Callbacks,
    pub(crate) large_bodies: Semaphore,
    settings: RwLock<Arc<Settings>>,
}

impl State {
    pub(crate) fn new(options: Options, address: SocketAddr) -> Result<Self, String> {
        let clock = Clock::new();
        // Nobody can connect to "any address"; on this machine loopback reaches it.
        let host = match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let limits = &options.limits;
        let sessions = Sessions::new(limits, clock.now_ms());
        Ok(Self {
            url: format!("http://{}", SocketAddr::new(host, address.port())),
            runtime: Handle::current(),
            started: Instant::now(),
            gateway: Gateway::new(&options)?,
            routes: Routes::new(),
            directory: Directory::new(limits, sessions.new_id()),
            sessions,
            contracts: Contracts::new(limits),
            log: RequestLog::new(limits.requests, limits.request_bytes),
            faults: Faults::default(),
            callbacks: Callbacks::new(limits.callbacks, limits.ticket_bytes),
            large_bodies: Semaphore::new(LARGE_BODIES),
            settings: RwLock::new(Arc::new(Settings::new(&options))),
            clock,
            options,
        })
    }

    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn change_settings(&self, change: SettingsJson) -> Result<(), String> {
        let mut settings = self.settings.write().unwrap_or_else(PoisonError::into_inner);
        let next = settings.changed(change)?;
        self.clock.set_offset_ms(next.clock_offset_ms);
        *settings = Arc::new(next);
        Ok(())
    }

    /// As just started: settings and faults, too.
    pub(crate) fn reset(&self) {
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) =
            Arc::new(Settings::new(&self.options));
        self.clock.set_offset_ms(0);
        self.faults.clear();
        self.callbacks.clear();
        self.sessions.clear();
        self.contracts.clear();
        self.directory.clear();
        self.gateway.clear();
        self.log.clear();
    }

    pub(crate) fn link_url(&self, key: &str) -> String {
        format!("{}/_emulator/links/{key}", self.url)
    }

    /// Gives out a ticket or a link, and completes it at once where a rule for the contact says so.
    pub(crate) fn give_out(
        self: &Arc<Self>,
        operation: &'static str,
        kind: Kind,
        link: bool,
        fields: &Fields,
    ) -> Session {
        let settings = self.settings();
        let created_ms = self.clock.now_ms();
        let id = self.sessions.new_id();
        let key = if link { Arc::from(id.to_string()) } else { new_ticket() };
        let (contact, contact_type) = fields.person();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let company = fields.company.as_ref();
        let company_name = [&fields.company_name, &fields.tenant_name].into_iter().find_map(Option::as_ref);
        let company_name = company_name.or(company.and_then(|company| company.name.as_ref()));
        let company_id = fields.company_id.as_ref().or(company.and_then(|company| company.id.as_ref()));
        let contract = fields.contract_id.as_ref().or(fields.biz_id.as_ref());
        let session = Session {
            key,
            link,
            kind,
            operation,
            id,
            contact: contact.to_owned(),
            contact_type: contact_type.to_owned(),
            company: company_name.cloned().unwrap_or_default(),
            company_id: company_id.cloned().unwrap_or_default(),
            register_no: text(&fields.register_no),
            legal_person: text(&fields.legal_person),
            contract_id: contract.cloned().unwrap_or_default(),
            seal_id: text(&fields.seal_id),
            mode: text(&fields.mode),
            remark: text(&fields.remark),
            auth_deadline: text(&fields.auth_deadline),
            callback_url: fields.callback_url.clone().filter(|address| !address.is_empty()),
            created_ms,
            expires_ms: created_ms.saturating_add(match kind {
                Kind::SealReview => SEAL_REVIEW_MS,
                _ if link => LINK_UNOPENED_MS,
                _ => settings.ticket_ttl_ms,
            }),
            // A review has an id as links have, and nothing to open.
            opened: kind == Kind::SealReview,
            outcome: None,
            completed_ms: None,
        };
        self.sessions.add(session.clone());
        if let Some(rule) = settings.outcome_for(contact) {
            let completion = Completion { outcome: rule.outcome, mode: rule.mode.clone() };
            // A viewing ticket has nothing to complete; everything else was given out a moment ago.
            let _ = self.complete(&session.key, &completion);
        }
        session
    }

    /// The person goes through the plugin: notes the outcome and sends the callback, whose id is returned.
    pub(crate) fn complete(
        self: &Arc<Self>,
        key: &str,
        completion: &Completion,
    ) -> Result<(Session, Option<u64>), CompletionError> {
        let now_ms = self.clock.now_ms();
        let session = self.sessions.complete(key, completion, now_ms)?;
        let change = (session.kind == Kind::ContractSign)
            .then(|| self.contracts.completed(&session, now_ms))
            .flatten();
        let reviewed = match (session.kind, session.outcome) {
            (Kind::SealReview, Some(outcome @ (Outcome::Passed | Outcome::Failed))) => {
                self.directory.end_review(&session.seal_id, outcome == Outcome::Passed)
            }
            _ => None,
        };
        let callback = match change {
            Some(change) => self.callbacks.contract_changed(self, &change),
            None => self.callbacks.send_for(self, &session, reviewed.as_ref()),
        };
        Ok((session, callback))
    }
}

/// The form of real tickets is not published; these say what they are.
fn new_ticket() -> Arc<str> {
    let mut buffer = [0; 40];
    buffer[..8].copy_from_slice(b"emulator");
    Uuid::new_v4().simple().encode_lower(&mut buffer[8..]);
    Arc::from(std::str::from_utf8(&buffer).expect("a UUID is ASCII"))
}
