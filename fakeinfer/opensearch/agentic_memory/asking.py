"""Asking the model of a container, and finding in its answer what it was asked for.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/MemoryProcessingService.java`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..prediction.predicting import predict_by_model
from ..remote import gson, jsonpath
from . import changes, errors

if TYPE_CHECKING:
    from ...cluster import State

RESULT_PATH = "$.output.message.content[0].text"
RESULT_PATH_NAME = "llm_result_path"


def ask(state: State, model: str, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tensors of the first output; why a model does not answer is not told."""
    try:
        results = predict_by_model(state, model, parameters=parameters)
    except ApiError as error:
        raise hidden(state, error) from error
    return results[0].get("output") or [] if results else []


def result_path(configuration: Mapping[str, Any], strategy: Mapping[str, Any] | None = None) -> str:
    """Where in an answer what it says is: as the strategy says, or the container, or where Bedrock puts it."""
    own = ((strategy or {}).get("configuration") or {}).get(RESULT_PATH_NAME)
    path = own if own is not None else (configuration.get("parameters") or {}).get(RESULT_PATH_NAME)
    return RESULT_PATH if path is None else gson.parameter(path)


def said(state: State, tensor: Mapping[str, Any], path: str) -> str | None:
    """What an answer says at a path, as text. Raises what the server tells of a path that leads nowhere."""
    answer = tensor.get("dataAsMap")
    if answer is None:
        raise hidden(state, errors.no_answer())
    try:
        found = jsonpath.read(answer, path)
    except ApiError as error:
        if hides(state) and error.type == "path_not_found_exception":
            raise errors.nothing_at_result_path((error.reason or "").partition(". ")[0]) from error
        raise hidden(state, error) from error
    return None if found is None else gson.parameter(found)


def json_object(text: str) -> dict[str, Any] | None:
    """The object that a text holds from its first brace on, whatever follows it.

    opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/processor/MLExtractJsonProcessor.java
    """
    start = text.find("{")
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def is_value(text: str) -> bool:
    """Whether a text without an object begins with some other JSON value, which is refused in other words."""
    return text.lstrip().startswith(("[", '"', "true", "false", "null", *"-0123456789"))


def hides(state: State) -> bool:
    """Whether the server keeps to itself why a model does not answer well."""
    return changes.MEMORY_FAILURES_ARE_HIDDEN in state.switched_on


def hidden(state: State, error: ApiError) -> ApiError:
    """A failure as it goes on: what the fake itself lacks is told in any case."""
    if not hides(state) or error.status == errors.NOT_HIDDEN or (error.type or "").startswith("fakeinfer"):
        return error
    return errors.internal()
