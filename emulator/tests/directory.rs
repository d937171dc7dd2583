//! The caller's company, its subsidiaries, their employees and roles: what is changed is what is answered from then on.
#![allow(clippy::unwrap_used)]

mod support;

use qiyuesuo_emulator::{Limits, Options};
use serde_json::{Value, json};
use support::{Bench, options, start, start_with};

const OWN: &str = "模拟器企业";

#[track_caller]
fn result(answer: &Value) -> &Value {
    assert_eq!((&answer["code"], &answer["responseCode"]), (&json!(0), &json!("00000000")), "{answer}");
    &answer["result"]
}

#[track_caller]
fn assert_refused(answer: &Value, code: i64, response_code: &str, said: &str) {
    assert_eq!((&answer["code"], &answer["responseCode"]), (&json!(code), &json!(response_code)), "{answer}");
    assert!(answer["message"].as_str().unwrap().contains(said), "{answer}");
}

fn person(contact: &str, name: &str) -> Value {
    json!({ "contact": contact, "contactType": "MOBILE", "name": name })
}

async fn employ(bench: &Bench, contact: &str, name: &str) -> Value {
    let answer = bench.post("/v2/employee/create", &json!({ "user": person(contact, name) })).await;
    result(&answer).clone()
}

async fn names(bench: &Bench, query: &str) -> (i64, Vec<String>) {
    let answer = bench.get(&format!("/v2/employee/list?{query}")).await;
    let page = result(&answer);
    let list = page["list"].as_array().unwrap();
    let names = list.iter().map(|employee| employee["name"].as_str().unwrap().to_owned()).collect();
    (page["totalCount"].as_i64().unwrap(), names)
}

#[tokio::test]
async fn subsidiaries_come_and_go() {
    let bench = start().await;
    let own = result(&bench.get("/company/platforminfo").await).clone();
    assert_eq!((&own["name"], &own["status"]), (&json!(OWN), &json!("AUTH_SUCCESS")));
    assert_eq!(own["id"].as_str().unwrap().len(), 19);
    assert_eq!(result(&bench.get("/v2/company/list").await), &json!({ "platform": own, "subCompanies": [] }));

    let detail = "/v2/company/detail?companyName=甲公司";
    assert_eq!(result(&bench.get(detail).await), &json!({ "name": "甲公司", "status": "UNREGISTERED" }));
    let list = "/v2/employee/list?tenantName=甲公司";
    assert_refused(&bench.get(list).await, 11_041_801, "11041801", "NOT FOUND");
    for (name, number) in [("甲公司", "91A"), ("乙公司", "")] {
        let answer =
            bench.post("/v2/subcompany/invite", &json!({ "companyName": name, "registerNo": number })).await;
        assert_eq!(result(&answer)["emulated"], "shape unknown");
    }
    let group = bench.get("/v2/company/list").await;
    let subsidiaries = result(&group)["subCompanies"].as_array().unwrap();
    assert_eq!((&subsidiaries[0]["name"], &subsidiaries[1]["name"]), (&json!("甲公司"), &json!("乙公司")));
    assert_eq!(result(&bench.get(detail).await), &subsidiaries[0]);
    assert_eq!(result(&bench.get("/v2/company/detail?registerNo=91A").await), &subsidiaries[0]);
    result(&bench.get(list).await);

    let remove = "/v2/subcompany/remove?companyName=甲公司";
    result(&bench.get(remove).await);
    assert_refused(&bench.get(remove).await, 11_041_802, "11041802", "PERMISSION");
    assert_refused(&bench.get(list).await, 11_041_802, "11041802", "PERMISSION");
    assert_eq!(result(&bench.get("/v2/company/list").await)["subCompanies"].as_array().unwrap().len(), 1);
    // What it was does not change when it comes back.
    bench.post("/v2/subcompany/invite", &json!({ "companyName": "甲公司" })).await;
    assert_eq!(result(&bench.get(detail).await), &subsidiaries[0]);

    bench.control(reqwest::Method::POST, "reset", None).await;
    assert_eq!(result(&bench.get("/v2/company/list").await)["subCompanies"], json!([]));
}

#[tokio::test]
async fn a_company_is_as_its_authentication_left_it() {
    let bench = start().await;
    let body = json!({ "companyName": "丙公司", "applicant": person("10020033044", "张三") });
    let link = bench.post("/companyauth/pcpage", &body).await;
    let id = result(&link)["requestId"].as_str().unwrap();
    for (status, told) in [("review", "CERTIFYING"), ("passed", "AUTH_SUCCESS")] {
        bench.complete(id, status).await;
        let detail = bench.get("/v2/company/detail?companyName=丙公司").await;
        assert_eq!(result(&detail)["status"], told);
    }
    // It is identified, and still nobody's subsidiary.
    let list = bench.get("/v2/employee/list?tenantName=丙公司").await;
    assert_refused(&list, 11_041_802, "11041802", "PERMISSION");
}

