"""`GET /_capabilities`: what this server can do, asked by test suites before they try it.

Routes and parameters are those of the declarations. Capabilities are words that the server's handlers list for themselves;
the fake lists none, so whoever asks for one is told that it is missing.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/action/admin/cluster/RestNodesCapabilitiesAction.java
"""

from __future__ import annotations

from ...operations import GET, Bool, Call, Custom, Text, Time, operation
from ...wire import Json
from ..errors import no_enum_constant

METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT")


def _method(name: str, text: str) -> str:
    if text not in METHODS:
        raise no_enum_constant("rest.RestRequest.Method", text)
    return text


@operation(
    "capabilities",
    GET("/_capabilities"),
    query={
        "method": Custom(_method, default="GET"),
        "path": Text(""),
        "parameters": Text(),
        "capabilities": Text(),
        "local_only": Bool(False),
        "timeout": Time("30s"),
    },
    unread_query="one node answers at once",
    since="8.15",
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/_global/capabilities/CapabilitiesRequest.ts",
)
def capabilities(call: Call) -> Json:
    """Whether a route is there, with these parameters and capabilities."""
    return {
        "_nodes": {"total": 1, "successful": 1, "failed": 0},
        "cluster_name": call.state.cluster_name,
        "supported": _is_supported(call),
    }


def _is_supported(call: Call) -> bool:
    path: str = call.query["path"]
    match = call.contract.trie_with(call.state.features).find(path if path.startswith("/") else f"/{path}")
    target = None if match is None else match.node.targets.get(call.query["method"])
    if target is None or _words(call.query["capabilities"]):
        return False
    known = {name for name, one in target.operation.query.items() if call.contract.version in one.span}
    known |= {name[1:-1] for name in target.segments if name.startswith("{")}
    known.update(call.contract.product.common_parameters)
    return _words(call.query["parameters"]) <= known


def _words(text: str | None) -> set[str]:
    return {word for word in (text or "").split(",") if word}
