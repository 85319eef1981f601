"""Searching memories: by any query, by meaning, by words and meaning; and deleting what a query finds.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/`,
`.../utils/MemorySearchQueryBuilder.java`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import documents, indices
from ...errors import ApiError
from ...formats.javatext import double_text
from ...operations import GET, POST, Call, operation
from ...wire import Json
from ..ml.searching import nothing_found, search_within
from ..ml.values import text_of, whole_number
from ..models.group_api import PRIVILEGE
from . import access, errors, places
from .containers import REST, SINCE, enter

if TYPE_CHECKING:
    from ...cluster import State
    from .remembering import Work

CONTAINER = "/_plugins/_ml/memory_containers/{memory_container_id}"
MOST_AT_ONCE = 10_000
USUAL_K = 10
WRAPPED = ("search_phase_execution_exception", "security_exception")
"""What goes wrong when the search has begun; before that, a request is refused."""
EVEN = 0.5
CLOSE_ENOUGH = 0.001
"""How far two weights may be from one together."""


@operation(
    "ml.search_agentic_memory",
    GET(CONTAINER + "/memories/{type}/_search"),
    POST(CONTAINER + "/memories/{type}/_search"),
    since=SINCE,
    body="required",
    missing_body=lambda: errors.empty_body("Search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/search",
    source=REST + "RestMLSearchMemoriesAction.java",
)
def search_agentic_memory(call: Call) -> Json:
    """Search the memories of one kind, those of this container and this user alone."""
    enter(call)
    kind = places.kind_of(call.path["type"])
    kept = places.opened(call, "search memories in")
    index = places.index_of(call.state, kept, kind)
    if index is None:
        raise errors.no_index_to_search()
    if not indices.exists(call.state, index):
        return nothing_found()
    body = access.memories_seen(call.state, call.body, call.path["memory_container_id"])
    try:
        access.allow(call.state, kept, index, access.SEARCH)
        return search_within(call, index, body, hidden=())
    except ApiError as error:
        raise errors.search_failed(error) if error.type in WRAPPED else error from error


@operation(
    "ml.delete_agentic_memory_query",
    POST(CONTAINER + "/memories/{type}/_delete_by_query"),
    since=SINCE,
    body="optional",
    privilege=PRIVILEGE + "memory_containers/memories/delete_by_query",
    source=REST + "RestMLDeleteMemoriesByQueryAction.java",
)
def delete_agentic_memory_query(call: Call) -> Json:
    """Delete what a query finds among the memories of one kind."""
    from ...search import engine

    kind = places.kind_of(call.path["type"])
    if not isinstance(call.body, dict) or "query" not in call.body:
        raise errors.no_query()
    enter(call)
    kept = places.opened(call, "delete memories in")
    index = places.index_of(call.state, kept, kind)
    if index is None:
        raise errors.type_disabled(kind)
    access.allow(call.state, kept, index, access.DELETE_BY_QUERY)
    own: dict[str, Any] = {"term": {"memory_container_id": call.path["memory_container_id"]}}
    query: dict[str, Any] = {"bool": {"must": [call.body["query"]], "filter": [own]}}
    user = access.limited(call.state)
    if user is not None:
        query = {"bool": {"must": [query], "filter": [{"term": {"owner_id": user.name}}]}}
    found = engine.search(call.state, index, {"query": query, "size": MOST_AT_ONCE})["hits"]["hits"]
    for hit in found:
        documents.remove(call.state, index, hit["_id"], refresh=True)
    return _bulk_by_scroll(len(found))


def _bulk_by_scroll(deleted: int) -> Json:
    return {
        "took": 0,
        "timed_out": False,
        "total": deleted,
        "updated": 0,
        "created": 0,
        "deleted": deleted,
        "batches": 1 if deleted else 0,
        "version_conflicts": 0,
        "noops": 0,
        "retries": {"bulk": 0, "search": 0},
        "throttled_millis": 0,
        "requests_per_second": -1.0,
        "throttled_until_millis": 0,
        "failures": [],
    }


def meant(kept: Mapping[str, Any], text: str, k: int | None = None) -> dict[str, Any]:
    """The query for what means the same as a text."""
    name = "neural" if kept["embedding_model_type"] == "TEXT_EMBEDDING" else "neural_sparse"
    asked: dict[str, Any] = {"query_text": text, "model_id": kept["embedding_model_id"]}
    return {name: {places.EMBEDDED: asked if k is None else {**asked, "k": k}}}


def similar_memories(state: State, work: Work, facts: Sequence[str]) -> list[dict[str, Any]]:
    """What is remembered already that resembles facts, of the same strategy, namespace and owner: `{"id", "text", "score"}`.

    For every fact there are its own, so that one memory may come more than once. A search that fails finds nothing.
    """
    from ...search import engine

    if not work.namespace:
        return []
    index = places.index_of(state, work.kept, "long-term")
    assert index is not None
    most = work.kept.get("max_infer_size") or 5
    filters: list[dict[str, Any]] = [{"term": {f"namespace.{key}": value}} for key, value in work.namespace.items()]
    if work.memory["owner_id"] is not None:
        filters.append({"term": {"owner_id": work.memory["owner_id"]}})
    filters += [
        {"term": {"namespace_size": len(work.strategy["namespace"])}},
        {"term": {"strategy_id": work.strategy["id"]}},
        {"term": {"memory_container_id": work.memory["memory_container_id"]}},
    ]
    found: list[dict[str, Any]] = []
    for fact in facts[:most]:
        query = {"bool": {"filter": filters, "must": [meant(work.kept, fact)]}}
        try:
            access.allow(state, work.kept, index, access.SEARCH)
            hits = engine.search(state, index, {"query": query, "size": most, "_source": ["memory"]})["hits"]["hits"]
        except ApiError as error:
            if error.status == errors.NOT_HIDDEN or error.type.startswith("fakeinfer"):
                raise
            continue
        found += [
            {"id": hit["_id"], "text": hit["_source"]["memory"], "score": hit["_score"]}
            for hit in hits
            if hit["_source"].get("memory") is not None
        ]
    return found


@operation(
    "ml.semantic_search_memory",
    GET(CONTAINER + "/memories/long-term/_semantic_search"),
    POST(CONTAINER + "/memories/long-term/_semantic_search"),
    since="3.6",
    body="required",
    missing_body=lambda: errors.empty_body("Semantic search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/semantic_search",
    source=REST + "RestMLSemanticSearchMemoriesAction.java",
)
def semantic_search_memory(call: Call) -> Json:
    """Find long-term memories that mean what a text means."""
    enter(call)
    asked = Meant.read(call)
    kept = _embedding_container(call, "Semantic")
    query = {"bool": {"must": [meant(kept, asked.text, asked.k)], "filter": asked.filters(call)}}
    return _by_meaning(call, kept, "Semantic", asked, query)


@operation(
    "ml.hybrid_search_memory",
    GET(CONTAINER + "/memories/long-term/_hybrid_search"),
    POST(CONTAINER + "/memories/long-term/_hybrid_search"),
    since="3.6",
    body="required",
    missing_body=lambda: errors.empty_body("Hybrid search memories"),
    privilege=PRIVILEGE + "memory_containers/memories/hybrid_search",
    source=REST + "RestMLHybridSearchMemoriesAction.java",
)
def hybrid_search_memory(call: Call) -> Json:
    """Find long-term memories by their words and by what they mean, each weighed as asked."""
    enter(call)
    asked = Meant.read(call)
    weights = _weights(call)
    kept = _embedding_container(call, "Hybrid")
    queries = [{"match": {"memory": asked.text}}, meant(kept, asked.text, asked.k)]
    query = {"hybrid": {"queries": queries, "filter": {"bool": {"filter": asked.filters(call)}}}}
    combined = {"technique": "arithmetic_mean", "parameters": {"weights": weights}}
    processor = {"normalization": {"technique": "min_max"}, "combination": combined}
    pipeline = {"phase_results_processors": [{"normalization-processor": processor}]}
    return _by_meaning(call, kept, "Hybrid", asked, query, pipeline)


class Meant(NamedTuple):
    """What a search by meaning asks for."""

    text: str
    k: int
    namespace: Mapping[str, str]
    tags: Mapping[str, str]
    least: float | None
    filter: Any

    @classmethod
    def read(cls, call: Call) -> Meant:
        """The request, or its refusal."""
        from ...search.request import read_request

        body = call.body
        text, k, least = text_of(body, "query"), body.get("k"), body.get("min_score")
        number = USUAL_K if k is None else whole_number(k)
        if text is None or not text.strip():
            raise errors.no_query_text()
        if not 1 <= number <= MOST_AT_ONCE:
            raise errors.k_out_of_range()
        if body.get("filter") is not None:
            read_request(call.state, {"query": body["filter"]})  # refuses what is no query
        namespace, tags = body.get("namespace") or {}, body.get("tags") or {}
        return cls(text, number, namespace, tags, None if least is None else _number(least), body.get("filter"))

    def filters(self, call: Call) -> list[dict[str, Any]]:
        """What memories have to be besides."""
        terms: list[dict[str, Any]] = [
            {"term": {f"{field}.{key}": value}}
            for field, values in (("namespace", self.namespace), ("tags", self.tags))
            for key, value in values.items()
        ]
        user = access.limited(call.state)
        if user is not None:
            terms.append({"term": {"owner_id": user.name}})
        terms.append({"term": {"memory_container_id": call.path["memory_container_id"]}})
        return terms if self.filter is None else [*terms, self.filter]


def _number(value: Any) -> float:
    """A number as a float holds it: what is beyond all bounds is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _weights(call: Call) -> list[float]:
    """How much words and meaning count."""
    from ...search import engine

    given = [call.body.get(name) for name in ("bm25_weight", "neural_weight")]
    words, meaning = (EVEN if value is None else _number(value) for value in given)
    if not (0 <= words <= 1 and 0 <= meaning <= 1):
        raise errors.weight_out_of_range()
    if abs(words + meaning - 1) > CLOSE_ENOUGH:
        raise errors.weights_do_not_sum(double_text(engine.shortest(words + meaning)))
    return [words, meaning]


