//! Documentation comments of the core as paragraphs.

use crate::model::Doc;

/// The paragraphs of a comment, each on one line.
pub fn paragraphs(text: &str) -> Doc {
    let mut doc = Doc::new();
    let mut paragraph = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if line.is_empty() {
            if !paragraph.is_empty() {
                doc.push(std::mem::take(&mut paragraph));
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    doc
}

/// The text in lines of at most `width` columns; Chinese characters take two.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let size = columns(word);
        if used > 0 && used + 1 + size > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += size;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_becomes_paragraphs() {
        assert_eq!(paragraphs(" One\n two.\n\n Three.\n"), ["One two.", "Three."]);
        assert!(paragraphs("").is_empty());
    }

    #[test]
    fn long_texts_are_wrapped_by_columns() {
        assert_eq!(wrap("aaa bbb ccc", 7), ["aaa bbb", "ccc"]);
        assert_eq!(wrap("认证 认证", 8), ["认证", "认证"]);
        assert_eq!(wrap("toolongword x", 4), ["toolongword", "x"]);
    }
}
