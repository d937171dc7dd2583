//! `docs/openapi.json`: the operations as OpenAPI 3.1, for tools that read it.

mod json;
mod schemas;

use json::{Json, Object, object, texts};
use qiyuesuo::signature::DEFAULT_HEADER_PREFIX;
use qiyuesuo::{Environment, SignOptions, SignatureRule};
use schemas::{binary, described, named, reference, text};

use crate::model::{Encoding, Model, Operation};

/// Where the document is, from the root of the repository.
pub const PATH: &str = "docs/openapi.json";

const ABOUT: &str = "\
UNOFFICIAL description of those endpoints of the Qiyuesuo (契约锁) e-signature open platform that the SDK `qiyuesuo` \
has types for. The platform publishes none.

This document is an output, not a source: nothing of the SDK is made from it. `cargo xtask generate` writes it from the \
SDK's own types, in core/src/api of the repository, and its next run undoes whatever was changed here; do not edit it. \
What is wrong in it is mended there.

Every request is signed: `signature` is the lower-case hexadecimal MD5 of App Token, App Secret, `timestamp` and \
`nonce`, concatenated. The secret never travels. `timestamp` is in milliseconds since 1970; a `nonce` may be used once \
in ten minutes. Private installations use the prefix `x-qys-` for the headers. Calls of an agent (`x-agent`) carry the \
agent's headers too, or alone.

Unknown, and therefore chosen by the SDK or left open here: which fields are required where no public page marks them; \
the lists of values, which differ from page to page and grow (every enumeration also admits any text); limits on \
lengths; how long a ticket lives; the limits on calls; most error codes; and the shape of answers that are declared \
without members. docs/choices.md has the choices.

Extensions: `x-operation` is the name of the call in the SDK; `x-repeatable` says whether the SDK may repeat it after it \
may have arrived; `x-agent` whether it needs an agent; `x-one-of` lists pairs of fields of which exactly one is needed, \
`x-together` pairs that go together; `x-plugin-page` is the page of the mini-program plugin that opens the ticket; \
`x-known-inside` lists the values that are known here for members of an object; `x-max-bytes` is how long the SDK lets a \
text be, where that is not 65536 bytes; `x-id` marks ids, which have up to 19 digits and must not go through a double.";

/// The document, as text.
pub fn document(model: &Model) -> String {
    let mut tags = Vec::new();
    let mut items: Vec<(&str, Object)> = Vec::new();
    for family in model.modules.iter().filter_map(|module| module.family.as_ref()) {
        let description = (!family.doc.is_empty()).then(|| text(&family.doc));
        tags.push(object().with("name", family.name.as_str()).maybe("description", description).into());
        for operation in &family.operations {
            let index = items.iter().position(|(path, _)| *path == operation.path).unwrap_or_else(|| {
                items.push((&operation.path, object()));
                items.len() - 1
            });
            let item = std::mem::take(&mut items[index].1);
            items[index].1 = item.with(&operation.method.to_lowercase(), call(operation, &family.name));
        }
    }
    let paths = items.into_iter().fold(object(), |paths, (path, item)| paths.with(path, item));
    let signed = headers(true, false);
    let components = object()
        .with("securitySchemes", security_schemes())
        .with("responses", object().with("Failure", failure()))
        .with("schemas", named(model));
    let document = object()
        .with("openapi", "3.1.0")
        .with("info", info())
        .with("servers", servers())
        .with("security", vec![requirement(&signed)])
        .with("tags", tags)
        .with("paths", paths)
        .with("components", components);
    // Texts, lists and objects can always be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn info() -> Object {
    object()
        .with("title", "Qiyuesuo open platform (unofficial)")
        .with("version", env!("CARGO_PKG_VERSION"))
        .with("summary", "Unofficial: tickets, links and results of the Qiyuesuo (契约锁) open platform")
        .with("description", ABOUT)
        .with("license", object().with("name", "MIT OR Apache-2.0").with("identifier", "MIT OR Apache-2.0"))
}

fn servers() -> Json {
    let server = |environment: Environment, description: &str| {
        object().with("url", environment.base_url()).with("description", description).into()
    };
    Json::List(vec![
        server(Environment::Production, "Production"),
        server(Environment::Test, "The platform's own test environment"),
    ])
}

