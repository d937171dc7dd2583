//! Seals: drawn from texts or handed in as pictures, used by employees, put out of use and deleted.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::employees::{Person, administrators, all_known};
use super::{Window, tenant};
use crate::answer::Answer;
use crate::bounded::Bounded;
use crate::lock;
use crate::platform::time::beijing;
use crate::platform::{Fields, Kind, unknown_shape};
use crate::state::State;

/// What the notes on the page say of names.
const MAX_NAME: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Normal,
    Frozen,
    /// Handed in, and not decided yet: no call shows it.
    Review,
    /// Deleted, or refused in its review.
    Gone,
}

#[derive(Clone, Debug)]
pub(crate) struct Seal {
    id: String,
    /// Name of the company.
    tenant: String,
    name: String,
    /// `ENTERPRISE` or `LP`.
    kind: String,
    spec: String,
    users: Vec<Person>,
    standing: Standing,
    created_ms: i64,
    changed_ms: i64,
}

/// A seal whose review has ended.
pub(crate) struct Reviewed {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Request {
    #[serde(deserialize_with = "crate::platform::fields::id")]
    seal_id: Option<String>,
    status: Option<String>,
    modify_time_start: Option<String>,
    modify_time_end: Option<String>,
    name: Option<String>,
    seal_name: Option<String>,
    seal_image_info: Option<Drawing>,
    users: Option<Vec<Person>>,
    seal_users: Option<Vec<Person>>,
    operate: Option<String>,
    seal_image: Option<String>,
    lp_letter: Option<String>,
    seal_type: Option<String>,
    seal_spec: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Drawing {
    style: String,
    spec: Option<String>,
    foot: Option<String>,
    en_content: Option<String>,
}

impl Seal {
    fn is_there(&self) -> bool {
        matches!(self.standing, Standing::Normal | Standing::Frozen)
    }

    /// The members of an entry in a list.
    fn entry(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "sealType": self.kind,
            "spec": self.spec,
            "status": if self.standing == Standing::Frozen { "FREEZE" } else { "NORMAL" },
            "createTime": beijing(self.created_ms),
        })
    }

    fn detail(&self) -> Value {
        let mut detail = self.entry();
        if let Value::Object(members) = &mut detail {
            members.remove("status");
            members.insert("users".into(), self.users.iter().map(Person::shown).collect());
        }
        detail
    }

    fn weight(&self) -> usize {
        let texts = [&self.id, &self.tenant, &self.name, &self.kind, &self.spec];
        let users = self.users.iter().map(Person::weight).sum::<usize>();
        texts.iter().map(|text| text.len()).sum::<usize>() + users + size_of::<Self>()
    }
}

fn put(seals: &mut Bounded<Seal>, seal: Seal) {
    let weight = seal.weight();
    seals.insert(Arc::from(seal.id.as_str()), seal, weight);
}

fn find(seals: &Bounded<Seal>, request: &Request) -> Result<Seal, Answer> {
    let found = seals.get(request.seal_id.as_deref().unwrap_or_default()).filter(|seal| seal.is_there());
    found.cloned().ok_or_else(|| Answer::failed(1201, Some("11011201"), "SEAL NOT FOUND"))
}

fn wrong_state() -> Answer {
    Answer::failed(1203, Some("11011203"), "SEAL STATUS ERROR")
}

pub(super) fn list(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let (window, request): (Window, Request) = (fields.read()?, fields.read()?);
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    // Times of one form and zone have the order of their texts.
    let bound = |field: &str, text: Option<String>| match text {
        Some(text) if text.len() != "yyyy-MM-dd HH:mm:ss".len() => {
            Err(Answer::invalid_parameter(field, "must be yyyy-MM-dd HH:mm:ss"))
        }
        text => Ok(text),
    };
    let from = bound("modifyTimeStart", request.modify_time_start)?;
    let until = bound("modifyTimeEnd", request.modify_time_end)?;
    let status = request.status.as_deref().unwrap_or("NORMAL");
    let wanted = |seal: &&Seal| {
        let changed = beijing(seal.changed_ms);
        seal.tenant == tenant
            && match status {
                "ALL" => seal.is_there(),
                "FREEZE" => seal.standing == Standing::Frozen,
                _ => seal.standing == Standing::Normal,
            }
            && from.as_ref().is_none_or(|from| changed >= *from)
            && until.as_ref().is_none_or(|until| changed <= *until)
    };
    let mut found: Vec<Value> =
        lock(&state.directory.seals).newest().filter(wanted).map(Seal::entry).collect();
    found.reverse();
    window.page(&found)
}

pub(super) fn get(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let seal = find(&lock(&state.directory.seals), &fields.read()?)?;
    Ok(Answer::success(&seal.detail().to_string()))
}

/// A seal of the tenant that a request names, with the users it names or the administrators of seals.
fn new_seal(
    state: &State,
    fields: &Fields,
    name: (&str, Option<String>),
    kind: &str,
    spec: Option<String>,
    users: Option<Vec<Person>>,
) -> Result<Seal, Answer> {
    let tenant = tenant(state, fields.tenant_name.as_deref())?;
    let (field, name) = (name.0, name.1.unwrap_or_default());
    if name.chars().count() > MAX_NAME {
        return Err(Answer::invalid_parameter(field, "at most 100 characters"));
    }
    let users = match users {
        Some(users) => {
            all_known(state, &tenant, &users)?;
            users
        }
        None => administrators(state, &tenant),
    };
    let now_ms = state.clock.now_ms();
    let usual = if kind == "LP" { "SQUARE_20_20" } else { "CIRCULAR_42" };
    Ok(Seal {
        id: state.sessions.new_id().to_string(),
        tenant,
        name,
        kind: kind.to_owned(),
        spec: spec.unwrap_or_else(|| usual.to_owned()),
        users,
        standing: Standing::Normal,
        created_ms: now_ms,
        changed_ms: now_ms,
    })
}

