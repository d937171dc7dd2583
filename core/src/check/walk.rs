//! The pass over the bytes of a request.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::context::{Context, Name, Path, Problem};
use super::extra::ExtraCheck;
use super::schema::{Field, Kind, ObjectSchema, Text};
use super::{Checked, EXTRA, MAX_TEXT, Rules};
use crate::config::Validation;
use crate::error::Error;

/// Checks a request against its schema.
pub(crate) fn request(schema: &ObjectSchema, rules: &Rules<'_>, json: &[u8]) -> Result<Checked, Error> {
    let context = Context::new(rules.validation, false);
    match run(&context, schema, Some(rules), json) {
        Ok(()) => Ok(Checked { needs_rewrite: context.needs_rewrite.get() }),
        Err(Problem { field, message }) => Err(Error::validation(field, message)),
    }
}

/// Names the member of a result that is missing or of another type than promised.
pub(crate) fn result(schema: &ObjectSchema, json: &[u8]) -> Option<String> {
    if json == b"null" {
        return schema.fields.iter().find(|field| field.required).map(|field| field.name.clone());
    }
    let context = Context::new(Validation::Lenient, true);
    run(&context, schema, None, json).err().map(|problem| problem.field)
}

/// Checks one JSON text.
fn run(
    context: &Context,
    schema: &ObjectSchema,
    rules: Option<&Rules<'_>>,
    json: &[u8],
) -> Result<(), Problem> {
    let Ok(json) = std::str::from_utf8(json) else {
        return Err(Problem { field: String::new(), message: "the request is not UTF-8".to_owned() });
    };
    // From a `str`, so that not every string in it is checked for UTF-8 again.
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let object = ObjectCheck { context, schema, path: &Path::Root, rules };
    let outcome = object.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    match (outcome, context.problem.take()) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(problem)) => Err(problem),
        // The parser's own text names line and column and never quotes the input.
        (Err(error), None) => {
            Err(Problem { field: String::new(), message: format!("the request is not valid JSON: {error}") })
        }
    }
}

struct ObjectCheck<'a> {
    context: &'a Context,
    schema: &'a ObjectSchema,
    path: &'a Path<'a>,
    rules: Option<&'a Rules<'a>>,
}

impl<'de> DeserializeSeed<'de> for ObjectCheck<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.schema.open && self.context.result {
            return IgnoredAny::deserialize(deserializer).map(|_| ());
        }
        deserializer
            .deserialize_any(Typed { context: self.context, path: self.path, wanted: Wanted::Object(&self) })
            .map(|_| ())
    }
}

