//! That an author can forget nothing about a request or a result: what is forgotten does not compile, and what need not be
//! written is there.
//!
//! As for the entries, the first ones differ from those that must not compile in little.

// rustfmt moves the lines of the attribute a bit further each time.
#[rustfmt::skip]
macro_rules! shape_proof {
    ($name:ident, $kind:literal, $shape:literal, $main:literal) => {
        #[doc = concat!(
            "```", $kind, "\n",
            include_str!("../shapes.rs"),
            include_str!("shape_stand_ins.rs"),
            $shape, "\nfn main() {\n", $main, "\n}\n```"
        )]
        struct $name;
    };
}

shape_proof!(
    Request,
    "standalone_crate",
    "request! {\n/// A request.\nAsk {\n/// An id.\n#[id]\nthing_id: Option<String>,\n/// A way.\n#[known(\"A\")]\nway: \
     Option<String>,\n} }",
    "let ask = Ask::builder().thing_id(\"secret\").build();
     assert_eq!(serde_json::to_string(&ask).unwrap(), r#\"{\"thingId\":\"secret\"}\"#);
     assert_eq!((format!(\"{ask:?}\").as_str(), Ask::default().extra.len()), (\"masked\", 0));
     let schema = schemars::schema_for!(Ask).to_value();
     assert_eq!(schema[\"properties\"][\"thingId\"][\"x-id\"], true);
     assert_eq!(schema[\"properties\"][\"way\"][\"x-known-values\"][0], \"A\");
     assert_eq!(schema[\"properties\"][\"way\"][\"description\"], \"A way.\");"
);
shape_proof!(
    Answer,
    "standalone_crate",
    "answer! {\n/// A result.\nSaid {\n/// A ticket.\nticket: String,\n/// A name.\nname: Option<String>,\n} }",
    "let said: Said = serde_json::from_str(r#\"{\"ticket\":\"secret\",\"new\":1}\"#).unwrap();
     assert_eq!((format!(\"{said:?}\").as_str(), &said.extra[\"new\"]), (\"masked\", &serde_json::json!(1)));
     assert_eq!(operation::KeepExtra::extra(&said).unwrap().len(), 1);
     assert_eq!(schemars::schema_for!(Said).to_value()[\"properties\"][\"ticket\"][\"minLength\"], 1);"
);
// What is required has no default.
shape_proof!(
    RequiredIsThere,
    "standalone_crate",
    "value! {\n/// A thing.\nThing {\n/// A name.\nname: String,\n} }",
    "assert_eq!(Thing::builder().name(\"a\").build().name, \"a\");"
);
shape_proof!(
    RequiredIsForgotten,
    "compile_fail,E0277",
    "value! {\n/// A thing.\nThing {\n/// A name.\nname: String,\n} }",
    "Thing::builder().build();"
);
shape_proof!(
    RequiredHasNoDefault,
    "compile_fail,E0599",
    "value! {\n/// A thing.\nThing {\n/// A name.\nname: String,\n} }",
    "Thing::default();"
);
shape_proof!(FieldWithoutDoc, "compile_fail", "value! {\n/// A thing.\nThing {\nname: String,\n} }", "");
shape_proof!(TypeWithoutDoc, "compile_fail", "value! {\nThing {\n/// A name.\nname: String,\n} }", "");
shape_proof!(
    UnknownMark,
    "compile_fail",
    "value! {\n/// A thing.\nThing {\n/// A name.\n#[knows(\"A\")]\nname: String,\n} }",
    ""
);
shape_proof!(
    OwnAttribute,
    "compile_fail",
    "value! {\n/// A thing.\nThing {\n/// A name.\n#[serde(rename = \"n\")]\nname: String,\n} }",
    ""
);
shape_proof!(
    OwnDerive,
    "compile_fail",
    "value! {\n/// A thing.\n#[derive(Debug)]\nThing {\n/// A name.\nname: String,\n} }",
    ""
);
shape_proof!(
    OwnExtra,
    "compile_fail",
    "request! {\n/// A request.\nAsk {\n/// More.\nextra: Option<String>,\n} }",
    ""
);
shape_proof!(
    IdAsANumber,
    "compile_fail",
    "answer! {\n/// A result.\nSaid {\n/// An id.\n#[id]\nthing_id: Option<i64>,\n} }",
    ""
);
