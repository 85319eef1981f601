"""Index settings: which there are, read from a request into flat texts, shown flat or nested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..nearness import near_names
from ..search.values import text_of
from ..wire import Json
from .dialect import dialect_of
from .registered import check_value, registered

if TYPE_CHECKING:
    from ..cluster import State

Flat = dict[str, Any]

COMMON = (
    "allocation.max_retries", "auto_expand_replicas", "blocks.metadata", "blocks.read", "blocks.read_only",
    "blocks.read_only_allow_delete", "blocks.write", "codec", "codec.compression_level", "compound_format",
    "default_pipeline", "fielddata.cache", "final_pipeline", "format", "gc_deletes", "hidden", "highlight.max_analyzed_offset",
    "indexing.slowlog.level", "indexing.slowlog.reformat", "indexing.slowlog.source",
    "indexing.slowlog.threshold.index.debug", "indexing.slowlog.threshold.index.info",
    "indexing.slowlog.threshold.index.trace", "indexing.slowlog.threshold.index.warn", "mapper.dynamic",
    "mapping.coerce", "mapping.depth.limit", "mapping.dimension_fields.limit", "mapping.field_name_length.limit",
    "mapping.ignore_malformed", "mapping.nested_fields.limit", "mapping.nested_objects.limit",
    "mapping.total_fields.limit", "max_adjacency_matrix_filters", "max_docvalue_fields_search",
    "max_inner_result_window", "max_ngram_diff", "max_refresh_listeners", "max_regex_length", "max_rescore_window",
    "max_result_window", "max_script_fields", "max_shingle_diff", "max_slices_per_scroll", "max_terms_count",
    "merge.policy.deletes_pct_allowed", "merge.policy.expunge_deletes_allowed", "merge.policy.floor_segment",
    "merge.policy.max_merge_at_once", "merge.policy.max_merged_segment", "merge.policy.segments_per_tier",
    "merge.scheduler.auto_throttle", "merge.scheduler.max_merge_count", "merge.scheduler.max_thread_count",
    "number_of_replicas", "number_of_routing_shards", "number_of_shards", "optimize_auto_generated_id", "priority",
    "query.default_field", "query.parse.allow_unmapped_fields", "query_string.lenient", "queries.cache.enabled",
    "recovery.initial_shards", "refresh_interval", "requests.cache.enable", "routing.allocation.enable",
    "routing.allocation.total_shards_per_node", "routing.rebalance.enable", "routing_partition_size", "search.idle.after",
    "search.slowlog.level", "search.slowlog.threshold.fetch.debug", "search.slowlog.threshold.fetch.info",
    "search.slowlog.threshold.fetch.trace", "search.slowlog.threshold.fetch.warn", "search.slowlog.threshold.query.debug",
    "search.slowlog.threshold.query.info", "search.slowlog.threshold.query.trace", "search.slowlog.threshold.query.warn",
    "search.throttled", "shard.check_on_startup", "soft_deletes.enabled", "soft_deletes.retention.operations",
    "soft_deletes.retention_lease.period", "sort.field", "sort.missing", "sort.mode", "sort.order", "store.preload",
    "store.type", "translog.durability", "translog.flush_threshold_size", "translog.generation_threshold_size",
    "translog.retention.age", "translog.retention.size", "translog.sync_interval", "unassigned.node_left.delayed_timeout",
    "verified_before_close", "version.created", "warmer.enabled", "write.wait_for_active_shards",
)  # fmt: skip
OF_OPENSEARCH = (
    *COMMON,
    "append_only.enabled", "check_pending_flush.enabled", "composite_index", "context.created_version",
    "knn", "knn.advanced.approximate_threshold", "knn.advanced.filtered_exact_search_threshold", "knn.algo_param.ef_construction",
    "knn.algo_param.ef_search", "knn.algo_param.m", "knn.derived_source.enabled", "knn.disk.vector.shard_level_rescoring_disabled",
    "knn.faiss.efficient_filter.disable_exact_search", "knn.memory_optimized_search", "knn.remote_index_build.enabled",
    "knn.space_type", "mapping.subobjects", "neural_search.semantic_ingest_batch_size", "optimize_doc_id_lookup.fuzzy_set.enabled",
    "plugins.index_state_management.policy_id", "plugins.index_state_management.rollover_alias", "remote_store.enabled",
    "remote_store.segment.repository", "remote_store.translog.repository", "replication.type",
    "search.concurrent.max_slice_count", "search.concurrent_segment_search.enabled", "search.concurrent_segment_search.mode",
    "search.default_pipeline", "search.star_tree_index.enabled", "searchable_snapshot.snapshot_id.name", "sparse",
    "store.fs.fs_lock", "store.hybrid.mmap.extensions", "number_of_search_replicas", "refresh_interval.shard_level.enabled",
)  # fmt: skip
GROUPS = (
    "index.analysis.", "index.similarity.", "index.routing.allocation.include.", "index.routing.allocation.exclude.",
    "index.routing.allocation.require.", "index.store.snapshot.", "index.lifecycle.", "index.context.", "archived.",
)  # fmt: skip
"""Settings under these names are free."""
STATIC_GROUPS = ("index.analysis.", "index.similarity.")
"""Those of them that change on closed indices alone."""


def read_settings(state: State, settings: Json, unknown: Callable[[str], ApiError] | None = None) -> Flat:
    """Flat settings of a request, checked: names begin with `index.`, values are texts (or lists of texts)."""
    flat = flattened(settings)
    refuse_unknown(state, flat, unknown)
    return flat


def refuse_unknown(state: State, flat: Flat, unknown: Callable[[str], ApiError] | None = None) -> None:
    """Refuse settings that there are none of, or that hold what they cannot: the first, with the others beside it."""
    known, typed = known_names(state), registered(state)
    refused: list[ApiError] = []
    for name, value in flat.items():
        try:
            if name not in known and not name.startswith(GROUPS):
                refuse = unknown or dialect_of(state).unknown_setting(state)
                raise refuse(_unknown(name, known))
            if name in typed and value is not None:
                check_value(name, value, typed[name])
        except ApiError as problem:
            refused.append(problem)
    if refused:
        raise first_of(refused)


def first_of(refused: list[ApiError]) -> ApiError:
    """The first of several refusals, which tells of the others (`ExceptionsHelper.rethrowAndSuppress`)."""
    first, *others = refused
    if not others:
        return first
    first.root_cause = (ApiError(first.status, first.type, first.reason),)
    first.suppressed = tuple(others)
    return first


def flattened(settings: Json, *, nulls: bool = False) -> Flat:
    """Nested or flat, with or without `index.`: flat, with it; without what is null unless that is asked for."""
    found: Flat = {}
    _flatten(settings, "", found)
    return {
        name if name.startswith(("index.", "archived.")) else f"index.{name}": value
        for name, value in found.items()
        if nulls or value is not None
    }


def _flatten(value: Json, path: str, found: Flat) -> None:
    if isinstance(value, dict):
        for name, sub in value.items():
            _flatten(sub, f"{path}.{name}" if path else name, found)
    elif isinstance(value, list):
        found[path] = [text_of(item) for item in value]
    else:
        found[path] = None if value is None else text_of(value)


def known_names(state: State) -> frozenset[str]:
    """Every setting an index of this product has."""
    memo = state.contract.memo
    names: frozenset[str] | None = memo.get("index_settings")
    if names is None:
        listed: Iterable[str] = OF_OPENSEARCH if state.contract.product.name == "opensearch" else ()
        names = frozenset(f"index.{name}" for name in listed) | frozenset(registered(state))
        memo["index_settings"] = names
    return names


def _unknown(name: str, known: Iterable[str]) -> str:
    near = near_names(name, known, above=0.7)
    if not near:
        return (
            f"unknown setting [{name}] please check that any required plugins are installed, or check the breaking changes"
            " documentation for removed settings"
        )
    if len(near) == 1:
        return f"unknown setting [{name}] did you mean [{near[0]}]?"
    return f"unknown setting [{name}] did you mean any of [{', '.join(near)}]?"


def nested(flat: Flat) -> dict[str, Any]:
    """Flat settings as a tree, as answers show them."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *parents, leaf = name.split(".")
        here = tree
        for depth, parent in enumerate(parents):
            below = here.setdefault(parent, {})
            if not isinstance(below, dict):  # a setting whose name begins another's
                leaf = ".".join([*parents[depth:], leaf])
                break
            here = below
        here[leaf] = value
    return tree
