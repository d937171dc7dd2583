//! What the emulator answers, before it becomes bytes on a connection.

use axum::body::Bytes;

/// A whole answer, so that a fault can cut it at a known place and the log can tell its code.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The envelope's `code`; 0 for bytes.
    pub(crate) code: i64,
    pub(crate) content_type: &'static str,
    pub(crate) disposition: Option<String>,
    pub(crate) body: Bytes,
}

pub(crate) const JSON: &str = "application/json;charset=UTF-8";

impl Answer {
    /// A success whose `result` is given as JSON text.
    pub(crate) fn success(result: &str) -> Self {
        const START: &str = r#"{"code":0,"responseCode":"00000000","message":"SUCCESS","result":"#;
        let mut body = String::with_capacity(START.len() + result.len() + 1);
        body.push_str(START);
        body.push_str(result);
        body.push('}');
        Self::json(200, 0, body)
    }

    pub(crate) fn ticket(ticket: &str) -> Self {
        Self::success(&serde_json::json!({ "ticket": ticket }).to_string())
    }

    /// A refusal of the gateway, whose HTTP status is its code. The order of members is the platform's.
    pub(crate) fn refused(code: u16, message: &str) -> Self {
        let message = serde_json::Value::from(message);
        let body = format!(r#"{{"message":{message},"code":{code},"responseCode":"11990{code}"}}"#);
        Self::json(code, i64::from(code), body)
    }

    /// An error of an operation. `response_code` is left out where the platform's 8-digit twin is not known.
    pub(crate) fn failed(code: i64, response_code: Option<&str>, message: &str) -> Self {
        let message = serde_json::Value::from(message);
        let body = match response_code {
            Some(twin) => format!(r#"{{"message":{message},"code":{code},"responseCode":"{twin}"}}"#),
            None => format!(r#"{{"message":{message},"code":{code}}}"#),
        };
        Self::json(200, code, body)
    }

    /// The platform's "invalid parameter"; the message begins with the field's path.
    pub(crate) fn invalid_parameter(field: &str, why: &str) -> Self {
        let message = if field.is_empty() {
            format!("INVALID PARAMETER,{why}")
        } else {
            format!("INVALID PARAMETER,{field}: {why}")
        };
        Self::failed(1005, Some("11990005"), &message)
    }

    /// A file.
    pub(crate) fn file(content_type: &'static str, disposition: String, body: Vec<u8>) -> Self {
        Self { status: 200, code: 0, content_type, disposition: Some(disposition), body: body.into() }
    }

    fn json(status: u16, code: i64, body: String) -> Self {
        Self { status, code, content_type: JSON, disposition: None, body: body.into() }
    }
}
