"""The load generator: so many calls in flight, for so long. The contract stands in ../README.md."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import threading
import time
from typing import Any, Awaitable, Callable

IN_FLIGHT = int(os.environ.get("BENCH_IN_FLIGHT", "1"))
WARM_UP = float(os.environ.get("BENCH_WARM_UP", "0.5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "400000"))


class Lane:
    """What the calls of one lane, one after the other, came to."""

    def __init__(self) -> None:
        self.latencies: list[int] = []
        self.errors = 0

    def failed(self, error: Exception) -> None:
        if self.errors == 0:
            print(f"a call failed: {error!r}", file=sys.stderr)
        self.errors += 1


def cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def blocking(ticket: Callable[[], str]) -> None:
    """Measures a client whose calls block, with a thread for each call in flight."""

    def lane(result: Lane, end: int, most: int) -> None:
        now, latencies = time.perf_counter_ns(), result.latencies
        while now < end and len(latencies) < most:
            try:
                assert ticket()
            except Exception as error:
                result.failed(error)
            answered = time.perf_counter_ns()
            latencies.append(answered - now)
            now = answered

    def phase(seconds: float, requests: int) -> list[Lane]:
        end = time.perf_counter_ns() + int(seconds * 1e9)
        lanes = [Lane() for _ in range(IN_FLIGHT)]
        most = max(requests // IN_FLIGHT, 1)
        if IN_FLIGHT == 1:
            lane(lanes[0], end, most)
            return lanes
        threads = [threading.Thread(target=lane, args=(one, end, most)) for one in lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return lanes

    phase(WARM_UP, sys.maxsize)
    began, cpu = time.perf_counter(), cpu_seconds()
    lanes = phase(SECONDS, REQUESTS)
    report(lanes, time.perf_counter() - began, cpu_seconds() - cpu)


async def waiting(ticket: Callable[[], Awaitable[str]]) -> None:
    """Measures a client of asyncio, with a task for each call in flight."""

    async def lane(result: Lane, end: int, most: int) -> None:
        now, latencies = time.perf_counter_ns(), result.latencies
        while now < end and len(latencies) < most:
            try:
                assert await ticket()
            except Exception as error:
                result.failed(error)
            answered = time.perf_counter_ns()
            latencies.append(answered - now)
            now = answered

    async def phase(seconds: float, requests: int) -> list[Lane]:
        end = time.perf_counter_ns() + int(seconds * 1e9)
        lanes = [Lane() for _ in range(IN_FLIGHT)]
        await asyncio.gather(*[lane(one, end, max(requests // IN_FLIGHT, 1)) for one in lanes])
        return lanes

    await phase(WARM_UP, sys.maxsize)
    began, cpu = time.perf_counter(), cpu_seconds()
    lanes = await phase(SECONDS, REQUESTS)
    report(lanes, time.perf_counter() - began, cpu_seconds() - cpu)


def report(lanes: list[Lane], seconds: float, cpu: float) -> None:
    latencies = sorted(latency for lane in lanes for latency in lane.latencies)
    errors = sum(lane.errors for lane in lanes)

    def percentile(part: float) -> float:
        return latencies[min(int(len(latencies) * part), len(latencies) - 1)] / 1000

    measured: dict[str, Any] = {
        "requests": len(latencies) - errors,
        "errors": errors,
        "seconds": seconds,
        "cpu_us": cpu * 1e6 / max(len(latencies), 1),
        "p50_us": percentile(0.5),
        "p99_us": percentile(0.99),
    }
    print(json.dumps(measured))
    sys.exit(1 if errors else 0)
