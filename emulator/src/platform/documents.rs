//! Endpoints that carry bytes, so that uploads and downloads can be tried.

use std::fmt::Write;

use serde_json::json;

use super::contract;
use crate::answer::Answer;
use crate::parameters::Parameters;
use crate::state::State;

/// What the platform accepts as one file.
const MAX_FILE: usize = 50 << 20;

pub(super) fn download(state: &State, parameters: &Parameters, what: &str, names: &[&str]) -> Answer {
    let given = names.iter().find_map(|name| parameters.text(name).filter(|id| !id.is_empty()));
    let Some(id) = given else {
        return Answer::invalid_parameter(names[0], &format!("{} is needed", names.join(" or ")));
    };
    if let Some(refused) = contract::refused(state, id) {
        return refused;
    }
    let plain: String = id.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    // A name outside ASCII as well: clients have to read both forms.
    let disposition = format!(
        "attachment; filename=\"{what}-{plain}.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C-{plain}.pdf"
    );
    Answer::file(
        "application/pdf",
        disposition,
        pdf(&format!("Qiyuesuo emulator: {what} {plain}, not a real one")),
    )
}

pub(super) fn add_by_file(state: &State, parameters: &Parameters) -> Answer {
    let given = ["contractId", "bizId"].iter().find_map(|name| parameters.text(name));
    let Some(id) = given.filter(|id| !id.is_empty()) else {
        return Answer::invalid_parameter("contractId", "contractId or bizId is needed");
    };
    if let Some(refused) = contract::refused(state, id) {
        return refused;
    }
    let Some(file) = parameters.file("file") else {
        return Answer::invalid_parameter("file", "a part with a file name is needed");
    };
    if file.bytes == 0 {
        return Answer::failed(1403, None, "FILE INVALID,file is empty");
    }
    if file.bytes > MAX_FILE {
        return Answer::failed(11_990_010, Some("11990010"), "UPLOAD TOO LARGE,file is larger than 50 MB");
    }
    let result = json!({ "documentId": state.sessions.new_id().to_string() });
    Answer::success(&result.to_string())
}

/// The smallest PDF of one page with one line, with a right cross-reference table.
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 14 Tf 40 780 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    // The second line holds bytes beyond ASCII, as the format advises, so nobody takes the file for text.
    let mut out: Vec<u8> = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).expect("writing to a string cannot fail");
        out.extend_from_slice(format!("{} 0 obj{object}endobj\n", index + 1).as_bytes());
    }
    let start = out.len();
    let trailer = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend_from_slice(table.as_bytes());
    out.extend_from_slice(trailer.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::pdf;

    #[test]
    fn the_table_points_at_the_objects() {
        let file = pdf("hello");
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        let at = |needle: &[u8]| file.windows(needle.len()).position(|window| window == needle).unwrap();
        for n in 1..=5 {
            let offset = at(format!("{n} 0 obj").as_bytes());
            assert!(text.contains(&format!("{offset:010} 00000 n ")), "object {n}");
        }
        assert!(text.contains(&format!("startxref\n{}\n", at(b"xref\n0 6"))));
    }
}
