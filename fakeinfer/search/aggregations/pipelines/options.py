"""Reading the options of aggregations over answers, of which several are read by hand, each in its own words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ....errors import ApiError
from ....formats.positions import token_name
from ....object_parser import Field, Path, Source, Unreadable
from ....operations import Bool
from ....wire import Json
from ... import errors
from ...locate import Place
from ...values import text_of
from ..options import place_at
from .paths import KEEP, SKIP, ZEROS

Read = Callable[[Json, Place], Any]


class ByHand(NamedTuple):
    """Which options there are with which kinds of values, and what others are told."""

    known: Mapping[str, Mapping[str, Read]]
    """Readers by token and name."""
    refuse: Callable[[str, str, str, Place], ApiError]
    """Of the name of the aggregation, an option, the token of its value, and its place."""

    def read(self, name: str, options: dict[str, Json], place: Place) -> dict[str, Any]:
        """The options in the order in which they were sent."""
        found = {}
        for option, value in options.items():
            here, token = place / option, token_name(value)
            read = self.known.get(token, {}).get(option)
            if read is None:
                raise self.refuse(name, option, token, here)
            found[option] = read(value, here)
        return found


GAP_POLICIES = {"opensearch": (ZEROS, SKIP), "elasticsearch": (ZEROS, SKIP, KEEP)}
"""What to do where a bucket has no value, by product."""


def gap_policy(product: str) -> Read:
    """A reader of such a word."""
    known = GAP_POLICIES[product]

    def read(value: Json, place: Place) -> str:
        if value not in known:
            reason = f"Invalid gap policy: [{value}], accepted values: [{', '.join(known)}]"
            raise errors.parsing(reason, place.value())
        return str(value)

    return read


def gap_policy_field(product: str, *, in_any_case: bool = False) -> Field:
    """The same for strict parsers, of which some do not mind large letters."""
    accept = gap_policy(product)

    def read(value: Json, source: Source, path: Path) -> str:
        try:
            found: str = accept(value.lower() if in_any_case else value, place_at(source, path))
        except ApiError as refused:
            raise Unreadable(refused, path) from None
        return found

    return Field(("VALUE_STRING",), read)


def text(value: Json, place: Place) -> str:
    """A text as such."""
    return str(value)


def texts(value: Json, place: Place) -> list[str]:
    """Texts, or what can be written as such."""
    return [text_of(one) for one in value]


def truth(value: Json, place: Place) -> bool:
    """A boolean, also as text."""
    return value if isinstance(value, bool) else Bool().read("", str(value))


def number(value: Json, place: Place) -> float:
    """A number as such; one that no double holds is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def only_path(kind: str, name: str, known: dict[str, Any], place: Place) -> str:
    """The first path; refuses when there is none. `kind` is what the refusal calls the aggregation."""
    if "buckets_path" not in known:
        reason = f"Missing required field [buckets_path] for {kind}aggregation [{name}]"
        raise errors.parsing(reason, place.end())
    given = known["buckets_path"]
    if isinstance(given, str):
        return given
    if not given:
        raise ApiError(500, "array_index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
    return str(given[0])
