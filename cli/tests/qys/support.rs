//! An emulator, the command, and plain HTTP without the SDK.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

use qiyuesuo_emulator::{Emulator, Options};
use serde_json::Value;
use tokio::sync::oneshot;

pub const TOKEN: &str = "token-of-the-tests";
/// Unlike anything else, so that every output can be searched for it.
pub const SECRET: &str = "S3cr3t-0f-the-tests-7f1c";
pub const CALLBACK_KEY: &str = "0123456789abcdef";
pub const CONTACT: &str = "10020033044";
/// The smallest request for a ticket.
pub const TICKET: [&str; 6] = ["ticket", "personal-auth", "--contact", CONTACT, "--contact-type", "MOBILE"];

/// The emulator in a thread of its own.
pub struct Platform {
    pub url: String,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Platform {
    pub fn start() -> Self {
        let (started, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let options = Options {
                    listen: (Ipv4Addr::LOCALHOST, 0).into(),
                    app_token: TOKEN.into(),
                    app_secret: SECRET.into(),
                    callback_key: CALLBACK_KEY.into(),
                    ..Options::default()
                };
                let emulator = Emulator::start(options).await.unwrap();
                started.send(emulator.address()).unwrap();
                emulator.serve_until(async { _ = stopped.await }).await;
            });
        });
        let address: SocketAddr = address.recv().unwrap();
        Self { url: format!("http://{address}"), address, stop: Some(stop), thread: Some(thread) }
    }

    /// The command with this emulator's settings in its environment, and nothing else.
    pub fn qys(&self, args: &[&str]) -> Qys {
        qys(args).env("QYS_BASE_URL", &self.url).env("QYS_APP_TOKEN", TOKEN).env("QYS_APP_SECRET", SECRET)
    }

    pub fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let (status, answer) = http(self.address, method, &format!("/_emulator{path}"), "", body);
        assert_eq!(status, 200, "{path}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Orders one fault for every request.
    pub fn fault(&self, fault: &str) {
        self.control("PUT", "/faults", &format!(r#"[{{"fault":{fault}}}]"#));
    }

    pub fn http(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        http(self.address, method, path, headers, body)
    }

    /// The last request as the emulator shows it.
    pub fn last_request(&self) -> Value {
        self.control("GET", "/requests?limit=1", "")["requests"][0].clone()
    }
}

impl Drop for Platform {
    fn drop(&mut self) {
        _ = self.stop.take().unwrap().send(());
        self.thread.take().unwrap().join().unwrap();
    }
}

/// Plain HTTP; `headers` are lines that end with CRLF.
fn http(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// The command, with nothing in its environment.
pub fn qys(args: &[&str]) -> Qys {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qys"));
    command.env_clear().args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Qys { command, stdin: None }
}

pub struct Qys {
    command: Command,
    stdin: Option<Vec<u8>>,
}

/// What a run came to. No output holds the secret: that is checked for each.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Qys {
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = Some(bytes.into());
        self
    }

    /// The process itself, still running.
    pub fn spawn(mut self) -> std::process::Child {
        if self.stdin.is_some() {
            self.command.stdin(Stdio::piped());
        }
        let mut child = self.command.spawn().unwrap();
        if let Some(bytes) = self.stdin {
            child.stdin.take().unwrap().write_all(&bytes).unwrap();
        }
        child
    }

    pub fn run(self) -> Run {
        finish(self.spawn())
    }

    /// A run that must end with this code.
    pub fn expect(self, code: i32) -> Run {
        let run = self.run();
        assert_eq!(run.code, Some(code), "{run:?}");
        run
    }
}

pub fn finish(child: std::process::Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let run = Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "the secret is shown: {run:?}");
    run
}

impl Run {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error on the last line of stderr.
    pub fn error(&self) -> Value {
        let line = self.stderr.lines().last().unwrap_or_default();
        let document: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        document["error"].clone()
    }

    pub fn tells(&self, text: &str) -> &Self {
        assert!(self.stderr.contains(text), "{text:?} is not in {self:?}");
        self
    }
}

/// Sends SIGINT, as Ctrl-C does.
pub fn interrupt(child: &std::process::Child) {
    let status = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}
