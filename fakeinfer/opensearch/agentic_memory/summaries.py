"""What a model makes of a conversation in a few words, to name its session by.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/MemoryProcessingService.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..predicting import predict_by_model
from ..remote import gson, jsonpath
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

RESULT_PATH = "$.output.message.content[0].text"
SYSTEM_PROMPT = (
    "You are a helpful assistant. Your task is to summarize the following conversation between a human and an AI."
)


def of(state: State, configuration: Mapping[str, Any], messages: Sequence[Any]) -> str:
    """The summary; whatever goes wrong but the caller's own mistakes is not told."""
    if not messages:
        return ""
    parameters = configuration.get("parameters") or {}
    own = {name: gson.parameter(value) for name, value in (parameters.get("session") or {}).items()}
    words = own.get("max_summary_size", "10")
    asked = {
        "system_prompt": SYSTEM_PROMPT,
        **own,
        "max_summary_size": words,
        "user_prompt": f"Summarize the following conversation in no more than {words} words:\n"
        f"```json\n{gson.text(list(messages))}\n```",
    }
    try:
        answer = predict_by_model(state, configuration["llm_id"], parameters=asked)[0]["output"][0]
        said = answer.get("dataAsMap") or {}
        return gson.parameter(jsonpath.read(said, parameters.get("llm_result_path", RESULT_PATH))).strip()
    except ApiError as error:
        if error.status == 501 or 400 <= error.status < 500:
            raise
        raise errors.internal() from error
