//! The two shapes that every family repeats: an enumeration that may grow, and the family of operations.

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
    pub any_of: &'static [&'static str],
    pub paged: bool,
    pub plugin_page: Option<crate::plugin::PluginPage>,
}

impl Particulars {
    pub const NONE: Self = Self {
        agent: false,
        parts: &[],
        one_of: &[],
        together: &[],
        any_of: &[],
        paged: false,
        plugin_page: None,
    };
}

/// A family of operations: its calls, a type for each of them, and their part of [`OPERATIONS`](super::OPERATIONS).
///
/// An entry names its request as other languages shall call it. Where two calls ask with the same, the second names an
/// alias of the type, since each has a request of its own there.
macro_rules! family {
    (
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
    ) => {
        /// The operations of this family, in the order of the documentation.
        pub(crate) const OPERATIONS: &[&crate::operation::OperationInfo] = &[ $( &table::$call, )+ ];

        /// Name and documentation of this family.
        pub(crate) const FAMILY: (&str, &str) = (stringify!($family), concat!($($family_doc, "\n"),+));

        /// One static an operation.
        #[allow(non_upper_case_globals)]
        mod table {
            use super::*;
            use crate::operation::{Compiled, Encoding, OperationInfo};

            $(
                pub static $call: OperationInfo = {
                    static COMPILED: once_cell::race::OnceBox<Compiled> = once_cell::race::OnceBox::new();
                    let particulars =
                        crate::api::macros::Particulars { $( $key: $value, )* ..crate::api::macros::Particulars::NONE };
                    OperationInfo {
                        name: concat!(stringify!($family), ".", stringify!($call)),
                        method: stringify!($method),
                        path: $path,
                        encoding: Encoding::$encoding,
                        answer: family!(@answer $response),
                        agent: particulars.agent,
                        repeatable: family!(@repeatable $repeating),
                        parts: particulars.parts,
                        one_of: particulars.one_of,
                        together: particulars.together,
                        any_of: particulars.any_of,
                        paged: particulars.paged,
                        plugin_page: particulars.plugin_page,
                        doc: concat!($($doc, "\n"),+),
                        request_type: stringify!($request),
                        response_type: stringify!($response),
                        request_schema: <$request as schemars::JsonSchema>::json_schema,
                        response_schema: <$response as schemars::JsonSchema>::json_schema,
                        canonical: family!(@canonical $response $call),
                        compiled: &COMPILED,
                    }
                };
            )+
        }

        /// A type for each operation.
        #[allow(non_camel_case_types)]
        pub(crate) mod calls {
            $(
                $(#[doc = $doc])+
                #[derive(Clone, Copy, Debug)]
                pub struct $call;

                impl crate::operation::Operation for $call {
                    type Request = super::$request;
                    type Response = super::$response;

                    fn info() -> &'static crate::operation::OperationInfo {
                        &super::table::$call
                    }
                }
            )+
        }

        $(#[doc = $family_doc])+
        #[derive(Clone, Copy)]
        pub struct $resource<'a> {
            client: &'a crate::client::Client,
        }

        impl $resource<'_> {
            $( family! { @call $encoding
                $(#[doc = $doc])+
                #[doc = concat!("\n`", stringify!($method), " ", $path, "`")]
                ///
                /// # Errors
                /// See [`ErrorKind`](crate::ErrorKind).
                $call($request) -> $response
            } )+
        }

        impl crate::client::Client {
            $(#[doc = $family_doc])+
            pub fn $family(&self) -> $resource<'_> {
                $resource { client: self }
            }
        }
    };
    // Whether a call may be made again when it may have arrived. There is no default: it is a question of money.
    (@repeatable repeatable) => { true };
    (@repeatable once) => { false };
    // What a success brings: a file, or else a result.
    (@answer Download) => { crate::operation::AnswerKind::Bytes };
    (@answer $response:ident) => { crate::operation::AnswerKind::Json };
    (@canonical Download $call:ident) => { None };
    (@canonical $response:ident $call:ident) => { Some(crate::operation::canonical::<super::calls::$call>) };
    (@call Multipart $(#[$doc:meta])+ $call:ident($request:ident) -> Download) => {
        compile_error!("no operation of the platform takes files and answers one");
    };
    (@call $encoding:ident $(#[$doc:meta])+ $call:ident($request:ident) -> Download) => {
        $(#[$doc])+
        pub async fn $call(&self, request: &$request) -> Result<crate::Download, crate::error::Error> {
            self.client.download(calls::$call, request).await
        }
    };
    // Only multipart operations take files.
    (@call Multipart $(#[$doc:meta])+ $call:ident($request:ident) -> $response:ident) => {
        $(#[$doc])+
        pub async fn $call(
            &self,
            request: &$request,
            files: impl IntoIterator<Item = crate::body::Part>,
        ) -> Result<crate::response::Response<$response>, crate::error::Error> {
            self.client.call_with_files(calls::$call, request, files.into_iter().collect()).await
        }
    };
    (@call $encoding:ident $(#[$doc:meta])+ $call:ident($request:ident) -> $response:ident) => {
        $(#[$doc])+
        pub async fn $call(
            &self,
            request: &$request,
        ) -> Result<crate::response::Response<$response>, crate::error::Error> {
            self.client.call(calls::$call, request).await
        }
    };
}

/// That a call whose entry says `paged: true` answers a list page by page, and the call that tells the whole list.
macro_rules! paged {
    ($resource:ident.$call:ident as $whole:ident($request:ident) -> $page:ident of $element:ident) => {
        impl crate::pages::Paged for calls::$call {
            type Item = $element;

            fn window(request: &mut $request) -> (&mut Option<i64>, &mut Option<i64>) {
                (&mut request.select_offset, &mut request.select_limit)
            }

            fn elements(page: $page) -> (Option<i64>, Vec<$element>) {
                (page.total_count, page.list.unwrap_or_default())
            }
        }

        impl $resource<'_> {
            #[doc = concat!("The whole list of [`", stringify!($call), "`](Self::", stringify!($call), "), page by page as it is read: see [`Client::pages`](crate::Client::pages).")]
            pub fn $whole(
                &self,
                request: &$request,
            ) -> impl futures_util::stream::Stream<Item = Result<$element, crate::error::Error>> + use<> {
                self.client.pages(calls::$call, request)
            }
        }
    };
}

/// The families with their modules, in the order of the documentation.
macro_rules! families {
    ($( $family:ident ),+ $(,)?) => {
        $(
            mod $family;
            pub use $family::*;
        )+

        /// Every operation this SDK has types for, in the order of the documentation.
        pub static OPERATIONS: &[&crate::operation::OperationInfo] = {
            const TABLES: &[&[&crate::operation::OperationInfo]] = &[ $( $family::OPERATIONS, )+ ];
            const ALL: [&crate::operation::OperationInfo; crate::api::macros::count(TABLES)] =
                crate::api::macros::joined(TABLES);
            &ALL
        };

        /// The families of operations: name and documentation.
        pub static FAMILIES: &[(&str, &str)] = &[ $( $family::FAMILY, )+ ];

        /// A type for every operation, for [`Client::call`](crate::Client::call) and code that works with any of them.
        ///
        /// They are named as their calls are: `calls::personal_auth::create_ticket` is what
        /// `client.personal_auth().create_ticket(...)` calls.
        pub mod calls {
            $(
                #[doc = concat!("The operations of `", stringify!($family), "`.")]
                pub mod $family {
                    pub use super::super::$family::calls::*;
                }
            )+
        }
    };
}

type Table = &'static [&'static crate::operation::OperationInfo];

/// How many operations the tables have.
pub(crate) const fn count(tables: &[Table]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < tables.len() {
        count += tables[at].len();
        at += 1;
    }
    count
}

/// The operations of all tables, one after the other.
pub(crate) const fn joined<const COUNT: usize>(
    tables: &[Table],
) -> [&'static crate::operation::OperationInfo; COUNT] {
    let mut all = [tables[0][0]; COUNT];
    let (mut next, mut at) = (0, 0);
    while at < tables.len() {
        let mut of_table = 0;
        while of_table < tables[at].len() {
            all[next] = tables[at][of_table];
            next += 1;
            of_table += 1;
        }
        at += 1;
    }
    all
}
