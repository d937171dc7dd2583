//! A contract and its states: who may do what, and what comes of it.

use serde_json::{Map, Value, json};

use super::party::{Actor, Signatory, contact, list};

/// Where a contract is, as the platform calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Draft,
    Signing,
    Complete,
    Rejected,
    Recalled,
    Invaliding,
    Invalided,
    ForceEnd,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Signing => "SIGNING",
            Self::Complete => "COMPLETE",
            Self::Rejected => "REJECTED",
            Self::Recalled => "RECALLED",
            Self::Invaliding => "INVALIDING",
            Self::Invalided => "INVALIDED",
            Self::ForceEnd => "FORCE_END",
        }
    }
}

/// Why the platform refuses: its code and what it says.
pub(crate) type Refusal = (i64, &'static str);

pub(crate) const WRONG_STATE: Refusal = (1101, "CONTRACT STATUS ERROR");
const TWICE: Refusal = (1102, "SIGNATORY DUPLICATE");
pub(crate) const NOT_YOUR_TURN: Refusal = (1107, "NOT YOUR TURN");
pub(crate) const NO_VIEW: Refusal = (1110, "NO VIEW PERMISSION");
const NO_SIGNATORY: Refusal = (1113, "SIGNATORY REQUIRED");
const NO_DOCUMENT: Refusal = (1401, "DOCUMENT REQUIRED");

/// How many documents a contract has at most: the emulator's choice, so that its memory stays bounded.
const MOST_DOCUMENTS: usize = 100;
const TOO_MANY: Refusal = (1005, "INVALID PARAMETER,a contract has 100 documents at most here");

#[derive(Clone, Debug)]
pub(crate) struct Contract {
    pub(crate) id: u64,
    pub(crate) status: Status,
    /// What it was drafted with, without what is told of its progress.
    request: Map<String, Value>,
    signatories: Vec<Signatory>,
    documents: Vec<Document>,
    created: String,
    published: Option<String>,
    /// Why it ended before its time.
    comments: Option<String>,
    /// Every change, with its time in milliseconds.
    pub(crate) history: Vec<(i64, &'static str)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) id: u64,
    pub(crate) title: String,
    pub(crate) created: String,
}

impl Contract {
    /// A draft from the request that the SDK checked; `new_id` gives ids out.
    pub(crate) fn draft(
        id: u64,
        request: &Map<String, Value>,
        created: String,
        new_id: &mut dyn FnMut() -> u64,
    ) -> Result<Self, Refusal> {
        let mut signatories = Vec::new();
        for given in list(request.get("signatories")) {
            let signatory =
                Signatory::of(given, request.contains_key("category"), signatories.len(), new_id)?;
            let same = |other: &Signatory| {
                (other.company, &other.name, contact(&other.receiver))
                    == (signatory.company, &signatory.name, contact(&signatory.receiver))
            };
            if signatories.iter().any(same) {
                return Err(TWICE);
            }
            signatories.push(signatory);
        }
        let mut request = request.clone();
        for told_apart in ["signatories", "id", "send", "status"] {
            request.remove(told_apart);
        }
        Ok(Self {
            id,
            status: Status::Draft,
            request,
            signatories,
            documents: Vec::new(),
            created,
            published: None,
            comments: None,
            history: Vec::new(),
        })
    }

    pub(crate) fn biz_id(&self) -> Option<&str> {
        self.request.get("bizId").and_then(Value::as_str)
    }

    pub(crate) fn callback_url(&self) -> Option<&str> {
        self.request.get("callbackUrl").and_then(Value::as_str)
    }

    /// What the caller wants to hear again in callbacks.
    pub(crate) fn business_data(&self) -> Option<&str> {
        self.request.get("businessData").and_then(Value::as_str)
    }

    pub(crate) fn subject(&self) -> &str {
        self.request.get("subject").and_then(Value::as_str).unwrap_or_default()
    }

    /// The name of the sender, for callbacks.
    pub(crate) fn tenant_name(&self) -> &str {
        self.request.get("tenantName").and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn add_document(&mut self, document: Document) -> Result<(), Refusal> {
        if self.status != Status::Draft {
            return Err(WRONG_STATE);
        }
        if self.documents.len() >= MOST_DOCUMENTS {
            return Err(TOO_MANY);
        }
        self.documents.push(document);
        Ok(())
    }

    /// A draft with other content keeps its documents.
    pub(crate) fn take_documents(&mut self, from: Self) {
        self.documents = from.documents;
    }

    pub(crate) fn send(&mut self, now: String) -> Result<(), Refusal> {
        if self.status != Status::Draft {
            return Err(WRONG_STATE);
        }
        if self.signatories.is_empty() {
            return Err(NO_SIGNATORY);
        }
        // A category brings its templates with it.
        if self.documents.is_empty() && !self.request.contains_key("category") {
            return Err(NO_DOCUMENT);
        }
        self.status = Status::Signing;
        self.published = Some(now);
        Ok(())
    }

    /// A step is done. The contract is complete with the last.
    pub(crate) fn act(&mut self, actor: Actor<'_>) -> Result<(), Refusal> {
        let action = self.next_for(actor)?;
        let signatory = &mut self.signatories[action.0];
        signatory.actions[action.1].done = true;
        if self.signatories.iter().all(Signatory::signed) {
            self.status = Status::Complete;
        }
        Ok(())
    }

    pub(crate) fn reject(&mut self, actor: Actor<'_>, why: &str) -> Result<(), Refusal> {
        self.next_for(actor)?;
        self.status = Status::Rejected;
        self.comments = Some(why.to_owned());
        Ok(())
    }

    /// The step that is this actor's now.
    fn next_for(&self, actor: Actor<'_>) -> Result<(usize, usize), Refusal> {
        if self.status != Status::Signing {
            return Err(WRONG_STATE);
        }
        let turn = self.turn();
        for (at, signatory) in self.signatories.iter().enumerate() {
            if signatory.signed() || turn.is_some_and(|serial| signatory.serial != serial) {
                continue;
            }
            let waiting = signatory.actions.iter().enumerate().filter(|(_, action)| !action.done);
            if let Some((step, action)) = waiting.min_by_key(|(_, action)| action.serial)
                && signatory.is_step_of(action, actor)
            {
                return Ok((at, step));
            }
        }
        match actor {
            Actor::Person(contact) if !self.has_person(contact) => Err(NO_VIEW),
            _ => Err(NOT_YOUR_TURN),
        }
    }

    /// Whether a person may act now.
    pub(crate) fn awaits(&self, contact: &str) -> Result<(), Refusal> {
        self.next_for(Actor::Person(contact)).map(|_| ())
    }

    fn has_person(&self, wanted: &str) -> bool {
        self.signatories.iter().any(|signatory| {
            contact(&signatory.receiver) == wanted
                || signatory.actions.iter().any(|action| action.operators.iter().any(|one| one == wanted))
        })
    }

    /// The place in the order whose turn it is; without an order it is everybody's.
    fn turn(&self) -> Option<i64> {
        let ordered = self.request.get("ordinal").and_then(Value::as_bool).unwrap_or(true);
        let left = self.signatories.iter().filter(|signatory| !signatory.signed());
        left.map(|signatory| signatory.serial).min().filter(|_| ordered)
    }

    /// What making it void does in its state. A draft is deleted instead, by whoever keeps it.
    pub(crate) fn invalidate(&mut self, reason: &str) -> Result<(), Refusal> {
        self.status = match self.status {
            Status::Signing => Status::Recalled,
            Status::Complete => Status::Invaliding,
            _ => return Err(WRONG_STATE),
        };
        self.comments = Some(reason.to_owned());
        Ok(())
    }

    pub(crate) fn sign_invalidation(&mut self) -> Result<(), Refusal> {
        self.change(&[Status::Invaliding], Status::Invalided)
    }

    pub(crate) fn force_end(&mut self, reason: &str) -> Result<(), Refusal> {
        self.change(&[Status::Signing], Status::ForceEnd)?;
        self.comments = Some(reason.to_owned());
        Ok(())
    }

    pub(crate) fn expect(&self, allowed: &[Status]) -> Result<(), Refusal> {
        if allowed.contains(&self.status) { Ok(()) } else { Err(WRONG_STATE) }
    }

    fn change(&mut self, from: &[Status], to: Status) -> Result<(), Refusal> {
        self.expect(from)?;
        self.status = to;
        Ok(())
    }

    /// Lines that a paper of it shows.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.subject().to_owned(), format!("{} {}", self.id, self.status.name())];
        lines.extend(self.documents.iter().map(|document| format!("文档: {}", document.title)));
        for signatory in &self.signatories {
            let state = if signatory.signed() { "已签署" } else { "未签署" };
            lines.push(format!("签署方: {} {state}", signatory.name));
        }
        lines
    }

    /// As `contract.get` answers it.
    pub(crate) fn detail(&self) -> Value {
        let mut shown = self.request.clone();
        shown.insert("id".to_owned(), self.id.to_string().into());
        shown.insert("status".to_owned(), self.status.name().into());
        shown.insert("createTime".to_owned(), self.created.clone().into());
        shown.insert("publishTime".to_owned(), self.published.clone().into());
        shown.insert("comments".to_owned(), self.comments.clone().into());
        let turn = self.turn();
        let signatories = self.signatories.iter().map(|signatory| signatory.shown(self.status, turn));
        shown.insert("signatories".to_owned(), signatories.collect());
        let documents = self.documents.iter().map(|document| {
            json!({ "id": document.id.to_string(), "title": document.title, "createTime": document.created })
        });
        shown.insert("documents".to_owned(), documents.collect());
        // A callback address says nothing to whoever looks.
        shown.remove("callbackUrl");
        shown.retain(|_, value| !value.is_null());
        shown.into()
    }

    /// As `contract.list` answers it.
    pub(crate) fn listed(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "subject": self.subject(),
            "status": self.status.name(),
            "sn": self.request.get("sn"),
            "publishTime": self.published,
            "category": self.request.get("category"),
        })
    }

    /// What it weighs in memory, roughly.
    pub(crate) fn weight(&self) -> usize {
        let request: usize = self.request.values().map(|value| value.to_string().len() + 64).sum();
        let actions: usize =
            self.signatories.iter().map(|signatory| 256 + signatory.actions.len() * 128).sum();
        request + actions + self.documents.iter().map(|document| document.title.len() + 96).sum::<usize>()
    }
}
