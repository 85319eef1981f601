"""Refusals of what an agent is given, and of what a model says to it in the forms of providers.

Source: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...wire import Json
from .. import changes
from ..ml.errors import illegal_state, ml_error, null_pointer
from ..remote import gson

if TYPE_CHECKING:
    from ...cluster import State


def unreadable_stream(problem: str) -> ApiError:
    """The body of a stream is no JSON (`RestMLExecuteStreamAction.java`); an error of its own, told in the stream."""
    return ApiError(400, "json_parse_exception", problem)


def stream_wants_object(value: Json, *, nothing: bool) -> ApiError:
    """The body of a stream is no object, or nothing."""
    found = "null" if nothing else token_name(value)
    reason = f"Failed to parse object: expecting token of type [START_OBJECT] but found [{found}]"
    return ApiError(400, "parsing_exception", reason)


def stream_wants_parameters(state: State) -> ApiError:
    """The body of a stream has no `parameters`, which it wants even where `input` says everything."""
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        return illegal_argument("Expected RemoteInferenceInputDataSet for agent execution")
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.dataset.remote.RemoteInferenceInputDataSet.getParameters()" because '
        '"inputDataSet" is null'
    )


def unsupported(reason: str) -> ApiError:
    """`UnsupportedOperationException`."""
    return ApiError(500, "unsupported_operation_exception", reason)


def input_not_processed(cause: ApiError) -> ApiError:
    """What is said to an agent does not do (3.5, `processAgentInput`)."""
    return illegal_argument(f"Failed to process standardized agent input: {cause.reason}")


def no_messages_for_planners() -> ApiError:
    """A planner of the unified form is given messages (3.5)."""
    return illegal_argument("Messages input is not supported for Plan Execute and Reflect Agent.")


def texts_only(kind: str) -> ApiError:
    """An agent of the unified form is given more than a text (3.6)."""
    return illegal_argument(
        f"V1 agents with unified agent interface only support TEXT input type. Found input type: {kind}. Please use TEXT "
        'input (e.g., {"input": "your text here"}), or upgrade to CONVERSATIONAL_V2 agent type for multi-modal support '
        "(CONTENT_BLOCKS, MESSAGES)."
    )


def needs_message_list() -> ApiError:
    """A `conversational_v2` agent is run without `input` (3.6)."""
    return unsupported("V2 agents require executor-provided memory. Use runV2() instead.")


def needs_model_block() -> ApiError:
    """A `conversational_v2` agent was registered without `model` (3.6)."""
    return illegal_state(
        "V2 agents require the 'model' field to be configured. Use simplified registration with the 'model' block."
    )


def no_message_in_answer(provider: str) -> ApiError:
    """A model answers something else than a message (`AbstractV2AgentRunner.java`)."""
    return illegal_state(
        f"ModelProvider failed to extract message from response. Provider: {provider}. This may indicate an unexpected "
        "response format."
    )


def message_not_understood(provider: str) -> ApiError:
    """A model answers a message of which nothing is left."""
    return illegal_state(
        f"ModelProvider failed to parse message JSON. Provider: {provider}. This may indicate an unexpected message format."
    )


def either_parent_or_regenerate() -> ApiError:
    """A run is told both to go on with a message and to make it anew (3.3)."""
    return illegal_argument(
        "Provide either `parent_interaction_id` to update an existing interaction, or `regenerate_interaction_id` to create "
        "a new one."
    )


def unsupported_interface(name: str) -> ApiError:
    """A planner with an `_llm_interface` that is none."""
    return ml_error("exception", f"Unsupported llm interface: {name}")


def no_question() -> ApiError:
    """An agent with memory is asked nothing (observed: opensearch 2.19.1)."""
    return null_pointer("")


def list_read_as_map(text: str, first: Json) -> ApiError:
    """A model gives a list where parameters are read (observed: opensearch 2.19.1)."""
    kinds: dict[type, str] = {str: "STRING", bool: "BOOLEAN", float: "NUMBER", dict: "BEGIN_OBJECT"}
    at = text.index("[") + 1
    column = at + (len(text) - at) - len(text[at:].lstrip()) + (2 if isinstance(first, str) else 1)
    return illegal_state(
        f"Expected BEGIN_ARRAY but was {kinds.get(type(first), 'NULL')} at line 1 column {column} path $[0]\n{gson.OTHER_KIND}"
    )
