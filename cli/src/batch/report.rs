//! The outcome of a batch as one page, with its plots.

use std::fmt::Write;

use super::tally::Tally;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 160.0;

/// The page. It holds counts and times, and nothing of what was asked for or answered.
pub fn page(operation: &str, tally: &Tally) -> String {
    let mut page = String::from(HEAD);
    let seconds = tally.elapsed().as_secs_f64();
    let rate = tally.done() as f64 / seconds.max(1e-9);
    let _ = write!(
        page,
        "<h1>qys batch {}</h1><dl><dt>rows</dt><dd>{}</dd><dt>succeeded</dt><dd>{}</dd><dt>failed</dt><dd>{}</dd>\
         <dt>time</dt><dd>{seconds:.1} s</dd><dt>rate</dt><dd>{rate:.1} rows a second</dd></dl>",
        text(operation),
        tally.done(),
        tally.succeeded,
        tally.failed,
    );
    over_time(&mut page, tally);
    latencies(&mut page, tally);
    errors(&mut page, tally);
    page.push_str("</main></html>\n");
    page
}

fn over_time(page: &mut String, tally: &Tally) {
    let most = tally.stretches.iter().map(|[ok, bad]| ok + bad).max().unwrap_or(0).max(1) as f64;
    let width = WIDTH / tally.stretches.len().max(1) as f64;
    let stretch = tally.stretch.as_secs_f64();
    let _ = write!(
        page,
        "<h2>Rows over time</h2><p>Each bar is {stretch} s; the highest is {most} rows.</p>\
         <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"rows over time\">"
    );
    for (at, [ok, bad]) in tally.stretches.iter().enumerate() {
        let (x, good, wrong) = (at as f64 * width, *ok as f64 / most * HEIGHT, *bad as f64 / most * HEIGHT);
        let bar = width.max(1.0) - if width > 3.0 { 1.0 } else { 0.0 };
        let _ = write!(
            page,
            "<rect class=\"ok\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{bar:.2}\" height=\"{good:.2}\"/>\
             <rect class=\"bad\" x=\"{x:.2}\" y=\"{:.2}\" width=\"{bar:.2}\" height=\"{wrong:.2}\"/>",
            HEIGHT - good,
            HEIGHT - good - wrong,
        );
    }
    page.push_str("</svg>");
}

fn latencies(page: &mut String, tally: &Tally) {
    let shares = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1.0];
    let found =
        shares.map(|share| (share, tally.percentile(share).map_or(0.0, |time| time.as_secs_f64() * 1e3)));
    let most = found[shares.len() - 1].1.max(1e-9);
    page.push_str("<h2>How long calls took</h2>");
    if let Some((row, took)) = tally.slowest {
        let _ = write!(page, "<p>The slowest was row {row}, with {:.1} ms.</p>", took.as_secs_f64() * 1e3);
    }
    page.push_str("<table>");
    for (share, millis) in found {
        let _ = write!(
            page,
            "<tr><th>{}</th><td>{millis:.1} ms</td><td class=\"wide\"><svg viewBox=\"0 0 400 12\" \
             preserveAspectRatio=\"none\"><rect class=\"ok\" width=\"{:.1}\" height=\"12\"/></svg></td></tr>",
            if share < 1.0 { format!("p{}", share * 100.0) } else { "all".to_owned() },
            millis / most * 400.0,
        );
    }
    page.push_str("</table>");
}

fn errors(page: &mut String, tally: &Tally) {
    if tally.errors.is_empty() {
        return;
    }
    let mut errors: Vec<_> = tally.errors.iter().collect();
    errors.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let most = errors.first().map_or(1.0, |(_, count)| **count as f64);
    page.push_str("<h2>Errors</h2><table>");
    for (label, count) in errors {
        let _ = write!(
            page,
            "<tr><th>{}</th><td>{count}</td><td class=\"wide\"><svg viewBox=\"0 0 400 12\" preserveAspectRatio=\"none\">\
             <rect class=\"bad\" width=\"{:.1}\" height=\"12\"/></svg></td></tr>",
            text(label),
            *count as f64 / most * 400.0,
        );
    }
    page.push_str("</table>");
}

/// Text that is no markup: codes come from a server.
fn text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\">\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
<title>qys batch</title><style>\
:root{color-scheme:light dark;--ok:#2f7d5b;--bad:#c2452d}\
@media(prefers-color-scheme:dark){:root{--ok:#57b98c;--bad:#ee7a62}}\
body{font:15px/1.5 system-ui,sans-serif;margin:0}main{max-width:800px;margin:2rem auto;padding:0 1rem}\
h1{font-size:1.3rem}h2{font-size:1rem;margin:2rem 0 .5rem}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dd{margin:0}\
svg{width:100%;display:block}rect.ok{fill:var(--ok)}rect.bad{fill:var(--bad)}\
table{width:100%;border-collapse:collapse}th{text-align:left;font-weight:400;white-space:nowrap}\
td{text-align:right;white-space:nowrap;padding:.15rem .8rem}td.wide{width:60%}td.wide svg{height:12px}\
</style><main>";

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_server_says_is_no_markup() {
        let mut tally = Tally::new();
        tally.add(1, None, Some(Duration::from_millis(3)));
        tally.add(2, Some(&json!({ "kind": "api", "response_code": "<script>" })), None);
        let page = page("personal_auth.create_ticket", &tally);
        assert!(page.contains("api &lt;script&gt;") && !page.contains("<script"), "{page}");
        assert!(page.contains("<dt>failed</dt><dd>1</dd>"), "{page}");
    }
}
