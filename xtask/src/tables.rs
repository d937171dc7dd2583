//! From the core's tables of errors, options and callbacks to the model.

use qiyuesuo::ErrorKindInfo;
use qiyuesuo::callback::CallbackOptionKind;

use crate::chinese;
use crate::doc::paragraphs;
use crate::model::{
    Accessor, AccessorValue, Authenticity, CallbackOption, CallbackType, Callbacks, ErrorKind, Text,
};
use crate::source::Source;

/// Kinds of errors.
pub(crate) fn errors(source: &Source) -> Result<Vec<ErrorKind>, String> {
    let english: Vec<_> = source.errors.iter().map(|info| (info.name, [info.when, info.remedy])).collect();
    let texts = chinese::errors(&english)?;
    let kind = |(info, [when, remedy]): (&ErrorKindInfo, [Text; 2])| ErrorKind {
        name: info.name.to_owned(),
        class: info.class.to_owned(),
        parent: info.parent.map(|parent| parent.info().class.to_owned()),
        is_parent: source.errors.iter().any(|other| other.parent == Some(info.kind)),
        doc: paragraphs(info.doc),
        when,
        remedy,
        exit_code: info.exit_code,
        api: info.kind.is_api(),
        connection: info.kind.is_connection(),
    };
    Ok(source.errors.iter().zip(texts).map(kind).collect())
}

/// What each option does, and its default.
pub(crate) fn options(source: &Source) -> Result<Vec<[Text; 2]>, String> {
    let docs: Vec<_> = source.options.iter().map(|option| paragraphs(option.doc).join(" ")).collect();
    let english =
        source.options.iter().zip(&docs).map(|(option, doc)| (option.name, [doc.as_str(), option.default]));
    chinese::options(&english.collect::<Vec<_>>())
}

/// What is known of callbacks.
pub(crate) fn callbacks(source: &Source) -> Result<Callbacks, String> {
    let english: Vec<_> =
        source.events.iter().map(|info| (info.name, [info.told_from, info.fields])).collect();
    let texts = chinese::callback_types(&english)?;
    let types = source.events.iter().zip(texts).map(|(info, [told_from, fields])| CallbackType {
        name: info.name.to_owned(),
        doc: paragraphs(info.doc),
        told_from,
        fields,
    });
    let english: Vec<_> = source.authenticities.iter().map(|info| (info.name, [info.means])).collect();
    let texts = chinese::authenticities(&english)?;
    let authenticities = source.authenticities.iter().zip(texts).map(|(info, [means])| Authenticity {
        name: info.name.to_owned(),
        doc: paragraphs(info.doc),
        means,
    });
    let english: Vec<_> =
        source.callback_options.iter().map(|info| (info.name, [info.doc, info.default])).collect();
    let texts = chinese::callback_options(&english)?;
    let options = source.callback_options.iter().zip(texts).map(|(info, [doc, default])| CallbackOption {
        name: info.name.to_owned(),
        kind: match info.kind {
            CallbackOptionKind::Boolean => "boolean",
            CallbackOptionKind::Seconds => "seconds",
            CallbackOptionKind::Moment => "moment",
            _ => "secret",
        }
        .to_owned(),
        doc,
        default,
    });
    let accessors = source.accessors.iter().map(|info| Accessor {
        name: info.name.to_owned(),
        field: info.field.to_owned(),
        callback_type: info.kind.map(|kind| kind.as_str().to_owned()),
        doc: paragraphs(info.doc),
        values: info
            .values
            .iter()
            .map(|&(wire, name, doc)| AccessorValue {
                wire: wire.to_owned(),
                name: name.to_owned(),
                doc: doc.to_owned(),
            })
            .collect(),
    });
    Ok(Callbacks {
        types: types.collect(),
        authenticities: authenticities.collect(),
        options: options.collect(),
        accessors: accessors.collect(),
    })
}
