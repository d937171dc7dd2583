//! Callbacks: what is sent, when it is sent again, and what came of it.

mod address;
mod attempt;
mod message;
mod plan;

pub(crate) use address::parse_url;
pub(crate) use attempt::Attempt;
pub(crate) use message::Message;
pub(crate) use plan::Plan;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

use crate::lock;
use crate::platform::{Change, Kind, Reviewed, Session};
use crate::state::State;

/// Deliveries that run at the same time; more wait.
const CONCURRENT: usize = 32;
/// Attempts kept of one callback; it can be delivered again by hand as often as one likes.
const MAX_ATTEMPTS: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Not delivered yet; another attempt will come.
    Pending,
    /// The receiver answered as the platform wants it.
    Received,
    /// All attempts were in vain.
    GivenUp,
    /// The emulator does not call that address.
    Refused,
}

impl Progress {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Received => "received",
            Self::GivenUp => "given_up",
            Self::Refused => "refused",
        }
    }
}

/// A callback and its story.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) id: u64,
    pub(crate) created_ms: i64,
    /// The ticket or link it tells about.
    pub(crate) key: Arc<str>,
    pub(crate) message: Arc<Message>,
    pub(crate) progress: Progress,
    /// Why it was refused.
    pub(crate) note: Option<String>,
    pub(crate) attempts: Vec<Attempt>,
    /// Attempts that are not kept any more.
    pub(crate) attempts_forgotten: u64,
    pub(crate) next_attempt_ms: Option<i64>,
    delivery: Option<Arc<Delivery>>,
}

/// A delivery that goes on; it ends when the last copy of its callback goes.
struct Delivery(AbortHandle);

