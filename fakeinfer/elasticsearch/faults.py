"""What an Elasticsearch node in trouble answers, by the names that declared faults use.

The first name that has a status is what `fake.fail(.., status=..)` means by it. Words that OpenSearch shares are in
`fakeinfer/node_errors.py`.
"""

from __future__ import annotations

from .. import node_errors
from ..auth import credentials_of
from ..errors import ApiError, index_not_found, resource_not_found, version_conflict
from ..faults import Case, NamedError
from ..wire import Response
from .licensing import licences
from .licensing.errors import non_compliant
from .security import errors as security_errors

WRITES = ("bulk", "index", "create", "update", "delete")
SEARCHES = ("search", "count", "mget", "get", "exists", "get_source")
PERFORMS = ("inference.inference", "inference.stream_completion", "inference.chat_completion_unified")

BREAKERS = ("model_inference=0/0b", "inflight_requests={}", "request=0/0b", "fielddata=0/0b", "eql_sequence=0/0b")
EXECUTOR = "org.elasticsearch.common.util.concurrent.EsThreadPoolExecutor"
REJECTED = "es_rejected_execution_exception"


def unauthenticated(case: Case) -> ApiError:
    """401: wrong credentials when some came, else missing ones."""
    user, target = case.user, case.exchange.request.target
    if user is not None:
        return security_errors.wrong_credentials(user, target)
    credentials = credentials_of(case.exchange.request.header("authorization"))
    if credentials is None or credentials.scheme == "basic":
        return security_errors.missing_credentials(target)
    key = credentials.scheme == "apikey"
    return security_errors.unsuccessful("API key: invalid ApiKey value" if key else "oauth2 token: invalid token")


def unauthorized(case: Case) -> ApiError:
    """403: known, but not allowed to; in the words that a cluster with security has, with the user's roles if it has it."""
    from .security import denial, principals, users  # what privileges there are is read by those alone who are refused
    from .security.actions import action_of
    from .security.privileges import is_cluster_action

    state, operation = case.exchange.cluster.state, case.operation
    found = action_of(state, operation)
    action = found.name if found is not None and found.name else f"cluster:admin/{operation.id.replace('.', '/')}"
    nobody = principals.Principal(users.User(case.user or "nobody", (), users.NATIVE), users.NATIVE)
    indices = () if is_cluster_action(action) else (case.index,)
    return denial.action_denied(state, case.exchange.user or nobody, action, indices)


def unlicensed(case: Case) -> ApiError:
    """403: a licence that does not cover what the operation belongs to, or has run out."""
    if case.operation.id.startswith("ml."):
        return non_compliant(licences.MACHINE_LEARNING)
    from .inference.endpoints import known_endpoint  # the inference API is read by those alone who ask it

    state = case.exchange.cluster.state
    endpoint = known_endpoint(state, case.path("inference_id") or "")
    return non_compliant(licences.feature_of(state, endpoint["service"] if endpoint else "") or licences.INFERENCE)


def missing(case: Case) -> ApiError | Response:
    """404: what the path names is not there; where it names nothing, a proxy that does not know the path."""
    inference_id = case.path("inference_id")
    if inference_id is not None:
        from .inference import endpoint_errors

        return endpoint_errors.endpoint_not_found(inference_id)
    if case.operation.id in (*WRITES, *SEARCHES) or case.path("index") is not None:
        return index_not_found(case.index)
    id = case.path("id")
    return node_errors.proxy_page(404) if id is None else resource_not_found(f"pipeline [{id}] is missing")


def timed_out(case: Case) -> ApiError | Response:
    """408: a provider that takes too long, where the version says that with a 408; else nothing but a proxy says so."""
    if case.operation.id in PERFORMS:
        from .inference import upstream_errors
        from .inference.upstream import TIMEOUT

        refused = upstream_errors.timed_out(case.exchange.cluster.state, str(case.path("inference_id")), TIMEOUT)
        if refused.status == 408:
            return refused
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


FAULTS = {
    "line_too_long": NamedError((400,), lambda case: node_errors.line_too_long()),
    "unauthenticated": NamedError((401,), unauthenticated),
    "unauthorized": NamedError((403,), unauthorized),
    "license": NamedError((403,), unlicensed),
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
