//! Every call of every family once, with everything its request can hold: names on the wire, results, tickets.

#![allow(clippy::unwrap_used)]

mod families;
mod pages;
mod results;
mod saas;
#[path = "../support/mod.rs"]
mod support;

use std::collections::HashMap;

use qiyuesuo::api::*;
use qiyuesuo::operation::{OPERATIONS, OperationInfo};
use qiyuesuo::{Agent, Client, Part, Response};
use serde_json::{Map, Value, json};
use support::{Reply, SECRET, Seen, Server, TOKEN};

const ID: &str = "2978129483837784067";

/// A server that answers every path with this result, and a client with an agent.
fn answering(result: Value) -> (Server, Client) {
    let server = Server::start(move |_| Reply::Json(json!({"code": 0, "result": result}).to_string()));
    let agent = Agent::new("agentTok01", "agentSecret01");
    let client = server.options().agent(agent).build_without_env().unwrap();
    (server, client)
}

fn ticket_server() -> (Server, Client) {
    answering(json!({"ticket": "a+b/c=", "expires": 1_800_000_000_000_i64, "ids": [2978129483837784067_i64]}))
}

fn extra(json: Value) -> Map<String, Value> {
    json.as_object().unwrap().clone()
}

/// Checks the request of an operation, and answers it.
#[track_caller]
fn arrived(server: &Server, info: &OperationInfo, method: &str, path: &str) -> Seen {
    let seen = server.seen().pop().expect("a request");
    assert_eq!((info.method, info.path), (method, path));
    assert_eq!((seen.method.as_str(), seen.path()), (method, path));
    seen.assert_signed(TOKEN, SECRET);
    seen
}

#[track_caller]
fn assert_ticket(response: &Response<Ticket>, page: Option<&str>) {
    assert_eq!(response.ticket, "a+b/c=");
    assert_eq!(response.extra["expires"], json!(1_800_000_000_000_i64));
    assert_eq!(response.extra["ids"], json!([2978129483837784067_i64]));
    let url =
        page.map(|page| format!("plugin://qyssdk-plugin/{page}?ticket=a%2Bb%2Fc%3D&env=com&hasCb=true"));
    assert_eq!(response.plugin_url(), url);
    let shown = format!("{response:?}");
    assert!(!shown.contains("a+b") && !shown.contains("1800000000000") && shown.contains("***"), "{shown}");
}

