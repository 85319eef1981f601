"""Searching documents and counting them."""

from __future__ import annotations

from typing import Any

from ..errors import ApiError, illegal_argument, number_format, request_invalid
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..nearness import near_names
from ..operations import GET, POST, Bool, Call, Custom, Int, Parameter, Text, Time
from ..search.confining import confine
from ..search.engine import run, scores_by_index, shards_shown
from ..search.errors import negative, parsing
from ..search.hits.sorting import but_by_score, parse_sort_parameter, read_sort
from ..search.hits.source import SourceFilter
from ..search.locate import Place
from ..search.query import Query
from ..search.request import SearchRequest, read_request, read_track_total_hits
from ..search.values import number_of
from ..wire import Json
from .only_query import read_only_query
from .parameters import shown_source
from .through_aliases import restrict

SEARCH = (GET("/_search"), POST("/_search"), GET("/{index}/_search"), POST("/{index}/_search"))


def unrecognized(path: str, names: list[str], known: tuple[str, ...] = ()) -> ApiError:
    """Parameters that nobody reads (`BaseRestHandler.unrecognized`); `known` ones may have been meant."""
    listed = ", ".join(f"[{name}]{_meant(name, known)}" for name in sorted(names))
    return illegal_argument(
        f"request [{path}] contains unrecognized parameter{'s' if len(names) > 1 else ''}: {listed}"
    )


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = near_names(name, known)
    return f" -> did you mean [{near[0]}]?" if near else ""


UNREAD = "one node and one shard: nothing to route, to prefer, to cache or to cancel"


def _read_search_type(name: str, text: str) -> str:
    if text in ("query_then_fetch", "dfs_query_then_fetch"):
        return text
    raise illegal_argument(f"No search type for [{text}]")


def _read_float(name: str, text: str) -> float:
    number = number_of(text)
    if number is None:
        raise illegal_argument(
            f"Failed to parse float parameter [{name}] with value [{text}]", caused_by=number_format(text)
        )
    return float(number)


WITH_Q: dict[str, Parameter] = {
    "df": Text(),
    "default_operator": Text(),
    "analyzer": Text(),
    "analyze_wildcard": Bool(None),
    "lenient": Text(),
}
"""What may stand beside `q`, and nowhere else."""
WRITTEN: dict[str, Parameter] = {"q": Text(), **WITH_Q}
SEARCHING: dict[str, Parameter] = {
    **WILDCARDS,
    "from": Int(),
    "size": Int(),
    "sort": Text(),
    "_source": Text(),
    "_source_includes": Text(),
    "_source_excludes": Text(),
    "version": Bool(None),
    "seq_no_primary_term": Bool(None),
    "track_scores": Bool(None),
    "track_total_hits": Text(),
    "rest_total_hits_as_int": Bool(False),
    "typed_keys": Bool(False),
    "search_type": Custom(_read_search_type),
    **WRITTEN,
    "scroll": Time(),
    "timeout": Time(),
    "terminate_after": Int(),
    "explain": Bool(None),
    "stored_fields": Text(),
    "docvalue_fields": Text(),
    "routing": Text(),
    "preference": Text(),
    "request_cache": Bool(None),
    "allow_partial_search_results": Bool(None),
    "batched_reduce_size": Int(),
    "max_concurrent_shard_requests": Int(),
    "pre_filter_shard_size": Int(),
    "ccs_minimize_roundtrips": Bool(None),
    "ignore_throttled": Bool(None),
    "stats": Text(),
    "suggest_field": Text(),
    "suggest_text": Text(),
    "suggest_mode": Text(),
    "suggest_size": Int(),
}
COUNTING: dict[str, Parameter] = {
    **WILDCARDS,
    **WRITTEN,
    "min_score": Custom(_read_float),
    "terminate_after": Int(),
    "routing": Text(),
    "preference": Text(),
    "ignore_throttled": Bool(None),
}
SUGGESTING = ("suggest_text", "suggest_mode", "suggest_size")
"""What may stand beside `suggest_field`, and nowhere else."""
LEAST = {"batched_reduce_size": 2, "max_concurrent_shard_requests": 1, "pre_filter_shard_size": 1}
"""Numbers that change nothing with one shard, and may not be less."""
PREFERENCES = (
    "_local", "_only_local", "_only_nodes", "_prefer_nodes", "_shards", "_primary", "_primary_first", "_replica",
    "_replica_first",
)  # fmt: skip
"""Preferences that are no words of the caller's own."""


def read_search(call: Call) -> tuple[list[str], SearchRequest]:
    """The indices that a search looks into, and what it looks for."""
    request = read_wanted(call)
    return find_indices(call, request), request


