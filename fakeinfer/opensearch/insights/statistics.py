"""What an index holds, counted: values, extremes and examples of its fields (`STATISTICAL_DATA`).

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/indexInsight/StatisticalDataTask.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError
from ...formats.javatext import hash_order
from ...indices.resolving import resolve
from ...search import engine
from ...search.values import iso
from ...wire import Json
from ..agent_framework.skills.mappings import flat_fields, merged
from ..remote import gson
from . import asking

if TYPE_CHECKING:
    from ...cluster import State

VALUES = 5
EXAMPLES = 3
MOST_FIELDS = 30
"""From how many fields on a model says which matter."""
HELD_BY = 0.001
"""What share of the documents must hold a field for it to be told of."""
COUNTED = ("text", "keyword", "integer", "long", "short")
ORDERED = ("integer", "long", "float", "double", "short", "date")
"""Types of fields whose values are counted, and of those whose extremes are told."""
PROMPT = (
    "Which fields of this index matter most? Name at most {most}, each between <column_name> and </column_name>; of logs, traces "
    "and metrics those of errors, answers, times and latencies.\nIndex: {index}\nWhat it holds: {data}\n"
)
_NAMED = re.compile(r"<column_name>(.*?)</column_name>")


def fields_of(state: State, index: str) -> dict[str, str]:
    """The types of the fields of all indices that a name means."""
    properties: dict[str, Any] = {}
    for name in resolve(state, index):
        properties = merged(properties, indices.find(state, name)["mappings"].get("properties") or {})
    return flat_fields(properties, with_subfields=False)


def counted(state: State, index: str) -> str:
    """The insight's content."""
    types = fields_of(state, index)
    names = resolve(state, index)
    body: dict[str, Json] = {"size": EXAMPLES, "track_total_hits": True, "query": {"match_all": {}}}
    if types:
        body["aggs"] = _aggregations(types)
    answer = engine.search(state, names, body)
    examples = [hit["_source"] for hit in answer["hits"]["hits"]]
    total = answer["hits"]["total"]["value"]
    told = {
        name: _told(name, type, answer["aggregations"])
        for name, type in types.items()
        if type in (*COUNTED, *ORDERED) and _held(state, names, name) > HELD_BY * total
    }
    wanted = _wanted(state, index, examples, told)
    if wanted:
        examples = [_cut(example, wanted, "") for example in examples]
        told = {name: value for name, value in told.items() if name in wanted}
    content = {
        "example_docs": examples,
        "important_column_and_distribution": {name: told[name] for name in hash_order(list(told))},
    }
    return gson.text({name: content[name] for name in hash_order(list(content))})


def _aggregations(types: Mapping[str, str]) -> dict[str, Json]:
    wanted: dict[str, Json] = {}
    for name, type in types.items():
        field = f"{name}.keyword" if type == "text" else name
        if type in COUNTED:
            wanted[f"unique_terms_{name}"] = {"terms": {"field": field, "size": VALUES}}
            wanted[f"unique_count_{name}"] = {"cardinality": {"field": field}}
        if type in ORDERED:
            wanted[f"min_value_{name}"] = {"min": {"field": field}}
            wanted[f"max_value_{name}"] = {"max": {"field": field}}
    return wanted or {"none": {"value_count": {"field": next(iter(types))}}}


def _told(name: str, type: str, found: Mapping[str, Any]) -> dict[str, Json]:
    """What is told of one field."""
    told: dict[str, Json] = {"type": type}
    if type in COUNTED:
        told["unique_terms"] = [gson.doubles(bucket["key"]) for bucket in found[f"unique_terms_{name}"]["buckets"]]
        told["unique_count"] = gson.doubles(found[f"unique_count_{name}"]["value"])
    if type in ORDERED:
        for side in ("min", "max"):
            one = found[f"{side}_value_{name}"]
            shown = (
                iso(int(one["value"])) if type == "date" and one["value"] is not None else gson.doubles(one["value"])
            )
            told[f"{side}_value"] = one.get("value_as_string", shown)
    return {key: told[key] for key in hash_order(list(told))}


def _held(state: State, names: list[str], field: str) -> int:
    """How many documents hold a field."""
    body: dict[str, Json] = {"size": 0, "track_total_hits": True, "query": {"exists": {"field": field}}}
    found: int = engine.search(state, names, body)["hits"]["total"]["value"]
    return found


def _wanted(state: State, index: str, examples: Sequence[Json], told: Mapping[str, Json]) -> list[str]:
    """The fields that a model picks out of many; none where it is not asked, or fails."""
    if len(told) <= MOST_FIELDS:
        return []
    data = gson.text({"example_docs": list(examples), "important_column_and_distribution": dict(told)})
    try:
        said = asking.ask(state, PROMPT.format(most=MOST_FIELDS, index=index, data=data))
    except ApiError as error:
        if error.status == 501:
            raise
        return []
    return [name.strip() for name in _NAMED.findall(said)]


def _cut(example: Mapping[str, Any], wanted: Sequence[str], path: str) -> dict[str, Json]:
    """The fields of a document that are wanted."""
    kept: dict[str, Json] = {}
    for name, value in example.items():
        at = f"{path}{name}"
        if at in wanted:
            kept[name] = value
        elif isinstance(value, dict):
            if inner := _cut(value, wanted, f"{at}."):
                kept[name] = inner
        elif isinstance(value, list):
            listed = [_cut(one, wanted, f"{at}.") for one in value if isinstance(one, dict)]
            if found := [one for one in listed if one]:
                kept[name] = found
    return kept