/// The calls that were made are calls of the family; `families` makes all of them.
#[track_caller]
fn assert_of_family(family: &str, called: &[&'static OperationInfo]) {
    for info in called {
        assert_eq!(info.name.split('.').next(), Some(family));
    }
}

#[tokio::test]
async fn personal_auth() {
    let (server, client) = ticket_server();
    let request = CreatePersonalAuthTicket::builder()
        .user(User::new("10020033044", ContactType::Mobile))
        .mode(AuthMode::Bank)
        .paper_type(PaperType::IdCard)
        .username("张三")
        .id_card_no("110101199003070134")
        .bank_no("6222020200112230")
        .bank_mobile("10020033045")
        .callback_url("http://www.qiyuesuo.com")
        .other_modes([AuthMode::Ivs, AuthMode::Manual])
        .modify_fields([
            ModifyField::Username,
            ModifyField::IdCardNo,
            ModifyField::BankNo,
            ModifyField::BankMobile,
        ])
        .extra(extra(json!({"new": [1, {"a": null}], "nothing": null})))
        .build();
    let create_ticket = client.personal_auth().create_ticket(&request).await.unwrap();
    assert_ticket(&create_ticket, Some("personal-auth"));
    let info = create_ticket.operation();
    let seen = arrived(&server, info, "POST", "/v2/personalauth/miniappexchange");
    let common = json!({
        "user": {"contact": "10020033044", "contactType": "MOBILE"}, "mode": "BANK", "paperType": "IDCARD",
        "username": "张三", "idCardNo": "110101199003070134", "bankNo": "6222020200112230",
        "bankMobile": "10020033045", "callbackUrl": "http://www.qiyuesuo.com", "otherModes": ["IVS", "MANUAL"],
        "modifyFields": ["USERNAME", "IDCARDNO", "BANKNO", "BANKMOBILE"],
    });
    let mut expected = common.clone();
    expected["new"] = json!([1, {"a": null}]);
    expected["nothing"] = Value::Null;
    assert_eq!(seen.json(), expected);

    let (server, client) =
        answering(json!({"authUrl": "https://x/1", "authId": 2978129483837784067_i64, "more": 1.5}));
    let request = CreatePersonalAuthLink::builder()
        .user(User::new("10020033044", "MOBILE"))
        .mode("BANK")
        .paper_type("IDCARD")
        .username("张三")
        .id_card_no("110101199003070134")
        .bank_no("6222020200112230")
        .bank_mobile("10020033045")
        .callback_url("http://www.qiyuesuo.com")
        .other_modes(["IVS", "MANUAL"].map(AuthMode::from))
        .modify_fields(["USERNAME", "IDCARDNO", "BANKNO", "BANKMOBILE"].map(ModifyField::from))
        .callback_page("https://shop.example/done")
        .lang(Lang::En)
        .page_style(PageStyle::builder().theme_color("#AABBCC").build())
        .build();
    let create_link = client.personal_auth().create_link(&request).await.unwrap();
    assert_eq!((create_link.auth_url.as_str(), create_link.auth_id.as_deref()), ("https://x/1", Some(ID)));
    assert_eq!(create_link.extra, extra(json!({"more": 1.5})));
    let seen = arrived(&server, create_link.operation(), "POST", "/v2/personalauth");
    let mut expected = common;
    expected["callbackPage"] = json!("https://shop.example/done");
    expected["lang"] = json!("en");
    expected["pageStyle"] = json!({"themeColor": "#AABBCC"});
    assert_eq!(seen.json(), expected);

    let (server, client) = answering(json!({"realName": true, "mode": "FACEID", "contact": 10020033044_i64}));
    let request = GetPersonalAuthResult::by_contact(User::new("a+b@example.com", ContactType::Email));
    let get_result = client.personal_auth().get_result(&request).await.unwrap();
    assert!(get_result.real_name);
    assert_eq!(get_result.mode.as_deref(), Some("FACEID"));
    assert_eq!(get_result.extra, extra(json!({"contact": 10020033044_i64})));
    let seen = arrived(&server, get_result.operation(), "GET", "/v2/personalauth/result");
    assert_query(&seen, &[("contact", "a+b@example.com"), ("contactType", "EMAIL")]);
    client.personal_auth().get_result(&GetPersonalAuthResult::by_auth_id(ID)).await.unwrap();
    assert_query(&server.seen()[1], &[("authId", ID)]);
    assert_of_family("personal_auth", &[info, create_link.operation(), get_result.operation()]);
}

#[track_caller]
fn assert_query(seen: &Seen, pairs: &[(&str, &str)]) {
    let expected: HashMap<String, String> =
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    assert_eq!(seen.query(), expected);
    assert!(seen.body.is_empty());
    assert_eq!(seen.header("content-type"), None);
}

fn applicant() -> NamedUser {
    NamedUser::new("a@example.com", ContactType::Email).name("张三")
}

/// The parts of a multipart body by name, files with their file name in front.
fn form(seen: &Seen) -> HashMap<String, String> {
    let boundary =
        seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8(seen.body.clone()).unwrap();
    let part = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        let attribute =
            |name: &str| Some(head.split_once(&format!(" {name}=\""))?.1.split('"').next()?.to_owned());
        let file = attribute("filename").map(|file| format!("{file}:")).unwrap_or_default();
        (attribute("name").unwrap(), format!("{file}{}", content.strip_suffix("\r\n").unwrap()))
    };
    body.split(&format!("--{boundary}")).filter(|text| text.len() > 4).map(part).collect()
}

