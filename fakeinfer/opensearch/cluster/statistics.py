"""What indices and the node count and measure. Documents are counted, all else is steady: `statistics.json` says how it looks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...measuring import at_this_moment, counted, filled_in
from ...operations import Call
from ...versions import Span
from ...wire import Json

INDEX_METRICS = {
    "docs": "docs", "store": "store", "indexing": "indexing", "get": "get", "search": "search", "merge": "merges",
    "refresh": "refresh", "flush": "flush", "warmer": "warmer", "query_cache": "query_cache", "fielddata": "fielddata",
    "completion": "completion", "segments": "segments", "translog": "translog", "request_cache": "request_cache",
    "recovery": "recovery",
}  # fmt: skip
"""Metrics of indices as paths name them, and as answers do."""


def size_of(documents: int) -> str:
    """What a table says that an index with so many documents takes."""
    return "3.1kb" if documents else "208b"


@lru_cache(maxsize=1)
def shapes() -> dict[str, Any]:
    """The data file; nobody changes what it holds."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "statistics.json").read_text("utf-8"))
    return read


def of_indices(call: Call, names: Iterable[str], metrics: set[str]) -> dict[str, Json]:
    """The statistics of the primaries of these indices, taken together."""
    found = counted(call, names)
    if not found.shards:
        return {}
    seen: dict[str, dict[str, Json]] = {
        "docs": {"count": found.documents, "deleted": 0},
        "store": {"size_in_bytes": found.size, "reserved_in_bytes": 0},
        "indexing": {"index_total": found.documents},
        "segments": {"count": found.filled},
        "translog": {"operations": found.documents, "uncommitted_operations": found.documents},
    }
    return filled_in(shapes()["indices"], INDEX_METRICS, metrics, seen)


def of_node(call: Call, name: str) -> Json:
    """One metric of the node."""
    return at_this_moment(call, shapes()["node"][name])


def node_metrics(call: Call) -> dict[str, str]:
    """The metrics that a node has at this version, as paths name them, and as answers do."""
    since: dict[str, str] = shapes()["since"]
    there = {name: name for name in shapes()["node"] if call.contract.version in Span(since.get(name))}
    return {"breaker" if name == "breakers" else name: name for name in there}
