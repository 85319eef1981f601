"""`_mget`: several documents by id."""

from __future__ import annotations

from collections.abc import Iterator

from .. import documents
from ..errors import ApiError, illegal_argument, parse_error, request_invalid
from ..formats.positions import token_name
from ..operations import Call
from ..search.errors import parsing
from ..search.hits.source import SourceFilter, read_source_filter
from ..search.locate import Place
from ..wire import Json
from .dialect import dialect_of
from .parameters import shown_source
from .single import absent, found
from .writing import concrete_index


def get_many(call: Call) -> Json:
    """Several documents by id; each is found, not found, or an error of its own."""
    wanted = list(_wanted(call))
    problems = [f"index is missing for doc {number}" for number, (index, _, _) in enumerate(wanted) if not index]
    problems += [f"id is missing for doc {number}" for number, (_, id, _) in enumerate(wanted) if id is None]
    if not wanted:
        problems = ["no documents to get"]
    if problems:
        raise request_invalid(*problems)
    return {"docs": [_found(call, str(index), str(id), shown) for index, id, shown in wanted]}


def _wanted(call: Call) -> Iterator[tuple[str | None, Json, SourceFilter]]:
    default, body = call.path.get("index"), call.body
    if not isinstance(body, dict):
        raise illegal_argument(f"unexpected token [{token_name(body)}], expected [START_OBJECT]")
    place = Place(body, call.request.body)
    for key, value in body.items():
        token, at = token_name(value), (place / key).value()
        if key not in ("docs", "ids"):
            raise parsing(f"unknown key [{key}] for a {token}, expected [docs] or [ids]", at)
        if not isinstance(value, list):
            raise parsing(f"unexpected token [{token}], expected [FIELD_NAME] or [START_ARRAY]", at)
    for item in body.get("docs", ()):
        if not isinstance(item, dict):
            raise illegal_argument("docs array element should include an object")
        if isinstance(item.get("_source"), int | float) and not isinstance(item["_source"], bool):
            raise parse_error("illegal type for _source: [VALUE_NUMBER]")
        shown = read_source_filter(item["_source"]) if "_source" in item else shown_source(call)
        yield item.get("_index", default), item.get("_id"), shown
    for id in body.get("ids", ()):
        if isinstance(id, dict | list) or id is None:
            raise illegal_argument("ids array element should only contain ids")
        yield default, id, shown_source(call)


def _found(call: Call, index: str, id: str, shown: SourceFilter) -> dict[str, Json]:
    try:
        dialect_of(call.state).allow_item(call, "get", index)
        known = concrete_index(call.state, index, single=True)
    except ApiError as error:
        return {"_index": index, "_id": id, "error": error.body()["error"]}
    document = documents.read(call.state, known, id)
    return absent(known, id) if document is None else found(call.state, known, document, shown)
