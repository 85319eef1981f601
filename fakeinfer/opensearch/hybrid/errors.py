"""What hybrid queries are refused with. Sources: opensearch-project/neural-search."""

from __future__ import annotations

from ...errors import ApiError, illegal_argument
from ...search.errors import QueryRefused, parsing
from ...search.locate import Position


def no_queries(position: Position) -> ApiError:
    """Not a single query (`HybridQueryBuilder.fromXContent`)."""
    return parsing("[hybrid] requires 'queries' field with at least one clause", position)


def too_many_queries(position: Position) -> ApiError:
    """More than five queries (`HybridQueryBuilder.MAX_NUMBER_OF_SUB_QUERIES`)."""
    return parsing("Number of sub-queries exceeds maximum supported by [hybrid] query", position)


def unknown_key(position: Position) -> ApiError:
    """A key nobody declared, or one with a value of the wrong kind (`HybridQueryBuilder.fromXContent`)."""
    return parsing("Field is not supported by [hybrid] query", position)


def boosted(position: Position) -> ApiError:
    """A boost other than 1 (`HybridQueryBuilder.fromXContent`)."""
    return parsing("[hybrid] query does not support [boost]", position)


def filter_is_no_query(position: Position) -> ApiError:
    """A filter that is no object, since 3.0 (`HybridQueryBuilder.fromXContent`)."""
    return parsing("[hybrid] query's [filter] field must be a query object", position)


def depth_below_zero() -> QueryRefused:
    """(`HybridQueryBuilder.validatePaginationDepth`)"""
    return QueryRefused("pagination_depth should be greater than 0")


def depth_is_zero() -> QueryRefused:
    """(`HybridQuery`)"""
    return QueryRefused("pagination_depth must not be zero")


def depth_beyond_window() -> QueryRefused:
    """(`HybridQueryBuilder.validatePaginationDepth`)"""
    return QueryRefused("pagination_depth should be less than or equal to index.max_result_window setting")


def later_page_without_depth() -> ApiError:
    """`from` without `pagination_depth` (`HybridCollectorManager.getSubqueryResultsRetrievalSize`)."""
    return illegal_argument("pagination_depth param is missing in the search request")


def page_beyond_depth() -> ApiError:
    """`from` is beyond everything that was collected (`NormalizationProcessorWorkflow.updateOriginalQueryResults`)."""
    return illegal_argument("Reached end of search result, increase pagination_depth value to see more results")


def score_among_fields() -> ApiError:
    """Sorted by score and by something else (`HybridCollectorManager.validateSortCriteria`)."""
    return illegal_argument(
        "_score sort criteria cannot be applied with any other criteria. Please select one sort criteria out of them."
    )


def sorted_by_fields_with_scores() -> ApiError:
    """`track_scores` of a sorted search (`HybridCollectorManager.validateSortCriteria`)."""
    return illegal_argument(
        "Hybrid search results when sorted by any field, docId or _id, track_scores must be set to false."
    )


def sorted_by_score_with_scores() -> ApiError:
    """`track_scores` of a search by ascending score (`HybridCollectorManager.validateSortCriteria`)."""
    return illegal_argument("Hybrid search results are by default sorted by _score, track_scores must be set to false.")


def scrolled() -> ApiError:
    """A scroll over a hybrid query (`HybridCollectorManager.createHybridCollectorManager`)."""
    return illegal_argument("Scroll operation is not supported in hybrid query")


def wrapped(explained: bool) -> ApiError:
    """A hybrid query inside another query (`HybridQueryPhaseSearcher.validateQuery`); since 3.6 with an advice."""
    advice = (
        ". To use scoring wrapper queries (function_score, script_score, etc.) with hybrid sub-queries, replace the hybrid"
        " clause with a bool query using should clauses containing the same sub-queries"
    )
    return illegal_argument(
        "hybrid query must be a top level query and cannot be wrapped into other queries"
        + (advice if explained else "")
    )


def inside_itself() -> ApiError:
    """A hybrid query among the queries of another, since 3.1 (`HybridQueryUtil.validateHybridQuery`)."""
    return illegal_argument("hybrid query cannot be nested in another hybrid query")


def frequencies_first() -> ApiError:
    """The search type `dfs_query_then_fetch`, since 3.8 (`HybridQuerySearchRequestFilter`)."""
    return illegal_argument("hybrid query does not support search_type [dfs_query_then_fetch]")


def weights_do_not_fit(weights: int, queries: int) -> ApiError:
    """A pipeline has weights for another number of queries (`ScoreCombinationUtil.validateIfWeightsMatchScores`)."""
    return illegal_argument(
        f"number of weights [{weights}] must match number of sub-queries [{queries}] in hybrid query"
    )


def bounds_do_not_fit(queries: int, only_lower: bool) -> ApiError:
    """A pipeline has bounds for another number of queries (`MinMaxScoreNormalizationTechnique.normalize`).

    `only_lower`: as long as there were no upper ones, the lower ones are named.
    """
    return illegal_argument(
        f"expected {'lower ' if only_lower else ''}bounds array to contain {queries} elements matching the number of sub-queries, but found a mismatch"
    )


def phase_failed(cause: ApiError) -> ApiError:
    """What a processor between query and fetch refuses (observed: opensearch 2.19.1)."""
    return ApiError(
        cause.status,
        "search_phase_execution_exception",
        "The phase has failed",
        metadata={"phase": "query", "grouped": True, "failed_shards": []},
        root_cause=[],
        caused_by=cause,
    )
