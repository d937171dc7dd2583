//! The client: what users hold.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use serde::Serialize;

use crate::body::{self, Part};
use crate::check::{self, MAX_TEXT};
use crate::config::{Connection, Options, Settings, View};
use crate::download::Download;
use crate::error::{Error, ErrorKind};
use crate::integers::quote_integers;
use crate::mask;
use crate::operation::{AnswerKind, Encoding, KeepExtra, Operation, OperationInfo, decode};
use crate::ours::Ours;
use crate::response::Response;
use crate::transport::{Answer, Call, Content, Expect, HyperHttp, Transport};

/// A client of the platform.
///
/// It is cheap to clone and safe to share; clones and [views](Client::with_options) use the same connections.
/// Building one starts no thread and opens no connection. Calls need a tokio runtime with I/O and time enabled;
/// dropping a call's future cancels the call and closes its connection.
#[derive(Clone)]
pub struct Client {
    pub(crate) transport: Arc<Transport<HyperHttp>>,
    pub(crate) view: Arc<View>,
}

impl Options {
    /// A client with these options; what is not given comes from the environment (`QYS_*`).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`], naming the option.
    pub fn build(self) -> Result<Client, Error> {
        self.over_env()?.build_without_env()
    }

    /// A client with these options alone.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`], naming the option.
    pub fn build_without_env(self) -> Result<Client, Error> {
        let Settings { connection, view } = Settings::resolve(self)?;
        let http = HyperHttp::new(&connection)?;
        let Connection { endpoint, .. } = connection;
        Ok(Client { transport: Arc::new(Transport::new(endpoint, http)), view: Arc::new(view) })
    }
}

impl Client {
    /// Options to build a client from.
    pub fn builder() -> Options {
        Options::new()
    }

    /// A client whose options all come from the environment (`QYS_*`).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`], naming the variable.
    pub fn from_env() -> Result<Self, Error> {
        Options::new().build()
    }

    /// A second view on the same connections with other options, also with another customer's credentials.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] for a wrong option, or one that belongs to the connections themselves.
    pub fn with_options(&self, options: Options) -> Result<Self, Error> {
        let view = self.view.with(options, &self.transport.endpoint)?;
        Ok(Self { transport: self.transport.clone(), view: Arc::new(view) })
    }

    /// A client with the same options, and connections of its own: for a second runtime, since a connection belongs to
    /// the runtime that dialled it. Certificates are not read again.
    #[must_use]
    pub fn with_own_connections(&self) -> Self {
        let transport = Transport::new(self.transport.endpoint.clone(), self.transport.http.fresh());
        Self { transport: Arc::new(transport), view: self.view.clone() }
    }

    /// Ends the client and all its views: calls in flight fail as cancelled, later ones as a configuration error.
    pub fn close(&self) {
        self.transport.close();
    }

    /// Makes a call by its operation, one of [`calls`](crate::api::calls):
    ///
    /// ```no_run
    /// # async fn run(client: qiyuesuo::Client) -> Result<(), qiyuesuo::Error> {
    /// use qiyuesuo::api::{QueryPersonalSign, calls};
    ///
    /// let records = client.call(calls::personal_sign::query, &QueryPersonalSign::default()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn call<O>(&self, operation: O, request: &O::Request) -> Result<Response<O::Response>, Error>
    where
        O: Operation<Response: KeepExtra>,
    {
        self.call_with_files(operation, request, Vec::new()).await
    }

