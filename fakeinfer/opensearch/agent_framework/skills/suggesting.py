"""Tools that have a model suggest a monitor (`CreateAlertTool`) or an anomaly detector (`CreateAnomalyDetectorTool`) for an index.

They create nothing. What a model is told unless the agent says it itself holds the same facts as the plugin's own prompts, in
other words. `opensearch-project/skills:src/main/java/org/opensearch/agent/tools/CreateAlertTool.java` and
`CreateAnomalyDetectorTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .... import indices
from ....errors import ApiError
from ....formats.javatext import hash_order
from ....indices.resolving import resolve
from ...access.control import require_permissions
from ...prediction.predicting import predict_by_model
from ...remote import gson
from ...remote.templates import filled
from .. import changes, index_tools
from ..outputs import Value, grouped
from ..toolbox import Kind
from . import failures
from .mappings import flat_fields

if TYPE_CHECKING:
    from ....cluster import State

MODEL_TYPES = ("CLAUDE", "OPENAI")
ALERT_PROMPT = (
    "Write the definition of a monitor as one JSON object in a block that begins with ```json, and nothing else. It has `name`; "
    "`search` with `indices` (${parameters.indices}), `timeField`, `bucketValue`, `bucketUnitOfTime`, `filters`, `aggregations`; "
    "and `triggers` with `name`, `severity`, `thresholdValue`, `thresholdEnum`.\nThe index: ${parameters.mapping_info}\n"
    "The conversation: ${parameters.chat_history}\nWhat is asked for: ${parameters.question}"
)
QUESTION = "Create an alert as your recommendation based on the context"
DETECTOR_PROMPT = (
    "Suggest an anomaly detector for the index ${indexInfo.indexName}, which has these fields: ${indexInfo.indexMapping}. Name at "
    "most one category field, at most three numeric fields to aggregate, and for each a method out of count, avg, min, max and "
    "sum. Answer {category_field=..|aggregation_field=..|aggregation_method=..}, several separated by commas."
)
AGGREGATED = frozenset(
    {
        "keyword", "constant_keyword", "wildcard", "long", "integer", "short", "byte", "double", "float", "half_float",
        "scaled_float", "unsigned_long", "ip",
    }
)  # fmt: skip
"""Types of fields that a detector can aggregate."""
_SUGGESTED = re.compile(
    r".*\{category_field=([^|]*)\|aggregation_field=([^|]*)\|aggregation_method=([^}]*)}.*", re.DOTALL
)
_BLOCK = re.compile("```json(.*?)```", re.DOTALL)


def check_alert(state: State, made_with: Mapping[str, str]) -> None:
    """`CreateAlertTool` needs a model; an unknown type of one is taken for Claude."""
    if not made_with.get("model_id", "").strip():
        raise failures.alert_lacks_model()


def suggest_alert(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`CreateAlertTool`: the JSON of a monitor."""
    asked = parameters.get("indices", "")
    if not asked:
        raise failures.alert_lacks_indices()
    names = _alert_names(asked)
    require_permissions(state, ("indices:admin/get",), ",".join(names))
    given = {"chat_history": "", "question": QUESTION, **parameters, "mapping_info": _mapping_info(state, names, asked)}
    given["prompt"] = filled(made_with.get("prompt") or ALERT_PROMPT, "parameters", given)
    answer = _ask(state, made_with["model_id"], given)
    if answer is None:
        raise failures.alert_without_answer()
    if "response" not in answer:
        suggestion = gson.text(answer)
    else:
        suggestion = failures.require_text(answer["response"])
        block = _BLOCK.search(suggestion)
        if block is not None:
            suggestion = block[1].replace('\\"', '"')
    if not gson.is_json(suggestion):
        raise failures.alert_is_no_json(suggestion)
    return suggestion


def check_detector(state: State, made_with: Mapping[str, str]) -> None:
    """`CreateAnomalyDetectorTool` needs a model, of a type for which there is a prompt."""
    if not made_with.get("model_id"):
        raise failures.detector_lacks_model()
    kind = made_with.get("model_type") or MODEL_TYPES[0]
    if kind.upper() not in MODEL_TYPES:
        raise failures.unsupported_model_type(kind)


