"""The types of options."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Mapping, Optional, TypedDict, Union

if TYPE_CHECKING:
    from typing import Literal


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


class RequestOptions(TypedDict, total=False):
    """Options of one call (`options={"total_timeout": 5}`), or of a view (`client.with_options(total_timeout=5)`)."""

    app_token: Optional[str]
    app_secret: Optional[str]
    app_secret_file: Optional[Union[str, os.PathLike[str]]]
    agent: Optional[Agent]
    attempt_timeout: Optional[float]
    total_timeout: Optional[float]
    max_retries: Optional[int]
    signature: Optional[Union[str, SignatureRule]]
    header_prefix: Optional[str]
    language: Optional[str]
    validation: Optional[Union[Literal["strict", "lenient"], str]]
    app_info: Optional[str]
    clock_correction: Optional[bool]
    capture_bodies: Optional[bool]
    max_download_bytes: Optional[int]
