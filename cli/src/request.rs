//! A typed request put together from options. The core checks it; here its field names are led back to options.

use bytes::Bytes;
use qiyuesuo::operation::OperationInfo;
use qiyuesuo::plugin::plugin_url;
use qiyuesuo::{Download, Error, ErrorKind, Part, Response};
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::fields::Fields;
use crate::global::Global;
use crate::{answered, input, run};

pub struct Request {
    operation: &'static str,
    members: Map<String, Value>,
    files: Vec<Part>,
    /// Paths of fields with the options they come from, in the order of the help.
    options: Vec<(&'static str, &'static str)>,
}

impl Request {
    pub fn new(operation: &'static str) -> Self {
        Self { operation, members: Map::new(), files: Vec::new(), options: Vec::new() }
    }

    /// A request whose members are those of a JSON object, for options to be laid over.
    pub fn over(operation: &'static str, json: Option<&str>) -> Result<Self, Failure> {
        let members = json.map(|text| input::object("--json", text)).transpose()?.unwrap_or_default();
        Ok(Self { members, ..Self::new(operation) })
    }

    /// Sets the field at a path such as `user.contactType` from an option, if that was given.
    #[must_use]
    pub fn field(
        mut self,
        path: &'static str,
        option: &'static str,
        value: Option<impl Into<Value>>,
    ) -> Self {
        self.options.push((path, option));
        if let Some(value) = value {
            set(&mut self.members, path, value.into());
        }
        self
    }

    /// The same for an option that can be given several times.
    #[must_use]
    pub fn list(self, path: &'static str, option: &'static str, values: Vec<String>) -> Self {
        self.field(path, option, (!values.is_empty()).then_some(values))
    }

    /// `NAME=VALUE` pairs for members the request does not declare; a value that is no JSON is text.
    pub fn extra(mut self, pairs: &[String]) -> Result<Self, Failure> {
        self.options.push(("extra", "--extra"));
        for pair in pairs {
            let (name, value) = input::pair("--extra", pair)?;
            let value = serde_json::from_str(value).unwrap_or_else(|_| value.into());
            let extra = self.members.entry("extra").or_insert_with(|| json!({}));
            if let Some(extra) = extra.as_object_mut() {
                extra.insert(name.to_owned(), value);
            }
        }
        Ok(self)
    }

    #[must_use]
    pub fn file(mut self, file: Option<Part>, option: &'static str) -> Self {
        if let Some(file) = file {
            self.options.push(("license", option));
            self.files.push(file);
        }
        self
    }

    /// `PATH=VALUE` pairs for fields by their paths.
    pub fn set(mut self, pairs: &[String]) -> Result<Self, Failure> {
        let fields = Fields::of(OperationInfo::find(self.operation).expect("it is in the table"));
        for pair in pairs {
            let (path, text) = input::pair("--set", pair)?;
            let field = fields.find(path).map_err(|why| Failure::usage(format!("--set {path}: {why}")))?;
            let value = field.value(text).map_err(|why| Failure::usage(format!("--set {path}: {why}")))?;
            field.put(&mut self.members, value);
        }
        Ok(self)
    }

    /// Files beside the fields.
    #[must_use]
    pub fn files(mut self, files: Vec<Part>) -> Self {
        self.files.extend(files);
        self
    }

    pub fn send(self, global: &Global) -> Result<Answer, Failure> {
        let client = global.client()?;
        let (json, options) = (self.json(), self.options);
        run::waiting(WAITING, async {
            let response = client.call_json(self.operation, json, self.files).await;
            response.map(Answer).map_err(|error| hinted(error, &options))
        })
    }

    /// The same for an operation that answers a file.
    pub fn download(self, global: &Global) -> Result<Download, Failure> {
        let client = global.client()?;
        let (json, options) = (self.json(), self.options);
        run::waiting(WAITING, async {
            let file = client.download_json(self.operation, json, self.files).await;
            file.map_err(|error| hinted(error, &options))
        })
    }

