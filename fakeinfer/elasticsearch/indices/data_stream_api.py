"""Data streams, of which there are none: who asks (such as the clients' own `reindex`) is told so.

Source: elastic/elasticsearch:modules/data-streams/src/main/java/org/elasticsearch/datastreams/rest/RestGetDataStreamsAction.java
"""

from __future__ import annotations

from ...indices.resolving import Options, resolve
from ...operations import GET, Bool, Call, Text, Time, operation
from ...versions import Span
from ...wire import Json


@operation(
    "indices.get_data_stream",
    GET("/_data_stream"),
    GET("/_data_stream/{name}"),
    query={
        "expand_wildcards": Text(),
        "include_defaults": Bool(False),
        "master_timeout": Time("30s"),
        "verbose": Bool(False, Span("8.16")),
    },
    privilege="view_index_metadata",
    source="elastic/elasticsearch-specification:specification/indices/get_data_stream/IndicesGetDataStreamRequest.ts",
    unread_query="there is no data stream of which more could be told",
)
def get_data_stream(call: Call) -> Json:
    """No data streams; a name that nothing has is refused, that of an index is not."""
    wanted = call.query["expand_wildcards"] or "open"
    resolve(call.state, call.path.get("name", "*"), Options(expand_wildcards=wanted, about_contents=False))
    return {"data_streams": []}
