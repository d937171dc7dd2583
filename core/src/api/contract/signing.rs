//! Signing without a page.

use crate::api::{CompanyRef, NamedUser};

request! {
    /// 公司签署: signs with a seal of the caller's company or of a subsidiary. (Documented.)
    SignContractByCompany {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// 法人签署: signs with the legal representative's seal, the oldest if none is named. (Documented.)
    SignContractByLegalPerson {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
    }
}

request! {
    /// 个人静默签署: signs for a person who authorised silent signing. (Documented.)
    SignContractByPerson {
        /// The person; must be able to sign now.
        user: NamedUser,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
        /// The company in whose name the person signs.
        company_signatory: Option<CompanyRef>,
    }
}

request! {
    /// 审批: passes or refuses the audit step; only for the caller's company and its subsidiaries. (Documented.)
    AuditContract {
        /// 是否通过: whether it passes.
        pass: bool,
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 审批意见: a comment.
        comment: Option<String>,
    }
}

request! {
    /// Signs the paper that makes a contract void. (From the official Go SDK; its result is unknown.)
    SignContractInvalidation {
        /// Id of the contract; this or `bizId`.
        #[id]
        contract_id: Option<String>,
        /// Id of the contract in the caller's own system.
        #[id]
        biz_id: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// 签署位置: places for signing.
        stampers: Option<Vec<Stamper>>,
        /// Whether every place of a keyword must be found. Default: true.
        locate_all_stamper_keywords: Option<bool>,
    }
}

value! {
    /// 签署位置: a place for signing: by `keyword`, or by `page` with `offsetX` and `offsetY` from the lower left
    /// corner. Of a company with `actionId`, of a person with `signatoryId`.
    Stamper {
        /// Kind.
        #[known("COMPANY", "PERSONAL", "LP", "TIMESTAMP", "ACROSS_PAGE", "ACROSS_PAGE_ODD", "ACROSS_PAGE_EVEN", "ACROSS_PAGE_SCOPE")]
        r#type: String,
        /// Id of the action.
        #[id]
        action_id: Option<String>,
        /// Id of the signatory.
        #[id]
        signatory_id: Option<String>,
        /// Kind of seal across pages.
        across_type: Option<String>,
        /// Pages of a seal across pages, such as `2,4~7`.
        seal_page_config: Option<String>,
        /// Id of a document.
        #[id]
        document_id: Option<String>,
        /// Ids of documents.
        document_ids: Option<String>,
        /// 印章: id of the seal.
        #[id]
        seal_id: Option<String>,
        /// 关键字: the text at which it stands.
        keyword: Option<String>,
        /// Which of them: 1 the first, 0 all, -1 the last. Default: `1`.
        keyword_index: Option<i64>,
        /// 页码: the page, from 1; 0 all, -1 the last.
        page: Option<i64>,
        /// 横坐标: from the left, 0 to 1; at a keyword -1 to 1.
        offset_x: Option<f64>,
        /// 纵坐标: from the bottom, 0 to 1; at a keyword -1 to 1.
        offset_y: Option<f64>,
        /// Form of the date. Default: `HYPHEN`.
        date_pattern: Option<String>,
        /// 10 to 120, for signatures and time stamps.
        width: Option<i64>,
        /// 4 to 48, for signatures and time stamps.
        height: Option<i64>,
        /// 0 to 360.
        rotation_degrees: Option<f64>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_not_left_out() {
        let place = |offset: f64| Stamper::builder().r#type("PERSONAL").offset_x(offset).build();
        let written = serde_json::to_string(&place(0.5)).expect("a number can be written");
        assert!(written.contains(r#""offsetX":0.5"#), "{written}");
        assert!(serde_json::to_string(&place(f64::NAN)).is_err());
        assert!(serde_json::to_string(&place(f64::INFINITY)).is_err());
    }
}
