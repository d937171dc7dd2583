//! Documentation comments of the core as paragraphs, without what only its own readers understand.

use crate::model::Doc;

/// The paragraphs of a comment, each on one line.
pub fn paragraphs(text: &str) -> Doc {
    let mut doc = Doc::new();
    let mut paragraph = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if line.is_empty() {
            if !paragraph.is_empty() {
                doc.push(without_sections(&std::mem::take(&mut paragraph)));
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

/// `(contract 4.1)` names a section of the collection of facts the core was written from, which other readers do not
/// have; what stands beside it in the brackets is kept.
fn without_sections(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("(contract ") {
        let (before, bracket) = rest.split_at(at);
        let section = &bracket["(contract ".len()..];
        let after = section.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let end = after.find(')').map(|end| &after[end + 1..]);
        if let Some(after) = after.strip_prefix(')') {
            out.push_str(before.trim_end());
            rest = after;
        } else if let Some(after) = after.strip_prefix(", ").or_else(|| after.strip_prefix("; ")) {
            out.push_str(before);
            out.push('(');
            rest = after;
        } else if let (true, Some(end)) = (after.len() < section.len(), end) {
            // The bracket is about the section itself.
            out.push_str(before.trim_end());
            rest = end;
        } else {
            out.push_str(&rest[..at + 1]);
            rest = &bracket[1..];
        }
    }
    out + rest
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
    fn sections_are_dropped_and_their_company_kept() {
        assert_eq!(paragraphs("A link (contract 4.1)."), ["A link."]);
        assert_eq!(paragraphs("A (contract 3.2; no page (x))."), ["A (no page (x))."]);
        assert_eq!(paragraphs("A (contract 4.1, from notes). B (contract 8)."), ["A (from notes). B."]);
        assert_eq!(paragraphs("More (contract 3.2 gives none)."), ["More."]);
        assert_eq!(paragraphs("Shows a (contract of two)."), ["Shows a (contract of two)."]);
    }

    #[test]
    fn long_texts_are_wrapped_by_columns() {
        assert_eq!(wrap("aaa bbb ccc", 7), ["aaa bbb", "ccc"]);
        assert_eq!(wrap("认证 认证", 8), ["认证", "认证"]);
        assert_eq!(wrap("toolongword x", 4), ["toolongword", "x"]);
    }
}
