"""Ways of asking that are languages or pictures of their own: refused by name."""

from __future__ import annotations

from ... import media
from ...errors import not_implemented
from ...indices.resolving import WILDCARDS
from ...operations import GET, POST, Bool, Call, Int, Text, Time, operation
from ...wire import Json

SPECIFICATION = "elastic/elasticsearch-specification:specification"
UNREAD = "nothing of it is answered"


@operation(
    "eql.search",
    GET("/{index}/_eql/search"),
    POST("/{index}/_eql/search"),
    query={
        **WILDCARDS,
        "allow_partial_search_results": Bool(True),
        "allow_partial_sequence_results": Bool(False),
        "ccs_minimize_roundtrips": Bool(True),
        "keep_alive": Time(),
        "keep_on_completion": Bool(False),
        "wait_for_completion_timeout": Time(),
    },
    body="required",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SPECIFICATION}/eql/search/EqlSearchRequest.ts",
    unread_query=UNREAD,
)
def eql_search(call: Call) -> Json:
    """Sequences of events."""
    raise not_implemented("EQL")


@operation(
    "esql.query",
    POST("/_query"),
    query={
        "format": Text(),
        "delimiter": Text(),
        "drop_null_columns": Bool(False),
        "allow_partial_results": Bool(None),
    },
    body="required",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SPECIFICATION}/esql/query/QueryRequest.ts",
    unread_query=UNREAD,
)
def esql_query(call: Call) -> Json:
    """Tables by pipes."""
    raise not_implemented("ES|QL")


@operation(
    "sql.query",
    GET("/_sql"),
    POST("/_sql"),
    query={"format": Text()},
    body="required",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SPECIFICATION}/sql/query/QuerySqlRequest.ts",
    unread_query=UNREAD,
)
def sql_query(call: Call) -> Json:
    """Tables by SQL."""
    raise not_implemented("SQL")


@operation(
    "search_mvt",
    GET("/{index}/_mvt/{field}/{zoom}/{x}/{y}"),
    POST("/{index}/_mvt/{field}/{zoom}/{x}/{y}"),
    query={
        "exact_bounds": Bool(False),
        "extent": Int(),
        "grid_agg": Text(),
        "grid_precision": Int(),
        "grid_type": Text(),
        "size": Int(),
        "with_labels": Bool(False),
        "track_total_hits": Text(),
    },
    body="optional",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SPECIFICATION}/_global/search_mvt/SearchMvtRequest.ts",
    unread_query=UNREAD,
)
def search_mvt(call: Call) -> Json:
    """Maps of what is where."""
    raise not_implemented("vector tiles")


@operation(
    "graph.explore",
    GET("/{index}/_graph/explore"),
    POST("/{index}/_graph/explore"),
    query={"routing": Text(), "timeout": Time()},
    body="required",
    reader=media.read_only_value,
    privilege="read",
    source=f"{SPECIFICATION}/graph/explore/GraphExploreRequest.ts",
    unread_query=UNREAD,
)
def graph_explore(call: Call) -> Json:
    """What stands together in documents."""
    raise not_implemented("exploring graphs")
