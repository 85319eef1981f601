"""Refusals of requests whose model provider failed, or whose model in the cluster did.

Sources are below x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/ of elastic/elasticsearch, unless the
path is written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, status_error
from ...faults import Upstream
from .. import changes

if TYPE_CHECKING:
    from ...cluster import State

UNTYPED = "UnifiedChatCompletionErrorResponse"
"""What the type of a refused chat is when the provider named none."""
TASK_WORDS = {
    "text_embedding": "embeddings",
    "embedding": "embeddings",
    "sparse_embedding": "sparse embeddings",
    "rerank": "rerank",
    "completion": "completion",
    "chat_completion": "chat completions",
}
_UNITS = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms"))


def told(head: str, inference_id: str, status: int, said: str | None) -> str:
    """What a provider's status becomes. elastic/elasticsearch:external/http/retry/BaseResponseHandler.java (constructErrorMessage)"""
    text = f"{head} for request from inference entity id [{inference_id}] status [{status}]"
    return f"{text}. Error message: [{said}]" if said else text


def told_midway(inference_id: str, said: str | None) -> str:
    """The same in the middle of a stream, which began with status 200. elastic/elasticsearch:external/http/retry/ChatCompletionErrorResponseHandler.java"""
    text = f"Received an error response for request from inference entity id [{inference_id}]"
    return f"{text}. Error message: [{said}]" if said else text


def timed_out(state: State, inference_id: str, timeout: float) -> ApiError:
    """The provider did not answer in time. elastic/elasticsearch:external/http/sender/TimedListener.java"""
    shown = time_text(timeout)
    on = state.switched_on
    if changes.TIMEOUTS_ARE_REFUSALS not in on:
        return ApiError(500, "timeout_exception", f"Request timed out waiting to be sent after [{shown}]")
    if changes.TIMEOUTS_NAME_THE_ENDPOINT in on:
        text = f"Request timed out after [{shown}] for inference id [{inference_id}]"
        return ApiError(429, "timeout_exception", text)
    return status_error(408, f"Request timed out after [{shown}]")


def unreadable(state: State, sent: str) -> ApiError:
    """The provider's answer is no JSON: it began with `<`. elastic/elasticsearch:external/action/ActionUtils.java (wrapFailuresInElasticsearchException)"""
    why = (
        "[1:2] Unexpected character ('<' (code 60)): expected a valid value (JSON String, Number, Array, Object or token "
        "'null', 'true' or 'false')"
    )
    cause = ApiError(400, "x_content_parse_exception", why)
    text = sent if sent.startswith("Failed") else f"Failed to send {sent}"
    on = state.switched_on
    if changes.FAILED_REQUESTS_NAME_THEIR_CAUSE in on:
        text = f"{text}. Cause: {why}"
    status = 400 if changes.FAILED_REQUESTS_HAVE_THE_STATUS_OF_THEIR_CAUSE in on else 500
    return ApiError(status, "status_exception", text, caused_by=cause)


def model_failed(upstream: Upstream, timeout: float) -> ApiError:
    """A model in the cluster fails: it is too slow, its queue is full (429), or its process fails (anything else).

    elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/deployment/AbstractPyTorchAction.java,
    elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/pytorch/PriorityProcessWorkerExecutorService.java
    """
    if upstream.status == "timeout":
        return status_error(408, f"timeout [{time_text(timeout)}] waiting for inference result")
    if upstream.status == 429:
        text = upstream.message or "inference process queue is full. Unable to execute command"
        return ApiError(429, "es_rejected_execution_exception", text)
    said = upstream.message or "inference canceled as process is stopping"
    return status_error(500, f"Error in inference process: [{said}]")


def time_text(milliseconds: float) -> str:
    """A duration as Java prints it: `30s`, `1.5m`. elastic/elasticsearch:libs/core/src/main/java/org/elasticsearch/core/TimeValue.java (toString)"""
    for size, unit in _UNITS:
        if milliseconds >= size:
            tenths = int(milliseconds * 10 / size)
            return f"{tenths // 10}.{tenths % 10}{unit}" if tenths % 10 else f"{tenths // 10}{unit}"
    return "0s"
