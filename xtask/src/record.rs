//! The head of a record of the C ABI, as `qiyuesuo.h` declares it: languages that read the bytes themselves get its
//! layout from here. The header is held against the Rust code whenever that is compiled.

use crate::model::{Record, RecordField, RecordKind};

/// The struct whose layout is meant.
const STRUCT: &str = "qys_reply";

/// What comes before the number of a kind of record.
const KIND: &str = "Kind of a record: ";

/// The layout that the header declares.
///
/// # Errors
/// A header without the struct or the version of the ABI, or a member of a type that has no fixed size.
pub fn read(header: &str) -> Result<Record, String> {
    let (_, body) = header
        .split_once(&format!("typedef struct {STRUCT} {{\n"))
        .ok_or_else(|| format!("qiyuesuo.h: there is no struct {STRUCT}"))?;
    let (body, _) = body.split_once('}').unwrap_or((body, ""));
    let mut fields: Vec<RecordField> = Vec::new();
    let mut doc = Vec::new();
    let mut at = 0;
    for line in body.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("//") {
            doc.push(text.trim().to_owned());
            continue;
        }
        let (kind, name) = line
            .trim_end_matches(';')
            .split_once(' ')
            .ok_or_else(|| format!("qiyuesuo.h: {STRUCT}: `{line}` is no member"))?;
        let bytes = match kind {
            "uint64_t" => 8,
            "uint32_t" => 4,
            _ => return Err(format!("qiyuesuo.h: {STRUCT}.{name}: {kind} has no size here")),
        };
        // As C lays it out: each member at a multiple of its own size.
        let offset = usize::next_multiple_of(at, bytes);
        fields.push(RecordField {
            name: name.to_owned(),
            offset,
            bytes,
            padding: offset - at,
            doc: std::mem::take(&mut doc).join(" "),
        });
        at = offset + bytes;
    }
    let largest = fields.iter().map(|field| field.bytes).max().unwrap_or(1);
    let kinds = defined(header).filter_map(|(doc, name, value)| {
        Some(RecordKind { name: name.to_lowercase(), value, doc: doc.strip_prefix(KIND)?.to_owned() })
    });
    let abi = defined(header).find(|(_, name, _)| *name == "ABI_VERSION").map(|(_, _, value)| value);
    let abi = abi.ok_or("qiyuesuo.h: it does not say its version")?;
    Ok(Record { abi, size: at.next_multiple_of(largest), fields, kinds: kinds.collect() })
}

/// The numbers that are defined, with the line of the comment above each.
fn defined(header: &str) -> impl Iterator<Item = (&str, &str, u32)> {
    let pairs = header.lines().zip(header.lines().skip(1));
    pairs.filter_map(|(above, line)| {
        let (name, value) = line.strip_prefix("#define QYS_")?.split_once(' ')?;
        Some((above.trim_start_matches("// "), name, value.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "\
// The version.
#define QYS_ABI_VERSION 7

// Kind of a record: a result.
#define QYS_JSON 1

// Nothing of the kind.
#define QYS_OTHER 9

typedef struct qys_reply {
  // Which.
  uint32_t kind;
  // How long, in
  // bytes.
  uint64_t len;
  uint32_t last;
} qys_reply;
";

    #[test]
    fn members_stand_where_c_puts_them() {
        let record = read(HEADER).unwrap_or_default();
        let of = |field: &RecordField| (field.name.clone(), field.offset, field.bytes, field.padding);
        let fields: Vec<_> = record.fields.iter().map(of).collect();
        assert_eq!(
            fields,
            [("kind".to_owned(), 0, 4, 0), ("len".to_owned(), 8, 8, 4), ("last".to_owned(), 16, 4, 0)]
        );
        assert_eq!((record.size, record.abi), (24, 7));
        assert_eq!(record.fields[1].doc, "How long, in bytes.");
        let kinds: Vec<_> = record.kinds.iter().map(|kind| (kind.name.as_str(), kind.value)).collect();
        assert_eq!(kinds, [("json", 1)]);
    }

    #[test]
    fn what_has_no_layout_is_said() {
        assert_eq!(read("").err().unwrap_or_default(), "qiyuesuo.h: there is no struct qys_reply");
        let wrong = HEADER.replace("uint64_t len", "size_t len");
        assert_eq!(
            read(&wrong).err().unwrap_or_default(),
            "qiyuesuo.h: qys_reply.len: size_t has no size here"
        );
        let wrong = HEADER.replace("ABI_VERSION", "AGE");
        assert_eq!(read(&wrong).err().unwrap_or_default(), "qiyuesuo.h: it does not say its version");
    }
}
