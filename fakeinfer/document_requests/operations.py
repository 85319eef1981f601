"""The operations on documents that both products have."""

from __future__ import annotations

from ..operations import DELETE, GET, HEAD, POST, PUT, Text
from . import bulk, deleting, mget, scrolling, searching, single, updating
from .declaring import Shared
from .parameters import BULK as BULK_PARAMETERS
from .parameters import DELETING, GETTING, INDEXING, READING, UPDATING, WRITING, read_document

INDEX = Shared(
    "index",
    (PUT("/{index}/_doc/{id}"), POST("/{index}/_doc/{id}"), POST("/{index}/_doc")),
    single.index,
    INDEXING,
    "required",
    read_document,
)
CREATE = Shared(
    "create",
    (PUT("/{index}/_create/{id}"), POST("/{index}/_create/{id}")),
    single.create,
    WRITING,
    "required",
    read_document,
)
GET_ONE = Shared("get", (GET("/{index}/_doc/{id}"),), single.get, GETTING)
EXISTS = Shared("exists", (HEAD("/{index}/_doc/{id}"),), single.exists, GETTING)
GET_SOURCE = Shared("get_source", (GET("/{index}/_source/{id}"),), single.get_source, GETTING)
DELETE_ONE = Shared("delete", (DELETE("/{index}/_doc/{id}"),), single.delete, DELETING)
UPDATE = Shared("update", (POST("/{index}/_update/{id}"),), updating.update, UPDATING, "optional")
BULK = Shared(
    "bulk",
    (POST("/_bulk"), PUT("/_bulk"), POST("/{index}/_bulk"), PUT("/{index}/_bulk")),
    bulk.bulk,
    BULK_PARAMETERS,
    "required",
    bulk.read_actions,
)
MGET = Shared(
    "mget",
    (GET("/_mget"), POST("/_mget"), GET("/{index}/_mget"), POST("/{index}/_mget")),
    mget.get_many,
    READING,
    "required_or_source",
)
COUNT = Shared(
    "count",
    (GET("/_count"), POST("/_count"), GET("/{index}/_count"), POST("/{index}/_count")),
    searching.count,
    searching.COUNTING,
    "optional",
)
DELETE_BY_QUERY = Shared(
    "delete_by_query",
    (POST("/{index}/_delete_by_query"),),
    deleting.delete_by_query,
    deleting.DELETING_BY_QUERY,
    "optional",
)
SCROLL = Shared("scroll", scrolling.SCROLL, scrolling.scroll, scrolling.SCROLLING, "optional")
CLEAR_SCROLL = Shared("clear_scroll", scrolling.CLEAR, scrolling.clear_scroll, {"scroll_id": Text()}, "optional")
