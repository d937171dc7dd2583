//! The envelope as callers of the platform's own SDKs read it.

use bytes::Bytes;

use super::{RawRequest, RawResponse};
use crate::client::{missing, result};
use crate::envelope::Envelope;
use crate::error::Error;
use crate::operation::{OPERATIONS, OperationInfo};
use crate::transport::{Answer, Expect};

pub(super) async fn exchange(request: RawRequest<'_>) -> Result<RawResponse, Error> {
    let client = request.client;
    let promised = known(&request.method, &request.path);
    let call = request.into_call(Expect::AnyEnvelope).map_err(|error| error.with_operation("request"))?;
    let answer = client.transport.run(&client.view, &call).await?;
    let envelope = Envelope::parse(&answer.body).expect("that is what was asked for");
    if let Some(info) = promised
        && envelope.is_success()
        && info.canonical.is_some_and(|canonical| canonical(&result(&answer)).is_err())
    {
        return Err(missing(&client.view, info, &call.request, &answer));
    }
    let body = with_code(answer.body.clone(), &envelope);
    Ok(RawResponse::new(Answer { body, ..answer }))
}

/// The operation at that address.
fn known(method: &str, path: &str) -> Option<&'static OperationInfo> {
    OPERATIONS.iter().copied().find(|info| info.method.eq_ignore_ascii_case(method) && info.path == path)
}

/// The body with `code` as a number; in a success without one it is 0.
fn with_code(body: Bytes, envelope: &Envelope) -> Bytes {
    let spliced =
        |from: usize, to: usize, code: String| [&body[..from], code.as_bytes(), &body[to..]].concat().into();
    // A code that contradicts the other mark is the caller's to see.
    let code = envelope.code.or(envelope.is_success().then_some(0));
    match (envelope.code_at.clone(), code) {
        (Some(at), Some(code)) if body[at.clone()] != *code.to_string().as_bytes() => {
            spliced(at.start, at.end, code.to_string())
        }
        (None, Some(code)) => {
            let open = 1 + body.iter().position(|byte| *byte == b'{').expect("an envelope is an object");
            spliced(open, open, format!("\"code\":{code},"))
        }
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::with_code;
    use crate::envelope::Envelope;
    use crate::operation::OPERATIONS;

    #[test]
    fn a_code_is_a_number_and_0_in_a_success() {
        for (body, expected) in [
            (r#"{"code":0,"message":"SUCCESS"}"#, r#"{"code":0,"message":"SUCCESS"}"#),
            (r#"{"code": "0" ,"result":{"code":"7"}}"#, r#"{"code": 0 ,"result":{"code":"7"}}"#),
            (r#"{"code":"1","code":"0"}"#, r#"{"code":"1","code":0}"#),
            (r#" {"responseCode":"00000000"}"#, r#" {"code":0,"responseCode":"00000000"}"#),
            (r#"{"code":null,"responseCode":"00000000"}"#, r#"{"code":0,"responseCode":"00000000"}"#),
            ("\u{feff}{\"code\":\"0\"}", "\u{feff}{\"code\":0}"),
            (r#"{"code":"1604","message":"NO"}"#, r#"{"code":1604,"message":"NO"}"#),
            (r#"{"responseCode":"14990002"}"#, r#"{"responseCode":"14990002"}"#),
            (r#"{"code":"1605","responseCode":"00000000"}"#, r#"{"code":1605,"responseCode":"00000000"}"#),
        ] {
            let envelope = Envelope::parse(body.as_bytes()).expect("an envelope");
            assert_eq!(with_code(Bytes::from(body.to_owned()), &envelope), expected, "{body}");
        }
    }

    #[test]
    fn an_address_is_one_operation() {
        let mut addresses: Vec<_> = OPERATIONS.iter().map(|info| (info.method, info.path)).collect();
        addresses.sort_unstable();
        addresses.dedup();
        assert_eq!(addresses.len(), OPERATIONS.len());
    }
}
