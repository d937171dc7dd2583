//! The operations on contracts.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::model::{Contract, Document, Refusal, Status};
use super::party::Actor;
use super::{Change, files};
use crate::answer::Answer;
use crate::parameters::Parameters;
use crate::platform::Fields;
use crate::platform::time::beijing;
use crate::state::State;

/// Most contracts that a list answers at once, as documented.
const MOST_LISTED: usize = 1000;
/// What the platform takes for a document.
const SUFFIXES: [&str; 12] =
    ["doc", "docx", "pdf", "jpeg", "png", "jpg", "gif", "tiff", "html", "htm", "xls", "xlsx"];

const BIZ_ID_USED: Refusal = (1112, "BIZID USED");
const FILE_TYPE: Refusal = (1402, "FILE TYPE ERROR");
const FILE_BROKEN: Refusal = (1403, "FILE INVALID,file is empty");

/// One call, with what it was asked.
struct Call<'a> {
    state: &'a Arc<State>,
    request: &'a Map<String, Value>,
    now_ms: i64,
}

/// Answers an operation on contracts, if it is one that is played.
pub(crate) fn answer(
    state: &Arc<State>,
    name: &str,
    fields: &Fields,
    parameters: &Parameters,
) -> Option<Answer> {
    if !["contract.", "document."].iter().any(|family| name.starts_with(family)) {
        return None;
    }
    let request: Map<String, Value> = serde_json::from_slice(&fields.json).ok()?;
    let call = Call { state, request: &request, now_ms: state.clock.now_ms() };
    let reason = || call.text("reason").or_else(|| call.text("invalidReason")).unwrap_or_default().to_owned();
    Some(match name {
        "contract.create_draft" => call.draft(),
        "document.add_by_file" => call.add_file(parameters),
        "document.add_by_files" => call.add_files(parameters),
        "document.add_by_template" => call.add_document(),
        "contract.get" => call.read(Contract::detail),
        "contract.list" => call.list(),
        "contract.get_download_links" => call.download_links(),
        "contract.create_sign_link" => call.sign_link(),
        "contract.send" => call.change("sent", |contract, now| contract.send(now)),
        "contract.sign_by_company" => {
            let tenant = call.text("tenantName");
            call.change("signed by the company", |contract, _| contract.act(Actor::Company(tenant)))
        }
        "contract.sign_by_legal_person" => {
            call.change("signed by the legal person", |contract, _| contract.act(Actor::LegalPerson))
        }
        "contract.sign_by_person" => {
            let contact =
                call.request.get("user").and_then(|user| user["contact"].as_str()).unwrap_or_default();
            call.change("signed silently", |contract, _| contract.act(Actor::Person(contact)))
        }
        "contract.audit" if call.request.get("pass") == Some(&Value::Bool(false)) => {
            let why = call.text("comment").unwrap_or_default().to_owned();
            call.change("refused by the audit", |contract, _| contract.reject(Actor::Auditor, &why))
        }
        "contract.audit" => call.change("passed the audit", |contract, _| contract.act(Actor::Auditor)),
        "contract.invalidate" => call.invalidate(&reason()),
        "contract.invalidate_by_file" | "contract.invalidate_by_template" => {
            call.change("made void", |contract, _| {
                contract.expect(&[Status::Complete])?;
                contract.invalidate(&reason())
            })
        }
        "contract.sign_invalidation" => {
            call.change("its end signed", |contract, _| contract.sign_invalidation())
        }
        "contract.force_end" => call.change("ended by force", |contract, _| contract.force_end(&reason())),
        "contract.delay" | "contract.remind" => {
            call.change("delayed or reminded", |contract, _| contract.expect(&[Status::Signing]))
        }
        _ => return None,
    })
}

