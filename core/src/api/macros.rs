//! The two shapes that every family repeats: an enumeration that may grow, and the table of operations.

/// An enumeration whose list the platform may extend: any text is accepted, the known ones are offered.
macro_rules! open_enum {
    (
        $(#[doc = $doc:literal])+
        $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $text:literal, )+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $variant_doc])+ $variant, )+
            /// A value this version of the SDK does not know. Strict validation refuses it in requests.
            Other(String),
        }

        impl $name {
            /// The value as the platform writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $text => Self::$variant, )+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer).map(|text| Self::from(text.as_ref()))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": concat!($($doc, "\n"),+).trim(),
                    "x-known-values": [$($text),+],
                    "x-known-names": [$(stringify!($variant)),+],
                    "x-known-docs": [$(concat!($($variant_doc, "\n"),+).trim()),+],
                })
            }
        }
    };
}

/// What an entry of the table may say in its braces, and only this: a key for what the entry must say before them
/// would override it there.
pub(crate) struct Particulars {
    pub agent: bool,
    pub parts: &'static [crate::operation::PartInfo],
    pub one_of: &'static [[&'static str; 2]],
    pub together: &'static [[&'static str; 2]],
    pub plugin_page: Option<crate::plugin::PluginPage>,
}

impl Particulars {
    pub const NONE: Self = Self { agent: false, parts: &[], one_of: &[], together: &[], plugin_page: None };
}

/// The table of operations: families with their calls, a type for each call, and [`OPERATIONS`].
///
/// An entry names its request as other languages shall call it. Where two calls ask with the same, the second names an
/// alias of the type, since each has a request of its own there.
macro_rules! operations {
    ($(
        $(#[doc = $family_doc:literal])+
        $family:ident: $resource:ident {
            $(
                $(#[doc = $doc:literal])+
                $call:ident($request:ident) -> $response:ident
                    = $method:ident $path:literal $encoding:ident $repeating:ident {
                    $( $key:ident: $value:expr ),* $(,)?
                }
            )+
        }
    )+) => {
        /// Every operation this SDK has types for, in the order of the documentation.
        pub static OPERATIONS: &[&crate::operation::OperationInfo] = &[ $($( &table::$family::$call, )+)+ ];

        /// The families of operations: name and documentation.
        pub static FAMILIES: &[(&str, &str)] = &[ $( (stringify!($family), concat!($($family_doc, "\n"),+)), )+ ];

        /// One static an operation.
        #[allow(non_upper_case_globals)]
        mod table {
            $(
                pub mod $family {
                    use super::super::*;
                    use crate::operation::{Compiled, Encoding, OperationInfo, canonical};

                    $(
                        pub static $call: OperationInfo = {
                            static COMPILED: once_cell::race::OnceBox<Compiled> = once_cell::race::OnceBox::new();
                            let particulars = Particulars { $( $key: $value, )* ..Particulars::NONE };
                            OperationInfo {
                                name: concat!(stringify!($family), ".", stringify!($call)),
                                method: stringify!($method),
                                path: $path,
                                encoding: Encoding::$encoding,
                                agent: particulars.agent,
                                repeatable: operations!(@repeatable $repeating),
                                parts: particulars.parts,
                                one_of: particulars.one_of,
                                together: particulars.together,
                                plugin_page: particulars.plugin_page,
                                doc: concat!($($doc, "\n"),+),
                                request_type: stringify!($request),
                                response_type: stringify!($response),
                                request_schema: <super::super::$request as schemars::JsonSchema>::json_schema,
                                response_schema: <super::super::$response as schemars::JsonSchema>::json_schema,
                                canonical: canonical::<super::super::calls::$family::$call>,
                                compiled: &COMPILED,
                            }
                        };
                    )+
                }
            )+
        }

        /// A type for every operation, for [`Client::call`](crate::Client::call) and code that works with any of them.
        ///
        /// They are named as their calls are: `calls::personal_auth::create_ticket` is what
        /// `client.personal_auth().create_ticket(...)` calls.
        #[allow(non_camel_case_types)]
        pub mod calls {
            $(
                $(#[doc = $family_doc])+
                pub mod $family {
                    $(
                        $(#[doc = $doc])+
                        #[derive(Clone, Copy, Debug)]
                        pub struct $call;

                        impl crate::operation::Operation for $call {
                            type Request = super::super::$request;
                            type Response = super::super::$response;

                            fn info() -> &'static crate::operation::OperationInfo {
                                &super::super::table::$family::$call
                            }
                        }
                    )+
                }
            )+
        }

        $(
            $(#[doc = $family_doc])+
            #[derive(Clone, Copy)]
            pub struct $resource<'a> {
                client: &'a crate::client::Client,
            }

            impl $resource<'_> {
                $( operations! { @call $encoding $family
                    $(#[doc = $doc])+
                    #[doc = concat!("\n`", stringify!($method), " ", $path, "`")]
                    ///
                    /// # Errors
                    /// See [`ErrorKind`](crate::ErrorKind).
                    $call($request) -> $response
                } )+
            }
        )+

        impl crate::client::Client {
            $(
                $(#[doc = $family_doc])+
                pub fn $family(&self) -> $resource<'_> {
                    $resource { client: self }
                }
            )+
        }
    };
    // Whether a call may be made again when it may have arrived. There is no default: it is a question of money.
    (@repeatable repeatable) => { true };
    (@repeatable once) => { false };
    // Only multipart operations take files.
    (@call Multipart $family:ident $(#[$doc:meta])+ $call:ident($request:ident) -> $response:ident) => {
        $(#[$doc])+
        pub async fn $call(
            &self,
            request: &$request,
            files: impl IntoIterator<Item = crate::body::Part>,
        ) -> Result<crate::client::Response<$response>, crate::error::Error> {
            self.client.call_with_files(calls::$family::$call, request, files.into_iter().collect()).await
        }
    };
    (@call $encoding:ident $family:ident $(#[$doc:meta])+ $call:ident($request:ident) -> $response:ident) => {
        $(#[$doc])+
        pub async fn $call(
            &self,
            request: &$request,
        ) -> Result<crate::client::Response<$response>, crate::error::Error> {
            self.client.call(calls::$family::$call, request).await
        }
    };
}
