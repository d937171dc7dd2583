"""A fake of an AsyncClient, as users write it. Type checkers read it, and `test_types.py` runs it; the page of the package
has one of a Client."""

from __future__ import annotations

import asyncio
from typing import Any

from qiyuesuo import AsyncClient, AsyncPersonalAuth, RateLimitError, Ticket, User


async def ticket_for(client: AsyncClient, telephone: str) -> str:
    try:
        return (await client.personal_auth.create_ticket(user=User(telephone, "MOBILE"))).ticket
    except RateLimitError as error:
        return f"again in {error.retry_after} s"


class FakePersonalAuth(AsyncPersonalAuth):
    def __init__(self) -> None:
        self.users: list[User] = []

    async def create_ticket(self, *, user: User, **others: Any) -> Ticket:
        self.users.append(user)
        if len(self.users) > 1:
            raise RateLimitError("too often", retry_after=1)
        return Ticket(ticket="T-1", extra={"new": 1})


class FakeClient(AsyncClient):
    def __init__(self) -> None:
        self.fake = self.personal_auth = FakePersonalAuth()


async def main() -> list[str]:
    client = FakeClient()
    tickets = [await ticket_for(client, "10020033044") for _ in range(2)]
    assert client.fake.users == [User("10020033044", "MOBILE")] * 2
    # One family of a client that is otherwise real.
    async with AsyncClient(app_token="t", app_secret="s") as real:
        real.personal_auth = FakePersonalAuth()
        tickets.append(await ticket_for(real, "10020033044"))
    return tickets


def run() -> list[str]:
    return asyncio.run(main())
