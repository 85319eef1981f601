"""Scrolls: the next page of a search, and the end of it. `search/contexts.py` keeps what they look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import ApiError, illegal_argument, request_invalid
from ..formats.positions import token_name
from ..operations import DELETE, GET, POST, Bool, Call, Parameter, Text, Time, read_time
from ..search import contexts
from ..search.engine import TOOK_MILLIS
from ..search.hits.showing import shown_hits
from ..search.request import SearchRequest
from ..wire import Json, Reply

SCROLL = (
    GET("/_search/scroll"),
    POST("/_search/scroll"),
    GET("/_search/scroll/{scroll_id}"),
    POST("/_search/scroll/{scroll_id}"),
)
CLEAR = (DELETE("/_search/scroll"), DELETE("/_search/scroll/{scroll_id}"))
SCROLLING: dict[str, Parameter] = {"scroll_id": Text(), "scroll": Time(), "rest_total_hits_as_int": Bool(False)}


AFTER_AND_FROM = "[from] parameter must be set to 0 when [search_after] is used"


def check_scroll(
    request: SearchRequest, others: Sequence[str] = (), *, request_cache: bool | None, product: str
) -> None:
    """Refuse a search that cannot go on page by page, with all the reasons (`SearchRequest.validate` of both servers).

    `others` are what else is wrong with it. OpenSearch's indices refuse what is only told here for Elasticsearch.
    """
    problems = list(others)
    if not request.counts_by_default and request.track_total_hits is not True:
        problems.append("disabling [track_total_hits] is not allowed in a scroll context")
    if request.start > 0:
        problems.append("using [from] is not allowed in a scroll context")
    if request.size == 0:
        problems.append("[size] cannot be [0] in a scroll context")
    if request.rescore:
        problems.append("using [rescore] is not allowed in a scroll context")
    if product == "elasticsearch":
        if request.search_after is not None:
            problems.append("[search_after] cannot be used in a scroll context")
        if request.collapse is not None:
            problems.append("cannot use `collapse` in a scroll context")
        if request.search_after is not None and request.start > 0:
            problems.append(AFTER_AND_FROM)
    if request_cache:
        problems.append("[request_cache] cannot be used in a scroll context")
    if request.pit is not None:
        problems.append("using [point in time] is not allowed in a scroll context")
    if problems:
        raise request_invalid(*problems)
    request.track_total_hits = True


def scroll(call: Call) -> Json:
    """The next page of a search that was begun with `?scroll`."""
    id: str | None = call.path.get("scroll_id") or call.query["scroll_id"]
    kept_for: float | None = call.query["scroll"]
    for key, value in _fields(call).items():
        if key == "scroll_id" and isinstance(value, str):
            id = value
        elif key == "scroll" and isinstance(value, str):
            kept_for = read_time("scroll", value)
        else:
            raise unknown_parameter(key, value)
    if not id:
        raise request_invalid("scrollId is missing")
    kept, goes_on = contexts.next_page(call.state, id, kept_for)
    page = kept.merged._replace(start=kept.position)
    answer: dict[str, Any] = {"_scroll_id": id} if goes_on else {}
    answer |= {
        "took": TOOK_MILLIS,
        "timed_out": False,
        "_shards": {"total": kept.contexts, "successful": kept.contexts, "skipped": 0, "failed": 0},
        "hits": shown_hits(page, kept.request, True),
    }
    if call.query["rest_total_hits_as_int"]:
        answer["hits"]["total"] = answer["hits"]["total"]["value"]
    return answer


def clear_scroll(call: Call) -> Reply:
    """Forget scrolls, so that what they keep is free again."""
    named = call.path.get("scroll_id") or call.query["scroll_id"]
    ids = named.split(",") if named else []
    for key, value in _fields(call).items():
        if key != "scroll_id" or not isinstance(value, str | list):
            raise unknown_parameter(key, value)
        ids = [value] if isinstance(value, str) else value
        if any(not isinstance(id, str | int | float) or isinstance(id, bool) for id in ids):
            raise illegal_argument("scroll_id array element should only contain scroll_id")
        ids = [str(id) for id in ids]
    if not ids:
        raise request_invalid("no scroll ids specified")
    freed = contexts.end_scrolls(call.state, ids)
    return Reply({"succeeded": True, "num_freed": freed}, status=200 if freed else 404)


def _fields(call: Call) -> dict[str, Json]:
    if call.body is None:
        return {}
    if not isinstance(call.body, dict):
        raise illegal_argument("Malformed content, must start with an object")
    return call.body


def unknown_parameter(key: str, value: Json) -> ApiError:
    """A key that nobody reads, or one with a value of another kind."""
    return illegal_argument(
        f"Unknown parameter [{key}] in request body or parameter is of the wrong type[{token_name(value)}] "
    )
