//! The table of a run: medians over the rounds.

use std::fmt::Write;

use qiyuesuo_bench::usage::median;

use crate::clients::{Client, Plan, Run};

/// What the columns mean.
pub const LEGEND: &str = "\
Each call: JSON body, millisecond time stamp, UUID nonce, md5 signature, POST on a kept connection, answer parsed,
ticket read. Every figure is the median of the rounds.
  CPU us      client CPU time a ticket, user and system (getrusage): what a ticket costs the caller's machine.
              It depends less on other load on the machine than the columns after it; judge by this one.
  spread      the round farthest from that median, in percent of it: differences below it mean nothing.
  tickets/s   as many as one core of client gets; at 1 in flight mostly the machine's wake-up latency.
  p50, p99    microseconds from the call to the ticket.
  ratio       CPU us divided by that of the client named after it in the same round (median of the rounds' ratios).
  server us   CPU time the server needed an answer: 1,000,000 divided by it is what the server can give.
  raw         fixed bytes on plain sockets, nothing signed or parsed: the floor of kernel and runtime.
";

/// One table: the clients with so many calls in flight.
pub fn render(clients: &[Client], runs: &[Run], in_flight: usize, plan: &Plan) -> String {
    let mut text = String::new();
    let mut line = |cells: [&str; 9]| {
        let [language, name, cpu, spread, rate, p50, p99, server, ratio] = cells;
        let row = format!(
            "{language:<9} {name:<24} {cpu:>8} {spread:>7} {rate:>10} {p50:>8} {p99:>8} {server:>10}   {ratio}"
        );
        _ = writeln!(text, "{}", row.trim_end());
    };
    let title = format!("{in_flight} in flight");
    line(["language", &title, "CPU us", "spread", "tickets/s", "p50 us", "p99 us", "server us", "ratio"]);
    for client in clients {
        let of = |name: &str| -> Vec<&Run> {
            runs.iter()
                .filter(|run| run.language == client.language && run.name == name)
                .filter(|run| run.in_flight == in_flight)
                .collect()
        };
        let own = of(&client.name);
        let over = |value: &dyn Fn(&Run) -> f64| median(own.iter().map(|run| value(run)));
        let middle = over(&|run| run.measured.cpu_us);
        let farthest = own.iter().map(|run| (run.measured.cpu_us - middle).abs()).fold(0.0, f64::max);
        let errors: u64 = own.iter().map(|run| run.measured.errors).sum();
        let compared = match &client.baseline {
            _ if errors > 0 => format!("{errors} ERRORS"),
            Some(baseline) => format!("{:.2} x {baseline}", ratio(&own, &of(baseline))),
            None => String::new(),
        };
        line([
            &client.language,
            &client.name,
            &format!("{middle:.1}"),
            &format!("{:.0} %", 100.0 * farthest / middle),
            &thousands(over(&|run| run.measured.requests as f64 / run.measured.seconds)),
            &thousands(over(&|run| run.measured.p50_us)),
            &thousands(over(&|run| run.measured.p99_us)),
            &format!("{:.1}", over(&|run| run.server_us.unwrap_or(f64::NAN))),
            &compared,
        ]);
    }
    _ = writeln!(text, "({} rounds of {} s or {} calls)\n", plan.rounds, plan.seconds, plan.requests);
    text
}

/// The median of the ratios within each round, so that what changes from round to round falls out.
fn ratio(own: &[&Run], baseline: &[&Run]) -> f64 {
    median(own.iter().filter_map(|run| {
        let other = baseline.iter().find(|other| other.round == run.round)?;
        Some(run.measured.cpu_us / other.measured.cpu_us)
    }))
}

/// A whole number with separators.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn separates_thousands() {
        let separated = [0.4, 999.0, 1000.0, 123_456.7, 1_234_567.0].map(thousands);
        assert_eq!(separated, ["0", "999", "1,000", "123,457", "1,234,567"]);
    }
}
