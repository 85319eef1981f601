"""The listing of inference services: what each can do, and the settings it takes. Internal: Kibana's forms are made from it.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportGetInferenceServicesAction.java
"""

from __future__ import annotations

from ...operations import GET, Call, operation
from ...wire import Json
from ..services.listing import describe, listed_services
from .elastic_inference_service import is_connected
from .task_types import ANY, read_task_type


@operation(
    "inference.services",
    GET("/_inference/_services"),
    GET("/_inference/_services/{task_type}"),
    since="8.18",
    privilege="monitor_inference",
    source="elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestGetInferenceServicesAction.java",
)
def list_services(call: Call) -> Json:
    """List the services, all or those for a task type, sorted by name."""
    task_type = read_task_type(call, call.path["task_type"]) if "task_type" in call.path else ANY
    listed = listed_services(call.contract, elastic=is_connected(call.state))
    return [describe(call.contract, one) for one in listed if task_type == ANY or task_type in one.task_types]