def _embedding_container(call: Call, kind: str) -> dict[str, Any]:
    """The configuration of a container whose long-term memories are embedded."""
    kept = places.opened(call, "search memories in")
    if kept.get("embedding_model_type") is None:
        raise errors.nothing_embeds(kind)
    if not kept.get("strategies"):
        raise errors.nothing_infers(kind)
    return kept


def _by_meaning(
    call: Call,
    kept: Mapping[str, Any],
    kind: str,
    asked: Meant,
    query: dict[str, Any],
    pipeline: Mapping[str, Any] | None = None,
) -> Json:
    """Search long-term memories; what goes wrong is told with what it was."""
    from ...search import engine
    from ...search.request import read_request
    from ..search_running import resolving, running

    index = places.index_of(call.state, kept, "long-term")
    if index is None:
        raise errors.semantic_search_failed(kind, errors.no_index())
    if not indices.exists(call.state, index):
        return nothing_found()
    body = {"query": query, "size": asked.k, "_source": {"excludes": [places.EMBEDDED]}}
    if asked.least is not None:
        body["min_score"] = asked.least
    try:
        access.allow(call.state, kept, index, access.SEARCH)
        request = read_request(call.state, body)
        if pipeline is None:
            return engine.run(call.state, [index], request)
        through = resolving.asked_pipeline(call.state, {"search_pipeline": pipeline}, None)
        return running.search_through(call.state, [index], body, request, through)
    except ApiError as error:
        raise errors.semantic_search_failed(kind, error) if error.status != errors.NOT_HIDDEN else error from error
