//! The way to the platform: directly, or through the proxy that the option or the environment names.
//!
//! The variables are read here and not by a library, because what cannot be used must not be dropped silently: the calls
//! would go where the environment does not want them.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Uri};
use percent_encoding::percent_decode_str;
use url::Host;
use zeroize::Zeroizing;

use super::no_proxy::{Target, exception};
use super::{Endpoint, Options};
use crate::error::Error;
use crate::invisible::is_invisible;

/// What an error says of an address that is none.
const ADDRESS: &str = "must be an http://, https:// or socks5:// address, or `direct`";

/// How a proxy is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http,
    Https,
    Socks5,
}

/// A proxy whose address can be used.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub protocol: Protocol,
    /// Scheme, host and port, and nothing else.
    pub uri: Uri,
    /// User and password, decoded.
    pub user: Option<(Zeroizing<String>, Zeroizing<String>)>,
}

impl Proxy {
    /// `name` is the option or variable that the text comes from; an error shows nothing of the text.
    fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::configuration(name, why);
        if text.starts_with(['"', '\'']) || text.ends_with(['"', '\'']) {
            return Err(refuse("has quotation marks around it: write the address without them"));
        }
        if text.trim() != text {
            return Err(refuse("has white space at its beginning or end"));
        }
        if text.chars().any(is_invisible) {
            return Err(refuse("holds a character that nobody sees, such as a line break"));
        }
        if text.contains(char::is_whitespace) {
            return Err(refuse("holds a blank: in a password it is written %20"));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let (protocol, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (Protocol::Http, 80),
            "https" => (Protocol::Https, 443),
            "socks5" | "socks5h" => (Protocol::Socks5, 1080),
            _ => return Err(refuse(ADDRESS)),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if path.contains('@') {
            return Err(refuse(
                "holds `/`, `?` or `#` before its host: in a password they are written %2F, %3F, %23",
            ));
        }
        if !matches!(path, "" | "/") {
            return Err(refuse("must have neither a path nor a query"));
        }
        // The last, as browsers and curl do: the others belong to the password.
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        let user = match user.filter(|user| !user.is_empty()) {
            Some(user) => Some(credentials(name, user, protocol)?),
            None => None,
        };
        let (host, port) = host_and_port(host).ok_or_else(|| refuse(ADDRESS))?;
        let scheme = match protocol {
            Protocol::Http => "http",
            Protocol::Https => "https",
            Protocol::Socks5 => "socks5",
        };
        let uri = format!("{scheme}://{host}:{}", port.unwrap_or(default_port));
        Ok(Self { protocol, uri: Uri::try_from(uri).map_err(|_| refuse(ADDRESS))?, user })
    }

    /// What an HTTP proxy wants to be told of its user.
    pub fn authorization(&self) -> Option<HeaderValue> {
        let (user, password) = self.user.as_ref()?;
        let plain = Zeroizing::new(format!("{}:{}", user.as_str(), password.as_str()));
        let encoded = Zeroizing::new(format!("Basic {}", STANDARD.encode(plain.as_bytes())));
        let mut value = HeaderValue::from_str(&encoded).expect("base64 fits a header");
        value.set_sensitive(true);
        Some(value)
    }
}

fn credentials(
    name: &str,
    text: &str,
    protocol: Protocol,
) -> Result<(Zeroizing<String>, Zeroizing<String>), Error> {
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8().map(|text| Zeroizing::new(text.into_owned()));
        let text =
            text.map_err(|_| Error::configuration(name, "has a user or password that is not UTF-8"))?;
        if text.chars().any(is_invisible) {
            return Err(Error::configuration(name, "has an invisible character in its user or password"));
        }
        Ok(text)
    };
    let (user, password) = (decoded(user)?, decoded(password)?);
    match protocol {
        Protocol::Socks5 if user.len() > 255 || password.len() > 255 || user.is_empty() => Err(
            Error::configuration(name, "has a user or password that SOCKS 5 cannot carry: 1 to 255 bytes"),
        ),
        Protocol::Http | Protocol::Https if user.contains(':') => {
            Err(Error::configuration(name, "has a `:` in its user, which HTTP cannot carry"))
        }
        _ => Ok((user, password)),
    }
}

