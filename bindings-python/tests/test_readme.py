"""What the pages of this package show of tests runs, and is the same in both languages."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import READMES, environment, snippets
from qiyuesuo.testing import find_qys


@pytest.mark.parametrize("readme", READMES)
def test_the_tests_that_a_page_shows_pass(readme: str, tmp_path: Path) -> None:
    shown = snippets(readme, READMES[readme])
    (tmp_path / "test_shown.py").write_text("\n".join(shown), "utf-8")
    env = {**environment(), "QYS_BIN": find_qys()}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", os.curdir],
        cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120,
    )
    # One with a fake, one with the emulator.
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout + done.stderr


def test_the_pages_show_the_same_programs() -> None:
    english, chinese = (snippets(readme) for readme in READMES)
    assert len(english) > 3
    assert [ast.dump(ast.parse(program)) for program in english] == [ast.dump(ast.parse(program)) for program in chinese]
