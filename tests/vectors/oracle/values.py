"""Values as the files write them, and what a computation raises where the vector is to be refused."""

import re


class Refused(Exception):
    """What the vector describes is an error of this kind."""

    def __init__(self, kind, why):
        super().__init__(why)
        self.kind = kind


def without_large_integers(value):
    """Integers beyond 2^53 as strings, as the files write them."""
    if isinstance(value, dict):
        return {name: without_large_integers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [without_large_integers(member) for member in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2 ** 53:
        return str(value)
    return value


def without_half_characters(value):
    """Halves of surrogate pairs as U+FFFD, each."""
    if isinstance(value, dict):
        return {name: without_half_characters(member) for name, member in value.items()}
    if isinstance(value, list):
        return [without_half_characters(member) for member in value]
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value


def text_of_id(value):
    """An id is text, also where it came as a number; what is neither is kept as it is."""
    return str(value) if isinstance(value, int) else value


def one_text(value):
    """The text of a value as a framework hands it over."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise Refused("callback", "not one text")
