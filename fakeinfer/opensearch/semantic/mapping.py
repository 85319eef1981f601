"""What a mapping gets for its semantic fields: beside each of them a field with what its model says.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/mappingtransformer/{SemanticMappingTransformer,
SemanticInfoConfigBuilder}.java and `.../util/SemanticMappingUtils.java`.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import hash_order
from ...mapping.types import Definition
from ..vector_search import changes
from .models import Model, fetched, is_dense

if TYPE_CHECKING:
    from ...cluster import State
    from ...wire import Json

SUFFIX = "_semantic_info"
_NOT_SEARCHED = {"type": "text", "index": False}
MODEL_FIELDS: Definition = {"properties": dict.fromkeys(("id", "name", "type"), _NOT_SEARCHED)}


class Found(NamedTuple):
    """A semantic field in a mapping, by its name among the properties that it stands in."""

    path: str
    name: str
    properties: dict[str, Any]

    @property
    def definition(self) -> Definition:
        """What is said about it."""
        found: Definition = self.properties[self.name]
        return found


def info_name(path: str, definition: Definition) -> str:
    """The full name of the field beside it."""
    parent, dot, leaf = path.rpartition(".")
    return f"{parent}{dot}{definition.get('semantic_info_field_name') or leaf + SUFFIX}"


def is_chunked(definition: Definition) -> bool:
    """Whether its texts are embedded in pieces."""
    return bool(definition.get("chunking", False) is not False)


def expanded(state: State, mapping: Definition) -> Definition:
    """The same mapping with a field beside every semantic one."""
    properties = mapping.get("properties")
    if not isinstance(properties, dict) or not any(True for _ in _semantic(properties, "")):
        return mapping
    properties = deepcopy(properties)
    by_path = {found.path: found for found in _semantic(properties, "")}
    fields = [by_path[path] for path in hash_order(by_path)]
    problems = [problem for found in fields for problem in _problems(found)]
    if problems:
        raise illegal_argument("; ".join(problems))
    wanted: dict[str, list[Found]] = {}
    for found in fields:
        wanted.setdefault(found.definition["model_id"], []).append(found)
    models = fetched(state, hash_order(wanted))
    for id in hash_order(wanted):
        for found in wanted[id]:
            found.properties[info_name(found.name, found.definition)] = _info(state, models[id], found)
    return {**mapping, "properties": properties}


def _semantic(properties: dict[str, Json], above: str) -> Iterator[Found]:
    for name, definition in properties.items():
        path = f"{above}.{name}" if above else name
        if not isinstance(definition, dict):
            raise illegal_argument(f"Expect the field config at the path {path} should be a map.")
        if definition.get("type") == "semantic":
            yield Found(path, name, properties)
        inner = definition.get("properties")
        if isinstance(inner, dict):
            yield from _semantic(inner, path)


def _problems(found: Found) -> Iterator[str]:
    where = f"for the semantic field at {found.path}"
    model_id = found.definition.get("model_id")
    if model_id is None:
        yield f"model_id is required {where}"
    elif not isinstance(model_id, str) or not model_id:
        yield f"model_id should be a non-empty string {where}"
    if "semantic_info_field_name" in found.definition:
        name = found.definition["semantic_info_field_name"]
        if not isinstance(name, str):
            yield f"semantic_info_field_name should be a non-empty string {where}"
        elif not name:
            yield f"semantic_info_field_name cannot be an empty string {where}"
        elif "." in name:
            yield f"semantic_info_field_name should not contain '.' {where}"


def _info(state: State, model: Model, found: Found) -> Definition:
    """The definition of the field beside a semantic one."""
    configurable = changes.SEMANTIC_FIELDS_TAKE_CONFIGS in state.switched_on
    definition = found.definition
    try:
        dense = is_dense(model)
        space = _space(model) if dense else ""
        _check_options(definition, found.path, configurable)
        if dense:
            _check_dense(definition, configurable)
            embedding = _vectors(model, space, definition.get("dense_embedding_config") if configurable else None)
        elif configurable and definition.get("dense_embedding_config") is not None:
            raise _cannot_build("dense_embedding_config is not supported by the sparse model.")
        else:
            embedding = {"type": "rank_features"}
    except ApiError as refused:
        raise illegal_argument(
            f"Failed to transform the mapping for the semantic field at {found.path} due to {refused.reason}"
        ) from None
    if is_chunked(definition):
        chunk = {"type": "nested", "properties": {"text": {"type": "text"}, "embedding": embedding}}
        return {"properties": {"chunks": chunk, "model": MODEL_FIELDS}}
    return {"properties": {"embedding": embedding, "model": MODEL_FIELDS}}


def _space(model: Model) -> str:
    more = model.config.get("additional_config")
    space = more.get("space_type") if isinstance(more, dict) else None
    if not isinstance(space, str):
        raise illegal_argument(
            f"space_type is not defined or not a string in the additional_config of the model {model.id}."
        )
    return space


def _check_options(definition: Definition, path: str, configurable: bool) -> None:
    where = f"for the semantic field at {path}"
    if not isinstance(definition.get("chunking", False), (bool, list) if configurable else bool):
        kinds = "either be a boolean or a list of maps" if configurable else "be a boolean"
        raise illegal_argument(f"chunking should {kinds} {where}")
    if not isinstance(definition.get("semantic_field_search_analyzer", ""), str):
        raise illegal_argument(f"semantic_field_search_analyzer should be a String {where}")
    if configurable and not isinstance(definition.get("dense_embedding_config"), dict | None):
        raise illegal_argument(f"dense_embedding_config should be a Map<String, Object> {where}")


def _check_dense(definition: Definition, configurable: bool) -> None:
    analyzer = definition.get("semantic_field_search_analyzer")
    if analyzer is not None and configurable:
        raise _cannot_build("the dense(text embedding) model cannot support semantic_field_search_analyzer")
    if analyzer is not None:
        raise _cannot_build(
            f"the embedding field type knn_vector cannot build with semantic field search analyzer {analyzer}"
        )
    if configurable and "sparse_encoding_config" in definition:
        raise _cannot_build("the dense(text embedding) model cannot support sparse_encoding_config.")


def _vectors(model: Model, space: str, config: dict[str, Any] | None) -> Definition:
    config = config or {}
    method = config.get("method")
    unsupported = [name for name in ("dimension", "data_type", "space_type") if config.get(name) is not None]
    if isinstance(method, dict) and method.get("space_type") is not None:
        unsupported.append("space_type")
    if unsupported:
        raise illegal_argument(f"Cannot configure {unsupported[0]} in dense_embedding_config in the semantic field.")
    if not isinstance(method, dict | None):
        raise _cannot_build("method must be a Map when provided.")
    return {
        "type": "knn_vector",
        "dimension": model.config["embedding_dimension"],
        **config,
        "method": {"name": "hnsw", **(method or {}), "space_type": space},
    }


def _cannot_build(why: str) -> ApiError:
    return illegal_argument(f"Cannot build the semantic info config because {why}")
