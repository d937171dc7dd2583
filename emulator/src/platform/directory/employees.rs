//! Employees and their roles.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Window, acknowledged, tenant};
use crate::answer::Answer;
use crate::bounded::Bounded;
use crate::lock;
use crate::platform::time::beijing;
use crate::platform::{Fields, unknown_shape};
use crate::state::State;

/// An employee, or one who has left: the platform tells these from people it never knew.
#[derive(Clone, Debug)]
pub(crate) struct Employee {
    id: String,
    /// Name of the company.
    tenant: String,
    name: String,
    /// By kind, in the words of `contactType`.
    contacts: BTreeMap<String, String>,
    created_ms: i64,
    roles: Vec<String>,
    left: bool,
}

/// A person in a request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Person {
    contact: String,
    contact_type: String,
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Request {
    user: Person,
    users: Vec<Person>,
    number: Option<String>,
    role: Option<String>,
    operate: Option<String>,
}

impl Employee {
    fn is(&self, tenant: &str, person: &Person) -> bool {
        self.tenant == tenant && self.contacts.get(&person.contact_type) == Some(&person.contact)
    }

    fn shown(&self, state: &State) -> Value {
        let contact = |kind: &str| self.contacts.get(kind);
        let known = ["MOBILE", "EMAIL"].into_iter().filter_map(contact);
        let mut shown = json!({
            "id": self.id,
            "name": self.name,
            "createTime": beijing(self.created_ms),
            "realName": known.clone().any(|contact| state.sessions.has_passed(contact)),
        });
        for (member, kind) in [("mobile", "MOBILE"), ("email", "EMAIL"), ("number", "NUMBER")] {
            if let Some(text) = contact(kind) {
                shown[member] = text.as_str().into();
            }
        }
        shown
    }

    fn weight(&self) -> usize {
        let contacts = self.contacts.iter().map(|(kind, contact)| kind.len() + contact.len() + 64);
        let roles = self.roles.iter().map(|role| role.len() + 32);
        self.id.len() + self.tenant.len() + self.name.len() + contacts.chain(roles).sum::<usize>()
    }
}

/// Puts an employee in, in the place it has if it is known.
fn put(employees: &mut Bounded<Employee>, employee: Employee) {
    let weight = employee.weight();
    employees.insert(Arc::from(employee.id.as_str()), employee, weight);
}

/// Whoever that contact belongs to in that company, also one who has left.
fn known<'a>(employees: &'a Bounded<Employee>, tenant: &str, person: &Person) -> Option<&'a Employee> {
    employees.newest().find(|employee| employee.is(tenant, person))
}

/// The employee of that contact; with a name, only if it is the employee's.
fn find(employees: &Bounded<Employee>, tenant: &str, person: &Person) -> Result<Employee, Answer> {
    let found = known(employees, tenant, person)
        .ok_or_else(|| Answer::failed(1701, Some("11041701"), "EMPLOYEE NOT FOUND"))?;
    if found.left {
        return Err(Answer::failed(1702, Some("11041702"), "EMPLOYEE DISMISSED"));
    }
    if person.name.as_ref().is_some_and(|name| *name != found.name) {
        return Err(other_name());
    }
    Ok(found.clone())
}

fn other_name() -> Answer {
    Answer::failed(1703, Some("11041703"), "EMPLOYEE NAME NOT MATCH")
}

pub(super) fn list(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let (window, request): (Window, Request) = (fields.read()?, fields.read()?);
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let employees = lock(&state.directory.employees);
    let mut found: Vec<Value> = employees
        .newest()
        .filter(|employee| employee.tenant == tenant && !employee.left)
        .filter(|employee| request.role.as_ref().is_none_or(|role| employee.roles.contains(role)))
        .map(|employee| employee.shown(state))
        .collect();
    found.reverse();
    window.page(&found)
}

pub(super) fn get(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let found = find(&lock(&state.directory.employees), &tenant, &request.user)?;
    Ok(Answer::success(&found.shown(state).to_string()))
}

