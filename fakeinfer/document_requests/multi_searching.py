"""`_msearch`: several searches in one request, each with a line that says where and how, and a line that says what.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/search/MultiSearchRequest.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from .. import media
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..formats.jackson import NOTHING
from ..formats.javatext import to_text
from ..formats.positions import token_name
from ..indices.resolving import WILDCARDS, read_wildcards
from ..operations import Bool, Call, Custom, Int, Parameter, read_time
from ..search.errors import parsing
from ..search.locate import Position
from ..search.values import text_of
from ..wire import Json
from .dialect import dialect_of
from .searching import SEARCHING, read_wanted

Reader = Callable[[Call, bytes, str], "list[Item]"]
Search = Callable[[Call], Json]
"""Runs one search, as if it had come alone."""

READ_BY_ALL = ("ignore_unavailable", "allow_no_indices", "expand_wildcards")
SPELLINGS = {
    "indices": "index",
    "searchType": "search_type",
    "ccsMinimizeRoundtrips": "ccs_minimize_roundtrips",
    "expandWildcards": "expand_wildcards",
    "ignoreUnavailable": "ignore_unavailable",
    "allowNoIndices": "allow_no_indices",
    "ignoreThrottled": "ignore_throttled",
    "cancelAfterTimeInterval": "cancel_after_time_interval",
}
"""Other names of a header's keys; refusals have the first one."""
FLAGS = ("ignore_unavailable", "allow_no_indices", "ignore_throttled")
"""Keys that are true or false; these may be null."""
NAMELESS = ("ccs_minimize_roundtrips", "phase_took")
"""Keys that are true or false, and that refusals do not name."""
HARMLESS = ("preference", "routing")
"""Keys that change nothing on one node, whatever they are."""
KEYS = (
    "index", "search_type", "expand_wildcards", "request_cache", "requestCache", "allow_partial_search_results",
    "ccs_minimize_roundtrips", *FLAGS, *HARMLESS,
)  # fmt: skip
"""What a header may say to both products."""
NULL = 'Cannot invoke "Object.toString()" because "node" is null'
EMPTY_FIRST_LINE = (
    "support for empty first line before any action metadata in msearch API is deprecated and will be removed in the next"
    " major version"
)


def _read_limit(name: str, text: str) -> int:
    number = Int().read(name, text)
    if number < 1:
        raise illegal_argument("maxConcurrentSearchRequests must be positive")
    return number


MULTI_SEARCHING: dict[str, Parameter] = {
    **WILDCARDS,
    "max_concurrent_searches": Custom(_read_limit),
    "max_concurrent_shard_requests": Int(),
    "pre_filter_shard_size": Int(),
    "search_type": SEARCHING["search_type"],
    "typed_keys": Bool(False),
    "rest_total_hits_as_int": Bool(False),
    "ccs_minimize_roundtrips": Bool(None),
    "ignore_throttled": Bool(None),
}


class Item(NamedTuple):
    """One of the searches: its two lines, read."""

    header: Mapping[str, Json]
    body: Json
    text: bytes


def reader(*more: str, skips_empty_line: bool = False) -> Reader:
    """How a product reads its lines: what else a header may say, and whether the first line may be empty and be no header."""

    def read_searches(call: Call, data: bytes, format: str) -> list[Item]:
        return _read_searches(call, data, format, (*KEYS, *more), skips_empty_line)

    return read_searches


def _read_searches(call: Call, data: bytes, format: str, keys: tuple[str, ...], skips_empty_line: bool) -> list[Item]:
    """The searches of a body of lines. A line that cannot be read fails them all."""
    if format != "json":
        raise not_implemented("searches in other formats than JSON lines")
    if not data.endswith(b"\n"):
        raise illegal_argument("The msearch request must be terminated by a newline [\n]")
    lines = data.split(b"\n")[:-1]
    if lines and not lines[0] and skips_empty_line:
        call.warnings.append(EMPTY_FIRST_LINE)
        del lines[0]
    found = []
    for first, second in zip(lines[::2], lines[1::2], strict=False):
        header = media.first_value(call, first)
        header = _read_header(header, keys) if isinstance(header, dict) else {}
        body = media.first_value(call, second)
        if body is NOTHING:
            raise parsing("Expected [START_OBJECT] but found [null]", Position(1, 0))
        if not isinstance(body, dict):
            raise parsing(f"Expected [START_OBJECT] but found [{token_name(body)}]", Position(1, 1))
        found.append(Item(header, body, second))
    return found