impl Delivery {
    fn spawn(state: &Arc<State>, id: u64) -> Arc<Self> {
        Arc::new(Self(state.runtime.spawn(deliver(Arc::clone(state), id)).abort_handle()))
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(crate) struct Callbacks {
    inner: Mutex<Inner>,
    max: usize,
    max_bytes: usize,
    turns: Semaphore,
}

#[derive(Default)]
struct Inner {
    ring: VecDeque<Callback>,
    /// Of the messages.
    bytes: usize,
    last_id: u64,
    /// Callbacks that were still to be delivered when they had to go.
    dropped: u64,
}

impl Inner {
    fn find(&mut self, id: u64) -> Option<&mut Callback> {
        // Ids rise by one, so the place follows from the first.
        let first = self.ring.front()?.id;
        self.ring.get_mut(usize::try_from(id.checked_sub(first)?).ok()?)
    }
}

impl Callbacks {
    pub(crate) fn new(max: usize, max_bytes: usize) -> Self {
        Self { inner: Mutex::default(), max, max_bytes, turns: Semaphore::new(CONCURRENT) }
    }

    /// Sends what a completed ticket or link leads to; none where no address is known.
    pub(crate) fn send_for(
        &self,
        state: &Arc<State>,
        session: &Session,
        reviewed: Option<&Reviewed>,
    ) -> Option<u64> {
        let settings = state.settings();
        let now_ms = state.clock.now_ms();
        let key = &state.options.callback_key;
        let message = match session.kind {
            Kind::SealReview => Message::for_review(session, reviewed?)?,
            _ => Message::for_session(session, &settings, key, now_ms)?,
        };
        Some(self.post(state, Arc::clone(&session.key), message, now_ms))
    }

    /// Tells that a contract changed, if there is an address for it.
    pub(crate) fn contract_changed(&self, state: &Arc<State>, change: &Change) -> Option<u64> {
        let now_ms = state.clock.now_ms();
        let message = Message::for_contract(change, &state.settings(), &state.options.callback_key, now_ms)?;
        Some(self.post(state, Arc::from(change.contract_id.as_str()), message, now_ms))
    }

    fn post(&self, state: &Arc<State>, key: Arc<str>, message: Message, now_ms: i64) -> u64 {
        let refused = parse_url(&message.url)
            .and_then(|url| address::permitted(&url, state.options.allow_remote).map(|_| ()))
            .err();
        let progress = if refused.is_some() { Progress::Refused } else { Progress::Pending };
        let mut inner = lock(&self.inner);
        inner.last_id += 1;
        let id = inner.last_id;
        inner.bytes += message.weight();
        inner.ring.push_back(Callback {
            id,
            created_ms: now_ms,
            key,
            message: Arc::new(message),
            progress,
            note: refused,
            attempts: Vec::new(),
            attempts_forgotten: 0,
            next_attempt_ms: None,
            // The task waits for the lock, so it finds the entry complete.
            delivery: (progress == Progress::Pending).then(|| Delivery::spawn(state, id)),
        });
        while inner.ring.len() > self.max || (inner.bytes > self.max_bytes && inner.ring.len() > 1) {
            let Some(oldest) = inner.ring.pop_front() else { break };
            inner.bytes -= oldest.message.weight();
            inner.dropped += u64::from(oldest.progress == Progress::Pending);
        }
        id
    }

    /// Starts the plan of a callback anew.
    pub(crate) fn redeliver(&self, state: &Arc<State>, id: u64) -> Option<Callback> {
        let mut inner = lock(&self.inner);
        let callback = inner.find(id)?;
        if callback.progress != Progress::Refused {
            callback.progress = Progress::Pending;
            callback.next_attempt_ms = None;
            callback.delivery = Some(Delivery::spawn(state, id));
        }
        Some(callback.clone())
    }

    pub(crate) fn list(&self, limit: usize) -> Vec<Callback> {
        let inner = lock(&self.inner);
        let skipped = inner.ring.len().saturating_sub(limit);
        inner.ring.iter().skip(skipped).cloned().collect()
    }

    pub(crate) fn get(&self, id: u64) -> Option<Callback> {
        lock(&self.inner).find(id).cloned()
    }

    /// How many are kept, and how many were dropped undelivered.
    pub(crate) fn counts(&self) -> (usize, u64) {
        let inner = lock(&self.inner);
        (inner.ring.len(), inner.dropped)
    }

    /// Forgets all and ends every delivery; ids go on.
    pub(crate) fn clear(&self) {
        let mut inner = lock(&self.inner);
        inner.ring.clear();
        inner.bytes = 0;
    }

    fn next_message(&self, id: u64) -> Option<Arc<Message>> {
        let mut inner = lock(&self.inner);
        let callback = inner.find(id)?;
        callback.next_attempt_ms = None;
        Some(Arc::clone(&callback.message))
    }

    /// Notes an attempt and what comes next; false when there is nothing more to do.
    fn note(&self, id: u64, attempt: Attempt, next_ms: Option<i64>) -> bool {
        let mut inner = lock(&self.inner);
        let Some(callback) = inner.find(id) else { return false };
        let received = attempt.received;
        if callback.attempts.len() >= MAX_ATTEMPTS {
            callback.attempts.remove(0);
            callback.attempts_forgotten += 1;
        }
        callback.attempts.push(attempt);
        callback.progress = match next_ms {
            _ if received => Progress::Received,
            Some(_) => Progress::Pending,
            None => Progress::GivenUp,
        };
        callback.next_attempt_ms = next_ms.filter(|_| !received);
        callback.next_attempt_ms.is_some()
    }
}

async fn deliver(state: Arc<State>, id: u64) {
    let mut attempts = 0;
    loop {
        let Some(message) = state.callbacks.next_message(id) else { return };
        let attempt = {
            let Ok(_turn) = state.callbacks.turns.acquire().await else { return };
            attempt::send(&state, &message).await
        };
        let pause = message.plan.pauses().get(attempts).map(|pause| scaled(*pause, &state));
        let next_ms = pause
            .map(|pause| state.clock.now_ms() + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 2));
        if !state.callbacks.note(id, attempt, next_ms) {
            return;
        }
        attempts += 1;
        tokio::time::sleep(pause.unwrap_or_default()).await;
    }
}

fn scaled(pause: Duration, state: &State) -> Duration {
    pause.mul_f64(state.settings().callback_time_scale)
}
