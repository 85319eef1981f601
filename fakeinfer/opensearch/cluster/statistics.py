"""What indices and the node count and measure. Documents are counted, all else is steady: `statistics.json` says how it looks."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ... import documents, health, indices
from ...errors import ApiError, illegal_argument
from ...indices.sizes import size_in_bytes
from ...nearness import near_names
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


def chosen(call: Call, wanted: str | None, known: Iterable[str], kind: str = "metric") -> set[str]:
    """The metrics that a path names; 400 for one that there is none of, and for all together with others."""
    names, known = [name for name in (wanted or "_all").split(",") if name], list(known)
    path = call.request.target.partition("?")[0]
    if "_all" in names:
        if len(names) > 1:
            raise illegal_argument(f"request [{path}] contains _all and individual {kind}s [{wanted}]")
        return set(known)
    strange = sorted(set(names) - set(known))
    if strange:
        raise unknown_metrics(path, kind, strange, known)
    return set(names)


def unknown_metrics(path: str, kind: str, strange: list[str], known: Iterable[str]) -> ApiError:
    """Metrics of no such name, with those that they may have meant."""
    told = []
    for name in strange:
        near = near_names(name, known)
        hint = f" -> did you mean [{near[0]}]?" if len(near) == 1 else ""
        if len(near) > 1:
            hint = f" -> did you mean any of [{', '.join(near)}]?"
        told.append(f"[{name}]{hint}")
    return illegal_argument(
        f"request [{path}] contains unrecognized {kind}{'s' if len(told) > 1 else ''}: {', '.join(told)}"
    )


def of_indices(call: Call, names: Iterable[str], metrics: set[str]) -> dict[str, Json]:
    """The statistics of the primaries of these indices, taken together."""
    counted = shards = filled = 0
    for name in names:
        here = sum(1 for _ in documents.all_documents(call.state, name))
        counted += here
        shards += int(indices.setting(indices.find(call.state, name), "number_of_shards", 1))
        filled += bool(here)
    told = {key: shapes()["indices"][key] for name, key in INDEX_METRICS.items() if name in metrics}
    if not shards:
        return {}
    size = size_in_bytes(shards, filled=filled)
    seen: dict[str, dict[str, Json]] = {
        "docs": {"count": counted, "deleted": 0},
        "store": {"size_in_bytes": size, "reserved_in_bytes": 0},
        "indexing": {"index_total": counted},
        "segments": {"count": filled},
        "translog": {"operations": counted, "uncommitted_operations": counted},
    }
    return {key: {**value, **seen.get(key, {})} for key, value in told.items()}


def shard_counts(call: Call, names: list[str]) -> dict[str, int]:
    """`_shards` of statistics: copies that are somewhere, and those that have nowhere to go."""
    found = health.of_indices(call.state, ",".join(names)) if names else []
    primaries = sum(index.primaries for index in found or ())
    return {
        "total": primaries + sum(index.unassigned for index in found or ()),
        "successful": primaries,
        "failed": 0,
    }


def of_node(call: Call, name: str) -> Json:
    """One metric of the node, with the instant where it has one."""
    shape = shapes()["node"][name]
    if isinstance(shape, dict) and shape.get("timestamp") == "now":
        return {**shape, "timestamp": call.state.clock.millis}
    return shape


def node_metrics(call: Call) -> dict[str, str]:
    """The metrics that a node has at this version, as paths name them, and as answers do."""
    since: dict[str, str] = shapes()["since"]
    there = {name: name for name in shapes()["node"] if call.contract.version in Span(since.get(name))}
    return {"breaker" if name == "breakers" else name: name for name in there}
