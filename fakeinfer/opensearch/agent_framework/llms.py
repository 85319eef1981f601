"""Asking the model of an agent: for a map that tells what it says, in a stream or not, and for a summary.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/`, `MLChatAgentRunner.java`
(`generateLLMSummary`), `MLPlanExecuteAndReflectAgentRunner.java` (`generateSummary`), `StreamingWrapper.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..prediction.predicting import predict_by_model
from ..remote import gson, jsonpath
from . import failures, prompts
from .outputs import grouped

if TYPE_CHECKING:
    from ...cluster import State
    from .streams import Stream
    from .tokens import Tokens


def ask(
    state: State,
    llm: Mapping[str, Any],
    parameters: Mapping[str, str],
    *,
    tokens: Tokens | None = None,
    stream: Stream | None = None,
) -> Mapping[str, Any] | None:
    """What the model says; None when it said so in a stream that has ended with it."""
    if stream is not None:
        from . import model_streams

        found = model_streams.ask(state, llm["model_id"], parameters, stream)
    else:
        answer = grouped(predict_by_model(state, llm["model_id"], parameters=parameters))[0][0]
        found = answer.get("dataAsMap") or {}
    if tokens is not None and found is not None:
        tokens.count(llm["model_id"], found)
    return found


def say(state: State, llm: Mapping[str, Any], parameters: Mapping[str, str], tokens: Tokens) -> Mapping[str, Any]:
    """What the model says, where nothing streams."""
    found = ask(state, llm, parameters, tokens=tokens)
    assert found is not None
    return found


def sum_up(
    state: State, llm: Mapping[str, Any], parameters: Mapping[str, str], asked: str, prompt: str, tokens: Tokens
) -> str | None:
    """What the model makes of the steps that were made; None when it fails."""
    system_prompt = prompts.summary_prompt(prompt)
    given = {**(llm.get("parameters") or {}), **parameters, "prompt": asked, "system_prompt": system_prompt}
    try:
        answer = say(state, llm, given, tokens)
        if "response" in answer:
            told = gson.parameter(answer["response"])
        elif "output" in answer:
            told = gson.parameter(jsonpath.read(answer, parameters["llm_response_filter"]))
        else:
            return None
    except (ApiError, KeyError) as error:
        if isinstance(error, ApiError) and error.type.startswith(failures.FAKE):
            raise
        return None
    return told.strip() or None