    /// Makes a call that takes files.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn call_with_files<O>(
        &self,
        _operation: O,
        request: &O::Request,
        files: Vec<Part>,
    ) -> Result<Response<O::Response>, Error>
    where
        O: Operation<Response: KeepExtra>,
    {
        let info = O::info();
        let json = to_json(request)?;
        let answer = self.exchange(info, json.clone(), &files).await?;
        let value = decode::<O>(&result(&answer)).map_err(|_| missing(&self.view, info, &json, &answer))?;
        Ok(Response::new(value, info, self.transport.endpoint.plugin_env, answer))
    }

    /// Makes a call whose answer is a file, up to the option `max_download_bytes`. An envelope that tells of an error is
    /// that error.
    ///
    /// # Errors
    /// See [`ErrorKind`].
    pub async fn download<O>(&self, _operation: O, request: &O::Request) -> Result<Download, Error>
    where
        O: Operation<Response = Download>,
    {
        Ok(Download::new(self.exchange(O::info(), to_json(request)?, &[]).await?))
    }

    /// The same by the operation's name with its request as JSON, for the bindings of other languages.
    ///
    /// # Errors
    /// See [`ErrorKind`]; an operation that is unknown, or answers no file, is a validation error at `operation`.
    pub async fn download_json(
        &self,
        operation: &str,
        request: Bytes,
        files: Vec<Part>,
    ) -> Result<Download, Error> {
        let info = named(operation, AnswerKind::Bytes)?;
        Ok(Download::new(self.exchange(info, request, &files).await?))
    }

    /// Makes a call by the operation's name with its request as JSON, and answers the result as JSON: what the
    /// bindings of other languages use. Ids in it are strings; members the type does not have, or of another type, are in
    /// its member `extra` ([`Response::flattened`] puts them back).
    ///
    /// # Errors
    /// See [`ErrorKind`]; an operation that is unknown, or answers a file, is a validation error at `operation`.
    pub async fn call_json(
        &self,
        operation: &str,
        request: Bytes,
        files: Vec<Part>,
    ) -> Result<Response<Bytes>, Error> {
        let info = named(operation, AnswerKind::Json)?;
        let canonical = info.canonical.expect("a result can be read");
        let answer = self.exchange(info, request.clone(), &files).await?;
        let value = canonical(&result(&answer)).map_err(|_| missing(&self.view, info, &request, &answer))?;
        Ok(Response::new(value.into(), info, self.transport.endpoint.plugin_env, answer))
    }

    /// The request of a call as it would be sent, checked and signed now, for programs with an HTTP stack of their
    /// own. It is good for one sending: its nonce may be used once.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`] and [`ErrorKind::Configuration`].
    pub fn signed_request<O: Operation>(
        &self,
        _operation: O,
        request: &O::Request,
        files: &[Part],
    ) -> Result<http::Request<Bytes>, Error> {
        let info = O::info();
        let call =
            self.prepare(info, to_json(request)?, files).map_err(|error| error.with_operation(info.name))?;
        Ok(self.transport.signed(&self.view, &call, true).0)
    }

    async fn exchange(
        &self,
        info: &'static OperationInfo,
        json: Bytes,
        files: &[Part],
    ) -> Result<Answer, Error> {
        let call = self.prepare(info, json, files).map_err(|error| error.with_operation(info.name))?;
        self.transport.run(&self.view, &call).await
    }

    /// Checks a request and makes a call of it.
    fn prepare(&self, info: &'static OperationInfo, json: Bytes, files: &[Part]) -> Result<Call, Error> {
        if info.agent && self.view.agent.is_none() {
            let message = "is required for calls of an agent (`saas.*`)";
            return Err(Error::configuration("agent", message));
        }
        let checked = info.inspect(&json, self.view.validation)?;
        check_files(info, files)?;
        let schema = info.compiled().request();
        let request = json.clone();
        let members = || check::normalized(schema, &request);
        let (query, body, content) = match info.encoding {
            Encoding::Json if checked.needs_rewrite => {
                let body = serde_json::to_vec(&members()).expect("a JSON value can be written");
                (String::new(), body.into(), Content::Json)
            }
            Encoding::Json => (String::new(), json, Content::Json),
            Encoding::Query => (body::query(&members()), Bytes::new(), Content::None),
            Encoding::Multipart => {
                let (content_type, body) = body::multipart(&check::form(schema, members()), files);
                (String::new(), body, Content::Other(content_type))
            }
        };
        Ok(Call {
            operation: info.name,
            method: Method::from_bytes(info.method.as_bytes()).expect("the table holds methods of HTTP"),
            uri: self.transport.endpoint.uri_of(info.path, &query)?,
            body,
            content,
            repeatable: info.repeatable,
            expect: match info.answer {
                AnswerKind::Json => Expect::Envelope,
                AnswerKind::Bytes => Expect::Bytes,
            },
            request,
            texts: texts_of(files),
            info: Some(info),
        })
    }
}

