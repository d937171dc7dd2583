"""Faults: whether the vectors are well formed. What happens in them takes a server, and is not recomputed."""

from .report import check_error, check_http, check_operation, keys_are


def check(report, vector):
    keys_are(report, vector, ["name", "operation", "request", "server", "expect"],
             ["config", "parts", "calls", "pause_ms", "source"])
    check_operation(report, vector)
    server, expect = vector["server"], vector["expect"]
    keys_are(report, server, ["listen"], ["script", "verify_clock_s", "clock_offset_s"])
    report.check(server["listen"] in ("http1", "tls", "tls_untrusted", "tls_silent", "refused", "unresolvable"), "listen")
    silent = server["listen"] in ("tls_silent", "refused", "unresolvable")
    report.check(silent or server.get("script"), "the server needs a script")
    for action in server.get("script", []):
        names = set(action) & {"respond", "reset", "close", "hang"}
        report.check(len(names) == 1, "an action does one thing")
        if "respond" in action:
            keys_are(report, action, ["respond"], ["delay_ms", "date_offset_s", "then_close"])
            check_http(report, action["respond"])
    keys_are(report, expect, [], ["ok", "error", "attempts", "requests", "distinct_nonces", "connections", "min_ms",
                                  "max_ms"])
    report.check(("ok" in expect) != ("error" in expect), "ok or error")
    if "error" in expect:
        check_error(report, expect["error"])
    report.check(expect.get("min_ms", 0) <= expect.get("max_ms", 1 << 30), "min_ms")
