"""Whether a call has the fields that somebody asks for: used by assertions and by faults.

A field is looked up in the path parameters, the query and the body; a dotted name goes down into the body. What was not sent
means its default; None means "not sent".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from .errors import ApiError
from .journal import Entry


def has_fields(entry: Entry, fields: Mapping[str, Any]) -> bool:
    """Whether a call has all of these fields."""
    return all(has_field(entry, field, wanted) for field, wanted in fields.items())


def has_field(entry: Entry, field: str, wanted: Any) -> bool:
    """Whether a call has this field with this value."""
    return any(wanted == value for value in _values(entry, field))


def _values(entry: Entry, field: str) -> Iterator[Any]:
    """What a call has under `field`, as text and as the value it stands for; what it means when it was not sent."""
    sent = list(sent_values(entry, field))
    yield from sent
    if not sent:
        parameter = entry.declared.query.get(field) if entry.declared else None
        yield parameter.default if parameter else None


def sent_values(entry: Entry, field: str) -> Iterator[Any]:
    """What was sent under `field`; of a parameter both the value and the text."""
    if field in entry.sent_path_parameters:
        yield entry.sent_path_parameters[field]
    if field in entry.sent_query:
        text = entry.sent_query[field]
        parameter = entry.declared.query.get(field) if entry.declared else None
        if parameter is not None:
            with suppress(ApiError):  # refused for just this value; the text is what can be compared
                yield parameter.read(field, text)
        yield text
    yield from _below(entry.sent_body, field)


def _below(value: Any, name: str) -> Iterator[Any]:
    """The values a dotted name leads to; names may hold dots themselves, as settings do."""
    if isinstance(value, list):
        head, _, rest = name.partition(".")
        if head.isdecimal() and int(head) < len(value):
            yield from _below(value[int(head)], rest) if rest else [value[int(head)]]
    elif isinstance(value, dict):
        if name in value:
            yield value[name]
        for dot in (position for position, character in enumerate(name) if character == "."):
            if name[:dot] in value:
                yield from _below(value[name[:dot]], name[dot + 1 :])
