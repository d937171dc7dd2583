//! Which addresses the emulator calls: loopback only, unless it was told otherwise.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Reads a callback address.
pub(crate) fn parse_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|why| format!("{text:?} is no address: {why}"))?;
    match url.scheme() {
        "http" => Ok(url),
        "https" => Err("the emulator delivers callbacks over http only".into()),
        other => Err(format!("{other}: is not http:")),
    }
}

/// Where to connect. A name is looked up later, and only when other addresses than loopback are allowed: otherwise
/// nothing but `localhost` is accepted, so that no name server decides what is called.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    Addresses(Vec<IpAddr>),
    Name(String),
}

pub(super) fn permitted(url: &Url, allow_remote: bool) -> Result<Destination, String> {
    let refused = |host: &dyn std::fmt::Display| {
        Err(format!("{host} is not loopback; the emulator calls other machines only with allow_remote"))
    };
    let address: IpAddr = match url.host() {
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            if name == "localhost" || name.ends_with(".localhost") {
                let loopback = vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                return Ok(Destination::Addresses(loopback));
            }
            return if allow_remote { Ok(Destination::Name(name.to_owned())) } else { refused(&name) };
        }
        None => return Err("the address has no host".into()),
    };
    if allow_remote || address.to_canonical().is_loopback() {
        return Ok(Destination::Addresses(vec![address]));
    }
    refused(&address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_only() {
        let permit = |text: &str, remote| permitted(&parse_url(text)?, remote);
        for fine in
            ["http://127.0.0.1/x", "http://127.9.9.9:1/", "http://[::1]:8080/", "http://localhost:1/a?b=c"]
        {
            assert!(permit(fine, false).is_ok(), "{fine}");
        }
        for refused in [
            "http://www.qiyuesuo.com",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "http://169.254.169.254/",
            "http://[2001:db8::1]/",
            "http://localhost.example.com/",
            "http://0x0a000001/",
        ] {
            assert!(permit(refused, false).is_err(), "{refused}");
            assert!(permit(refused, true).is_ok(), "{refused}");
        }
        assert!(permit("http://[::ffff:127.0.0.1]/", false).is_ok());
        for bad in ["ftp://localhost/", "https://localhost/", "localhost:80", ""] {
            assert!(permit(bad, true).is_err(), "{bad}");
        }
    }
}
