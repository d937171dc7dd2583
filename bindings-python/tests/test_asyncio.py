"""AsyncClient in event loops."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
import time
import weakref
from contextlib import closing
from contextvars import ContextVar
from typing import Any

import pytest
import uvloop
from programs import finish, start
from qiyuesuo import AsyncClient, CancelledError, ConfigurationError, InternalError, User, _native
from qiyuesuo._loop import port_of
from servers import Server, soon

USER = User("10020033044", "MOBILE")
LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


class Unwatching(asyncio.SelectorEventLoop):
    """A loop that watches no sockets for others, as the default one of Windows."""

    def add_reader(self, fd: Any, callback: Any, *args: Any) -> None:
        raise NotImplementedError


LOOPS["watching no sockets"] = Unwatching


@pytest.fixture(params=list(LOOPS))
def loop(request: pytest.FixtureRequest) -> Any:
    loop = LOOPS[request.param]()
    yield loop
    loop.close()


async def ticket(client: AsyncClient) -> str:
    return (await client.personal_auth.create_ticket(user=USER)).ticket


def test_many_calls_at_once(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        async with AsyncClient(**server.options) as client:
            for _ in range(3):
                assert await asyncio.gather(*[ticket(client) for _ in range(200)]) == ["t-1"] * 200

    with Server() as server:
        loop.run_until_complete(main())
        assert server.requests == 600


def test_more_calls_than_a_batch_complete_while_the_loop_is_busy(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        async with AsyncClient(**server.options) as client:
            calls = [asyncio.ensure_future(ticket(client)) for _ in range(3000)]
            await asyncio.sleep(0)
            while _native.in_flight() > 0:
                time.sleep(0.01)
            assert await asyncio.wait_for(asyncio.gather(*calls), 60) == ["t-1"] * 3000
            assert await asyncio.wait_for(ticket(client), 60) == "t-1"

    with Server() as server:
        loop.run_until_complete(main())


def test_what_a_call_causes_is_in_the_context_of_its_caller(loop: asyncio.AbstractEventLoop) -> None:
    request_id: ContextVar[int] = ContextVar("request_id", default=0)
    logged: list[tuple[int, str]] = []
    tried: list[int] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            logged.append((request_id.get(), record.getMessage()))

    async def one(client: AsyncClient, number: int) -> None:
        request_id.set(number)
        await ticket(client)

    async def main() -> None:
        async with AsyncClient(**server.options, on_attempt=lambda _: tried.append(request_id.get())) as client:
            await asyncio.gather(*[one(client, number) for number in range(1, 21)])

    logger, handler = logging.getLogger("qiyuesuo"), Handler()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        with Server(delay=0.05) as server:
            loop.run_until_complete(main())
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert sorted(number for number, line in logged if line.startswith("attempt")) == list(range(1, 21))
    assert sorted(tried) == list(range(1, 21))


def test_a_log_handler_that_raises_costs_no_call_its_end(
    loop: asyncio.AbstractEventLoop, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: logging.LogRecord) -> bool:
        raise RuntimeError("the filter is broken")

    async def main() -> None:
        async with AsyncClient(**server.options) as client:
            calls = asyncio.gather(*[ticket(client) for _ in range(20)])
            assert await asyncio.wait_for(calls, 30) == ["t-1"] * 20

    logger = logging.getLogger("qiyuesuo")
    logger.addFilter(broken)
    logger.setLevel(logging.DEBUG)
    told: list[str] = []
    loop.set_exception_handler(lambda _, context: told.append(str(context.get("exception"))))
    try:
        with Server() as server:
            loop.run_until_complete(main())
    finally:
        logger.removeFilter(broken)
        logger.setLevel(logging.NOTSET)
    assert told == []
    assert "the filter is broken" in capsys.readouterr().err


def test_the_loop_runs_while_a_call_waits(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        client = AsyncClient(**server.options)
        task = asyncio.ensure_future(ticket(client))
        while server.requests == 0:
            await asyncio.sleep(0.001)
        gate.set()
        assert await task == "t-1"

    gate = threading.Event()
    with Server(gate=gate) as server:
        loop.run_until_complete(asyncio.wait_for(main(), 10))


def test_cancelling_a_task_drops_its_request_at_the_server(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        client = AsyncClient(**server.options)
        tasks = [asyncio.ensure_future(ticket(client)) for _ in range(10)]
        while server.requests < 10:
            await asyncio.sleep(0.001)
        assert server.closed == 0
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)

    with Server(hang=True) as server:
        loop.run_until_complete(main())
        soon("the server sees the requests dropped", lambda: server.closed == 10, 2)
    assert _native.in_flight() == 0


def test_a_time_out_of_asyncio_drops_the_request(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(ticket(AsyncClient(**server.options)), 0.2)

    with Server(hang=True) as server:
        loop.run_until_complete(main())
        soon("the server sees the request dropped", lambda: server.closed == 1, 2)


def test_closing_ends_calls_in_flight(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        client = AsyncClient(**server.options)
        task = asyncio.ensure_future(ticket(client))
        while server.requests == 0:
            await asyncio.sleep(0.001)
        await client.aclose()
        with pytest.raises(CancelledError):
            await task
        with pytest.raises(ConfigurationError):
            await ticket(client)

    with Server(hang=True) as server:
        loop.run_until_complete(main())


def test_a_panic_is_an_internal_error_and_the_client_goes_on(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        client = AsyncClient(**server.options)
        with pytest.raises(InternalError):
            await client._typed("__panic", {}, None, None, None)
        assert await ticket(client) == "t-1"

    with Server() as server:
        loop.run_until_complete(main())


def test_one_client_serves_loops_one_after_another_and_in_threads() -> None:
    with Server() as server:
        client = AsyncClient(**server.options)
        assert [asyncio.run(ticket(client)) for _ in range(5)] == ["t-1"] * 5
        found: list[str] = []

        async def several() -> list[str]:
            return await asyncio.gather(*[ticket(client) for _ in range(20)])

        threads = [threading.Thread(target=lambda: found.extend(asyncio.run(several()))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == ["t-1"] * 160


def test_a_closed_loop_is_not_kept(loop: asyncio.AbstractEventLoop) -> None:
    async def main() -> None:
        asyncio.ensure_future(ticket(client))
        await asyncio.sleep(0.05)

    with Server() as server:
        client = AsyncClient(**server.options)
        kept = []
        for _ in range(5):
            another = type(loop)()
            another.run_until_complete(main())
            another.close()
            kept.append(weakref.ref(another))
            del another
        gc.collect()
        soon("the loops are gone", lambda: gc.collect() >= 0 and not any(ref() for ref in kept), 5)


def test_two_hundred_cancelled_calls_leave_nothing() -> None:
    async def main() -> None:
        client = AsyncClient(**server.options)
        for _ in range(20):
            tasks = [asyncio.ensure_future(ticket(client)) for _ in range(10)]
            await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    with Server(hang=True) as server:
        asyncio.run(main())
    soon("nothing is in flight", lambda: _native.in_flight() == 0, 2)


def attempts_left(client: AsyncClient) -> int:
    """How many attempts of submitted calls nobody was told of."""
    newest = client._native.submit(_native.Queue(), "request", b"{}", None, None)
    return sum(len(client._native.take_attempts(number)) for number in range(newest))


def test_calls_that_are_cancelled_as_they_end_leave_no_attempts() -> None:
    told: list[object] = []

    async def main() -> None:
        client = AsyncClient(**server.options, on_attempt=told.append)
        # How long calls take differs from machine to machine: the cancels fall around their end on each.
        began = time.perf_counter()
        await asyncio.gather(*(ticket(client) for _ in range(8)))
        usual = min(time.perf_counter() - began, 0.01)
        # An attempt ends after the cancel that was too late for it in about 1 call of 300.
        for turn in range(600):
            tasks = [asyncio.ensure_future(ticket(client)) for _ in range(8)]
            await asyncio.sleep(usual * (turn % 60) / 40)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # Not at once: the loop has to take the last completions.
        for _ in range(500):
            if not port_of(asyncio.get_running_loop()).cancelled:
                break
            await asyncio.sleep(0.01)
        assert port_of(asyncio.get_running_loop()).cancelled == {}
        assert attempts_left(client) == 0

    with Server() as server:
        asyncio.run(main())
    assert 0 < len(told) <= server.requests


def test_loops_that_are_closed_under_their_calls_leave_nothing() -> None:
    async def begin(before: int) -> None:
        asyncio.ensure_future(ticket(client))
        while server.requests == before:
            await asyncio.sleep(0.001)

    gate = threading.Event()
    loops = []
    with Server(gate=gate) as server, closing(AsyncClient(**server.options, on_attempt=lambda _: None)) as client:
        for before in range(10):
            loop = asyncio.new_event_loop()
            # It says that a task was pending.
            loop.set_exception_handler(lambda *_: None)
            loop.run_until_complete(begin(before))
            loop.close()
            loops.append(weakref.ref(loop))
            del loop
            gc.collect()
        soon("the requests are dropped, but the last", lambda: _native.in_flight() == 1)
        gate.set()
        soon("the last has ended", lambda: _native.in_flight() == 0)
        asyncio.run(ticket(client))
        gc.collect()
        assert [loop for loop in loops if loop() is not None] == []
        assert attempts_left(client) == 0


def test_ctrl_c_ends_asyncio_run_within_200_ms() -> None:
    with Server(hang=True) as server:
        process = start(
            """
            try:
                asyncio.run(AsyncClient(**OPTIONS).personal_auth.create_ticket(user=USER))
            except KeyboardInterrupt:
                print(time.monotonic_ns())
            """,
            server.options,
        )
        soon("the request arrives", lambda: server.requests == 1)
        sent = time.monotonic_ns()
        process.send_signal(signal.SIGINT)
        code, out, err = finish(process)
        assert code == 0, err
        assert (int(out) - sent) / 1e6 < 200
        soon("the server sees the request dropped", lambda: server.closed == 1, 2)
