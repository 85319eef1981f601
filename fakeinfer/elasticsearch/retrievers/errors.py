"""Refusals of searches with retrievers: one constructor a situation.

Sources are below elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/retriever/ where nothing else is named.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument
from ...nearness import near_names
from ...search.errors import parsing
from ...search.locate import Position
from ...wire import Json


def empty(position: Position) -> ApiError:
    """`{}` where a retriever belongs (observed: elasticsearch 9.5.0)."""
    return parsing("retriever malformed, empty clause found", position)


def no_object(name: str, position: Position) -> ApiError:
    """A retriever's value is no object (observed: elasticsearch 9.5.0)."""
    return parsing(f"[{name}] retriever malformed, no [START_OBJECT] after retriever name", position)


def several(name: str, position: Position) -> ApiError:
    """A second retriever beside the first (observed: elasticsearch 9.5.0)."""
    return parsing(f"[{name}] malformed retriever, expected [END_OBJECT] but found [FIELD_NAME]", position)


def unknown(name: str, known: Sequence[str], position: Position) -> ApiError:
    """No retriever of that name is registered (observed: elasticsearch 8.19.0, 9.5.0)."""
    near = near_names(name, known)
    hint = f" did you mean [{near[0]}]?" if len(near) == 1 else ""
    if len(near) > 1:
        hint = f" did you mean any of [{', '.join(near)}]?"
    return parsing(f"unknown retriever [{name}]{hint}", position, not_registered(name, str(position)))


def not_registered(name: str, at: str) -> ApiError:
    """The cause of that, and what is said of retrievers inside others."""
    return ApiError(400, "named_object_not_found_exception", f"[{at}] unknown field [{name}]")


def left_open(at: str, *, is_a_parse_error: bool) -> ApiError:
    """A second retriever beside the one inside of another (observed: elasticsearch 8.19.0, 9.5.0)."""
    reason = "parser for [retriever] did not end on END_OBJECT"
    if is_a_parse_error:
        return ApiError(400, "x_content_parse_exception", f"[{at}] {reason}")
    return ApiError(500, "illegal_state_exception", reason)


def reworded(refused: ApiError, at: str) -> ApiError:
    """What a parser refuses that words everything anew (observed: elasticsearch 9.5.0, `rescorer`)."""
    line, _, column = at.partition(":")
    metadata = {"line": int(line), "col": int(column)}
    return ApiError(400, "parsing_exception", refused.reason, metadata=metadata, caused_by=refused)


def not_in_children(option: str) -> ApiError:
    """An option of a standard retriever that others cannot hold (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"[{option}] cannot be used in children of compound retrievers")


def failed(kind: str, failures: Sequence[tuple[str, ApiError]]) -> ApiError:
    """Searches of retrievers inside another failed; `failures` are their kinds and errors (observed: elasticsearch 9.5.0)."""
    kinds = ", ".join(name for name, _ in failures)
    reason = f"[{kind}] search failed - retrievers '[{kinds}]' returned errors. All failures are attached as suppressed exceptions."
    errors = [error for _, error in failures]
    status = max(error.status for error in errors)
    root = ApiError(status, "status_exception", reason, suppressed=[_without_causes(error) for error in errors])
    return ApiError(status, "status_exception", reason, suppressed=errors, root_cause=(root,))


def _without_causes(error: ApiError) -> ApiError:
    metadata = dict(error.metadata)
    if "failed_shards" in metadata:
        metadata["failed_shards"] = [_shard_without_cause(shard) for shard in metadata["failed_shards"]]
    return ApiError(error.status, error.type, error.reason, metadata=metadata)


def _shard_without_cause(shard: Json) -> Json:
    return {**shard, "reason": {name: value for name, value in shard["reason"].items() if name != "caused_by"}}


def ranking_failed(cause: ApiError) -> ApiError:
    """A reranker could not score what it was given. elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/search/RankFeaturePhase.java"""
    metadata = {"phase": "rank-feature", "grouped": True, "failed_shards": []}
    reason = "Computing updated ranks for results failed"
    return ApiError(cause.status, "search_phase_execution_exception", reason, metadata=metadata, caused_by=cause)


def empty_standard_retriever() -> ApiError:
    """A standard retriever without a query inside another (observed: elasticsearch 8.19.0)."""
    invoked = "org.elasticsearch.index.query.QueryBuilder.queryName(String)"
    reason = f'Cannot invoke "{invoked}" because "qb" is null'
    return ApiError(500, "null_pointer_exception", reason)


def top_n_below_window(inference_id: str, top_n: int, window: int) -> ApiError:
    """An endpoint ranks fewer documents than there are. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rank/textsimilarity/TextSimilarityRankFeaturePhaseRankCoordinatorContext.java"""
    return illegal_argument(
        f"Inference endpoint [{inference_id}] is configured to return the top [{top_n}] results, but rank_window_size is"
        f" [{window}]. Reduce rank_window_size to be less than or equal to the configured top N value."
    )


def scores_do_not_match(documents: int, scores: int) -> ApiError:
    """An endpoint ranked more or fewer documents than it was given, or some had no text. elastic/elasticsearch: the same"""
    reason = f"Reranker input document count and returned score count mismatch: [{documents}] vs [{scores}]"
    return ApiError(500, "illegal_state_exception", reason)


def pinned_by_field(field: str, *, descending: bool) -> ApiError:
    """Pinned documents among hits that are sorted by a field. elastic/elasticsearch:x-pack/plugin/search-business-rules/src/main/java/org/elasticsearch/xpack/searchbusinessrules/retriever/PinnedRetrieverBuilder.java"""
    order = "desc" if descending else "asc"
    shown = f'{{\n  "{field}" : {{\n    "order" : "{order}"\n  }}\n}}'
    return illegal_argument(f"[pinned] retriever only supports sorting by score, invalid sort criterion: {shown}")


def unknown_diversification(name: str) -> ApiError:
    """There is no such way to tell documents apart (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"unknown result diversification type [{name}]")


def other_length(length: int, other: int) -> ApiError:
    """Vectors that are compared have other numbers of dimensions (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"vector dimensions differ: {length}!={other}")


def no_rank_name(position: Position) -> ApiError:
    """`{}` where a rank belongs (observed: elasticsearch 8.19.0, 9.5.0)."""
    return parsing("expected a rank name, but found token [START_OBJECT] for [rank]", position)


def low_rank_constant() -> ApiError:
    """The constant of a rank. elastic/elasticsearch:x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/rrf/RRFRankBuilder.java"""
    return illegal_argument("[rank_constant] must be greater or equal to [1] for [rrf]")


def queries_twice(second: str, first: str) -> ApiError:
    """`query` beside `sub_searches` (observed: elasticsearch 8.19.0, 9.5.0)."""
    return illegal_argument(f"cannot specify field [{second}] and field [{first}]")


def no_sub_search(token: str, at: str) -> ApiError:
    """Something else than an object among `sub_searches` (observed: elasticsearch 8.19.0, 9.5.0)."""
    reason = f"[{at}] malformed query within the [sub_searches] field; found {token}"
    return ApiError(400, "x_content_parse_exception", reason)
