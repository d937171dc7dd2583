"""Signing without a client."""

from __future__ import annotations

from typing import Optional, Union

from . import _json, _native
from ._option_types import Agent, SignatureRule


def sign(
    token: Optional[str] = None,
    secret: Optional[str] = None,
    *,
    agent: Optional[Agent] = None,
    timestamp: Optional[int] = None,
    nonce: Optional[str] = None,
    rule: Optional[Union[str, SignatureRule]] = None,
    header_prefix: Optional[str] = None,
    language: Optional[str] = None,
) -> dict[str, str]:
    """The headers that sign a request, for programs with an HTTP library of their own.

    Args:
        token: App Token. May be left out, with `secret`, when there is an agent.
        secret: App Secret.
        agent: token and secret of an agent (SaaS).
        timestamp: milliseconds since 1970, UTC. Default: now.
        nonce: used once in ten minutes. Default: a new UUID.
        rule: `md5` (default), `md5-without-nonce`, `hmac-sha256-provisional`, or a rule as a dict.
        header_prefix: default `x-qys-open-`.
        language: value of the language header. Default: none.

    Raises:
        ConfigurationError: the rule cannot be used.
    """
    given = {
        "token": token, "secret": secret, "agent": agent, "timestamp": timestamp, "nonce": nonce, "rule": rule,
        "header_prefix": header_prefix, "language": language,
    }
    text = _native.sign(_json.encode({name: value for name, value in given.items() if value is not None}))
    return dict(_json.decode(text.encode())["headers"])
