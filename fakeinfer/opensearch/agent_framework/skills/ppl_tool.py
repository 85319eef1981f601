"""`PPLTool`: a model writes a PPL query for a question, out of an index's fields and a document of it.

Running the query is the SQL plugin's business; `ppl` does a part of it, and `execute: false` answers the query alone. What the
model is told unless the agent says it itself is in words of our own.
`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/PPLTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .... import indices
from ....errors import ApiError, is_ours, not_implemented
from ....formats.javatext import hash_order
from ....indices.resolving import resolve
from ....wire import Json
from ...access.control import require_permissions
from ...prediction.predicting import predict_by_model
from ...remote import gson
from ...remote.templates import filled
from .. import changes, index_tools, ppl
from ..outputs import Value, grouped
from ..toolbox import Kind
from . import failures
from .mappings import flat_fields, merged

if TYPE_CHECKING:
    from ....cluster import State

PROMPT = (
    "Write a PPL query that answers a question, between <ppl> and </ppl>. It begins with source=`<index>`.\n"
    "Fields, with their types and a value:\n${indexInfo.mappingInfo}\nQuestion: ${indexInfo.question}\n"
    "Index: ${indexInfo.indexName}\n"
)
FINETUNED = "FINETUNE"
"""The type of model whose backticks stay."""
TYPES = frozenset(
    {
        "boolean", "byte", "short", "integer", "long", "float", "half_float", "scaled_float", "double", "keyword", "text",
        "date", "date_nanos", "ip", "binary", "object", "nested", "geo_point",
    }
)  # fmt: skip
"""Types of fields that models are told of."""
_PPL = re.compile(r"<ppl>((.|[\r\n])+?)</ppl>")
_HEAD = re.compile(r"[+-]?(0[xX][0-9a-fA-F]+|\d+)", re.ASCII)


def check(state: State, made_with: Mapping[str, str]) -> None:
    """A model, and `execute` and `head` if they are given; before 2.13 nothing was looked at."""
    if changes.PPL_TOOL_IS_CHECKED not in state.switched_on:
        return
    if not made_with.get("model_id", "").strip():
        raise failures.ppl_lacks_model()
    if made_with.get("execute", "true").lower() not in ("true", "false"):
        raise failures.ppl_execute_is_no_boolean()
    if "head" in made_with and _HEAD.fullmatch(made_with["head"]) is None:
        raise failures.ppl_head_is_no_integer()


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """The query, as JSON."""
    given = {**parameters, **_fields(parameters.get("input"))}
    several = changes.PPL_TOOL_TAKES_INDICES in state.switched_on
    names = _names(given, made_with.get("previous_tool_name", ""), several=several)
    if not names:
        raise failures.no_index_name()
    question = given.get("question", "")
    if not question.strip():
        raise failures.ppl_lacks_question()
    for name in names:
        if name.startswith("."):
            raise failures.ppl_of_system_index(name)
    if given.get("type") == "s3" and {"schema", "samples"} <= given.keys():
        raise not_implemented("PPLTool with a schema and samples of S3")
    told, mappings = _described(state, names, several=several)
    index = f"[{', '.join(names)}]" if several else names[0]
    about = {"mappingInfo": told, "question": question.strip(), "indexName": index}
    prompt = filled(made_with.get("prompt") or PROMPT, "indexInfo", about)
    asked = {"prompt": prompt}
    if several:
        asked = {"prompt": _wrapped(state, prompt, mappings, given), "no_escape_params": "prompt"}
    elif changes.PPL_TOOL_TELLS_SOURCE in state.switched_on:
        asked["datasourceType"] = given.get("type", "Opensearch")
    groups = grouped(predict_by_model(state, made_with.get("model_id", ""), parameters=asked))
    answer = groups[0][0].get("dataAsMap") or {}
    if answer.get("response") is None:
        raise failures.model_failed()
    query = _query(failures.require_text(answer["response"]), names[0], made_with, several=several)
    if made_with.get("execute", "true").lower() == "true":
        return gson.text({"ppl": query, "executionResult": _executed(state, query)})
    return gson.text({"ppl": query})


def _executed(state: State, query: str) -> str:
    """What the query answers, as JSON."""
    try:
        return ppl.run(state, query).text()
    except ApiError as refused:
        if is_ours(refused):
            raise
        tells_cause = changes.PPL_TOOL_TELLS_CAUSE in state.switched_on
        raise failures.ppl_not_executed(query, refused, tells_cause=tells_cause) from refused


def _fields(text: str | None) -> dict[str, str]:
    try:
        found = gson.doubles(gson.read(text or ""))
    except gson.NotJson:
        return {}
    return {name: gson.parameter(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _names(given: Mapping[str, str], previous: str, *, several: bool) -> list[str]:
    """The indices that are asked about: before 3.3 one, and what an earlier tool found before what is given."""
    found = f"{previous}.output"
    if not several:
        name = given.get(found, given.get("index", "")).strip()
        return [name] if name else []
    return _listed(given.get("index")) or _listed(given.get(found))


def _listed(text: str | None) -> list[str]:
    if text is None:
        return []
    try:
        found = gson.read(text)
    except gson.NotJson:
        found = None
    return [gson.parameter(name).strip() for name in found] if isinstance(found, list) else [text.strip()]


def _described(state: State, names: list[str], *, several: bool) -> tuple[str, dict[str, Json]]:
    """Fields with a value each, and mappings, by what was asked for."""
    told: dict[str, str] = {}
    mappings: dict[str, Json] = {}
    for name in names:
        require_permissions(state, ("indices:admin/mappings/get", index_tools.SEARCHING), name)
        try:
            found = resolve(state, name, index_tools.ALL)
        except ApiError as error:
            if error.type != "index_not_found_exception":
                raise
            raise (failures.ppl_of_no_index() if several else failures.no_index_name()) from error
        if not found:
            raise failures.ppl_without_mapping(name)
        properties: dict[str, Any] = {}
        for index in found:
            properties = merged(properties, indices.find(state, index)["mappings"].get("properties") or {})
        first = hash_order(found)[0]
        hits = index_tools.search(state, first, {"query": {"match_all": {}}, "size": 1})["hits"]["hits"]
        told[name] = _table(properties, hits[0]["_source"] if hits else {})
        mappings[name] = properties
    if not several:
        return told[names[0]], mappings
    return "".join(f"{name}\n{told[name]}\n" for name in hash_order(list(told))), mappings


def _table(properties: Mapping[str, Any], sample: Mapping[str, Any]) -> str:
    types = {name: type for name, type in flat_fields(properties, with_subfields=False).items() if type in TYPES}
    values = dict.fromkeys(types, "")
    _sample(sample, values, "")
    rows = (f"- {name}: {types[name]}" + (f" ({values[name]})" if sample else "") for name in sorted(types))
    return "\n".join(rows)


def _sample(sample: Mapping[str, Any], values: dict[str, str], path: str) -> None:
    """Put a document's values beside the fields that there are."""
    for name, value in sample.items():
        while isinstance(value, list) and value:
            value = value[0]
        if f"{path}{name}" in values:
            values[f"{path}{name}"] = gson.text(value)
        elif isinstance(value, dict):
            _sample(value, values, f"{path}{name}.")


