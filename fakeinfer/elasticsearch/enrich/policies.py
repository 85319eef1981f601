"""Policies, and what they made when they were executed: the documents of their indices, by the field that has to match.

Records of the collection `enrich_policies` are {"type", "config"}, of `enrich_data` {"match_field", "documents"}: a
policy's documents as they were then, cut down to its fields. A server keeps those in an index of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError, illegal_argument, not_implemented, resource_not_found
from ...formats.javatext import to_text
from ...indices.resolving import resolve
from ...search.hits.source import SourceFilter
from ...search.locate import Place
from ...search.query import Reading
from ...search.view import view_of
from ...wire import Json

if TYPE_CHECKING:
    from ...cluster import State

POLICIES, DATA = "enrich_policies", "enrich_data"
TYPES = ("match", "geo_match", "range")
MATCH, GEO, RANGE = TYPES


def not_found(name: str) -> ApiError:
    """Deleting a policy that is not there."""
    return resource_not_found(f"policy [{name}] not found")


def does_not_exist(name: str) -> ApiError:
    """Executing a policy that is not there (EnrichPolicyExecutor.java)."""
    return resource_not_found(f"policy [{name}] does not exist")


def already_exists(name: str) -> ApiError:
    """A policy is never replaced (EnrichStore.java)."""
    return ApiError(400, "resource_already_exists_exception", f"policy [{name}] already exists")


def check_sources(state: State, name: str, config: dict[str, Any]) -> list[str]:
    """The indices that a policy reads; each has to have the field that has to match (EnrichPolicyRunner.validateMappings)."""
    names = list(dict.fromkeys(index for expression in config["indices"] for index in resolve(state, expression)))
    for index in names:
        mappings = indices.find(state, index)["mappings"]
        if not mappings.get("properties"):
            listed = f"[{', '.join(config['indices'])}]"
            what = f"Could not read mapping for source [{index}] included by pattern [{listed}]"
            raise failed(f"Enrich policy execution for [{name}] failed. {what}")
        try:
            field_type(mappings, config["match_field"], required=True)
            for field in config["enrich_fields"]:
                field_type(mappings, field, required=False)
        except ApiError as problem:
            told = f"Enrich policy execution for [{name}] failed while validating field mappings for index [{index}]"
            raise failed(told, problem) from None
    return names


def failed(reason: str, cause: ApiError | None = None) -> ApiError:
    """A policy does not fit its indices."""
    return ApiError(500, "exception", reason, caused_by=cause)


def field_type(mappings: dict[str, Any], name: str, *, required: bool) -> str | None:
    """The type of a field that lies in plain objects; None for one that is not there and need not be."""
    here: dict[str, Any] = mappings
    parent = "root"
    for part in name.split("."):
        kind = here.get("type")
        if kind is not None and kind != "object":
            told = f"The [{parent}] field must be regular object but was [{kind}]."
            raise failed(f"Could not traverse mapping to field [{name}]. {told}")
        inner = here.get("properties")
        if inner is None or part not in inner:
            if not required:
                return None
            told = (
                f"Expected the [{parent}] field to have sub fields but none were configured."
                if inner is None
                else f"Could not find the [{part}] field under [{parent}]"
            )
            raise failed(f"Could not traverse mapping to field [{name}]. {told}")
        here = inner[part]
        parent = part if parent == "root" else f"{parent}.{part}"
    return str(here.get("type", "object"))


def execute(state: State, name: str) -> None:
    """Read a policy's indices as they are now."""
    policy = state.store.get(POLICIES, name)
    if policy is None:
        raise does_not_exist(name)
    config = policy["config"]
    names = check_sources(state, name, config)
    if policy["type"] == GEO:
        raise not_implemented("enrich policies of the type [geo_match]")
    types = {
        field_type(indices.find(state, index)["mappings"], config["match_field"], required=True) for index in names
    }
    if len(types) > 1:
        listed, found = ",".join(config["indices"]), ",".join(sorted(map(str, types)))
        raise failed(
            f"Multiple distinct mapping types for field '{config['match_field']}' - indices({listed})  types({found})"
        )
    kind = next(iter(types), None)
    if policy["type"] == RANGE:  # which no field of the fake is
        raise failed(f"Field '{config['match_field']}' has type [{kind}] which doesn't appear to be a range type")
    kept = SourceFilter(includes=(config["match_field"], *config["enrich_fields"]))
    documents = [kept.apply(source) for source in _sources(state, names, config.get("query"))]
    record = {"match_field": config["match_field"], "documents": documents}
    state.store.put(DATA, name, record)


def _sources(state: State, names: list[str], query: Json) -> Iterable[dict[str, Any]]:
    for index in names:
        view = view_of(state, index)
        found = range(len(view))
        if query is not None:
            found = sorted(Reading(state).query(query, Place(query)).scores(view, 1.0))  # type: ignore[assignment]
        yield from (view.sources[number] for number in found)


def matches(state: State, name: str, value: Json, most: int) -> list[dict[str, Any]]:
    """The documents that a value finds, in the order in which they were read."""
    record = state.store.get(DATA, name)
    if record is None:
        raise no_index(name)
    wanted = value if isinstance(value, list) else [value]
    path = tuple(record["match_field"].split("."))
    found: list[dict[str, Any]] = []
    for document in record["documents"]:
        if len(found) < most and any(_is_same(held, item) for held in _values(document, path) for item in wanted):
            found.append(document)
    return found


def no_index(name: str) -> ApiError:
    """A policy that was never executed, or is not there (EnrichProcessorFactory.java)."""
    return illegal_argument(f"no enrich index exists for policy with name [{name}]")


def _values(document: Any, path: tuple[str, ...]) -> list[Any]:
    if isinstance(document, list) and path:
        return [value for item in document for value in _values(item, path)]
    if path:
        return _values(document[path[0]], path[1:]) if isinstance(document, dict) and path[0] in document else []
    return document if isinstance(document, list) else [document]


def _is_same(held: Json, value: Json) -> bool:
    """As keywords are: by the text."""
    return held is not None and to_text(held) == to_text(value)
