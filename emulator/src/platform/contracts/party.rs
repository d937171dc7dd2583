//! Who signs a contract: companies with their steps, and persons.

use serde_json::{Value, json};

use super::model::{Refusal, Status};

const NO_ACTIONS: Refusal = (1103, "COMPANY WITHOUT ACTIONS");
const NO_RECEIVER: Refusal = (1111, "RECEIVER REQUIRED");

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Actor<'a> {
    /// A company with its seal, by name if one is given.
    Company(Option<&'a str>),
    LegalPerson,
    /// Who passes or refuses the audit.
    Auditor,
    /// A person by contact: a signatory, or the operator of a company's step.
    Person(&'a str),
}

#[derive(Clone, Debug)]
pub(super) struct Signatory {
    pub(super) id: u64,
    pub(super) company: bool,
    pub(super) name: String,
    pub(super) receiver: Value,
    pub(super) serial: i64,
    pub(super) actions: Vec<Action>,
}

/// A step; a person has one.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) id: u64,
    pub(super) kind: String,
    pub(super) serial: i64,
    pub(super) operators: Vec<String>,
    pub(super) done: bool,
}

impl Signatory {
    pub(super) fn of(
        given: &Value,
        has_category: bool,
        index: usize,
        new_id: &mut dyn FnMut() -> u64,
    ) -> Result<Self, Refusal> {
        let company = given["tenantType"] == "COMPANY";
        let receiver = given["receiver"].clone();
        if !company && contact(&receiver).is_empty() {
            return Err(NO_RECEIVER);
        }
        let serial =
            |value: &Value, otherwise: usize| value["serialNo"].as_i64().unwrap_or(otherwise as i64 + 1);
        let mut actions = Vec::new();
        for (step, action) in list(given.get("actions")).enumerate() {
            let people = ["operators", "corpOperators"].iter().flat_map(|name| list(action.get(*name)));
            actions.push(Action {
                id: new_id(),
                kind: action["type"].as_str().unwrap_or("COMPANY").to_owned(),
                serial: serial(action, step),
                operators: people.map(|person| contact(person).to_owned()).collect(),
                done: false,
            });
        }
        if company && actions.is_empty() && !has_category {
            return Err(NO_ACTIONS);
        }
        if actions.is_empty() {
            let (kind, operators) = if company {
                ("COMPANY", Vec::new())
            } else {
                ("PERSONAL", vec![contact(&receiver).to_owned()])
            };
            actions.push(Action { id: new_id(), kind: kind.to_owned(), serial: 1, operators, done: false });
        }
        Ok(Self {
            id: new_id(),
            company,
            name: given["tenantName"].as_str().unwrap_or_default().to_owned(),
            receiver,
            serial: serial(given, index),
            actions,
        })
    }

    pub(super) fn signed(&self) -> bool {
        self.actions.iter().all(|action| action.done)
    }

    pub(super) fn is_step_of(&self, action: &Action, actor: Actor<'_>) -> bool {
        let kind = action.kind.as_str();
        match actor {
            Actor::Company(name) => {
                self.company && kind == "COMPANY" && name.is_none_or(|name| name == self.name)
            }
            Actor::LegalPerson => self.company && kind == "LP",
            Actor::Auditor => self.company && kind == "AUDIT",
            Actor::Person(wanted) => {
                let named = action.operators.iter().any(|one| one == wanted);
                // Whoever received it acts for a company whose step names nobody.
                named || (self.company && action.operators.is_empty() && contact(&self.receiver) == wanted)
            }
        }
    }

    pub(super) fn shown(&self, contract: Status, turn: Option<i64>) -> Value {
        let its_turn = turn.is_none_or(|serial| serial == self.serial);
        let status = match contract {
            Status::Draft => "DRAFT",
            _ if self.signed() => "SIGNED",
            Status::Signing if its_turn => "SIGNING",
            Status::Signing => "WAITING",
            Status::Rejected => "REJECTED",
            Status::Recalled => "RECALLED",
            _ => contract.name(),
        };
        let next = self.actions.iter().filter(|action| !action.done).map(|action| action.serial).min();
        let actions = self.actions.iter().map(|action| {
            let status = match (action.done, status == "SIGNING" && next == Some(action.serial)) {
                (true, _) => "FINISH",
                (false, true) => "START",
                (false, false) => "INIT",
            };
            json!({ "id": action.id.to_string(), "type": action.kind, "status": status, "serialNo": action.serial })
        });
        let mut shown = json!({
            "id": self.id.to_string(),
            "tenantType": if self.company { "COMPANY" } else { "PERSONAL" },
            "tenantName": self.name,
            "status": status,
            "serialNo": self.serial,
        });
        if self.company {
            shown["actions"] = actions.collect();
        }
        if !self.receiver.is_null() {
            shown["receiver"] = self.receiver.clone();
        }
        shown
    }
}

pub(super) fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

pub(super) fn contact(person: &Value) -> &str {
    person["contact"].as_str().unwrap_or_default()
}
