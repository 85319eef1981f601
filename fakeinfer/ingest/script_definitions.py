"""Definitions of scripts as the server's parser reads them: it prints an object and reads it again.

`opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/Script.java`, which Elasticsearch shares.
"""

from __future__ import annotations

from ..errors import ApiError, illegal_argument, not_implemented
from ..formats.jsontext import dumps
from ..wire import Json
from . import errors

KEYS = ("source", "inline", "id", "lang", "params", "options")
_SOURCES = frozenset(("source", "inline"))


def check_id(given: dict[str, Json]) -> str:
    """The name of a stored script, which has its language and options already."""
    if given.get("lang") is not None:
        raise illegal_argument("illegally specified <lang> for a stored script")
    if given.get("options"):
        raise illegal_argument("field [options] cannot be specified using a stored script")
    return str(given["id"])


def check_definition(given: dict[str, Json]) -> None:
    """What the server's parser says of the definition, which it prints and reads again."""
    for name, value in given.items():
        place = _place(given, name)
        if name not in KEYS:
            raise _not_parsed(f"[1:{place - len(dumps(name))}] [script] unknown field [{name}]")
        texts = name in ("source", "inline", "lang", "id")
        if texts and isinstance(value, dict) and name in _SOURCES:
            raise not_implemented("scripts whose source is an object")
        if not isinstance(value, str if texts else dict):
            raise _not_parsed(f"[1:{place + 1}] [script] {name} doesn't support values of type: {_token(value)}")
        before = list(given)[: list(given).index(name)]
        if ("id" in before and name in _SOURCES) or (name == "id" and not _SOURCES.isdisjoint(before)):
            cause = illegal_argument("must only use one of [source, id] when specifying a script")
            raise _not_parsed(f"[1:{place + 1}] [script] failed to parse field [{name}]", cause)


def _place(given: dict[str, Json], name: str) -> int:
    """Where a value begins in the printed definition."""
    at = 1
    for other, value in given.items():
        at += len(dumps(other)) + 1
        if other == name:
            return at
        at += len(dumps(value)) + 1
    raise AssertionError(name)


def _token(value: Json) -> str:
    if value is None:
        return "VALUE_NULL"
    if isinstance(value, bool):
        return "VALUE_BOOLEAN"
    if isinstance(value, list):
        return "START_ARRAY"
    return "START_OBJECT" if isinstance(value, dict) else "VALUE_STRING" if isinstance(value, str) else "VALUE_NUMBER"


def _not_parsed(reason: str, cause: ApiError | None = None) -> ApiError:
    return errors.script_not_read(reason, cause)
