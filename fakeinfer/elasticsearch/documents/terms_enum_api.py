"""`_terms_enum`: the terms of a field that begin so, for those who type. Observed: elasticsearch 9.5.0.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/termsenum/action/
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, is_ours, request_invalid
from ...indices.resolving import Options, resolve
from ...object_parser import BOOLEAN, INT, TEXT, Field, ObjectParser, Path, Source, Unreadable, converted, reader_of
from ...operations import GET, POST, Call, operation, read_time
from ...search.locate import Place
from ...search.query import Query, Reading
from ...search.values import text_of
from ...search.view import View, view_of
from ...wire import Json
from .document_api import SOURCE

if TYPE_CHECKING:
    from ...cluster import State

SIZE = 10
LONGEST = 60_000
"""Milliseconds that may be waited."""
FAMILIES = ("keyword", "ip", "flat")
"""Kinds of fields whose terms are listed; those of texts and numbers are not."""


def _read_filter(state: State, value: Json, source: Source, path: Path) -> Query:
    place = Place(None, source.data)
    for step in path:
        place = place / step
    try:
        return Reading(state).query(value, place)
    except ApiError as refused:
        if is_ours(refused):
            raise
        at = refused.metadata
        raise Unreadable(refused, path, position=f"{at['line']}:{at['col']}" if "line" in at else None) from None


def _read(call: Call, data: bytes, format: str) -> Json:
    parser = ObjectParser(
        "terms_enum_request",
        {
            "field": TEXT,
            "string": TEXT,
            "search_after": TEXT,
            "size": INT,
            "timeout": converted(partial(read_time, "timeout")),
            "case_insensitive": BOOLEAN,
            "index_filter": Field(("START_OBJECT",), partial(_read_filter, call.state)),
        },
    )
    return reader_of(parser)(call, data, format)


@operation(
    "terms_enum",
    GET("/{index}/_terms_enum"),
    POST("/{index}/_terms_enum"),
    body="required_or_source",
    reader=_read,
    privilege="read",
    source=f"{SOURCE}/terms_enum/TermsEnumRequest.ts",
)
def terms_enum(call: Call) -> Json:
    """The terms of a field that begin with a text, in the order of their bytes."""
    body: dict[str, Any] = call.body
    problems = ["field cannot be null"] if "field" not in body else []
    if body.get("timeout", 0) > LONGEST:
        problems.append("Timeout cannot be > 1 minute")
    if problems:
        raise request_invalid(*problems)
    names = resolve(call.state, call.path["index"], Options())
    found: set[bytes] = set()
    for name in names:
        found.update(term.encode(errors="replace") for term in _terms(view_of(call.state, name), body))
    after = body.get("search_after")
    terms = sorted(term for term in found if after is None or term > after.encode(errors="replace"))
    shards = {"total": len(names), "successful": len(names), "failed": 0}
    return {
        "_shards": shards,
        "terms": [term.decode() for term in terms[: max(body.get("size", SIZE), 1)]],
        "complete": True,
    }


def _terms(view: View, body: dict[str, Any]) -> set[str]:
    """The terms of one index that are wanted; a filter that finds nothing whatever is indexed leaves the index out."""
    field = view.fields.get(body["field"])
    if field is None or field.family not in FAMILIES or not field.searchable:
        return set()
    if field.family == "flat" and field.path in view.fields.fields:  # its keys are fields, itself is none
        return set()
    fold = body.get("case_insensitive", False)
    start = body.get("string", "")
    start = start.lower() if fold else start
    terms = {text_of(value) for values in view.values(field) for value in values}
    return {term for term in terms if (term.lower() if fold else term).startswith(start)}
