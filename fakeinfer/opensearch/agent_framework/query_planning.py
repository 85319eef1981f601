"""`QueryPlanningTool` (3.2): a model writes the body of a search for a question; before that, since 3.3, it may choose a template.

What the model is told unless the agent says it itself is in words of our own.
`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/QueryPlanningTool.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError, illegal_argument
from ...formats.javatext import hash_order
from ...indices.resolving import resolve
from ...wire import Json
from ..access.control import require_permissions
from ..cluster.cluster_settings import setting
from ..documents.script_api import source_of
from ..ml.errors import illegal_state
from ..remote import gson
from ..remote.templates import filled
from . import changes, core_tools, index_tools, output_processors, tool_failures
from .outputs import Outputs, Value
from .toolbox import MODEL_OF_AGENT, Kind

if TYPE_CHECKING:
    from ...cluster import State

BY_MODEL, BY_TEMPLATES = "llmGenerated", "user_templates"
MATCH_ALL = '{"size":10,"query":{"match_all":{}}}'
"""The search of a model that knows none."""
ANY_TEMPLATE = (
    '{"from": {{from}}, "size": {{size}}, "query": {"multi_match": {"query": "{{query}}", "fields": {{fields}}}}}'
)
"""What stands in for a template where none is chosen."""
FALLBACK = "{{FALLBACK_QUERY}}"
SYSTEM_PROMPT = (
    "You write searches in OpenSearch's query DSL. Use fields of the mapping alone, and answer one JSON object and nothing else; "
    f"where no field fits, answer {FALLBACK}. This template may help: ${{parameters.template}}"
)
USER_PROMPT = (
    "Question: ${parameters.question}\nMapping: ${parameters.index_mapping:-}\nFields: ${parameters.query_fields:-}\n"
    "A document: ${parameters.sample_document:-}\nNow: ${parameters.current_time:-}\n"
    "Model for vectors: ${parameters.embedding_model_id:-none}\nSearch:"
)
OLD_SYSTEM_PROMPT = "You write searches in OpenSearch's query DSL for questions in natural language."
OLD_USER_PROMPT = "Question: ${parameters.query_text}\nMapping: ${parameters.index_mapping:-}\nFields: ${parameters.query_fields:-}\nSearch:"
CHOICE_SYSTEM_PROMPT = "You choose the search template that fits a question best, and answer its id and nothing else."
CHOICE_USER_PROMPT = "Question: ${parameters.question}\nTemplates: ${parameters.search_templates}"
OF_THE_AGENT = ("_chat_history", "_tools", "_interactions", "tool_configs")
"""Parameters that the model is not told."""
LONGEST = 250
"""How much of a field of the document is told."""
_EXTRACT = {"type": "extract_json", "extract_type": "object", "default": MATCH_ALL}


def check(state: State, made_with: Mapping[str, str]) -> None:
    """A model, a known way, and templates where they are to be chosen from."""
    newer = changes.PLANNING_READS_INDICES in state.switched_on
    if not newer and not setting(state, "plugins.ml_commons.agentic_search_enabled"):
        raise planning_is_off()
    if not _model(state, made_with).strip():
        raise tool_failures.tool_lacks_id("Model ID can't be")
    way = made_with.get("generation_type") or BY_MODEL
    if way not in ((BY_MODEL, BY_TEMPLATES) if newer else (BY_MODEL,)):
        raise unknown_way(way, f"{BY_MODEL} and {BY_TEMPLATES}" if newer else BY_MODEL)
    if way == BY_TEMPLATES:
        _check_templates(made_with.get("search_templates"))
    if newer:
        output_processors.made(output_processors.configured(made_with))


def plan_query(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """The body of a search."""
    if changes.PLANNING_READS_INDICES not in state.switched_on:
        return _plan_as_told(state, made_with, parameters)
    given = {name: value for name, value in parameters.items() if name not in OF_THE_AGENT}
    if not {"question", "index_name"} <= given.keys():
        raise lacks_parameters()
    given["template"] = ANY_TEMPLATE
    if made_with.get("generation_type") == BY_TEMPLATES:
        found = _choose(state, made_with, given)
        if found is not None:
            given["template"] = gson.text(found)
    fallback = _fallback(state, made_with, given)
    given["system_prompt"] = given.get("query_planner_system_prompt", SYSTEM_PROMPT).replace(
        FALLBACK, gson.text(fallback)[1:-1]
    )
    given["user_prompt"] = given.get("query_planner_user_prompt", USER_PROMPT)
    if "query_fields" in given:
        given["query_fields"] = gson.text(given["query_fields"])
    given["current_time"] = gson.text(state.clock.iso()[:-5] + "Z")
    index = given["index_name"]
    given["index_mapping"] = gson.text(_mapping(state, index))
    sample = _sample(state, index)
    given["sample_document"] = "null" if sample is None else gson.text(sample)
    said = _ask(state, made_with, given, "query string")
    if said is None:
        return filled(fallback, "parameters", given)
    return output_processors.run(output_processors.made([_EXTRACT, *output_processors.configured(made_with)]), said)


def _plan_as_told(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """The same in 3.2: the mapping is a parameter, and what the model says is the answer."""
    given = {"system_prompt": OLD_SYSTEM_PROMPT, "user_prompt": OLD_USER_PROMPT, **parameters}
    if not parameters:
        raise illegal_argument("Empty parameters for QueryPlanningTool: {}")
    for name in ("index_mapping", "query_fields"):
        if name in given:
            given[name] = gson.text(given[name])
    said = _ask(state, made_with, given, "query string")
    return filled(MATCH_ALL, "parameters", given) if said is None else said


def _choose(state: State, made_with: Mapping[str, str], given: Mapping[str, str]) -> str | None:
    """The template that the model chooses, if it chooses one that there is."""
    asked = {
        **given,
        "system_prompt": given.get("template_selection_system_prompt", CHOICE_SYSTEM_PROMPT),
        "user_prompt": given.get("template_selection_user_prompt", CHOICE_USER_PROMPT),
        "search_templates": gson.text(made_with["search_templates"]),
    }
    chosen = _ask(state, made_with, asked, "search template")
    if chosen is None:
        return None
    require_permissions(state, ("cluster:admin/script/get",))
    return source_of(state, chosen)


def _ask(state: State, made_with: Mapping[str, str], given: Mapping[str, str], what: str) -> str | None:
    """What the model says; None for nothing."""
    said = core_tools.run_model(state, {**made_with, "model_id": _model(state, made_with)}, given)
    if changes.PLANNING_READS_INDICES in state.switched_on and not isinstance(said, Outputs):
        said = output_processors.run(output_processors.made(output_processors.configured(made_with)), said)
    if said is not None and not isinstance(said, str):
        raise not_a_text(what, said)
    return None if said is None or not said.strip() or said == "null" else said


def _model(state: State, made_with: Mapping[str, str]) -> str:
    """The tool's own model, or since 3.6 that of its agent."""
    if "model_id" not in made_with and changes.PLANNING_TAKES_AGENTS_MODEL in state.switched_on:
        return made_with.get(MODEL_OF_AGENT, "")
    return made_with.get("model_id", "")


