//! Seals (印章).

use super::{NamedUser, UnknownResult};

use crate::download::Download;

family! {
    /// Seals (印章).
    seal: Seals {
        /// 印章图片: the picture of a seal. Its form is not documented; the platform's own test saves it as PNG. (From the
        /// official Go SDK.)
        get_image(GetSealImage) -> Download = GET "/v2/seal/image" Query repeatable {}
        /// 员工默认签名图片: the picture of an employee's default signature. Only its path is known: what it is asked with
        /// goes into `extra`. (Third-party notes.)
        get_employee_image(GetEmployeeSealImage) -> Download = GET "/v2/seal/employeesealimage" Query repeatable {}
        /// 印章列表: seals of the company or of a subsidiary, page by page. (From the platform's public clients;
        /// third-party notes.)
        ///
        /// Codes: 11041801 company not found; 11041802 no right over that company: only the platform's own company
        /// and its subsidiaries (a subsidiary not yet attached gives this).
        list(ListSeals) -> SealPage = GET "/v2/seal/list" Query repeatable { paged: true }
        /// 印章详情: one seal and who may use it. (From the platform's public clients; third-party notes.)
        ///
        /// Codes: 11011201 seal not found.
        get(GetSeal) -> SealDetail = GET "/v2/seal/sealdetail" Query repeatable {}
        /// 创建印章 (third-party notes: 自动生成印章): draws a company seal from text; no review, usable at once. It is not
        /// repeated once it may have arrived: would make a second seal. (From the platform's public clients;
        /// third-party notes.)
        ///
        /// Limits: name 100 characters.
        ///
        /// Codes: 12072210 the seal could not be drawn; 1005 invalid parameter; 11041701/11041702/11041705 a user
        /// is no employee / has left / is not registered.
        create_auto(CreateSealAuto) -> SealDetail = POST "/v2/seal/autocreate" Json once {}
        /// 创建图片印章: hands in the picture of a seal; people at the platform review it. It is not repeated once it may
        /// have arrived: would hand in a second application. (From the platform's public clients; third-party
        /// notes.)
        ///
        /// Limits: sealName 100 characters.
        ///
        /// Codes: 11990010 file too large; 11011204 a legal representative's seal exists; 11011205 one is under
        /// review; 11041701/11041702/11041705 a user is no employee / has left / is not registered.
        create_by_image(CreateSealByImage) -> SealApplication = POST "/v2/seal/createbyimage" Json once {}
        /// 编辑印章: renames a seal; adds or removes users. It is not repeated once it may have arrived: the same
        /// request 5 times within an hour is locked for 18 hours. (From the platform's public clients; third-party
        /// notes; its result is unknown.)
        ///
        /// Limits: the same request 5 times within 1 hour: locked for 18 hours, adding up.
        ///
        /// Codes: 11011201 seal not found; 11011207 a seal needs users (probably when the last one is removed);
        /// 11041701/11041702/11041705 a user is no employee / has left / is not registered.
        update(UpdateSeal) -> UnknownResult = POST "/v2/seal/edit" Json once {}
        /// 管理印章状态: puts a seal in or out of use. It is not repeated once it may have arrived: unknown what a repeat
        /// answers. (From the platform's public clients; third-party notes; its result is unknown.)
        ///
        /// Codes: 1203 wrong state of the seal.
        set_status(SetSealStatus) -> UnknownResult = POST "/v2/seal/status" Json once {}
        /// 删除印章: deletes a seal that is out of use; cannot be undone. It is a GET that changes something: it is
        /// never repeated. (From the platform's public clients; third-party notes; its result is unknown.)
        ///
        /// Codes: 11011203 the seal is still in use, or deleted already.
        delete(DeleteSeal) -> UnknownResult = GET "/v2/seal/remove" Query once {}
    }
}

paged! { Seals.list as list_all(ListSeals) -> SealPage of SealInfo }

request! {
    /// 印章图片: asks for the picture of a seal.
    GetSealImage {
        /// 印章ID: id of the seal.
        #[id]
        seal_id: String,
    }
}

request! {
    /// 员工默认签名图片: asks for the picture of an employee's default signature; what with is not published.
    GetEmployeeSealImage {}
}

