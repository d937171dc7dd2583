//! The checks, from the settings to the credentials. What cannot be checked after a failure is skipped.

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant, SystemTime};

use qiyuesuo::{Client, Environment, Error, ErrorKind, Options, RawResponse};
use tokio::net::TcpStream;
use url::{Host, Url};

use super::Check;
use super::settings::{self, Found};
use super::{proxy, variables};
use crate::failure::Failure;

/// Longest time for a name or a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// How far the clocks may be apart: what the core tolerates before it corrects.
const CLOCK_TOLERANCE_MS: i128 = 60_000;

pub async fn run(found: &[Found], options: &Options, built: Result<Client, Failure>) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut address_refused = false;
    let client = match built {
        Ok(client) => {
            let given = found.iter().filter(|setting| setting.is_given()).count();
            checks.push(Check::passed("settings", format!("{given} given, and they fit together")));
            Some(client)
        }
        Err(failure) => {
            let field = if let Failure::Sdk { error, .. } = &failure { error.field() } else { None };
            address_refused =
                matches!(field, Some("base_url" | "environment" | "QYS_BASE_URL" | "QYS_ENVIRONMENT"));
            checks.push(refused(failure));
            None
        }
    };
    checks.extend(variables::check());
    let url = match settings::address(found) {
        Some(url) if !address_refused => url,
        _ => {
            checks.extend(
                ["address", "proxy", "dns", "tcp"]
                    .map(|name| Check::skipped(name, "the address is not known")),
            );
            skip(&mut checks, "the settings must be right first");
            return checks;
        }
    };
    checks.push(address(&url));
    let (way, proxied) = proxy::check(options, client.is_some());
    checks.push(way);
    let reachable = match proxied {
        Some(proxied) => reach(&url, proxied, &mut checks).await,
        None => {
            checks.extend(["dns", "tcp"].map(|name| Check::skipped(name, "the way there is not known")));
            false
        }
    };
    match client {
        Some(client) if reachable => call(&client, &url, settings::is_agent_only(found), &mut checks).await,
        Some(_) => skip(&mut checks, "there is no connection"),
        None => skip(&mut checks, "the settings must be right first"),
    }
    checks
}

fn skip(checks: &mut Vec<Check>, why: &str) {
    checks.extend(["tls", "clock", "credentials"].map(|name| Check::skipped(name, why)));
}

fn refused(failure: Failure) -> Check {
    let exit_code = failure.exit_code();
    match failure {
        Failure::Sdk { error, hint } => {
            let advice = hint.unwrap_or_else(|| "correct this setting".to_owned());
            Check::failed("settings", exit_code, error.message(), advice)
        }
        _ => Check::failed("settings", exit_code, "the settings cannot be read", "see `qys --help`"),
    }
}

fn address(url: &Url) -> Check {
    let is = |environment: Environment| url.as_str().trim_end_matches('/') == environment.base_url();
    let what = if is(Environment::Production) {
        "the platform's production"
    } else if is(Environment::Test) {
        "the platform's own test environment"
    } else if is_loopback(url) {
        "this machine, such as an emulator"
    } else {
        "neither of the platform's own addresses"
    };
    Check::passed("address", format!("{}: {what}", shown(url)))
}

/// Without anything that could be secret.
fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!(
        "{}://{}{port}{}",
        url.scheme(),
        url.host_str().unwrap_or_default(),
        url.path().trim_end_matches('/')
    )
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Name and connection. Answers whether a call is worth a try.
async fn reach(url: &Url, proxied: bool, checks: &mut Vec<Check>) -> bool {
    if proxied {
        let why = "this is the work of the proxy";
        checks.extend(["dns", "tcp"].map(|name| Check::skipped(name, why)));
        return true;
    }
    let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
        checks.extend(["dns", "tcp"].map(|name| Check::skipped(name, "the address has no host")));
        return false;
    };
    let addresses = match resolve(&host, port).await {
        Ok(addresses) => addresses,
        Err(why) => {
            let advice = "check the spelling of the address, this machine's DNS, and whether it needs a proxy \
                          (`--proxy`, HTTPS_PROXY)";
            checks.push(Check::failed("dns", 6, format!("{host} has no address: {why}"), advice));
            checks.push(Check::skipped("tcp", "there is no address to connect to"));
            return false;
        }
    };
    let list: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    checks.push(match host {
        Host::Domain(name) => Check::passed("dns", format!("{name} is {}", list.join(", "))),
        _ => Check::skipped("dns", "the host is an IP address"),
    });
    let began = Instant::now();
    let failure = match tokio::time::timeout(CONNECT, TcpStream::connect(&addresses[..])).await {
        Ok(Ok(_)) => {
            let elapsed = began.elapsed().as_millis();
            checks.push(Check::passed("tcp", format!("port {port} answers after {elapsed} ms")));
            return true;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", CONNECT.as_secs()),
    };
    let advice = if is_loopback(url) {
        "start the emulator there (`qys emulator`), or correct the port"
    } else {
        "check the port, firewalls, and whether this network needs a proxy (`--proxy`, HTTPS_PROXY)"
    };
    checks.push(Check::failed("tcp", 6, format!("port {port}: {failure}"), advice));
    false
}

