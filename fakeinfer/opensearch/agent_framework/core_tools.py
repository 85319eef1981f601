"""What the tools that ML Commons brings along do.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/`. Those that look at indices are in
`index_tools.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...errors import NoAnswer
from ..access import connectors as connector_access
from ..connectors.bodies import kept_credential
from ..ml import indices as ml_indices
from ..ml.indices import CONNECTORS
from ..prediction.predicting import predict_by_model
from ..remote import gson
from . import changes, index_tools, tool_failures
from .outputs import Outputs, Value, grouped
from .toolbox import Checks, Kind

if TYPE_CHECKING:
    from ...cluster import State


def run_model(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`MLModelTool`: ask a model; a field of its answer, or all of it as JSON."""
    groups = grouped(predict_by_model(state, made_with.get("model_id", ""), parameters=parameters))
    if not groups or not groups[0]:
        raise tool_failures.no_tensors()
    answer = groups[0][0].get("dataAsMap")
    if answer is None:
        raise tool_failures.wrong_tensors()
    field = made_with.get("response_field", "response")
    return answer[field] if field in answer else gson.text(answer)


def run_agent(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`AgentTool`: run another agent; an `input` that is a JSON object is read as parameters."""
    from .running import run
    from .toolbox import objects_fields

    given = parameters.get("input", "")
    fields = objects_fields(given) if given.lstrip().startswith("{") else {}
    return run(state, made_with.get("agent_id", ""), {**parameters, **fields})


def run_connector(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`ConnectorTool`: call a connector's `execute` action; private addresses are always refused here."""
    from ..remote import errors as remote_errors
    from ..remote.execution import call_action
    from ..remote.rendering import find_action, host_of, is_private
    from ..remote.templates import filled

    id = made_with.get("connector_id", "")
    connector = ml_indices.find(state, CONNECTORS, id)
    if connector is None:
        raise tool_failures.connector_to_run_not_found(id)
    connector_access.require_connector(
        state, connector, NoAnswer("the tool never answers who may not use its connector")
    )
    action = find_action(connector, "EXECUTE")
    if action is None:
        raise remote_errors.no_action("EXECUTE")
    host = host_of(filled(action["url"], "parameters", {**(connector.get("parameters") or {}), **parameters}))
    if is_private(host):
        raise remote_errors.private_address(host)
    answer = call_action(state, connector, kept_credential(state, id), action, parameters, id=id)
    field = made_with.get("response_field")
    found = answer["output"][0].get("dataAsMap") or {}
    if field is not None and field in found:
        return found[field]
    return Outputs([answer["output"]], bare=True)


def write_note(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`WriteToScratchPadTool`: say what was noted; the notes are those of this run alone."""
    note = parameters.get("notes")
    if not note:
        raise tool_failures.no_notes()
    notes = [*_notes(parameters), note]
    if parameters.get("return_history", "").lower() == "true":
        return "Scratchpad updated. Full content:\n- " + "\n- ".join(notes)
    return f"Wrote to scratchpad: {note}"


def read_notes(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """`ReadFromScratchPadTool`: the notes that came as parameters."""
    notes, kept = _notes(parameters), parameters.get("persistent_notes")
    if kept and kept not in notes:
        notes.append(kept)
    return "Notes from scratchpad:\n- " + "\n- ".join(notes) if notes else "Scratchpad is empty."


def _notes(parameters: Mapping[str, str]) -> list[str]:
    try:
        noted = gson.read(parameters.get("_scratchpad_notes", "[]"))
    except gson.NotJson:
        return []
    return [gson.parameter(one) for one in noted] if isinstance(noted, list) else []


def needs_id(parameter: str, problem: str) -> Checks:
    """Refuse a tool without the id of what it asks, since 3.2."""

    def check(state: State, made_with: Mapping[str, str]) -> None:
        if changes.TOOLS_NEED_IDS in state.switched_on and not made_with.get(parameter, "").strip():
            raise tool_failures.tool_lacks_id(problem)

    return check


KINDS: Mapping[str, Kind] = {
    "ConnectorTool": Kind(
        run_connector, check=needs_id("connector_id", "Connector ID can't be"), processes_output=True
    ),
    "MLModelTool": Kind(run_model, check=needs_id("model_id", "Model ID can't be"), processes_output=True),
    "AgentTool": Kind(run_agent, check=needs_id("agent_id", "Agent ID cannot be"), processes_output=True),
    "IndexMappingTool": Kind(index_tools.show_mappings, needs=(("index",),), processes_output=True),
    "VisualizationTool": Kind(index_tools.find_visualizations, needs=(("input",),)),
    "CatIndexTool": Kind(index_tools.list_indices),
    "ListIndexTool": Kind(index_tools.list_indices, processes_output=True),
    "SearchIndexTool": Kind(index_tools.search_index, needs=(("input",), ("index", "query")), processes_output=True),
    "WriteToScratchPadTool": Kind(write_note, needs=(("notes",),), reads_input=False),
    "ReadFromScratchPadTool": Kind(read_notes, accepts_nothing=True, reads_input=False),
}