pub(super) fn create_auto(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let drawing = request.seal_image_info.unwrap_or_default();
    let lacks = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
    if drawing.style == "SPECIAL_SEAL" && lacks(&drawing.foot)
        || drawing.style == "FOREIGN_MIX_SEAL" && lacks(&drawing.en_content)
    {
        return Err(Answer::failed(12_072_210, Some("12072210"), "SEAL IMAGE CREATE ERROR"));
    }
    let seal = new_seal(state, fields, ("name", request.name), "ENTERPRISE", drawing.spec, request.users)?;
    let detail = seal.detail();
    put(&mut lock(&state.directory.seals), seal);
    Ok(Answer::success(&detail.to_string()))
}

/// A picture waits for its review, which the control interface decides.
pub(super) fn create_by_image(state: &Arc<State>, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    for (field, picture) in [("sealImage", &request.seal_image), ("lpLetter", &request.lp_letter)] {
        if picture.as_ref().is_some_and(|picture| STANDARD.decode(picture).is_err()) {
            return Err(Answer::invalid_parameter(field, "must be base64 without a prefix"));
        }
    }
    let kind = request.seal_type.as_deref().unwrap_or("ENTERPRISE");
    if kind == "LP" && request.lp_letter.is_none() {
        return Err(Answer::invalid_parameter("lpLetter", "is needed for a legal representative's seal"));
    }
    let name = ("sealName", request.seal_name);
    let seal = new_seal(state, fields, name, kind, request.seal_spec, request.seal_users)?;
    let mut seals = lock(&state.directory.seals);
    let is_other =
        |other: &&Seal| other.tenant == seal.tenant && other.kind == "LP" && other.standing != Standing::Gone;
    match seals.newest().find(is_other).map(|other| other.standing) {
        Some(Standing::Review) if kind == "LP" => {
            return Err(Answer::failed(11_011_205, Some("11011205"), "SEAL IN REVIEW"));
        }
        Some(_) if kind == "LP" => {
            return Err(Answer::failed(11_011_204, Some("11011204"), "LP SEAL EXISTS"));
        }
        _ => {}
    }
    let (id, tenant) = (seal.id.clone(), seal.tenant.clone());
    put(&mut seals, Seal { standing: Standing::Review, ..seal });
    drop(seals);
    let application = Fields {
        seal_id: Some(id),
        tenant_name: Some(tenant),
        callback_url: fields.callback_url.clone(),
        ..Fields::default()
    };
    let review = state.give_out("seal.create_by_image", Kind::SealReview, true, &application);
    Ok(Answer::success(&json!({ "applyId": review.key.as_ref() }).to_string()))
}

pub(super) fn update(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let mut seals = lock(&state.directory.seals);
    let mut seal = find(&seals, &request)?;
    if let Some(name) = request.seal_name {
        if name.chars().count() > MAX_NAME {
            return Err(Answer::invalid_parameter("sealName", "at most 100 characters"));
        }
        seal.name = name;
    }
    let people = request.seal_users.unwrap_or_default();
    if request.operate.as_deref() == Some("REMOVE") {
        seal.users.retain(|user| !people.iter().any(|person| person.is(user)));
        if seal.users.is_empty() && !people.is_empty() {
            return Err(Answer::failed(11_011_207, Some("11011207"), "SEAL USER REQUIRED"));
        }
    } else {
        all_known(state, &seal.tenant, &people)?;
        for person in people {
            if !seal.users.iter().any(|user| person.is(user)) {
                seal.users.push(person);
            }
        }
    }
    seal.changed_ms = state.clock.now_ms();
    put(&mut seals, seal);
    Ok(unknown_shape())
}

pub(super) fn set_status(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let standing = match request.operate.as_deref() {
        Some("ENABLE") => Standing::Normal,
        _ => Standing::Frozen,
    };
    let mut seals = lock(&state.directory.seals);
    let seal = find(&seals, &request)?;
    if seal.standing == standing {
        return Err(wrong_state());
    }
    put(&mut seals, Seal { standing, changed_ms: state.clock.now_ms(), ..seal });
    Ok(unknown_shape())
}

/// Only what is out of use can go; what is gone already answers the same.
pub(super) fn delete(state: &State, fields: &Fields) -> Result<Answer, Answer> {
    let request: Request = fields.read()?;
    let mut seals = lock(&state.directory.seals);
    let id = request.seal_id.as_deref().unwrap_or_default();
    if seals.get(id).is_some_and(|seal| seal.standing == Standing::Gone) {
        return Err(wrong_state());
    }
    let seal = find(&seals, &request)?;
    if seal.standing != Standing::Frozen {
        return Err(wrong_state());
    }
    put(&mut seals, Seal { standing: Standing::Gone, ..seal });
    Ok(unknown_shape())
}

/// Ends the review of a picture. None where it was forgotten meanwhile.
pub(super) fn reviewed(seals: &mut Bounded<Seal>, id: &str, passed: bool) -> Option<Reviewed> {
    let seal = seals.get_mut(id)?;
    seal.standing = if passed { Standing::Normal } else { Standing::Gone };
    Some(Reviewed { id: seal.id.clone(), name: seal.name.clone(), kind: seal.kind.clone() })
}
