//! Lists that come page by page.

use futures_util::{StreamExt, TryStreamExt};
use qiyuesuo::api::{ListCategories, ListContracts};
use qiyuesuo::operation::OPERATIONS;
use qiyuesuo::{ErrorKind, PAGE_SIZE};
use serde_json::{Value, json};

use crate::support::{Reply, Seen, Server};

fn envelope(result: Value) -> Reply {
    Reply::answer(200, "", json!({"code": 0, "message": "SUCCESS", "result": result}).to_string())
}

/// A platform with `count` contracts, which answers `most` at a time and tells how many there are, or not.
fn platform(count: usize, most: usize, counted: bool) -> Server {
    Server::start(move |seen: &Seen| {
        let number = |name: &str| seen.query()[name].parse::<usize>().unwrap();
        let (skipped, wanted) = (number("selectOffset"), number("selectLimit"));
        let list: Vec<_> =
            (skipped..count).take(wanted.min(most)).map(|id| json!({"id": id.to_string()})).collect();
        envelope(if counted { json!({"totalCount": count, "list": list}) } else { json!({"list": list}) })
    })
}

async fn ids(server: &Server, request: &ListContracts) -> Vec<usize> {
    let client = server.client();
    let contracts = client.contract().list_all(request);
    let ids = contracts.map_ok(|contract| contract.id.unwrap().parse::<usize>().unwrap());
    ids.try_collect().await.unwrap()
}

#[tokio::test]
async fn every_page_is_read_and_no_more() {
    let everything = ListContracts::builder().build();
    let size = usize::try_from(PAGE_SIZE).unwrap();
    for (count, requests) in [(0, 1), (1, 1), (size, 1), (size + 1, 2), (2 * size, 2), (2 * size + 7, 3)] {
        let server = platform(count, usize::MAX, true);
        assert_eq!(ids(&server, &everything).await, (0..count).collect::<Vec<_>>());
        assert_eq!(server.seen().len(), requests, "{count}");
    }
}

#[tokio::test]
async fn a_platform_that_answers_fewer_than_asked_loses_none() {
    let everything = ListContracts::builder().select_limit(50).build();
    for counted in [true, false] {
        let server = platform(103, 20, counted);
        assert_eq!(ids(&server, &everything).await, (0..103).collect::<Vec<_>>());
        // Without a count only an empty page says that there are no more.
        assert_eq!(server.seen().len(), if counted { 6 } else { 7 });
    }
}

#[tokio::test]
async fn it_begins_where_the_request_does_and_keeps_the_rest_of_it() {
    let server = platform(10, 100, true);
    let request =
        ListContracts::builder().select_offset(4).select_limit(3).status("COMPLETE".to_owned()).build();
    assert_eq!(ids(&server, &request).await, (4..10).collect::<Vec<_>>());
    let queries: Vec<_> = server.seen().iter().map(Seen::query).collect();
    assert_eq!(queries.len(), 2);
    assert!(queries.iter().all(|query| query["status"] == "COMPLETE" && query["selectLimit"] == "3"));
}

#[tokio::test]
async fn pages_are_asked_for_when_they_are_needed_and_an_error_ends_the_list() {
    let server = Server::start(|seen: &Seen| {
        if seen.query()["selectOffset"] == "0" {
            return envelope(json!({"totalCount": 4, "list": [{"id": "1"}, {"id": "2"}]}));
        }
        Reply::answer(200, "", r#"{"code": 1002, "message": "NO PERMISSION"}"#)
    });
    let client = server.client();
    let mut categories = std::pin::pin!(client.category().list_all(&ListCategories::builder().build()));
    assert_eq!(server.seen().len(), 0);
    for id in ["1", "2"] {
        assert_eq!(categories.next().await.unwrap().unwrap().id.as_deref(), Some(id));
        assert_eq!(server.seen().len(), 1);
    }
    assert_eq!(categories.next().await.unwrap().unwrap_err().kind(), ErrorKind::PermissionDenied);
    assert!(categories.next().await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn the_table_knows_which_calls_have_pages() {
    let paged: Vec<_> = OPERATIONS.iter().filter(|info| info.paged).map(|info| info.name).collect();
    assert_eq!(paged, ["contract.list", "template.list", "category.list", "employee.list", "seal.list"]);
}
