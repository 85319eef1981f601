"""APIs below `/_inference/` that the real server has and the fake has not: said so, not taken for ids and task types.

An API that comes to be implemented declares its own routes, which win over these variables; its line here then goes.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/Paths.java
"""

from __future__ import annotations

from ..errors import not_implemented
from ..operations import Call
from ..versions import Span

OTHER_APIS: dict[str, tuple[tuple[str, ...], Span]] = {
    "_services": (("GET",), Span("8.17")),
    "_region_policy": (("GET", "PUT", "DELETE"), Span("9.5")),
    "_ccm": (("GET", "PUT", "DELETE"), Span("9.3")),
    ".diagnostics": (("GET",), Span("8.14")),
    "_stream": (("POST",), Span("8.16")),
    "_update": (("PUT",), Span("8.17")),
}
"""Literal segment -> methods and versions."""


def refuse_other_apis(call: Call) -> None:
    """501 when the URL is that of an API the fake does not have."""
    path = call.path
    for segment in (path.get("inference_id"), path.get("task_type")):
        if segment in OTHER_APIS:
            methods, span = OTHER_APIS[segment]
            if call.request.method in methods and call.contract.version in span:
                raise not_implemented(f"{call.request.method} {call.request.path}")