def _read_header(said: Mapping[str, Json], keys: tuple[str, ...]) -> dict[str, Json]:
    """What a header says, under the first name of each key; null is as if nothing were said, where it may be null."""
    header: dict[str, Json] = {}
    for spelled, value in said.items():
        key = SPELLINGS.get(spelled, spelled)
        if key not in keys:
            raise illegal_argument(f"key [{spelled}] is not supported in the metadata section")
        if value is None:
            if key not in (*FLAGS, *HARMLESS, "search_type", "expand_wildcards", "cancel_after_time_interval"):
                raise ApiError(500, "null_pointer_exception", NULL)
            header.pop(key, None)
            continue
        header[key] = value
        if key == "index" and isinstance(value, list) and None in value:
            raise ApiError(500, "null_pointer_exception", "index must not be null")
        if key == "cancel_after_time_interval":
            read_time("XContentMapValues.nodeTimeValue", text_of(value))
        elif key == "search_type":
            SEARCHING["search_type"].read(key, text_of(value))
        elif key in NAMELESS:
            if _read_flag(value) and key == "phase_took":
                raise not_implemented("phase_took of searches")
        elif key in ("request_cache", "requestCache", "allow_partial_search_results"):
            _truth("null" if key == "allow_partial_search_results" else key, value)
    for key in FLAGS:
        if key in header:
            _truth(key, header[key])
    if "expand_wildcards" in header:
        read_wildcards("expand_wildcards", ",".join(_texts(header["expand_wildcards"])))
    return header


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return value.split(",")
    values = value if isinstance(value, list) else [value]
    return [to_text(one) if isinstance(one, dict) else text_of(one) for one in values]


def _truth(key: str, value: Json) -> bool:
    try:
        return _read_flag(value)
    except ApiError as cause:
        raise illegal_argument(f"Could not convert [{key}] to boolean", caused_by=cause) from None


def _read_flag(value: Json) -> bool:
    text = text_of(value) if not isinstance(value, bool) else str(value).lower()
    if text not in ("true", "false"):
        raise illegal_argument(f"Failed to parse value [{text}] as only [true] or [false] are allowed.")
    return text == "true"


def search_many(call: Call, search: Search) -> Json:
    """Run the searches one after the other; each finds something, or fails alone."""
    items: list[Item] = call.body
    if not items:
        raise request_invalid("no requests added")
    each = [alone(call, item) for item in items]
    for one in each:
        read_wanted(one)
        tracked = one.body.get("track_total_hits", True)
        if call.query["rest_total_hits_as_int"] and tracked is not True and tracked != "true":
            raise inexact_total(tracked)
    return {"took": 1, "responses": [answer(one, search) for one in each]}


def inexact_total(tracked: Json) -> ApiError:
    """Hits are to be told as one number, and not to be counted to the end."""
    return illegal_argument(
        "[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got"
        f" {-1 if tracked in (False, 'false') else text_of(tracked)}"
    )


def alone(call: Call, item: Item) -> Call:
    """The request that one of the searches would have been."""
    declared = call.contract.operations["search"].query
    query = {name: parameter.default for name, parameter in declared.items() if call.contract.version in parameter.span}
    for name in ("typed_keys", "rest_total_hits_as_int", *READ_BY_ALL):
        query[name] = call.query[name]
    header = item.header
    for name in ("ignore_unavailable", "allow_no_indices"):
        if name in header:
            query[name] = _truth(name, header[name])
    if "expand_wildcards" in header:
        query["expand_wildcards"] = ",".join(_texts(header["expand_wildcards"]))
    names = header.get("index")
    index = call.path.get("index") if names is None else ",".join(_texts(names))
    path = {} if not index else {"index": index}
    return replace(call, path=path, query=query, body=item.body, request=replace(call.request, body=item.text))


def answer(call: Call, search: Search) -> dict[str, Json]:
    """What one of the searches finds, or why it fails."""
    try:
        dialect_of(call.state).allow_item(call, "search", call.path.get("index", "_all"))
        found = search(call)
    except ApiError as refused:
        return {**refused.body(), "status": refused.status}
    return {**found, "status": 200}
