//! What a command says of an answer that is a file, or of any.

use std::time::Duration;

use qiyuesuo::Download;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::global::Global;
use crate::output;
use crate::target::Target;

/// What every document of an answer begins with.
pub fn facts(
    operation: &str,
    http_status: u16,
    attempts: u32,
    request_id: Option<&str>,
    elapsed: Duration,
) -> Value {
    json!({
        "operation": operation,
        "http_status": http_status,
        "attempts": attempts,
        "request_id": request_id,
        "elapsed_ms": u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
    })
}

/// Writes a file that was answered, and says so.
pub fn save(global: &Global, operation: &str, target: Target, file: &Download) -> Result<(), Failure> {
    let path = target.write(file.body())?;
    let (length, media_type) = (file.body().len(), file.content_type());
    if global.output.is_json() {
        let mut document =
            facts(operation, file.http_status(), file.attempts(), file.request_id(), file.elapsed());
        document["file"] = path.display().to_string().into();
        document["bytes"] = length.into();
        document["content_type"] = media_type.into();
        document["filename"] = file.filename().into();
        return Ok(output::json(&document)?);
    }
    let named = file.filename().map(|name| format!(", called {name} by the platform")).unwrap_or_default();
    let media_type = media_type.unwrap_or("no content type");
    output::note(global.output, &format!("{}: {length} bytes, {media_type}{named}", path.display()));
    Ok(())
}