def _wrapped(state: State, prompt: str, mappings: Mapping[str, Json], given: Mapping[str, str]) -> str:
    """All that a model is told since 3.3, as JSON inside of JSON."""
    told = {
        "prompt": prompt,
        "mappings": dict(mappings),
        "os_version": str(state.contract.version),
        "current_time": state.clock.iso(),
        "datasourceType": given.get("type", "Opensearch"),
    }
    return gson.text(gson.text({name: told[name] for name in hash_order(list(told))}))[1:-1]


def _query(said: str, index: str, made_with: Mapping[str, str], *, several: bool) -> str:
    """The query in what a model says."""
    found = _PPL.search(said)
    if found is not None:
        query = re.sub(r"[\r\n]", "", found[1]).replace("ISNOTNULL", "isnotnull").strip()
    else:
        begins = next((word for word in ("source=", "describe ") if word in said), None)
        if begins is None:
            raise failures.wrong_ppl(said)
        query = said
        if not several:
            said = said[said.index(begins) :]
            query = "|".join([f"{begins}{index}", *_parts(said)[1:]])
    if made_with.get("model_type", "").upper() != FINETUNED:
        query = query.replace("`", "")
    query = re.sub(r"\bSPAN\(", "span(", query)
    head = made_with.get("head", "")
    rows = int(head) if head.lstrip("+-").isdigit() else 0
    if rows > 0 and not _parts(said)[-1].strip().lower().startswith("head"):
        query += f" | head {rows}"
    return query


def _parts(said: str) -> list[str]:
    """Commands, as Java splits: without empty ones at the end."""
    parts = said.split("|")
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


KINDS: Mapping[str, Kind] = {"PPLTool": Kind(run, check=check)}
