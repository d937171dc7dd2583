use super::*;
use crate::load::Vectors;

const NOW: i64 = 1_700_000_000_000;
const NONCE: &str = "3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab";

fn signer(operation: &str, config: &str) -> Signer {
    let config = serde_json::from_str(config).unwrap();
    Signer::new(operation, &config, true).unwrap()
}

fn problems(signer: &Signer, headers: &[(&str, &str)]) -> Vec<String> {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    signer.problems(&headers, NOW, &Mutex::default())
}

/// The first vector of the group `signatures`, computed with Python's hashlib.
fn right() -> Vec<(&'static str, &'static str)> {
    vec![
        ("X-Qys-Open-AccessToken", "AbC123dEf4"),
        ("x-qys-open-timestamp", "1700000000000"),
        ("x-qys-open-nonce", NONCE),
        ("x-qys-open-signature", "27b477d5acb48ff3bbc8ca29da990ca4"),
    ]
}

#[test]
fn a_right_signature_has_no_problem() {
    assert_eq!(problems(&signer("request", "{}"), &right()), Vec::<String>::new());
}

#[test]
fn every_way_to_be_wrong_is_noticed() {
    let change = |name: &str, value: &'static str| {
        let mut headers = right();
        headers.iter_mut().find(|header| header.0.eq_ignore_ascii_case(name)).unwrap().1 = value;
        headers
    };
    let without = |name: &str| {
        let mut headers = right();
        headers.retain(|header| !header.0.eq_ignore_ascii_case(name));
        headers
    };
    let with = |name: &'static str, value: &'static str| [right(), vec![(name, value)]].concat();
    for (headers, problem) in [
        (change("x-qys-open-signature", "27b477d5acb48ff3bbc8ca29da990ca5"), "signature is \"27b4"),
        (change("x-qys-open-signature", "27B477D5ACB48FF3BBC8CA29DA990CA4"), "signature is \"27B4"),
        (change("x-qys-open-accesstoken", "AbC123dEf5"), "accesstoken is"),
        (change("x-qys-open-timestamp", "1700000000001"), "signature is"),
        (change("x-qys-open-timestamp", "1700000000000.0"), "is no integer"),
        (change("x-qys-open-timestamp", "1700000"), "s from now"),
        (change("x-qys-open-nonce", "n-1"), "is no UUID v4"),
        (change("x-qys-open-nonce", "3f0b2c1e-6d5a-1b7c-8e9f-0123456789ab"), "is no UUID v4"),
        (change("x-qys-open-nonce", "3f0b2c1e-6d5a-4b7c-ce9f-0123456789ab"), "is no UUID v4"),
        (without("x-qys-open-nonce"), "nonce is missing"),
        (without("x-qys-open-timestamp"), "timestamp is missing"),
        (without("x-qys-open-accesstoken"), "accesstoken is missing"),
        (without("x-qys-open-signature"), "signature is missing"),
        (with("x-qys-open-signature", "27b477d5acb48ff3bbc8ca29da990ca4"), "signature stands 2 times"),
        (with("x-qys-open-agentaccesstoken", "agentTok01"), "agentaccesstoken must not be sent"),
        (with("x-qys-open-language", "en"), "language must not be sent"),
    ] {
        let found = problems(&signer("request", "{}"), &headers);
        assert!(found.iter().any(|found| found.contains(problem)), "{problem}: {found:?}");
    }
}

#[test]
fn a_nonce_counts_once() {
    let headers: Vec<_> =
        right().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (signer, used) = (signer("request", "{}"), Mutex::default());
    assert_eq!(signer.problems(&headers, NOW, &used), Vec::<String>::new());
    assert!(signer.problems(&headers, NOW, &used)[0].contains("was used before"));
}

#[test]
fn the_time_counts_where_it_is_checked() {
    let mut signer = signer("request", "{}");
    let headers: Vec<_> =
        right().into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    assert_eq!(signer.problems(&headers, NOW + 299_000, &Mutex::default()), Vec::<String>::new());
    assert_eq!(signer.problems(&headers, NOW - 299_000, &Mutex::default()), Vec::<String>::new());
    assert_eq!(signer.problems(&headers, NOW + 301_000, &Mutex::default()).len(), 1);
    assert_eq!(signer.problems(&headers, NOW - 301_000, &Mutex::default()).len(), 1);
    signer.check_time = false;
    assert_eq!(signer.problems(&headers, NOW + 3_600_000, &Mutex::default()), Vec::<String>::new());
}

#[test]
fn agent_language_prefix_and_headers_of_the_rule_are_wanted() {
    let found = problems(&signer("saas.create_personal_auth_ticket", "{}"), &right());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].contains("agentaccesstoken is missing") && found[1].contains("agentsignature is missing")
    );
    let found = problems(&signer("saas.create_personal_auth_ticket", r#"{"agent": null}"#), &right());
    assert_eq!(found, Vec::<String>::new());
    let found = problems(&signer("request", r#"{"language": "en"}"#), &right());
    assert!(found[0].contains("language is missing"), "{found:?}");
    let found = problems(&signer("request", r#"{"header_prefix": "x-qys-"}"#), &right());
    assert!(found[0].contains("x-qys-timestamp is missing"), "{found:?}");
    let rule = r#"{"signature": {"digest": "md5", "parts": ["token", "secret", "timestamp", "nonce"],
        "headers": {"x-algorithm": "md5"}}}"#;
    let found = problems(&signer("request", rule), &right());
    assert_eq!(found, ["the rule's own header x-algorithm: md5 is missing"]);
    assert_eq!(
        problems(&signer("request", rule), &[right(), vec![("X-Algorithm", "md5")]].concat()).len(),
        0
    );
}

#[test]
fn a_configuration_that_cannot_sign_is_an_error() {
    for config in [
        r#"{"app_token": null}"#,
        r#"{"app_token": 1}"#,
        r#"{"signature": "sha1"}"#,
        r#"{"signature": {"digest": "md5"}}"#,
    ] {
        assert!(Signer::new("request", &serde_json::from_str(config).unwrap(), true).is_err(), "{config}");
    }
}

/// Every signature of `signatures.json`, which another implementation computed, is right here too.
#[test]
fn the_signature_vectors_are_right_here() {
    let vectors = Vectors::load(&crate::vectors_dir()).unwrap();
    let mut checked = 0;
    for vector in &vectors.signatures {
        let Some(headers) = &vector.expect.headers else { continue };
        let rule = Rule::new(&vector.rule).unwrap();
        let app =
            vector.token.clone().zip(vector.secret.clone()).map(|(token, secret)| Keys { token, secret });
        for (who, keys) in [("", app), ("agent", vector.agent.clone())] {
            let Some(keys) = keys else { continue };
            let prefix = vector.header_prefix.as_deref().unwrap_or(PREFIX);
            let got = rule
                .signature(&keys, &vector.timestamp.to_string(), vector.nonce.as_deref().unwrap_or_default())
                .unwrap();
            assert_eq!(headers.get(&format!("{prefix}{who}signature")), Some(&got), "{}", vector.name);
            checked += 1;
        }
    }
    assert!(checked > 10);
}
