"""Bodies that hold a query and nothing else: of counts, explanations and validations.

What such a query is refused by, unless it is a `parsing_exception`, stands inside of one that says where the parser stood.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/rest/action/RestActions.java (`parseTopLevelQueryBuilder`);
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import re

from ..errors import ApiError, is_ours
from ..formats.positions import token_name
from ..operations import Call
from ..search.errors import not_an_object, parsing, position_of
from ..search.locate import Place, Position
from ..search.request import SearchRequest, read_request
from ..search.standing import stood_at
from ..wire import Json

_KEY = re.compile(rb'"(?:[^"\\]|\\.)*"\s*:\s*')


def check_only_query(call: Call) -> None:
    """Refuse a body that says anything but a query."""
    place = Place(call.body, call.request.body or None)
    if call.body is not None and not isinstance(call.body, dict):
        raise parsing(f"Expected [START_OBJECT] but found [{token_name(call.body)}]", place.value())
    body: dict[str, Json] = call.body or {}
    for key, value in body.items():
        if key != "query":
            raise parsing(f"request does not support [{key}]", (place / key).key())
        if not isinstance(value, dict):
            raise not_an_object((place / key).value())


def read_only_query(call: Call) -> SearchRequest:
    """The query of a body."""
    text = call.request.body or None
    try:
        return read_request(call.state, call.body, text)
    except ApiError as refused:
        if is_ours(refused) or refused.type == "parsing_exception" or refused.status >= 500:
            raise
        failed = parsing("Failed to parse", _where(refused, call.body, text), caused_by=refused)
        if refused.type == "parse_exception":  # the server's own kind is taken for the root of it
            failed.root_cause = (refused,)
        raise failed from None


def _where(refused: ApiError, body: Json, text: bytes | None) -> Position:
    """Where the parser stood: at the value that is refused, or at the end of the query that lacks something."""
    said = position_of(refused)
    if said is not None:
        unknown = "unknown field [" in (refused.reason or "")
        return _behind_key(text, said) if unknown and text is not None else said
    query = body.get("query") if isinstance(body, dict) else None
    return stood_at(refused, query, Place(body, text) / "query")


def _behind_key(text: bytes, at: Position) -> Position:
    """Where the value of a key begins."""
    lines = text.split(b"\n")
    line = lines[at.line - 1] if at.line <= len(lines) else b""
    found = _KEY.match(line, at.column - 1)
    return at if found is None else Position(at.line, found.end() + 1)
