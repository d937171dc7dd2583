"""Requests, results, errors and options as users see them."""

from __future__ import annotations

import copy
import io
import logging
import pickle
from pathlib import Path
from typing import Any

import pytest
import qiyuesuo
from programs import PREAMBLE, run
from qiyuesuo import (
    APIConnectionError, APIError, APITimeoutError, AsyncClient, AuthenticationError, Client, ConfigurationError,
    Download, FilePart, InternalError, InvalidResponseError, QiyuesuoError, RateLimitError, Ticket, User,
    ValidationError,
)
from qiyuesuo.testing import Emulator
from servers import Server

USER = User("10020033044", "MOBILE")
OPERATION = "personal_auth.create_ticket"


def test_the_documented_call(qiyuesuo_emulator: Emulator) -> None:
    with qiyuesuo_emulator.client() as client:
        ticket = client.personal_auth.create_ticket(
            user=User("10020033044", "MOBILE"), mode="BANK", username="张三", callback_url="http://www.qiyuesuo.com"
        )
    assert ticket.ticket and (ticket.http_status, ticket.attempts) == (200, 1)
    assert ticket.plugin_url() == f"plugin://qyssdk-plugin/personal-auth?ticket={ticket.ticket}&env=com&hasCb=true"
    seen = qiyuesuo_emulator.requests()[-1]
    assert (seen["operation"], seen["answer"]["code"]) == (OPERATION, 0)
    assert "张三" in seen["body"] and "null" not in seen["body"]


def test_results_cannot_be_changed_compare_by_value_and_hide_their_values(qiyuesuo_emulator: Emulator) -> None:
    ticket = qiyuesuo_emulator.client().personal_auth.create_ticket(user=USER)
    for attempt in (lambda: setattr(ticket, "ticket", "x"), lambda: setattr(ticket, "new", 1)):
        with pytest.raises(AttributeError):
            attempt()
    with pytest.raises(AttributeError):
        del ticket.ticket
    again = pickle.loads(pickle.dumps(ticket))
    assert again == ticket and again.plugin_url() == ticket.plugin_url() and copy.deepcopy(ticket) == ticket
    assert ticket.ticket not in repr(ticket) and "http_status=200" in repr(ticket)
    assert ticket != qiyuesuo_emulator.client().personal_auth.create_ticket(user=USER)
    assert isinstance(ticket, Ticket)


def test_the_key_of_callbacks_is_told_and_not_shown(
    qiyuesuo_emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "qiyuesuo"):
        token = qiyuesuo_emulator.client().company.get_token()
    key = token.callback_secret_key
    assert key is not None and len(key) == 16 and token.access_token == qiyuesuo_emulator.app_token
    assert "company.get_token" in caplog.text and "callback_secret_key" in repr(token)
    for shown in (repr(token), str(token), caplog.text):
        assert key not in shown and qiyuesuo_emulator.app_token not in shown
    assert token.to_dict()["callbackSecretKey"] == key


def test_requests_parts_cannot_be_changed_compare_by_value_and_hide_their_values() -> None:
    user = User("10020033044", "MOBILE")
    assert user == User(contact="10020033044", contact_type="MOBILE") and hash(user) == hash(USER)
    assert user != User("10020033044", "EMAIL") and user != 1
    assert user.to_dict() == {"contact": "10020033044", "contactType": "MOBILE"}
    assert "10020033044" not in repr(user)
    assert pickle.loads(pickle.dumps(user)) == copy.copy(user) == user
    with pytest.raises(AttributeError):
        user.contact = "1"
    with pytest.raises(TypeError):
        User("1")  # type: ignore[call-arg]


def test_members_the_sdk_does_not_know_are_kept_and_integers_are_exact() -> None:
    body = b'{"code":"0","message":"","result":{"ticket":"t","deep":{"id":2785417393049059330},"new":[1.5,null]}}'
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    with Server(answer=answer) as server, Client(**server.options) as client:
        ticket = client.personal_auth.create_ticket(user=USER)
        assert ticket.extra == {"deep": {"id": 2785417393049059330}, "new": [1.5, None]}
        assert ticket.to_dict() == {"ticket": "t", **ticket.extra}
        assert "2785417393049059330" not in repr(ticket)
        raw = client.request("GET", "/v2/any")
        assert raw.result["deep"]["id"] == 2785417393049059330 and "2785417393049059330" not in repr(raw)
        assert pickle.loads(pickle.dumps(raw)) == raw


