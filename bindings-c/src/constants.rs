//! The numbers of the ABI.

/// The version of the ABI described here: to be compared with what qys_abi_version answers.
pub const QYS_ABI_VERSION: u32 = 1;

/// All went well.
pub const QYS_OK: i32 = 0;
/// The buffer says what went wrong.
pub const QYS_FAILED: i32 = 1;

/// Of which call: of any. No call has this number.
pub const QYS_ALL_CALLS: u64 = u64::MAX;

/// Kind of a record: a result or an envelope.
pub const QYS_JSON: u32 = 1;
/// Kind of a record: a file.
pub const QYS_BYTES: u32 = 2;
/// Kind of a record: an error.
pub const QYS_FAILURE: u32 = 3;
/// Kind of a record: lines of the log.
pub const QYS_LOGS: u32 = 4;

/// Nothing is logged.
pub const QYS_LOG_OFF: i32 = 0;
/// Warnings are logged.
pub const QYS_LOG_WARN: i32 = 1;
/// So is what is worth knowing.
pub const QYS_LOG_INFO: i32 = 2;
/// So is each attempt, in one line.
pub const QYS_LOG_DEBUG: i32 = 3;