impl ObjectCheck<'_> {
    fn members<'de, A: MapAccess<'de>>(&self, mut map: A) -> Result<(), A::Error> {
        let context = self.context;
        let mut seen = Seen::default();
        while let Some(Name(name)) = map.next_key::<Name<'de>>()? {
            let path = Path::Member(self.path, &name);
            if let Some(index) = self.schema.position(&name) {
                if seen.has(index) {
                    return Err(context.fail(path, "is given twice"));
                }
                let kind = &self.schema.fields[index].kind;
                if map.next_value_seed(KindCheck { context, kind, path: &path })? {
                    seen.add(index);
                }
            } else if name == EXTRA && self.rules.is_some() {
                map.next_value_seed(ExtraCheck { context, schema: self.schema, path: &path })?;
            } else if context.lenient {
                map.next_value_seed(KindCheck { context, kind: &Kind::Any, path: &path })?;
            } else {
                return Err(context.fail(path, unknown_key(&name, self.schema)));
            }
        }
        self.after(&seen).map_err(|(path, message)| context.fail(path, message))
    }

    /// What only the whole object can tell.
    fn after(&self, seen: &Seen) -> Result<(), (String, String)> {
        let at = |name: &str| Path::Member(self.path, name).to_string();
        let has = |name: &str| self.schema.position(name).is_some_and(|index| seen.has(index));
        for (index, Field { name, required, kind, .. }) in self.schema.fields.iter().enumerate() {
            if *required && !seen.has(index) {
                return Err((at(name), format!("is required{}", wanted_text(kind))));
            }
        }
        let (one_of, together) =
            self.rules.map_or((&[][..], &[][..]), |rules| (rules.one_of, rules.together));
        let of_schema = self.schema.one_of.iter().map(|pair| [pair[0].as_str(), pair[1].as_str()]);
        for [first, second] in one_of.iter().copied().chain(of_schema) {
            match (has(first), has(second)) {
                (false, false) if !self.context.lenient => {
                    return Err((at(first), format!("is required, or `{second}`: exactly one of the two")));
                }
                (true, true) if !self.context.lenient => {
                    return Err((
                        at(second),
                        format!("cannot be given together with `{first}`: exactly one of the two"),
                    ));
                }
                _ => {}
            }
        }
        let of_schema = self.schema.together.iter().map(|pair| [pair[0].as_str(), pair[1].as_str()]);
        for [first, second] in together.iter().copied().chain(of_schema) {
            match (has(first), has(second)) {
                (true, false) => return Err((at(second), format!("is required together with `{first}`"))),
                (false, true) => return Err((at(first), format!("is required together with `{second}`"))),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The fields of an object that were there; an object of up to 64 needs no memory for it.
#[derive(Default)]
struct Seen {
    first: u64,
    others: Vec<bool>,
}

impl Seen {
    fn has(&self, index: usize) -> bool {
        match index.checked_sub(64) {
            None => self.first & (1 << index) != 0,
            Some(index) => self.others.get(index).copied().unwrap_or(false),
        }
    }

    fn add(&mut self, index: usize) {
        match index.checked_sub(64) {
            None => self.first |= 1 << index,
            Some(index) => {
                self.others.resize(self.others.len().max(index + 1), false);
                self.others[index] = true;
            }
        }
    }
}

fn unknown_key(name: &str, schema: &ObjectSchema) -> String {
    let nearest = schema
        .fields
        .iter()
        .map(|field| {
            (strsim::damerau_levenshtein(&name.to_lowercase(), &field.name.to_lowercase()), &field.name)
        })
        .min();
    match nearest {
        Some((distance, meant)) if distance <= 1 + name.chars().count() / 4 => {
            format!("is not a field of this request; did you mean `{meant}`?")
        }
        _ => {
            let known: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
            format!(
                "is not a field of this request; its fields are {} (others go into `{EXTRA}`)",
                known.join(", ")
            )
        }
    }
}

/// Checks one value; tells whether it was there at all (`null` counts as absent).
struct KindCheck<'a> {
    context: &'a Context,
    kind: &'a Kind,
    path: &'a Path<'a>,
}

impl<'de> DeserializeSeed<'de> for KindCheck<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        let Self { context, kind, path } = self;
        match kind {
            Kind::Any => {
                let present = Option::<IgnoredAny>::deserialize(deserializer)?.is_some();
                if !present {
                    context.needs_rewrite.set(true);
                }
                Ok(present)
            }
            Kind::Object(schema) => {
                let object = ObjectCheck { context, schema, path, rules: None };
                deserializer.deserialize_any(Typed { context, path, wanted: Wanted::Object(&object) })
            }
            kind => deserializer.deserialize_any(Typed { context, path, wanted: Wanted::Plain(kind) }),
        }
    }
}

enum Wanted<'a> {
    Plain(&'a Kind),
    Object(&'a ObjectCheck<'a>),
}

struct Typed<'a> {
    context: &'a Context,
    path: &'a Path<'a>,
    wanted: Wanted<'a>,
}

impl Typed<'_> {
    fn wrong<E: serde::de::Error>(&self, found: &str) -> E {
        let wanted = match &self.wanted {
            Wanted::Object(object) if matches!(object.path, Path::Root) => {
                return self
                    .context
                    .fail(self.path, format!("the request must be a JSON object, not {found}"));
            }
            Wanted::Object(_) => "an object",
            Wanted::Plain(Kind::Text(_)) => "a string",
            Wanted::Plain(Kind::Boolean) => "true or false",
            Wanted::Plain(Kind::Integer) => "an integer",
            Wanted::Plain(Kind::Number) => "a number",
            Wanted::Plain(Kind::List(_)) => "a list",
            Wanted::Plain(Kind::Object(_) | Kind::Any) => "a value",
        };
        self.context.fail(self.path, format!("must be {wanted}, not {found}"))
    }

    fn integer<E: serde::de::Error>(&self) -> Result<bool, E> {
        match &self.wanted {
            Wanted::Plain(Kind::Integer | Kind::Number) => Ok(true),
            Wanted::Plain(Kind::Text(Text { id: true, .. })) => {
                self.context.needs_rewrite.set(true);
                Ok(true)
            }
            _ => Err(self.wrong("a number")),
        }
    }
}

