"""Blocking calls beside other threads, signals and the end of the interpreter."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from programs import PREAMBLE, finish, run, start
from qiyuesuo import Client, User
from servers import Server, soon

USER = User("10020033044", "MOBILE")


def test_another_thread_runs_while_a_call_waits() -> None:
    """The server answers only after a Python thread has counted: with the interpreter held, nobody would."""
    gate = threading.Event()
    with Server(gate=gate) as server, Client(**server.options) as client:
        counted = 0

        def count() -> None:
            nonlocal counted
            soon("the request arrives", lambda: server.requests == 1)
            while counted < 100_000:
                counted += 1
            gate.set()

        thread = threading.Thread(target=count)
        thread.start()
        assert client.personal_auth.create_ticket(user=USER).ticket == "t-1"
        thread.join()
        assert counted == 100_000


def test_fifty_threads_share_one_client() -> None:
    with Server(delay=0.002) as server, Client(**server.options) as client:
        tickets: list[str] = []

        def work() -> None:
            for _ in range(20):
                tickets.append(client.personal_auth.create_ticket(user=USER).ticket)

        threads = [threading.Thread(target=work) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert tickets == ["t-1"] * 1000
        assert server.requests == 1000
        # Kept and shared: a thread may open one while another becomes free, but not one for each call.
        assert server.connections < 200


def test_ctrl_c_ends_a_blocked_call_within_200_ms() -> None:
    with Server(hang=True) as server:
        for _ in range(5):
            before = server.requests
            process = start(
                """
                try:
                    Client(**OPTIONS).personal_auth.create_ticket(user=USER)
                except KeyboardInterrupt:
                    print(time.monotonic_ns())
                """,
                server.options,
            )
            soon("the request arrives", lambda: server.requests > before)
            sent = time.monotonic_ns()
            process.send_signal(signal.SIGINT)
            code, out, err = finish(process)
            assert code == 0, err
            assert (int(out) - sent) / 1e6 < 200


def test_a_signal_handler_runs_while_a_call_waits_and_may_let_it_go_on() -> None:
    with Server(delay=0.5) as server:
        process = start(
            """
            signal.signal(signal.SIGUSR1, lambda *_: print("handled", flush=True))
            print(Client(**OPTIONS).personal_auth.create_ticket(user=USER).ticket)
            """,
            server.options,
        )
        soon("the request arrives", lambda: server.requests == 1)
        process.send_signal(signal.SIGUSR1)
        code, out, err = finish(process)
        assert (code, out) == (0, "handled\nt-1\n"), err


def test_close_ends_calls_in_flight_and_refuses_later_ones() -> None:
    with Server(hang=True) as server:
        out = run(
            """
            client = Client(**OPTIONS)
            def call():
                try:
                    client.personal_auth.create_ticket(user=USER)
                except QiyuesuoError as error:
                    print(type(error).__name__, error.kind)
            thread = threading.Thread(target=call)
            thread.start()
            time.sleep(0.3)
            client.close()
            thread.join()
            call()
            client.close()
            """,
            server.options,
        )
    assert out == "CancelledError cancelled\nConfigurationError configuration\n"


@pytest.mark.parametrize("calls", [1, 20])
def test_the_interpreter_exits_with_blocked_daemon_threads(calls: int) -> None:
    with Server(hang=True) as server:
        for _ in range(5):
            before = server.requests
            process = start(
                f"""
                client = Client(**OPTIONS)
                def work():
                    while True:
                        try:
                            client.personal_auth.create_ticket(user=USER)
                        except QiyuesuoError:
                            pass
                for _ in range({calls}):
                    threading.Thread(target=work, daemon=True).start()
                time.sleep(0.5)
                print("main ends", flush=True)
                """,
                server.options,
            )
            assert process.poll() is None
            soon("the requests arrive", lambda: server.requests >= before + calls)
            began = time.monotonic()
            code, out, err = finish(process)
            assert code == 0, err
            assert out == "main ends\n"
            assert time.monotonic() - began < 3


def test_daemon_threads_that_wait_at_the_end_print_nothing() -> None:
    with Server(hang=True) as server:
        process = start(
            """
            import logging
            logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
            client = Client(**OPTIONS)
            def work():
                client.personal_auth.create_ticket(user=USER)
            for _ in range(20):
                threading.Thread(target=work, daemon=True).start()
            time.sleep(0.5)
            """,
            server.options,
        )
        soon("the requests arrive", lambda: server.requests == 20)
        code, _, err = finish(process)
    assert (code, err) == (0, "")


def test_calls_work_in_signal_handlers_and_finalisers_while_a_call_waits() -> None:
    with Server(delay=0.4) as server:
        out = run(
            """
            import gc
            client = Client(**OPTIONS)
            def ask(what):
                print(what, client.personal_auth.create_ticket(user=USER).ticket, flush=True)
            class Held:
                def __del__(self):
                    ask("finaliser")
            def handle(*_):
                ask("handler")
                held = Held()
                held.itself = held
                del held
                gc.collect()
            signal.signal(signal.SIGALRM, handle)
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            ask("outer")
            """,
            server.options,
        )
    assert out == "handler t-1\nfinaliser t-1\nouter t-1\n"
    assert server.requests == 3


@pytest.mark.parametrize("calls", [1, 100])
def test_the_interpreter_exits_with_submitted_calls_in_flight(calls: int) -> None:
    with Server(hang=True) as server:
        out = run(
            f"""
            async def main():
                client = AsyncClient(**OPTIONS)
                for _ in range({calls}):
                    asyncio.ensure_future(client.personal_auth.create_ticket(user=USER))
                await asyncio.sleep(0.3)
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main())
            print("main ends")
            # Their tasks are pending and the loop is open: the program just ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            """,
            server.options,
        )
    assert out == "main ends\n"


def test_the_client_is_used_in_an_atexit_handler() -> None:
    with Server() as server:
        out = run(
            """
            import atexit
            client = Client(**OPTIONS)
            atexit.register(lambda: print(client.personal_auth.create_ticket(user=USER).ticket))
            """,
            server.options,
        )
    assert out == "t-1\n"


def test_calls_go_on_while_atexit_handlers_run() -> None:
    # Registered before the package is imported, so it runs after what the package does at the end.
    early = """
import atexit
@atexit.register
def flush():
    jobs.put(None)
    worker.join(10)
    print("main", client.personal_auth.create_ticket(user=USER).ticket, flush=True)
"""
    with Server(delay=0.4) as server:
        out = run(
            """
            import queue
            client = Client(**OPTIONS)
            jobs = queue.Queue()
            def work():
                while jobs.get() is not None:
                    print("worker", client.personal_auth.create_ticket(user=USER).ticket, flush=True)
                print("worker ends", flush=True)
            worker = threading.Thread(target=work, daemon=True)
            worker.start()
            # One call is in flight when the main thread ends, one begins later.
            jobs.put(1)
            jobs.put(2)
            time.sleep(0.1)
            """,
            server.options,
            preamble=early + PREAMBLE,
        )
    assert out == "worker t-1\nworker t-1\nworker ends\nmain t-1\n"
