"""`agentic_query_translator` and `agentic_context`: an agent writes the query, and the answer tells how.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/AgenticQueryTranslatorProcessor.java,
`AgenticContextResponseProcessor.java` and `.../ml/MLCommonsClientAccessor.java` (`executeAgent`).
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError, illegal_argument, json_exception
from ...formats.jackson import Malformed
from ...formats.javatext import to_text
from ...formats.jsontext import dumps
from ...indices.resolving import resolve
from ...wire import Json
from ..agent_framework import running as agents
from ..cluster.known_settings import as_text
from ..remote import gson
from . import changes, errors
from .agentic_query import question_of
from .sources import read_source

if TYPE_CHECKING:
    from .running import SearchRun

_LONGEST = 10_000
"""Characters of a query that an agent may answer at most."""
_ALONE = ("aggs", "aggregations", "sort", "highlight", "post_filter", "suggest", "rescore", "collapse")
"""What a search may not have beside such a query."""
_ZEROS = re.compile(r"(?<![0-9A-Za-z.])(-?\d+)\.0+(?![0-9Ee.])")
_CONTEXT = ("agent_steps_summary", "memory_id", "dsl_query")


def translate(run: SearchRun, options: Any) -> None:
    """Have the agent write the query of a search that asks a question; any other search stays as it is."""
    query = run.source.get("query")
    if not isinstance(query, dict) or not isinstance(query.get("agentic"), dict):
        return
    asked: dict[str, Json] = query["agentic"]
    together = any(run.source.get(key) not in (None, [], {}) for key in _ALONE)
    if changes.AGENTIC_SEARCH_REMEMBERS not in run.state.switched_on:
        if together:
            raise errors.agentic_search_is_not_alone()
        _translate_by_text(run, options.agent_id, asked)
        return
    if together:
        why = "Invalid usage with other search features like aggregation, sort, filters, collapse"
        raise illegal_argument(f"Agentic search blocked - {why} - Agent ID: [{options.agent_id}]")
    agent = _agent(run, options.agent_id)
    try:
        found = _executed(run, options, agent, asked)
        _check_length(found["dsl_query"], options.agent_id)
    except ApiError as cause:
        if cause.status == 501:
            raise
        raise errors.agentic_search_failed("Agent execution error", options.agent_id, cause) from None
    run.attributes.update(found)
    _take(run, found, options.agent_id)


def tell(run: SearchRun, options: Any) -> None:
    """Put beside the hits what the agent did, its memory, and its query, as far as that is wanted and known."""
    wanted = {"agent_steps_summary": options.agent_steps_summary, "memory_id": True, "dsl_query": options.dsl_query}
    told = {name: run.attributes[name] for name in _CONTEXT if wanted[name] and name in run.attributes}
    if told:
        run.answer = {**run.answer, "ext": {**run.answer.get("ext", {}), **told}}


def _agent(run: SearchRun, id: str) -> dict[str, Any]:
    try:
        return agents.find(run.state, id)
    except ApiError as cause:
        raise errors.agentic_search_failed("Failed to get agent info", id, cause) from None


def _executed(run: SearchRun, options: Any, agent: dict[str, Any], asked: dict[str, Json]) -> dict[str, str]:
    """What the agent answers: its query, and of one that talks its memory, its steps and the index it chose."""
    kind = str(agent["type"]).lower()
    is_flow = kind == "flow"
    if is_flow and asked.get("memory_id") is not None:
        raise illegal_argument("Flow agent does not support memory_id")
    if is_flow and len(run.names) > 1:
        raise illegal_argument("Flow agent does not support multiple indices")
    parameters = _parameters(run, options, agent, asked, is_flow)
    if kind not in ("flow", "conversational"):
        raise illegal_argument(f"Unsupported agent type: {agent['type']}")
    tensors = agents.run(run.state, options.agent_id, parameters).tensors
    if is_flow:
        texts = (str(tensor["result"]) for tensor in tensors if tensor.get("result"))
        query = next((text for text in texts if text.strip()), None)
        if query is None:
            raise errors.flow_agent_wrote_no_query()
        found = {"dsl_query": query}
    else:
        found = _of_conversation(tensors, str((agent.get("parameters") or {}).get("_llm_interface") or ""))
    if changes.AGENTIC_QUERIES_LOSE_ZEROS in run.state.switched_on:
        found["dsl_query"] = _ZEROS.sub(r"\1", found["dsl_query"])
    return found


def _parameters(
    run: SearchRun, options: Any, agent: dict[str, Any], asked: dict[str, Json], is_flow: bool
) -> dict[str, str]:
    parameters = {"question": question_of(asked)}
    if asked.get("memory_id") is not None:
        parameters["memory_id"] = str(as_text(asked["memory_id"]))
    if run.names:
        parameters["index_name"] = run.names[0] if is_flow else to_text(list(run.names))
    if asked.get("query_fields"):
        parameters["query_fields"] = gson.text(asked["query_fields"])
    if getattr(options, "embedding_model_id", None) is not None:
        parameters["embedding_model_id"] = options.embedding_model_id
    own = (agent.get("llm") or {}).get("parameters") or {}
    if not is_flow:
        parameters.update({name: text for name, text in _prompts().items() if name not in own})
    return {**parameters, "verbose": "true"}


@lru_cache(maxsize=1)
def _prompts() -> dict[str, str]:
    """What agents that talk are told, unless they have prompts of their own."""
    file = Path(__file__).with_name("agentic_prompts.json")
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return {name: text for name, text in found.items() if not name.startswith("x-")}


def _of_conversation(tensors: list[dict[str, Any]], interface: str) -> dict[str, str]:
    found: dict[str, str] = {}
    steps: list[str] = []
    for tensor in tensors:
        text = tensor.get("result")
        if not isinstance(text, str) or not text.strip():
            continue
        if tensor.get("name") == "memory_id":
            found["memory_id"] = text
        elif tensor.get("name") == "response" and (said := _object_in(text)) is not None:
            if said.get("dsl_query") is not None:
                found["dsl_query"] = gson.text(said["dsl_query"])
            texts, index = _step(said, interface)
            steps += [texts] if texts else []
            if index is not None:
                found["selected_index"] = index
    if "dsl_query" not in found:
        raise errors.conversational_agent_wrote_no_query()
    if steps:
        found["agent_steps_summary"] = "\n".join(steps)
    return found


def _object_in(text: str) -> dict[str, Any] | None:
    """The first JSON object in a text."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text[start:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _step(said: dict[str, Any], interface: str) -> tuple[str, str | None]:
    """What a model said when it called tools, and the index that it planned a query for."""
    try:
        if "claude" in interface:
            content = said["output"]["message"]["content"]
            calls = [block["toolUse"] for block in content if "toolUse" in block]
            texts = [block["text"] for block in content if block.get("text", "").strip()]
            inputs = [call.get("input") for call in calls if call.get("name") == "QueryPlanningTool"]
        elif "openai" in interface:
            message = said["choices"][0]["message"]
            calls = message["tool_calls"]
            texts = [message["content"]] if (message.get("content") or "").strip() else []
            functions = [call["function"] for call in calls]
            planned = [one for one in functions if one.get("name") == "QueryPlanningTool"]
            inputs = [json.loads(one["arguments"]) for one in planned if "arguments" in one]
        else:
            return "", None
        chosen = [one.get("index_name") for one in inputs if isinstance(one, dict)]
    except (KeyError, IndexError, TypeError, AttributeError, ValueError):
        return "", None
    if not calls:
        return "", None
    return "\n".join(texts), next((str(name) for name in chosen if isinstance(name, str) and name.strip()), None)


