"""What an agent is: reading its body, and checking it in the server's order.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/agent/` and
`.../plugin/src/main/java/org/opensearch/ml/action/agents/TransportRegisterAgentAction.java`.
"""

from __future__ import annotations

from typing import Any

from ...operations import Call
from ...versions import Span
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.indices import without_nulls
from ..ml.values import as_map, text_of, texts, truth, whole_number
from . import context_errors
from . import errors as agent_errors

TYPES = {
    "flow": Span(),
    "conversational": Span(),
    "conversational_flow": Span("2.13"),
    "plan_execute_and_reflect": Span("3.0"),
    "ag_ui": Span("3.5"),
    "conversational_v2": Span("3.6"),
}
PLANNER = "plan_execute_and_reflect"
V2 = "conversational_v2"
NAME_LIMIT = 128
TEMPLATE_NAME_LIMIT = 256
HOOKS = ("PRE_TOOL", "POST_TOOL", "PRE_LLM", "POST_LLM", "PRE_EXECUTION", "POST_EXECUTION", "POST_MEMORY")
ML = "plugins.ml_commons."


def read_agent(call: Call) -> dict[str, Any]:
    """A body that says enough of an agent."""
    agent = _read(call, call.body)
    if call.body.get("model") is not None and call.has(changes.AGENTS_HAVE_HOOKS):
        agent["model"] = _read_model(call.body["model"])
    _check(call, agent)
    return agent


def _read_model(given: dict[str, Any]) -> dict[str, Any]:
    """The model of an agent in the unified form (3.5)."""
    for name in ("model_id", "model_provider"):
        if given.get(name) is None:
            raise agent_errors.agent_model_lacks(name)
    read = {name: text_of(given, name) for name in ("model_id", "model_provider")}
    own = {name: texts(given[name]) for name in ("credential", "model_parameters") if given.get(name)}
    return {**read, **own}


def checked_model(model: dict[str, Any]) -> tuple[str, str]:
    """A model's id and provider, or the refusal."""
    from ..agent_framework.providers import named

    for name in ("model_id", "model_provider"):
        if not model[name].strip():
            raise agent_errors.agent_model_is_blank(name)
    return model["model_id"], named(model["model_provider"])