def _fallback(state: State, made_with: Mapping[str, str], given: dict[str, str]) -> str:
    """The search of a model that knows none; since 3.6 a parameter."""
    if changes.PLANNING_TAKES_AGENTS_MODEL not in state.switched_on:
        return MATCH_ALL
    given["fallback_query"] = made_with.get("fallback_query", MATCH_ALL)
    return given["fallback_query"]


def _mapping(state: State, index: str) -> str:
    """The mapping of the first index."""
    require_permissions(state, ("indices:admin/get",), index)
    try:
        names = resolve(state, index, index_tools.ALL)
    except ApiError as error:
        if error.type == "index_not_found_exception":
            raise index_not_there(error) from error
        raise
    if not names:
        raise no_mapping(index)
    return gson.text({"_doc": indices.find(state, names[0])["mappings"]})


def _sample(state: State, index: str) -> str | None:
    """A document, its longer fields cut."""
    require_permissions(state, (index_tools.SEARCHING,), index)
    body: dict[str, Json] = {"size": 1, "query": {"match_all": {}}, "sort": ["_doc"]}
    hits = index_tools.search(state, index, body)["hits"]["hits"]
    source: dict[str, Any] = hits[0].get("_source") or {} if hits else {}
    if not source:
        return None
    told = {}
    for name in hash_order(list(source)):
        text = index_tools.java_text(source[name])
        told[name] = text if len(text) <= LONGEST else f"[truncated]{text[:LONGEST]}"
    return gson.text(told)


def _check_templates(text: str | None) -> None:
    if text is None:
        raise illegal_argument("search_templates field is required when generation_type is 'user_templates'")
    try:
        templates = gson.read(text)
    except gson.NotJson as refused:
        raise tool_failures.broken_json(refused.problem, ends=refused.ends) from None
    if not isinstance(templates, list) or any(not isinstance(one, dict) for one in templates):
        raise tool_failures.not_a_list("BEGIN_OBJECT" if isinstance(templates, dict) else "STRING", 2)
    for template in templates:
        for field in ("template_id", "template_description"):
            if not str(template.get(field) or "").strip():
                raise illegal_argument(f"search_templates field entries must have a {field}")


# --- refusals ---------------------------------------------------------------------------------------------------------


def planning_is_off() -> ApiError:
    """3.2 has a switch of its own."""
    return ApiError(
        500,
        "exception",
        "The QueryPlanningTool tool for Agentic Search is not enabled. To enable, please update the setting "
        "plugins.ml_commons.agentic_search_enabled",
    )


def unknown_way(way: str, known: str) -> ApiError:
    """Another `generation_type`."""
    return illegal_argument(f"Invalid generation type: {way}. The current supported types are {known}.")


def lacks_parameters() -> ApiError:
    """Without question or index."""
    return illegal_argument("Validation error: missing or empty required parameters — index_name, question.")


def index_not_there(cause: ApiError) -> ApiError:
    """The index is not there; agents tell the cause."""
    return ApiError(400, "illegal_argument_exception", "Index does not exist or is not available", caused_by=cause)


def no_mapping(index: str) -> ApiError:
    """A pattern that fits no index."""
    return illegal_state(f"Failed to extract index mapping: no mappings found for {index}")


def not_a_text(what: str, said: Json) -> ApiError:
    """What the model says is no text."""
    told = (
        f"Error processing {what}: {gson.parameter(said)}. Try using response_filter in agent registration if needed."
    )
    return illegal_argument(told)


KINDS: Mapping[str, Kind] = {
    "QueryPlanningTool": Kind(plan_query, needs=(("question", "index_name"),), check=check),
}
