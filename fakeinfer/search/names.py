"""Every query and aggregation the real servers know, imitated or not: a name outside is their error, one inside ours (501).

A query that came or went with a version and is imitated is not listed: its declaration says when it is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..contract import Contract

_COMMON_QUERIES = (
    "bool", "boosting", "constant_score", "dis_max", "distance_feature", "exists", "function_score",
    "fuzzy", "geo_bounding_box", "geo_distance", "geo_polygon", "geo_shape", "has_child", "has_parent", "ids",
    "intervals", "knn", "match", "match_all", "match_bool_prefix", "match_none", "match_phrase", "match_phrase_prefix",
    "more_like_this", "multi_match", "nested", "parent_id", "percolate", "prefix", "query_string", "range",
    "rank_feature", "regexp", "script", "script_score", "simple_query_string", "span_containing", "span_first",
    "span_gap", "span_multi", "span_near", "span_not", "span_or", "span_term", "span_within", "term", "terms",
    "terms_set", "wildcard", "wrapper", "xy_shape",
)  # fmt: skip
_OWN_QUERIES = {
    "elasticsearch": (
        "geo_grid", "pinned", "rule", "rule_query", "semantic", "shape", "sparse_vector", "text_expansion",
        "weighted_tokens",
    ),
    "opensearch": ("neural", "span_field_masking", "template"),
}  # fmt: skip
_COMMON_AGGREGATIONS = (
    "adjacency_matrix", "auto_date_histogram", "avg", "avg_bucket", "bucket_script", "bucket_selector", "bucket_sort",
    "cardinality", "children", "composite", "cumulative_sum", "date_histogram", "date_range", "derivative",
    "diversified_sampler", "extended_stats", "extended_stats_bucket", "filter", "filters", "geo_bounds",
    "geo_centroid", "geo_distance", "geohash_grid", "geotile_grid", "global", "histogram", "ip_range", "matrix_stats",
    "max", "max_bucket", "median_absolute_deviation", "min", "min_bucket", "missing", "moving_fn", "multi_terms",
    "nested", "parent", "percentile_ranks", "percentiles", "percentiles_bucket", "range", "rare_terms",
    "reverse_nested", "sampler", "scripted_metric", "serial_diff", "significant_terms", "significant_text", "stats",
    "stats_bucket", "sum", "sum_bucket", "terms", "top_hits", "value_count", "variable_width_histogram", "weighted_avg",
)  # fmt: skip
_OWN_AGGREGATIONS = {
    "elasticsearch": (
        "boxplot", "bucket_correlation", "bucket_count_ks_test", "cartesian_bounds", "cartesian_centroid",
        "categorize_text", "change_point", "cumulative_cardinality", "frequent_item_sets", "geo_line", "geohex_grid",
        "inference", "ip_prefix", "moving_percentiles", "normalize", "random_sampler", "rate", "string_stats", "t_test",
        "time_series", "top_metrics",
    ),
    "opensearch": ("moving_avg",),
}  # fmt: skip


def query_names(contract: Contract) -> tuple[str, ...]:
    """Names of all queries the product's servers have."""
    return (*_COMMON_QUERIES, *_OWN_QUERIES[contract.product.name])


def aggregation_names(contract: Contract) -> tuple[str, ...]:
    """Names of all aggregations the product's servers have."""
    return (*_COMMON_AGGREGATIONS, *_OWN_AGGREGATIONS[contract.product.name])
