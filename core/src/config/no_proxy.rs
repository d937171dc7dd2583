//! `NO_PROXY`: which hosts are reached directly.

use std::net::IpAddr;

use url::Host;

use super::Endpoint;
use crate::error::Error;

/// Where calls go, as the entries of a list are compared with it.
pub(super) struct Target {
    host: Host,
    port: u16,
}

impl Target {
    pub fn new(endpoint: &Endpoint) -> Self {
        let (host, port) = endpoint.host_and_port();
        Self { host: canonical(host), port }
    }
}

/// A name without the dot at its end, an address without the form of the other family.
fn canonical(host: Host) -> Host {
    match host {
        Host::Domain(name) => Host::Domain(name.trim_end_matches('.').to_ascii_lowercase()),
        Host::Ipv6(address) => match address.to_canonical() {
            IpAddr::V4(address) => Host::Ipv4(address),
            IpAddr::V6(address) => Host::Ipv6(address),
        },
        v4 => v4,
    }
}

/// The entry of the list that the target fits, if any. Entries are separated by commas or blanks: `*`, a host or domain (with
/// or without a dot or `*.` before it, it holds for what is below it too), an address, or a network as `10.0.0.0/8` or `10.*`;
/// all but a network may have a port.
///
/// # Errors
/// Kind `configuration` for an entry that is none of these: dropped, it would send calls where they should not go.
pub(super) fn exception<'a>(name: &str, list: &'a str, target: &Target) -> Result<Option<&'a str>, Error> {
    let mut found = None;
    for entry in list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty()) {
        let fits = fits(entry, target).ok_or_else(|| {
            let what = "must list hosts, domains, addresses and networks such as 10.0.0.0/8, or be `*`";
            let at = 1 + (entry.as_ptr() as usize - list.as_ptr() as usize);
            Error::configuration(name, format!("{what}: the entry at position {at} is none of these"))
        })?;
        if fits {
            found = found.or(Some(entry));
        }
    }
    Ok(found)
}

/// `None` for an entry that cannot be understood.
fn fits(entry: &str, target: &Target) -> Option<bool> {
    if entry == "*" {
        return Some(true);
    }
    if let Some((network, bits)) = entry.split_once('/') {
        return in_network(address(network)?, bits.parse().ok()?, target);
    }
    if let Some(address) = address(entry) {
        return Some(is_address(address, target));
    }
    if let Some((network, bits)) = wildcards(entry) {
        return in_network(network, bits, target);
    }
    let (host, port) = match entry.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
        None => (entry, None),
    };
    let right_port = port.is_none_or(|port| port == target.port);
    if let Some(address) = address(host) {
        return Some(right_port && is_address(address, target));
    }
    let domain = host.strip_prefix("*.").or_else(|| host.strip_prefix('.')).unwrap_or(host);
    let Ok(Host::Domain(domain)) = Host::parse(domain) else { return None };
    if domain.contains('*') {
        return None;
    }
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    let Host::Domain(name) = &target.host else { return Some(false) };
    let below = name.strip_suffix(&domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    Some(right_port && below)
}

/// A network as Java and Windows write it: `192.168.*` or `192.168.*.*`.
fn wildcards(entry: &str) -> Option<(IpAddr, u32)> {
    let labels: Vec<&str> = entry.split('.').collect();
    let given = labels.iter().take_while(|label| **label != "*").count();
    let stars = labels.len() - given;
    if given == 0 || stars == 0 || labels.len() > 4 || labels[given..].iter().any(|label| *label != "*") {
        return None;
    }
    let mut octets = [0; 4];
    for (octet, label) in octets.iter_mut().zip(&labels[..given]) {
        *octet = label.parse().ok()?;
    }
    Some((IpAddr::from(octets), 8 * u32::try_from(given).ok()?))
}

/// An address, in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let address: IpAddr = inner.unwrap_or(text).parse().ok()?;
    (inner.is_none() || address.is_ipv6()).then_some(address.to_canonical())
}

fn address_of(target: &Target) -> Option<IpAddr> {
    match target.host {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

fn is_address(address: IpAddr, target: &Target) -> bool {
    address_of(target) == Some(address)
}

fn in_network(network: IpAddr, bits: u32, target: &Target) -> Option<bool> {
    let longest = if network.is_ipv4() { 32 } else { 128 };
    if bits > longest {
        return None;
    }
    let Some(address) = address_of(target) else { return Some(false) };
    Some(match (network, address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(32 - bits).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (a.to_bits() ^ b.to_bits()).checked_shr(128 - bits).unwrap_or(0) == 0
        }
        _ => false,
    })
}
