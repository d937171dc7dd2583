"""Lists that come page by page."""

from __future__ import annotations

import asyncio

import pytest
from qiyuesuo import Client, ListedContract, PermissionDeniedError
from qiyuesuo.testing import Emulator


def drafted(client: Client, count: int) -> list[str]:
    return sorted(str(client.contract.create_draft(subject=f"合同 {number}").id) for number in range(count))


def pages(emulator: Emulator) -> int:
    return sum(seen["operation"] == "contract.list" for seen in emulator.requests())


def test_the_whole_list_is_read_page_by_page(qiyuesuo_emulator: Emulator) -> None:
    with qiyuesuo_emulator.client() as client:
        assert list(client.contract.list_all()) == []
        assert pages(qiyuesuo_emulator) == 1
        drafts = drafted(client, 5)
        contracts = client.contract.list_all(select_limit=2)
        assert pages(qiyuesuo_emulator) == 1, "nothing is asked before it is read"
        first = next(contracts)
        assert isinstance(first, ListedContract)
        assert pages(qiyuesuo_emulator) == 2
        assert sorted(str(contract.id) for contract in [first, *contracts]) == drafts
        assert pages(qiyuesuo_emulator) == 4
        assert len(list(client.contract.list_all(select_offset=3))) == 2


def test_the_same_for_coroutines(qiyuesuo_emulator: Emulator) -> None:
    async def run() -> list[str]:
        async with qiyuesuo_emulator.async_client() as client:
            return sorted([str(contract.id) async for contract in client.contract.list_all(select_limit=2)])

    with qiyuesuo_emulator.client() as client:
        drafts = drafted(client, 5)
    assert asyncio.run(run()) == drafts
    assert pages(qiyuesuo_emulator) == 3


def test_an_error_ends_the_list(qiyuesuo_emulator: Emulator) -> None:
    with qiyuesuo_emulator.client() as client:
        drafted(client, 3)
        contracts = client.contract.list_all(select_limit=2)
        assert [bool(next(contracts).id), bool(next(contracts).id)] == [True, True]
        qiyuesuo_emulator.set_faults([{"fault": {"status": 200, "body": {"code": 1002, "message": "NO PERMISSION"}}}])
        with pytest.raises(PermissionDeniedError):
            next(contracts)
        assert next(contracts, None) is None
