"""Sources of searches that models and agents write: read as the body of a search is (observed: opensearch 2.19.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, json_exception, value_after_the_body
from ...formats.jackson import NOTHING, Malformed
from ...formats.jsontext import loads, second_value, source_redacted
from ...formats.positions import token_name
from ...search.errors import parsing
from ...search.locate import Place, Position
from ...search.request import read_request
from .extensions import check_extensions

if TYPE_CHECKING:
    from ...cluster import State

_STRANGE_WORD = re.compile(r"Unrecognized token '(.*?)'", re.DOTALL)


def read_source(state: State, text: str, refuse: str) -> dict[str, Any]:
    """A source, held against what a search may say. Raises `Malformed` for what is no JSON.

    `refuse` says that there is no object, up to the token that is there instead.
    """
    data = text.encode(errors="replace")
    source = loads(data, source_redacted)
    if source is NOTHING:
        raise parsing(f"{refuse} [null]", Position(1, 0))
    if not isinstance(source, dict):
        raise parsing(f"{refuse} [{token_name(source)}]", Place(source, data).value())
    read_request(state, source, data)
    check_extensions(state, source, data)
    following = second_value(data, source_redacted)
    if following is not None:
        raise value_after_the_body(*following)
    return source


def refusal_of_text(refused: Malformed, text: str) -> ApiError:
    """What Jackson says of a text that it reads as one, not as bytes: it takes no character behind a strange word."""
    found = _STRANGE_WORD.match(refused.message)
    if found is None:
        return json_exception(refused)
    lines = text.encode(errors="replace").split(b"\n")[: refused.line]
    lines[-1] = lines[-1][: refused.column - 1]
    read = b"\n".join(lines)
    if not read.endswith(found[1].encode(errors="replace")):
        *before, last = read[:-1].split(b"\n")
        told, meant = _where(refused.line, refused.column), _where(len(before) + 1, len(last) + 1)
        refused = Malformed(refused.kind, refused.message.replace(told, meant))
    return json_exception(refused)


def _where(line: int, column: int) -> str:
    return f"line: {line}, column: {column}]"
