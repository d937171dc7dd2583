//! What an agent's customers have: access, applications, tokens, fees.

use crate::api::{CompanyRef, NamedUser};

request! {
    /// Whether the platform answers the agent.
    ///
    /// New after Go 3.0.2.
    CheckSaasHealth {
    }
}

request! {
    /// Presumably whether agent token and customer token belong together: it has no parameters, and the client can
    /// carry both.
    ///
    /// No test and no comment in the Go SDK 3.1.1.
    GetSaasBinding {
    }
}

request! {
    /// Switches access of a customer's application.
    SetSaasAppAccess {
        /// The customer company, by id or name.
        company: CompanyRef,
        /// `ENABLE` was seen; `DISABLE` is inferred from `/v2/seal/status`. Seen: `ENABLE`; others may exist.
        operate: String,
    }
}

request! {
    /// Switches access of a customer company.
    SetSaasCompanyAccess {
        /// The customer company, by id or name.
        company: CompanyRef,
        /// `ENABLE` was seen; `DISABLE` is inferred from `/v2/seal/status`. Seen: `ENABLE`; others may exist.
        operate: String,
    }
}

request! {
    /// Switches access of a person.
    SetSaasPersonalAccess {
        /// The person.
        user: NamedUser,
        /// `ENABLE` was seen; `DISABLE` is inferred from `/v2/seal/status`. Seen: `ENABLE`; others may exist.
        operate: String,
    }
}

request! {
    /// Applies for an application (token) for a customer company.
    ApplySaasApp {
        /// The customer company.
        #[id]
        company_id: String,
        /// Name of the application.
        app_name: Option<String>,
        /// Domain for single sign-on (inferred).
        domain: Option<String>,
        /// The caller's log-in page (inferred: CAS).
        login_url: Option<String>,
        /// Where the platform verifies a single-sign-on ticket (inferred: CAS).
        cas_verify_url: Option<String>,
        /// Callback of the application.
        #[uri]
        callback_url: Option<String>,
        /// Callback for contracts.
        contract_callback_url: Option<String>,
        /// Values unknown.
        message_strategy: Option<String>,
        /// Callback for messages about contracts.
        contract_message_callback_url: Option<String>,
        /// Meaning unknown.
        contract_by_page: Option<bool>,
        /// Meaning unknown.
        callback_for_page: Option<bool>,
        /// Callback for seal authorisation.
        seal_auth_callback_url: Option<String>,
    }
}

request! {
    /// Tells whether a company is identified at the platform, and who it is.
    GetSaasCompany {
        /// Name.
        company_name: Option<String>,
        /// Registration number.
        register_no: Option<String>,
    }
}

request! {
    /// Gives a customer's application a new secret (or token).
    ///
    /// The old secret dies: losing the answer loses the access.
    ResetSaasToken {
        /// The customer company.
        #[id]
        company_id: String,
        /// Which token (inferred).
        access_token: Option<String>,
    }
}

request! {
    /// Fees of a customer company.
    ///
    /// New after Go 3.0.5.
    GetSaasFee {
        /// The customer company.
        company_name: String,
    }
}

request! {
    /// Sets up the fees of a customer company.
    ///
    /// New after Go 3.0.5. Amounts are strings.
    CreateSaasFee {
        /// The customer company.
        company_name: String,
        /// Balance to begin with; a number as text (test: 20000); unit unknown.
        initial_balance: Option<String>,
        /// Price to begin with; a number as text (test: 2 and 1); unit unknown.
        initial_price: Option<String>,
        /// Paid before or after. Seen: `PRE_PAID`, `POST_PAID`; others may exist.
        pay_mode: Option<String>,
    }
}

request! {
    /// Changes the fees of a customer company.
    ///
    /// The field is still called initialBalance.
    UpdateSaasFee {
        /// The customer company.
        company_name: String,
        /// Balance to begin with; a number as text (test: 20000); unit unknown.
        initial_balance: Option<String>,
        /// Price to begin with; a number as text (test: 2 and 1); unit unknown.
        initial_price: Option<String>,
        /// Paid before or after. Seen: `PRE_PAID`, `POST_PAID`; others may exist.
        pay_mode: Option<String>,
    }
}

request! {
    /// Fees of the agent itself.
    ///
    /// New after Go 3.0.5.
    GetSaasPlatformFee {
    }
}
