//! Whether the platform answers.

use super::{UnknownResult};

family! {
    /// Whether the platform answers.
    health: Health {
        /// Whether the platform answers. (From the platform's public clients; its result is unknown.)
        check(CheckHealth) -> UnknownResult = GET "/v2/checkhealth" Query repeatable {}
    }
}

request! {
    /// Whether the platform answers.
    ///
    /// New after Go 3.0.2; whether it checks the signature is unknown.
    CheckHealth {
    }
}
