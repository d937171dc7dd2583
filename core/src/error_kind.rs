//! The kinds of failure, each once: what every language, page and tool says of a kind comes from the table below.

use std::fmt;

/// What is said of a kind of failure, in every language of the SDK and in its documentation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorKindInfo {
    /// The kind.
    pub kind: ErrorKind,
    /// The name used in every language, also in the errors that the C ABI gives.
    pub name: &'static str,
    /// What its class is called in languages that have one for each kind, without `Error` or `Exception` behind it.
    pub class: &'static str,
    /// The kind whose class is the parent of its class.
    pub parent: Option<ErrorKind>,
    /// The exit code of the command `qys` and of the examples.
    pub exit_code: u8,
    /// What it is.
    pub doc: &'static str,
    /// When exactly it comes, as Markdown.
    pub when: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

macro_rules! error_kinds {
    ($(
        $(#[doc = $doc:literal])+
        $kind:ident $name:literal $(: $parent:ident)?, class $class:literal, exit $exit:literal,
            when $when:literal, remedy $remedy:literal;
    )+) => {
        /// What kind of failure an [`Error`](crate::Error) is. The names are the same in every language of the SDK.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $( $(#[doc = $doc])+ $kind, )+
        }

        impl ErrorKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$kind),+];
        }

        /// What is said of every kind, in the order of the documentation; a parent stands before what is under it.
        pub const ERROR_KINDS: &[ErrorKindInfo] = &[$(
            ErrorKindInfo {
                kind: ErrorKind::$kind, name: $name, class: $class, parent: error_kinds!(@parent $($parent)?),
                exit_code: $exit, doc: concat!($($doc, "\n"),+), when: $when, remedy: $remedy,
            },
        )+];
    };
    (@parent) => { None };
    (@parent $parent:ident) => { Some(ErrorKind::$parent) };
}

error_kinds! {
    /// The client's settings are wrong; `field` names the option. Also: the client is closed.
    Configuration "configuration", class "Configuration", exit 3,
        when "an option is missing or wrong; a `saas.*` call without an agent; the client is closed",
        remedy "correct the option that `field` names";
    /// The request is wrong; it was not sent.
    Validation "validation", class "Validation", exit 2,
        when "the request is wrong; it was not sent",
        remedy "correct the field that `field` names: the message lists what is allowed";
    /// No answer arrived: DNS, refused, reset, TLS, proxy, or an answer cut before its end.
    Connection "connection", class "ApiConnection", exit 6,
        when "no answer: DNS, refused, reset, TLS, proxy, an answer cut before its end",
        remedy "look at address, network, proxy, certificates; try later";
    /// A time-out ran out; the message says which.
    Timeout "timeout": Connection, class "ApiTimeout", exit 6,
        when "a time-out ran out; the message says which",
        remedy "try later, or give more time";
    /// The platform answered with a `code` that is not success, or with another HTTP status of 4xx.
    Api "api", class "Api", exit 5,
        when "the platform answered with a `code` that is not success, or with another HTTP status of 4xx",
        remedy "read `code` and the platform's message";
    /// The platform did not accept credentials, signature, time or nonce.
    Authentication "authentication": Api, class "Authentication", exit 4,
        when "HTTP status or code 440 to 449, or code 119904xx",
        remedy "the message says what to check: token, environment, secret, rule, clock";
    /// The platform refused the interface or the object to these credentials.
    PermissionDenied "permission": Api, class "PermissionDenied", exit 5,
        when "HTTP 403, code 1002 or 14990002",
        remedy "ask the platform to open the interface for your application";
    /// The platform was called too often.
    RateLimit "rate_limit": Api, class "RateLimit", exit 5,
        when "HTTP 429, code 11990006",
        remedy "wait; `retry_after` says how long, if the platform does";
    /// The platform failed.
    Server "server": Api, class "Server", exit 6,
        when "HTTP 500 and above, code 1001 or 21990001",
        remedy "try later";
    /// The answer is none of the platform's: no envelope, too large, a redirect, or without its result.
    InvalidResponse "invalid_response", class "InvalidResponse", exit 7,
        when "an answer that is not the platform's: HTML, empty, too long, a redirect, a success without its result",
        remedy "check `base_url` and what stands between";
    /// A callback that is forged, too old, unreadable, or none.
    Callback "callback", class "Callback", exit 8,
        when "a callback that is unsigned, forged, too old, unreadable, or none",
        remedy "do not act on it, answer HTTP 400";
    /// The client was closed while the call was in flight, or the call was cancelled.
    Cancelled "cancelled", class "Cancelled", exit 130,
        when "the client was closed while the call was in flight, or the call was cancelled",
        remedy "nothing";
    /// A defect of this SDK.
    Internal "internal", class "Internal", exit 1,
        when "a defect of this SDK",
        remedy "please report it";
}

impl ErrorKind {
    /// What is said of this kind.
    pub const fn info(self) -> &'static ErrorKindInfo {
        // The table has the order of the variants.
        &ERROR_KINDS[self as usize]
    }

    /// The name used in every language: `configuration`, `validation`, ...
    pub const fn as_str(self) -> &'static str {
        self.info().name
    }

    /// The exit code of the command `qys` and of the examples for this kind.
    pub const fn exit_code(self) -> u8 {
        self.info().exit_code
    }

    /// Whether the platform itself answered: [`Api`](Self::Api) and the kinds under it.
    pub const fn is_api(self) -> bool {
        matches!((self, self.info().parent), (Self::Api, _) | (_, Some(Self::Api)))
    }

    /// Whether no answer arrived: [`Connection`](Self::Connection) and [`Timeout`](Self::Timeout).
    pub const fn is_connection(self) -> bool {
        matches!((self, self.info().parent), (Self::Connection, _) | (_, Some(Self::Connection)))
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_order_of_the_kinds() {
        assert_eq!(ErrorKind::ALL.len(), ERROR_KINDS.len());
        for (kind, info) in ErrorKind::ALL.iter().zip(ERROR_KINDS) {
            assert_eq!((info.kind, kind.info().kind), (*kind, *kind));
        }
    }

    #[test]
    fn a_parent_stands_before_its_children_and_has_none() {
        for (index, info) in ERROR_KINDS.iter().enumerate() {
            let Some(parent) = info.parent else { continue };
            assert!((parent as usize) < index && parent.info().parent.is_none(), "{}", info.name);
        }
        let names = |is: fn(ErrorKind) -> bool| -> Vec<_> {
            ErrorKind::ALL.iter().filter(|kind| is(**kind)).map(|kind| kind.as_str()).collect()
        };
        assert_eq!(names(ErrorKind::is_api), ["api", "authentication", "permission", "rate_limit", "server"]);
        assert_eq!(names(ErrorKind::is_connection), ["connection", "timeout"]);
    }
}