def test_a_wrong_request_names_its_field_and_is_not_sent(qiyuesuo_emulator: Emulator) -> None:
    client = qiyuesuo_emulator.client()
    auth: Any = client.personal_auth
    cases: list[tuple[dict[str, Any], str]] = [
        ({"user": User("1", "MOBIL")}, "user.contactType"),
        ({"user": USER, "mode": "BANKS"}, "mode"),
        ({"user": USER, "other_modes": ["IVS", "x"]}, "otherModes[1]"),
        ({"user": USER, "callback_url": "ftp://x"}, "callbackUrl"),
        ({"user": USER, "username": object()}, "username"),
        ({"user": USER, "username": b"bytes"}, "username"),
        ({"user": USER, "username": "\ud800"}, "username"),
        ({"user": USER, "extra": {"mode": 1}}, "extra.mode"),
        ({"user": None}, "user"),
    ]
    for arguments, field in cases:
        with pytest.raises(ValidationError) as raised:
            auth.create_ticket(**arguments)
        assert (raised.value.kind, raised.value.field) == ("validation", field), arguments
    assert qiyuesuo_emulator.requests() == []


def test_errors_have_the_same_attributes_and_can_be_pickled(qiyuesuo_emulator: Emulator) -> None:
    client = qiyuesuo_emulator.client(max_retries=0)
    qiyuesuo_emulator.set_faults([{"fault": {
        "status": 429, "headers": {"Retry-After": "7", "X-Note": "n"}, "body": {"code": 11990006, "message": "SLOW", "secret": "s3"},
    }}])
    with pytest.raises(RateLimitError) as raised:
        client.personal_auth.create_ticket(user=USER)
    error = raised.value
    assert isinstance(error, APIError) and isinstance(error, QiyuesuoError)
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(one) is RateLimitError
        assert (one.kind, one.operation, one.http_status, one.code) == ("rate_limit", OPERATION, 429, 11990006)
        assert (one.response_code, one.field, one.attempts, one.retry_after) == (None, None, 1, 7.0)
        assert one.headers["x-note"] == "n"
        assert "SLOW" in str(one) and str(one).startswith(f"{OPERATION}: ")
        assert "s3" not in str(one.body()) and "SLOW" in str(one.body())
    captured = client.with_options(capture_bodies=True)
    with pytest.raises(RateLimitError) as raised:
        captured.personal_auth.create_ticket(user=USER)
    assert "s3" in str(raised.value.body()) and "s3" not in f"{raised.value} {raised.value!r}"


def test_each_kind_has_its_class(qiyuesuo_emulator: Emulator) -> None:
    client = qiyuesuo_emulator.client(max_retries=0)
    with pytest.raises(AuthenticationError):
        client.with_options(app_secret="wrong").personal_auth.create_ticket(user=USER)
    qiyuesuo_emulator.set_faults([{"fault": {"html": True}}])
    with pytest.raises(InvalidResponseError):
        client.personal_auth.create_ticket(user=USER)
    qiyuesuo_emulator.set_faults([{"fault": {"hang": True}}])
    with pytest.raises(APITimeoutError) as raised:
        client.personal_auth.create_ticket(user=USER, options={"attempt_timeout": 0.2})
    assert isinstance(raised.value, APIConnectionError)
    with pytest.raises(APIConnectionError):
        Client(app_token="t", app_secret="s", base_url="http://127.0.0.1:1", max_retries=0).request("GET", "/")
    with pytest.raises(InternalError):
        client._typed("__panic", {}, None, None, None)
    kinds = {error.kind: error for error in all_errors(QiyuesuoError)}
    assert len(kinds) == 13 and all(issubclass(error, QiyuesuoError) for error in kinds.values())


def all_errors(base: type[QiyuesuoError]) -> list[type[QiyuesuoError]]:
    return [one for sub in base.__subclasses__() for one in (sub, *all_errors(sub)) if one.__module__ == base.__module__]