def _check_length(query: str, id: str) -> None:
    if len(query) > _LONGEST:
        raise illegal_argument(
            f"Agentic search blocked - Response size exceeded limit - Agent ID: [{id}], Size: [{len(query)}]. "
            f"Maximum allowed size is {_LONGEST} characters."
        )


def _take(run: SearchRun, found: dict[str, str], id: str) -> None:
    """Search for what the agent wrote, with the extensions and the source filter of the search that was sent."""
    source = _read(run, found["dsl_query"], id)
    kept: dict[str, Any] = {name: run.source[name] for name in ("ext", "_source") if name in run.source}
    if changes.AGENTIC_SEARCH_KEEPS_SOURCE_FILTER not in run.state.switched_on:
        kept.pop("_source", None)
    run.source = {**source, **kept}
    index = found.get("selected_index")
    if index is not None and changes.AGENTIC_SEARCH_CHOOSES_INDEX in run.state.switched_on:
        run.names = resolve(run.state, index)


def _read(run: SearchRun, text: str, id: str) -> dict[str, Any]:
    try:
        return read_source(run.state, text, "Expected [START_OBJECT] but found")
    except Malformed as refused:
        cause = json_exception(refused)
        if changes.AGENTIC_SEARCH_REMEMBERS not in run.state.switched_on:
            raise cause from None
        raise errors.agentic_query_unreadable(id, cause) from None


def _translate_by_text(run: SearchRun, id: str, asked: dict[str, Json]) -> None:
    """The way of 3.2: the agent is told the mapping, and its text is the query."""
    parameters = {"query_text": str(as_text(asked["query_text"]))}
    if run.names:
        mappings = {name: dumps({"_doc": indices.find(run.state, name)["mappings"]}) for name in run.names}
        parameters["index_mapping"] = to_text(mappings)
    if asked.get("query_fields"):
        parameters["query_fields"] = gson.text(asked["query_fields"])
    try:
        tensors = agents.run(run.state, id, parameters).tensors
        results = (tensor.get("result") for tensor in tensors)
        result = next((text for text in results if isinstance(text, str) and text.strip()), None)
        if result is None:
            raise errors.agent_result_missing()
    except ApiError as cause:
        if cause.status == 501:
            raise
        raise ApiError(500, "runtime_exception", "Failed to execute agentic search", caused_by=cause) from None
    run.source = _read(run, result, id)
