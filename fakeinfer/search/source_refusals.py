"""What is wrong with the `_source` of a request (`FetchSourceContext.fromXContent`; observed: opensearch 2.19.1, elasticsearch 8.19.0, 9.5.0)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..errors import ApiError, illegal_argument
from ..formats.positions import token_name
from . import errors

if TYPE_CHECKING:
    from ..wire import Json
    from .locate import Place, Position

PATTERNS = ("includes", "include", "excludes", "exclude")
VECTORS = "exclude_vectors"
EXPECTED = {
    "opensearch": "[VALUE_BOOLEAN, START_OBJECT]",
    "elasticsearch": "[VALUE_BOOLEAN, VALUE_STRING, START_ARRAY, START_OBJECT]",
}


class Refusal(NamedTuple):
    """An error, and where the parser stood."""

    error: ApiError
    at: Position


def refusal(value: Json, place: Place, product: str) -> Refusal | None:
    """The first thing that the parser of a product does not take."""
    return next(_refusals(value, place, product), None)


def _refusals(value: Json, place: Place, product: str) -> Iterator[Refusal]:
    token = token_name(value)
    if token == "VALUE_NUMBER":
        at = place.value()
        yield Refusal(errors.parsing(f"Expected one of {EXPECTED[product]} but found [{token}]", at), at)
    elif value is None:
        yield _unknown("_source", value, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list) or item is None:
                yield _no_text(item, place / number, product)
    elif isinstance(value, dict):
        for key, given in value.items():
            yield from _of_key(key, given, place / key, product)


def _of_key(key: str, given: Json, place: Place, product: str) -> Iterator[Refusal]:
    if key in PATTERNS and isinstance(given, list):
        for number, item in enumerate(given):
            if not isinstance(item, str):
                yield _unknown(key, item, place / number)
    elif key == VECTORS and product == "elasticsearch" and isinstance(given, str | bool):
        if given not in (True, False, "true", "false"):
            reason = f"Failed to parse value [{given}] as only [true] or [false] are allowed."
            yield Refusal(illegal_argument(reason), place.value())
    elif key not in PATTERNS or not isinstance(given, str):
        yield _unknown(key, given, place)


def _unknown(key: str, value: Json, place: Place) -> Refusal:
    at = place.value()
    return Refusal(errors.parsing(f"Unknown key for a {token_name(value)} in [{key}].", at), at)


def _no_text(value: Json, place: Place, product: str) -> Refusal:
    at, token = place.value(), token_name(value)
    if product == "opensearch":
        return Refusal(ApiError(500, "illegal_state_exception", f"Can't get text on a {token} at {at}"), at)
    return Refusal(illegal_argument(f"Expected text at {at} but found {token}"), at)
