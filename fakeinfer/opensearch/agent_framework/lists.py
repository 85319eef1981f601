"""Lists among parameters, as texts that Gson reads; what is no list is refused in its words (observed: opensearch 2.19.1)."""

from __future__ import annotations

import re
from typing import Any

from ..remote import gson
from . import tool_failures

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?(?=[\s,;\]}]|\Z)")
_WORDS = {"true": "BOOLEAN", "false": "BOOLEAN", "null": "NULL"}


def read(text: str, variable: str, first_call: str) -> list[Any]:
    """The list; nothing at all is a null pointer, which the server meets at `first_call` of `variable`."""
    start = text.strip()
    if start in ("", "null"):
        raise tool_failures.list_is_null(variable, first_call)
    if not start.startswith("["):
        raise tool_failures.not_a_list(*_token(text))
    try:
        found = gson.read(text)
    except gson.NotJson as refused:
        raise tool_failures.broken_json(refused.problem, ends=refused.ends) from None
    assert isinstance(found, list)
    return found


def read_names(text: str, first_call: str) -> list[str]:
    """The names of indices in a list."""
    found = read(text, "indexList", first_call)
    if any(name is not None and not isinstance(name, str) for name in found):
        raise tool_failures.names_are_no_texts()
    if None in found:
        raise tool_failures.name_is_null()
    return found


def _token(text: str) -> tuple[str, int]:
    """What Gson finds in place of a list, and the column that it is at by then."""
    at = len(text) - len(text.lstrip())
    rest = text[at:]
    number = _NUMBER.match(rest)
    if number is not None:
        return "NUMBER", at + len(number[0]) + 1
    word = next((word for word in _WORDS if rest.lower().startswith(word)), None)
    if word is not None:
        return _WORDS[word], at + len(word) + 1
    if rest.startswith("{"):
        return "BEGIN_OBJECT", at + 2
    return "STRING", at + (2 if rest[0] in "\"'" else 1)
