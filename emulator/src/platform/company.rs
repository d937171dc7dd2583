//! Company authentication: ticket (with and without a licence), links, result.

use std::sync::Arc;

use serde_json::json;

use super::sessions::CompanyState;
use super::{Fields, Kind};
use crate::Outcome;
use crate::answer::Answer;
use crate::state::State;

pub(super) fn create_ticket(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    if let Some(refused) = refused(state, fields) {
        return refused;
    }
    Answer::ticket(&state.give_out(operation, Kind::CompanyAuth, false, fields).key)
}

pub(super) fn create_link(state: &Arc<State>, operation: &'static str, fields: &Fields) -> Answer {
    if let Some(refused) = refused(state, fields) {
        return refused;
    }
    let session = state.give_out(operation, Kind::CompanyAuth, true, fields);
    let result = json!({ "authUrl": state.link_url(&session.key), "requestId": session.key.as_ref() });
    Answer::success(&result.to_string())
}

fn refused(state: &State, fields: &Fields) -> Option<Answer> {
    let known = state.sessions.company(fields.company_name.as_deref().unwrap_or_default());
    let authenticated = known.is_some_and(|company| company.outcome == Some(Outcome::Passed));
    authenticated.then(|| Answer::failed(1605, None, "COMPANY ALREADY AUTHED"))
}

pub(super) fn result(state: &State, fields: &Fields) -> Answer {
    let company = if let Some(id) = fields.request_id.as_deref().filter(|id| !id.is_empty()) {
        state.sessions.find(id).filter(|session| session.kind == Kind::CompanyAuth).map(|session| {
            CompanyState {
                outcome: session.outcome,
                expires_ms: session.expires_ms,
                completed_ms: session.completed_ms,
            }
        })
    } else if let Some(name) = fields.company_name.as_deref().filter(|name| !name.is_empty()) {
        state.sessions.company(name)
    } else {
        return Answer::invalid_parameter("requestId", "requestId or companyName is needed");
    };
    // The query numbers the states in another way than the callback does.
    let (status, basic) = match company {
        None => (-1, None),
        Some(company) => match company.outcome {
            Some(Outcome::Passed) => (2, Some(1)),
            Some(Outcome::Failed) => (3, Some(2)),
            Some(Outcome::Review) => (4, Some(0)),
            None if state.clock.now_ms() >= company.expires_ms => (6, None),
            None => (1, None),
        },
    };
    let mut result = json!({ "status": status });
    if let Some(basic) = basic {
        result["basicStatus"] = basic.into();
    }
    if status == 3 {
        result["basicReason"] = "refused in the emulator".into();
    }
    if let (2 | 3, Some(completed)) = (status, company.and_then(|company| company.completed_ms)) {
        result["authEndTime"] = beijing_time(completed).into();
    }
    Answer::success(&result.to_string())
}

/// `yyyy-MM-dd HH:mm:ss` in UTC+8; the platform does not say which zone its times are in.
fn beijing_time(ms: i64) -> String {
    let seconds = ms.div_euclid(1000) + 8 * 3600;
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days to a civil date, counting years from March so that a leap day ends one.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::beijing_time;

    #[test]
    fn dates() {
        assert_eq!(beijing_time(0), "1970-01-01 08:00:00");
        assert_eq!(beijing_time(1_709_222_399_000), "2024-02-29 23:59:59");
        assert_eq!(beijing_time(1_735_689_600_123), "2025-01-01 08:00:00");
    }
}
