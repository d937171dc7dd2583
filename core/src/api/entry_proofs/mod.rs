//! That an entry of the table must say whether its call may be repeated, and says it in one place: others do not compile.
//!
//! A documentation test is a crate of its own, which a macro of this crate does not reach. So each one contains the
//! macros' source, with stand-ins for what their expansion names. A test that must not compile would also pass for a
//! mistake in those; hence the first two, which differ from the others in the tail of the entry alone.

mod shapes;

macro_rules! entry {
    ($name:ident, $kind:literal, $tail:literal, $is:literal) => {
        #[doc = concat!(
            "```", $kind, "\n",
            include_str!("../macros.rs"),
            include_str!("stand_ins.rs"),
            "family! {\n/// A family.\nfamily: Family {\n/// A call.\ncall(Request) -> Answer = POST \"/path\" Json ",
            $tail, "\n}\n}\n",
            "fn main() {\nassert_eq!(OPERATIONS[0].repeatable, ", $is, ");\n}\n```"
        )]
        struct $name;
    };
}

entry!(Repeatable, "standalone_crate", "repeatable { agent: true }", "true");
entry!(Once, "standalone_crate", "once { agent: true }", "false");

/// Two operations share a request: each has an entry of its own.
#[doc = concat!(
    "```standalone_crate\n",
    include_str!("../macros.rs"),
    include_str!("stand_ins.rs"),
    "pub type Again = Request;
family! {\n/// A family.\nfamily: Family {
/// One.\none(Request) -> Answer = POST \"/one\" Json once {}
/// Another.\nother(Again) -> Answer = POST \"/other\" Json repeatable {}
} }
fn named<O: operation::Operation<Request = Request>>(_: O) -> &'static str {
O::info().path
}
fn main() {
assert_eq!((named(calls::one), named(calls::other)), (\"/one\", \"/other\"));
assert_eq!((OPERATIONS[0].request_type, OPERATIONS[1].request_type), (\"Request\", \"Again\"));
}
```"
)]
struct SharedRequest;

/// An operation whose answer is a file, beside one whose answer is a result.
#[doc = concat!(
    "```standalone_crate\n",
    include_str!("../macros.rs"),
    include_str!("stand_ins.rs"),
    "family! {\n/// A family.\nfamily: Family {
/// A result.\nresult(Request) -> Answer = POST \"/result\" Json once {}
/// A file.\nfile(Request) -> Download = POST \"/file\" Json repeatable {}
} }
fn main() {
use operation::AnswerKind;
assert_eq!((&OPERATIONS[0].answer, &OPERATIONS[1].answer), (&AnswerKind::Json, &AnswerKind::Bytes));
assert_eq!((OPERATIONS[0].canonical.is_some(), OPERATIONS[1].canonical.is_some()), (true, false));
}
```"
)]
struct AnswersAFile;

entry!(WithoutTheWord, "compile_fail", "{ agent: true }", "true");
entry!(AnotherWord, "compile_fail", "sometimes { agent: true }", "true");
entry!(WordOnlyInTheBraces, "compile_fail", "{ agent: true, repeatable: true }", "true");
entry!(OverriddenInTheBraces, "compile_fail", "once { agent: true, repeatable: true }", "true");
