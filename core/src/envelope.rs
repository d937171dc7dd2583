//! The platform's envelope: `code`, `responseCode`, `message`, `result`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::error::ErrorKind;

/// Success as `responseCode`.
const SUCCESS: &str = "00000000";

/// An answer as far as it is the platform's.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    pub code: Option<i64>,
    /// Where the value of `code` stands in the body.
    pub code_at: Option<Range<usize>>,
    pub response_code: Option<String>,
    pub message: Option<String>,
    /// Where `result` stands in the body, unless it is missing or null.
    pub result: Option<Range<usize>>,
}

/// The members as they stand in the body.
#[derive(Default)]
struct Wire<'a> {
    code: Option<&'a RawValue>,
    response_code: Option<Cow<'a, str>>,
    message: Option<Cow<'a, str>>,
    result: Option<&'a RawValue>,
}

impl Envelope {
    /// The envelope in a body; `None` if it is none.
    pub fn parse(body: &[u8]) -> Option<Self> {
        // A byte order mark is no part of the JSON, but some servers send one.
        let json = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let wire: Wire<'_> = serde_json::from_slice(json).ok()?;
        let place = |raw: &RawValue| {
            let start = raw.get().as_ptr() as usize - body.as_ptr() as usize;
            start..start + raw.get().len()
        };
        let code = wire.code.and_then(|raw| serde_json::from_str::<Found<'_>>(raw.get()).ok()?.code());
        if code.is_none() && wire.response_code.is_none() {
            return None;
        }
        let result = wire.result.map(place);
        Some(Self {
            code,
            code_at: wire.code.map(place),
            response_code: wire.response_code.map(Cow::into_owned),
            message: wire.message.map(Cow::into_owned),
            result,
        })
    }

    /// Either mark of success is enough: pages of different age document different ones.
    pub fn is_success(&self) -> bool {
        self.code == Some(0) || self.response_code.as_deref() == Some(SUCCESS)
    }

    fn has_code(&self, code: i64, response_code: &str) -> bool {
        self.code == Some(code)
            || self.response_code.as_deref() == Some(response_code)
            || response_code.parse().ok() == self.code
    }

    /// 440 to 449 as `code`, or 119904xx as either.
    fn is_authentication(&self) -> bool {
        let gateway = |code: i64| (440..=449).contains(&code) || (11_990_400..=11_990_499).contains(&code);
        self.code.is_some_and(gateway)
            || self.response_code.as_deref().and_then(|code| code.parse().ok()).is_some_and(gateway)
    }

    /// Whether a header is missing or the token unknown, which no clock can help.
    pub fn is_header_or_token(&self) -> bool {
        self.has_code(441, "11990441") || self.has_code(442, "11990442")
    }
}

/// The kind of failure that an answer is, or `None` if it is a success. The first rule that fits wins
/// (docs/choices.md, 15).
pub(crate) fn failure(status: u16, envelope: Option<&Envelope>) -> Option<ErrorKind> {
    let is = |test: &dyn Fn(&Envelope) -> bool| envelope.is_some_and(test);
    if (440..=449).contains(&status) || is(&Envelope::is_authentication) {
        Some(ErrorKind::Authentication)
    } else if status == 429 || is(&|e| e.has_code(11_990_006, "11990006")) {
        Some(ErrorKind::RateLimit)
    } else if status == 403 || is(&|e| e.has_code(1002, "14990002")) {
        Some(ErrorKind::PermissionDenied)
    } else if status >= 500 || is(&|e| e.has_code(1001, "21990001")) {
        Some(ErrorKind::Server)
    } else if status >= 400 {
        Some(ErrorKind::Api)
    } else if !(200..300).contains(&status) || envelope.is_none() {
        Some(ErrorKind::InvalidResponse)
    } else if is(&Envelope::is_success) {
        None
    } else {
        Some(ErrorKind::Api)
    }
}

/// By hand, because a member of another type than documented must not hide the others, and because a name that stands
/// twice counts as it does elsewhere: the last one.
impl<'de: 'a, 'a> Deserialize<'de> for Wire<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(WireVisitor)
    }
}

struct WireVisitor;

impl<'de> Visitor<'de> for WireVisitor {
    type Value = Wire<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire<'de>, A::Error> {
        let mut wire = Wire::default();
        while let Some(Found::Text(name)) = map.next_key::<Found<'de>>()? {
            match name.as_ref() {
                "code" => wire.code = Some(map.next_value()?),
                "responseCode" => wire.response_code = map.next_value::<Found<'de>>()?.text(),
                "message" => wire.message = map.next_value::<Found<'de>>()?.text(),
                "result" => wire.result = map.next_value()?,
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(wire)
    }
}

/// A JSON value as far as an envelope needs it.
enum Found<'de> {
    Integer(i64),
    Text(Cow<'de, str>),
    Other,
}

impl<'de> Found<'de> {
    /// An integer or a string of digits; anything else is no code.
    fn code(self) -> Option<i64> {
        match self {
            Found::Integer(code) => Some(code),
            Found::Text(text) => text.parse().ok(),
            Found::Other => None,
        }
    }

    fn text(self) -> Option<Cow<'de, str>> {
        match self {
            Found::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Found<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Lenient)
    }
}

/// Takes any JSON value.
struct Lenient;

impl<'de> Visitor<'de> for Lenient {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_i64<E>(self, code: i64) -> Result<Found<'de>, E> {
        Ok(Found::Integer(code))
    }

    fn visit_u64<E>(self, code: u64) -> Result<Found<'de>, E> {
        Ok(i64::try_from(code).map_or(Found::Other, Found::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Found<'de>, E> {
        Ok(Found::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Found<'de>, E> {
        Ok(Found::Other)
    }

    fn visit_unit<E>(self) -> Result<Found<'de>, E> {
        Ok(Found::Other)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Found<'de>, E> {
        Ok(Found::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Found<'de>, E> {
        Ok(Found::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Found<'de>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Found::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Found::Other)
    }
}
