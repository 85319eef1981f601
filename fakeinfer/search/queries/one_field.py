"""The usual form of a query about one field: `{field: value}` or `{field: {option: value, ..}}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...errors import illegal_argument
from ...wire import Json
from .. import errors
from ..locate import Place
from ..values import number_of, text_of

COMMON = ("boost", "_name")
"""What every query takes beside its own options."""


class OneField(NamedTuple):
    """The usual form of a query: `{field: value}` or `{field: {option: value, ..}}`."""

    field: str
    options: dict[str, Json]
    boost: float
    place: Place


def read_one_field(
    name: str,
    body: dict[str, Json],
    place: Place,
    main: str,
    options: Iterable[str],
    *,
    lists: bool = False,
    values_only: bool = False,
) -> OneField:
    """Read the usual form; `main` is the option that a bare value stands for. Refuses as the servers do.

    `values_only`: options are never null, objects or lists.
    """
    field = ""
    found: dict[str, Json] = {}
    boost = 1.0
    known = (main, *options, *COMMON)
    for key, value in body.items():
        here = place / key
        if key in COMMON and not isinstance(value, dict):
            boost = read_number(value) if key == "boost" else boost
            continue
        if field:
            raise errors.several_fields(name, field, key, here.value())
        field = key
        if isinstance(value, dict):
            for option, setting in value.items():
                if values_only and (setting is None or isinstance(setting, dict | list)):
                    raise errors.unknown_token(name, option, setting, (here / option).value())
                if option not in known:
                    raise errors.unsupported(name, option, (here / option).value())
                found[option] = setting
        elif isinstance(value, list) and not lists:
            raise errors.parsing(f"[{name}] query does not support array of values", here.value())
        else:
            found[main] = value
    if not field:
        raise illegal_argument("field name is null or empty")
    boost = read_number(found.get("boost", boost))
    return OneField(field, found, boost, place / field)


def read_number(value: Json) -> float:
    """A number, also as text."""
    number = number_of(value)
    if number is None:
        raise errors.illegal_number(text_of(value))
    return float(number)
