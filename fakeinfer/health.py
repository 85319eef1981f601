"""The health of a cluster of one node: replicas have nowhere to go, so an index that wants some is yellow.

Both products count alike; the vendors' `cluster_api.py` declare the operation and say which keys they print.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from . import indices
from .errors import illegal_argument, number_format
from .formats.javanumbers import whole
from .indices.resolving import EXPANDS, options_of, resolve
from .operations import Bool, Call, Choice, Custom, Parameter, Text, Time
from .wire import Json, Reply

if TYPE_CHECKING:
    from .cluster import State

LEVELS = ("green", "yellow", "red")
PRIORITIES = ("immediate", "urgent", "high", "normal", "low", "languid")


class IndexHealth(NamedTuple):
    """Shards of one index: primaries are assigned, replicas are not."""

    name: str
    primaries: int
    replicas: int

    @property
    def unassigned(self) -> int:
        """Replicas of all primaries."""
        return self.primaries * self.replicas

    @property
    def status(self) -> str:
        """Yellow while a replica is missing."""
        return "yellow" if self.unassigned else "green"


def of_indices(state: State, expression: str | None = None) -> list[IndexHealth] | None:
    """The indices that a comma list of names and patterns means, sorted; None when a name is no index."""
    records = state.store[indices.COLLECTION]
    chosen = set(records)
    if expression not in (None, "", "_all", "*"):
        chosen = set()
        for item in str(expression).split(","):
            found = [name for name in records if fnmatch.fnmatchcase(name, item) or item in records[name]["aliases"]]
            if not found and "*" not in item:
                return None
            chosen.update(found)
    return [
        IndexHealth(name, int(indices.setting(records[name], "number_of_shards", 1)), indices.copies(records[name]) - 1)
        for name in sorted(chosen)
    ]


def of_path(call: Call) -> list[IndexHealth]:
    """The indices that the path means, all of them where it names none; refused as any request's."""
    found = of_indices(call.state) or []
    if "index" not in call.path:
        return found
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    return [one for one in found if one.name in names]


def _there(state: State, expression: str) -> list[IndexHealth]:
    """Those of the named indices that there are."""
    parts = [part for part in expression.split(",") if of_indices(state, part) is not None]
    return of_indices(state, ",".join(parts)) or [] if parts else []


def worst(found: list[IndexHealth] | None) -> str:
    """The status of several indices together; a name that is no index makes it red."""
    return "red" if found is None else max((index.status for index in found), key=LEVELS.index, default="green")


def percentage(found: list[IndexHealth]) -> float:
    """How many of the shards are assigned."""
    active = sum(index.primaries for index in found)
    total = active + sum(index.unassigned for index in found)
    return 100.0 * active / total if total else 100.0


def nodes_suffice(wanted: str | None) -> bool:
    """Whether the one node there is satisfies `wait_for_nodes`: `3`, `>=3`, `ge(3)`, and so on."""
    if not wanted:
        return True
    matched = re.fullmatch(r"(>=|<=|>|<|ge\(|le\(|gt\(|lt\()?(-?\d+)\)?", wanted)
    if matched is None:
        raise number_format(wanted)
    number = whole(matched[2])
    if number is None:
        raise number_format(matched[2])
    compare: dict[str | None, Any] = {
        None: number == 1, ">=": number <= 1, "ge(": number <= 1, "<=": number >= 1, "le(": number >= 1,
        ">": number < 1, "gt(": number < 1, "<": number > 1, "lt(": number > 1,
    }  # fmt: skip
    return bool(compare[matched[1]])


def shards_suffice(wanted: str | None, found: list[IndexHealth]) -> bool:
    """Whether so many shards are somewhere as the request wants to wait for."""
    active = sum(index.primaries for index in found)
    if wanted == "all":
        return not any(index.unassigned for index in found)
    number = whole(wanted) if wanted else None
    return number is None or active >= number


def _read_active_shards(name: str, text: str) -> str:
    if text not in ("all", "default", ""):
        number = whole(text)
        if number is None:
            raise illegal_argument(f"cannot parse ActiveShardCount[{text}]", caused_by=number_format(text))
        if number < 0:
            raise illegal_argument("shard count cannot be a negative value")
    return text


