//! Employees (员工).

use super::{Acknowledgement, ContactType, NamedUser};

family! {
    /// Employees (员工).
    employee: Employees {
        /// 员工列表: employees of the company or of a subsidiary, page by page. (From the platform's public clients.)
        list(ListEmployees) -> EmployeePage = GET "/v2/employee/list" Query repeatable { paged: true }
        /// 员工详情: one employee, by contact. (From the platform's public clients; third-party notes.)
        ///
        /// Codes: 1701 employee not found; 1702 employee has left; 1703 name differs from the identified name
        /// (another page: operator not registered); 1705 employee not registered.
        get(GetEmployee) -> EmployeeDetail = POST "/v2/employee/detail" Json repeatable {}
        /// 添加员工: adds an employee. It is not repeated once it may have arrived: not safe to send twice: the same
        /// request 5 times within an hour is locked for 6 hours, and a second may answer an error. (From the
        /// platform's public clients; third-party notes.)
        ///
        /// Limits: the same request 5 times within 1 hour: locked for 6 hours, adding up.
        ///
        /// Codes: 1701 employee not found; 1702 employee has left; 1703 name differs from the identified name
        /// (another page: operator not registered); 1705 employee not registered.
        create(CreateEmployee) -> EmployeeDetail = POST "/v2/employee/create" Json once {}
        /// 更新员工: changes an employee's number (and name). (From the platform's public clients.)
        ///
        /// Codes: 1701 employee not found; 1703 name differs from the identified name (another page: operator not
        /// registered).
        update(UpdateEmployee) -> Acknowledgement = POST "/v2/employee/update" Json repeatable {}
        /// 移除员工: removes an employee from the company. It is not repeated once it may have arrived: changes state;
        /// a repeat answers 1702, already removed (the platform's document of 2019). (From the platform's public
        /// clients.)
        ///
        /// Codes: 1701 employee not found; 1702 employee already removed.
        remove(RemoveEmployee) -> Acknowledgement = POST "/v2/employee/remove" Json once {}
    }
}

paged! { Employees.list as list_all(ListEmployees) -> EmployeePage of EmployeeInfo }

request! {
    /// 员工列表: employees of the company or of a subsidiary, page by page.
    ///
    /// Greatest selectLimit unknown.
    ListEmployees {
        /// 员工角色: only those with this role.
        #[known("SYSTEM_ADMIN", "SEAL_ADMIN", "TEMPLATE_ADMIN")]
        role: Option<String>,
        /// 子公司名称: of this subsidiary.
        tenant_name: Option<String>,
        /// 查询起始位置: first index. Default: `0`.
        select_offset: Option<i64>,
        /// 查询列表大小: how many. Default: `1000`.
        select_limit: Option<i64>,
    }
}

request! {
    /// 员工详情: one employee, by contact.
    ///
    /// A POST that reads. The stored page ends inside the response table: members after enterpriseEmail are not
    /// visible.
    GetEmployee {
        /// 员工信息: the employee; contactType any of the five.
        user: Option<NamedUser>,
        /// 子公司名称: subsidiary the employee belongs to. Default: the platform's main company.
        tenant_name: Option<String>,
    }
}

request! {
    /// 添加员工: adds an employee.
    ///
    /// Code returned while locked is unknown.
    CreateEmployee {
        /// 员工信息: name, contact and contactType, all three required here; the name must match if the person is
        /// identified already.
        #[inside(contactType = "MOBILE", "EMAIL", "EMPLOYEEID", "NUMBER")]
        user: NamedUser,
        /// 员工编号: number of the employee.
        number: Option<String>,
        /// 子公司名称: subsidiary to add to. Default: the platform's main company.
        tenant_name: Option<String>,
    }
}

request! {
    /// 更新员工: changes an employee's number (and name).
    ///
    /// the platform's document of 2019 lists no result, though its Java sample parses into Employee: take an absent
    /// or null result.
    UpdateEmployee {
        /// 员工信息: who; contact and contactType required, name (the new name) optional.
        user: NamedUser,
        /// 员工编号: new number.
        number: Option<String>,
        /// 子公司名称: subsidiary of the employee. Default: the platform's main company.
        tenant_name: Option<String>,
    }
}

request! {
    /// 移除员工: removes an employee from the company.
    ///
    /// Shorter contactType list than elsewhere.
    RemoveEmployee {
        /// 联系方式: the employee.
        contact: String,
        /// 联系方式类型: kind of contact.
        #[known("MOBILE", "EMAIL", "EMPLOYEEID")]
        contact_type: ContactType,
        /// 子公司名称: subsidiary of the employee. Default: the platform's main company.
        tenant_name: Option<String>,
        /// Employee who inherits the rights; must be an employee of the company; what kind of contact it takes is
        /// unknown.
        transfer_employee: Option<String>,
    }
}

answer! {
    /// A page of employees.
    EmployeePage {
        /// How many match.
        total_count: Option<i64>,
        /// The page of them.
        list: Option<Vec<EmployeeInfo>>,
    }
}

answer! {
    /// 员工: an employee (from the public clients and third-party notes).
    EmployeeDetail {
        /// 员工ID: id of the employee.
        #[id]
        id: Option<String>,
        /// 员工姓名: name.
        name: Option<String>,
        /// Identity number; only in documents of 2019.
        id_card_no: Option<String>,
        /// 手机号: telephone.
        mobile: Option<String>,
        /// 邮箱: mail address.
        email: Option<String>,
        /// 员工编号: number of the employee.
        number: Option<String>,
        /// 创建时间: when created; string.
        create_time: Option<String>,
        /// 是否实名认证: whether the person is identified.
        real_name: Option<bool>,
        /// 企业邮箱: mail address at the company.
        enterprise_email: Option<String>,
    }
}

answer! {
    /// 员工: an employee in a list.
    EmployeeInfo {
        /// 员工ID: id of the employee.
        #[id]
        id: Option<String>,
        /// 员工姓名: name.
        name: Option<String>,
        /// Identity number; only in documents of 2019.
        id_card_no: Option<String>,
        /// 手机号: telephone.
        mobile: Option<String>,
        /// 邮箱: mail address.
        email: Option<String>,
        /// 员工编号: number of the employee.
        number: Option<String>,
        /// 创建时间: when created; string.
        create_time: Option<String>,
        /// 是否实名认证: whether the person is identified.
        real_name: Option<bool>,
        /// 企业邮箱: mail address at the company.
        enterprise_email: Option<String>,
    }
}
