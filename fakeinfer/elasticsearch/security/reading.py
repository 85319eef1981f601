"""Reading the bodies of the `_security` APIs, which are older than the server's declarative parsers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import ApiError, parse_error
from ...formats.positions import token_name
from ...operations import Call
from ...wire import Json

_KINDS: dict[type, str] = {str: "string", dict: "object", bool: "boolean"}


def fields(call: Call, what: str) -> Iterator[tuple[str, Json]]:
    """The members of a body that has to be an object."""
    if not isinstance(call.body, dict):
        raise parse_error(f"failed to parse {what}. expected an object but found [{token_name(call.body)}] instead")
    yield from call.body.items()


def of_kind(key: str, value: Json, kind: type, *, null: bool = False) -> Any:
    """A member's value if it is of this kind, or null where that is fine."""
    if isinstance(value, kind) or (null and value is None):
        return value
    raise parse_error(f"expected field [{key}] to be of type {_KINDS[kind]}, but found [{token_name(value)}] instead")


def unexpected(what: str, key: str) -> ApiError:
    """A member that nobody declared."""
    return parse_error(f"failed to parse {what}. unexpected field [{key}]")


def names(expression: str | None) -> list[str]:
    """The names in a path: several with commas between them."""
    return [name for name in (expression or "").split(",") if name]