    fn json(&self) -> Bytes {
        serde_json::to_vec(&self.members).expect("a JSON value can be written").into()
    }
}

const WAITING: &str = "waiting for the platform";

fn hinted(error: Error, options: &[(&str, &str)]) -> Failure {
    let hint = match error.kind() {
        ErrorKind::Validation => error.field().and_then(|field| option_hint(options, field)),
        _ => None,
    };
    Failure::from(error).with_hint(hint)
}

/// What the platform answered to a typed request.
pub struct Answer(Response<Bytes>);

impl Answer {
    pub fn result(&self) -> Value {
        self.0.flattened()
    }

    pub fn ticket(&self) -> String {
        match self.result().get("ticket") {
            Some(Value::String(ticket)) => ticket.clone(),
            _ => unreachable!("the core refuses a success without a ticket"),
        }
    }

    /// Where the mini-program opens the plugin with the ticket.
    pub fn plugin_url(&self) -> Option<String> {
        let page = self.0.operation().plugin_page?;
        Some(plugin_url(&self.ticket(), page, self.0.plugin_env(), true))
    }

    /// The JSON document of the command.
    pub fn document(&self) -> Value {
        let (status, attempts) = (self.0.http_status(), self.0.attempts());
        let name = self.0.operation().name;
        let mut document = answered::facts(name, status, attempts, self.0.request_id(), self.0.elapsed());
        document["result"] = self.result();
        document
    }
}

/// Puts a value at a path, making objects on the way.
fn set(members: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            members.insert(path.to_owned(), value);
        }
        Some((name, rest)) => {
            let inner = members.entry(name).or_insert_with(|| json!({}));
            if !inner.is_object() {
                *inner = json!({});
            }
            if let Some(inner) = inner.as_object_mut() {
                set(inner, rest, value);
            }
        }
    }
}

/// The options that set a field: those of exactly this path (`otherModes[1]` is `otherModes`), else those below it.
fn option_hint(options: &[(&str, &str)], field: &str) -> Option<String> {
    let path: String = field.split('[').next().unwrap_or(field).to_owned();
    let exact = |path: &str| options.iter().find(|(known, _)| *known == path).map(|(_, option)| *option);
    if let Some(option) = exact(&path).or_else(|| exact(path.split('.').next().unwrap_or(&path))) {
        return Some(format!("`{field}` is set with `{option}`"));
    }
    let below: Vec<String> = options
        .iter()
        .filter(|(known, _)| known.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.')))
        .map(|(_, option)| format!("`{option}`"))
        .collect();
    (!below.is_empty()).then(|| format!("`{field}` is set with {}", below.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lead_back_to_options() {
        let options = [
            ("user.contact", "--contact"),
            ("user.contactType", "--contact-type"),
            ("otherModes", "--other-mode"),
            ("extra", "--extra"),
        ];
        let hint = |field| option_hint(&options, field);
        let set_with = |field| hint(field).expect("an option sets it");
        assert_eq!(set_with("user.contactType"), "`user.contactType` is set with `--contact-type`");
        assert_eq!(set_with("user"), "`user` is set with `--contact` and `--contact-type`");
        assert_eq!(set_with("otherModes[1]"), "`otherModes[1]` is set with `--other-mode`");
        assert_eq!(set_with("extra.mode"), "`extra.mode` is set with `--extra`");
        assert_eq!(hint("nothing"), None);
    }

    #[test]
    fn options_make_objects() {
        let request = Request::new("personal_auth.create_ticket")
            .field("user.contact", "--contact", Some("1"))
            .field("user.contactType", "--contact-type", Some("MOBILE"))
            .field("mode", "--mode", None::<String>)
            .list("otherModes", "--other-mode", vec!["IVS".to_owned()])
            .extra(&["n=7".to_owned(), "t=seven".to_owned()])
            .expect("both are pairs");
        let expected = json!({
            "user": {"contact": "1", "contactType": "MOBILE"},
            "otherModes": ["IVS"],
            "extra": {"n": 7, "t": "seven"},
        });
        assert_eq!(Value::Object(request.members), expected);
    }
}
