"""The types: strict programs, strict package, stubs that agree with the built module."""

from __future__ import annotations

import inspect
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import get_type_hints

import pytest
import qiyuesuo
from programs import READMES, environment, snippets
from qiyuesuo import AsyncClient, Client, ConfigurationError, RequestOptions
from qiyuesuo._generated.tables import OPTIONS

PACKAGE = Path(qiyuesuo.__file__).parent
PROGRAM = Path(__file__).parent / "typing" / "program.py"
# Generated: every call with every argument, and every member of every result.
EVERY_CALL = PROGRAM.with_name("every_call.py")
FAKES = PROGRAM.with_name("fakes.py")
FAMILIES = ["personal_auth", "company_auth", "contract", "personal_sign", "saas"]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typing")
    text = PROGRAM.read_text("utf-8")
    (folder / "program.py").write_text(text, "utf-8")
    awaited = re.sub(r"\bclient\.(with_options\([^)]*\)\.)?(\w+\.\w+|request|download)\(", r"await \g<0>", text)
    awaited = awaited.replace("Client,", "AsyncClient,").replace("Client(", "AsyncClient(")
    awaited = awaited.replace("def program", "async def program").replace("client.close()", "await client.aclose()")
    (folder / "awaited.py").write_text(awaited, "utf-8")
    (folder / "every_call.py").write_text(EVERY_CALL.read_text("utf-8"), "utf-8")
    (folder / "fakes.py").write_text(FAKES.read_text("utf-8"), "utf-8")
    (folder / "readme.py").write_text("\n".join(snippets("README.md", READMES["README.md"])), "utf-8")
    (folder / "wrong.py").write_text(
        "from qiyuesuo import Client, Ticket, User\n"
        "Client(app_token=1)\n"
        "Client().personal_auth.create_ticket(user='x')\n"
        "Client().personal_auth.create_ticket(mode='BANK')\n"
        "Client().personal_auth.create_ticket(user=User('1'))\n"
        "Client().with_options(time_out=1)\n"
        "Ticket(ticket=1)\n"
        "Ticket('x')\n"
        "Client().personal_auth = Client().contract\n",
        "utf-8",
    )
    return folder


def check(*command: str, folder: Path) -> tuple[int, str]:
    # The checkers look beside the installed package, wherever the tests have put it.
    env = {**environment(), "MYPYPATH": str(PACKAGE.parent), "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-m", *command], cwd=folder, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_the_program_uses_every_call() -> None:
    text = PROGRAM.read_text("utf-8") + EVERY_CALL.read_text("utf-8")
    for client in (Client, AsyncClient):
        made = client(app_token="t", app_secret="s")
        for family in FAMILIES:
            for name, _ in inspect.getmembers(getattr(made, family), callable):
                assert name.startswith("_") or f".{family}.{name}(" in text, f"{family}.{name}"


def test_every_option_is_an_argument_of_a_client_and_those_of_a_call_are_members() -> None:
    per_call = {name for name, option in OPTIONS.items() if option["per_call"]}
    assert get_type_hints(RequestOptions).keys() == per_call
    for client in (Client, AsyncClient):
        parameters = inspect.signature(client).parameters
        assert parameters.keys() == {*OPTIONS, "on_attempt"}
        assert all(one.kind is one.KEYWORD_ONLY and one.default is None for one in parameters.values())
        for name, option in OPTIONS.items():
            told = " ".join((client.__init__.__doc__ or "").partition(f"\n            {name}: ")[2].split())
            assert told.startswith(f"{option['doc']} Default: {option['default']}."), name
        # All arrive: the paths as texts, and what no option can be is told by its name.
        given = {"app_token": 1, "app_secret_file": Path("/none"), "ca_file": Path("/none")}
        with pytest.raises(ConfigurationError, match="app_token"):
            client(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("program", ["program.py", "awaited.py", "every_call.py", "readme.py", "fakes.py"])
def test_mypy_strict_accepts_a_program_that_uses_every_call(programs: Path, program: str) -> None:
    code, out = check("mypy", "--strict", "--cache-dir", str(programs / "cache"), program, folder=programs)
    assert code == 0, out


def test_a_fake_takes_the_place_of_an_async_client() -> None:
    assert runpy.run_path(str(FAKES))["run"]() == ["T-1", "again in 1 s", "T-1"]


def test_mypy_refuses_wrong_programs(programs: Path) -> None:
    code, out = check("mypy", "--strict", "--cache-dir", str(programs / "cache"), "wrong.py", folder=programs)
    assert code == 1
    assert [line for line in range(2, 10) if f"wrong.py:{line}:" not in out] == [], out


def test_mypy_strict_accepts_the_package() -> None:
    code, out = check("mypy", "--strict", "--cache-dir", os.devnull, "--package", "qiyuesuo", folder=PACKAGE.parent)
    assert code == 0, out


def pyright(folder: Path, *files: str) -> tuple[int, str]:
    (folder / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "extraPaths": ["%s"], "include": ["*.py"]}' % PACKAGE.parent, "utf-8"
    )
    return check("pyright", "--pythonpath", sys.executable, *files, folder=folder)


def test_pyright_strict_accepts_a_program_that_uses_every_call(programs: Path) -> None:
    (programs / "wrong.py").unlink(missing_ok=True)
    code, out = pyright(programs)
    assert code == 0 and "0 errors" in out, out


def test_the_stub_agrees_with_the_built_module() -> None:
    code, out = check("mypy.stubtest", "qiyuesuo._native", "--concise", folder=PACKAGE.parent)
    assert code == 0, out
