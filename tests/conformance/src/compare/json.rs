//! Comparing JSON by value.

use super::Problems;
use crate::json::Json;

/// Beyond this a difference is not listed.
const MOST: usize = 6;

/// Where two values differ. Members of an object have no order; numbers are equal when they are the same number, however
/// written (`1`, `1.0`, `10e-1`), and never go through floating point.
pub fn differences(path: &str, expected: &Json, got: &Json) -> Problems {
    let mut problems = Vec::new();
    walk(path, expected, got, &mut problems);
    if problems.len() > MOST {
        let more = problems.len() - MOST;
        problems.truncate(MOST);
        problems.push(format!("and {more} more differences"));
    }
    problems
}

fn walk(path: &str, expected: &Json, got: &Json, problems: &mut Problems) {
    match (expected, got) {
        (Json::Null, Json::Null) => {}
        (Json::Bool(expected), Json::Bool(got)) if expected == got => {}
        (Json::String(expected), Json::String(got)) if expected == got => {}
        (Json::Number(expected), Json::Number(got)) if decimal(expected) == decimal(got) => {}
        (Json::Array(expected), Json::Array(got)) => {
            if expected.len() != got.len() {
                problems.push(format!("{path}: expected {} items, got {}", expected.len(), got.len()));
            }
            for (index, (expected, got)) in expected.iter().zip(got).enumerate() {
                walk(&format!("{path}[{index}]"), expected, got, problems);
            }
        }
        (Json::Object(_), Json::Object(_)) => {
            for (name, value) in expected.members() {
                match got.get(name) {
                    Some(got) => walk(&format!("{path}.{name}"), value, got, problems),
                    None => problems.push(format!("{path}.{name}: expected {}, is absent", brief(value))),
                }
            }
            for (name, value) in got.members().iter().filter(|(name, _)| expected.get(name).is_none()) {
                problems.push(format!("{path}.{name}: unexpected, with {}", brief(value)));
            }
        }
        _ => {
            let hint = match (expected, got) {
                (Json::String(text), Json::Number(number)) if text == number && got.is_beyond_doubles() => {
                    " (an integer beyond 2^53 is written as a string)"
                }
                _ => "",
            };
            problems.push(format!("{path}: expected {}, got {}{hint}", brief(expected), brief(got)));
        }
    }
}

/// A value, cut where it is long.
pub fn brief(json: &Json) -> String {
    shorten(&json.to_string())
}

/// A text, cut where it is long.
pub fn shorten(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}... ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}

/// Sign, significant digits, and exponent of the last digit: the same for every way to write one number.
fn decimal(text: &str) -> (bool, String, i64) {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return (false, String::new(), 0);
    }
    // An exponent that does not fit stands for itself: equal only to one that does not fit either.
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX);
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    let shift = trailing as i64 - fraction.len() as i64;
    (negative, significant.to_owned(), exponent.saturating_add(shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(expected: &str, got: &str) -> Problems {
        differences("x", &Json::parse(expected).unwrap(), &Json::parse(got).unwrap())
    }

    #[test]
    fn equal_values() {
        for (expected, got) in [
            ("null", "null"),
            (r#"{"a":1,"b":[true,"x"]}"#, r#"{ "b" : [true,"\u0078"], "a" : 1 }"#),
            ("1", "1.0"),
            ("100", "1e2"),
            ("-0.5", "-5E-1"),
            ("0", "-0.0"),
            ("1.5", "1.50"),
            ("9007199254740993", "9007199254740993"),
        ] {
            assert_eq!(compare(expected, got), Vec::<String>::new(), "{expected} {got}");
        }
    }

    #[test]
    fn different_values() {
        for (expected, got, problem) in [
            // The same `f64`, and not the same number.
            ("9007199254740993", "9007199254740992", "x: expected 9007199254740993, got 9007199254740992"),
            ("0.1", "0.10000000000000001", "x: expected 0.1, got 0.10000000000000001"),
            ("1", "-1", "x: expected 1, got -1"),
            ("1", "10", "x: expected 1, got 10"),
            ("1", "\"1\"", "x: expected 1, got \"1\""),
            ("\"a\"", "\"A\"", "x: expected \"a\", got \"A\""),
            ("true", "false", "x: expected true, got false"),
            ("null", "{}", "x: expected null, got {}"),
            (r#"{"a":null}"#, "{}", "x.a: expected null, is absent"),
            ("{}", r#"{"a":{"b":1}}"#, r#"x.a: unexpected, with {"b":1}"#),
            (r#"{"a":[{"b":1}]}"#, r#"{"a":[{"b":2}]}"#, "x.a[0].b: expected 1, got 2"),
            ("[1]", "[1,2]", "x: expected 1 items, got 2"),
            ("[1,2]", "[2,1]", "x[0]: expected 1, got 2"),
        ] {
            assert_eq!(compare(expected, got).first().map(String::as_str), Some(problem));
        }
    }

    #[test]
    fn a_long_integer_as_a_number_is_explained() {
        let problems = compare(r#""2772301936651674391""#, "2772301936651674391");
        assert!(problems[0].ends_with("(an integer beyond 2^53 is written as a string)"), "{problems:?}");
    }

    #[test]
    fn many_differences_are_cut() {
        let problems = compare("[1,1,1,1,1,1,1,1,1]", "[2,2,2,2,2,2,2,2,2]");
        assert_eq!(problems.len(), MOST + 1);
        assert_eq!(problems[MOST], "and 3 more differences");
    }
}
