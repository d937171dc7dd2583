//! The member `extra` of a request.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::EXTRA;
use super::context::{Context, Name, Path};
use super::schema::ObjectSchema;

/// `extra` must be an object whose members the request does not declare itself.
pub(super) struct ExtraCheck<'a> {
    pub context: &'a Context,
    pub schema: &'a ObjectSchema,
    pub path: &'a Path<'a>,
}

impl<'de> DeserializeSeed<'de> for ExtraCheck<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.context.needs_rewrite.set(true);
        let path = self.path;
        let context = self.context;
        deserializer.deserialize_any(self).map_err(|error| {
            if context.problem.borrow().is_some() {
                return error;
            }
            context.fail(path, "must be an object")
        })
    }
}

impl<'de> Visitor<'de> for ExtraCheck<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Name(name)) = map.next_key::<Name<'de>>()? {
            if self.schema.position(&name).is_some() || name == EXTRA {
                let path = Path::Member(self.path, &name);
                return Err(self
                    .context
                    .fail(path, format!("is a field of the request: set `{name}` itself")));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}
