"""What both products count of indices and answer about metrics. Documents are counted, all else is steady: a product's data says how
it looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from . import documents, health, indices
from .errors import ApiError, illegal_argument
from .indices.sizes import size_in_bytes
from .nearness import near_names
from .operations import Call
from .wire import Json


class Counted(NamedTuple):
    """Several indices together."""

    documents: int
    shards: int
    filled: int
    """Shards that hold documents."""

    @property
    def size(self) -> int:
        """The bytes that they take."""
        return size_in_bytes(self.shards, filled=self.filled)


def counted(call: Call, names: Iterable[str]) -> Counted:
    """What is in the primaries of these indices."""
    found = shards = filled = 0
    for name in names:
        here = sum(1 for _ in documents.all_documents(call.state, name))
        found += here
        shards += int(indices.setting(indices.find(call.state, name), "number_of_shards", 1))
        filled += bool(here)
    return Counted(found, shards, filled)


def filled_in(
    shapes: Mapping[str, Any], wanted: Mapping[str, str], metrics: set[str], seen: Mapping[str, Mapping[str, Json]]
) -> dict[str, Json]:
    """The steady shapes of the metrics that are wanted, with what was counted; `wanted` maps metrics to their keys."""
    told = {key: shapes[key] for name, key in wanted.items() if name in metrics and key in shapes}
    return {key: {**value, **seen.get(key, {})} for key, value in told.items()}


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


def shard_counts(call: Call, names: list[str]) -> dict[str, int]:
    """`_shards` of statistics: copies that are somewhere, and those that have nowhere to go."""
    found = health.of_indices(call.state, ",".join(names)) if names else []
    primaries = sum(index.primaries for index in found or ())
    return {
        "total": primaries + sum(index.unassigned for index in found or ()),
        "successful": primaries,
        "failed": 0,
    }


def at_this_moment(call: Call, shape: Json) -> Json:
    """A metric of a node, with the instant where it has one."""
    if isinstance(shape, dict) and shape.get("timestamp") == "now":
        return {**shape, "timestamp": call.state.clock.millis}
    return shape
