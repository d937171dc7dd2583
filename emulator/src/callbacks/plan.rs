//! When a callback that was not received is sent again, and what counts as received.

use std::time::Duration;

use serde_json::Value;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// The plans the platform documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Personal and company authentication: four attempts in all.
    Authentication,
    /// Contract status: eight attempts in all.
    Contract,
    /// Authorisation of personal signing: five attempts in all.
    PersonalSign,
    /// Review of the picture of a seal: the same.
    SealReview,
    /// SaaS company authentication: the platform's plan is not known, so that of authentications; any reply with a
    /// status of 2xx counts, since receivers in the wild answer `success`.
    Saas,
}

impl Plan {
    /// The pauses between the attempts.
    pub(crate) fn pauses(self) -> &'static [Duration] {
        const AUTHENTICATION: &[Duration] = &[Duration::ZERO, MINUTE, MINUTE];
        const CONTRACT: &[Duration] = &[
            MINUTE.saturating_mul(5),
            HOUR.saturating_mul(2),
            HOUR.saturating_mul(2),
            HOUR.saturating_mul(2),
            HOUR.saturating_mul(2),
            HOUR.saturating_mul(12),
            HOUR.saturating_mul(24),
        ];
        const PERSONAL_SIGN: &[Duration] = &[
            MINUTE.saturating_mul(5),
            HOUR.saturating_mul(2),
            HOUR.saturating_mul(12),
            HOUR.saturating_mul(24),
        ];
        match self {
            Self::Authentication | Self::Saas => AUTHENTICATION,
            Self::Contract => CONTRACT,
            Self::PersonalSign | Self::SealReview => PERSONAL_SIGN,
        }
    }

    /// What the receiver has to answer, in words.
    pub(crate) fn reply_wanted(self) -> &'static str {
        match self {
            Self::Authentication => r#"HTTP 2xx with {"code":0}"#,
            Self::Contract | Self::Saas => "HTTP 2xx",
            Self::PersonalSign => "an HTTP status below 400",
            Self::SealReview => r#"HTTP 2xx with {"responseCode":00000000}"#,
        }
    }

    pub(crate) fn received(self, status: u16, body: &[u8]) -> bool {
        let fine = (200..300).contains(&status);
        match self {
            Self::Authentication => {
                let code =
                    serde_json::from_slice::<Value>(body).ok().and_then(|reply| reply.get("code")?.as_i64());
                fine && code == Some(0)
            }
            Self::Contract | Self::Saas => fine,
            Self::PersonalSign => status < 400,
            // As the page prints it, it is no JSON.
            Self::SealReview => {
                let text = String::from_utf8_lossy(body).replace(|c: char| c == '"' || c.is_whitespace(), "");
                fine && text == "{responseCode:00000000}"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_in_all() {
        let attempts = |plan: Plan| plan.pauses().len() + 1;
        assert_eq!(attempts(Plan::Authentication), 4);
        assert_eq!(attempts(Plan::Contract), 8);
        assert_eq!(attempts(Plan::PersonalSign), 5);
        assert_eq!(attempts(Plan::SealReview), 5);
    }

    #[test]
    fn replies() {
        let plan = Plan::Authentication;
        assert!(plan.received(200, br#"{"code":0}"#));
        for (status, body) in [(200, "success"), (200, ""), (200, r#"{"code":1}"#), (500, r#"{"code":0}"#)] {
            assert!(!plan.received(status, body.as_bytes()), "{status} {body}");
        }
        assert!(Plan::Contract.received(200, b"success") && !Plan::Contract.received(302, b""));
        for (status, body, received) in [
            (200, r#"{"responseCode":00000000}"#, true),
            (200, "{ \"responseCode\": \"00000000\" }\n", true),
            (200, r#"{"responseCode":0}"#, false),
            (200, "", false),
            (302, r#"{"responseCode":00000000}"#, false),
        ] {
            assert_eq!(Plan::SealReview.received(status, body.as_bytes()), received, "{status} {body}");
        }
        assert!(Plan::PersonalSign.received(302, b"") && !Plan::PersonalSign.received(400, b""));
    }
}
