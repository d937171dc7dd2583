"""Measures one Python client: `client.py NAME`. All but ours are what a careful user would write: the session is kept,
with a pool as large as the calls in flight, a time-out is set, and the status is checked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import time
import uuid
from typing import Any

import load

URL = os.environ["QYS_BASE_URL"]
TOKEN = os.environ.get("QYS_APP_TOKEN", "bench-app-token-0123456789")
SECRET = os.environ.get("QYS_APP_SECRET", "bench-app-secret-0123456789abcdef")
PATH = "/v2/personalauth/miniappexchange"
REQUEST = {
    "mode": "BANK",
    "user": {"contact": "10020033044", "contactType": "MOBILE"},
    "username": "张三",
    "callbackUrl": "http://www.qiyuesuo.com",
}


def signed() -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a request."""
    timestamp = str(time.time_ns() // 1_000_000)
    nonce = str(uuid.uuid4())
    return json.dumps(REQUEST, ensure_ascii=False).encode(), {
        "Content-Type": "application/json;charset=UTF-8",
        "x-qys-open-accesstoken": TOKEN,
        "x-qys-open-timestamp": timestamp,
        "x-qys-open-nonce": nonce,
        "x-qys-open-signature": hashlib.md5(f"{TOKEN}{SECRET}{timestamp}{nonce}".encode()).hexdigest(),
    }


def read(envelope: Any) -> str:
    """The ticket of an answer."""
    if envelope["code"] != 0:
        raise RuntimeError(envelope["message"])
    return envelope["result"]["ticket"]  # type: ignore[no-any-return]


def by_requests() -> None:
    import requests
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=load.IN_FLIGHT))

    def ticket() -> str:
        body, headers = signed()
        answer = session.post(URL + PATH, data=body, headers=headers, timeout=30)
        answer.raise_for_status()
        return read(answer.json())

    load.blocking(ticket)


def by_urllib3() -> None:
    import urllib3

    pool = urllib3.PoolManager(maxsize=load.IN_FLIGHT, timeout=30, retries=False)

    def ticket() -> str:
        body, headers = signed()
        answer = pool.request("POST", URL + PATH, body=body, headers=headers)
        if answer.status != 200:
            raise RuntimeError(f"HTTP {answer.status}")
        return read(json.loads(answer.data))

    load.blocking(ticket)


def by_httpx() -> None:
    import httpx

    client = httpx.Client(timeout=30, limits=httpx.Limits(max_keepalive_connections=load.IN_FLIGHT))

    def ticket() -> str:
        body, headers = signed()
        answer = client.post(URL + PATH, content=body, headers=headers)
        answer.raise_for_status()
        return read(answer.json())

    load.blocking(ticket)


async def by_httpx_async() -> None:
    import httpx

    limits = httpx.Limits(max_keepalive_connections=load.IN_FLIGHT)
    async with httpx.AsyncClient(timeout=30, limits=limits) as client:

        async def ticket() -> str:
            body, headers = signed()
            answer = await client.post(URL + PATH, content=body, headers=headers)
            answer.raise_for_status()
            return read(answer.json())

        await load.waiting(ticket)


async def by_aiohttp() -> None:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(timeout=timeout) as session:

        async def ticket() -> str:
            body, headers = signed()
            async with session.post(URL + PATH, data=body, headers=headers) as answer:
                answer.raise_for_status()
                return read(await answer.json())

        await load.waiting(ticket)


def by_qiyuesuo() -> None:
    from qiyuesuo import Client, User

    client = Client(app_token=TOKEN, app_secret=SECRET, base_url=URL)

    def ticket() -> str:
        return client.personal_auth.create_ticket(
            user=User("10020033044", "MOBILE"), mode="BANK", username="张三", callback_url="http://www.qiyuesuo.com"
        ).ticket

    load.blocking(ticket)


async def by_qiyuesuo_async() -> None:
    from qiyuesuo import AsyncClient, User

    client = AsyncClient(app_token=TOKEN, app_secret=SECRET, base_url=URL)

    async def ticket() -> str:
        answer = await client.personal_auth.create_ticket(
            user=User("10020033044", "MOBILE"), mode="BANK", username="张三", callback_url="http://www.qiyuesuo.com"
        )
        return answer.ticket

    await load.waiting(ticket)


CLIENTS = {
    "requests": by_requests,
    "urllib3": by_urllib3,
    "httpx": by_httpx,
    "httpx-async": by_httpx_async,
    "aiohttp": by_aiohttp,
    "qiyuesuo": by_qiyuesuo,
    "qiyuesuo-async": by_qiyuesuo_async,
}

if __name__ == "__main__":
    chosen = CLIENTS[sys.argv[1]]
    if asyncio.iscoroutinefunction(chosen):
        asyncio.run(chosen())
    else:
        chosen()
