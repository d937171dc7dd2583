//! The signature of a callback: `lower hex(md5(timestamp + key))`.

use std::time::{SystemTime, UNIX_EPOCH};

use md5::{Digest, Md5};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use super::{CallbackOptions, refused};
use crate::error::Error;

/// Checks `signature` and `timestamp`; answers the key that signed, if one did.
pub(super) fn signature<'k>(
    fields: &Map<String, Value>,
    keys: &[&'k str],
    options: &CallbackOptions,
) -> Result<Option<&'k str>, Error> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let (signature, timestamp) = match (text("signature"), text("timestamp")) {
        (Some(signature), Some(timestamp)) => (signature, timestamp),
        (Some(_), None) => return Err(refused("timestamp", "is missing beside the signature")),
        (None, _) if options.allow_unsigned => return Ok(None),
        (None, _) => {
            return Err(refused(
                "signature",
                "is missing: anybody can send such a callback. Allow unsigned callbacks only if you confirm each with \
                 a query",
            ));
        }
    };
    if keys.is_empty() {
        return Err(refused("signature", "cannot be checked without a key"));
    }
    let key = keys.iter().copied().find(|key| {
        let expected = hex::encode(Md5::new().chain_update(timestamp).chain_update(key).finalize());
        expected.as_bytes().ct_eq(signature.as_bytes()).into()
    });
    let Some(key) = key else {
        return Err(refused("signature", "does not fit the time stamp with any of the keys"));
    };
    check_age(timestamp, options)?;
    Ok(Some(key))
}

fn check_age(timestamp: &str, options: &CallbackOptions) -> Result<(), Error> {
    let Some(max_age) = options.max_age else { return Ok(()) };
    let Ok(stamp) = timestamp.parse::<u64>() else {
        return Err(refused("timestamp", "is not a number of milliseconds, so its age cannot be told"));
    };
    let now = options.now_ms.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    });
    if u128::from(now.abs_diff(stamp)) > max_age.as_millis() {
        let side = if stamp < now { "too old" } else { "too far in the future" };
        return Err(refused("timestamp", &format!("is {side}: more than {} s", max_age.as_secs_f64())));
    }
    Ok(())
}
