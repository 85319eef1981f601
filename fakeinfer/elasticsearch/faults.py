"""What an Elasticsearch node in trouble answers, by the names that declared faults use.

The first name that has a status is what `fake.fail(.., status=..)` means by it. Words that OpenSearch shares are in
`fakeinfer/node_errors.py`.
"""

from __future__ import annotations

from .. import node_errors
from ..errors import ApiError, index_not_found, resource_not_found, status_error, version_conflict
from ..faults import Case, NamedError
from ..wire import Response
from . import endpoint_errors

CHALLENGES = ('Basic realm="security", charset="UTF-8"', "ApiKey")
"""The ways to authenticate at a server without TLS."""
WRITES = ("bulk", "index", "create", "update", "delete")
SEARCHES = ("search", "count", "mget", "get", "exists", "get_source")
PERFORMS = ("inference.inference", "inference.stream_completion", "inference.chat_completion_unified")

BREAKERS = ("model_inference=0/0b", "inflight_requests={}", "request=0/0b", "fielddata=0/0b", "eql_sequence=0/0b")
EXECUTOR = "org.elasticsearch.common.util.concurrent.EsThreadPoolExecutor"
REJECTED = "es_rejected_execution_exception"

ACTIONS = {
    "info": "cluster:monitor/main",
    "cluster.health": "cluster:monitor/health",
    "nodes.info": "cluster:monitor/nodes/info",
    "nodes.stats": "cluster:monitor/nodes/stats",
    "tasks.list": "cluster:monitor/tasks/lists",
    "inference.put": "cluster:admin/xpack/inference/put",
    "inference.update": "cluster:admin/xpack/inference/update",
    "inference.delete": "cluster:admin/xpack/inference/delete",
    "inference.get": "cluster:monitor/xpack/inference/get",
    "inference.services": "cluster:monitor/xpack/inference/services/get",
    "inference.diagnostics": "cluster:monitor/xpack/inference/diagnostics/get",
    "inference.inference": "cluster:monitor/xpack/inference/post",
    "inference.stream_completion": "cluster:monitor/xpack/inference/post",
    "inference.chat_completion_unified": "cluster:monitor/xpack/inference/unified",
    "ingest.put_pipeline": "cluster:admin/ingest/pipeline/put",
    "ingest.get_pipeline": "cluster:admin/ingest/pipeline/get",
    "ingest.delete_pipeline": "cluster:admin/ingest/pipeline/delete",
    "ingest.simulate": "cluster:admin/ingest/pipeline/simulate",
    "indices.create": "indices:admin/create",
    "indices.get": "indices:admin/get",
    "indices.exists": "indices:admin/get",
    "indices.delete": "indices:admin/delete",
    "indices.get_mapping": "indices:admin/mappings/get",
    "indices.put_mapping": "indices:admin/mapping/put",
    "indices.refresh": "indices:admin/refresh",
    "index": "indices:data/write/index",
    "create": "indices:data/write/index",
    "update": "indices:data/write/update",
    "delete": "indices:data/write/delete",
    "bulk": "indices:data/write/bulk",
    "get": "indices:data/read/get",
    "exists": "indices:data/read/get",
    "get_source": "indices:data/read/get",
    "mget": "indices:data/read/mget",
    "search": "indices:data/read/search",
    "count": "indices:data/read/search",
}
"""What a 403 calls operations; for the others it is made from the operation's id."""

GRANTED_BY = {
    "monitor": "monitor,manage,all",
    "manage_inference": "manage_inference,manage,all",
    "monitor_inference": "monitor_inference,manage_inference,monitor,manage,all",
    "manage_ingest_pipelines": "manage_ingest_pipelines,manage_pipeline,manage,all",
    "read_pipeline": "read_pipeline,manage_ingest_pipelines,manage_pipeline,manage,all",
    "manage_ml": "manage_ml,manage,all",
    "monitor_ml": "monitor_ml,manage_ml,monitor,manage,all",
    "create_index": "create_index,manage,all",
    "delete_index": "delete_index,manage,all",
    "view_index_metadata": "view_index_metadata,manage,all",
    "maintenance": "maintenance,manage,all",
    "index": "create_doc,create,index,write,all",
    "delete": "delete,write,all",
    "read": "read,all",
}
"""Privileges from the narrowest on, by the one that an operation declares (observed: elasticsearch 8.19.0, 9.2.0, 9.5.0)."""


def unauthenticated(case: Case) -> ApiError:
    """401: wrong credentials when some came, else missing ones (observed: elasticsearch 8.19.0, 9.2.0, 9.5.0)."""
    user, target = case.user, case.exchange.request.target
    reason = f"missing authentication credentials for REST request [{target}]"
    metadata: dict[str, object] = {}
    if user is not None:
        reason = f"unable to authenticate user [{user}] for REST request [{target}]"
    elif (case.exchange.request.header("authorization") or "").lower().startswith(("apikey ", "bearer ")):
        reason = "unable to authenticate with provided credentials and anonymous access is not allowed for this request"
        metadata["additional_unsuccessful_credentials"] = "API key: invalid ApiKey value"
    metadata["header"] = {"WWW-Authenticate": list(CHALLENGES)}
    headers = [("WWW-Authenticate", challenge) for challenge in CHALLENGES]
    return ApiError(401, "security_exception", reason, metadata=metadata, headers=headers)