fn to_json(request: &impl Serialize) -> Result<Bytes, Error> {
    let json = serde_json::to_vec(request);
    json.map(Bytes::from)
        .map_err(|error| Error::validation(String::new(), format!("the request cannot be written: {error}")))
}

/// The operation of that name, which must answer so.
fn named(name: &str, answer: AnswerKind) -> Result<&'static OperationInfo, Error> {
    let fits = |info: &&&'static OperationInfo| info.answer == answer;
    OperationInfo::find(name).filter(|info| fits(&info)).ok_or_else(|| {
        let names: Vec<&str> =
            crate::operation::OPERATIONS.iter().filter(fits).map(|info| info.name).collect();
        Error::validation("operation".to_owned(), format!("must be one of {}", names.join(", ")))
    })
}

fn check_files(info: &OperationInfo, files: &[Part]) -> Result<(), Error> {
    for (index, file) in files.iter().enumerate() {
        file.check()?;
        let Some(part) = info.parts.iter().find(|part| part.name == file.name) else {
            let names: Vec<&str> = info.parts.iter().map(|part| part.name).collect();
            let allowed = if names.is_empty() { "it takes none".to_owned() } else { names.join(", ") };
            return Err(Error::validation(
                file.name.clone(),
                format!("is not a part of this operation: {allowed}"),
            ));
        };
        if !part.many && files[..index].iter().any(|other| other.name == file.name) {
            return Err(Error::validation(file.name.clone(), "is given twice".to_owned()));
        }
    }
    match info.parts.iter().find(|part| part.required && !files.iter().any(|file| file.name == part.name)) {
        Some(part) => Err(Error::validation(part.name.to_owned(), "is required, as a file".to_owned())),
        None => Ok(()),
    }
}

/// The result's JSON. What 64 bits cannot hold is a string already: no integer goes through a float.
pub(crate) fn result(answer: &Answer) -> Cow<'_, [u8]> {
    match answer.result.clone() {
        Some(range) => quote_integers(&answer.body[range], u64::MAX),
        None => Cow::Borrowed(b"null"),
    }
}

/// What parts tell of people: the names of files, and the texts of parts that are none.
pub(crate) fn texts_of(parts: &[Part]) -> Vec<String> {
    let text = |part: &Part| match &part.filename {
        Some(name) => Some(name.clone()),
        None if part.bytes.len() <= MAX_TEXT => String::from_utf8(part.bytes.to_vec()).ok(),
        None => None,
    };
    parts.iter().filter_map(text).collect()
}

/// A success without what it promised.
pub(crate) fn missing(view: &View, info: &'static OperationInfo, request: &[u8], answer: &Answer) -> Error {
    let marks = answer.signed.marks(view);
    let ours = Ours::new(view, request, &[], |word| info.compiled().request().knows(word), &marks);
    let field = match info.blame(&result(answer)) {
        Some(path) if !path.is_empty() => format!("result.{path}"),
        _ => "result".to_owned(),
    };
    Error::new(
        ErrorKind::InvalidResponse,
        format!("the platform reports success, but `{field}` is missing or wrong"),
    )
    .with_field(field)
    .with_operation(info.name)
    .with_attempts(answer.attempts)
    .with_answer(
        answer.status,
        &ours.masked_headers(&answer.headers),
        Some(mask::body(&answer.body, view.capture_bodies, &ours)),
    )
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("options", &self.view.options).finish_non_exhaustive()
    }
}
