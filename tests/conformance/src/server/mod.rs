//! The vector server.

mod control;
mod http1;
mod socket;
mod tls;

use std::collections::HashSet;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use self::socket::Socket;
use self::tls::Authority;
use crate::json::Json;
use crate::load::Vectors;
use crate::record::{Run, Runs, Seen};
use crate::report::Report;
use crate::script::{Answer, Step};
use crate::vector::Group;

/// The vector server. It runs on threads of its own, so that it answers on time whatever the test does with its
/// threads, and ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Dropping it ends the thread that owns the runtime.
    _stop: oneshot::Sender<()>,
}

impl Server {
    /// Loads the vectors of a directory and serves them on a free port of the loopback.
    pub fn start(vectors: impl AsRef<Path>) -> Result<Self, String> {
        Self::listen(vectors, SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// Loads the vectors of a directory and serves them at an address.
    pub fn listen(vectors: impl AsRef<Path>, address: SocketAddr) -> Result<Self, String> {
        let vectors = Vectors::load(vectors.as_ref())?;
        let listener = StdListener::bind(address).map_err(|error| format!("{address}: {error}"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        listener.set_nonblocking(true).map_err(|error| error.to_string())?;
        let shared = Arc::new(Shared {
            vectors,
            authority: Authority::new()?,
            address,
            runs: Mutex::default(),
            nonces: Mutex::default(),
            report: Mutex::default(),
            next_run: AtomicU64::new(1),
            next_connection: AtomicU64::new(1),
        });
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("conformance")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let (stop, stopped) = oneshot::channel();
        let served = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("conformance".to_owned())
            .spawn(move || {
                runtime.block_on(async move {
                    tokio::select! {
                        () = accept(listener, served) => {}
                        _ = stopped => {}
                    }
                });
                runtime.shutdown_background();
            })
            .map_err(|error| error.to_string())?;
        Ok(Self { address, shared, _stop: stop })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value for `QYS_VECTOR_SERVER`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The vectors it serves.
    pub fn vectors(&self) -> &Vectors {
        &self.shared.vectors
    }

    /// Every check so far.
    pub fn report(&self) -> Report {
        self.shared.report.lock().expect("no panic while the report is held").clone()
    }
}

/// What all connections share.
#[derive(Debug)]
struct Shared {
    vectors: Vectors,
    authority: Authority,
    address: SocketAddr,
    runs: Mutex<Runs>,
    /// Every nonce of every request: none may be used twice.
    nonces: Mutex<HashSet<String>>,
    report: Mutex<Report>,
    next_run: AtomicU64,
    next_connection: AtomicU64,
}

impl Shared {
    /// Says what to do with a request.
    fn receive(self: &Arc<Self>, mut request: Seen) -> Step {
        if let Some(command) = request.path.strip_prefix("/_control/") {
            return Step::Answer(control::answer(self, &request.method, command, &request.body));
        }
        let Some((run, path)) = self.run_of(&request.path) else {
            return Step::Answer(failure(404, &format!("{} is below no vector's base_url", request.path)));
        };
        request.path = path;
        run.receive(request, now_ms(), &self.nonces)
    }

    /// The run a path belongs to, and the path below it: `/v/GROUP/NAME/RUN/...`.
    fn run_of(&self, path: &str) -> Option<(Arc<Run>, String)> {
        let mut segments = path.strip_prefix("/v/")?.splitn(4, '/');
        let (group, name, id) = (segments.next()?, segments.next()?, segments.next()?);
        let rest = segments.next().map(|rest| format!("/{rest}")).unwrap_or_default();
        let group = Group::ALL.into_iter().find(|known| known.name() == group)?;
        let run = self.run(group, name)?;
        (run.id.to_string() == id).then_some((run, rest))
    }

    /// The current run of a vector.
    fn run(&self, group: Group, name: &str) -> Option<Arc<Run>> {
        let runs = self.runs.lock().expect("no panic while the runs are held");
        runs.get(&(group, name.to_owned())).cloned()
    }

    fn connection(&self) -> u64 {
        self.next_connection.fetch_add(1, Ordering::Relaxed)
    }
}

/// The answer to what cannot be done.
fn failure(status: u16, message: &str) -> Answer {
    let body = Json::Object(vec![("error".to_owned(), Json::String(message.to_owned()))]);
    Answer::json(status, &body)
}

/// Milliseconds since 1970.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).expect("milliseconds since 1970 fit for a while")
}

async fn accept(listener: StdListener, shared: Arc<Shared>) {
    let listener = TcpListener::from_std(listener).expect("inside the runtime that was just built");
    loop {
        // A failed accept is the client's loss (it went away); the listener goes on.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shared = Arc::clone(&shared);
        tokio::spawn(async move { serve(stream, &shared).await });
    }
}

/// Serves a connection in clear text.
async fn serve(stream: TcpStream, shared: &Arc<Shared>) {
    let connection = shared.connection();
    let (socket, fate) = Socket::new(stream);
    http1::serve(socket, &fate, connection, shared).await;
}
