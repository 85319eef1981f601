"""What indices and the node count and measure. Documents are counted, all else is steady: `statistics.json` says how it looks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ... import indices
from ...mapping.fields import fields_of
from ...measuring import at_this_moment, counted, filled_in
from ...operations import Call
from ...versions import Span
from ...wire import Json

SINCE = {"recent_search_load": "9.2", "recent_write_load": "9.1", "peak_write_load": "9.1", "off_heap": "9.1"}
"""Numbers of indices that only newer versions have."""
INDEX_METRICS = {
    "docs": "docs", "shard_stats": "shard_stats", "store": "store", "indexing": "indexing", "get": "get", "search": "search",
    "merge": "merges", "refresh": "refresh", "flush": "flush", "warmer": "warmer", "query_cache": "query_cache",
    "fielddata": "fielddata", "completion": "completion", "segments": "segments", "translog": "translog",
    "request_cache": "request_cache", "recovery": "recovery", "bulk": "bulk", "mappings": "mappings",
    "dense_vector": "dense_vector", "sparse_vector": "sparse_vector",
}  # fmt: skip
"""Metrics of indices as paths name them, and as answers do."""


@lru_cache(maxsize=1)
def shapes() -> dict[str, Any]:
    """The data file; nobody changes what it holds."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "statistics.json").read_text("utf-8"))
    return read


def of_indices(call: Call, names: Iterable[str], metrics: set[str]) -> dict[str, Json]:
    """The statistics of the primaries of these indices, taken together; none without an index.

    How many fields there are only nodes tell.
    """
    names = list(names)
    return counters(call, names, metrics - {"mappings"}) if names else {}


def counters(call: Call, names: list[str], metrics: set[str]) -> dict[str, Json]:
    """The same, with zeros where there is no index."""
    found = counted(call, names)
    size = found.size if found.shards else 0
    seen: dict[str, dict[str, Json]] = {
        "docs": {"count": found.documents, "total_size_in_bytes": size if found.documents else 0},
        "shard_stats": {"total_count": found.shards},
        "store": {"size_in_bytes": size, "total_data_set_size_in_bytes": size},
        "indexing": {"index_total": found.documents},
        "segments": {"count": found.filled},
        "translog": {"operations": found.documents, "uncommitted_operations": found.documents},
        "bulk": {"total_operations": found.documents},
        "mappings": {"total_count": sum(len(fields_of(call.state, name).fields) for name in names)}
        if "mappings" in metrics
        else {},
        "dense_vector": {},
        "sparse_vector": {},
    }
    told = filled_in(shapes()["indices"], INDEX_METRICS, metrics, seen)
    absent = {name for name, since in SINCE.items() if call.contract.version not in Span(since)}
    return {
        key: {name: one for name, one in value.items() if name not in absent} if isinstance(value, dict) else value
        for key, value in told.items()
    }


def of_node(call: Call, name: str) -> Json:
    """One metric of the node."""
    return at_this_moment(call, shapes()["node"][name])


def open_indices(call: Call) -> list[str]:
    """The indices whose contents are counted."""
    return [name for name, record in call.store[indices.COLLECTION].items() if "closed" not in record]