def suggest_detector(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`CreateAnomalyDetectorTool`: the fields and methods of a detector."""
    index = _index_of(parameters)
    if not index:
        raise failures.no_index_name()
    if index.startswith("."):
        raise failures.detector_of_system_index(index)
    require_permissions(state, ("indices:admin/mappings/get",), index)
    try:
        names = resolve(state, index, index_tools.ALL)
    except ApiError as error:
        if error.type != "index_not_found_exception":
            raise
        raise failures.detector_of_no_index() from error
    if not names:
        raise failures.no_mapping_of_index(index)
    first = hash_order(names)[0]
    properties = indices.find(state, first)["mappings"].get("properties")
    if properties is None:
        raise failures.index_without_fields(index)
    types = flat_fields(properties, with_subfields=True)
    dates = [name for name in hash_order(list(types)) if types[name] in ("date", "date_nanos")]
    if not dates:
        raise failures.index_without_dates(index)
    fields = "\n".join(f"- {name}: {type}" for name, type in types.items() if type in AGGREGATED)
    template = made_with.get("prompt") if changes.DETECTOR_PROMPTS in state.switched_on else None
    prompt = filled(template or DETECTOR_PROMPT, "indexInfo", {"indexName": first, "indexMapping": fields})
    answer = _ask(state, made_with["model_id"], {"prompt": prompt})
    if answer is None:
        raise failures.model_failed()
    told = answer.get("response")
    if told in (None, ""):
        raise failures.model_said_nothing()
    found = _SUGGESTED.fullmatch(failures.require_text(told))
    if found is None:
        raise failures.suggestion_not_read()
    category, fields, methods = (part.replace('"', "").strip() for part in found.groups())
    return gson.text(
        {
            "index": first,
            "categoryField": category,
            "aggregationField": fields,
            "aggregationMethod": methods,
            "dateFields": ",".join(dates),
        }
    )


def _alert_names(asked: str) -> list[str]:
    """Names in a list; a text that is none is cut at its dots."""
    try:
        listed = gson.read(asked)
    except gson.NotJson:
        listed = asked.split(".")
    if not isinstance(listed, list):
        listed = asked.split(".")
    names = [gson.parameter(name) for name in listed]
    if not names:
        raise failures.alert_of_nothing()
    if any(name.startswith(".") for name in names):
        raise failures.alert_of_system_index(asked)
    return names


def _mapping_info(state: State, names: list[str], asked: str) -> str:
    try:
        found = resolve(state, ",".join(names), index_tools.ALL)
    except ApiError as error:
        if error.type != "index_not_found_exception":
            raise
        found = []
    if not found:
        raise failures.alert_of_no_index(asked)
    told = []
    for name in found:
        mappings = indices.find(state, name)["mappings"]
        lines = "".join(f"{key}={index_tools.java_text(value)}\n" for key, value in mappings.items())
        told.append(f"index: {name}\n\nmappings:\n{lines}\n\n")
    return "".join(told)


def _index_of(parameters: Mapping[str, str]) -> str | None:
    """The index among parameters, or in an `input` that is an object, or that input itself."""
    given = parameters.get("input")
    if given is None:
        return parameters.get("index")
    try:
        fields = gson.read(given)
    except gson.NotJson:
        return given or parameters.get("index")
    if isinstance(fields, dict):
        found = fields.get("index", parameters.get("index"))
        return None if found is None else gson.parameter(found)
    return given or parameters.get("index")


def _ask(state: State, model: str, parameters: Mapping[str, str]) -> Mapping[str, Any] | None:
    groups = grouped(predict_by_model(state, model, parameters=parameters))
    found: Mapping[str, Any] | None = groups[0][0].get("dataAsMap") if groups and groups[0] else None
    return found


KINDS: Mapping[str, Kind] = {
    "CreateAlertTool": Kind(suggest_alert, accepts_nothing=True, check=check_alert),
    "CreateAnomalyDetectorTool": Kind(suggest_detector, check=check_detector),
}