def find_indices(call: Call, request: SearchRequest) -> list[str]:
    """The indices that a search which was read looks into, which holds what their aliases leave of them."""
    try:
        names = searched_indices(call)
    except ApiError:
        request.prepare(None)
        raise
    restrict(call.state, call.path.get("index"), request)
    return names


def read_wanted(call: Call) -> SearchRequest:
    """What a search looks for, by its body and its query string."""
    _check_unread(call)
    request = read_request(call.state, call.body, call.request.body)
    call.warnings.extend(request.warnings)
    _read_parameters(call, request)
    confine(call.state, request, call.within)
    problems: list[str] = []
    if request.finder is not None:
        scrolls, partial = call.query["scroll"] is not None, call.query["allow_partial_search_results"]
        problems = request.finder.problems(request, scrolls=scrolls, partial=partial)
    if request.stored is not None and request.stored.nothing and call.contract.product.name == "elasticsearch":
        _check_nothing_stored(request)
    turns = request.search_after is not None and request.start > 0 and call.query["scroll"] is None
    if turns and call.contract.product.name == "elasticsearch":
        from .scrolling import AFTER_AND_FROM  # read by who turns pages

        problems.append(AFTER_AND_FROM)
    if call.query["scroll"] is not None:
        from .scrolling import check_scroll  # read by who scrolls

        request.kept_for = call.query["scroll"]
        product = call.contract.product.name
        check_scroll(request, problems, request_cache=call.query["request_cache"], product=product)
    elif problems:
        raise request_invalid(*problems)
    if request.pit is not None:
        _check_point_in_time(call)
    alone = request.kept_for is None and request.pit is None
    if request.slice is not None and alone and call.contract.product.name == "elasticsearch":
        raise request_invalid("[slice] can only be used with [scroll] or [point-in-time] requests")
    return request


def _check_nothing_stored(request: SearchRequest) -> None:
    """Refuse what is stored when nothing stored is wanted (`SearchRequest.validate`)."""
    problems = []
    if request.source.fetch:
        problems.append("[stored_fields] cannot be disabled if [_source] is requested")
    if any(not field.of_columns for field in request.fields):
        problems.append("[stored_fields] cannot be disabled when using the [fields] option")
    if problems:
        raise request_invalid(*problems)


def _check_unread(call: Call) -> None:
    """Refuse what cannot be meant by parameters that change nothing here."""
    for name, least in LEAST.items():
        if call.query[name] is not None and call.query[name] < least:
            first, *rest = name.split("_")
            raise illegal_argument(f"{first}{''.join(part.title() for part in rest)} must be >= {least}")
    if call.query["terminate_after"] is not None and call.query["terminate_after"] < 0:
        raise illegal_argument("terminateAfter must be > 0")
    preference = call.query["preference"] or ""
    if preference.startswith("_") and preference.partition(":")[0].partition("|")[0] not in PREFERENCES:
        raise illegal_argument(f"no Preference for [{preference}]")


def _check_point_in_time(call: Call) -> None:
    """Refuse parameters that say where to look, when a point in time says it (`RestSearchAction.preparePointInTime`)."""
    advice = "" if call.contract.product.name == "opensearch" else ". Do not specify any index with point in time."
    given = {
        f"[indices] cannot be used with point in time{advice}": "index" in call.path,
        "[indicesOptions] cannot be used with point in time": any(
            call.query[name] not in (None, DEFAULTS[name]) for name in DEFAULTS
        ),
        "[routing] cannot be used with point in time": call.query["routing"],
        "[preference] cannot be used with point in time": call.query["preference"],
    }
    problems = [problem for problem, stands in given.items() if stands]
    if problems:
        raise request_invalid(*problems)


def searched_indices(call: Call) -> list[str]:
    """The indices that a search looks into."""
    return resolve(call.state, call.path.get("index", "_all"), options_of(call.query))


DEFAULTS = {name: parameter.default for name, parameter in WILDCARDS.items()}
"""What the parameters about names of indices are when they are not sent."""


def run_search(call: Call, names: list[str], request: SearchRequest) -> Json:
    """The answer, in the form that the request asks for."""
    return in_form(call, run(call.state, names, request, typed_keys=call.query["typed_keys"]))


def in_form(call: Call, answer: dict[str, Any]) -> Json:
    """An answer in the form that the request asks for."""
    if call.query.get("phase_took"):
        phases = dict.fromkeys(("dfs_pre_query", "query", "fetch", "dfs_query", "expand", "can_match"), 0)
        answer = {"took": answer.pop("took"), "phase_took": phases, **answer}
    if call.query["rest_total_hits_as_int"]:
        total = answer["hits"].pop("total", None)
        answer["hits"] = {"total": -1 if total is None else total["value"], **answer["hits"]}
    return answer