fn call(operation: &Operation, family: &str) -> Object {
    let brings = if operation.bytes { "The file." } else { "The envelope, with the result." };
    let success = object().with("description", brings).with("content", success(operation));
    let responses = object()
        .with("200", success)
        .with("default", object().with("$ref", "#/components/responses/Failure"));
    let pairs =
        |pairs: &[[String; 2]]| -> Vec<Json> { pairs.iter().map(|pair| texts(pair.clone())).collect() };
    let security = operation.agent.then(|| {
        // An agent signs alone, or beside one of its customers.
        vec![requirement(&headers(false, true)), requirement(&headers(true, true))]
    });
    object()
        .with("operationId", operation.name.replace('.', "_"))
        .with("x-operation", operation.name.as_str())
        .with("tags", texts([family]))
        .with("summary", operation.doc.first().cloned().unwrap_or_default())
        .maybe("description", more(operation))
        .list("parameters", parameters(operation))
        .maybe("requestBody", body(operation))
        .with("responses", responses)
        .maybe("security", security)
        .with("x-repeatable", operation.repeatable)
        .with("x-agent", operation.agent)
        .list("x-one-of", pairs(&operation.one_of))
        .list("x-together", pairs(&operation.together))
        .list("x-any-of", operation.any_of.iter().map(|name| Json::Text(name.clone())).collect())
        .maybe("x-paged", operation.paged.is_some().then_some(true))
        .maybe("x-plugin-page", operation.plugin_page.clone())
}

/// What the documentation says beyond the summary. The request's own summary says the same again.
fn more(operation: &Operation) -> Option<String> {
    let more: Vec<&str> = operation
        .doc
        .iter()
        .skip(1)
        .chain(operation.request.doc.iter().skip(1))
        .map(String::as_str)
        .collect();
    (!more.is_empty()).then(|| more.join("\n\n"))
}

fn parameters(operation: &Operation) -> Vec<Json> {
    let fields = operation.request.fields.iter().filter(|_| operation.encoding == Encoding::Query);
    let parameter = fields.map(|field| {
        object()
            .with("name", field.wire.as_str())
            .with("in", "query")
            .with("required", field.required)
            .with("schema", described(field, false))
            .into()
    });
    parameter.collect()
}

fn body(operation: &Operation) -> Option<Object> {
    let media_type = match operation.encoding {
        Encoding::Json => "application/json",
        Encoding::Multipart => "multipart/form-data",
        Encoding::Query => return None,
    };
    let content = object().with(media_type, object().with("schema", reference(&operation.request.name)));
    Some(object().with("required", true).with("content", content))
}

fn success(operation: &Operation) -> Object {
    if operation.bytes {
        return object().with("application/octet-stream", object().with("schema", binary()));
    }
    let promised = object()
        .with("type", "object")
        .with("properties", object().with("result", reference(&operation.response)))
        // Nothing is promised of an answer whose shape is unknown.
        .list("required", if operation.open { Vec::new() } else { vec![Json::from("result")] });
    let schema = object().with("allOf", vec![Json::from(reference("Envelope")), Json::from(promised)]);
    object().with("application/json", object().with("schema", schema))
}

fn failure() -> Object {
    let content = object().with("application/json", object().with("schema", reference("Envelope")));
    object()
        .with(
            "description",
            "An envelope with another `code`, under any HTTP status: also 200. Known: 440 to 449 or 119904xx, \
             credentials, signature, time or nonce; 1002 or 14990002, no permission; 11990006, too many calls; 1001 \
             or 21990001, the platform failed; 1605, the company is identified already; 1110, the user may not see \
             the contract.",
        )
        .with("content", content)
}

/// The headers that sign a request, as the core makes them: without the prefix.
fn headers(app: bool, agent: bool) -> Vec<String> {
    let options = SignOptions {
        app: app.then_some(("token", "secret")),
        agent: agent.then_some(("token", "secret")),
        timestamp: 0,
        nonce: "nonce",
        rule: SignatureRule::md5(),
        header_prefix: Some(""),
        language: None,
    };
    let headers = qiyuesuo::sign(&options).unwrap_or_default();
    headers.into_iter().map(|(name, _)| name).collect()
}

fn requirement(headers: &[String]) -> Json {
    headers.iter().fold(object(), |all, name| all.with(name, Json::List(Vec::new()))).into()
}

fn security_schemes() -> Object {
    headers(true, true).iter().fold(object(), |schemes, name| {
        let description = match name.as_str() {
            "accesstoken" => "App Token of the application.",
            "agentaccesstoken" => "Token of the agent.",
            "timestamp" => "Milliseconds since 1970, UTC.",
            "nonce" => "A UUID; it may be used once in ten minutes.",
            "signature" => "Made with the App Token and the App Secret.",
            "agentsignature" => "Made with the agent's token and secret, over the same timestamp and nonce.",
            _ => "",
        };
        let scheme = object()
            .with("type", "apiKey")
            .with("in", "header")
            .with("name", format!("{DEFAULT_HEADER_PREFIX}{name}"))
            .with("description", description);
        schemes.with(name, scheme)
    })
}