async fn resolve(host: &Host<&str>, port: u16) -> Result<Vec<SocketAddr>, String> {
    let name = match host {
        Host::Ipv4(address) => return Ok(vec![(IpAddr::V4(*address), port).into()]),
        Host::Ipv6(address) => return Ok(vec![(IpAddr::V6(*address), port).into()]),
        Host::Domain(name) => *name,
    };
    match tokio::time::timeout(CONNECT, tokio::net::lookup_host((name, port))).await {
        Ok(Ok(found)) => {
            let mut addresses: Vec<SocketAddr> = found.collect();
            addresses.dedup();
            if addresses.is_empty() { Err("the answer is empty".to_owned()) } else { Ok(addresses) }
        }
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("no answer within {} s", CONNECT.as_secs())),
    }
}

/// `GET /v2/checkhealth`: one signed call tells of TLS, the clock and the credentials.
async fn call(client: &Client, url: &Url, agent_only: bool, checks: &mut Vec<Check>) {
    let path = if agent_only { "/saas/v2/checkhealth" } else { "/v2/checkhealth" };
    let outcome = client.request("GET", path).repeatable(true).send().await;
    checks.push(tls(url, outcome.as_ref().err()));
    checks.push(clock(&outcome));
    checks.push(credentials(path, &outcome));
}

fn tls(url: &Url, error: Option<&Error>) -> Check {
    if url.scheme() == "http" {
        return if is_loopback(url) {
            Check::skipped("tls", "plain HTTP, which does not leave this machine")
        } else {
            Check::warning(
                "tls",
                "plain HTTP to another machine: credentials and personal data travel unencrypted",
                "use https wherever the other side can",
            )
        };
    }
    match error {
        // The port answered before, so what failed now is TLS, or the proxy on the way to it.
        Some(error) if error.kind().is_connection() && error.message().contains("cannot connect") => {
            Check::failed(
                "tls",
                error.kind().exit_code(),
                error.message(),
                "a private installation or an inspecting proxy needs its certificate authority (`--ca-file`); a proxy \
             must allow this host; the address must speak https",
            )
        }
        Some(error) if error.kind().is_connection() => {
            Check::skipped("tls", "no answer came; see credentials")
        }
        _ => Check::passed("tls", "the certificate is trusted and names this host"),
    }
}

fn clock(outcome: &Result<RawResponse, Error>) -> Check {
    let headers = match outcome {
        Ok(response) => response.headers(),
        Err(error) => error.headers(),
    };
    let date = headers.get("date").and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let Some(theirs) = date else {
        return Check::skipped("clock", "no answer tells the time");
    };
    let since = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_millis()).unwrap_or(i128::MAX),
        Err(_) => 0,
    };
    // The header counts whole seconds, so half of one is missing on average.
    let offset = since(theirs) + 500 - since(SystemTime::now());
    let tenths = (offset.abs() + 50) / 100;
    let apart = format!("{}.{} s", tenths / 10, tenths % 10);
    if offset.abs() <= CLOCK_TOLERANCE_MS {
        return Check::passed("clock", format!("about {apart} from the platform's"));
    }
    let side = if offset > 0 { "slow" } else { "fast" };
    Check::failed(
        "clock",
        ErrorKind::Authentication.exit_code(),
        format!("this machine's clock is {apart} {side}, and every signature holds its time"),
        "set the clock (NTP, chrony, systemd-timesyncd); until then calls need a second attempt, which \
         `clock_correction` makes",
    )
}

fn credentials(path: &str, outcome: &Result<RawResponse, Error>) -> Check {
    let error = match outcome {
        Ok(response) => {
            let again = if response.attempts() > 1 {
                format!(", at attempt {}", response.attempts())
            } else {
                String::new()
            };
            return Check::passed(
                "credentials",
                format!("GET {path} is accepted (HTTP {}{again})", response.http_status()),
            );
        }
        Err(error) => error,
    };
    let advice = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::Api => {
            return Check::warning(
                "credentials",
                format!("the signature is accepted, but not this call: {error}"),
                "ask the platform for the permission if your own calls fail, too",
            );
        }
        ErrorKind::Authentication => {
            match error.http_status().map(i64::from).into_iter().chain(error.code()).next() {
                Some(441) => {
                    "a header is missing on the way: check `--header-prefix`, `--signature`, and proxies"
                }
                Some(442) => {
                    "check the App Token, and that it belongs to this environment: production and test have their own"
                }
                _ => {
                    "check the App Secret, the signature rule, the clock above, and the addresses your console allows"
                }
            }
        }
        ErrorKind::Connection | ErrorKind::Timeout => {
            "the connection is there, but no answer: try again, and check proxies"
        }
        ErrorKind::RateLimit => "wait, then try again",
        ErrorKind::Server => "the platform fails by itself: try again later",
        ErrorKind::InvalidResponse => {
            "this is not the platform: check the base address, its path, and proxies"
        }
        _ => "see the message",
    };
    Check::failed("credentials", error.kind().exit_code(), error.message(), advice)
}