impl<'de> Visitor<'de> for Typed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<bool, E> {
        match &self.wanted {
            Wanted::Plain(Kind::Text(rule)) => match check_text(rule, text, self.context) {
                Ok(()) => Ok(true),
                Err(message) => Err(self.context.fail(self.path, message)),
            },
            Wanted::Plain(Kind::Integer) if self.context.result && text.parse::<i64>().is_ok() => Ok(true),
            _ => Err(self.wrong("a string")),
        }
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<bool, E> {
        if matches!(self.wanted, Wanted::Plain(Kind::Boolean)) {
            Ok(true)
        } else {
            Err(self.wrong("true or false"))
        }
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<bool, E> {
        self.integer()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<bool, E> {
        self.integer()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<bool, E> {
        match &self.wanted {
            Wanted::Plain(Kind::Number) => Ok(true),
            _ => Err(self.wrong("a number that is no 64-bit integer")),
        }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<bool, E> {
        if matches!(&self.wanted, Wanted::Object(object) if matches!(object.path, Path::Root)) {
            return Err(self.wrong("null"));
        }
        self.context.needs_rewrite.set(true);
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        let Wanted::Plain(Kind::List(item)) = &self.wanted else { return Err(self.wrong("a list")) };
        let mut index = 0;
        loop {
            let path = Path::Index(self.path, index);
            match seq.next_element_seed(KindCheck { context: self.context, kind: item, path: &path })? {
                None => return Ok(true),
                Some(true) => index += 1,
                Some(false) => return Err(self.context.fail(path, "must not be null")),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<bool, A::Error> {
        match &self.wanted {
            Wanted::Object(object) => object.members(map).map(|()| true),
            Wanted::Plain(_) => Err(self.wrong("an object")),
        }
    }
}

fn check_text(rule: &Text, text: &str, context: &Context) -> Result<(), String> {
    if rule.nonempty && text.trim().is_empty() {
        return Err("must not be empty".to_owned());
    }
    if context.result {
        return Ok(());
    }
    let max = rule.max_bytes.unwrap_or(MAX_TEXT);
    if text.len() > max {
        return Err(format!("is {} bytes long; at most {max} are sent (a limit of this SDK)", text.len()));
    }
    if !context.lenient && !rule.known.is_empty() && !rule.known.iter().any(|known| known == text) {
        return Err(format!("must be one of {} (or use lenient validation)", rule.known.join(", ")));
    }
    if rule.url && !is_http_url(text) {
        return Err("must be an absolute http:// or https:// address with a host".to_owned());
    }
    Ok(())
}

fn is_http_url(text: &str) -> bool {
    is_plain_url(text) || is_written(text) && is_parsed(text) && !text.contains(char::is_whitespace)
}

/// The parser repairs "http:host", "http:///host" and white space; the platform gets what was written.
fn is_written(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['))
}

fn is_parsed(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// Whether an address is what nearly all are, so that the parser, which takes many times as long, need not be asked: ASCII,
/// with a lower-case name of two labels or more that no number ends, without a user, a port or punycode.
pub(super) fn is_plain_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let rest = rest.unwrap_or_default().as_bytes();
    let host = rest.split(|byte| b"/?#".contains(byte)).next().unwrap_or_default();
    let mut labels = host.rsplit(|byte| *byte == b'.');
    let ends = labels.next().is_some_and(|last| !last.is_empty() && last.iter().all(u8::is_ascii_lowercase));
    let mut begins = labels.peekable();
    let is_label = |label: &[u8]| {
        !label.is_empty() && label.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    ends && begins.peek().is_some() && begins.all(is_label) && rest.iter().all(u8::is_ascii_graphic)
}

fn wanted_text(kind: &Kind) -> String {
    match kind {
        Kind::Text(Text { known, .. }) if !known.is_empty() => format!(": one of {}", known.join(", ")),
        _ => String::new(),
    }
}
