"""Objects inside results: no operation has one yet that the vectors could play, so the classes are made here."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any, ClassVar, Mapping, Optional

import pytest
from qiyuesuo import Client
from qiyuesuo._base import Result, Struct
from servers import Server


class Address(Struct):
    __slots__ = ("city",)
    _wire: ClassVar[Mapping[str, str]] = {"city": "city"}
    city: Optional[str]


class Owner(Struct):
    __slots__ = ("phone_no", "address")
    _wire: ClassVar[Mapping[str, str]] = {"phone_no": "phoneNo", "address": "address"}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {"address": Address}
    phone_no: Optional[str]
    address: Optional[Address]


class Widget(Result):
    __slots__ = ("owners",)
    _wire: ClassVar[Mapping[str, str]] = {"owners": "owners"}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {"owners": Owner}
    owners: list[Owner]


def widget(members: dict[str, Any]) -> Widget:
    return Widget._from_reply(members, (b"", 200, 1, 0, None))


def test_every_object_keeps_what_it_has_no_member_for() -> None:
    address = {"city": "Shanghai", "extra": {"zip": 200000}}
    found = widget({"owners": [{"phoneNo": "1", "address": address, "extra": {"age": "old", "extra": 1}}], "extra": {"n": 1}})
    owner = found.owners[0]
    assert (owner.phone_no, owner.extra) == ("1", {"age": "old", "extra": 1})
    assert owner.address is not None and owner.address.extra == {"zip": 200000}
    sent = {"phoneNo": "1", "address": {"city": "Shanghai", "zip": 200000}, "age": "old", "extra": 1}
    assert found.to_dict() == {"owners": [sent], "n": 1}
    assert "old" not in repr(found) and "200000" not in repr(found) and "extra" in repr(owner)
    assert pickle.loads(pickle.dumps(owner)) == owner == copy.deepcopy(owner)
    assert owner != widget({"owners": [{"phoneNo": "1", "address": address}]}).owners[0]


def test_a_member_of_another_type_is_named_in_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"code":0,"result":{"status":"2","authEndTime":1700000000000}}'
    answer = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with Server(answer=answer) as server, caplog.at_level(logging.DEBUG, "qiyuesuo"):
        with Client(**server.options) as client:  # type: ignore[arg-type]
            result = client.company_auth.get_result(request_id="1")
    assert (result.status, result.auth_end_time, result.extra) == (2, None, {"authEndTime": 1700000000000})
    lines = [record.getMessage() for record in caplog.records if "unexpected type" in record.getMessage()]
    assert len(lines) == 1 and "members=authEndTime" in lines[0] and "1700000000000" not in lines[0]
