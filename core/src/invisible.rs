//! Characters that nobody sees. They get into credentials by copying, and into logs by malice.

/// Control characters, line and paragraph separators, and characters that are not seen or change what is seen.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What is wrong with a text that must be typed as it is seen, in words that do not show it: it is empty, begins or ends
/// with white space, or has a character that nobody sees.
pub(crate) fn problem(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some("is empty".to_owned());
    }
    if text.trim().is_empty() {
        return Some("is blank".to_owned());
    }
    if let Some((index, c)) = text.chars().enumerate().find(|(_, c)| is_invisible(*c)) {
        let (what, at) = (format!("U+{:04X}", u32::from(c)), index + 1);
        return Some(match c {
            c if c.is_control() => {
                format!("holds a control character, such as a line break ({what} at position {at})")
            }
            '\u{FEFF}' => format!("holds a byte order mark ({what} at position {at}), which an editor wrote"),
            _ => format!("holds an invisible character ({what} at position {at})"),
        });
    }
    if text.trim() != text {
        return Some("has white space at its beginning or end".to_owned());
    }
    // Blanks of other widths look like the usual one.
    let other_blank = |c: &char| c.is_whitespace() && *c != ' ';
    let (index, c) = text.chars().enumerate().find(|(_, c)| other_blank(c))?;
    Some(format!("holds white space that is no blank (U+{:04X} at position {})", u32::from(c), index + 1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_named() {
        for (text, expected) in [
            ("", "empty"),
            (" \t", "blank"),
            ("\u{FEFF}secret", "byte order mark (U+FEFF at position 1)"),
            ("sec\u{200B}ret", "invisible character (U+200B at position 4)"),
            ("secret\u{202E}", "invisible character (U+202E at position 7)"),
            ("sec\u{AD}ret", "invisible character (U+00AD"),
            ("secret\r", "control character, such as a line break (U+000D"),
            ("sec\0ret", "control character"),
            ("secret ", "white space at its beginning or end"),
            ("sec\u{3000}ret", "white space that is no blank (U+3000 at position 4)"),
            ("sec\u{A0}ret", "white space that is no blank (U+00A0"),
        ] {
            let problem = problem(text).unwrap();
            assert!(problem.contains(expected), "{text:?}: {problem}");
            assert!(!problem.contains("sec"), "{problem}");
        }
        for good in ["secret", "my callback key 密钥", "a-b_c/d+e="] {
            assert_eq!(problem(good), None);
        }
    }
}
