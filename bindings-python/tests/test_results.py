"""Objects inside results: no operation has one yet that the vectors could play, so the classes are made here."""

from __future__ import annotations

import copy
import pickle
from typing import Any, ClassVar, Mapping, Optional

from qiyuesuo._base import Result, Struct


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