impl Call<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.request.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// The contract that is meant; its id may have come as a number.
    fn id(&self) -> Option<String> {
        // The paper of an invalidation names its contract inside.
        let paper = self.request.get("invalidInfo").and_then(Value::as_object);
        let named = [Some(self.request), paper].into_iter().flatten();
        let given =
            named.flat_map(|members| ["contractId", "bizId"].iter().filter_map(|name| members.get(*name)));
        given
            .filter_map(|id| match id {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
            .find(|id| !id.is_empty())
    }

    fn draft(&self) -> Answer {
        let contracts = &self.state.contracts;
        let own = self.request.get("id").and_then(Value::as_str).or_else(|| self.text("bizId"));
        let earlier = own.and_then(|id| contracts.with(id, |contract| contract.clone()));
        let earlier = match earlier {
            Some(contract) if contract.status != Status::Draft => return refused(BIZ_ID_USED),
            earlier => earlier,
        };
        let mut new_id = || self.state.sessions.new_id();
        let id = earlier.as_ref().map_or_else(&mut new_id, |contract| contract.id);
        let drafted = Contract::draft(id, self.request, beijing(self.now_ms), &mut new_id);
        let mut contract = match drafted {
            Ok(contract) => contract,
            Err(refusal) => return refused(refusal),
        };
        contract.history.push((self.now_ms, "drafted"));
        if let Some(earlier) = earlier {
            contract.take_documents(earlier);
        }
        if self.request.get("send") == Some(&Value::Bool(true)) {
            if let Err(refusal) = contract.send(beijing(self.now_ms)) {
                return refused(refusal);
            }
            contract.history.push((self.now_ms, "sent"));
        }
        let detail = contract.detail();
        contracts.put(contract);
        Answer::success(&detail.to_string())
    }

    fn add_file(&self, parameters: &Parameters) -> Answer {
        let suffix = self.text("fileSuffix").unwrap_or_default().to_ascii_lowercase();
        if !SUFFIXES.contains(&suffix.as_str()) {
            return refused(FILE_TYPE);
        }
        self.add_document_of(parameters, "file")
    }

    fn add_files(&self, parameters: &Parameters) -> Answer {
        self.add_document_of(parameters, "files")
    }

    /// Makes one document of the files of that name.
    fn add_document_of(&self, parameters: &Parameters, part: &str) -> Answer {
        if parameters.files(part).any(|file| file.bytes == 0) {
            return refused(FILE_BROKEN);
        }
        if parameters.files(part).map(|file| file.bytes).sum::<usize>() > files::MAX_FILE {
            return Answer::failed(
                11_990_010,
                Some("11990010"),
                "UPLOAD TOO LARGE,file is larger than 50 MB",
            );
        }
        self.add_document()
    }

    fn add_document(&self) -> Answer {
        let id = self.state.sessions.new_id();
        let title = self.text("title").unwrap_or_default().to_owned();
        let document = Document { id, title, created: beijing(self.now_ms) };
        let added = self.known(|contract| {
            let now_ms = self.now_ms;
            contract
                .add_document(document.clone())
                .map(|()| contract.history.push((now_ms, "document added")))
        });
        match added {
            Ok(Some(Err(refusal))) => refused(refusal),
            // Of a contract that was not drafted here nothing is known.
            Ok(_) => Answer::success(&json!({ "documentId": id.to_string() }).to_string()),
            Err(answer) => answer,
        }
    }

    /// Does something with the contract that is meant; `None` when it was not drafted here.
    fn known<T>(&self, act: impl FnOnce(&mut Contract) -> T) -> Result<Option<T>, Answer> {
        let Some(id) = self.id() else {
            return Err(Answer::invalid_parameter("contractId", "contractId or bizId is needed"));
        };
        if let Some(refused) = super::tickets::refused(self.state, &id) {
            return Err(refused);
        }
        Ok(self.state.contracts.with(&id, act))
    }

    fn read(&self, read: impl FnOnce(&Contract) -> Value) -> Answer {
        match self.known(|contract| read(contract)) {
            Ok(Some(shown)) => Answer::success(&shown.to_string()),
            Ok(None) => not_found(),
            Err(answer) => answer,
        }
    }

    /// A change that the contract itself allows or refuses, told by a callback.
    fn change(
        &self,
        what: &'static str,
        act: impl FnOnce(&mut Contract, String) -> Result<(), Refusal>,
    ) -> Answer {
        let (now_ms, now) = (self.now_ms, beijing(self.now_ms));
        let changed = self.known(|contract| {
            let before = contract.status;
            act(contract, now)?;
            contract.history.push((now_ms, what));
            Ok((contract.status != before).then(|| Change::of(contract)))
        });
        match changed {
            Ok(Some(Ok(change))) => {
                if let Some(change) = change {
                    self.state.callbacks.contract_changed(self.state, &change);
                }
                Answer::success("null")
            }
            Ok(Some(Err(refusal))) => refused(refusal),
            Ok(None) => not_found(),
            Err(answer) => answer,
        }
    }

    fn invalidate(&self, reason: &str) -> Answer {
        let is_draft = self.known(|contract| contract.status == Status::Draft);
        if let (Ok(Some(true)), Some(id)) = (is_draft, self.id()) {
            self.state.contracts.remove(&id);
            return Answer::success("null");
        }
        self.change("recalled or made void", |contract, _| contract.invalidate(reason))
    }

    fn list(&self) -> Answer {
        let number = |name: &str| self.request.get(name).and_then(Value::as_u64);
        let offset = number("selectOffset").map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX));
        let limit =
            number("selectLimit").map_or(MOST_LISTED, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let wanted = self.text("status");
        let mut all = self.state.contracts.each(|contract| (contract.status.name(), contract.listed()));
        all.retain(|(status, _)| wanted.is_none_or(|wanted| wanted == *status));
        if self.text("createTimeOrder") == Some("ASC") {
            all.reverse();
        }
        let total = all.len();
        let page = all.into_iter().skip(offset).take(limit.min(MOST_LISTED)).map(|(_, listed)| listed);
        let page: Vec<Value> = page.collect();
        Answer::success(&json!({ "totalCount": total, "list": page }).to_string())
    }

    fn download_links(&self) -> Answer {
        self.read(|contract| {
            let url = format!("{}/v2/contract/download?contractId={}", self.state.url, contract.id);
            json!({ "downloadUrls": [{ "contractId": contract.id.to_string(), "title": contract.subject(), "downloadUrl": url }] })
        })
    }

    fn sign_link(&self) -> Answer {
        let contact = self.request.get("user").and_then(|user| user["contact"].as_str()).unwrap_or_default();
        match self.known(|contract| contract.awaits(contact)) {
            Ok(Some(Err(refusal))) => refused(refusal),
            Ok(_) => {
                let id = self.id().unwrap_or_default();
                let url = format!("{}/_emulator/contracts/{id}", self.state.url);
                Answer::success(&json!({ "pageUrl": url }).to_string())
            }
            Err(answer) => answer,
        }
    }
}

pub(super) fn refused((code, message): Refusal) -> Answer {
    Answer::failed(code, None, message)
}

fn not_found() -> Answer {
    Answer::failed(11_011_126, Some("11011126"), "CONTRACT NOT FOUND")
}
