"""Fork, spawn, gunicorn and sub-interpreters."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
import urllib.request
from pathlib import Path

import pytest
from programs import environment, run
from servers import Server, soon

FORKED = """
def in_child(work):
    pid = os.fork()
    if pid == 0:
        try:
            print(work(), flush=True)
            os._exit(0)
        except BaseException as error:
            print(repr(error), flush=True)
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
def call(client):
    return client.personal_auth.create_ticket(user=USER).ticket
"""


def test_a_client_made_before_fork_and_a_new_one_work_in_the_child() -> None:
    with Server() as server:
        out = run(
            FORKED
            + textwrap.dedent("""
            client = Client(**OPTIONS)
            call(client)
            in_child(lambda: "old " + call(client))
            in_child(lambda: "new " + call(Client(**OPTIONS)))
            in_child(lambda: client.close())
            print("parent", call(client))
            """),
            server.options,
        )
    assert out == "old t-1\nnew t-1\nNone\nparent t-1\n"


def test_fork_while_other_threads_call() -> None:
    with Server(delay=0.002) as server:
        out = run(
            FORKED
            + textwrap.dedent("""
            client = Client(**OPTIONS, on_attempt=lambda attempt: None)
            going = True
            def work():
                while going:
                    call(client)
            async def many():
                background = AsyncClient(**OPTIONS, on_attempt=lambda attempt: None)
                while going:
                    await asyncio.gather(*[background.personal_auth.create_ticket(user=USER) for _ in range(10)])
            threads = [threading.Thread(target=work) for _ in range(8)]
            threads.append(threading.Thread(target=lambda: asyncio.run(many())))
            for thread in threads:
                thread.start()
            time.sleep(0.2)
            for number in range(30):
                in_child(lambda: call(client))
            going = False
            for thread in threads:
                thread.join()
            """),
            server.options,
        )
    assert out == "t-1\n" * 30


def test_a_fork_while_another_thread_makes_a_family_leaves_the_child_free() -> None:
    with Server() as server:
        out = run(
            FORKED
            + textwrap.dedent("""
            from qiyuesuo import PersonalAuth
            begun, go_on, make = threading.Event(), threading.Event(), PersonalAuth.__init__
            def slowly(self, client):
                begun.set()
                go_on.wait()
                make(self, client)
            PersonalAuth.__init__ = slowly
            maker = threading.Thread(target=lambda: Client(**OPTIONS).personal_auth)
            maker.start()
            begun.wait()
            PersonalAuth.__init__ = make
            signal.alarm(10)
            in_child(lambda: signal.alarm(10) or call(Client(**OPTIONS)))
            go_on.set()
            maker.join()
            """),
            server.options,
        )
    assert out == "t-1\n"


def test_a_child_has_event_loops_of_its_own() -> None:
    with Server() as server:
        out = run(
            FORKED
            + textwrap.dedent("""
            client = AsyncClient(**OPTIONS)
            async def ticket():
                return (await client.personal_auth.create_ticket(user=USER)).ticket
            loop = asyncio.new_event_loop()
            loop.run_until_complete(ticket())
            in_child(lambda: asyncio.run(ticket()))
            print(loop.run_until_complete(ticket()))
            """),
            server.options,
        )
    assert out == "t-1\nt-1\n"


def test_a_forked_child_that_ends_as_a_program_does() -> None:
    """With destructors and exit handlers, while threads of the parent are blocked."""
    with Server(hang=True) as server:
        out = run(
            """
            client = Client(**OPTIONS)
            def work():
                try:
                    client.personal_auth.create_ticket(user=USER)
                except QiyuesuoError:
                    pass
            for _ in range(5):
                threading.Thread(target=work, daemon=True).start()
            time.sleep(0.3)
            pid = os.fork()
            if pid == 0:
                began = time.monotonic()
                del client
                import atexit
                atexit.register(lambda: print("child ends", time.monotonic() - began < 0.3, flush=True))
                sys.exit(7)
            assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
            """,
            server.options,
        )
    assert out == "child ends True\n"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing(method: str, tmp_path: Path) -> None:
    program = tmp_path / "pool.py"
    program.write_text(textwrap.dedent(f"""
        import json, multiprocessing, os
        from qiyuesuo import Client, User
        OPTIONS = json.loads(os.environ["TEST_OPTIONS"])
        client = Client(**OPTIONS)
        def work(number):
            return client.personal_auth.create_ticket(user=User(str(number), "MOBILE")).ticket
        if __name__ == "__main__":
            work(0)
            context = multiprocessing.get_context({method!r})
            with context.Pool(4) as pool:
                print(pool.map(work, range(40)) == ["t-1"] * 40)
            process = context.Process(target=work, args=(1,))
            process.start()
            process.join()
            print(process.exitcode, work(0))
    """))
    with Server() as server:
        done = subprocess.run(
            [sys.executable, str(program)], env=environment(server.options), capture_output=True, text=True, timeout=60
        )
    assert (done.returncode, done.stdout) == (0, "True\n0 t-1\n"), done.stderr


@pytest.mark.parametrize("worker", ["sync", "gthread"])
def test_gunicorn_preload_with_two_workers(worker: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(textwrap.dedent("""
        import json, os
        from qiyuesuo import Client, User
        client = Client(**json.loads(os.environ["TEST_OPTIONS"]))
        client.personal_auth.create_ticket(user=User("1", "MOBILE"))  # in the master, before the workers are forked
        def app(environ, start_response):
            ticket = client.personal_auth.create_ticket(user=User("1", "MOBILE")).ticket
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [f"{ticket} {os.getpid()}".encode()]
    """))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Server(delay=0.01) as server:
        gunicorn = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--preload", "--workers", "2", "--worker-class", worker, "--threads",
             "4", "--bind", f"127.0.0.1:{port}", "--chdir", str(tmp_path), "app:app"],
            env=environment(server.options), stderr=subprocess.PIPE, text=True,
        )
        try:
            answers = set()

            def ask() -> bool:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                        answers.add(answer.read().decode())
                except ConnectionError:
                    return False
                except urllib.error.URLError:
                    return False
                return len(answers) == 2

            soon("both workers answer", ask, 30)
        finally:
            gunicorn.terminate()
            _, err = gunicorn.communicate(timeout=30)
    assert {answer.split()[0] for answer in answers} == {"t-1"}, err
    assert gunicorn.returncode == 0, err
    assert "Traceback" not in err, err


def test_a_sub_interpreter_gets_a_clear_error() -> None:
    out = run(
        """
        try:
            import _interpreters as interpreters
        except ImportError:
            import _xxsubinterpreters as interpreters
        import qiyuesuo
        qiyuesuo.Client
        one = interpreters.create()
        read, write = os.pipe()
        code = '''if True:
            import os
            try:
                import qiyuesuo
                text = "works"
            except ImportError as error:
                text = str(error)
            os.write(%d, text.encode())
        ''' % write
        interpreters.run_string(one, code)
        print(os.read(read, 65536).decode())
        interpreters.destroy(one)
        print(qiyuesuo.Client(**OPTIONS).personal_auth)
        """,
        {"app_token": "t", "app_secret": "s"},
    )
    assert "one interpreter of a process" in out and "WSGIApplicationGroup" in out, out
    assert "PersonalAuth" in out


def test_two_processes_do_not_share_nonces() -> None:
    """Random state that a fork copies would make the same nonces in parent and child."""
    out = run(
        """
        import qiyuesuo
        def nonce():
            return qiyuesuo.sign("t", "s")["x-qys-open-nonce"]
        nonce()
        sys.stdout.flush()
        pid = os.fork()
        os.write(1, nonce().encode() + b"\\n")
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        """
    )
    assert len(set(out.split())) == 2


def test_a_shortage_at_the_first_call_is_told_and_not_remembered() -> None:
    with Server() as server:
        out = run(
            """
            import resource
            client, later = Client(**OPTIONS), AsyncClient(**OPTIONS)
            # Python itself needs descriptors to import.
            client.personal_auth, later.personal_auth
            before = resource.getrlimit(resource.RLIMIT_NOFILE)
            def short(ask):
                try:
                    ask()
                except QiyuesuoError as error:
                    print(error.kind, "report" in error.message)
            ask = lambda: client.personal_auth.create_ticket(user=USER)
            loop = asyncio.new_event_loop()
            ask_later = lambda: loop.run_until_complete(later.personal_auth.create_ticket(user=USER))
            resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) - 1, before[1]))
            short(ask)
            short(ask)
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            print(ask().ticket, ask_later().ticket)
            """,
            server.options,
        )
    assert out == "connection False\nconnection False\nt-1 t-1\n"
