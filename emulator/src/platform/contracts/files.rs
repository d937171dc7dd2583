//! Endpoints that carry bytes, so that uploads and downloads can be tried.

use std::fmt::Write;

use crate::answer::Answer;
use crate::parameters::Parameters;
use crate::state::State;

/// What the platform accepts as one file.
pub(super) const MAX_FILE: usize = 50 << 20;
/// As many as fit the page.
const MOST_LINES: usize = 36;

pub(crate) fn download(state: &State, parameters: &Parameters, what: &str, names: &[&str]) -> Answer {
    let given = names.iter().find_map(|name| parameters.text(name).filter(|id| !id.is_empty()));
    let Some(id) = given else {
        return Answer::invalid_parameter(names[0], &format!("{} is needed", names.join(" or ")));
    };
    if let Some(refused) = super::tickets::refused(state, id) {
        return refused;
    }
    let plain = plain(id);
    // A name outside ASCII as well: clients have to read both forms.
    let disposition = format!(
        "attachment; filename=\"{what}-{plain}.pdf\"; filename*=UTF-8''%E5%90%88%E5%90%8C-{plain}.pdf"
    );
    let mut lines = vec![format!("Qiyuesuo emulator: {what} {plain}, not a real one")];
    lines.extend(state.contracts.with(id, |contract| contract.lines()).into_iter().flatten());
    Answer::file("application/pdf", disposition, pdf(&lines))
}

/// The file of an operation that the emulator knows nothing else of.
pub(crate) fn file(operation: &str) -> Answer {
    let disposition = format!("attachment; filename=\"{operation}.pdf\"");
    Answer::file(
        "application/pdf",
        disposition,
        pdf(&[format!("Qiyuesuo emulator: {operation}, not a real one")]),
    )
}

/// The picture of a seal: one red pixel.
pub(crate) fn picture(seal: &str) -> Answer {
    const PNG: &[u8] = &[
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
        0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00,
        0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x38, 0x20, 0x20, 0x00, 0x00, 0x02, 0x74,
        0x00, 0xe1, 0x32, 0x04, 0xfd, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
        0x82,
    ];
    let disposition = format!("attachment; filename=\"seal-{}.png\"", plain(seal));
    Answer::file("image/png", disposition, PNG.to_vec())
}

/// What of an id may stand in a file name.
fn plain(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).take(64).collect()
}

/// The smallest PDF of one page with these lines, with a right cross-reference table. Its font is one that readers have
/// for Chinese; it is not in the file.
fn pdf(lines: &[String]) -> Vec<u8> {
    let mut stream = String::from("BT /F1 14 Tf 20 TL 40 780 Td ");
    for line in lines.iter().take(MOST_LINES) {
        let units = line.encode_utf16().map(|unit| format!("{unit:04X}"));
        write!(stream, "<{}> Tj T* ", units.collect::<String>()).expect("writing to a string cannot fail");
    }
    stream.push_str("ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{stream}\nendstream", stream.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)\
         /Supplement 2>>/FontDescriptor 7 0 R/DW 1000/W[1 95 500]>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880\
         /Descent -120/CapHeight 880/StemV 93>>"
            .to_owned(),
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
        let file = pdf(&["hello".to_owned(), "张三".to_owned()]);
        let text = String::from_utf8_lossy(&file);
        assert!(text.starts_with("%PDF-1.4\n") && text.ends_with("%%EOF\n"));
        let at = |needle: &[u8]| file.windows(needle.len()).position(|window| window == needle).unwrap();
        for n in 1..=7 {
            let offset = at(format!("{n} 0 obj").as_bytes());
            assert!(text.contains(&format!("{offset:010} 00000 n ")), "object {n}");
        }
        assert!(text.contains(&format!("startxref\n{}\n", at(b"xref\n0 8"))));
    }
}
