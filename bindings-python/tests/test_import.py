"""What importing costs, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import qiyuesuo
from programs import environment, run

PACKAGE = Path(qiyuesuo.__file__).parent
# 15 ms where `import json`, the larger part of it, takes 7.
BUDGET = 15 / 7


def test_everything_comes_with_a_star() -> None:
    names: dict[str, object] = {}
    exec("from qiyuesuo import *", names)
    assert names["User"] is qiyuesuo.User and names["Client"] is qiyuesuo.Client and names["callback"] is qiyuesuo.callback
    assert {name for name in names if not name.startswith("__")} == set(dir(qiyuesuo)) - {"__version__", "compat", "testing"}


def cost(code: str, folder: Path) -> float:
    """The CPU time of a statement in a fresh interpreter, with byte code cached as after an installation, in those that
    `import json` takes beside it: machines differ, and have other things to do."""
    env = {**environment(), "PYTHONPATH": str(folder)}
    del env["PYTHONDONTWRITEBYTECODE"]
    times: dict[str, list[float]] = {"import json": [], code: []}
    for _ in range(15):
        for measured, spent in times.items():
            program = f"import time; began = time.process_time(); {measured}; print(time.process_time() - began)"
            # Without `site`, which may import much of the library before.
            done = subprocess.run([sys.executable, "-S", "-c", program], env=env, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            spent.append(float(done.stdout))
    # The least is what importing costs; the rest is what else the machine does.
    return min(times[code]) / min(times["import json"])


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(PACKAGE, folder / "qiyuesuo")
    return folder


@pytest.mark.parametrize("code", ["import qiyuesuo", "from qiyuesuo import Client"])
def test_importing_is_quick(copied: Path, code: str) -> None:
    assert cost(code, copied) <= BUDGET


def test_importing_stays_quick_with_130_endpoints(copied: Path) -> None:
    """Families load when they are used: a hundred more of them cost nothing but their names."""
    generated = copied / "qiyuesuo" / "_generated"
    family = (generated / "personal_auth.py").read_text("utf-8")
    names = []
    for number in range(45):  # three calls each
        (generated / f"family{number}.py").write_text(family, "utf-8")
        names.append(f'    "Family{number}": "family{number}",\n')
    index = generated / "__init__.py"
    text = index.read_text("utf-8")
    index.write_text(re.sub(r"(EXPORTS[^{]*\{\n)", lambda found: found[1] + "".join(names), text, count=1), "utf-8")
    assert cost("from qiyuesuo import Client", copied) <= BUDGET


def test_importing_starts_no_thread_and_loads_no_asyncio() -> None:
    out = run(
        """
        import os, sys
        import qiyuesuo
        print(len(os.listdir("/proc/self/task")), "asyncio" in sys.modules, "qiyuesuo._generated.saas" in sys.modules)
        from qiyuesuo import Client, User
        client = Client(app_token="t", app_secret="s")
        client.personal_auth
        print(len(os.listdir("/proc/self/task")), "asyncio" in sys.modules, "qiyuesuo._generated.saas" in sys.modules)
        """,
        preamble="",
    )
    assert out == "1 False False\n1 False False\n"


def test_everything_that_is_exported_is_there() -> None:
    for name in dir(qiyuesuo):
        assert getattr(qiyuesuo, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        qiyuesuo.Nothing  # noqa: B018


def load_error(folder: Path) -> str:
    env = {**environment(), "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", "import qiyuesuo"], env=env, capture_output=True, text=True)
    assert done.returncode == 1
    return done.stderr


def test_a_missing_native_module_is_explained(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "qiyuesuo", ignore=shutil.ignore_patterns("_native.*so", "_native.*pyd"))
    text = load_error(tmp_path)
    assert "ImportError: qiyuesuo cannot load its native module" in text
    assert "no file _native.*" in text and "pip install --force-reinstall qiyuesuo" in text
    assert sys.implementation.cache_tag in text and "linux" in text


def test_a_native_module_of_another_platform_is_explained(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "qiyuesuo")
    native = next((tmp_path / "qiyuesuo").glob("_native.*so"))
    native.write_bytes(b"\x7fELF" + os.urandom(200))
    text = load_error(tmp_path)
    assert native.name in text and "installed for another" in text
