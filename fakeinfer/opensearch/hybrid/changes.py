"""How hybrid queries changed (opensearch-project/neural-search)."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

HYBRID_PAGES = "hybrid_pages"
HYBRID_RESCORES = "hybrid_rescores"
HYBRID_FILTERS = "hybrid_filters"
HYBRID_WRAPPING_IS_REFUSED = "hybrid_wrapping_is_refused"
HYBRID_NEVER_HOLDS_HYBRID = "hybrid_never_holds_hybrid"
HYBRID_WRAPPING_IS_EXPLAINED = "hybrid_wrapping_is_explained"
HYBRID_MIN_SCORE_IS_COMBINED = "hybrid_min_score_is_combined"
HYBRID_REFUSES_DFS = "hybrid_refuses_dfs"
RANK_FUSION_WEIGHTS = "rank_fusion_weights"
RANKS_ARE_GLOBAL = "ranks_are_global"
NORMALIZATION_PARAMETERS = "normalization_parameters"
UPPER_BOUNDS = "upper_bounds"
TECHNIQUES_MUST_FIT = "techniques_must_fit"
HYBRID_WITH_FILTER_IS_BOOL = "hybrid_with_filter_is_bool"

CHANGES = (
    Change(HYBRID_PAGES, Span("2.19"), "a hybrid query has a pagination_depth, and needs one for later pages"),
    Change(HYBRID_RESCORES, Span("2.18"), "rescore goes over the list of each query of a hybrid query"),
    Change(HYBRID_FILTERS, Span("3.0"), "a hybrid query has a filter for all its queries"),
    Change(HYBRID_WRAPPING_IS_REFUSED, Span("2.12"), "a hybrid query inside a bool or dis_max query is refused"),
    Change(HYBRID_NEVER_HOLDS_HYBRID, Span("3.1"), "a hybrid query inside another one is refused"),
    Change(HYBRID_WRAPPING_IS_EXPLAINED, Span("3.6"), "the refusal of a hybrid query inside another says what to do"),
    Change(HYBRID_MIN_SCORE_IS_COMBINED, Span("3.5"), "min_score looks at the combined scores of a hybrid query too"),
    Change(HYBRID_REFUSES_DFS, Span("3.8"), "a hybrid query refuses the search type dfs_query_then_fetch"),
    Change(
        HYBRID_WITH_FILTER_IS_BOOL, Span("3.5"), "a bool query may hold a hybrid query first and a filter beside it"
    ),
    Change(
        RANK_FUSION_WEIGHTS,
        Span("3.1"),
        "the score-ranker-processor weighs the queries, and reads rank_constant beside",
    ),
    Change(RANKS_ARE_GLOBAL, Span("3.5"), "the score-ranker-processor ranks documents over all shards"),
    Change(NORMALIZATION_PARAMETERS, Span("3.0"), "normalization techniques have parameters: lower_bounds of min_max"),
    Change(UPPER_BOUNDS, Span("3.2"), "min_max has upper_bounds"),
    Change(TECHNIQUES_MUST_FIT, Span("3.0"), "a combination technique has to fit the normalization technique"),
)