#[tokio::test]
async fn the_application_is_what_the_settings_say() {
    let bench = start().await;
    let token = result(&bench.get("/company/token/get").await).clone();
    assert_eq!((&token["encrypt"], &token["callbackUrl"]), (&json!(false), &json!("")));
    assert_eq!(token["accessToken"], bench.app.0.as_str());
    assert_eq!(token["callbackSecretKey"], Options::default().callback_key);
    let change = json!({ "callbackUrl": "http://127.0.0.1:9/cb", "encrypt": true, "encryptType": "AES_ECB" });
    let changed = bench.post("/company/token/update/callback", &change).await;
    assert_eq!(
        (&result(&changed)["encrypt"], &result(&changed)["callbackUrl"]),
        (&json!(true), &change["callbackUrl"])
    );
    let settings = bench.look("settings").await;
    assert_eq!((&settings["callback_form"], &settings["callback_encrypt"]), (&json!("signed"), &json!(true)));
    assert_eq!(settings["contract_callback_url"], change["callbackUrl"]);
    let changed = bench.post("/company/token/update/callback", &json!({ "encrypt": false })).await;
    assert_eq!(
        (&result(&changed)["encrypt"], &result(&changed)["callbackUrl"]),
        (&json!(false), &change["callbackUrl"])
    );

    let refused = bench.post("/company/token/update/callback", &json!({ "encryptType": "AES_CBC" })).await;
    assert_refused(&refused, 1005, "11990005", "encryptType");
    let refused =
        bench.post("/company/token/update/callback", &json!({ "callbackUrl": "https://a.example/" })).await;
    assert_refused(&refused, 1005, "11990005", "callbackUrl");
    assert_refused(
        &bench.post("/company/token/update/callback", &json!({})).await,
        1005,
        "11990005",
        "callbackUrl",
    );
}

#[tokio::test]
async fn employees_are_added_changed_and_removed() {
    let bench = start().await;
    let detail = |user: Value| {
        let bench = &bench;
        async move { bench.post("/v2/employee/detail", &json!({ "user": user })).await }
    };
    let zhang = person("10020033044", "张三");
    assert_refused(&detail(zhang.clone()).await, 1701, "11041701", "NOT FOUND");

    let created = bench.post("/v2/employee/create", &json!({ "user": zhang, "number": "E-1" })).await;
    let created = result(&created).clone();
    assert_eq!((&created["mobile"], &created["number"]), (&json!("10020033044"), &json!("E-1")));
    assert_eq!(created["createTime"].as_str().unwrap().len(), "2025-01-01 08:00:00".len());
    assert_eq!(employ(&bench, "10020033044", "张三").await["id"], created["id"], "nobody is there twice");
    let other = bench.post("/v2/employee/create", &json!({ "user": person("10020033044", "李四") })).await;
    assert_refused(&other, 1703, "11041703", "NAME");
    for (contact, kind) in [(created["id"].as_str().unwrap(), "EMPLOYEEID"), ("E-1", "NUMBER")] {
        let found = detail(json!({ "contact": contact, "contactType": kind })).await;
        assert_eq!(result(&found), &created);
    }
    assert_refused(&detail(person("10020033044", "李四")).await, 1703, "11041703", "NAME");

    // Whoever has been identified is shown so.
    assert_eq!(created["realName"], false);
    let ticket =
        bench.ticket_for(&json!({ "user": { "contact": "10020033044", "contactType": "MOBILE" } })).await;
    bench.complete(&ticket, "passed").await;
    assert_eq!(result(&detail(zhang.clone()).await)["realName"], true);

    let change = json!({ "user": person("10020033044", "张三丰"), "number": "E-2" });
    assert_eq!(result(&bench.post("/v2/employee/update", &change).await), &Value::Null);
    let changed = detail(person("10020033044", "张三丰")).await;
    assert_eq!((&result(&changed)["name"], &result(&changed)["number"]), (&json!("张三丰"), &json!("E-2")));

    let removal = json!({ "contact": "10020033044", "contactType": "MOBILE" });
    assert_eq!(result(&bench.post("/v2/employee/remove", &removal).await), &Value::Null);
    assert_refused(&bench.post("/v2/employee/remove", &removal).await, 1702, "11041702", "DISMISSED");
    assert_refused(&detail(person("10020033044", "张三丰")).await, 1702, "11041702", "DISMISSED");
    assert_eq!(names(&bench, "").await, (0, Vec::new()));
    let back = employ(&bench, "10020033044", "张三丰").await;
    assert_eq!(back["id"], created["id"]);
}

