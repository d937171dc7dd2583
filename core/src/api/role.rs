//! Roles of employees (角色).

use super::{NamedUser, UnknownResult};

family! {
    /// Roles of employees (角色).
    role: Roles {
        /// 管理员工角色: gives employees a role or takes it away. It is not repeated once it may have arrived: unknown
        /// whether a second ADD answers an error. (From the platform's public clients; third-party notes; its
        /// result is unknown.)
        ///
        /// Codes: 1701 employee not found; 1702 employee has left; 1703 name differs from the identified name
        /// (another page: operator not registered); 1705 employee not registered.
        manage(ManageRole) -> UnknownResult = POST "/v2/role/manage" Json once {}
    }
}

request! {
    /// 管理员工角色: gives employees a role or takes it away.
    ///
    /// SYSTEM_ADMIN can be listed (employee.list) but not be given here.
    ManageRole {
        /// 角色: which role.
        #[known("SEAL_ADMIN", "TEMPLATE_ADMIN")]
        role: String,
        /// 员工: registered employees.
        users: Vec<NamedUser>,
        /// 子公司名称: roles of this subsidiary. Default: the platform's own.
        tenant_name: Option<String>,
        /// 操作: add or remove. Default: `ADD`.
        #[known("ADD", "REMOVE")]
        operate: Option<String>,
    }
}