/// Somebody who is an employee already is answered as they are, and who has left comes back.
pub(super) fn create(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let person = request.user;
    let name = person.name.clone().unwrap_or_default();
    let mut employees = lock(&state.directory.employees);
    let mut employee = match known(&employees, &tenant, &person) {
        Some(known) if known.name != name => return Err(other_name()),
        Some(known) => Employee { left: false, ..known.clone() },
        None => {
            let id = match person.contact_type.as_str() {
                "EMPLOYEEID" => person.contact.clone(),
                _ => state.sessions.new_id().to_string(),
            };
            let contacts = [("EMPLOYEEID".to_owned(), id.clone()), (person.contact_type, person.contact)];
            Employee {
                id,
                tenant,
                name,
                contacts: contacts.into(),
                created_ms: state.clock.now_ms(),
                roles: Vec::new(),
                left: false,
            }
        }
    };
    if let Some(number) = request.number {
        employee.contacts.insert("NUMBER".into(), number);
    }
    let shown = employee.shown(state);
    put(&mut employees, employee);
    Ok(Answer::success(&shown.to_string()))
}

pub(super) fn update(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let Person { contact, contact_type, name } = request.user;
    let mut employees = lock(&state.directory.employees);
    let mut employee = find(&employees, &tenant, &Person { contact, contact_type, name: None })?;
    employee.name = name.unwrap_or(employee.name);
    if let Some(number) = request.number {
        employee.contacts.insert("NUMBER".into(), number);
    }
    put(&mut employees, employee);
    Ok(acknowledged())
}

pub(super) fn remove(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "camelCase", default)]
    struct Removal {
        transfer_employee: Option<String>,
    }
    // Contact and kind stand at the top here.
    let (person, removal): (Person, Removal) = (fields.read()?, fields.read()?);
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let mut employees = lock(&state.directory.employees);
    let mut employee = find(&employees, &tenant, &person)?;
    if let Some(heir) = removal.transfer_employee.filter(|heir| !heir.is_empty()) {
        // Which kind of contact it is, is unknown: any will do.
        let is_heir = |other: &&Employee| {
            other.tenant == tenant && !other.left && other.contacts.values().any(|contact| *contact == heir)
        };
        let mut heir = employees
            .newest()
            .find(is_heir)
            .cloned()
            .ok_or_else(|| Answer::failed(1701, Some("11041701"), "EMPLOYEE NOT FOUND"))?;
        for role in std::mem::take(&mut employee.roles) {
            if !heir.roles.contains(&role) {
                heir.roles.push(role);
            }
        }
        put(&mut employees, heir);
    }
    employee.roles.clear();
    employee.left = true;
    put(&mut employees, employee);
    Ok(acknowledged())
}

/// All of them or none: the first who is no employee ends it before anything changed.
pub(super) fn manage_role(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let role = request.role.unwrap_or_default();
    let mut employees = lock(&state.directory.employees);
    let found: Vec<Employee> =
        request.users.iter().map(|person| find(&employees, &tenant, person)).collect::<Result<_, _>>()?;
    for mut employee in found {
        employee.roles.retain(|own| *own != role);
        if request.operate.as_deref() != Some("REMOVE") {
            employee.roles.push(role.clone());
        }
        put(&mut employees, employee);
    }
    Ok(unknown_shape())
}

impl Person {
    pub(super) fn is(&self, other: &Self) -> bool {
        self.contact == other.contact && self.contact_type == other.contact_type
    }

    pub(super) fn shown(&self) -> Value {
        json!({ "contact": self.contact, "contactType": self.contact_type, "name": self.name })
    }

    pub(super) fn weight(&self) -> usize {
        self.contact.len()
            + self.contact_type.len()
            + self.name.as_ref().map_or(0, String::len)
            + size_of::<Self>()
    }
}

/// Whether these people are employees, for what only employees may be named in.
pub(super) fn all_known(state: &State, tenant: &str, people: &[Person]) -> Result<(), Answer> {
    let employees = lock(&state.directory.employees);
    people.iter().try_for_each(|person| find(&employees, tenant, person).map(|_| ()))
}

/// The administrators of a company's seals.
pub(super) fn administrators(state: &State, tenant: &str) -> Vec<Person> {
    let employees = lock(&state.directory.employees);
    let administrates = |employee: &&Employee| {
        employee.tenant == tenant && !employee.left && employee.roles.iter().any(|role| role == "SEAL_ADMIN")
    };
    let person = |employee: &Employee| Person {
        contact: employee.id.clone(),
        contact_type: "EMPLOYEEID".into(),
        name: Some(employee.name.clone()),
    };
    employees.newest().filter(administrates).map(person).collect()
}
