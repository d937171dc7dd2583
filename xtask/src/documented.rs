//! The names that the platform's own SDKs have for requests: what the `compat` layer of each language is made of.
//!
//! `UserAuthMiniappTicketRequest` is on the platform's page, the others are those of its public SDKs.

const CLASSES: &[(&str, &str)] = &[
    ("personal_auth.create_ticket", "UserAuthMiniappTicketRequest"),
    ("personal_auth.create_link", "UserAuthPageRequest"),
    ("personal_auth.get_result", "UserAuthResultRequest"),
    ("company_auth.create_ticket", "CompanyAuthMiniappTicketRequest"),
    ("company_auth.create_ticket_with_license", "CompanyAuthLicenseMiniappTicketRequest"),
    ("contract.create_sign_ticket", "ContractMiniappTicketRequest"),
    ("contract.create_view_ticket", "ContractMiniappViewTicketRequest"),
    ("personal_sign.create_ticket", "PersonalSignAuthTicketRequest"),
    ("saas.create_personal_auth_ticket", "SaaSUserAuthMiniappTicketRequest"),
    ("saas.create_company_auth_ticket", "SaaSCompanyAuthMiniappTicketRequest"),
    ("saas.create_privilege_ticket", "SaaSPrivilegeMiniappTicketRequest"),
    ("saas.create_personal_sign_ticket", "SaaSPersonalSignAuthTicketRequest"),
];

/// Constructors that take their arguments in an order of their own, in the SDKs that have been seen. Elsewhere the required
/// fields come first.
const ARGUMENTS: &[(&str, &[&str])] = &[("contract.create_sign_ticket", &["contractId", "user"])];

const IDENTITY: &[&str] = &[
    "user",
    "mode",
    "paperType",
    "username",
    "idCardNo",
    "bankNo",
    "bankMobile",
    "callbackUrl",
    "otherModes",
    "modifyFields",
];
const COMPANY: &[&str] = &["companyName", "applicant", "registerNo", "legalPerson", "callbackUrl"];

/// The order in which the platform's documentation lists the fields; those of a schema are sorted. A field that is
/// missing here comes after the others.
const ORDERS: &[(&str, &[&str])] = &[
    ("personal_auth.create_ticket", IDENTITY),
    ("personal_auth.create_link", IDENTITY),
    ("personal_auth.get_result", &["authId", "contact", "contactType"]),
    ("company_auth.create_ticket", COMPANY),
    ("company_auth.create_ticket_with_license", COMPANY),
    (
        "contract.create_sign_ticket",
        &["contractId", "user", "bizId", "tenantName", "hidePasswordSettings", "allowPasswordSign"],
    ),
    (
        "contract.create_view_ticket",
        &["contractId", "bizId", "documentId", "tenantName", "lang", "themeColor"],
    ),
    (
        "personal_sign.create_ticket",
        &[
            "user",
            "authDeadline",
            "remark",
            "callbackUrl",
            "tenantName",
            "authMethod",
            "authInfo",
            "pageStyle",
            "allowPersonalAuto",
            "authTimeModifiable",
        ],
    ),
    ("saas.create_personal_auth_ticket", IDENTITY),
    ("saas.create_company_auth_ticket", COMPANY),
    (
        "saas.create_privilege_ticket",
        &["appId", "companyId", "user", "createToken", "successUrl", "callbackUrl", "privilegeModules"],
    ),
    (
        "saas.create_personal_sign_ticket",
        &[
            "user",
            "authDeadline",
            "remark",
            "callbackUrl",
            "company",
            "appId",
            "pageStyle",
            "allowPersonalAuto",
            "authTimeModifiable",
        ],
    ),
];

/// The fields of the class in the order of the platform's documentation.
pub fn order_of(operation: &str) -> &'static [&'static str] {
    ORDERS.iter().find(|(name, _)| *name == operation).map_or(&[], |(_, order)| order)
}

/// The fields that the constructor of the class takes first.
pub fn arguments_of(operation: &str) -> &'static [&'static str] {
    ARGUMENTS.iter().find(|(name, _)| *name == operation).map_or(&[], |(_, arguments)| arguments)
}

/// The class for an operation's request.
pub fn class_of(operation: &str) -> Option<&'static str> {
    CLASSES.iter().find(|(name, _)| *name == operation).map(|(_, class)| *class)
}

/// The objects that those SDKs have under another name, or one for several.
const OBJECTS: &[(&str, &str)] = &[("NamedUser", "User"), ("SaasCompany", "Company")];

/// The class for an object inside a request.
pub fn object_of(name: &str) -> &str {
    OBJECTS.iter().find(|(own, _)| *own == name).map_or(name, |(_, class)| class)
}

/// The operations that are named here, for a test that they exist.
pub fn operations() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(name, _)| *name)
}
