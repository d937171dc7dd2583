//! On what and when a run was made: figures of two machines cannot be compared, and those of two days hardly.

use std::time::SystemTime;

/// One line about this machine.
pub fn describe() -> String {
    let cpu_info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu_info.lines().find_map(|line| line.strip_prefix("model name")).map(|rest| {
        let name = rest.trim_start_matches([' ', '\t', ':']);
        format!(" ({name})")
    });
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}: {} cores{}, {} {}, load average before the run {}",
        httpdate::fmt_http_date(SystemTime::now()),
        std::thread::available_parallelism().map_or(0, usize::from),
        model.unwrap_or_default(),
        std::env::consts::OS,
        kernel.trim(),
        load.split_whitespace().next().unwrap_or("unknown"),
    )
}
