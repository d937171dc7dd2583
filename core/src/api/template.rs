//! 文件模板: templates of documents.

use super::{NamedUser, TemplateParam, UnknownResult};

use crate::download::Download;
use crate::operation::PartInfo;

family! {
    /// Templates of documents (文件模板).
    template: Templates {
        /// 文件模板列表: the templates, page by page. (Documented in early documents.)
        list(ListTemplates) -> TemplatePage = GET "/v2/template/list" Query repeatable { paged: true }
        /// 文件模板详情: a template with its parameters. (Documented in early documents.)
        get(GetTemplate) -> TemplateDetail = GET "/v2/template/detail" Query repeatable {}
        /// Makes a template from a Word file. (From the official Go SDK; its result is unknown.)
        create_from_word(CreateTemplateFromWord) -> UnknownResult
            = POST "/v3/template/createbyword" Multipart once {
            parts: &[PartInfo::required("file")]
        }
        /// Changes a template. (From the official Go SDK; its result is unknown.)
        update(UpdateTemplate) -> UnknownResult = POST "/v2/template/edit" Json once {}
        /// Puts a template into use or out of it. (From the official Go SDK; its result is unknown.)
        set_status(SetTemplateStatus) -> UnknownResult = POST "/v2/template/status" Json once {}
        /// Removes a template. It is a GET that changes something: it is never repeated. (From the official Go SDK;
        /// its result is unknown.)
        delete(DeleteTemplate) -> UnknownResult = GET "/v2/template/remove" Query once {}
        /// The file of a template. (Third-party notes.)
        download(DownloadTemplate) -> Download = GET "/v2/template/download" Query repeatable {}
        /// A web address at which a template is shown. (Third-party notes.)
        create_link(CreateTemplateLink) -> TemplatePageLink = GET "/v2/template/pageurl" Query repeatable {}
    }
}

paged! { Templates.list as list_all(ListTemplates) -> TemplatePage of TemplateInfo }

request! {
    /// Asks for the file of a template.
    DownloadTemplate {
        /// Id of the template.
        #[id]
        template_id: String,
    }
}

request! {
    /// 文件模板列表: the templates, page by page. (Documented in early documents.)
    ListTemplates {
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
    /// 文件模板详情: a template with its parameters. (Documented in early documents.)
    GetTemplate {
        /// Id of the template.
        #[id]
        template_id: String,
    }
}

request! {
    /// Makes a template from a Word file. (From the official Go SDK; its result is unknown.)
    CreateTemplateFromWord {
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// Name of a subsidiary; goes with `bizId` of a contract made in its name.
        tenant_name: Option<String>,
        /// Whether parameters of the same name are renamed; form unknown.
        rename_repeat_param: Option<String>,
        /// Who manages it, as JSON text; form unknown.
        managers_info: Option<String>,
        /// Who may use it, as JSON text; form unknown.
        range_info: Option<String>,
        /// Whether all may use it; form unknown. Default: false.
        all_user: Option<String>,
        /// State of the template.
        #[known("ENABLED", "DISABLE")]
        status: Option<String>,
    }
}

request! {
    /// Changes a template. (From the official Go SDK; its result is unknown.)
    UpdateTemplate {
        /// Id of the template.
        #[id]
        template_id: String,
        /// 文档名称: name of the document, up to 100 characters.
        title: Option<String>,
        /// 模板参数: parameters of the templates.
        template_params: Option<Vec<TemplateParam>>,
        /// Who manages it.
        managers: Option<Vec<NamedUser>>,
        /// Who may use it.
        range: Option<Vec<NamedUser>>,
    }
}

request! {
    /// Puts a template into use or out of it. (From the official Go SDK; its result is unknown.)
    SetTemplateStatus {
        /// Id of the template.
        #[id]
        template_id: String,
        /// What is done.
        #[known("ENABLE", "DISABLE")]
        operate: String,
    }
}

request! {
    /// Removes a template. It is a GET that changes something: it is never repeated. (From the official Go SDK; its
    /// result is unknown.)
    DeleteTemplate {
        /// Id of the template.
        #[id]
        template_id: String,
    }
}

request! {
    /// A web address at which a template is shown. (Third-party notes.)
    CreateTemplateLink {
        /// Id of the template.
        #[id]
        template_id: String,
    }
}

answer! {
    /// A page of templates.
    TemplatePage {
        /// How many there are.
        total_count: Option<i64>,
        /// Those of this page.
        list: Option<Vec<TemplateInfo>>,
    }
}

answer! {
    /// 文件模板: a template in a list.
    TemplateInfo {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name (in early documents).
        name: Option<String>,
        /// Name (in the Go SDK).
        title: Option<String>,
        /// State; values unknown.
        state: Option<String>,
        /// When it was made.
        create_time: Option<String>,
        /// Its parameters.
        parameters: Option<Vec<TemplateParameter>>,
    }
}

answer! {
    /// 模板参数: a parameter of a template.
    TemplateParameter {
        /// Name.
        name: Option<String>,
        /// Whether it must be filled.
        required: Option<bool>,
        /// Kind. Known values: `text`, `textarea`, `date`, `person`, `radio`, `checkbox`, `seal`, `signature`.
        r#type: Option<String>,
        /// Choices; form unknown.
        options: Option<serde_json::Value>,
        /// Default value.
        default_value: Option<String>,
    }
}

answer! {
    /// 文件模板: a template.
    TemplateDetail {
        /// Its id.
        #[id]
        id: Option<String>,
        /// Name (in early documents).
        name: Option<String>,
        /// Name (in the Go SDK).
        title: Option<String>,
        /// State; values unknown.
        state: Option<String>,
        /// When it was made.
        create_time: Option<String>,
        /// Its parameters.
        parameters: Option<Vec<TemplateParameter>>,
    }
}

answer! {
    /// A web address at which a template is shown.
    TemplatePageLink {
        /// The address.
        page_url: String,
    }
}
