//! What a request, an object in one, and a result are made of: an author writes documentation, fields and marks, and
//! everything that must not be forgotten comes from here.
//!
//! A field is documentation, marks, a name and a type; `Option<...>` is what may be absent. The marks:
//!
//! | mark | says |
//! | --- | --- |
//! | `#[known("A", "B")]` | the values the platform documents here; of a list, those of its items |
//! | `#[any_value]` | the list of values is not documented: any is accepted |
//! | `#[inside(contactType = "A", "B")]` | the known values of a member of the object (or of the list's objects) |
//! | `#[id]` | an id of the platform, which may also be given as an integer |
//! | `#[ids]` | a list of them, an `Option<Vec<String>>` |
//! | `#[uri]` | an absolute http(s) address |
//! | `#[max_bytes(3_000_000)]` | how long the text may be, where that is not [`MAX_TEXT`](crate::MAX_TEXT) |
//! | `#[form("name")]` | the name in a form, where that differs |

/// A request: with a builder, a masked `Debug`, and a member `extra`.
macro_rules! request {
    ($(#[doc = $doc:literal])+ $name:ident { $($fields:tt)* }) => {
        shape! { [request] [$(#[doc = $doc])+] $name [#[derive(Default)]] {} [] $($fields)* }
    };
}

/// An object inside requests: with a builder and a masked `Debug`.
macro_rules! value {
    ($(#[doc = $doc:literal])+ $name:ident { $($fields:tt)* }) => {
        shape! { [value] [$(#[doc = $doc])+] $name [#[derive(Default)]] {} [] $($fields)* }
    };
}

/// A result: with a masked `Debug`, and what it has no member for in `extra`. A text without `Option` is promised: a
/// success cannot do without it.
macro_rules! answer {
    ($(#[doc = $doc:literal])+ $name:ident { $($fields:tt)* }) => {
        shape! { [answer] [$(#[doc = $doc])+] $name [] {} [] $($fields)* }
    };
}

/// A result in whatever shape the platform sends it, kept as it is.
macro_rules! open_answer {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name {
            data: serde_json::Value,
        }

        impl $name {
            /// The whole result.
            pub fn data(&self) -> &serde_json::Value {
                &self.data
            }

            /// The whole result.
            pub fn into_data(self) -> serde_json::Value {
                self.data
            }
        }

        shape! { @masked $name }

        impl crate::operation::KeepExtra for $name {
            fn extra(&self) -> Option<&crate::api::Extra> {
                None
            }
        }
    };
}

/// Reads fields one by one: what they are of, what it is called, whether it has a default so far, the fields that are
/// done, the attributes of the next one, and the rest.
macro_rules! shape {
    // Documentation comes first, and a field without it is none.
    ($of:tt $docs:tt $name:ident $default:tt $done:tt [] #[doc = $doc:literal] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done [#[doc = $doc]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] #[doc = $doc:literal] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done [$($now)* #[doc = $doc]] $($rest)+ }
    };
    // Marks.
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] #[known($($text:literal),+)] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("x-known-values" = [$($text),+]))]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[any_value] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("x-any-value" = true))]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*]
        #[inside($member:ident = $($text:literal),+)] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("x-known-inside" = { stringify!($member): [$($text),+] }))]] $($rest)+ }
    };
    (@marks [answer] $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[id] $field:ident: Option<String>,
        $($rest:tt)*) => {
        shape! { @field [answer] $docs $name $default $done
            [$($now)* #[serde(
                default,
                deserialize_with = "crate::api::de::id",
                skip_serializing_if = "Option::is_none"
            )]
                #[schemars(extend("x-id" = true))]]
            $field [Option<String>] $($rest)* }
    };
    (@marks [value] $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[id] $field:ident: Option<String>,
        $($rest:tt)*) => {
        shape! { @field [value] $docs $name $default $done
            [$($now)* #[serde(
                default,
                deserialize_with = "crate::api::de::id",
                skip_serializing_if = "Option::is_none"
            )]
                #[schemars(extend("x-id" = true))]]
            $field [Option<String>] $($rest)* }
    };
    (@marks [answer] $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[id] $($rest:tt)+) => {
        compile_error!("an id in a result is an `Option<String>`")
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[id] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done [$($now)* #[schemars(extend("x-id" = true))]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*]
        #[ids] $field:ident: Option<Vec<String>>, $($rest:tt)*) => {
        shape! { @field $of $docs $name $default $done
            [$($now)* #[serde(
                default,
                deserialize_with = "crate::api::de::ids",
                skip_serializing_if = "Option::is_none"
            )]
                #[schemars(with = "Option<Vec<crate::api::de::Id>>")]]
            $field [Option<Vec<String>>] $($rest)* }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt [$($now:tt)*] #[uri] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("format" = "uri"))]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] #[max_bytes($max:literal)] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("x-max-bytes" = $max))]] $($rest)+ }
    };
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] #[form($form:literal)] $($rest:tt)+) => {
        shape! { @marks $of $docs $name $default $done
            [$($now)* #[schemars(extend("x-form-name" = $form))]] $($rest)+ }
    };
    // In results numbers may be texts, and a text that is promised is not blank.
    (@marks [answer] $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: String, $($rest:tt)*) => {
        shape! { @field [answer] $docs $name $default $done
            [$($now)* #[serde(deserialize_with = "crate::api::de::nonempty")] #[schemars(length(min = 1))]]
            $field [String] $($rest)* }
    };
    (@marks [answer] $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: i64, $($rest:tt)*) => {
        shape! { @field [answer] $docs $name $default $done
            [$($now)* #[serde(deserialize_with = "crate::api::de::integer")]] $field [i64] $($rest)* }
    };
    (@marks [answer] $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: Option<i64>, $($rest:tt)*) => {
        shape! { @field [answer] $docs $name $default $done
            [$($now)* #[serde(
                default,
                deserialize_with = "crate::api::de::optional_integer",
                skip_serializing_if = "Option::is_none"
            )]]
            $field [Option<i64>] $($rest)* }
    };
    // Objects in results are as lenient, and those of requests are only written.
    (@marks [value] $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: Option<i64>, $($rest:tt)*) => {
        shape! { @field [value] $docs $name $default $done
            [$($now)* #[serde(
                default,
                deserialize_with = "crate::api::de::optional_integer",
                skip_serializing_if = "Option::is_none"
            )]]
            $field [Option<i64>] $($rest)* }
    };
    // JSON has no word for what is no number, and would leave it out.
    (@marks [value] $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: Option<f64>, $($rest:tt)*) => {
        shape! { @field [value] $docs $name $default $done
            [$($now)* #[serde(
                serialize_with = "crate::api::de::finite",
                skip_serializing_if = "Option::is_none"
            )]]
            $field [Option<f64>] $($rest)* }
    };
    // What may be absent is not sent when it is.
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt
        [$($now:tt)*] $field:ident: Option<$type:ty>, $($rest:tt)*) => {
        shape! { @field $of $docs $name $default $done
            [$($now)* #[serde(skip_serializing_if = "Option::is_none")]] $field [Option<$type>] $($rest)* }
    };
    // What is required has no default, and neither has its object.
    (@marks $of:tt $docs:tt $name:ident $default:tt $done:tt $now:tt $field:ident: $type:ty, $($rest:tt)*) => {
        shape! { @field $of $docs $name [] $done $now $field [$type] $($rest)* }
    };
    (@field $of:tt $docs:tt $name:ident $default:tt {$($done:tt)*} [$($now:tt)*]
        $field:ident [$($type:tt)+] $($rest:tt)*) => {
        shape! { $of $docs $name $default {$($done)* $($now)* pub $field: $($type)+,} [] $($rest)* }
    };
    // The whole.
    ([request] $docs:tt $name:ident $default:tt {$($fields:tt)*} []) => {
        shape! { @sent $docs $name $default {
            $($fields)*
            /// Members to send beyond these, put beside them as they are.
            #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
            #[builder(default)]
            pub extra: crate::api::Extra,
        } }
    };
    ([value] $docs:tt $name:ident $default:tt $fields:tt []) => {
        shape! { @sent $docs $name $default $fields }
    };
    (@sent [$($docs:tt)+] $name:ident [$($default:tt)*] {$($fields:tt)*}) => {
        $($docs)+
        $($default)*
        #[derive(Clone, PartialEq, bon::Builder, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[builder(on(_, into))]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $($fields)*
        }

        shape! { @masked $name }
    };
    ([answer] [$($docs:tt)+] $name:ident [] {$($fields:tt)*} []) => {
        $($docs)+
        #[derive(Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $($fields)*
            /// Members the platform sent beside these.
            #[serde(flatten, deserialize_with = "crate::api::de::extra")]
            pub extra: crate::api::Extra,
        }

        shape! { @masked $name }

        impl crate::operation::KeepExtra for $name {
            fn extra(&self) -> Option<&crate::api::Extra> {
                Some(&self.extra)
            }
        }
    };
    // Shows which fields are set, and masks their values: requests and results hold personal data.
    (@masked $name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::mask::debug(stringify!($name), self, f)
            }
        }
    };
}
