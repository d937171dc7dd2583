//! Made-up operations, to see what a table as large as the platform's (about 130 endpoints) costs, and what the
//! generator makes of shapes that the core does not have yet.

use qiyuesuo::operation::{AnswerKind, Encoding};
use serde_json::{Value, json};

use crate::source::{Source, SourceOperation, SourcePart};

/// Operations a family, about as many as the platform's pages have.
const PER_FAMILY: usize = 10;

/// Adds made-up operations, their types, and nothing else.
pub fn add(source: &mut Source, count: usize) {
    if count == 0 {
        return;
    }
    for (name, schema) in shared() {
        source.definitions.insert(name.to_owned(), schema);
    }
    for number in 0..count {
        let family = number / PER_FAMILY;
        let module = format!("Widget{family}Part");
        source.definitions.entry(module.clone()).or_insert_with(|| taken(part(family)));
        source.operations.push(operation(number, family, &module));
    }
}

/// Types that all the families share.
fn shared() -> [(&'static str, Value); 3] {
    [
        (
            "WidgetColour",
            json!({
                "type": "string",
                "description": "Colour of a widget.",
                "x-known-values": ["RED", "GREEN"],
                "x-known-names": ["Red", "Green"],
                "x-known-docs": ["Like fire.", "Like grass."],
            }),
        ),
        (
            "WidgetOwner",
            json!({
                "type": "object",
                "description": "Who owns a widget.\n\nSomebody always does.",
                "properties": {
                    "contactName": {"type": "string", "description": "A name."},
                    "address": {"$ref": "#/$defs/WidgetAddress", "description": "Where they live."},
                },
                "required": ["contactName"],
            }),
        ),
        (
            "WidgetAddress",
            json!({
                "type": "object",
                "description": "Where somebody lives.",
                "properties": {"from": {"type": "string", "description": "A name that languages reserve."}},
                "required": ["from"],
            }),
        ),
    ]
}

/// A type that one family has for itself.
fn part(family: usize) -> Value {
    json!({
        "type": "object",
        "description": format!("A part of a widget of family {family}."),
        "properties": {
            "serialNo": {"type": "string", "x-id": true, "description": "Its number."},
            "colour": {"anyOf": [{"$ref": "#/$defs/WidgetColour"}, {"type": "null"}], "description": "Its colour."},
        },
        "required": ["serialNo"],
    })
}

/// Names that the objects of some language have for something of their own, and that some language reserves.
const TAKEN: &str = "\
    attempts class clone constructor copy data equals fake files from get getClass hashCode headers \
    httpStatus items message meta notify once others plugin pluginUrl print requestId response result self \
    set shape text toDict toJSON toMap toString type values with written";

/// The same object with a member under each of these names.
fn taken(mut schema: Value) -> Value {
    for name in TAKEN.split(' ') {
        let member = json!({"type": ["string", "null"], "description": "A name that is taken."});
        schema["properties"].as_object_mut().expect("it has members").entry(name).or_insert(member);
    }
    schema
}

fn operation(number: usize, family: usize, module: &str) -> SourceOperation {
    let part = |name: &str, required, many| SourcePart { name: name.to_owned(), required, many };
    let files = match number % 5 {
        3 => vec![
            part("drawing", true, false),
            part("photo", false, false),
            part("plans", number.is_multiple_of(2), true),
        ],
        _ => Vec::new(),
    };
    // Queries are what files are answered to.
    let answer = if number % 10 == 4 { AnswerKind::Bytes } else { AnswerKind::Json };
    let encoding = match number % 5 {
        3 => Encoding::Multipart,
        4 => Encoding::Query,
        _ => Encoding::Json,
    };
    let request_schema = json!({
        "type": "object",
        "description": format!("Asks for widget {number}.\n\nMind the backslash \\ and \"quotes\"."),
        "properties": {
            "widgetId": {"type": "string", "x-id": true, "description": "Id of the widget; this or `widgetName`."},
            "widgetName": {"type": ["string", "null"], "description": "Name of the widget; this or `widgetId`."},
            "class": {"type": ["string", "null"], "description": "A name that languages reserve."},
            "options": {"type": ["string", "null"], "description": "A name that every method has."},
            "parts": {
                "type": ["array", "null"], "items": {"$ref": format!("#/$defs/{module}")},
                "description": "What it is made of.",
            },
            "colours": {
                "type": ["array", "null"], "items": {"$ref": "#/$defs/WidgetColour"},
                "x-known-values": ["RED"], "description": "Colours to choose from.",
            },
            "owner": {"$ref": "#/$defs/WidgetOwner", "description": "Its owner."},
            "notifyUrl": {"type": ["string", "null"], "format": "uri", "description": "Whom to tell."},
            "count": {"type": ["integer", "null"], "description": "How many."},
            "anything": {"description": "Whatever it is."},
            "extra": {"type": "object", "additionalProperties": true, "description": "More."},
        },
        "required": ["owner"],
    });
    let response_schema = json!({
        "type": "object",
        "description": format!("Widget {number}."),
        "properties": {
            "widgetId": {"type": "string", "x-id": true, "minLength": 1, "description": "Its id."},
            "parts": {
                "type": ["array", "null"], "items": {"$ref": format!("#/$defs/{module}")},
                "description": "What it is made of.",
            },
            "owner": {"anyOf": [{"$ref": "#/$defs/WidgetOwner"}, {"type": "null"}], "description": "Its owner."},
            "httpStatus": {"type": ["integer", "null"], "description": "A name that every result has."},
        },
        "required": ["widgetId"],
        "additionalProperties": true,
    });
    SourceOperation {
        name: format!("widgets_{family}.fetch_widget_{number}"),
        method: if encoding == Encoding::Query { "GET" } else { "POST" }.to_owned(),
        path: format!("/v9/widgets/{number}"),
        encoding,
        agent: number.is_multiple_of(7),
        repeatable: !number.is_multiple_of(6),
        answer,
        parts: files,
        one_of: vec![["widgetId".to_owned(), "widgetName".to_owned()]],
        any_of: Vec::new(),
        paged: false,
        together: Vec::new(),
        plugin_page: None,
        doc: format!("Fetches widget {number}."),
        request_type: format!("FetchWidget{number}"),
        response_type: match answer {
            AnswerKind::Bytes => "Download".to_owned(),
            _ => format!("Widget{number}"),
        },
        request_schema: taken(request_schema),
        // Some answers have a shape that nobody knows.
        response_schema: if number % 11 == 10 {
            json!({"description": "Unknown."})
        } else {
            taken(response_schema)
        },
    }
}