def _read(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """An agent's fields as they are stored; the caller's spelling of the type stays."""
    if body.get("context_management_name") is not None and body.get("context_management") is not None:
        raise context_errors.both_context_forms()
    read: dict[str, Any] = {
        name: text_of(body, name) for name in ("name", "type", "description", "app_type", "context_management_name")
    }
    read["context_management"] = body.get("context_management")
    if body.get("llm") is not None:
        if body["llm"].get("model_id") is None:
            raise agent_errors.part_lacks("model id")
        parameters = as_map(body["llm"].get("parameters"))
        read["llm"] = without_nulls(
            {"model_id": text_of(body["llm"], "model_id"), "parameters": texts(parameters) if parameters else None}
        )
    tools = [read_tool(tool) for tool in body.get("tools") or ()]
    read["tools"] = tools or None
    if "parameters" in body:
        read["parameters"] = texts(as_map(body["parameters"]))
    if body.get("memory") is not None:
        if body["memory"].get("type") is None:
            raise agent_errors.part_lacks("agent name")  # the server names the wrong part
        named = {name: text_of(body["memory"], name) for name in ("type", "session_id", "memory_container_id")}
        window = body["memory"].get("window_size")
        read["memory"] = without_nulls({**named, "window_size": None if window is None else whole_number(window)})
    return without_nulls(read)


def read_tool(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool of an agent."""
    if tool.get("type") is None:
        raise agent_errors.part_lacks("tool type")
    read = {name: text_of(tool, name) for name in ("type", "name", "description")}
    return without_nulls(
        {
            **read,
            "parameters": texts(as_map(tool["parameters"])) if "parameters" in tool else None,
            "attributes": texts(as_map(tool["attributes"])) if tool.get("attributes") is not None else None,
            "include_output_in_agent_response": truth(tool.get("include_output_in_agent_response")),
            "config": texts(as_map(tool["config"])) if "config" in tool else None,
        }
    )


def _check(call: Call, agent: dict[str, Any]) -> None:
    if "name" not in agent:
        raise agent_errors.agent_lacks("name")
    if call.has(changes.AGENT_NAME_LENGTH) and not (agent["name"].strip() and len(agent["name"]) <= NAME_LIMIT):
        raise agent_errors.agent_name_length()
    if "type" not in agent:
        raise agent_errors.agent_lacks("type")
    kind = agent["type"].lower()
    if kind not in TYPES or call.contract.version not in TYPES[kind]:
        raise agent_errors.unknown_agent_type(agent["type"], call.has(changes.AGENT_ERRORS_REWORDED))
    if kind in ("conversational", PLANNER) and "llm" not in agent and "model" not in agent:
        raise agent_errors.agent_has_no_model()
    refuse_duplicate_tools(call, agent)
    own = agent.get("context_management")
    if own is not None and call.has(changes.AGENTS_HAVE_HOOKS) and not _is_template(own):
        raise context_errors.wrong_context_management()


def _is_template(own: dict[str, Any]) -> bool:
    """Whether a template inside an agent has a name, and each manager a type."""
    from .context_management_api import NAME

    hooks = own.get("hooks")
    if not isinstance(own.get("name"), str) or NAME.fullmatch(own["name"]) is None:
        return False
    if hooks is None:
        return True
    if not isinstance(hooks, dict) or not hooks:
        return False
    managers = [one for ones in hooks.values() for one in (ones if isinstance(ones, list) else [None])]
    return all(isinstance(one, dict) and _is_text(one.get("type")) for one in managers)


def _is_text(value: Any) -> bool:
    return isinstance(value, str | int | float) and bool(str(value).strip())


def refuse_switched_off(call: Call, agent: dict[str, Any]) -> None:
    """Refuse forms of agents that are off, as they are at first (3.5)."""
    if not call.has(changes.AGENTS_HAVE_HOOKS):
        return
    is_remote = str((agent.get("memory") or {}).get("type")).lower() == "remote_agentic_memory"
    if is_remote and not setting(call.state, ML + "remote_agentic_memory_enabled"):
        raise agent_errors.remote_memory_off()
    if "model" in agent and not setting(call.state, ML + "unified_agent_api_enabled"):
        raise agent_errors.unified_agents_off()


def check_new(call: Call, agent: dict[str, Any]) -> None:
    """Refuse what only registration looks at."""
    if call.has(changes.AGENTS_HAVE_HOOKS):
        if agent["type"].lower() == V2:
            _check_v2(agent)
        _check_context(call, agent)
    _check_parameters(call, agent.get("parameters") or {})


def _check_v2(agent: dict[str, Any]) -> None:
    """`conversational_v2` remembers in a container alone, and keeps nothing short (3.6)."""
    if "memory" not in agent:
        raise agent_errors.v2_has_no_memory()
    kind = agent["memory"]["type"]
    if kind.lower() == "conversation_index":
        raise agent_errors.v2_in_conversation(kind)
    if kind.lower() not in ("agentic_memory", "remote_agentic_memory"):
        raise agent_errors.v2_memory_unknown()
    if agent.keys() & {"context_management_name", "context_management"}:
        raise agent_errors.v2_keeps_nothing_short()


def _check_context(call: Call, agent: dict[str, Any]) -> None:
    """The template that an agent names is there; the hooks of its own are known."""
    from .context_management_api import TEMPLATES

    name, own = agent.get("context_management_name"), agent.get("context_management")
    if name is not None:
        if not name.strip():
            raise context_errors.template_name("cannot be null or empty")
        if len(name) > TEMPLATE_NAME_LIMIT:
            raise context_errors.template_name(f"cannot exceed {TEMPLATE_NAME_LIMIT} characters")
        if not all(character.isascii() and (character.isalnum() or character in "_-.") for character in name):
            raise context_errors.template_name("can only contain letters, numbers, underscores, hyphens, and dots")
        if ml_indices.find(call.state, TEMPLATES, name) is None:
            raise context_errors.template_to_keep_to_not_found(name)
    if own is not None:
        if not own.get("hooks"):
            raise context_errors.no_hook_of_its_own()
        for hook, managers in own["hooks"].items():
            if hook not in HOOKS:
                raise context_errors.unknown_hook(hook, HOOKS)
            if not managers:
                raise context_errors.hook_without_managers(hook)


def _check_parameters(call: Call, parameters: dict[str, str]) -> None:
    """Refuse MCP connectors that are off, and interfaces of models that there are not."""
    takes_mcp_tools = parameters.get("mcp_connectors") is not None and call.has(changes.MCP_CONNECTORS_AS_TOOLS)
    if takes_mcp_tools and not setting(call.state, ML + "mcp_connector_enabled"):
        raise ml_errors.mcp_is_off()
    interface = parameters.get("_llm_interface")
    if interface is None or not call.has(changes.LLM_INTERFACE_IS_CHECKED):
        return
    from ..agent_framework.function_calling import is_known

    if not interface.strip():
        raise agent_errors.blank_llm_interface()
    if not is_known(interface, call.contract.version):
        raise agent_errors.unknown_llm_interface()


def refuse_duplicate_tools(call: Call, agent: dict[str, Any], *, updating: bool = False) -> None:
    """Refuse two tools of one name."""
    names: set[str] = set()
    for tool in agent.get("tools", ()):
        name = tool.get("name", tool["type"])
        if name in names:
            raise agent_errors.duplicate_tool(name, call.has(changes.AGENT_ERRORS_REWORDED) and not updating)
        names.add(name)
