//! The request of the documentation page 生成个人认证令牌 that every client sends.

use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, User};
use serde::Serialize;

/// Path of the call.
pub const PATH: &str = "/v2/personalauth/miniappexchange";

/// App Token when none is given: the server of the measurements looks at neither.
pub const APP_TOKEN: &str = "bench-app-token-0123456789";

/// App Secret when none is given.
pub const APP_SECRET: &str = "bench-app-secret-0123456789abcdef";

/// The request in the type of the SDK.
pub fn request() -> CreatePersonalAuthTicket {
    CreatePersonalAuthTicket::builder()
        .user(User::new("10020033044", ContactType::Mobile))
        .mode("BANK")
        .username("张三")
        .callback_url("http://www.qiyuesuo.com")
        .build()
}

/// The request in the type a user would write.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TicketRequest {
    mode: String,
    user: UserInfo,
    username: String,
    callback_url: String,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserInfo {
    contact: String,
    contact_type: String,
}

impl Default for TicketRequest {
    fn default() -> Self {
        Self {
            mode: "BANK".to_owned(),
            user: UserInfo { contact: "10020033044".to_owned(), contact_type: "MOBILE".to_owned() },
            username: "张三".to_owned(),
            callback_url: "http://www.qiyuesuo.com".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{TicketRequest, request};

    #[test]
    fn both_types_say_the_same() {
        let sdk = serde_json::to_value(request()).expect("it can be written");
        let hand_written = serde_json::to_value(TicketRequest::default()).expect("it can be written");
        assert_eq!(sdk, hand_written);
    }
}
