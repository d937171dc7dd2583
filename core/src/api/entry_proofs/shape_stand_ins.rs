
// What an expansion of `request!` and `answer!` names of its crate, as small as it compiles.
mod api {
    pub type Extra = serde_json::Map<String, serde_json::Value>;

    pub mod de {
        use serde::{Deserialize, Deserializer};

        pub fn nonempty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
            String::deserialize(deserializer)
        }

        pub fn extra<'de, D: Deserializer<'de>>(deserializer: D) -> Result<super::Extra, D::Error> {
            super::Extra::deserialize(deserializer)
        }
    }
}

mod mask {
    pub fn debug<T>(_: &str, _: &T, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("masked")
    }
}

mod operation {
    pub trait KeepExtra {
        fn extra(&self) -> Option<&crate::api::Extra>;
    }
}
