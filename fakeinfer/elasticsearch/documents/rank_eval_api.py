"""`_rank_eval`: how well searches rank, held against ratings of documents.

Source: elastic/elasticsearch:modules/rank-eval/src/main/java/org/elasticsearch/index/rankeval/
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from ...document_requests import multi_searching, searching, templating
from ...errors import ApiError, illegal_argument, is_ours
from ...formats import jsontext
from ...indices.resolving import WILDCARDS
from ...object_parser import (
    BOOLEAN,
    INT,
    OBJECT,
    TEXT,
    TEXTS,
    Field,
    ObjectParser,
    Path,
    Source,
    Unreadable,
    objects,
    reader_of,
)
from ...operations import GET, POST, Call, operation
from ...search.errors import negative
from ...search.request import read_request
from ...wire import Json
from .document_api import SOURCE
from .search_api import search

NO_TEMPLATE = 'Cannot invoke "org.elasticsearch.script.TemplateScript$Factory.newInstance(java.util.Map)" because "templateScript" is null'
K = 10
"""How many hits are looked at when nobody says."""
AMBIGUOUS = "Ambiguous rated request: Set both, verbatim test request and test request template parameters."
UNRATED = {
    "suggest": "Query in rated requests should not contain a suggest section.",
    "aggs": "Query in rated requests should not contain aggregations.",
    "aggregations": "Query in rated requests should not contain aggregations.",
    "highlight": "Query in rated requests should not contain a highlighter section.",
    "explain": "Query in rated requests should not use explain.",
    "profile": "Query in rated requests should not use profile.",
}
"""What a search may not have besides hits, and why not."""


class Measured(NamedTuple):
    """What a metric makes of the hits of one search."""

    score: float
    details: dict[str, Json]


Ratings = list["int | None"]
"""Of each hit, None where nobody rated it."""
Measure = Callable[[Ratings, list[int]], Measured]
"""Takes those of the hits, and all that were given."""


def _threshold(options: dict[str, Any]) -> int:
    least: int = options.get("relevant_rating_threshold", 1)
    if least < 0:
        raise illegal_argument("Relevant rating threshold for precision must be positive integer.")
    if options.get("k", K) <= 0:
        raise illegal_argument("Window size k must be positive.")
    return least


def _precision(options: dict[str, Any]) -> Measure:
    least, ignores = _threshold(options), options.get("ignore_unlabeled", False)

    def measure(hits: Ratings, given: list[int]) -> Measured:
        found = sum(1 for rating in hits if rating is not None and rating >= least)
        seen = sum(1 for rating in hits if rating is not None or not ignores)
        return Measured(found / seen if seen else 0.0, {"relevant_docs_retrieved": found, "docs_retrieved": seen})

    return measure


def _recall(options: dict[str, Any]) -> Measure:
    least = _threshold(options)

    def measure(hits: Ratings, given: list[int]) -> Measured:
        found = sum(1 for rating in hits if rating is not None and rating >= least)
        there = sum(1 for rating in given if rating >= least)
        return Measured(found / there if there else 0.0, {"relevant_docs_retrieved": found, "relevant_docs": there})

    return measure


def _reciprocal_rank(options: dict[str, Any]) -> Measure:
    least = _threshold(options)

    def measure(hits: Ratings, given: list[int]) -> Measured:
        ranks = (rank for rank, rating in enumerate(hits, 1) if rating is not None and rating >= least)
        first = next(ranks, -1)
        return Measured(0.0 if first < 0 else 1 / first, {"first_relevant": first})

    return measure


def _power(rating: int) -> float:
    """Two to the power of a rating, as doubles have it."""
    return 2.0**rating if rating < 1024 else math.inf


def _gain(ratings: Iterable[int | None]) -> float:
    gains = ((rank, rating) for rank, rating in enumerate(ratings, 1) if rating is not None)
    return sum(((_power(rating) - 1) / (math.log(rank + 1) / math.log(2)) for rank, rating in gains), 0.0)


def _ratio(part: float, whole: float) -> float:
    """A quotient as doubles have it: by nothing it is infinite."""
    if not whole:
        return math.nan if not part else math.copysign(math.inf, part)
    return part / whole


def _discounted_gain(options: dict[str, Any]) -> Measure:
    unknown = options.get("unknown_doc_rating")

    def measure(hits: Ratings, given: list[int]) -> Measured:
        gain = _gain(unknown if rating is None else rating for rating in hits)
        details: dict[str, Json] = {"dcg": gain}
        score = gain
        if options.get("normalize"):
            ideal = _gain(sorted(given, reverse=True)[: len(hits)])
            score = _ratio(gain, ideal) if ideal else 0.0
            details |= {"ideal_dcg": ideal, "normalized_dcg": score} if ideal else {}
        return Measured(score, {**details, "unrated_docs": hits.count(None)})

    return measure


def _expected_rank(options: dict[str, Any]) -> Measure:
    unknown, most = options.get("unknown_doc_rating"), _power(options["maximum_relevance"])

    def measure(hits: Ratings, given: list[int]) -> Measured:
        left, expected = 1.0, 0.0
        for rank, rated in enumerate(hits[: max(options.get("k", K), 0)], 1):
            rating = unknown if rated is None else rated
            if rating is not None:
                stops = _ratio(_power(rating) - 1, most)
                expected += left * stops / rank
                left *= 1 - stops
        return Measured(expected, {"unrated_docs": hits.count(None)})

    return measure


class Metric(NamedTuple):
    """A metric with its options."""

    name: str
    measure: Measure
    size: int


class Kind(NamedTuple):
    """A kind of metric: the parser of its options, and what it makes of them."""

    parser: ObjectParser
    measure: Callable[[dict[str, Any]], Measure]


def _kind(name: str, measure: Callable[[dict[str, Any]], Measure], *required: str, **more: Field) -> Kind:
    built = {"k": INT, **more}
    return Kind(
        ObjectParser(name, built, required=required, build=lambda options: (options, measure(options))), measure
    )


RATED = {"relevant_rating_threshold": INT}
GUESSED = {"unknown_doc_rating": INT}
METRICS = {
    "precision": _kind("precision", _precision, **RATED, ignore_unlabeled=BOOLEAN),
    "recall": _kind("recall", _recall, **RATED),
    "mean_reciprocal_rank": _kind("reciprocal_rank", _reciprocal_rank, **RATED),
    "dcg": _kind("dcg", _discounted_gain, **GUESSED, normalize=BOOLEAN),
    "expected_reciprocal_rank": _kind("dcg", _expected_rank, "maximum_relevance", **GUESSED, maximum_relevance=INT),
}


def unknown_metric(name: str, at: str) -> ApiError:
    """A metric that is none."""
    return ApiError(400, "named_object_not_found_exception", f"[{at}] unknown field [{name}]")


def unexpected(wanted: str, found: str) -> ApiError:
    """Not one metric."""
    reason = f"Failed to parse object: expecting token of type [{wanted}] but found [{found}]"
    return ApiError(400, "parsing_exception", reason)


def _read_metric(value: Json, source: Source, path: Path) -> Metric:
    named: dict[str, Any] = value if isinstance(value, dict) else {}
    if not named:
        raise Unreadable(unexpected("FIELD_NAME", "END_OBJECT"), path, "end")
    name, said = next(iter(named.items()))
    here = (*path, name)
    if name not in METRICS:
        raise Unreadable(unknown_metric(name, source.at(here, "key")), here, "key")
    options, measure = METRICS[name].parser.read(said, source, here)
    if len(named) > 1:
        second = (*path, list(named)[1])
        raise Unreadable(unexpected("END_OBJECT", "FIELD_NAME"), second, "key")
    return Metric(name, measure, options.get("k", K))


def _check_search(said: Json) -> None:
    """Refuse what a search that is rated may not have."""
    for key in UNRATED:
        if isinstance(said, dict) and said.get(key) not in (None, False, "false"):
            raise illegal_argument(UNRATED[key])


def _build_request(rated: dict[str, Any]) -> dict[str, Any]:
    said, params = rated.get("request"), rated.get("params") or {}
    if said is not None and (params or "template_id" in rated):
        raise illegal_argument(AMBIGUOUS)
    if not params and said is None:
        raise illegal_argument("Need to set at least test request or test request template parameters.")
    if params and "template_id" not in rated:
        raise illegal_argument("If template parameters are supplied need to set id of template to apply them to too.")
    _check_search(said)
    counted = Counter((one["_index"], one["_id"]) for one in rated["ratings"])
    for (index, id), times in counted.items():
        if times > 1:
            key = jsontext.dumps({"_index": index, "_id": id})
            raise illegal_argument(f"Found duplicate rated document key [{key}] in evaluation request [{rated['id']}]")
    return rated


def _build(asked: dict[str, Any]) -> dict[str, Any]:
    if not asked["requests"]:
        reason = "Cannot evaluate ranking if no search requests with rated results are provided. Seen: []"
        raise illegal_argument(reason)
    if not asked.get("templates"):
        for rated in asked["requests"]:
            if "request" not in rated:
                reason = "Cannot evaluate ranking if neither template nor evaluation request is provided. Seen for request id: "
                raise ApiError(500, "illegal_state_exception", reason + rated["id"])
    return asked


def _read_search(call: Call, value: Json, source: Source, path: Path) -> Json:
    line, column = (int(part) for part in source.at(path).split(":"))
    rest = b"\n".join(source.data.split(b"\n")[line - 1 :])[column - 1 :]
    text = b"\n" * (line - 1) + b" " * (column - 1) + rest  # for positions in all of the body
    try:
        read_request(call.state, value, text)
    except ApiError as refused:
        if is_ours(refused):
            raise
        at = refused.metadata
        raise Unreadable(refused, path, position=f"{at['line']}:{at['col']}" if "line" in at else None) from None
    return value


def _read(call: Call, data: bytes, format: str) -> Json:
    rating = ObjectParser(
        "rated_document", {"_index": TEXT, "_id": TEXT, "rating": INT}, required=("_index", "_id", "rating")
    )
    request = ObjectParser(
        "request",
        {
            "id": TEXT,
            "ratings": objects(rating),
            "request": Field(("START_OBJECT",), partial(_read_search, call)),
            "params": OBJECT,
            "summary_fields": TEXTS,
            "template_id": TEXT,
        },
        required=("id", "ratings"),
        build=_build_request,
    )
    template = ObjectParser("script_with_id", {"id": TEXT, "template": OBJECT}, required=("id", "template"))
    parser = ObjectParser(
        "rank_eval",
        {
            "requests": objects(request),
            "metric": Field(("START_OBJECT",), _read_metric),
            "templates": objects(template),
            "max_concurrent_searches": INT,
        },
        required=("requests", "metric"),
        build=_build,
    )
    return reader_of(parser)(call, data, format)


@operation(
    "rank_eval",
    GET("/_rank_eval"),
    POST("/_rank_eval"),
    GET("/{index}/_rank_eval"),
    POST("/{index}/_rank_eval"),
    query={**WILDCARDS, "search_type": searching.SEARCHING["search_type"]},
    body="required_or_source",
    reader=_read,
    privilege="read",
    source=f"{SOURCE}/rank_eval/RankEvalRequest.ts",
)
def rank_eval(call: Call) -> Json:
    """Measure how searches rank what was rated."""
    asked: dict[str, Any] = call.body
    metric: Metric = asked["metric"]
    if metric.size < 0:
        raise negative("size", metric.size, call.contract.product.name)
    templates = {one["id"]: one["template"] for one in asked.get("templates", ())}
    details: dict[str, dict[str, Any]] = {}
    failures: dict[str, Json] = {}
    for rated in asked["requests"]:
        body = rated["request"] if "request" in rated else _filled_in(call, templates, rated)
        fields = rated.get("summary_fields")
        body = {**body, "size": metric.size, "_source": fields or False}
        found: Any = multi_searching.answer(_alone(call, body), search)
        if found["status"] == 200:
            details[rated["id"]] = _measured(metric, found["hits"]["hits"], rated["ratings"])
        else:
            failures[rated["id"]] = {"error": found["error"]}
    scores = [one["metric_score"] for one in details.values()]
    mean = sum(scores) / len(scores) if scores else math.nan
    for one in details.values():
        one["metric_score"] = _shown(one["metric_score"])
    return {"metric_score": _shown(mean), "details": details, "failures": failures}


def _filled_in(call: Call, templates: dict[str, Any], rated: dict[str, Any]) -> dict[str, Any]:
    """The search that a template stands for."""
    template = templates.get(rated["template_id"])
    if template is None:  # the server takes the missing one for one that is there
        raise ApiError(500, "null_pointer_exception", NO_TEMPLATE)
    wanted = templating.read_asked({key: value for key, value in template.items() if key != "lang"}, None)
    plain = replace(call, query={**call.query, "rest_total_hits_as_int": False})
    body: Any = templating.as_search(plain, wanted._replace(params=rated["params"])).body
    _check_search(body)
    return dict(body)


def _alone(call: Call, body: dict[str, Any]) -> Call:
    """The search as if it was sent alone."""
    declared = call.contract.operations["search"].query
    query = {name: parameter.default for name, parameter in declared.items() if call.contract.version in parameter.span}
    query |= {name: call.query[name] for name in (*WILDCARDS, "search_type")}
    text = jsontext.dumps(body).encode(errors="replace")
    return replace(call, query=query, body=body, request=replace(call.request, body=text))


def _measured(metric: Metric, hits: list[Any], given: list[Any]) -> dict[str, Any]:
    ratings = {(one["_index"], one["_id"]): one["rating"] for one in given}
    of_hits = [ratings.get((hit["_index"], hit["_id"])) for hit in hits]
    score, details = metric.measure(of_hits, list(ratings.values()))
    rated = list(zip(hits, of_hits, strict=True))
    return {
        "metric_score": score,
        "unrated_docs": [{"_index": hit["_index"], "_id": hit["_id"]} for hit, rating in rated if rating is None],
        "hits": [{"hit": hit, "rating": rating} for hit, rating in rated],
        "metric_details": {metric.name: {name: _shown(value) for name, value in details.items()}},
    }


def _shown(number: Any) -> Json:
    """A number as JSON has it: one that is none, or infinite, is its name."""
    if isinstance(number, float) and not math.isfinite(number):
        return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
    return number
