//! The address book of outside companies and persons (外部客户).

use super::{NamedUser, UnknownResult};

family! {
    /// The address book of outside companies and persons (外部客户).
    customer: Customers {
        /// 外部客户: adds an outside company or person to the address book. It is not repeated once it may have
        /// arrived: may add the entry twice. (From the platform's public clients; third-party notes; its result is
        /// unknown.)
        create(CreateCustomer) -> UnknownResult = POST "/v2/customer/add" Json once {}
    }
}

request! {
    /// 外部客户: adds an outside company or person to the address book.
    CreateCustomer {
        /// Company or person.
        #[known("COMPANY", "PERSONAL")]
        tenant_type: String,
        /// Name of the company. Required if tenantType is COMPANY.
        company_name: Option<String>,
        /// The person.
        user: Option<NamedUser>,
        /// A further contact; its form is unknown.
        alternate_contact: Option<String>,
    }
}
