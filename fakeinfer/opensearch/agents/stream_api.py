"""Running agents piece by piece (3.3): `POST /_plugins/_ml/agents/{agent_id}/_execute/stream`, off by default.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteStreamAction.java`. What goes wrong once the
agent was found is told in the stream, whose status is 200. Only agents that converse stream; others run, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import media
from ...errors import ApiError, NoAnswer
from ...formats.jackson import NOTHING, Malformed
from ...operations import POST, Call, operation
from ...wire import Reply
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.counts import count
from ..ml.indices import AGENTS, MODELS
from ..models import errors as model_errors
from ..models.group_api import PRIVILEGE
from ..prediction import errors as prediction_errors
from . import errors as agent_errors
from .agent_api import given_parameters, refuse_agui_when_off, refuse_mcp_headers, refuse_remote_memory, refuse_when_off

if TYPE_CHECKING:
    from ..agent_framework.inputs import Input
    from ..agent_framework.streams import Stream

_HEADERS = (("Cache-Control", "no-cache"),)
_STREAMING = ("conversational", "ag_ui")


@operation(
    "ml.execute_agent_stream",
    POST("/_plugins/_ml/agents/{agent_id}/_execute/stream"),
    since="3.3",
    body="raw",
    privilege=PRIVILEGE + "execute",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteStreamAction.java",
)
def execute_agent_stream(call: Call) -> Reply:
    """Run an agent, and tell what happens as it happens."""
    if call.has(changes.AGENTS_HAVE_HOOKS):
        refuse_mcp_headers(call)
    if setting(call.state, "plugins.ml_commons.stream_enabled") is not True:
        raise prediction_errors.streaming_off()
    agent = _find(call)
    stream = _streamed(call, agent)
    return Reply(events=tuple(stream.frames), headers=_HEADERS, content_type="text/event-stream", pause=stream.delay)


def _find(call: Call) -> dict[str, Any]:
    """The agent, its model there as well."""
    id = call.path["agent_id"]
    agent = ml_indices.find(call.state, AGENTS, id)
    if agent is None:
        raise agent_errors.agent_to_stream_not_found(id)
    if agent["type"].lower() == "conversational_v2":
        raise agent_errors.v2_streams_nothing(id)
    model = (agent.get("llm") or {}).get("model_id")
    if model is not None and ml_indices.find(call.state, MODELS, model) is None:
        raise model_errors.model_not_found()
    return agent


def _streamed(call: Call, agent: Mapping[str, Any]) -> Stream:
    """The stream of one run, whatever becomes of it."""
    from ..agent_framework import running
    from ..agent_framework.streams import Stream
    from ..agent_framework.surroundings import Surroundings

    stream = Stream(call.state)
    try:
        call = replace(call, body=_body(call))
        refuse_when_off(call)
        parameters, said, stream = _given(call)
        count(call.state, "AGENT", "execute")
        running.run(call.state, call.path["agent_id"], parameters, Surroundings(stream), said)
    except ApiError as error:
        if error.status in (0, 501):
            raise
        stream.break_off(error)
    if agent["type"].lower() not in _STREAMING and not stream.frames:
        raise NoAnswer(f"agents of the type {agent['type']} tell nothing in a stream, and never end it")
    return stream


def _body(call: Call) -> dict[str, Any]:
    """The body, which is looked at once the stream has begun."""
    from ..agent_framework import input_failures

    try:
        value = media.parse(call.body or b"", "json", call.contract.product.source)
    except Malformed as problem:
        raise input_failures.unreadable_stream(problem.message) from None
    if not isinstance(value, dict):
        raise input_failures.stream_wants_object(None if value is NOTHING else value, nothing=value is NOTHING)
    return value


def _given(call: Call) -> tuple[dict[str, str], Input | None, Stream]:
    """Parameters, what is said, and the stream in the form that was asked for, the run's beginning told."""
    from ..agent_framework import agui, input_failures, inputs
    from ..agent_framework.streams import Stream

    has_agui = call.has(changes.AGENTS_HAVE_HOOKS)
    if has_agui and agui.is_input(call.body):
        refuse_agui_when_off(call)
        parameters, said = agui.read(call.body, structured=call.has(changes.MEMORY_IS_MANAGED))
        stream = Stream(call.state, parameters[agui.THREAD], parameters[agui.RUN])
        stream.begin_run()
        return {**parameters, "stream": "true"}, said, stream
    said = inputs.read(call.body["input"]) if has_agui and "input" in call.body else None
    if not isinstance(call.body.get("parameters"), dict):
        raise input_failures.stream_wants_parameters(call.state)
    refuse_remote_memory(call)
    return {**given_parameters(call.body["parameters"]), "stream": "true"}, said, Stream(call.state)
