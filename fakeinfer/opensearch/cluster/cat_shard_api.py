"""Tables of `_cat` about shards and what is in them: allocation, recovery, segments, field data, replication, tasks.

Observed: opensearch 2.19.1. Documents are counted; sizes and times are made up.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ... import documents, health, indices, nodes, tables
from ...errors import ApiError, index_not_found, request_invalid
from ...health import IndexHealth
from ...indices.resolving import DEFAULT, resolve
from ...indices.sizes import EMPTY_SIZE
from ...operations import GET, Bool, Call, Text
from ...wire import PlainText, Table
from ..releases import LUCENE
from .cat_tables import HOST, QUERY, Row, cat, shown


def _found(call: Call) -> list[IndexHealth]:
    """The open indices that the path means."""
    names = resolve(call.state, call.path.get("index", "_all"), DEFAULT)
    return health.of_indices(call.state, ",".join(names)) or [] if names else []


@cat("segments", GET("/_cat/segments"), GET("/_cat/segments/{index}"))
def cat_segments(call: Call) -> Table | PlainText:
    """One segment of each index that holds documents."""
    names = [index.name for index in _found(call)]
    counted = {name: sum(1 for _ in documents.all_documents(call.state, name)) for name in names}
    return shown(call, "segments", [row for name in names for row in segment_rows(call, name, counted[name])])


def segment_rows(call: Call, index: str, count: int) -> list[Row]:
    """The segment of an index with so many documents; an empty one has none."""
    where = (index, "0", "p", HOST, nodes.node_id(call), "_0", "0")
    lucene = LUCENE[call.contract.version.line]
    return [(*where, str(count), "0", "3kb", "0", "false", "true", lucene, "true")] if count else []


@cat(
    "recovery",
    GET("/_cat/recovery"),
    GET("/_cat/recovery/{index}"),
    query={**QUERY, "active_only": Bool(False), "detailed": Bool(False), "index": Text()},
)
def cat_recovery(call: Call) -> Table | PlainText:
    """Every primary came from nothing, at once."""
    rows = []
    for index in () if call.query["active_only"] else _found(call):
        made = call.store[indices.COLLECTION][index.name]["created_millis"]
        moment = f"{datetime.fromtimestamp(made // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{made % 1000:03d}Z"
        for number in range(index.primaries):
            when = (moment, str(made), moment, str(made), "0s", "empty_store", "done")
            where = ("n/a", "n/a", HOST, nodes.node_name(call), "n/a", "n/a")
            nothing = ("0", "0", "0.0%", "0")
            rows.append((index.name, str(number), *when, *where, *nothing, *nothing, "0", "0", "100.0%"))
    return shown(call, "recovery", rows)


@cat("allocation", GET("/_cat/allocation"), GET("/_cat/allocation/{node_id}"))
def cat_allocation(call: Call) -> Table | PlainText:
    """How many shards the node holds, on a disk that is a quarter full; and how many have nowhere to go."""
    found = health.of_indices(call.state) or []
    rows: list[tuple[str | None, ...]] = []
    primaries, waiting = sum(one.primaries for one in found), sum(one.unassigned for one in found)
    if nodes.is_me(call, call.path.get("node_id", "_all")):
        disk = (f"{primaries * EMPTY_SIZE}b", "64gb", "192gb", "256gb", "25")
        rows.append((str(primaries), *disk, HOST, HOST, nodes.node_name(call)))
    if waiting:
        rows.append((str(waiting), *[None] * 7, "UNASSIGNED"))
    return shown(call, "allocation", rows)


@cat(
    "tasks",
    GET("/_cat/tasks"),
    query={
        **QUERY,
        "nodes": Text(),
        "actions": Text(),
        "detailed": Bool(False),
        "parent_task_id": Text(),
    },
    unread_query="nothing runs but the listing itself",
)
def cat_tasks(call: Call) -> Table | PlainText:
    """The only thing that runs is this listing."""
    me, (seconds, time) = nodes.node_id(call), tables.clock_cells(call)
    node = (me, HOST, "9300", nodes.node_name(call), str(call.contract.version), "-")
    started = (f"{seconds}000", time, "0", "0s")
    rows = [
        ("1", nodes.LISTING, f"{me}:1", "-", "transport", *started, *node),
        ("2", f"{nodes.LISTING}[n]", f"{me}:2", f"{me}:1", "direct", *started, *node),
    ]
    return shown(call, "tasks", rows)


@cat("fielddata", GET("/_cat/fielddata"), GET("/_cat/fielddata/{fields}"), query={**QUERY, "fields": Text()})
def cat_fielddata(call: Call) -> Table | PlainText:
    """Fields that are held in memory: none."""
    return shown(call, "fielddata", [])


@cat(
    "segment_replication",
    GET("/_cat/segment_replication"),
    GET("/_cat/segment_replication/{index}"),
    query={
        **QUERY,
        "active_only": Bool(False),
        "completed_only": Bool(False),
        "detailed": Bool(False),
        "shards": Text(),
        "index": Text(),
        "timeout": Text(),
    },
)
def cat_segment_replication(call: Call) -> Table | PlainText:
    """Replicas that copy segments: none."""
    if "index" in call.path and health.of_indices(call.state, call.path["index"]) is None:
        raise index_not_found(call.path["index"])
    return shown(call, "segment_replication", [])


@cat(
    "snapshots",
    GET("/_cat/snapshots"),
    GET("/_cat/snapshots/{repository}"),
    query={**QUERY, "ignore_unavailable": Bool(False)},
    unread_query="there is no repository",
)
def cat_snapshots(call: Call) -> Table | PlainText:
    """Snapshots of a repository, of which there is none."""
    repository = call.path.get("repository")
    if repository is None:
        raise request_invalid("repository is missing")
    raise ApiError(404, "repository_missing_exception", f"[{repository}] missing")
