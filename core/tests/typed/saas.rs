//! Calls of an agent.

use std::collections::HashMap;

use qiyuesuo::api::*;
use qiyuesuo::{ErrorKind, Part, SignatureRule};
use serde_json::{Value, json};

use crate::support::Seen;
use crate::{
    ID, answering, applicant, arrived, assert_of_family, assert_query, assert_ticket, form, ticket_server,
};

/// The agent signs beside the application, over the same time stamp and nonce.
#[track_caller]
fn assert_agent(seen: &Seen) {
    assert_eq!(seen.platform("agentaccesstoken"), "agentTok01");
    let input = qiyuesuo::signature::Input {
        token: "agentTok01",
        secret: "agentSecret01",
        timestamp: seen.platform("timestamp"),
        nonce: seen.platform("nonce"),
    };
    assert!(SignatureRule::md5().verify(&input, seen.platform("agentsignature")));
}

#[tokio::test]
async fn saas() {
    let (server, client) = ticket_server();
    let request = CreateSaasPersonalAuthTicket::builder()
        .user(User::new("10020033044", ContactType::Mobile))
        .mode(AuthMode::Alipay)
        .paper_type(PaperType::Mtps)
        .username("张三")
        .id_card_no("1")
        .bank_no("2")
        .bank_mobile("3")
        .callback_url("https://shop.example/cb")
        .manual_switch(true)
        .other_modes([AuthMode::Manual])
        .modify_fields([ModifyField::Username])
        .build();
    let personal = client.saas().create_personal_auth_ticket(&request).await.unwrap();
    assert_ticket(&personal, Some("personal-auth"));
    let seen = arrived(&server, personal.operation(), "POST", "/saas/v2/personalauth/miniappexchange");
    assert_agent(&seen);
    let expected = json!({
        "user": {"contact": "10020033044", "contactType": "MOBILE"}, "mode": "ALIPAY", "paperType": "MTPS",
        "username": "张三", "idCardNo": "1", "bankNo": "2", "bankMobile": "3",
        "callbackUrl": "https://shop.example/cb", "manualSwitch": true, "otherModes": ["MANUAL"],
        "modifyFields": ["USERNAME"],
    });
    assert_eq!(seen.json(), expected);

    let request = CreateSaasCompanyAuthTicket::builder()
        .company_name("大明公司")
        .applicant(applicant())
        .register_no("91310000")
        .legal_person("李四")
        .callback_url("https://shop.example/cb")
        .build();
    let company = client.saas().create_company_auth_ticket(&request, []).await.unwrap();
    assert_ticket(&company, Some("enterprise-auth"));
    let path = "/saas/v2/companyauth/miniappexchange";
    let mut fields = form(&arrived(&server, company.operation(), "POST", path));
    let info: Value = serde_json::from_str(&fields.remove("applicantInfo").unwrap()).unwrap();
    assert_eq!(info, json!({"contact": "a@example.com", "contactType": "EMAIL", "name": "张三"}));
    let expected = [
        ("companyName", "大明公司"),
        ("registerNo", "91310000"),
        ("legalPerson", "李四"),
        ("callbackUrl", "https://shop.example/cb"),
    ];
    assert_eq!(fields, HashMap::from(expected.map(|(name, value)| (name.to_owned(), value.to_owned()))));
    let file = Part::file("license", "l.png", "PNG");
    let company = client.saas().create_company_auth_ticket(&request, [file]).await.unwrap();
    assert_eq!(form(&arrived(&server, company.operation(), "POST", path))["license"], "l.png:PNG");

    let request = CreateSaasPrivilegeTicket::builder()
        .app_id(ID)
        .company_id("2")
        .user(NamedUser::new("10020033044", "MOBILE"))
        .create_token(true)
        .success_url("https://shop.example/done")
        .callback_url("https://shop.example/cb")
        .privilege_modules([PrivilegeModule::Seal, PrivilegeModule::Other("NEW".to_owned())])
        .build();
    let privilege = client.saas().create_privilege_ticket(&request).await.unwrap();
    // No page of the plugin is named for it.
    assert_ticket(&privilege, None);
    let expected = json!({
        "appId": ID, "companyId": "2", "user": {"contact": "10020033044", "contactType": "MOBILE"},
        "createToken": true, "successUrl": "https://shop.example/done", "callbackUrl": "https://shop.example/cb",
        "privilegeModules": ["SEAL", "NEW"],
    });
    let seen = arrived(&server, privilege.operation(), "POST", "/saas/v2/privilege/miniappexchange");
    assert_eq!(seen.json(), expected);

    let request = CreateSaasPersonalSignTicket::builder()
        .user(NamedUser::new("10020033044", "MOBILE").name("张三"))
        .auth_deadline("2026-12-31")
        .remark("备注")
        .callback_url("https://shop.example/cb")
        .company(SaasCompany::builder().id(ID).name("大明公司").register_no("91310000").build())
        .app_id("7")
        .page_style(PageStyle::builder().theme_color("red").build())
        .allow_personal_auto(false)
        .auth_time_modifiable(true)
        .build();
    let sign = client.saas().create_personal_sign_ticket(&request).await.unwrap();
    assert_ticket(&sign, Some("signature"));
    let expected = json!({
        "user": {"contact": "10020033044", "contactType": "MOBILE", "name": "张三"}, "authDeadline": "2026-12-31",
        "remark": "备注", "callbackUrl": "https://shop.example/cb",
        "company": {"id": ID, "name": "大明公司", "registerNo": "91310000"}, "appId": "7",
        "pageStyle": {"themeColor": "red"}, "allowPersonalAuto": false, "authTimeModifiable": true,
    });
    let seen = arrived(&server, sign.operation(), "POST", "/saas/v2/personalsign/authurl/miniappexchange");
    assert_eq!(seen.json(), expected);

    let (server, client) = answering(json!({"realName": false}));
    let request = GetSaasPersonalAuthResult::builder().auth_id(ID).build();
    let person = client.saas().get_personal_auth_result(&request).await.unwrap();
    assert!(!person.real_name && person.mode.is_none());
    let seen = arrived(&server, person.operation(), "GET", "/saas/v2/personalauth/result");
    assert_query(&seen, &[("authId", ID)]);
    assert_agent(&seen);

    let (server, client) = answering(json!({"status": -1}));
    let request = GetSaasCompanyAuthResult::builder().request_id(ID).build();
    let state = client.saas().get_company_auth_result(&request).await.unwrap();
    assert_eq!(state.status, -1);
    let seen = arrived(&server, state.operation(), "GET", "/saas/v2/companyauth/result");
    assert_query(&seen, &[("requestId", ID)]);

    let called = [
        personal.operation(),
        person.operation(),
        company.operation(),
        state.operation(),
        privilege.operation(),
        sign.operation(),
    ];
    assert_of_family("saas", &called);
}