#[tokio::test]
async fn lists_come_page_by_page() {
    let bench = start().await;
    for index in 0..7 {
        employ(&bench, &format!("1002003304{index}"), &format!("员工{index}")).await;
    }
    let all: Vec<String> = (0..7).map(|index| format!("员工{index}")).collect();
    assert_eq!(names(&bench, "").await, (7, all.clone()));
    assert_eq!(names(&bench, "selectOffset=2&selectLimit=3").await, (7, all[2..5].to_vec()));
    assert_eq!(names(&bench, "selectOffset=5&selectLimit=3").await, (7, all[5..].to_vec()));
    for beyond in ["selectOffset=7", "selectOffset=9000000000000000000", "selectLimit=0"] {
        assert_eq!(names(&bench, beyond).await, (7, Vec::new()));
    }
    for (query, field) in [("selectOffset=-1", "selectOffset"), ("selectLimit=-1", "selectLimit")] {
        let refused = bench.get(&format!("/v2/employee/list?{query}")).await;
        assert_refused(&refused, 1005, "11990005", field);
    }
    // Another company has employees of its own.
    bench.post("/v2/subcompany/invite", &json!({ "companyName": "甲公司" })).await;
    let there = json!({ "user": person("10020033040", "员工0"), "tenantName": "甲公司" });
    result(&bench.post("/v2/employee/create", &there).await);
    assert_eq!(names(&bench, "tenantName=甲公司").await, (1, vec!["员工0".to_owned()]));
    assert_eq!(names(&bench, &format!("tenantName={OWN}")).await.0, 7);
}

#[tokio::test]
async fn roles_are_given_taken_and_inherited() {
    let bench = start().await;
    for (contact, name) in [("10020033044", "张三"), ("10020033045", "李四"), ("10020033046", "王五")] {
        employ(&bench, contact, name).await;
    }
    let manage = |operate: Option<&str>, users: Value| {
        let mut body = json!({ "role": "SEAL_ADMIN", "users": users });
        if let Some(operate) = operate {
            body["operate"] = operate.into();
        }
        let bench = &bench;
        async move { bench.post("/v2/role/manage", &body).await }
    };
    let (zhang, li) = (person("10020033044", "张三"), person("10020033045", "李四"));
    // One who is nobody's employee, and none of them gets it.
    let refused = manage(None, json!([zhang, person("10020033099", "赵六")])).await;
    assert_refused(&refused, 1701, "11041701", "NOT FOUND");
    assert_eq!(names(&bench, "role=SEAL_ADMIN").await.0, 0);
    for operate in [None, Some("ADD")] {
        result(&manage(operate, json!([zhang, li])).await);
        assert_eq!(names(&bench, "role=SEAL_ADMIN").await, (2, vec!["张三".to_owned(), "李四".to_owned()]));
    }
    assert_eq!(names(&bench, "role=TEMPLATE_ADMIN").await.0, 0);
    result(&manage(Some("REMOVE"), json!([li])).await);
    assert_eq!(names(&bench, "role=SEAL_ADMIN").await, (1, vec!["张三".to_owned()]));

    let removal =
        |heir: &str| json!({ "contact": "10020033044", "contactType": "MOBILE", "transferEmployee": heir });
    let refused = bench.post("/v2/employee/remove", &removal("10020033099")).await;
    assert_refused(&refused, 1701, "11041701", "NOT FOUND");
    result(&bench.post("/v2/employee/remove", &removal("10020033046")).await);
    assert_eq!(names(&bench, "role=SEAL_ADMIN").await, (1, vec!["王五".to_owned()]));
}

#[tokio::test]
async fn a_company_as_a_customer_needs_its_name() {
    let bench = start().await;
    let refused = bench.post("/v2/customer/add", &json!({ "tenantType": "COMPANY" })).await;
    assert_refused(&refused, 1005, "11990005", "companyName");
    result(
        &bench.post("/v2/customer/add", &json!({ "tenantType": "COMPANY", "companyName": "甲公司" })).await,
    );
    result(&bench.post("/v2/customer/add", &json!({ "tenantType": "PERSONAL" })).await);
}

#[tokio::test]
async fn memory_is_bounded() {
    let most = 20;
    let limits = Limits { results: most, ..Limits::default() };
    let bench = start_with(Options { limits, ..options() }).await;
    for index in 0..2 * most {
        employ(&bench, &format!("100200{index:05}"), "张三").await;
        let body = json!({ "companyName": format!("第{index}公司") });
        result(&bench.post("/v2/subcompany/invite", &body).await);
    }
    assert_eq!(names(&bench, "").await.0, i64::try_from(most).unwrap());
    let group = bench.get("/v2/company/list").await;
    let subsidiaries = result(&group)["subCompanies"].as_array().unwrap();
    assert_eq!((subsidiaries.len(), &subsidiaries[0]["name"]), (most, &json!(format!("第{most}公司"))));
    // A name that alone is heavier than what all may weigh stays until the next one comes.
    let limits = Limits { ticket_bytes: 1_000, ..Limits::default() };
    let bench = start_with(Options { limits, ..options() }).await;
    for index in 0..4 {
        employ(&bench, &format!("1002003304{index}"), &"长".repeat(1_000)).await;
        assert_eq!(names(&bench, "").await.0, 1);
    }
}
