"""Programs of users, run as processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, Optional

ROOT = Path(os.environ.get("QYS_SOURCE", Path(__file__).resolve().parents[2]))
READMES = {"README.md": "## Tests", "README.zh.md": "## 测试"}

PREAMBLE = """
import asyncio, json, os, signal, sys, threading, time
from qiyuesuo import AsyncClient, Client, QiyuesuoError, User
OPTIONS = json.loads(os.environ["TEST_OPTIONS"])
USER = User("10020033044", "MOBILE")
"""


def snippets(readme: str, section: str = "") -> list[str]:
    """The programs in Python of a page of this package, or of one section of it."""
    text = (ROOT / "bindings-python" / readme).read_text("utf-8")
    if section:
        text = text.partition(f"\n{section}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def environment(options: Optional[dict[str, Any]] = None) -> dict[str, str]:
    return {**os.environ, "TEST_OPTIONS": json.dumps(options or {}), "PYTHONDONTWRITEBYTECODE": "1"}


def start(program: str, options: Optional[dict[str, Any]] = None, *, preamble: str = PREAMBLE) -> subprocess.Popen[str]:
    code = preamble + textwrap.dedent(program)
    return subprocess.Popen(
        [sys.executable, "-X", "faulthandler", "-c", code],
        preexec_fn=_default_dispositions,
        env=environment(options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )


def _default_dispositions() -> None:
    """A parent that ignores Ctrl-C (nohup, some runners) hands that down, and these programs are about it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finish(process: subprocess.Popen[str], seconds: float = 30) -> tuple[int, str, str]:
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"the program did not end:\n{out}\n{err}") from None
    return process.returncode, out, err


def run(program: str, options: Optional[dict[str, Any]] = None, *, preamble: str = PREAMBLE) -> str:
    """What a program that must succeed prints."""
    code, out, err = finish(start(program, options, preamble=preamble))
    assert code == 0, f"exit {code}\n{out}\n{err}"
    assert "Traceback" not in err and "panicked" not in err, err
    return out
