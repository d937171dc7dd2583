"""The names of the platform's documentation, the examples, and the helper for tests."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from programs import environment
from qiyuesuo import compat
from qiyuesuo._generated.tables import EXIT_CODES, OPERATIONS
from qiyuesuo.testing import Emulator, EmulatorError, find_qys
from servers import Server

EXAMPLES = Path(os.environ.get("QYS_SOURCE", Path(__file__).parents[2])) / "examples" / "python"


def sdk_client(emulator: Emulator, **options: Any) -> compat.SdkClient:
    return compat.SdkClient(emulator.url, emulator.app_token, emulator.app_secret, **options)


def test_the_documented_names_give_the_json_text_of_the_answer(qiyuesuo_emulator: Emulator) -> None:
    user = compat.User()
    user.set_contact("10020033044")
    user.set_contactType("MOBILE")
    request = compat.UserAuthMiniappTicketRequest()
    request.set_user(user)
    request.set_mode("BANK")
    assert request.get_mode() == "BANK" and "10020033044" not in repr(user)
    mapper = json.loads(sdk_client(qiyuesuo_emulator).request(request))
    assert mapper["code"] == 0 and mapper["result"]["ticket"]
    short = compat.UserAuthMiniappTicketRequest(compat.User("10020033044", "MOBILE"), callbackUrl="http://x.example")
    assert json.loads(sdk_client(qiyuesuo_emulator).request(short))["code"] == 0
    assert "http://x.example" in qiyuesuo_emulator.requests()[-1]["body"]


def test_every_request_of_the_layer_reaches_its_operation(qiyuesuo_emulator: Emulator) -> None:
    user = compat.User("10020033044", "MOBILE")
    applicant = {"contact": "10020033044", "contactType": "MOBILE"}
    client = sdk_client(qiyuesuo_emulator)
    cases = [
        (compat.UserAuthPageRequest(user), "personal_auth.create_link"),
        (compat.UserAuthResultRequest(contact="10020033044", contactType="MOBILE"), "personal_auth.get_result"),
        (compat.CompanyAuthMiniappTicketRequest("x", applicant), "company_auth.create_ticket"),
        (compat.CompanyAuthLicenseMiniappTicketRequest("x", applicant, license=b"png"),
         "company_auth.create_ticket_with_license"),
        (compat.ContractMiniappTicketRequest("2785417393049059330", user), "contract.create_sign_ticket"),
        (compat.ContractMiniappViewTicketRequest("2785417393049059330"), "contract.create_view_ticket"),
        (compat.PersonalSignAuthTicketRequest(user), "personal_sign.create_ticket"),
    ]
    for request, operation in cases:
        assert json.loads(client.request(request))["code"] == 0, operation
        assert qiyuesuo_emulator.requests()[-1]["operation"] == operation


def test_an_agent_uses_the_names_of_its_own() -> None:
    arguments = ["--agent-token", "agentTok01", "--agent-secret", "agentSecret01"]
    with Emulator(arguments=arguments) as emulator:
        client = compat.SaaSSdkClient("agentTok01", "agentSecret01", emulator.url)
        user = compat.User("10020033044", "MOBILE")
        applicant = {"contact": "10020033044", "contactType": "MOBILE"}
        for request in (
            compat.SaaSUserAuthMiniappTicketRequest(user),
            compat.SaaSCompanyAuthMiniappTicketRequest("x", applicant),
            compat.SaaSPrivilegeMiniappTicketRequest("1", "2", user),
            compat.SaaSPersonalSignAuthTicketRequest(user, company=compat.Company(name="x")),
        ):
            assert json.loads(client.request(request))["result"]["ticket"]


def test_an_error_of_the_platform_is_text_and_no_answer_an_exception() -> None:
    body = b'{"code":1605,"message":"DONE","result":{"a":"b"}}'
    head = b"HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    request = compat.UserAuthMiniappTicketRequest(compat.User("1", "MOBILE"))
    with Server(answer=head % (200, len(body)) + body) as server:
        assert compat.SdkClient(server.url, "t", "s").request(request) == body.decode()
    with Server(answer=head % (404, len(body)) + body) as server:
        with pytest.raises(compat.BaseSdkException) as raised:
            compat.SdkClient(server.url, "t", "s").request(request)
        assert (raised.value.kind, raised.value.http_status, raised.value.code) == ("api", 404, 1605)
    with pytest.raises(compat.BaseSdkException) as raised:
        compat.SdkClient("http://127.0.0.1:1", "t", "s", max_retries=0).request(request)
    assert raised.value.kind == "connection"


def test_a_success_has_what_it_promises_and_a_number_for_its_code() -> None:
    head = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    request = compat.UserAuthMiniappTicketRequest(compat.User("1", "MOBILE"))
    for body in (b'{"code":"0","result":{"ticket":"T"}}', b'{"responseCode":"00000000","result":{"ticket":"T"}}'):
        with Server(answer=head % len(body) + body) as server:
            answer = json.loads(compat.SdkClient(server.url, "t", "s").request(request))
        assert (answer["code"], answer["result"]["ticket"]) == (0, "T")
    for body in (b'{"code":0,"message":"SUCCESS"}', b'{"code":"0","result":{}}', b'{"code":0,"result":{"ticket":null}}'):
        with Server(answer=head % len(body) + body) as server:
            with pytest.raises(compat.BaseSdkException) as raised:
                compat.SdkClient(server.url, "t", "s").request(request)
            assert (raised.value.kind, raised.value.field) == ("invalid_response", "result.ticket")
            wrong = example("documented", QYS_BASE_URL=server.url, QYS_APP_TOKEN="t", QYS_APP_SECRET="s")
        assert (wrong.returncode, wrong.stdout) == (EXIT_CODES["invalid_response"], "")


def test_only_what_says_so_is_repeated() -> None:
    class Silent(compat.Request):
        path = "/v2/contract/send"

    class Said(Silent):
        repeatable = True

    head = b"HTTP/1.1 503 x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n"
    for request, requests in ((Silent(), 1), (Said(), 2)):
        with Server(answer=head) as server:
            with pytest.raises(compat.BaseSdkException):
                compat.SdkClient(server.url, "t", "s", max_retries=1).request(request)
            assert server.requests == requests
    # What this package brings is repeated as its operation is.
    operations = {operation["path"]: operation["repeatable"] for operation in OPERATIONS.values()}
    brought = [kind for kind in compat.Request.__subclasses__() if getattr(compat, kind.__name__, None) is kind]
    assert len(brought) == 12 and {kind.__name__ for kind in brought} < set(compat.__all__)
    assert {kind.path: kind.repeatable for kind in brought} == {kind.path: operations[kind.path] for kind in brought}


def test_members_without_names_come_in_the_order_of_the_documentation() -> None:
    user = compat.User("1", "MOBILE")
    assert compat.UserAuthMiniappTicketRequest(user, "BANK", "IDCARD", "n").to_dict() == {
        "user": user, "mode": "BANK", "paperType": "IDCARD", "username": "n",
    }
    licensed = compat.CompanyAuthLicenseMiniappTicketRequest("x", {}, "r")
    assert licensed.to_dict() == {"companyName": "x", "applicantInfo": {}, "registerNo": "r"}
    assert compat.ContractMiniappTicketRequest("1", user, "b").get_bizId() == "b"


def test_a_wrong_member_is_told_at_once() -> None:
    with pytest.raises(AttributeError, match="contactType"):
        compat.User("1", "MOBILE").set_contacttype("EMAIL")
    with pytest.raises(AttributeError, match="contactType"):
        compat.User(contakt="1")
    with pytest.raises(TypeError):
        compat.Company(1, 2, 3, 4)


def example(name: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {**environment(), "QYS_PYTHON": sys.executable, **settings}
    return subprocess.run([str(EXAMPLES / "run"), name], env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("name", ["client", "documented"])
def test_the_example_prints_the_ticket_or_the_error(name: str, qiyuesuo_emulator: Emulator) -> None:
    settings = {
        "QYS_BASE_URL": qiyuesuo_emulator.url,
        "QYS_APP_TOKEN": qiyuesuo_emulator.app_token,
        "QYS_APP_SECRET": qiyuesuo_emulator.app_secret,
    }
    done = example(name, **settings, QYS_CONTACT="10020033045")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()[-1]) > 10
    assert "10020033045" in qiyuesuo_emulator.requests()[-1]["body"]
    wrong = example(name, **{**settings, "QYS_APP_SECRET": "wrong"})
    assert (wrong.returncode, wrong.stdout) == (4, "")
    for line in ("class: AuthenticationError", "kind: authentication", "code: 443", "message: "):
        assert line in wrong.stderr
    assert example(name, **{**settings, "QYS_BASE_URL": "http://127.0.0.1:1", "QYS_MAX_RETRIES": "0"}).returncode == 6
    assert example("nothing").returncode == 2


def test_the_emulator_starts_on_a_free_port_and_ends(qiyuesuo_emulator: Emulator) -> None:
    with Emulator() as emulator:
        assert emulator.url != qiyuesuo_emulator.url
        with pytest.raises(EmulatorError, match="runs already"):
            emulator.start()
        with pytest.raises(EmulatorError, match="404"):
            emulator.control("GET", "nothing")
    with pytest.raises(OSError):
        emulator.control("GET", "health")
    emulator.stop()
    with pytest.raises(EmulatorError, match="did not start"):
        Emulator(arguments=["--no-such-option"]).start()


def test_the_emulator_has_what_it_has_in_every_language(qiyuesuo_emulator: Emulator) -> None:
    list_of_all = Path(os.environ.get("QYS_SOURCE", Path(__file__).parents[2])) / "tests" / "emulator_helper.json"
    members = json.loads(list_of_all.read_text("utf-8"))["members"]
    assert members and [name for name in members if not hasattr(qiyuesuo_emulator, name)] == []


def test_a_missing_qys_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("QYS_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))
    with pytest.raises(EmulatorError, match="pip install qiyuesuo-cli"):
        find_qys()
    monkeypatch.setenv("QYS_BIN", str(tmp_path / "qys"))
    with pytest.raises(EmulatorError, match="QYS_BIN"):
        find_qys()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("echo later >&2; exec sleep 60", "within 0.3 s and was ended: later$"),
        ("exec sleep 60", "within 0.3 s and was ended: it said nothing$"),
        # No whole line, and a child that keeps the pipes open.
        ("printf starting; exec sleep 60", "within 0.3 s and was ended: starting$"),
        ("echo later >&2; sleep 20; true", "within 0.3 s and was ended: later$"),
        ("echo no >&2; exit 3", "did not start and ended with 3: no$"),
        ("exit 4", "did not start and ended with 4: it said nothing$"),
        ("echo usage; exec sleep 60", "did not start and was ended: usage$"),
        ("echo '{\"error\": 1}'; exec sleep 60", "did not start and was ended: .*error"),
        ("printf '\\377\\n'; exec sleep 60", "did not start and was ended: \ufffd$"),
    ],
)
def test_a_qys_that_does_not_start_is_told_with_what_it_said(
    script: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qys = tmp_path / "qys"
    qys.write_text(f"#!/bin/sh\n{script}\n")
    qys.chmod(0o755)
    monkeypatch.setenv("QYS_BIN", str(qys))
    began = time.monotonic()
    with pytest.raises(EmulatorError, match=told):
        Emulator(start_timeout=0.3).start()
    assert time.monotonic() - began < 5
    # A process that was left behind, or its pipes, would be warned of here.
    gc.collect()


def test_an_emulator_has_half_a_minute_to_start() -> None:
    assert Emulator()._start_timeout == 30
