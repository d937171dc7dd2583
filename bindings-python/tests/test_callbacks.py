"""Callbacks, as the web frameworks hand them over. What a callback means is tested by the vectors."""

from __future__ import annotations

import os
import pickle
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
    head, _, tail = FORM.partition("&")
    assert callback.parse(tail, query=head, allow_unsigned=True).fields == FIELDS


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
