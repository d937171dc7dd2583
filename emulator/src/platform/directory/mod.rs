//! Who and what there is: the caller's company with its subsidiaries, their employees with their roles, and their seals.

mod companies;
mod employees;
mod seals;

pub(crate) use self::seals::Reviewed;

use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde_json::{Value, json};

use self::companies::Company;
use self::employees::Employee;
use self::seals::Seal;
use super::Fields;
use crate::answer::Answer;
use crate::bounded::Bounded;
use crate::lock;
use crate::options::Limits;
use crate::state::State;

pub(crate) struct Directory {
    own: Company,
    /// Companies that were invited, by name.
    companies: Mutex<Bounded<Company>>,
    /// By id.
    employees: Mutex<Bounded<Employee>>,
    /// By id.
    seals: Mutex<Bounded<Seal>>,
}

impl Directory {
    pub(crate) fn new(limits: &Limits, own_id: u64) -> Self {
        Self {
            own: Company::own(own_id),
            companies: Mutex::new(Bounded::new(limits.results, limits.ticket_bytes)),
            employees: Mutex::new(Bounded::new(limits.results, limits.ticket_bytes)),
            seals: Mutex::new(Bounded::new(limits.results, limits.ticket_bytes)),
        }
    }

    pub(crate) fn clear(&self) {
        lock(&self.companies).clear();
        lock(&self.employees).clear();
        lock(&self.seals).clear();
    }

    /// Ends the review of the picture of that seal.
    pub(crate) fn end_review(&self, seal: &str, passed: bool) -> Option<Reviewed> {
        seals::reviewed(&mut lock(&self.seals), seal, passed)
    }
}

/// Answers the operations about companies, people and seals; none where nobody knows what the answer would say.
pub(super) fn answer(state: &Arc<State>, operation: &str, fields: &Fields) -> Option<Answer> {
    let answer = match operation {
        "company.get" => companies::get(state, fields),
        "company.get_platform" => Ok(companies::get_platform(state)),
        "company.list_subsidiaries" => Ok(companies::list(state)),
        "company.invite_subsidiary" => companies::invite(state, fields),
        "company.remove_subsidiary" => companies::remove(state, fields),
        "company.get_token" => Ok(companies::get_token(state)),
        "company.update_token_callback" => companies::update_token_callback(state, fields),
        "employee.list" => employees::list(state, fields),
        "employee.get" => employees::get(state, fields),
        "employee.create" => employees::create(state, fields),
        "employee.update" => employees::update(state, fields),
        "employee.remove" => employees::remove(state, fields),
        "role.manage" => employees::manage_role(state, fields),
        "seal.list" => seals::list(state, fields),
        "seal.get" => seals::get(state, fields),
        "seal.create_auto" => seals::create_auto(state, fields),
        "seal.create_by_image" => seals::create_by_image(state, fields),
        "seal.update" => seals::update(state, fields),
        "seal.set_status" => seals::set_status(state, fields),
        "seal.delete" => seals::delete(state, fields),
        "customer.create" => companies::create_customer(fields),
        _ => return None,
    };
    Some(answer.unwrap_or_else(|refusal| refusal))
}

/// What is documented as nothing but the success.
fn acknowledged() -> Answer {
    Answer::success("null")
}

/// The company that a request is about, by name: the caller's own, or a subsidiary that is attached.
fn tenant(state: &State, name: Option<&str>) -> Result<String, Answer> {
    let directory = &state.directory;
    match name.filter(|name| !name.is_empty() && *name != directory.own.name) {
        None => Ok(directory.own.name.clone()),
        Some(name) => match lock(&directory.companies).get(name) {
            Some(company) if company.attached => Ok(company.name.clone()),
            Some(_) => Err(no_right()),
            None if state.sessions.company(name).is_some() => Err(no_right()),
            None => Err(Answer::failed(11_041_801, Some("11041801"), "COMPANY NOT FOUND")),
        },
    }
}

/// Only the caller's own company and its subsidiaries are the caller's.
fn no_right() -> Answer {
    Answer::failed(11_041_802, Some("11041802"), "NO PERMISSION TO THE COMPANY")
}

/// Which part of a list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Window {
    select_offset: Option<i64>,
    select_limit: Option<i64>,
}

impl Window {
    /// The documented default.
    const LIMIT: i64 = 1000;

    /// The page of a whole list.
    fn page(&self, whole: &[Value]) -> Result<Answer, Answer> {
        let place = |field: &str, value: i64| {
            usize::try_from(value).map_err(|_| Answer::invalid_parameter(field, "must not be negative"))
        };
        let offset = place("selectOffset", self.select_offset.unwrap_or(0))?;
        let limit = place("selectLimit", self.select_limit.unwrap_or(Self::LIMIT))?;
        let rest = whole.get(offset..).unwrap_or_default();
        let page = &rest[..limit.min(rest.len())];
        Ok(Answer::success(&json!({ "totalCount": whole.len(), "list": page }).to_string()))
    }
}
