//! What is printed where: results on stdout, everything else on stderr.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

/// How results and errors are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, and for scripts that want one value
    Text,
    /// One JSON document on stdout; errors and warnings as JSON, one a line, on stderr
    Json,
}

pub const STRONG: Style = Style::new().bold();
pub const FAINT: Style = Style::new().dimmed();
pub const GOOD: Style = AnsiColor::Green.on_default();
pub const BAD: Style = AnsiColor::Red.on_default().bold();
pub const ODD: Style = AnsiColor::Yellow.on_default();

/// A result could not be written.
#[derive(Debug)]
pub struct Unwritten(pub io::Error);

/// Whether a result was written.
pub type Written = Result<(), Unwritten>;

/// Text in a style. The streams below take the style out again where it does not belong.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A line of result, as it is.
pub fn line(text: &str) -> Written {
    bytes(format!("{text}\n").as_bytes())
}

/// A result that is more than a line, as it is.
pub fn bytes(bytes: &[u8]) -> Written {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(Unwritten)
}

/// The one JSON document of a command. Ids beyond 2^53 are strings in it: many programs read numbers as floats.
pub fn json(document: &Value) -> Written {
    let text = serde_json::to_vec_pretty(document).expect("a JSON value can be written");
    bytes(&[&*qiyuesuo::quote_integers(&text, 1 << 53), b"\n"].concat())
}

/// A line for people on stdout, with styles where stdout is a terminal that wants them.
pub fn say(text: &str) -> Written {
    let mut stdout = anstream::stdout().lock();
    writeln!(stdout, "{}", clean(text)).and_then(|()| stdout.flush()).map_err(Unwritten)
}

/// A value from outside in one line, with nothing in it that a terminal acts on: it must not look like lines of ours.
pub fn value(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars().fold(String::new(), |mut line, c| {
        if c.is_control() || turns(c) {
            line.extend(c.escape_unicode());
        } else {
            line.push(c);
        }
        line
    })
}

/// A remark on stderr.
pub fn note(format: Format, text: &str) {
    remark(format, "note", FAINT, text);
}

/// A warning on stderr.
pub fn warn(format: Format, text: &str) {
    remark(format, "warning", ODD, text);
}

fn remark(format: Format, label: &str, style: Style, text: &str) {
    if format.is_json() {
        json_to_stderr(&json!({ label: text }));
    } else {
        stderr(&format!("{} {text}", styled(style, &format!("{label}:"))));
    }
}

/// A line on stderr. What cannot be written there cannot be reported either.
pub fn stderr(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", clean(text));
}

/// A JSON document on a line of stderr.
pub fn json_to_stderr(document: &Value) {
    let _ = writeln!(io::stderr().lock(), "{document}");
}

/// Text without control characters: what a server says must not steer the terminal. The styles of this command
/// begin with ESC `[` and end with `m`, and are let through.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let style = rest.strip_prefix("\u{1b}[").and_then(|after| {
            let end = after.find(|c: char| !c.is_ascii_digit() && c != ';')?;
            after[end..].starts_with('m').then(|| &rest[..end + 3])
        });
        if let Some(style) = style {
            out.push_str(style);
            rest = &rest[style.len()..];
            continue;
        }
        out.push(if character.is_control() && character != '\n' { '\u{fffd}' } else { character });
        rest = &rest[character.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_styles_reach_the_terminal() {
        let styled = styled(GOOD, "fine");
        assert_eq!(clean(&styled), styled);
        assert_eq!(
            clean("a\u{1b}[2Jb\r\u{1b}]0;title\u{7}c\n"),
            "a\u{fffd}[2Jb\u{fffd}\u{fffd}]0;title\u{fffd}c\n"
        );
    }
}
