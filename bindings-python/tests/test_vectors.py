"""The conformance vectors, through Client and AsyncClient."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Iterator

import pytest
import vectors


@pytest.fixture(scope="module")
def server() -> Iterator[vectors.Server]:
    server = vectors.Server()
    yield server
    server.close()


@pytest.mark.parametrize("group", ["signatures", "callbacks", "requests", "responses", "faults"])
def test_all_vectors_pass_through_both_clients(server: vectors.Server, group: str) -> None:
    file = vectors.load(group)
    assert file["vectors"]
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda vector: vectors.play(server, group, file, vector), file["vectors"]))
    failures = [problem for problem in outcomes if problem]
    assert not failures, f"{len(failures)} of {len(outcomes)} fail:\n" + "\n".join(failures)
