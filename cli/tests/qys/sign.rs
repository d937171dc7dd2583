//! Signing for other programs.

use crate::support::{Platform, SECRET, TOKEN, qys};

const FIXED: [&str; 5] =
    ["sign", "--timestamp", "1700000000000", "--nonce", "3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab"];

fn signer(args: &[&str]) -> crate::support::Qys {
    qys(args).env("QYS_APP_TOKEN", "AbC123dEf4").env("QYS_APP_SECRET", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0")
}

#[test]
fn known_signatures() {
    let run = signer(&FIXED).expect(0);
    let expected = "x-qys-open-accesstoken: AbC123dEf4\n\
                    x-qys-open-timestamp: 1700000000000\n\
                    x-qys-open-nonce: 3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab\n\
                    x-qys-open-signature: 27b477d5acb48ff3bbc8ca29da990ca4\n";
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (expected, ""));
    let old = signer(&FIXED).args(&["--rule", "md5-without-nonce", "--header-prefix", "x-qys-"]).expect(0);
    let expected = "x-qys-accesstoken: AbC123dEf4\n\
                    x-qys-timestamp: 1700000000000\n\
                    x-qys-signature: 12e22882fd5ed4929b8597c30099e363\n";
    assert_eq!(old.stdout, expected);
    let json = signer(&FIXED).args(&["--output", "json"]).expect(0).json();
    assert_eq!(json["headers"]["x-qys-open-signature"], "27b477d5acb48ff3bbc8ca29da990ca4");
}

#[test]
fn an_agent_signs_too() {
    let run = qys(&["sign", "--timestamp", "1735689600123", "--nonce", "n-1"])
        .env("QYS_AGENT_TOKEN", "agentTok01")
        .env("QYS_AGENT_SECRET", "agentSecret0123456789agentSecr")
        .expect(0);
    assert!(run.stdout.contains("x-qys-open-agentsignature: 7857b505a70de928a277e9b6f30c81e7\n"), "{run:?}");
    // Half of it from the command line.
    let half =
        qys(&["sign", "--agent-token", "agentTok01", "--timestamp", "1735689600123", "--nonce", "n-1"])
            .env("QYS_AGENT_SECRET", "agentSecret0123456789agentSecr")
            .expect(0);
    assert_eq!(half.stdout, run.stdout);
}

#[test]
fn the_platform_accepts_what_was_signed_here_once() {
    let platform = Platform::start();
    let signed = platform.qys(&["sign"]).expect(0);
    let headers = signed.stdout.replace('\n', "\r\n");
    let (status, body) = platform.http("GET", "/v2/checkhealth", &headers, "");
    assert_eq!(status, 200, "{body}");
    assert_eq!(platform.last_request()["verdict"], "passed");
    let (status, _) = platform.http("GET", "/v2/checkhealth", &headers, "");
    assert_ne!(status, 200, "a nonce is good for one request");
}

#[test]
fn what_cannot_be_signed() {
    for nonce in ["", "a b", "a\nX-Evil: 1", "é"] {
        signer(&["sign", "--nonce", nonce]).expect(2).tells("--nonce");
    }
    signer(&["sign", "--timestamp", "yesterday"]).expect(2).tells("--timestamp");
    signer(&["sign", "--rule", "sha1"]).expect(3).tells("md5-without-nonce");
    signer(&["sign", "--rule", r#"{"digest":"md5","parts":[]}"#]).expect(3);
    qys(&["sign"]).expect(3).tells("app_token");
    qys(&["sign"]).env("QYS_APP_TOKEN", TOKEN).expect(3).tells("app_secret");
    qys(&["sign", "--app-token", TOKEN])
        .env("QYS_APP_SECRET", SECRET)
        .env("QYS_APP_SECRET_FILE", "x")
        .expect(3)
        .tells("exclude");
}