def test_wrong_options_are_told_when_the_client_is_made() -> None:
    given: dict[str, Any] = {"app_token": "t", "app_secret": "s"}
    for option, field in [
        ({"base_url": "ftp://x"}, "base_url"), ({"max_retries": -1}, "max_retries"),
        ({"attempt_timeout": "x"}, "attempt_timeout"), ({"environment": "sandbox"}, "environment"),
        ({"app_secret": " s"}, "app_secret"), ({"app_secret": None}, "app_secret"),
    ]:
        with pytest.raises(ConfigurationError) as raised:
            Client(**{**given, **option})
        assert raised.value.field == field
    with pytest.raises(TypeError):
        Client(**given, time_out=1)
    view = Client(**given)
    with pytest.raises(ConfigurationError) as raised:
        view.with_options(proxy="direct")  # type: ignore[call-arg]
    assert raised.value.field == "proxy"


def test_options_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, qiyuesuo_emulator: Emulator) -> None:
    monkeypatch.setenv("QYS_APP_TOKEN", qiyuesuo_emulator.app_token)
    monkeypatch.setenv("QYS_APP_SECRET", qiyuesuo_emulator.app_secret)
    monkeypatch.setenv("QYS_BASE_URL", qiyuesuo_emulator.url)
    with Client() as client:
        assert client.personal_auth.create_ticket(user=USER).ticket


def test_clients_show_no_secret_and_are_not_pickled() -> None:
    for kind in (Client, AsyncClient):
        client = kind(app_token="token-1", app_secret="secret-1")
        assert "token-1" not in repr(client) and "secret-1" not in repr(client)
        with pytest.raises(TypeError):
            pickle.dumps(client)


def test_a_view_has_options_of_its_own_and_outlives_its_client() -> None:
    with Server() as server:
        client = Client(**server.options)
        view = client.with_options(total_timeout=5)
        client.close()
        client.close()
        assert view.personal_auth.create_ticket(user=USER).ticket == "t-1"
        with pytest.raises(ConfigurationError):
            client.personal_auth.create_ticket(user=USER)
        with Client(**server.options) as another:
            pass
        with pytest.raises(ConfigurationError):
            another.personal_auth.create_ticket(user=USER)


def test_each_client_makes_a_family_once_and_a_view_has_its_own() -> None:
    for kind in (Client, AsyncClient):
        client = kind(app_token="t", app_secret="s")
        family = client.personal_auth
        view = client.with_options(total_timeout=5)
        assert client.personal_auth is family and view.personal_auth is view.personal_auth
        assert view.personal_auth is not family and type(view.personal_auth) is type(family)
        assert client.saas is not kind(app_token="t", app_secret="s").saas


def test_on_attempt_is_told_of_every_attempt_of_its_client_alone(qiyuesuo_emulator: Emulator) -> None:
    seen: list[qiyuesuo.Attempt] = []
    client = qiyuesuo_emulator.client(on_attempt=seen.append)
    qiyuesuo_emulator.set_faults([{"nth": 1, "fault": {"status": 503}}])
    assert client.with_options(language="cn").personal_auth.create_ticket(user=USER).attempts == 2
    qiyuesuo_emulator.client().personal_auth.create_ticket(user=USER)
    assert [(one.operation, one.attempt, one.http_status, one.code, one.error_kind) for one in seen] == [
        (OPERATION, 1, 503, None, "server"), (OPERATION, 2, 200, 0, None),
    ]
    assert all(one.elapsed_ms > 0 for one in seen)


