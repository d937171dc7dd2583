"""Uses every call, for the type checkers. `test_types.py` derives the same with AsyncClient from it."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import qiyuesuo
from qiyuesuo import (
    APIError, Attempt, Client, CompanyAuthLink, CompanyAuthResult, Download, FilePart, NamedUser, PageStyle,
    PersonalAuthLink, PersonalAuthResult, PersonalSignAuthInfo, QiyuesuoError, RawReply, RequestOptions, SaasCompany,
    Ticket, User, callback,
)


def attempted(attempt: Attempt) -> None:
    print(attempt.operation, attempt.attempt, attempt.http_status, attempt.code, attempt.elapsed_ms, attempt.error_kind)


def program(path: Path) -> None:
    client = Client(
        app_token="t", app_secret="s", agent={"token": "t", "secret": "s"}, environment="test", connect_timeout=5,
        attempt_timeout=2.5, max_retries=0, ca_file=path, signature={"digest": "md5", "parts": ["token"]},
        validation="lenient", on_attempt=attempted,
    )
    options: RequestOptions = {"total_timeout": 5, "max_retries": 1}
    user = User("10020033044", "MOBILE")
    person = NamedUser("10020033044", "MOBILE", name="张三")

    ticket: Ticket = client.personal_auth.create_ticket(
        user=user, mode="BANK", other_modes=["IVS", "NEW"], modify_fields=("USERNAME",), paper_type="IDCARD",
        username="张三", id_card_no="1", bank_no="1", bank_mobile="1", callback_url="https://example.com/",
        extra={"new": 1}, options=options,
    )
    text: str = ticket.ticket
    url: Optional[str] = ticket.plugin_url(has_callback=False)
    status: int = ticket.http_status + ticket.attempts
    print(text, url, status, ticket.extra.get("new"), ticket.to_dict())
    link: PersonalAuthLink = client.personal_auth.create_link(user=user, lang="cn", page_style=PageStyle(theme_color="x"))
    auth_id: Optional[str] = link.auth_id
    result: PersonalAuthResult = client.personal_auth.get_result(auth_id=auth_id)
    identified: bool = result.real_name
    print(link.auth_url, identified)

    ticket = client.company_auth.create_ticket(company_name="x", applicant=person)
    ticket = client.company_auth.create_ticket_with_license(company_name="x", applicant=person, license=path)
    company: CompanyAuthLink = client.company_auth.create_pc_link(company_name="x", applicant=person)
    company = client.company_auth.create_h5_link(company_name="x", applicant=person, close_button=False)
    state: CompanyAuthResult = client.company_auth.get_result(request_id=company.request_id)
    print(company.auth_url, state.status)

    ticket = client.contract.create_sign_ticket(contract_id=2785417393049059330, user=user)
    ticket = client.contract.create_view_ticket(biz_id="b", document_id="1")

    ticket = client.personal_sign.create_ticket(user=person, auth_info=PersonalSignAuthInfo(mode="FACE"))
    print(client.personal_sign.query(user=person, auth_status="x"))

    ticket = client.saas.create_personal_auth_ticket(user=user, manual_switch=True)
    result = client.saas.get_personal_auth_result(contact="1", contact_type="MOBILE")
    ticket = client.saas.create_company_auth_ticket(
        company_name="x", applicant=person, license=FilePart(b"", filename="x.png", content_type="image/png")
    )
    state = client.saas.get_company_auth_result(company_name="x")
    ticket = client.saas.create_privilege_ticket(app_id=1, user=person, privilege_modules=["SEAL", "NEW"])
    ticket = client.saas.create_personal_sign_ticket(user=person, company=SaasCompany(id=1), app_id="1")

    raw: RawReply = client.request("GET", "/v2/x", query={"a": 1}, options={"max_retries": 0})
    print(raw.result, raw.data, raw.http_status)
    raw = client.request("POST", "/v2/x", json={"a": [1]}, files={"file": b"x"}, repeatable=True)
    file: Download = client.download("GET", "/v2/x", query=[("a", "1"), ("a", "2")])
    content: bytes = file.content
    file.save(path)
    print(content, file.filename, file.content_type)

    try:
        ticket = client.with_options(app_token="t", app_secret="s", validation="strict").personal_auth.create_ticket(user=user)
    except APIError as error:
        code: Optional[int] = error.code
        print(code, error.response_code, error.http_status, error.headers.get("date"), error.body())
    except QiyuesuoError as error:
        kind: str = error.kind
        print(kind, error.message, error.operation, error.field, error.attempts, error.retry_after)

    headers: dict[str, str] = qiyuesuo.sign("t", "s", timestamp=1, nonce="n")
    event = callback.parse({"a": "1"}, keys=["0123456789abcdef"], allow_unsigned=True, max_age=60)
    reply = event.reply()
    print(headers, event.type, event.authenticity, event.fields, reply.status, reply.body, reply.content_type)
    print(qiyuesuo.__version__)
    client.close()