#[tokio::test]
async fn company_auth() {
    let (server, client) = ticket_server();
    let calls = client.company_auth();
    let applicant_json = json!({"contact": "a@example.com", "contactType": "EMAIL", "name": "张三"});
    let common = json!({
        "companyName": "大明公司", "applicant": applicant_json, "registerNo": "91310000", "legalPerson": "李四",
        "callbackUrl": "https://shop.example/cb", "closeButton": false, "modifyFields": "corpName,registerNo",
    });
    let request = CreateCompanyAuthTicket::builder()
        .company_name("大明公司")
        .applicant(applicant())
        .register_no("91310000")
        .legal_person("李四")
        .callback_url("https://shop.example/cb")
        .close_button(false)
        .modify_fields("corpName,registerNo")
        .build();
    let create_ticket = calls.create_ticket(&request).await.unwrap();
    assert_ticket(&create_ticket, Some("enterprise-auth"));
    let seen = arrived(&server, create_ticket.operation(), "POST", "/companyauth/miniappexchange");
    assert_eq!(seen.json(), common);

    let request = CreateCompanyAuthTicketWithLicense::builder()
        .company_name("大明公司")
        .applicant(applicant())
        .register_no("91310000")
        .legal_person("李四")
        .callback_url("https://shop.example/cb")
        .close_button(false)
        .modify_fields("license")
        .extra(extra(json!({"new": {"a": 1}})))
        .build();
    let file = Part::file("license", "执照.png", "PNG");
    let with_license = calls.create_ticket_with_license(&request, [file]).await.unwrap();
    assert_ticket(&with_license, Some("enterprise-auth"));
    let seen = arrived(&server, with_license.operation(), "POST", "/companyauth/miniappexchangewithlicense");
    let mut form = form(&seen);
    let info: Value = serde_json::from_str(&form.remove("applicantInfo").unwrap()).unwrap();
    assert_eq!(info, applicant_json);
    let expected = [
        ("companyName", "大明公司"),
        ("registerNo", "91310000"),
        ("legalPerson", "李四"),
        ("callbackUrl", "https://shop.example/cb"),
        ("closeButton", "false"),
        ("modifyFields", "license"),
        ("new", "{\"a\":1}"),
        ("license", "执照.png:PNG"),
    ];
    assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());

    let (server, client) =
        answering(json!({"authUrl": "https://x/2", "requestId": 2978129483837784067_i64, "a": "b"}));
    let calls = client.company_auth();
    let mut expected = common;
    expected["legalContact"] = json!("10020033044");
    expected["lang"] = json!("cn");
    expected["pageStyle"] = json!({"themeColor": "red"});
    macro_rules! link {
        ($request:ident) => {
            $request::builder()
                .company_name("大明公司")
                .applicant(applicant())
                .register_no("91310000")
                .legal_person("李四")
                .legal_contact("10020033044")
                .callback_url("https://shop.example/cb")
                .close_button(false)
                .modify_fields("corpName,registerNo")
                .lang(Lang::Cn)
                .page_style(PageStyle::builder().theme_color("red").build())
                .build()
        };
    }
    let pc = calls.create_pc_link(&link!(CreateCompanyAuthPcLink)).await.unwrap();
    assert_eq!(arrived(&server, pc.operation(), "POST", "/companyauth/pcpage").json(), expected);
    let h5 = calls.create_h5_link(&link!(CreateCompanyAuthH5Link)).await.unwrap();
    assert_eq!(arrived(&server, h5.operation(), "POST", "/companyauth/h5page").json(), expected);
    for link in [&pc, &h5] {
        assert_eq!((link.auth_url.as_str(), link.request_id.as_deref()), ("https://x/2", Some(ID)));
        assert_eq!(link.extra, extra(json!({"a": "b"})));
        assert!(!format!("{link:?}").contains(ID));
    }

    let (server, client) = answering(json!({
        "status": "2", "basicStatus": 1, "basicReason": "r", "operAuthorizationReason": "o",
        "authEndTime": "2026-01-02 03:04:05", "companyId": 2978129483837784067_i64,
    }));
    let request = GetCompanyAuthResult::builder().request_id(ID).build();
    let get_result = client.company_auth().get_result(&request).await.unwrap();
    assert_eq!((get_result.status, get_result.basic_status), (2, Some(1)));
    assert_eq!(get_result.basic_reason.as_deref(), Some("r"));
    assert_eq!(get_result.oper_authorization_reason.as_deref(), Some("o"));
    assert_eq!(get_result.auth_end_time.as_deref(), Some("2026-01-02 03:04:05"));
    assert_eq!(get_result.extra["companyId"].to_string(), ID);
    let seen = arrived(&server, get_result.operation(), "GET", "/companyauth/result");
    assert_query(&seen, &[("requestId", ID)]);
    let by_name = GetCompanyAuthResult::builder().company_name("大明 & 公司").build();
    client.company_auth().get_result(&by_name).await.unwrap();
    assert_query(&server.seen()[1], &[("companyName", "大明 & 公司")]);
    let called = [create_ticket.operation(), with_license.operation(), pc.operation(), h5.operation()];
    assert_of_family("company_auth", &[&called[..], &[get_result.operation()]].concat());
}

