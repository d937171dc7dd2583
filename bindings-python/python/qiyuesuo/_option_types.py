"""The types of options that are objects."""

from __future__ import annotations

from typing import Mapping, TypedDict


class Agent(TypedDict):
    """Token and secret of an agent (SaaS)."""

    token: str
    secret: str


class SignatureRule(TypedDict, total=False):
    """How requests are signed, as data. Members as in the documentation of the option `signature`."""

    digest: str
    parts: list[str]
    key: str
    encoding: str
    headers: Mapping[str, str]
