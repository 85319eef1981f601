"""Tables of `_cat` about shards and what is in them: allocation, recovery, segments, field data, replication, tasks.

Observed: opensearch 2.19.1. Documents are counted; sizes and times are made up.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ... import documents, health, indices, nodes, tables
from ...errors import ApiError, index_not_found, not_implemented, request_invalid
from ...health import IndexHealth
from ...indices.resolving import DEFAULT, resolve
from ...indices.sizes import EMPTY_SIZE
from ...operations import GET, Bool, Call, Text, operation
from ...tables import Column, table
from ...wire import PlainText, Table
from ..releases import LUCENE
from .cat_api import HOST, NOTHING_MEASURED, PRIVILEGE, QUERY, SOURCE

SEGMENT_COLUMNS = (
    Column("index", "i,idx", "index name"),
    Column("shard", "s,sh", "shard name"),
    Column("prirep", "p,pr,primaryOrReplica", "primary or replica"),
    Column("ip", "", "ip of node where it lives"),
    Column("id", "", "unique id of node where it lives", shown=False),
    Column("segment", "seg", "segment name"),
    Column("generation", "g,gen", "segment generation", to_right=True),
    Column("docs.count", "dc,docsCount", "number of docs in segment", to_right=True),
    Column("docs.deleted", "dd,docsDeleted", "number of deleted docs in segment", to_right=True),
    Column("size", "si", "segment size in bytes", to_right=True),
    Column("size.memory", "sm,sizeMemory", "segment memory in bytes", to_right=True),
    Column("committed", "ic,isCommitted", "is segment committed"),
    Column("searchable", "is,isSearchable", "is segment searched"),
    Column("version", "v,ver", "version"),
    Column("compound", "ico,isCompound", "is segment compound"),
)
RECOVERY_COLUMNS = (
    Column("index", "i,idx", "index name"),
    Column("shard", "s,sh", "shard name"),
    Column("start_time", "start", "recovery start time", shown=False),
    Column("start_time_millis", "start_millis", "recovery start time in epoch milliseconds", shown=False),
    Column("stop_time", "stop", "recovery stop time", shown=False),
    Column("stop_time_millis", "stop_millis", "recovery stop time in epoch milliseconds", shown=False),
    Column("time", "t,ti", "recovery time"),
    Column("type", "ty", "recovery type"),
    Column("stage", "st", "recovery stage"),
    Column("source_host", "shost", "source host"),
    Column("source_node", "snode", "source node name"),
    Column("target_host", "thost", "target host"),
    Column("target_node", "tnode", "target node name"),
    Column("repository", "rep", "repository"),
    Column("snapshot", "snap", "snapshot"),
    Column("files", "f", "number of files to recover"),
    Column("files_recovered", "fr", "files recovered"),
    Column("files_percent", "fp", "percent of files recovered"),
    Column("files_total", "tf", "total number of files"),
    Column("bytes", "b", "number of bytes to recover"),
    Column("bytes_recovered", "br", "bytes recovered"),
    Column("bytes_percent", "bp", "percent of bytes recovered"),
    Column("bytes_total", "tb", "total number of bytes"),
    Column("translog_ops", "to", "number of translog ops to recover"),
    Column("translog_ops_recovered", "tor", "translog ops recovered"),
    Column("translog_ops_percent", "top", "percent of translog ops recovered"),
)
ALLOCATION_COLUMNS = (
    Column("shards", "s", "number of shards on node", to_right=True),
    Column("disk.indices", "di,diskIndices", "disk used by OpenSearch indices", to_right=True),
    Column("disk.used", "du,diskUsed", "disk used (total, not just OpenSearch)", to_right=True),
    Column("disk.avail", "da,diskAvail", "disk available", to_right=True),
    Column("disk.total", "dt,diskTotal", "total capacity of all volumes", to_right=True),
    Column("disk.percent", "dp,diskPercent", "percent disk used", to_right=True),
    Column("host", "h", "host of node"),
    Column("ip", "", "ip of node"),
    Column("node", "n", "name of node"),
)
TASK_COLUMNS = (
    Column("id", "", "id of the task with the node", shown=False),
    Column("action", "ac", "task action"),
    Column("task_id", "ti", "unique task id"),
    Column("parent_task_id", "pti", "parent task id"),
    Column("type", "ty", "task type"),
    Column("start_time", "start", "start time in ms"),
    Column("timestamp", "ts,hms,hhmmss", "start time in HH:MM:SS"),
    Column("running_time_ns", "time", "running time ns", shown=False),
    Column("running_time", "time", "running time"),
    Column("node_id", "ni", "unique node id", shown=False),
    Column("ip", "i", "ip address"),
    Column("port", "po", "bound transport port", shown=False),
    Column("node", "n", "node name"),
    Column("version", "v", "es version", shown=False),
    Column("x_opaque_id", "x", "X-Opaque-ID header", shown=False),
)
FIELDDATA_COLUMNS = (
    Column("id", "", "node id"),
    Column("host", "h", "host name"),
    Column("ip", "", "ip address"),
    Column("node", "n", "node name"),
    Column("field", "f", "field name"),
    Column("size", "s", "field data usage", to_right=True),
)
REPLICATION_COLUMNS = (
    Column("shardId", "s", " shard Id"),
    Column("target_node", "tnode", "target node name"),
    Column("target_host", "thost", "target host"),
    Column("checkpoints_behind", "cpb", "checkpoints behind primary"),
    Column("bytes_behind", "bb", "bytes behind primary"),
    Column("current_lag", "clag", "ongoing time elapsed waiting for replica to catch up to primary"),
    Column("last_completed_lag", "lcl", "time taken for replica to catch up to latest primary refresh"),
    Column("rejected_requests", "rr", "count of rejected requests for the replication group"),
)


def _found(call: Call) -> list[IndexHealth]:
    """The open indices that the path means."""
    names = resolve(call.state, call.path.get("index", "_all"), DEFAULT)
    return health.of_indices(call.state, ",".join(names)) or [] if names else []


@operation(
    "cat.segments",
    GET("/_cat/segments"),
    GET("/_cat/segments/{index}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_segments(call: Call) -> Table | PlainText:
    """One segment of each index that holds documents."""
    rows = []
    for index in _found(call):
        count = sum(1 for _ in documents.all_documents(call.state, index.name))
        if count:
            where = (index.name, "0", "p", HOST, nodes.node_id(call), "_0", "0")
            lucene = LUCENE[call.contract.version.line]
            rows.append((*where, str(count), "0", "3kb", "0", "false", "true", lucene, "true"))
    return table(call, SEGMENT_COLUMNS, rows)


@operation(
    "cat.recovery",
    GET("/_cat/recovery"),
    GET("/_cat/recovery/{index}"),
    query={**QUERY, "active_only": Bool(False), "detailed": Bool(False), "index": Text()},
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
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
    return table(call, RECOVERY_COLUMNS, rows)


@operation(
    "cat.allocation",
    GET("/_cat/allocation"),
    GET("/_cat/allocation/{node_id}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
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
    return table(call, ALLOCATION_COLUMNS, rows)


@operation(
    "cat.tasks",
    GET("/_cat/tasks"),
    query={
        **QUERY,
        "nodes": Text(),
        "actions": Text(),
        "detailed": Bool(False),
        "parent_task_id": Text(),
    },
    privilege=PRIVILEGE,
    source=SOURCE,
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
    return table(call, TASK_COLUMNS, rows)


@operation(
    "cat.fielddata",
    GET("/_cat/fielddata"),
    GET("/_cat/fielddata/{fields}"),
    query={**QUERY, "fields": Text()},
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_fielddata(call: Call) -> Table | PlainText:
    """Fields that are held in memory: none."""
    return table(call, FIELDDATA_COLUMNS, [])


@operation(
    "cat.segment_replication",
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
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_segment_replication(call: Call) -> Table | PlainText:
    """Replicas that copy segments: none."""
    if "index" in call.path and health.of_indices(call.state, call.path["index"]) is None:
        raise index_not_found(call.path["index"])
    return table(call, REPLICATION_COLUMNS, [])


@operation(
    "cat.pit_segments",
    GET("/_cat/pit_segments"),
    GET("/_cat/pit_segments/_all"),
    GET("/_cat/pit_segments/{pit_id}"),
    query=QUERY,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_MEASURED,
)
def cat_pit_segments(call: Call) -> Table | PlainText:
    """Segments that points in time hold on to: none is told of."""
    if call.path.get("pit_id") is not None:
        raise not_implemented("segments of a point in time")
    if call.route == "/_cat/pit_segments":
        raise request_invalid("no pit ids specified")
    return table(call, SEGMENT_COLUMNS, [])


@operation(
    "cat.snapshots",
    GET("/_cat/snapshots"),
    GET("/_cat/snapshots/{repository}"),
    query={**QUERY, "ignore_unavailable": Bool(False)},
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query="there is no repository",
)
def cat_snapshots(call: Call) -> Table | PlainText:
    """Snapshots of a repository, of which there is none."""
    repository = call.path.get("repository")
    if repository is None:
        raise request_invalid("repository is missing")
    raise ApiError(404, "repository_missing_exception", f"[{repository}] missing")
