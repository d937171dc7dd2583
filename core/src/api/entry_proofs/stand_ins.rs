
// What an expansion of `family!` names of its crate, as small as it compiles.
mod operation {
    pub type Canonical = fn(&[u8]) -> Result<Vec<u8>, ()>;
    pub type DescribedBy = fn(&mut schemars::SchemaGenerator) -> schemars::Schema;

    pub trait Operation {
        type Request;
        type Response;
        fn info() -> &'static OperationInfo;
    }

    pub enum Encoding {
        Json,
    }

    #[derive(Debug, PartialEq)]
    pub enum AnswerKind {
        Json,
        Bytes,
    }

    pub struct Compiled;

    pub struct PartInfo;

    pub struct OperationInfo {
        pub name: &'static str,
        pub method: &'static str,
        pub path: &'static str,
        pub encoding: Encoding,
        pub answer: AnswerKind,
        pub agent: bool,
        pub repeatable: bool,
        pub parts: &'static [PartInfo],
        pub one_of: &'static [[&'static str; 2]],
        pub together: &'static [[&'static str; 2]],
        pub any_of: &'static [&'static str],
        pub paged: bool,
        pub plugin_page: Option<crate::plugin::PluginPage>,
        pub doc: &'static str,
        pub request_type: &'static str,
        pub response_type: &'static str,
        pub request_schema: DescribedBy,
        pub response_schema: DescribedBy,
        pub canonical: Option<Canonical>,
        pub compiled: &'static once_cell::race::OnceBox<Compiled>,
    }

    pub fn canonical<O: Operation>(_: &[u8]) -> Result<Vec<u8>, ()> {
        Err(())
    }
}

mod api {
    pub mod macros {
        pub(crate) use crate::Particulars;
    }
}

mod plugin {
    pub struct PluginPage;
}

mod error {
    pub struct Error;
}

mod response {
    pub struct Response<T>(T);
}

mod client {
    pub struct Client;

    impl Client {
        pub async fn call<O: crate::operation::Operation>(
            &self,
            _: O,
            _: &O::Request,
        ) -> Result<crate::response::Response<O::Response>, crate::error::Error> {
            Err(crate::error::Error)
        }

        pub async fn download<O: crate::operation::Operation<Response = crate::Download>>(
            &self,
            _: O,
            _: &O::Request,
        ) -> Result<crate::Download, crate::error::Error> {
            Err(crate::error::Error)
        }
    }
}

#[derive(schemars::JsonSchema)]
pub struct Download;

#[derive(schemars::JsonSchema)]
pub struct Request;

#[derive(schemars::JsonSchema)]
pub struct Answer;

