"""Agents: registered, shown, changed, searched, deleted and run. How one runs is in `agent_framework/`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/agents/` and
`.../common/src/main/java/org/opensearch/ml/common/agent/`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import media
from ...errors import ApiError, index_not_found
from ...formats.jackson import NOTHING, Malformed
from ...operations import DELETE, GET, POST, PUT, Bool, Call, operation
from ...versions import Span
from ...wire import Json
from .. import changes
from ..access import errors as access_errors
from ..access import hidden
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.counts import count
from ..ml.indices import AGENTS
from ..ml.searching import search
from ..models.group_api import PRIVILEGE, SOURCE
from ..remote import gson
from . import bodies as agent_bodies
from . import errors as agent_errors
from . import updates as agent_updates
from .bodies import ML, PLANNER, read_agent

if TYPE_CHECKING:
    from ..agent_framework.inputs import Input

FIELDS = (
    "name", "type", "description", "llm", "model", "tools", "parameters", "memory", "created_time", "last_updated_time",
    "app_type", "is_hidden", "context_management_name", "context_management", "tenant_id",
)  # fmt: skip
MCP_HEADERS = (
    "aws-access-key-id", "aws-secret-access-key", "aws-session-token", "aws-region", "aws-service-name", "opensearch-url",
)  # fmt: skip
"""Headers that are passed on to the tools of MCP connectors (3.5)."""
PASSED_ON = "mcp_headers"
"""Where those of the request are while it is answered."""


@operation(
    "ml.register_agents",
    POST("/_plugins/_ml/agents/_register"),
    since="2.12",
    body="required",
    privilege=PRIVILEGE + "agents/register",
    source=SOURCE,
)
def register_agents(call: Call) -> Json:
    """Store an agent; a planner without an executor gets one."""
    refuse_when_off(call)
    agent = read_agent(call)
    agent_bodies.refuse_switched_off(call, agent)
    if "model" in agent:
        agent = _with_model(call, agent)
    agent_bodies.check_new(call, agent)
    if agent["type"].lower() == PLANNER:
        agent = _with_executor(call, agent)
    return {"agent_id": _store(call, agent)}


def _with_model(call: Call, agent: dict[str, Any]) -> dict[str, Any]:
    """The agent on a model that is registered for it; its credential is kept with the model's connector alone."""
    from ..agent_framework import providers
    from ..models.registration_api import register_model

    model = agent["model"]
    id, provider = agent_bodies.checked_model(model)
    own = model.get("model_parameters") or {}
    body = providers.registration(call.state, id, provider, model.get("credential") or {}, own)
    made = register_model(replace(call, body=body, query={"deploy": False}))
    llm = {"model_id": made["model_id"], **({"parameters": own} if own else {})}
    parameters = {**(agent.get("parameters") or {}), "_llm_interface": providers.interface(provider)}
    named = {name: model[name] for name in ("model_id", "model_provider")}
    return {**agent, "llm": llm, "model": named, "parameters": parameters}


def _with_executor(call: Call, agent: dict[str, Any]) -> dict[str, Any]:
    """A planner with an agent that carries out its steps: one like itself, unless it names another."""
    if "parameters" not in agent:
        raise agent_errors.planner_has_no_parameters()
    if "executor_agent_id" in agent["parameters"]:
        return agent
    executor = {
        **agent,
        "name": f"{agent['name']} (ReAct)",
        "type": "CONVERSATIONAL",
        "description": f"Execution Agent for Plan Execute Reflect - {agent['name']}",
    }
    return {**agent, "parameters": {**agent["parameters"], "executor_agent_id": _store(call, executor)}}


@operation(
    "ml.get_agent",
    GET("/_plugins/_ml/agents/{agent_id}"),
    since="2.12",
    privilege=PRIVILEGE + "agents/get",
    source=SOURCE,
)
def get_agent(call: Call) -> Json:
    """Show an agent."""
    refuse_when_off(call)
    if not ml_indices.exists(call.state, AGENTS):
        raise agent_errors.no_agents()
    agent = ml_indices.find(call.state, AGENTS, call.path["agent_id"])
    if agent is None:
        raise agent_errors.agent_not_found(call.path["agent_id"])
    if hidden.is_kept_from(call.state, agent):
        raise access_errors.agent_out_of_reach()
    return ml_indices.shown(agent, FIELDS)


@operation(
    "ml.update_agent",
    PUT("/_plugins/_ml/agents/{agent_id}"),
    since="3.1",
    body="required",
    privilege=PRIVILEGE + "agents/update",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLUpdateAgentAction.java",
)
def update_agent(call: Call) -> Json:
    """Change some fields of an agent, its type excepted."""
    refuse_when_off(call)
    update = agent_updates.read(call)
    id = call.path["agent_id"]
    agent = ml_indices.find(call.state, AGENTS, id)
    if agent is None:
        raise agent_errors.agent_to_update_not_found(id)
    if hidden.is_kept_from(call.state, agent):
        raise access_errors.agent_not_to_be_changed()
    changed = agent_updates.applied(call, agent, update)
    return ml_indices.change(call.state, AGENTS, id, changed).answer()


