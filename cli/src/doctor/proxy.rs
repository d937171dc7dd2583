//! Which way calls take: directly, or through a proxy.

use qiyuesuo::{Options, ProxyChoice};

use super::Check;

/// The check, and whether names and connections are a proxy's work; `None` if that is not known.
pub fn check(options: &Options, built: bool) -> (Check, Option<bool>) {
    match options.proxy_choice() {
        Ok(choice) => (Check::passed("proxy", shown(&choice)), Some(choice.address().is_some())),
        // Told already, by the check of the settings.
        Err(_) if !built => (Check::skipped("proxy", "the settings must be right first"), None),
        Err(error) => {
            let advice = "correct this variable";
            (Check::failed("proxy", error.kind().exit_code(), error.message(), advice), None)
        }
    }
}

/// Without user and password.
fn shown(choice: &ProxyChoice) -> String {
    match choice.address() {
        Some(address) => format!("{address}, {}", choice.why()),
        None => format!("direct: {}", choice.why()),
    }
}
