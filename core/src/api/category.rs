//! 业务分类: categories of contracts.

use super::{ContractSignatory, TemplateInfo};

family! {
    /// Categories of contracts (业务分类).
    category: Categories {
        /// 业务分类列表: the categories, page by page. (Documented in early documents.)
        list(ListCategories) -> CategoryPage = GET "/v2/category/list" Query repeatable { paged: true }
        /// 业务分类详情: a category with what it prescribes. (Third-party notes.)
        get(GetCategory) -> CategoryDetail = GET "/v2/category/detail" Query repeatable {
            any_of: &["categoryId", "categoryName"]
        }
    }
}

paged! { Categories.list as list_all(ListCategories) -> CategoryPage of CategoryInfo }

request! {
    /// 业务分类列表: the categories, page by page. (Documented in early documents.)
    ListCategories {
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// 查询开始位置: how many are skipped. Default: `0`.
        select_offset: Option<i64>,
        /// 查询列表大小: how many are answered at most; default 1000. Default: `1000`.
        select_limit: Option<i64>,
        /// Changed from when on; `yyyy-MM-dd HH:mm:ss`.
        modify_time_start: Option<String>,
        /// Changed until when; `yyyy-MM-dd HH:mm:ss`.
        modify_time_end: Option<String>,
    }
}

request! {
    /// 业务分类详情: a category with what it prescribes. (Third-party notes.)
    GetCategory {
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Name of the category.
        category_name: Option<String>,
        /// Id of the category.
        #[id]
        category_id: Option<String>,
    }
}

answer! {
    /// A page of categories.
    CategoryPage {
        /// How many there are.
        total_count: Option<i64>,
        /// Those of this page.
        list: Option<Vec<CategoryInfo>>,
    }
}

answer! {
    /// 业务分类: a category in a list.
    CategoryInfo {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name.
        name: Option<String>,
        /// When it was made.
        create_time: Option<String>,
    }
}

answer! {
    /// 业务分类: a category with what it prescribes.
    CategoryDetail {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name.
        name: Option<String>,
        /// When it was made.
        create_time: Option<String>,
        /// Its templates.
        templates: Option<Vec<TemplateInfo>>,
        /// Whether it prescribes the signatories.
        define_signatories: Option<bool>,
        /// Whether it prescribes the sender.
        define_sponsor: Option<bool>,
        /// The signatories it prescribes.
        signatories: Option<Vec<ContractSignatory>>,
    }
}
