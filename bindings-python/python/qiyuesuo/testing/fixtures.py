"""The pytest fixture: `pytest_plugins = ["qiyuesuo.testing.fixtures"]` in `conftest.py`."""

from __future__ import annotations

from typing import Iterator

import pytest

from . import Emulator


@pytest.fixture(scope="session")
def _qiyuesuo_emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def qiyuesuo_emulator(_qiyuesuo_emulator: Emulator) -> Emulator:
    """An emulator that has seen nothing yet; one process serves the whole session."""
    _qiyuesuo_emulator.reset()
    return _qiyuesuo_emulator