/// Host and port, the host as a URL writes it.
fn host_and_port(text: &str) -> Option<(Host, Option<u16>)> {
    let colon = text.rfind(':').filter(|colon| text.rfind(']').is_none_or(|bracket| bracket < *colon));
    let (host, port) = match colon {
        Some(colon) => (&text[..colon], Some(&text[colon + 1..])),
        None => (text, None),
    };
    let port = match port {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse::<u16>().ok().filter(|port| *port > 0)?)
        }
        Some(_) => return None,
        None => None,
    };
    Some((Host::parse(host).ok()?, port))
}

/// Whether the calls of a client go through a proxy, and why.
#[derive(Clone)]
pub struct ProxyChoice {
    pub(crate) proxy: Option<Proxy>,
    why: String,
}

impl ProxyChoice {
    /// Scheme, host and port of the proxy, without user and password; `None` if calls go directly.
    pub fn address(&self) -> Option<String> {
        let uri = &self.proxy.as_ref()?.uri;
        Some(format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.authority()?))
    }

    /// Which option or variable decided it, in words.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// The texts by which the proxy knows us: they must not come back in an error.
    pub(super) fn marks(&self) -> Vec<Zeroizing<String>> {
        let Some((user, password)) = self.proxy.as_ref().and_then(|proxy| proxy.user.as_ref()) else {
            return Vec::new();
        };
        let basic = Zeroizing::new(STANDARD.encode([user.as_bytes(), b":", password.as_bytes()].concat()));
        vec![user.clone(), password.clone(), basic]
    }

    fn direct(why: impl Into<String>) -> Self {
        Self { proxy: None, why: why.into() }
    }
}

impl fmt::Debug for ProxyChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyChoice").field("address", &self.address()).field("why", &self.why).finish()
    }
}

impl Options {
    /// The way that calls of a client with these options take: for diagnosis.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), naming the option or the variable that cannot be
    /// used.
    pub fn proxy_choice(&self) -> Result<ProxyChoice, Error> {
        choose(self, &Endpoint::resolve(self)?, &variable)
    }
}

/// A variable of this process; an empty one is unset.
pub(super) fn variable(name: &str) -> Result<Option<String>, Error> {
    match std::env::var_os(name).filter(|value| !value.is_empty()) {
        Some(value) => match value.into_string() {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Error::configuration(name, "is not UTF-8")),
        },
        None => Ok(None),
    }
}

/// The way to an address by these options and, where they are silent, by the variables that `lookup` finds.
pub(super) fn choose(
    options: &Options,
    endpoint: &Endpoint,
    lookup: &dyn Fn(&str) -> Result<Option<String>, Error>,
) -> Result<ProxyChoice, Error> {
    if let Some(given) = &options.proxy {
        return match given.expose() {
            "direct" => Ok(ProxyChoice::direct("`proxy` is `direct`")),
            "" => Err(Error::configuration("proxy", ADDRESS)),
            address => {
                let proxy = Proxy::parse("proxy", address)?;
                Ok(ProxyChoice { proxy: Some(proxy), why: "set by `proxy`".to_owned() })
            }
        };
    }
    if endpoint.is_loopback() {
        return Ok(ProxyChoice::direct("loopback goes through a proxy only when `proxy` is set"));
    }
    let Some((name, address)) = of_environment(endpoint.is_https(), lookup)? else {
        return Ok(ProxyChoice::direct("no proxy is set"));
    };
    let target = Target::new(endpoint);
    for name in ["no_proxy", "NO_PROXY"] {
        // The first that is set counts, as with the proxies.
        let Some(list) = lookup(name)? else { continue };
        if let Some(entry) = exception(name, &list, &target)? {
            return Ok(ProxyChoice::direct(format!("{name} has `{entry}`")));
        }
        break;
    }
    let proxy = Proxy::parse(name, &address)?;
    Ok(ProxyChoice { proxy: Some(proxy), why: format!("set by {name}") })
}

/// The variable that counts, and its value: the lower case before the upper, the scheme's before that of all, as with curl.
fn of_environment(
    https: bool,
    lookup: &dyn Fn(&str) -> Result<Option<String>, Error>,
) -> Result<Option<(&'static str, String)>, Error> {
    let own = if https { ["https_proxy", "HTTPS_PROXY"] } else { ["http_proxy", "HTTP_PROXY"] };
    for name in own.into_iter().chain(["all_proxy", "ALL_PROXY"]) {
        // A web server's CGI makes it of a visitor's header `Proxy`.
        if name == "HTTP_PROXY" && lookup("REQUEST_METHOD")?.is_some() {
            continue;
        }
        if let Some(value) = lookup(name)? {
            return Ok(Some((name, value)));
        }
    }
    Ok(None)
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod tests;
