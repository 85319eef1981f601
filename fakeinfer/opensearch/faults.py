"""What an OpenSearch node in trouble answers, by the names that declared faults use.

The first name that has a status is what `fake.fail(.., status=..)` means by it. Words that Elasticsearch shares are in
`fakeinfer/node_errors.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from .. import media, node_errors
from ..errors import ApiError, index_not_found, resource_not_found, status_error, version_conflict
from ..faults import Case, NamedError
from ..pipeline import finish
from ..wire import Response

WRITES = ("bulk", "index", "create", "update", "delete")
SEARCHES = ("search", "count", "mget", "get", "exists", "get_source")

BREAKERS = ("request=0/0b", "fielddata=0/0b", "in_flight_requests={}")
EXECUTOR = "org.opensearch.common.util.concurrent.OpenSearchThreadPoolExecutor"
REJECTED = "rejected_execution_exception"

ACTIONS = {
    "cluster.health": "cluster:monitor/health",
    "cat.indices": "indices:monitor/settings/get",
    "cat.plugins": "cluster:monitor/state",
    "nodes.info": "cluster:monitor/nodes/info",
    "nodes.stats": "cluster:monitor/nodes/stats",
    "tasks.list": "cluster:monitor/tasks/lists",
}
"""What a 403 calls the operations whose privilege is a group of actions."""

MISSING = {
    "model_id": "Failed to find model with the provided model id: {}",
    "model_group_id": "Failed to find model group with the provided model group id: {}",
    "connector_id": "Failed to find connector with the provided connector id: {}",
    "agent_id": "Failed to find agent with the provided agent id: {}",
    "task_id": "Fail to find task",
}
"""What is said of an id in the path that is not there."""


def unauthenticated(case: Case) -> Response:
    """401: the Security plugin's, plain text whatever was asked for (observed: opensearch 2.19.1)."""
    headers = [("WWW-Authenticate", 'Basic realm="OpenSearch Security"'), ("content-type", media.PLAIN_TEXT)]
    return finish(case.exchange, Response(401, headers, b"Unauthorized"))


def unauthorized(case: Case) -> ApiError:
    """403: known, but without the permission (observed: opensearch 2.19.1)."""
    operation = case.operation
    action = ACTIONS.get(operation.id) or operation.privilege or ""
    user = f"User [name={case.user or 'nobody'}, backend_roles=[], requestedTenant=null]"
    return ApiError(403, "security_exception", f"no permissions for [{action}] and {user}")


def missing(case: Case) -> ApiError | Response:
    """404: what the path names is not there; where it names nothing, a proxy that does not know the path."""
    for name, text in MISSING.items():
        id = case.path(name)
        if id is not None:
            return status_error(404, text.format(id))
    if case.operation.id in (*WRITES, *SEARCHES) or case.path("index") is not None:
        return index_not_found(case.index)
    id = case.path("id")
    return node_errors.proxy_page(404) if id is None else resource_not_found(f"pipeline [{id}] is missing")


def conflict(case: Case) -> ApiError:
    """409: somebody else wrote the document, or the record that a plugin keeps, in between."""
    named = case.asked.sent_path_parameters
    id = next((value for name, value in named.items() if name != "index"), "1")
    index = named.get("index", ".plugins-ml-model")
    why = "required seqNo [0], primary term [1]. current document has seqNo [1] and primary term [1]"
    return version_conflict(index, case.exchange.cluster.state.ids.fixed(f"fault {index}"), id, why)


def rejected(case: Case) -> ApiError:
    """429: writes by indexing pressure, all else by a thread pool."""
    operation = case.operation.id
    if operation in WRITES:
        return node_errors.indexing_pressure(REJECTED, case.request_bytes)
    pool = "opensearch_ml_general" if operation.startswith("ml.") else "management"
    pool = "search" if operation in SEARCHES else pool
    task = "org.opensearch.common.util.concurrent.TimedRunnable@4be7a9f"
    return node_errors.thread_pool_full(REJECTED, task, EXECUTOR, f"{case.node}/{pool}")


def circuit_breaking(case: Case) -> ApiError:
    """429: the parent breaker."""
    return node_errors.parent_breaker(case.request_bytes, BREAKERS)


def _ml_breaker(name: str) -> Callable[[Case], ApiError]:
    """429: a breaker of ML Commons is open (opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/utils/MLNodeUtils.java)."""
    reason = f"{name} is open, please check your resources!"
    metadata = {"bytes_wanted": 0, "bytes_limit": 0, "durability": "TRANSIENT"}
    return lambda case: ApiError(429, "circuit_breaking_exception", reason, metadata=metadata)


def primary_inactive(case: Case) -> ApiError:
    """503: the shard to write to has no primary."""
    index = case.index
    shard_request = f"BulkShardRequest [[{index}][0]] containing [1] requests"
    return node_errors.primary_inactive(index, shard_request)


def security_starting(case: Case) -> Response:
    """503: the Security plugin has not read its configuration yet; plain text."""
    body = b"OpenSearch Security not initialized."
    return finish(case.exchange, Response(503, [("content-type", media.PLAIN_TEXT)], body))


FAULTS = {
    "line_too_long": NamedError((400,), lambda case: node_errors.line_too_long()),
    "unauthenticated": NamedError((401,), unauthenticated),
    "unauthorized": NamedError((403,), unauthorized),
    "writes_blocked": NamedError((403,), lambda case: node_errors.writes_blocked(case.index)),
    "missing": NamedError((404,), missing),
    "conflict": NamedError((409,), conflict),
    "body_too_large": NamedError((413,), lambda case: node_errors.body_too_large()),
    "rejected_execution": NamedError((429,), rejected),
    "circuit_breaking": NamedError((429,), circuit_breaking),
    "ml_memory_breaker": NamedError((429,), _ml_breaker("Memory Circuit Breaker")),
    "ml_disk_breaker": NamedError((429,), _ml_breaker("Disk Circuit Breaker")),
    "ml_native_memory_breaker": NamedError((429,), _ml_breaker("Native Memory Circuit Breaker")),
    "disk_full": NamedError((429,), lambda case: node_errors.disk_full(case.index)),
    "no_space": NamedError((500,), lambda case: node_errors.no_space()),
    "not_recovered": NamedError((503,), lambda case: node_errors.not_recovered()),
    "no_cluster_manager": NamedError((503,), lambda case: node_errors.no_leader("cluster-manager")),
    "cluster_manager_not_discovered": NamedError(
        (503,), lambda case: node_errors.leader_not_discovered("cluster_manager_not_discovered_exception")
    ),
    "unavailable_shards": NamedError((503,), primary_inactive),
    "no_shard_available": NamedError((503,), lambda case: node_errors.no_shard_available(case.index)),
    "security_not_initialized": NamedError((503,), security_starting),
    "proxy": NamedError((502, 503, 504, 408, 413), lambda case: node_errors.proxy_page(case.status)),
}