#[tokio::test]
async fn contract() {
    let (server, client) = ticket_server();
    let request = CreateContractSignTicket::builder()
        .user(User::new("E1", ContactType::EmployeeId))
        .biz_id("order-1")
        .tenant_name("子公司")
        .hide_password_settings(true)
        .allow_password_sign(false)
        .build();
    let sign = client.contract().create_sign_ticket(&request).await.unwrap();
    assert_ticket(&sign, Some("doc"));
    let expected = json!({
        "user": {"contact": "E1", "contactType": "EMPLOYEEID"}, "bizId": "order-1", "tenantName": "子公司",
        "hidePasswordSettings": true, "allowPasswordSign": false,
    });
    assert_eq!(arrived(&server, sign.operation(), "POST", "/v2/contract/miniappexchange").json(), expected);

    let request = CreateContractViewTicket::builder()
        .contract_id(ID)
        .document_id("12")
        .tenant_name("子公司")
        .lang("en")
        .theme_color("blue")
        .build();
    let view = client.contract().create_view_ticket(&request).await.unwrap();
    assert_ticket(&view, Some("doc"));
    let expected = json!({
        "contractId": ID, "documentId": "12", "tenantName": "子公司", "lang": "en", "themeColor": "blue",
    });
    assert_eq!(
        arrived(&server, view.operation(), "POST", "/v2/contract/miniappexchange/view").json(),
        expected
    );
    assert_of_family("contract", &[sign.operation(), view.operation()]);
}

#[tokio::test]
async fn personal_sign() {
    let (server, client) = ticket_server();
    let info = PersonalSignAuthInfo::builder()
        .mode(AuthMode::Default)
        .paper_type(PaperType::Passport)
        .username("张三")
        .id_card_no("E123")
        .bank_no("6222")
        .bank_mobile("10020033045")
        .other_modes([AuthMode::Face])
        .modify_fields([ModifyField::BankNo])
        .build();
    let request = CreatePersonalSignTicket::builder()
        .user(NamedUser::new("b-1", ContactType::BizId).name("张三"))
        .auth_deadline("2026-12-31")
        .remark("备注")
        .callback_url("https://shop.example/cb")
        .tenant_name("子公司")
        .auth_method("any")
        .auth_info(info)
        .page_style(PageStyle::builder().theme_color("red").build())
        .allow_personal_auto(true)
        .auth_time_modifiable(false)
        .build();
    let create = client.personal_sign().create_ticket(&request).await.unwrap();
    assert_ticket(&create, Some("signature"));
    let expected = json!({
        "user": {"contact": "b-1", "contactType": "BIZID", "name": "张三"}, "authDeadline": "2026-12-31",
        "remark": "备注", "callbackUrl": "https://shop.example/cb", "tenantName": "子公司", "authMethod": "any",
        "authInfo": {
            "mode": "DEFAULT", "paperType": "PASSPORT", "username": "张三", "idCardNo": "E123", "bankNo": "6222",
            "bankMobile": "10020033045", "otherModes": ["FACE"], "modifyFields": ["BANKNO"],
        },
        "pageStyle": {"themeColor": "red"}, "allowPersonalAuto": true, "authTimeModifiable": false,
    });
    let seen = arrived(&server, create.operation(), "POST", "/v2/personalsign/authurl/miniappexchange");
    assert_eq!(seen.json(), expected);

    let records = json!([{"id": 2978129483837784067_i64, "status": "IN_FORCE"}, 1, "x"]);
    let (server, client) = answering(records.clone());
    let request = QueryPersonalSign::builder()
        .user(NamedUser::new("10020033044", ContactType::Mobile))
        .auth_status("any")
        .build();
    let query = client.personal_sign().query(&request).await.unwrap();
    assert_eq!(query.data(), &records);
    let expected = json!({"user": {"contact": "10020033044", "contactType": "MOBILE"}, "authStatus": "any"});
    assert_eq!(arrived(&server, query.operation(), "POST", "/v2/personalsign/query").json(), expected);
    assert!(!format!("{query:?}").contains("IN_FORCE"));
    let (_server, client) = answering(Value::Null);
    assert_eq!(
        client.personal_sign().query(&QueryPersonalSign::default()).await.unwrap().data(),
        &Value::Null
    );
    assert_of_family("personal_sign", &[create.operation(), query.operation()]);
}