@operation(
    "ml.delete_agent",
    DELETE("/_plugins/_ml/agents/{agent_id}"),
    since="2.12",
    privilege=PRIVILEGE + "agents/delete",
    source=SOURCE,
)
def delete_agent(call: Call) -> Json:
    """Remove an agent; who refers to it is not asked."""
    if not ml_indices.exists(call.state, AGENTS):
        raise agent_errors.no_agents()
    agent = ml_indices.find(call.state, AGENTS, call.path["agent_id"])
    if agent is None:
        raise agent_errors.agent_to_delete_not_found()
    if hidden.is_kept_from(call.state, agent):
        raise access_errors.agent_out_of_reach()
    return ml_indices.remove(call.state, AGENTS, call.path["agent_id"]).answer()


@operation(
    "ml.search_agents",
    GET("/_plugins/_ml/agents/_search"),
    POST("/_plugins/_ml/agents/_search"),
    since="2.12",
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "agents/search",
    source=SOURCE,
)
def search_agents(call: Call) -> Json:
    """Search agents; unlike other ML objects a missing index is a 404."""
    if not ml_indices.exists(call.state, AGENTS):
        raise index_not_found(AGENTS)
    return search(call, AGENTS)


def read_input(call: Call, data: bytes, format: str) -> Json:
    """The body of an execution; what is no JSON is no input at all to the server, which goes on with it."""
    try:
        value = media.parse(data, format, call.contract.product.source)
    except Malformed:
        raise ml_errors.no_input_to_execute() from None
    return call.contract.product.blank_body() if value is NOTHING else value


@operation(
    "ml.execute_agent",
    POST("/_plugins/_ml/agents/{agent_id}/_execute"),
    since="2.12",
    query={"async": Bool(False, Span("3.0"))},
    body="required",
    reader=read_input,
    privilege=PRIVILEGE + "execute",
    source=SOURCE,
)
def execute_agent(call: Call) -> Json:
    """Run an agent and answer what comes out; refusals have an envelope of their own."""
    refuse_when_off(call)
    from ..agent_framework import background, failures, running

    said = read_said(call)
    if isinstance(call.body.get("parameters"), list):
        raise ml_errors.no_input_to_execute()
    try:
        if "parameters" not in call.body and said is None:
            raise failures.no_input()
        parameters = given_parameters(call.body.get("parameters"))
        count(call.state, "AGENT", "execute")
        if call.query.get("async"):
            return background.begin(call.state, call.path["agent_id"], parameters, said)
        outputs = running.run(call.state, call.path["agent_id"], parameters, said=said)
    except ApiError as error:
        raise failures.in_envelope(error) from error
    return outputs.whole or {"inference_results": [{"output": outputs.tensors}]}


def read_said(call: Call) -> Input | None:
    """What is said in `input` (3.5), and the refusals of what is switched off."""
    if not call.has(changes.AGENTS_HAVE_HOOKS):
        return None
    from ..agent_framework import agui, inputs

    if agui.is_input(call.body):
        refuse_agui_when_off(call)
        raise agent_errors.agui_needs_a_stream(call.path["agent_id"])
    said = inputs.read(call.body["input"]) if "input" in call.body else None
    if said is not None and not setting(call.state, ML + "unified_agent_api_enabled"):
        raise agent_errors.unified_input_off()
    refuse_remote_memory(call)
    refuse_mcp_headers(call)
    return said


def refuse_agui_when_off(call: Call) -> None:
    """AG-UI may be switched off, as it is at first."""
    if not setting(call.state, ML + "ag_ui_enabled"):
        raise agent_errors.agui_off()


def refuse_remote_memory(call: Call) -> None:
    """Memory in another cluster may be switched off, as it is at first (3.5)."""
    given = call.body.get("parameters")
    wants = isinstance(given, dict) and given.get("memory_configuration")
    if wants and call.has(changes.AGENTS_HAVE_HOOKS) and not setting(call.state, ML + "remote_agentic_memory_enabled"):
        raise agent_errors.remote_memory_off()


def refuse_mcp_headers(call: Call) -> None:
    """Headers for the tools of MCP connectors may be switched off, as they are at first (3.5); else servers are sent them."""
    sent = {name: value for name in MCP_HEADERS if (value := call.request.header(name)) is not None}
    if sent and not setting(call.state, ML + "mcp_header_passthrough_enabled"):
        raise agent_errors.mcp_headers_off()
    call.state.memo[PASSED_ON] = {name: value for name, value in sent.items() if value}


def given_parameters(given: Json) -> dict[str, str]:
    """Parameters as texts; what is no object holds none."""
    return {name: gson.parameter(value) for name, value in given.items()} if isinstance(given, dict) else {}


def refuse_when_off(call: Call) -> None:
    """The agent framework may be switched off as a whole."""
    if setting(call.state, ML + "agent_framework_enabled") is False:
        raise ml_errors.feature_off("Agent Framework", "agent_framework_enabled", False)


def _store(call: Call, agent: dict[str, Any]) -> str:
    now = call.state.clock.millis
    document = {**agent, "created_time": now, "last_updated_time": now, "is_hidden": hidden.by_super_admin(call.state)}
    return ml_indices.add(call.state, AGENTS, document)
