"""Callbacks, as the web frameworks hand them over. What a callback means is tested by the vectors."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from programs import environment
from qiyuesuo import CallbackError, ConfigurationError, callback
from servers import soon

EXAMPLES = Path(os.environ.get("QYS_SOURCE", Path(__file__).parents[2])) / "examples" / "python" / "callbacks"
FORM = "mode=BANK&status=1&authId=2785417393049059330&note=%E5%BC%A0%E4%B8%89+x"
FIELDS = {"mode": "BANK", "status": "1", "authId": "2785417393049059330", "note": "张三 x"}


def test_fields_have_names_of_their_own() -> None:
    form = {"content": '{"authId": 2785417393049059330, "requestId": "r", "status": 3, "passed": true}'}
    event = callback.parse(form, allow_unsigned=True)
    assert (event.auth_id, event.request_id, event.contract_id) == ("2785417393049059330", "r", None)
    assert event.personal_auth_status == "in_review"
    assert (event.text("status"), event.text("passed"), event.text("nothing")) == ("3", None, None)
    unknown = callback.parse({"authId": "1", "status": "toString"}, allow_unsigned=True)
    assert unknown.personal_auth_status is None
    # The same field of another kind of callback has other values.
    company = callback.parse({"requestId": "r", "status": "1"}, allow_unsigned=True)
    assert (company.type, company.personal_auth_status) == ("company_auth", None)


def starlette_form() -> Any:
    from starlette.datastructures import FormData

    return FormData(list(FIELDS.items()))


def flask_form() -> Any:
    from werkzeug.datastructures import ImmutableMultiDict

    return ImmutableMultiDict(list(FIELDS.items()))


def django_form() -> Any:
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.http import QueryDict

    return QueryDict(FORM)


@pytest.mark.parametrize(
    "form",
    [FORM, FORM.encode(), bytearray(FORM.encode()), memoryview(FORM.encode()), FIELDS, list(FIELDS.items()),
     starlette_form, flask_form, django_form],
)
def test_every_form_of_a_form_is_read(form: Any) -> None:
    event = callback.parse(form() if callable(form) else form, allow_unsigned=True)
    assert (event.type, event.authenticity, event.fields) == ("personal_auth", "none", FIELDS)
    reply = event.reply()
    assert (reply.status, reply.body) == (200, '{"code":0}')
    assert "2785417393049059330" not in repr(event) and "张三" not in repr(event)
    assert pickle.loads(pickle.dumps(event)).fields == FIELDS


def test_a_query_is_read_alone_and_with_a_body() -> None:
    assert callback.parse(query=FORM, allow_unsigned=True).fields == FIELDS
    event = callback.parse(FORM, query="contractId=99", allow_unsigned=True)
    assert (event.type, event.fields, event.own_parameters) == ("personal_auth", FIELDS, {"contractId": "99"})


class Upload:
    """A file of a form."""


def looking(values: list[str]) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict([("authId", value) for value in values] + [("status", "1")])


def test_a_value_means_one_text_or_is_refused_by_name() -> None:
    for value in ("1", ["1"], ("1",), b"1", [b"1"], 1):
        for form in ({"authId": value, "status": "1"}, [("authId", value), ("status", "1")]):
            assert callback.parse(form, allow_unsigned=True).fields == {"authId": "1", "status": "1"}
    assert callback.parse(looking(["1"]), allow_unsigned=True).fields["authId"] == "1"
    with pytest.raises(CallbackError, match="given twice") as raised:
        callback.parse(looking(["7777", "8"]), allow_unsigned=True)
    assert raised.value.field == "authId" and "7777" not in str(raised.value)
    values: list[Any] = [
        None, [], ["7777", "8"], {"a": "7777"}, Upload(), b"\xff", "\ud83d7777", float("nan"), {"7777"}, [[["7777", "8"]]],
    ]
    loop: list[Any] = []
    loop.append(loop)
    for value in [*values, loop]:
        with pytest.raises(CallbackError) as raised:
            callback.parse({"authId": value, "status": "1"}, allow_unsigned=True)
        assert raised.value.field == "authId" and "7777" not in str(raised.value)
    for form in (5, [5], ["authId"], [("authId",)]):
        with pytest.raises(CallbackError):
            callback.parse(form, allow_unsigned=True)  # type: ignore[arg-type]
    with pytest.raises(CallbackError, match="JSON"):
        callback.parse(b'{"authId": "1", "status": "1"}', allow_unsigned=True)


def test_a_key_that_anybody_can_guess_is_refused() -> None:
    for keys in ("", [""], ["  "], [None], [5], None, 5, [b"\xff"], ["0123456789abcdef\n"]):
        with pytest.raises(ConfigurationError) as raised:
            callback.parse(FORM, keys=keys, allow_unsigned=True)  # type: ignore[arg-type]
        assert raised.value.field == "keys", keys
    with pytest.raises(ConfigurationError) as raised:
        callback.parse(FORM, keys=["0123456789abcdef", ""], allow_unsigned=True)
    assert raised.value.field == "keys[1]"
    # A text is one key, and not one for each of its characters.
    for key, fits in (("0123456789abcdef", True), ("0", False)):
        signature = hashlib.md5(("1735689600123" + key).encode()).hexdigest()
        form = {"authId": "1", "signature": signature, "timestamp": "1735689600123"}
        if fits:
            assert callback.parse(form, keys="0123456789abcdef").authenticity == "timestamp_only"
        else:
            with pytest.raises(CallbackError):
                callback.parse(form, keys="0123456789abcdef")


def test_a_callback_that_comes_again_is_told_and_let_in() -> None:
    first = callback.parse("authId=again&status=1", allow_unsigned=True, remember=60)
    again = callback.parse({"status": "1", "authId": "again"}, allow_unsigned=True, remember=60)
    assert (first.repeated, again.repeated, again.fingerprint) == (False, True, first.fingerprint)
    assert re.fullmatch("[0-9a-f]{64}", first.fingerprint)
    assert not callback.parse("authId=again&status=1", allow_unsigned=True).repeated


def test_an_unsigned_callback_is_refused_unless_allowed() -> None:
    with pytest.raises(CallbackError) as raised:
        callback.parse(FORM)
    assert raised.value.kind == "callback"
    with pytest.raises(ConfigurationError):
        callback.parse(FORM, cbc_iv="short")


def ask(url: str, body: str) -> tuple[int, str, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, body.encode(), timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, "", error.read().decode()


COMMANDS = {
    "fastapi": ["-m", "uvicorn", "fastapi_app:app", "--port", "{port}"],
    "flask": ["-m", "flask", "--app", "flask_app", "run", "--port", "{port}"],
    "django": ["-m", "django", "runserver", "{port}", "--noreload", "--pythonpath", ".", "--settings", "django_app"],
}


@pytest.mark.parametrize("framework", list(COMMANDS))
def test_the_example_answers_as_the_platform_wants(framework: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, *[word.format(port=port) for word in COMMANDS[framework]]]
    server = subprocess.Popen(
        command, cwd=EXAMPLES, env={**environment(), "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True,
    )
    answer: Any = None
    try:

        def answered() -> bool:
            nonlocal answer
            assert server.poll() is None, server.stdout and server.stdout.read()
            try:
                answer = ask(f"http://127.0.0.1:{port}/qiyuesuo/callback", FORM)
            except (ConnectionError, urllib.error.URLError):
                return False
            return True

        soon("the example answers", answered, 30)
        assert ask(f"http://127.0.0.1:{port}/qiyuesuo/callback", "signature=00&timestamp=1&content=x")[0] == 400
    finally:
        server.terminate()
        out, _ = server.communicate(timeout=30)
    status, content_type, body = answer
    assert (status, body) == (200, '{"code":0}'), out
    assert content_type.startswith("application/json")
    assert "personal_auth none ['authId', 'mode', 'note', 'status']" in out
