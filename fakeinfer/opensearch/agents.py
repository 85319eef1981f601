"""Agents: registered, shown, changed, searched, deleted and run. How one runs is in `agent_framework/`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/agents/` and
`.../common/src/main/java/org/opensearch/ml/common/agent/`.
"""

from __future__ import annotations

from typing import Any

from .. import media
from ..errors import ApiError, index_not_found, not_implemented
from ..formats.jackson import NOTHING, Malformed
from ..operations import DELETE, GET, POST, PUT, Bool, Call, operation
from ..versions import Span
from ..wire import Json
from . import changes, ml_errors, ml_indices, model_errors
from .cluster_settings import setting
from .ml_counts import count
from .ml_indices import AGENTS, without_nulls
from .ml_search import search
from .ml_values import text_of, texts
from .model_groups import PRIVILEGE, SOURCE
from .remote import gson

FIELDS = (
    "name", "type", "description", "llm", "tools", "parameters", "memory", "created_time", "last_updated_time", "app_type",
    "is_hidden", "context_management_name", "context_management", "tenant_id",
)  # fmt: skip
TYPES = {
    "flow": Span(),
    "conversational": Span(),
    "conversational_flow": Span("2.13"),
    "plan_execute_and_reflect": Span("3.0"),
    "ag_ui": Span("3.5"),
    "conversational_v2": Span("3.6"),
}
PLANNER = "plan_execute_and_reflect"
NAME_LIMIT = 128
ML = "plugins.ml_commons."


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
    if agent["type"].lower() == PLANNER and "executor_agent_id" not in agent.get("parameters", {}):
        executor = {
            **{name: agent.get(name) for name in ("description", "llm", "tools", "memory")},
            "name": f"{agent['name']} (ReAct)",
            "type": "conversational",
        }
        agent["parameters"] = {**agent.get("parameters", {}), "executor_agent_id": _store(call, executor)}
    return {"agent_id": _store(call, agent)}


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
        raise model_errors.no_agents()
    agent = ml_indices.find(call.state, AGENTS, call.path["agent_id"])
    if agent is None:
        raise model_errors.agent_not_found(call.path["agent_id"])
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
    update = _read(call, call.body)
    id = call.path["agent_id"]
    agent = ml_indices.find(call.state, AGENTS, id)
    if agent is None:
        raise model_errors.agent_to_update_not_found(id)
    if "type" in update and update["type"].lower() != agent["type"].lower():
        raise model_errors.agent_type_is_fixed()
    _refuse_duplicate_tools(call, update, updating=True)
    changed = {**update, "type": agent["type"], "last_updated_time": call.state.clock.millis}
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
        raise model_errors.no_agents()
    if ml_indices.find(call.state, AGENTS, call.path["agent_id"]) is None:
        raise model_errors.agent_to_delete_not_found()
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
    from .agent_framework import background, failures, running

    if isinstance(call.body.get("parameters"), list):
        raise ml_errors.no_input_to_execute()
    try:
        if "parameters" not in call.body:
            raise failures.no_input()
        parameters = given_parameters(call.body["parameters"])
        count(call.state, "AGENT", "execute")
        if call.query.get("async"):
            return background.begin(call.state, call.path["agent_id"], parameters)
        outputs = running.run(call.state, call.path["agent_id"], parameters)
    except ApiError as error:
        raise failures.in_envelope(error) from error
    return {"inference_results": [{"output": outputs.tensors}]}


def given_parameters(given: Json) -> dict[str, str]:
    """Parameters as texts; what is no object holds none."""
    return {name: gson.parameter(value) for name, value in given.items()} if isinstance(given, dict) else {}


def refuse_when_off(call: Call) -> None:
    """The agent framework may be switched off as a whole."""
    if setting(call.state, ML + "agent_framework_enabled") is False:
        raise ml_errors.feature_off("Agent Framework", "agent_framework_enabled", False)