request! {
    /// 印章列表: seals of the company or of a subsidiary, page by page.
    ///
    /// The seal pages type responseCode as Integer, others as String (third-party notes).
    ListSeals {
        /// 子公司名称: of this subsidiary. Default: the platform's main company.
        tenant_name: Option<String>,
        /// 起始位置: first index. Default: `0`.
        select_offset: Option<i64>,
        /// 数量: how many. Default: `1000`.
        select_limit: Option<i64>,
        /// Changed (created or altered) not before, yyyy-MM-dd HH:mm:ss; time zone unknown.
        modify_time_start: Option<String>,
        /// Changed not after, same form.
        modify_time_end: Option<String>,
        /// 印章状态: only in this state. Default: `NORMAL`.
        #[known("NORMAL", "FREEZE", "ALL")]
        status: Option<String>,
    }
}

request! {
    /// 印章详情: one seal and who may use it.
    GetSeal {
        /// 印章ID: the seal.
        #[id]
        seal_id: String,
    }
}

request! {
    /// 创建印章 (third-party notes: 自动生成印章): draws a company seal from text; no review, usable at once.
    CreateSealAuto {
        /// 印章名称: name, up to 100 characters.
        name: String,
        /// 印章图片信息: how it looks.
        seal_image_info: SealImageInfo,
        /// 子公司名称: for this subsidiary.
        tenant_name: Option<String>,
        /// 印章使用者: who may use it; must be employees. Default: the seal administrators.
        users: Option<Vec<NamedUser>>,
    }
}

request! {
    /// 创建图片印章: hands in the picture of a seal; people at the platform review it.
    ///
    /// Base64 without prefix here, with prefix in template picture parameters.
    CreateSealByImage {
        /// 印章名称: name, up to 100 characters.
        seal_name: String,
        /// 章面图片: picture in base64 without a data: prefix.
        seal_image: String,
        /// 印章类型: company seal or legal representative's. Default: `ENTERPRISE`.
        #[known("ENTERPRISE", "LP")]
        seal_type: Option<String>,
        /// 法人授权书: letter of authorisation as base64 without prefix. Required if sealType is LP.
        lp_letter: Option<String>,
        /// 印章规格: shape and size in mm. Default: circle of 42 mm for a company seal, square of 20 mm for a legal
        /// representative's.
        #[known("CIRCULAR_60", "CIRCULAR_58", "CIRCULAR_50", "CIRCULAR_46", "CIRCULAR_45", "CIRCULAR_44", "CIRCULAR_42", "CIRCULAR_40", "CIRCULAR_38", "OVAL_45_30", "OVAL_40_30", "SQUARE_25_25", "SQUARE_22_22", "SQUARE_20_20", "SQUARE_18_18", "RECTANGLE_50_30", "RECTANGLE_40_16", "DIY_SPEC")]
        seal_spec: Option<String>,
        /// Width in mm; new after Go 3.0.2. Only with DIY_SPEC.
        width: Option<i64>,
        /// Height in mm. Only with DIY_SPEC.
        height: Option<i64>,
        /// 印章使用者: who may use it. Default: the seal administrators.
        seal_users: Option<Vec<NamedUser>>,
        /// 子公司名称: for this subsidiary.
        tenant_name: Option<String>,
        /// 审核结果回调地址: where the outcome of the review is reported (form fields applyId, result PASS/REJECT, detail).
        #[uri]
        callback_url: Option<String>,
    }
}

request! {
    /// 编辑印章: renames a seal; adds or removes users.
    UpdateSeal {
        /// 印章ID: the seal.
        #[id]
        seal_id: String,
        /// 印章名称: new name.
        seal_name: Option<String>,
        /// 操作: what happens to sealUsers. Default: `ADD`.
        #[known("ADD", "REMOVE")]
        operate: Option<String>,
        /// 印章使用者: employees of the company.
        seal_users: Option<Vec<NamedUser>>,
    }
}

request! {
    /// 管理印章状态: puts a seal in or out of use.
    ///
    /// Disabling a seal that a category names lets the signer choose any seal they may use (third-party notes).
    SetSealStatus {
        /// 印章ID: the seal.
        #[id]
        seal_id: String,
        /// 操作: enable or disable.
        #[known("ENABLE", "DISABLE")]
        operate: String,
    }
}