/// The request of the calls without an agent: a type of its own for each operation tells them apart.
#[tokio::test]
async fn two_operations_may_ask_with_one_request() {
    let (server, client) = answering(json!({"realName": true}));
    let request = GetPersonalAuthResult::by_auth_id(ID);
    let person = client.call(calls::personal_auth::get_result, &request).await.unwrap();
    arrived(&server, person.operation(), "GET", "/v2/personalauth/result");
    let person = client.call(calls::saas::get_personal_auth_result, &request).await.unwrap();
    let seen = arrived(&server, person.operation(), "GET", "/saas/v2/personalauth/result");
    assert_query(&seen, &[("authId", ID)]);
    assert_eq!(person.operation().request_type, "GetSaasPersonalAuthResult");
}

#[tokio::test]
async fn an_agent_alone_signs_without_an_application() {
    let (server, _) = ticket_server();
    let agent = qiyuesuo::Agent::new("agentTok01", "agentSecret01");
    let options = qiyuesuo::Options::new().base_url(server.base_url()).agent(agent);
    let client = options.build_without_env().unwrap();
    let request = CreateSaasPersonalSignTicket::builder().user(NamedUser::new("1", "MOBILE")).build();
    client.saas().create_personal_sign_ticket(&request).await.unwrap();
    let seen = server.only();
    assert_agent(&seen);
    assert_eq!(seen.header("x-qys-open-accesstoken"), None);
    assert_eq!(seen.header("x-qys-open-signature"), None);
}

#[tokio::test]
async fn a_privilege_ticket_is_never_asked_for_twice() {
    let server = crate::Server::start(|_| crate::Reply::answer(503, "Retry-After: 0\r\n", ""));
    let agent = qiyuesuo::Agent::new("agentTok01", "agentSecret01");
    let client = server.options().agent(agent).max_retries(2).build_without_env().unwrap();
    let error =
        client.saas().create_privilege_ticket(&CreateSaasPrivilegeTicket::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
}