def _read(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """An agent's fields as they are stored; the caller's spelling of the type stays."""
    if "model" in body:
        if not setting(call.state, ML + "unified_agent_api_enabled"):
            raise model_errors.unified_agents_off()
        raise not_implemented("agents with a model of their own (the unified agent form)")
    if body.get("context_management_name") is not None and body.get("context_management") is not None:
        raise model_errors.both_context_forms()
    read: dict[str, Any] = {
        name: text_of(body, name) for name in ("name", "type", "description", "app_type", "context_management_name")
    }
    read["context_management"] = body.get("context_management")
    if body.get("llm") is not None:
        if body["llm"].get("model_id") is None:
            raise model_errors.part_lacks("model id")
        parameters = body["llm"].get("parameters")
        read["llm"] = without_nulls(
            {"model_id": text_of(body["llm"], "model_id"), "parameters": texts(parameters) if parameters else None}
        )
    tools = [_read_tool(tool) for tool in body.get("tools") or ()]
    read["tools"] = tools or None
    if body.get("parameters") is not None:
        read["parameters"] = texts(body["parameters"])
    if body.get("memory") is not None:
        if body["memory"].get("type") is None:
            raise model_errors.part_lacks("agent name")  # the server names the wrong part
        names = ("type", "window_size", "session_id", "memory_container_id")
        read["memory"] = without_nulls({name: body["memory"].get(name) for name in names})
    return without_nulls(read)


def _read_tool(tool: dict[str, Any]) -> dict[str, Any]:
    if tool.get("type") is None:
        raise model_errors.part_lacks("tool type")
    read = {name: text_of(tool, name) for name in ("type", "name", "description")}
    return without_nulls(
        {
            **read,
            "parameters": texts(tool["parameters"]) if tool.get("parameters") is not None else None,
            "attributes": tool.get("attributes"),
            "include_output_in_agent_response": tool.get("include_output_in_agent_response") in (True, "true"),
            "config": tool.get("config"),
        }
    )


def read_agent(call: Call) -> dict[str, Any]:
    """A body that says enough of an agent."""
    agent = _read(call, call.body)
    _check(call, agent)
    return agent


def _check(call: Call, agent: dict[str, Any]) -> None:
    if "name" not in agent:
        raise model_errors.agent_lacks("name")
    if call.has(changes.AGENT_NAME_LENGTH) and not (agent["name"].strip() and len(agent["name"]) <= NAME_LIMIT):
        raise model_errors.agent_name_length()
    if "type" not in agent:
        raise model_errors.agent_lacks("type")
    kind = agent["type"].lower()
    if kind not in TYPES or call.contract.version not in TYPES[kind]:
        raise model_errors.unknown_agent_type(agent["type"], call.has(changes.AGENT_ERRORS_REWORDED))
    if kind in ("conversational", PLANNER) and "llm" not in agent:
        raise model_errors.agent_has_no_model()
    _refuse_duplicate_tools(call, agent)
    _check_parameters(call, agent.get("parameters") or {})


def _check_parameters(call: Call, parameters: dict[str, str]) -> None:
    """Refuse MCP connectors that are off, and interfaces of models that there are not."""
    takes_mcp_tools = parameters.get("mcp_connectors") is not None and call.has(changes.MCP_CONNECTORS_AS_TOOLS)
    if takes_mcp_tools and not setting(call.state, ML + "mcp_connector_enabled"):
        raise ml_errors.mcp_is_off()
    interface = parameters.get("_llm_interface")
    if interface is None or not call.has(changes.LLM_INTERFACE_IS_CHECKED):
        return
    from .agent_framework.function_calling import is_known

    if not interface.strip():
        raise model_errors.blank_llm_interface()
    if not is_known(interface, call.contract.version):
        raise model_errors.unknown_llm_interface()


def _refuse_duplicate_tools(call: Call, agent: dict[str, Any], *, updating: bool = False) -> None:
    names: set[str] = set()
    for tool in agent.get("tools", ()):
        name = tool.get("name", tool["type"])
        if name in names:
            raise model_errors.duplicate_tool(name, call.has(changes.AGENT_ERRORS_REWORDED) and not updating)
        names.add(name)


def _store(call: Call, agent: dict[str, Any]) -> str:
    now = call.state.clock.millis
    document = {**agent, "created_time": now, "last_updated_time": now, "is_hidden": False}
    return ml_indices.add(call.state, AGENTS, document)