request! {
    /// 删除印章: deletes a seal that is out of use; cannot be undone.
    ///
    /// A GET that deletes: no automatic retry, no prefetch.
    DeleteSeal {
        /// 印章ID: the seal.
        #[id]
        seal_id: String,
    }
}

answer! {
    /// A page of seals.
    SealPage {
        /// How many match.
        total_count: Option<i64>,
        /// Id, name, sealType, spec, status, createTime of each.
        list: Option<Vec<SealInfo>>,
    }
}

answer! {
    /// 印章: a seal (third-party notes).
    SealDetail {
        /// 印章ID: id of the seal.
        #[id]
        id: Option<String>,
        /// 印章名称: name.
        name: Option<String>,
        /// 印章类型: ENTERPRISE company seal, LP legal representative's seal, PRACTICING_SEAL personal practising seal.
        /// Known values: `ENTERPRISE`, `LP`, `PRACTICING_SEAL`.
        seal_type: Option<String>,
        /// 印章规格: shape and size.
        spec: Option<String>,
        /// 印章状态: in lists only (KB). Known values: `NORMAL`, `FREEZE`.
        status: Option<String>,
        /// 印章使用者: in the detail only (KB); the members of an entry are not given.
        users: Option<Vec<NamedUser>>,
        /// 创建时间: when created, yyyy-MM-dd HH:mm:ss.
        create_time: Option<String>,
    }
}

answer! {
    /// An application for a seal: people at the platform review it.
    SealApplication {
        /// 印章申请ID: id of the application, not of the seal; the seal's id comes with the callback (detail.sealId).
        #[id]
        apply_id: Option<String>,
    }
}

answer! {
    /// 印章: a seal in a list.
    SealInfo {
        /// 印章ID: id of the seal.
        #[id]
        id: Option<String>,
        /// 印章名称: name.
        name: Option<String>,
        /// 印章类型: ENTERPRISE company seal, LP legal representative's seal, PRACTICING_SEAL personal practising seal.
        /// Known values: `ENTERPRISE`, `LP`, `PRACTICING_SEAL`.
        seal_type: Option<String>,
        /// 印章规格: shape and size.
        spec: Option<String>,
        /// 印章状态: in lists only (KB). Known values: `NORMAL`, `FREEZE`.
        status: Option<String>,
        /// 印章使用者: in the detail only (KB); the members of an entry are not given.
        users: Option<Vec<NamedUser>>,
        /// 创建时间: when created, yyyy-MM-dd HH:mm:ss.
        create_time: Option<String>,
    }
}

value! {
    /// 印章图片信息: how a seal is drawn (official client; third-party notes).
    SealImageInfo {
        /// 印章样式: kind of seal.
        #[known("UNIVERSAL_SEAL", "SPECIAL_SEAL", "SPECIAL_SEAL_WITHSTAR", "YOUTH_LEAGUE_SEAL", "FOREIGN_SEAL", "FOREIGN_MIX_SEAL")]
        style: String,
        /// 印章规格: shape and size in mm. Default: `CIRCULAR_42`.
        #[known("CIRCULAR_42", "CIRCULAR_40", "CIRCULAR_44", "CIRCULAR_45", "OVAL_45_30")]
        spec: Option<String>,
        /// 分公司名称: name of the branch, for a branch's official seal.
        branch_name: Option<String>,
        /// 下横排文字: horizontal text below; needed for SPECIAL_SEAL (KB); may be set for every style but
        /// FOREIGN_MIX_SEAL.
        foot: Option<String>,
        /// 企业信息编码: 13 to 15 digits, for official seals.
        enterprise_code: Option<String>,
        /// 英文内容: English text; needed for FOREIGN_MIX_SEAL (KB).
        en_content: Option<String>,
        /// 圆边宽度: width of the edge; YOUTH_LEAGUE_SEAL may have 1.5 or 1.2, its default being 1.2.
        edge_width: Option<String>,
        /// 五角星直径: diameter of the star; new after Go 3.0.5.
        star_size: Option<String>,
    }
}
