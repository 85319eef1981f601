"""Points in time of OpenSearch: open one, list those that are open, tell what they hold on to, close them."""

from __future__ import annotations

from ...document_requests.scrolling import unknown_parameter
from ...errors import ApiError, illegal_argument, request_invalid
from ...indices.resolving import WILDCARDS, options_of, resolve
from ...operations import DELETE, GET, POST, Bool, Call, Text, Time, operation
from ...search import contexts
from ...search.collecting import check_keep_alive
from ...wire import Json, PlainText, Table
from ..cluster.cat_shard_api import segment_rows
from ..cluster.cat_tables import NOTHING_MEASURED, PRIVILEGE, QUERY, shown

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml"
POINT_IN_TIME = "indices:data/read/point_in_time"


@operation(
    "create_pit",
    POST("/{index}/_search/point_in_time"),
    query={
        **WILDCARDS,
        "keep_alive": Time(),
        "allow_partial_pit_creation": Bool(True),
        "preference": Text(),
        "routing": Text(),
    },
    body="ignored",
    privilege=f"{POINT_IN_TIME}/create",
    source=SOURCE,
    unread_query="one node and one shard: nothing to route to or to prefer, and all or nothing to open",
)
def create_pit(call: Call) -> Json:
    """Keep what indices hold now, for searches that name the point in time."""
    kept_for = call.query["keep_alive"]
    if kept_for is None:
        raise request_invalid("keep alive not specified")
    check_keep_alive(kept_for, "point_in_time.max_keep_alive")
    names = resolve(call.state, call.path["index"], options_of(call.query))
    if not names:
        text = 'Cannot invoke "String.getBytes(java.nio.charset.Charset)" because "src" is null'
        raise illegal_argument("invalid id: [null]", caused_by=ApiError(500, "null_pointer_exception", text))
    point = contexts.open_point_in_time(call.state, names, kept_for)
    shards = {"total": len(names), "successful": len(names), "skipped": 0, "failed": 0}
    return {"pit_id": point.id, "_shards": shards, "creation_time": point.created}


@operation(
    "get_all_pits",
    GET("/_search/point_in_time/_all"),
    privilege=f"{POINT_IN_TIME}/readall",
    source=SOURCE,
)
def get_all_pits(call: Call) -> Json:
    """The points in time that are open."""
    return {
        "pits": [
            {"pit_id": point.id, "creation_time": point.created, "keep_alive": int(point.kept_for)}
            for point in contexts.find_points_in_time(call.state)
        ]
    }


@operation(
    "delete_pit",
    DELETE("/_search/point_in_time"),
    body="optional",
    privilege=f"{POINT_IN_TIME}/delete",
    source=SOURCE,
)
def delete_pit(call: Call) -> Json:
    """Close points in time. One that is not open any more counts as closed."""
    return _closed(call, _ids(call))


@operation(
    "delete_all_pits",
    DELETE("/_search/point_in_time/_all"),
    privilege=f"{POINT_IN_TIME}/delete",
    source=SOURCE,
)
def delete_all_pits(call: Call) -> Json:
    """Close all points in time."""
    return _closed(call, [point.id for point in contexts.find_points_in_time(call.state)])


def _closed(call: Call, ids: list[str]) -> Json:
    for id in ids:
        contexts.close_point_in_time(call.state, id)
    return {"pits": [{"successful": True, "pit_id": id} for id in ids]}


@operation(
    "cat.pit_segments",
    GET("/_cat/pit_segments"),
    GET("/_cat/pit_segments/_all"),
    query=QUERY,
    body="optional",
    privilege=PRIVILEGE,
    source="opensearch-project/opensearch-api-specification:spec/namespaces/cat.yaml",
    unread_query=NOTHING_MEASURED,
)
def cat_pit_segments(call: Call) -> Table | PlainText:
    """Segments that points in time hold on to: those there were when they were opened."""
    if call.route.endswith("_all"):
        points = contexts.find_points_in_time(call.state)
    else:
        named = [contexts.named_point_in_time(call.state, id) for id in _ids(call)]
        points = [point for point in named if point is not None]
    views = [target.view for point in points for target in point.targets]
    return shown(call, "segments", [row for view in views for row in segment_rows(call, view.index, len(view))])


def _ids(call: Call) -> list[str]:
    """The points in time that a body names."""
    ids: list[str] = []
    if call.body is not None and not isinstance(call.body, dict):
        raise illegal_argument("Malformed content, must start with an object")
    for key, value in (call.body or {}).items():
        if key != "pit_id" or isinstance(value, dict | bool) or value is None:
            raise unknown_parameter(key, value)
        for id in value if isinstance(value, list) else [value]:
            if isinstance(id, dict | list | bool) or id is None:
                raise illegal_argument("pit_id array element should only contain pit_id")
            ids.append(str(id))
    if not ids:
        raise request_invalid("no pit ids specified")
    return ids