def _read_parameters(call: Call, request: SearchRequest) -> None:
    """What the query string says beside the body, or instead of it."""
    query = call.query
    for name, field in (("from", "start"), ("size", "size")):
        if query[name] is not None:
            if query[name] < 0:
                raise negative(name, query[name], call.contract.product.name)
            setattr(request, field, query[name])
            request.sized |= name == "size"
    for name in ("version", "seq_no_primary_term", "track_scores", "explain"):
        if query[name] is not None:
            setattr(request, name, query[name])
    if (written := written_query(call)) is not None:
        request.query = written
    if query["sort"]:
        request.sort = but_by_score(read_sort(parse_sort_parameter(query["sort"]), Place(None)))
    wanted = shown_source(call)
    if wanted != SourceFilter() or query["_source"] == "true":
        request.source = wanted
    if query["terminate_after"] is not None:
        request.terminate_after = query["terminate_after"]
    if query["track_total_hits"] is not None:
        request.track_total_hits = read_track_total_hits(query["track_total_hits"] or True)
        request.counts_by_default = False
    if query["stored_fields"] is not None:
        from ..search.hits.stored_fields import read_stored

        request.stored = read_stored(query["stored_fields"].split(","))
        if wanted == SourceFilter() and query["_source"] is None:
            request.source = request.source._replace(fetch=request.stored.wants_source())
    if query["docvalue_fields"]:
        from ..search.hits.shown_fields import read_shown_field

        names = query["docvalue_fields"].split(",")
        request.fields += tuple(read_shown_field(name, "docvalue_fields") for name in names)
    _read_suggestion(call, request)
    request.scores_of_named = bool(query.get("include_named_queries_score"))
    request.frequencies_first = query["search_type"] == "dfs_query_then_fetch"
    if query["rest_total_hits_as_int"]:
        if request.counts_by_default:
            request.track_total_hits = True
        elif not isinstance(request.track_total_hits, bool):
            raise illegal_argument(
                "[rest_total_hits_as_int] cannot be used if the tracking of total hits is not accurate, got"
                f" {request.track_total_hits}"
            )


def _read_suggestion(call: Call, request: SearchRequest) -> None:
    """`suggest_field` and what stands beside it, which are no parameters without it."""
    query = call.query
    path = query["suggest_field"]
    if path is None:
        beside = [name for name in SUGGESTING if query[name] is not None]
        if beside and call.contract.product.name == "elasticsearch":
            listed = f"request [{call.request.path}] contains parameters [{', '.join(sorted(beside))}]"
            raise illegal_argument(f"{listed} but missing 'suggest_field' parameter.")
        if beside:
            raise unrecognized(call.request.path, beside, ("suggest_field",))
        return
    if query["suggest_mode"] is None:
        raise ApiError(500, "null_pointer_exception", "Input string is null")
    from ..search.suggesting.reading import read_suggest  # read by who wants suggestions

    text = query["suggest_text"] if query["suggest_text"] is not None else query["q"]
    options = {"field": path, "suggest_mode": query["suggest_mode"], "size": query["suggest_size"] or 5}
    asked = {path: {**({} if text is None else {"text": text}), "term": options}}
    request.suggestions = read_suggest(asked, Place(asked), call.contract.product.name)


def written_query(call: Call) -> Query | None:
    """The query that `?q=` is; what may stand beside it is no parameter without it."""
    if call.query["q"] is None:
        beside = [name for name in WITH_Q if call.query[name] is not None]
        if beside:
            raise unrecognized(call.request.path, beside)
        return None
    from ..search.query_strings.classic import query_of_parameters  # read by who writes one

    parameters = {name: call.query[name] for name in WITH_Q if name != "analyze_wildcard"}
    return query_of_parameters(call.query["q"], parameters, call.contract.product.name)


def count(call: Call) -> Json:
    """How many documents a query finds."""
    for key in call.body if isinstance(call.body, dict) else ():
        if key != "query":
            raise parsing(f"request does not support [{key}]", (Place(call.body, call.request.body) / key).key())
    request = read_only_query(call)
    request.size = 0
    request.min_score = call.query["min_score"]
    if (written := written_query(call)) is not None:
        request.query = written
    confine(call.state, request, call.within)
    request.prepare(None)
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query))
    restrict(call.state, call.path.get("index"), request)
    request.prepare(names)
    found, failures = scores_by_index(call.state, names, request)
    counts = [len(scores) for _, scores in found]
    most = call.query["terminate_after"] or 0
    counts = [min(count, most) if most else count for count in counts]
    early = {"terminated_early": True} if most and most in counts else {}
    return {
        **early,
        "count": sum(counts),
        "_shards": shards_shown(len(names), failures, call.state.ids.fixed("node")),
    }
