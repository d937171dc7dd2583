//! Checks of identities without a page (身份核验).

use super::{UnknownResult};

family! {
    /// Checks of identities without a page (身份核验).
    identity: Identity {
        /// Checks whether name, identity number, telephone and bank card belong together (信息校验). It is not repeated
        /// once it may have arrived: probably charged for each call, since a code 1601 for too little balance
        /// exists. (From the platform's public clients; its result is unknown.)
        verify_person(VerifyPerson) -> UnknownResult = POST "/v2/identity/verify" Json once {}
        /// Checks whether company name, registration number and legal representative belong together (信息校验). It is
        /// not repeated once it may have arrived: as verify_person. (From the platform's public clients; its result
        /// is unknown.)
        verify_company(VerifyCompany) -> UnknownResult = POST "/v2/companyinfo/verify" Json once {}
    }
}

request! {
    /// Checks whether name, identity number, telephone and bank card belong together (信息校验).
    ///
    /// Names differ from the rest of the API: cardNo (not idCardNo), bankcardNo (not bankNo). Which combinations
    /// are allowed (two, three, four factors) is unknown.
    VerifyPerson {
        /// Name.
        name: Option<String>,
        /// Identity number.
        card_no: Option<String>,
        /// Telephone.
        mobile: Option<String>,
        /// Bank card.
        bankcard_no: Option<String>,
    }
}

request! {
    /// Checks whether company name, registration number and legal representative belong together (信息校验).
    VerifyCompany {
        /// Name; the test sends all three.
        company_name: Option<String>,
        /// Registration number.
        register_no: Option<String>,
        /// Legal representative.
        legal_person: Option<String>,
    }
}