def unauthorized(case: Case) -> ApiError:
    """403: known, but not allowed to (observed: elasticsearch 8.19.0, 9.2.0, 9.5.0)."""
    operation = case.operation
    action = ACTIONS.get(operation.id) or f"cluster:admin/xpack/{operation.id.replace('.', '/')}"
    user = case.user or "nobody"
    kind, on = ("index", f" on indices [{case.index}]") if action.startswith("indices:") else ("cluster", "")
    granted = GRANTED_BY.get(operation.privilege or "all", "all")
    reason = (
        f"action [{action}] is unauthorized for user [{user}] with effective roles [none]{on},"
        f" this action is granted by the {kind} privileges [{granted}]"
    )
    return ApiError(403, "security_exception", reason)


def missing(case: Case) -> ApiError | Response:
    """404: what the path names is not there; where it names nothing, a proxy that does not know the path."""
    inference_id = case.path("inference_id")
    if inference_id is not None:
        return endpoint_errors.endpoint_not_found(inference_id)
    if case.operation.id in (*WRITES, *SEARCHES) or case.path("index") is not None:
        return index_not_found(case.index)
    id = case.path("id")
    return node_errors.proxy_page(404) if id is None else resource_not_found(f"pipeline [{id}] is missing")


def timed_out(case: Case) -> ApiError | Response:
    """408: a provider that takes too long; nothing but a proxy says so for anything else.

    Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/external/http/sender/TimedListener.java
    """
    if case.operation.id in PERFORMS:
        return status_error(408, "Request timed out after [30s]")
    return node_errors.proxy_page(408)


def conflict(case: Case) -> ApiError:
    """409: somebody else wrote the document, or the record that an API keeps, in between."""
    id = case.path("id") or case.path("inference_id") or "1"
    index = case.path("index") or ".inference"
    why = "required seqNo [0], primary term [1]. current document has seqNo [1] and primary term [1]"
    return version_conflict(index, case.exchange.cluster.state.ids.fixed(f"fault {index}"), id, why)


def rejected(case: Case) -> ApiError:
    """429: writes by indexing pressure, inference by the queue of its service, all else by a thread pool.

    Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/external/http/sender/RequestExecutorService.java
    """
    operation = case.operation.id
    if operation in WRITES:
        return node_errors.indexing_pressure(REJECTED, case.request_bytes)
    if operation in PERFORMS:
        inference_id = case.path("inference_id")
        queue = f"Failed to execute task for inference id [{inference_id}] because the request service [1204349] queue is full"
        return ApiError(429, REJECTED, queue)
    pool = "search" if operation in SEARCHES else "management"
    task = "org.elasticsearch.common.util.concurrent.TimedRunnable@4be7a9f"
    return node_errors.thread_pool_full(REJECTED, task, EXECUTOR, f"{case.node}/{pool}")


def circuit_breaking(case: Case) -> ApiError:
    """429: the parent breaker."""
    return node_errors.parent_breaker(case.request_bytes, BREAKERS)


def primary_inactive(case: Case) -> ApiError:
    """503: the shard to write to has no primary."""
    index = case.index
    shard_request = f"BulkShardRequest [[{index}][0]] containing [1] requests"
    return node_errors.primary_inactive(index, shard_request)


def licence(case: Case) -> ApiError:
    """403: the licence does not cover it (`LicenseUtils.newComplianceException`)."""
    metadata = {"license.expired.feature": "inference"}
    return ApiError(403, "security_exception", "current license is non-compliant for [inference]", metadata=metadata)


FAULTS = {
    "line_too_long": NamedError((400,), lambda case: node_errors.line_too_long()),
    "unauthenticated": NamedError((401,), unauthenticated),
    "unauthorized": NamedError((403,), unauthorized),
    "license": NamedError((403,), licence),
    "writes_blocked": NamedError((403,), lambda case: node_errors.writes_blocked(case.index)),
    "missing": NamedError((404,), missing),
    "timed_out": NamedError((408,), timed_out),
    "conflict": NamedError((409,), conflict),
    "body_too_large": NamedError((413,), lambda case: node_errors.body_too_large()),
    "rejected_execution": NamedError((429,), rejected),
    "circuit_breaking": NamedError((429,), circuit_breaking),
    "disk_full": NamedError((429,), lambda case: node_errors.disk_full(case.index)),
    "no_space": NamedError((500,), lambda case: node_errors.no_space()),
    "not_recovered": NamedError((503,), lambda case: node_errors.not_recovered()),
    "no_master": NamedError((503,), lambda case: node_errors.no_leader("master")),
    "master_not_discovered": NamedError(
        (503,), lambda case: node_errors.leader_not_discovered("master_not_discovered_exception")
    ),
    "unavailable_shards": NamedError((503,), primary_inactive),
    "no_shard_available": NamedError((503,), lambda case: node_errors.no_shard_available(case.index)),
    "proxy": NamedError((502, 503, 504, 408, 413), lambda case: node_errors.proxy_page(case.status)),
}
