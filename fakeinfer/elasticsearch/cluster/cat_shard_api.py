"""Tables of `_cat` about indices, their shards, and what is in them.

Observed: elasticsearch 8.19.0, 9.2.0, 9.5.0. Documents are counted; sizes and times are steady.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ... import documents, health, indices, nodes
from ...errors import illegal_argument
from ...health import LEVELS, IndexHealth
from ...indices.resolving import EXPANDS, Options, options_of, resolve
from ...indices.sizes import size_in_bytes
from ...operations import GET, Bool, Call, Custom, Text, operation
from ...wire import PlainText, Table
from ..releases import LUCENE
from .cat_api import HOST, NOTHING_MEASURED, SOURCE
from .cat_tables import LOCAL, MANAGER, PARAMETERS, Cell, Row, Size, shown
from .node import LETTERS

ALL = Options(expand_wildcards="all", about_contents=False)


def _found(call: Call, options: Options = ALL) -> list[IndexHealth]:
    """The indices that the path means."""
    names = resolve(call.state, call.path.get("index", "_all"), options)
    return health.of_indices(call.state, ",".join(names)) or [] if names else []


def _documents(call: Call, index: str) -> int:
    return sum(1 for _ in documents.all_documents(call.state, index))


def _moment(call: Call, index: str) -> tuple[str, str]:
    """When an index was made, in milliseconds and as people read it."""
    made: int = indices.find(call.state, index)["created_millis"]
    return str(made), f"{datetime.fromtimestamp(made // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{made % 1000:03d}Z"


def _read_health(name: str, text: str) -> str:
    if text.lower() not in LEVELS:
        raise illegal_argument(f"unknown cluster health status [{text}]")
    return text.lower()


@operation(
    "cat.indices",
    GET("/_cat/indices"),
    GET("/_cat/indices/{index}"),
    query={
        **PARAMETERS,
        "local": Bool(False),
        **MANAGER,
        "health": Custom(_read_health),
        "pri": Bool(False),
        "expand_wildcards": EXPANDS._replace(default="all"),
        "include_unloaded_segments": Bool(False),
    },
    privilege="monitor",
    source=f"{SOURCE}/indices/CatIndicesRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_indices(call: Call) -> Table | PlainText:
    """Every index with its health and the number of its documents."""
    call.query["local"] = None
    asked = {"ignore_unavailable": False, "allow_no_indices": True, "expand_wildcards": call.query["expand_wildcards"]}
    found = _found(call, options_of(asked, about_contents=False))
    rows = [_index(call, one) for one in found if call.query["health"] in (None, one.status)]
    return shown(call, "indices", rows)


def _index(call: Call, one: IndexHealth) -> Row:
    record, count = indices.find(call.state, one.name), _documents(call, one.name)
    made, moment = _moment(call, one.name)
    row: dict[str, Cell] = {
        "health": one.status,
        "status": "open",
        "index": one.name,
        "uuid": record["uuid"],
        "pri": str(one.primaries),
        "rep": str(one.replicas),
        "creation.date": made,
        "creation.date.string": moment,
    }
    if "closed" in record:
        return {**row, "status": "close", "docs.count": None, "docs.deleted": None, "steady": None}
    size = Size(size_in_bytes(one.primaries, filled=bool(count)))
    sizes = dict.fromkeys(("store.size", "pri.store.size", "dataset.size"), size)
    return {**row, "docs.count": str(count), "docs.deleted": "0", **sizes}


@operation(
    "cat.shards",
    GET("/_cat/shards"),
    GET("/_cat/shards/{index}"),
    query={**PARAMETERS, **MANAGER},
    privilege="monitor",
    source=f"{SOURCE}/shards/CatShardsRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_shards(call: Call) -> Table | PlainText:
    """Every shard: primaries hold documents, replicas have nowhere to go."""
    rows: list[Row] = []
    for one in _found(call):
        closed = "closed" in indices.find(call.state, one.name)
        for number in range(one.primaries):
            count = 0 if number else _documents(call, one.name)
            where = {"index": one.name, "shard": str(number)}
            primary: dict[str, Cell] = {
                **where,
                "prirep": "p",
                "state": "STARTED",
                "ip": HOST,
                "id": nodes.node_id(call),
                "node": nodes.node_name(call),
            }
            size = Size(size_in_bytes(1, filled=bool(count)))
            held: dict[str, Cell] = {"docs": str(count), "store": size, "dataset": size}
            if closed:
                held = {"steady": None}
            rows.append({**primary, **held})
            waiting = {"prirep": "r", "state": "UNASSIGNED", "unassigned.reason": "INDEX_CREATED", "steady": None}
            rows.extend([{**where, **waiting}] * one.replicas)
    return shown(call, "shards", rows)


@operation(
    "cat.allocation",
    GET("/_cat/allocation"),
    GET("/_cat/allocation/{node_id}"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/allocation/CatAllocationRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_allocation(call: Call) -> Table | PlainText:
    """How many shards the node holds, on a disk that is a quarter full; and how many have nowhere to go."""
    found = health.of_indices(call.state) or []
    primaries, waiting = sum(one.primaries for one in found), sum(one.unassigned for one in found)
    rows: list[Row] = []
    if nodes.is_me(call, call.path.get("node_id", "_all")):
        filled = sum(1 for one in found if _documents(call, one.name))
        size = Size(size_in_bytes(primaries, filled=filled)) if primaries else Size(0)
        disk = {"disk.used": Size(64 * 2**30), "disk.avail": Size(192 * 2**30), "disk.total": Size(256 * 2**30)}
        row: Row = {
            "shards": str(primaries),
            "shards.undesired": "0",
            "write_load.forecast": "0.0",
            "disk.indices.forecast": size,
            "disk.indices": size,
            **disk,
            "disk.percent": "25",
            "host": HOST,
            "ip": HOST,
            "node": nodes.node_name(call),
            "node.role": LETTERS,
        }
        rows.append(row)
    if waiting:
        rows.append({"shards": str(waiting), "node": "UNASSIGNED", "steady": None})
    return shown(call, "allocation", rows)


@operation(
    "cat.segments",
    GET("/_cat/segments"),
    GET("/_cat/segments/{index}"),
    query={**PARAMETERS, **LOCAL},
    privilege="monitor",
    source=f"{SOURCE}/segments/CatSegmentsRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_segments(call: Call) -> Table | PlainText:
    """One segment of each index that holds documents."""
    rows: list[Row] = []
    for one in _found(call, Options()):
        count = _documents(call, one.name)
        if count:
            row: Row = {
                "index": one.name,
                "shard": "0",
                "prirep": "p",
                "ip": HOST,
                "id": nodes.node_id(call),
                "segment": "_0",
                "docs.count": str(count),
                **dict.fromkeys(("generation", "docs.deleted", "size.memory"), "0"),
                "size": Size(size_in_bytes(0, filled=1)),
                "committed": "false",
                "searchable": "true",
                "version": LUCENE[call.contract.version.line],
                "compound": "true",
            }
            rows.append(row)
    return shown(call, "segments", rows)


@operation(
    "cat.recovery",
    GET("/_cat/recovery"),
    GET("/_cat/recovery/{index}"),
    query={**PARAMETERS, "active_only": Bool(False), "detailed": Bool(False), "index": Text()},
    privilege="monitor",
    source=f"{SOURCE}/recovery/CatRecoveryRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_recovery(call: Call) -> Table | PlainText:
    """Every primary came from nothing, at once."""
    rows: list[Row] = []
    for one in _found(call):
        made, moment = _moment(call, one.name)
        nowhere = dict.fromkeys(("source_host", "source_node", "repository", "snapshot"), "n/a")
        none = ("files", "files_recovered", "files_total", "translog_ops", "translog_ops_recovered")
        row: Row = {
            "index": one.name,
            **dict.fromkeys(("start_time", "stop_time"), moment),
            **dict.fromkeys(("start_time_millis", "stop_time_millis"), made),
            "time": "0s" if call.query["time"] is None else "0",
            "type": "empty_store",
            "stage": "done",
            **nowhere,
            "target_host": HOST,
            "target_node": nodes.node_name(call),
            **dict.fromkeys(none, "0"),
            **dict.fromkeys(("bytes", "bytes_recovered", "bytes_total"), Size(0)),
            **dict.fromkeys(("files_percent", "bytes_percent"), "0.0%"),
            "translog_ops_percent": "100.0%",
        }
        rows.extend({**row, "shard": str(number)} for number in range(one.primaries))
    return shown(call, "recovery", [] if call.query["active_only"] else rows)


@operation(
    "cat.fielddata",
    GET("/_cat/fielddata"),
    GET("/_cat/fielddata/{fields}"),
    query={**PARAMETERS, "fields": Text()},
    privilege="monitor",
    source=f"{SOURCE}/fielddata/CatFielddataRequest.ts",
    unread_query=NOTHING_MEASURED,
)
def cat_fielddata(call: Call) -> Table | PlainText:
    """Fields that are held in memory: none."""
    return shown(call, "fielddata", [])
