//! Variables that nobody reads: a misspelt name is dropped silently everywhere else.

use qiyuesuo::OPTIONS;

use super::Check;

/// Read by something other than the options: the agent's pair, `qys` itself, the bindings, their tests and examples.
const OTHERS: &[&str] = &[
    "QYS_AGENT_TOKEN",
    "QYS_AGENT_SECRET",
    "QYS_CALLBACK_KEY",
    "QYS_CONTACT",
    "QYS_BIN",
    "QYS_LOG",
    "QYS_THREADS",
    "QYS_NATIVE_PATH",
    "QYS_NODE_BINDING",
    "QYS_PHP_VENDOR",
    "QYS_PYTHON",
    "QYS_JAVA_LIB",
    "QYS_VECTOR_SERVER",
];

/// A warning about what is set and has no effect; nothing if all is well.
pub fn check() -> Option<Check> {
    let mut odd: Vec<String> = std::env::vars_os()
        .filter_map(|(name, value)| {
            let name = name.into_string().ok()?;
            (name.starts_with("QYS_") && !value.is_empty()).then_some(())?;
            problem(&name, value.to_str())
        })
        .collect();
    if odd.is_empty() {
        return None;
    }
    odd.sort();
    Some(Check::warning("variables", odd.join("; "), "correct the name or the value, or unset it"))
}

fn problem(name: &str, value: Option<&str>) -> Option<String> {
    match (name, value) {
        ("QYS_THREADS", Some("1" | "2")) | ("QYS_LOG", Some("off" | "warn" | "info" | "debug")) => None,
        ("QYS_THREADS", _) => Some("QYS_THREADS must be 1 or 2".to_owned()),
        ("QYS_LOG", _) => Some("QYS_LOG must be off, warn, info or debug".to_owned()),
        _ => unknown(name),
    }
}

fn unknown(name: &str) -> Option<String> {
    let known = || OPTIONS.iter().filter_map(|info| info.env).chain(OTHERS.iter().copied());
    if known().any(|known| known == name) {
        return None;
    }
    let nearest = known().map(|known| (strsim::damerau_levenshtein(name, known), known)).min();
    Some(match nearest {
        Some((distance, meant)) if distance <= 3 => {
            format!("{name} is read by nobody: is {meant} meant?")
        }
        _ => format!("{name} is read by nobody"),
    })
}