def parameters(enum_package: str, levels: tuple[str, ...]) -> dict[str, Parameter]:
    """What a health request may say; a wait that is not over at once never will be, so nothing waits here."""

    def status(name: str, text: str) -> str:
        if text.lower() in LEVELS:
            return text.lower()
        raise illegal_argument(f"No enum constant {enum_package}.ClusterHealthStatus.{text.upper()}")

    def event(name: str, text: str) -> str:
        if text.lower() in PRIORITIES:
            return text.lower()
        package = enum_package.partition(".cluster.")[0]
        raise illegal_argument(f"No enum constant {package}.common.Priority.{text.upper()}")

    return {
        "local": Bool(False),
        "level": Choice(levels, "cluster"),
        "timeout": Time("30s"),
        "master_timeout": Time("30s"),
        "wait_for_status": Custom(status),
        "wait_for_nodes": Text(),
        "wait_for_events": Custom(event),
        "wait_for_active_shards": Custom(_read_active_shards),
        "wait_for_no_relocating_shards": Bool(False),
        "wait_for_no_initializing_shards": Bool(False),
        "expand_wildcards": EXPANDS._replace(default="all"),
        "ignore_unavailable": Bool(True),
        "allow_no_indices": Bool(True),
    }


def answer(call: Call, *, discovered: dict[str, Json], unassigned_primaries: dict[str, Json]) -> Reply:
    """Status and shard counts; 408 when it is not what the request wants to wait for.

    `discovered` and `unassigned_primaries` are the keys that only one product prints, empty for the other.
    """
    found = of_indices(call.state, call.path.get("index"))
    status, wanted = worst(found), call.query["wait_for_status"]
    too_bad = wanted is not None and LEVELS.index(status) > LEVELS.index(wanted)
    shown = _there(call.state, call.path["index"]) if found is None else found
    enough = nodes_suffice(call.query["wait_for_nodes"]) and shards_suffice(call.query["wait_for_active_shards"], shown)
    timed_out = found is None or too_bad or not enough
    percent = percentage(shown)
    counted: dict[str, Json] = {
        "cluster_name": call.state.cluster_name,
        "status": status,
        "timed_out": timed_out,
        "number_of_nodes": 1,
        "number_of_data_nodes": 1,
        **discovered,
        "active_primary_shards": sum(index.primaries for index in shown),
        **_shards(sum(index.primaries for index in shown), sum(index.unassigned for index in shown)),
        **unassigned_primaries,
        "delayed_unassigned_shards": 0,
        "number_of_pending_tasks": 0,
        "number_of_in_flight_fetch": 0,
        **({"task_max_waiting_in_queue": "0s"} if call.human else {}),
        "task_max_waiting_in_queue_millis": 0,
        **({"active_shards_percent": f"{percent:.1f}%"} if call.human else {}),
        "active_shards_percent_as_number": percent,
    }
    if call.query["level"] != "cluster":
        shards_too = call.query["level"] == "shards"
        counted["indices"] = {index.name: _index(index, unassigned_primaries, shards_too) for index in shown}
    return Reply(counted, status=408 if timed_out else 200)


def _index(index: IndexHealth, unassigned_primaries: dict[str, Json], shards_too: bool) -> Json:
    described: dict[str, Json] = {
        "status": index.status,
        "number_of_shards": index.primaries,
        "number_of_replicas": index.replicas,
        "active_primary_shards": index.primaries,
        **_shards(index.primaries, index.unassigned),
        **unassigned_primaries,
    }
    if shards_too:
        shard = {"status": index.status, "primary_active": True, **_shards(1, index.replicas), **unassigned_primaries}
        described["shards"] = {str(number): shard for number in range(index.primaries)}
    return described


def _shards(active: int, unassigned: int) -> dict[str, Json]:
    return {
        "active_shards": active,
        "relocating_shards": 0,
        "initializing_shards": 0,
        "unassigned_shards": unassigned,
    }
