"""What a node in trouble answers, and what stands in front of it: the words that both products share.

They make the answers of declared faults; the numbers in them are those of a node with a heap of 1 GB. Which names they have
for users, and what the products word differently, is in each product's `faults.py`.
"""

from __future__ import annotations

from http import HTTPStatus

from .errors import ApiError
from .wire import Response

HEAP_LIMIT = 1_020_054_732
"""95% of the heap, the default limit of the parent breaker."""
HEAP_USED = 1_027_374_056
INDEXING_LIMIT = 107_374_182
"""10% of the heap, the default of `indexing_pressure.memory.limit`."""
QUEUE = 1000
WORKERS = 4


def bytes_text(number: int) -> str:
    """`979.7mb`: one decimal, cut off (`ByteSizeValue`)."""
    for unit, name in ((1024**3, "gb"), (1024**2, "mb"), (1024, "kb")):
        if number >= unit:
            tenths = number * 10 // unit
            return f"{tenths // 10}.{tenths % 10}{name}" if tenths % 10 else f"{tenths // 10}{name}"
    return f"{number}b"


def parent_breaker(request_bytes: int, usages: tuple[str, ...]) -> ApiError:
    """The parent circuit breaker refuses a request for its size: 429. `usages` are the child breakers, `{}` what this one used.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/{indices/breaker/HierarchyCircuitBreakerService,common/breaker/CircuitBreakingException}.java
    """
    wanted = HEAP_USED + request_bytes
    own = _sized(request_bytes)
    reason = (
        f"[parent] Data too large, data for [<http_request>] would be [{_sized(wanted)}], which is larger than the limit of"
        f" [{_sized(HEAP_LIMIT)}], real usage: [{_sized(HEAP_USED)}], new bytes reserved: [{own}],"
        f" usages [{', '.join(usage.format(own) for usage in usages)}]"
    )
    metadata = {"bytes_wanted": wanted, "bytes_limit": HEAP_LIMIT, "durability": "TRANSIENT"}
    return ApiError(429, "circuit_breaking_exception", reason, metadata=metadata)


def _sized(number: int) -> str:
    return f"{number}/{bytes_text(number)}"


def indexing_pressure(type: str, request_bytes: int) -> ApiError:
    """More writes are under way than the node has memory for: 429.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/IndexingPressure.java
    """
    held = INDEXING_LIMIT - request_bytes // 2
    reason = (
        f"rejected execution of coordinating operation [coordinating_and_primary_bytes={held}, replica_bytes=0,"
        f" all_bytes={held}, coordinating_operation_bytes={request_bytes},"
        f" max_coordinating_and_primary_bytes={INDEXING_LIMIT}]"
    )
    return ApiError(429, type, reason)


def thread_pool_full(type: str, task: str, executor: str, pool: str) -> ApiError:
    """A thread pool's queue is full: 429. `executor` is the class of the pool.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/common/util/concurrent/EsRejectedExecutionHandler.java
    """
    simple = executor.rpartition(".")[2]
    reason = (
        f"rejected execution of {task} on {simple}[name = {pool}, queue capacity = {QUEUE}, {executor}@2f587374"
        f"[Running, pool size = {WORKERS}, active threads = {WORKERS}, queued tasks = {QUEUE}, completed tasks = 30116]]"
    )
    return ApiError(429, type, reason)


def not_recovered() -> ApiError:
    """The node has just started and does not know the cluster's state yet: 503 (`GatewayService.STATE_NOT_RECOVERED_BLOCK`)."""
    return _blocked(503, "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];")


def no_leader(who: str) -> ApiError:
    """There is no elected leader: 503 (`NoMasterBlockService`)."""
    return _blocked(503, f"blocked by: [SERVICE_UNAVAILABLE/2/no {who}];")


def disk_full(index: str) -> ApiError:
    """The disk is fuller than the flood stage lets writes through: 429 (`IndexMetadata.INDEX_READ_ONLY_ALLOW_DELETE_BLOCK`)."""
    why = "disk usage exceeded flood-stage watermark, index has read-only-allow-delete block"
    return _blocked(429, f"index [{index}] blocked by: [TOO_MANY_REQUESTS/12/{why}];")


def writes_blocked(index: str) -> ApiError:
    """The index was made read-only: 403 (`IndexMetadata.INDEX_WRITE_BLOCK`)."""
    return _blocked(403, f"index [{index}] blocked by: [FORBIDDEN/8/index write (api)];")


def _blocked(status: int, reason: str) -> ApiError:
    return ApiError(status, "cluster_block_exception", reason)


def primary_inactive(index: str, shard_request: str) -> ApiError:
    """The shard to write to is not there: 503 (`TransportReplicationAction.ReroutePhase`)."""
    reason = f"[{index}][0] primary shard is not active Timeout: [1m], request: [{shard_request}]"
    return ApiError(503, "unavailable_shards_exception", reason)


def no_shard_available(index: str) -> ApiError:
    """No copy of the index can be searched: 503 (`SearchPhaseExecutionException`, from what was seen of servers starting)."""
    cause = ApiError(503, "no_shard_available_action_exception", None)
    failed = {"shard": 0, "index": index, "node": None, "reason": cause.cause()}
    metadata = {"phase": "query", "grouped": True, "failed_shards": [failed]}
    return ApiError(
        503, "search_phase_execution_exception", "all shards failed", metadata=metadata, root_cause=(cause,)
    )


def leader_not_discovered(type: str) -> ApiError:
    """Nobody was elected in the time that the request gives: 503, without a reason."""
    return ApiError(503, type, None)


def line_too_long() -> ApiError:
    """The request line is longer than `http.max_initial_line_length`: 400."""
    return ApiError(400, "too_long_http_line_exception", "An HTTP line is larger than 4096 bytes.")


def no_space() -> ApiError:
    """The disk is full: 500, as Java's `IOException` is told."""
    return ApiError(500, "i_o_exception", "No space left on device")


def body_too_large() -> Response:
    """The body is longer than `http.max_content_length`: 413, empty and without the product's headers.

    Source: elastic/elasticsearch:modules/transport-netty4/src/main/java/org/elasticsearch/http/netty4/Netty4HttpContentSizeHandler.java
    """
    return Response(413, [("content-length", "0")])


def proxy_page(status: int) -> Response:
    """What nginx in front of the server says itself (nginx/nginx:src/http/ngx_http_special_response.c)."""
    words = {408: "Request Time-out", 413: "Request Entity Too Large", 503: "Service Temporarily Unavailable"}
    words |= {504: "Gateway Time-out"}
    title = f"{status} {words.get(status) or HTTPStatus(status).phrase}"
    lines = (
        "<html>",
        f"<head><title>{title}</title></head>",
        "<body>",
        f"<center><h1>{title}</h1></center>",
        "<hr><center>nginx</center>",
        "</body>",
        "</html>",
        "",
    )
    return Response(status, [("Server", "nginx"), ("Content-Type", "text/html")], "\r\n".join(lines).encode())