def test_what_on_attempt_raises_does_not_harm_the_call(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    with Server() as server, Client(**server.options, on_attempt=broken) as client:
        assert client.personal_auth.create_ticket(user=USER).ticket == "t-1"
    assert "on_attempt raised" in caplog.text


def test_a_handler_that_raises_does_not_cost_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise RuntimeError("of the user")

    log = logging.getLogger("qiyuesuo")
    broken = Broken()
    log.addHandler(broken)
    log.setLevel(logging.DEBUG)
    try:
        with Server() as server, qiyuesuo.Client(**server.options) as client:  # type: ignore[arg-type]
            user = qiyuesuo.User("1", "MOBILE")
            assert client.personal_auth.create_ticket(user=user).ticket
    finally:
        log.removeHandler(broken)
        log.setLevel(logging.NOTSET)
    assert "of the user" in capsys.readouterr().err


def test_logging_is_silent_by_default_and_follows_the_logger(caplog: pytest.LogCaptureFixture) -> None:
    with Server() as server, Client(**server.options) as client:
        client.personal_auth.create_ticket(user=USER)
        assert caplog.records == []
        with caplog.at_level(logging.DEBUG, "qiyuesuo"):
            client.personal_auth.create_ticket(user=USER)
            assert [record.levelname for record in caplog.records] == ["DEBUG"]
            assert OPERATION in caplog.text and "t-1" not in caplog.text and "10020033044" not in caplog.text
        caplog.clear()
        client.personal_auth.create_ticket(user=USER)
        assert caplog.records == []


def test_a_program_that_sets_nothing_up_sees_no_warning() -> None:
    with Server(answer=b"HTTP/1.1 443 x\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Length: 12\r\n\r\n{\"code\":443}") as server:
        out = run(
            """
            import logging
            try:
                Client(**OPTIONS).personal_auth.create_ticket(user=USER)
            except QiyuesuoError as error:
                print(error.kind)
            os.dup2(1, 2)
            """,
            server.options,
        )
        assert out == "authentication\n"
        assert server.requests == 2


def test_raw_requests_downloads_and_files(tmp_path: Path) -> None:
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="a.pdf"\r\nContent-Length: 4\r\n\r\n%PDF'
    )
    with Server(answer=answer) as server, Client(**server.options) as client:
        file = client.download("GET", "/v2/contract/download", query={"contractId": 1, "skip": None, "flag": True})
        assert isinstance(file, Download) and (file.http_status, file.attempts) == (200, 1)
        assert (file.content, file.content_type, file.filename) == (b"%PDF", "application/pdf", "a.pdf")
        assert file.response.headers["content-type"] == "application/pdf" and file.response.elapsed_ms > 0
        file.save(tmp_path / "saved.pdf")
        assert (tmp_path / "saved.pdf").read_bytes() == b"%PDF"
        assert pickle.loads(pickle.dumps(file)) == file
    (tmp_path / "license.png").write_bytes(b"png")
    with Server() as server, Client(**server.options) as client:
        with open(tmp_path / "license.png", "rb") as opened:
            for data in (b"png", tmp_path / "license.png", opened, io.BytesIO(b"png"),
                         FilePart(b"png", filename="x.png", content_type="image/png")):
                reply = client.request("POST", "/v2/any", json={"a": 1}, files={"license": data, "none": None})
                assert reply.data["code"] == 0 and reply.http_status == 200
        # A text can come from a form: it never names a file of this machine.
        for wrong in (1, io.StringIO("text"), "/etc/passwd", FilePart("/etc/passwd")):  # type: ignore[arg-type]
            with pytest.raises(ValidationError) as raised:
                client.request("POST", "/v2/any", files={"license": wrong})  # type: ignore[dict-item]
            assert raised.value.field == "license"


def test_mappings_and_sets_are_written_as_what_they_hold() -> None:
    from collections import OrderedDict
    from types import MappingProxyType

    with Server() as server, Client(**server.options) as client:
        extra = MappingProxyType({"a": OrderedDict(b=1), "c": (1, 2)})
        assert client.personal_auth.create_ticket(user=USER, extra=extra).ticket == "t-1"


def test_sign_makes_the_headers() -> None:
    headers = qiyuesuo.sign("AbC123dEf4", "Zy9", timestamp=1700000000000, nonce="n")
    assert headers["x-qys-open-timestamp"] == "1700000000000" and len(headers["x-qys-open-signature"]) == 32
    with pytest.raises(ConfigurationError):
        qiyuesuo.sign("t", "s", rule="sha1")


def test_memory_stays_flat_over_twenty_thousand_calls() -> None:
    out = run(
        """
        import gc
        from servers import Server
        server = Server()
        client = Client(**server.options, on_attempt=lambda attempt: None)
        def resident():
            gc.collect()
            return int(open("/proc/self/statm").read().split()[1]) * 4
        def calls(count):
            for _ in range(count):
                client.personal_auth.create_ticket(user=USER, mode="BANK", username="x")
                try:
                    client.personal_auth.create_ticket(user=USER, mode="NONE")
                except QiyuesuoError:
                    pass
        async def submitted(count):
            background = AsyncClient(**server.options)
            for _ in range(count // 50):
                await asyncio.gather(*[background.personal_auth.create_ticket(user=USER) for _ in range(50)])
        loop = asyncio.new_event_loop()
        calls(2000)
        loop.run_until_complete(submitted(2000))
        before = resident()
        calls(10000)
        loop.run_until_complete(submitted(10000))
        print(resident() - before)
        """,
        preamble=f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n" + PREAMBLE,
    )
    assert int(out) < 4096, f"{out} KiB more"
