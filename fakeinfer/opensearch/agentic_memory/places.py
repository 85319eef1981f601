"""Where the memories of a container are: indices named after its prefix, made with it, one for each kind that it keeps.

Long-term memories are embedded by a pipeline of their index, named after it.
`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryConfiguration.java`,
`ml-algorithms/src/main/java/org/opensearch/ml/engine/indices/MLIndicesHandler.java`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...documents import Source, Written
from ...ingest.stored import COLLECTION as PIPELINES
from ...operations import Call
from ..ml import indices as ml_indices
from ..ml import tenancy
from . import access, changes, configuration_errors, errors

if TYPE_CHECKING:
    from ...cluster import State

CONTAINERS = ".plugins-ml-am-memory-container"
KINDS = ("sessions", "working", "long-term", "history")
OWN_SETTINGS = {
    "sessions": "session_index",
    "working": "working_memory_index",
    "long-term": "long_term_memory_index",
    "history": "long_term_memory_history_index",
}
"""What `index_settings` calls the indices."""
ON_ALL_NODES = {"index.number_of_shards": "1", "index.auto_expand_replicas": "0-all"}
EMBEDDED = "memory_embedding"
HNSW = {
    "engine": "lucene",
    "space_type": "cosinesimil",
    "name": "hnsw",
    "parameters": {"ef_construction": 100, "m": 16},
}


def kind_of(name: str) -> str:
    """The kind of memory that a path names."""
    if name.lower() not in KINDS:
        raise errors.unknown_type(name)
    return name.lower()


def index_of(state: State, configuration: Mapping[str, Any], kind: str) -> str | None:
    """The index of a kind of memory; None when the container does not keep it."""
    if kind == "sessions" and configuration["disable_session"]:
        return None
    if kind == "history" and configuration["disable_history"]:
        return None
    infers = bool(configuration.get("strategies")) and configuration.get("llm_id") is not None
    if kind in ("long-term", "history") and not infers and changes.LONG_TERM_NEEDS_A_MODEL in state.switched_on:
        return None
    prefix = configuration["index_prefix"]
    return f"{f'.plugins-ml-am-{prefix}' if configuration['use_system_index'] else prefix}-memory-{kind}"


def find_container(state: State, id: str) -> Source:
    """A container, in the words of everything but its own GET."""
    found = ml_indices.find(state, CONTAINERS, id)
    if found is None:
        raise errors.container_not_found()
    return found


def opened(call: Call, doing: str) -> dict[str, Any]:
    """The configuration of the container that the path names, for a caller who may use it."""
    container = find_container(call.state, call.path["memory_container_id"])
    access.require_container(call.state, container, doing)
    configuration: dict[str, Any] = container["configuration"]
    return configuration


def add_container(call: Call, container: Source) -> str:
    """Store a container and make its indices; its id. Indices that cannot be made leave the container without them."""
    id = keep_container(call.state, container)
    make_indices(call, container["configuration"])
    return id


def keep_container(state: State, container: Source, id: str | None = None) -> str:
    """Store a container; its id."""
    if not indices.exists(state, CONTAINERS):
        _create(state, CONTAINERS, _mappings(state)["container"], ml_indices.SETTINGS, hidden=True)
    tenant = tenancy.current(state)
    kept = container if tenant is None else {**container, tenancy.FIELD: tenant}
    return documents.write(state, CONTAINERS, id, ml_indices.without_nulls(kept), refresh=True).id


def make_indices(call: Call, configuration: Mapping[str, Any]) -> None:
    """Make those of a container's indices that are not there yet."""
    from ...indices.settings import read_settings
    from ...mapping.parsing import Reader

    state = call.state
    infers = bool(configuration.get("strategies"))
    for kind in KINDS:
        index = index_of(state, configuration, kind)
        if index is None or indices.exists(state, index) or (kind in ("long-term", "history") and not infers):
            continue
        mappings = _mappings(state)[kind]
        settings: dict[str, Any] = {}
        if kind == "long-term":
            mappings, settings = embedding(configuration, mappings)
            _make_pipeline(state, configuration, f"{index}-embedding")
            settings["default_pipeline"] = f"{index}-embedding"
        own = (configuration.get("index_settings") or {}).get(OWN_SETTINGS[kind])
        settings |= own if isinstance(own, dict) and own else ON_ALL_NODES
        settings = read_settings(state, settings)
        Reader(state, settings, []).read(mappings)  # refuses vectors of an unlikely length
        access.allow(state, configuration, index, access.CREATE)
        _create(state, index, mappings, settings, hidden=configuration["use_system_index"])


def embedding(configuration: Mapping[str, Any], mappings: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Mappings with the field of the embedding, and the settings that it needs."""
    field: dict[str, Any] = {"type": "rank_features"}
    settings: dict[str, Any] = {}
    if configuration["embedding_model_type"] == "TEXT_EMBEDDING":
        field = {"type": "knn_vector", "dimension": configuration["embedding_dimension"], "method": HNSW}
        settings = {"index.knn": "true", "index.knn.algo_param.ef_search": "100"}
    properties = {**mappings["properties"], EMBEDDED: field}
    return {**mappings, "properties": dict(sorted(properties.items()))}, settings


def existing_embedding(state: State, index: str) -> tuple[str | None, dict[str, Any]] | None:
    """The model that embeds the memories of an index, and the field that it fills; None when there is no such index."""
    access.allow_to_set_up(state, access.GET_MAPPINGS, index)
    if not indices.exists(state, index):
        return None
    field = indices.find(state, index)["mappings"].get("properties", {}).get(EMBEDDED)
    if field is None or field.get("type") not in ("knn_vector", "rank_features"):
        raise configuration_errors.index_embeds_nothing(index)
    access.allow_to_set_up(state, access.GET_PIPELINE)
    record = state.store.get(PIPELINES, f"{index}-embedding")
    if record is None:
        raise configuration_errors.pipeline_is_gone(index)
    for processor in record["config"].get("processors") or ():
        for name in ("text_embedding", "sparse_encoding"):
            if isinstance(options := processor.get(name), dict) and isinstance(options.get("model_id"), str):
                return options["model_id"], field
    raise configuration_errors.pipeline_names_no_model(index)


def add(state: State, index: str, source: Source, id: str | None = None) -> Written:
    """Store a memory."""
    return documents.write(state, index, id, ml_indices.without_nulls(source), refresh=True)


def _make_pipeline(state: State, configuration: Mapping[str, Any], name: str) -> None:
    if state.store.get(PIPELINES, name) is not None:
        return
    from ..pipelines.records import keep

    access.allow_to_set_up(state, access.PUT_PIPELINE)
    dense = configuration["embedding_model_type"] == "TEXT_EMBEDDING"
    options = {"model_id": configuration["embedding_model_id"], "field_map": {"memory": EMBEDDED}}
    processor = {"text_embedding" if dense else "sparse_encoding": options}
    config = {"description": "Agentic Memory Text embedding pipeline", "processors": [processor]}
    keep(state, PIPELINES, name, config)


def _create(
    state: State, index: str, mappings: Mapping[str, Any], settings: Mapping[str, Any], *, hidden: bool
) -> None:
    indices.create(state, index, mappings=dict(mappings), settings=dict(settings), hidden=hidden)


def _mappings(state: State) -> Mapping[str, Any]:
    """The mappings of this version, by kind."""
    return _of_version(tuple(name for name in _GROWN if name in state.switched_on))


_GROWN = (changes.MEMORY_RETENTION, changes.BLOBS_IN_MEMORIES, changes.CHECKPOINTS_IN_MEMORIES)


@lru_cache(maxsize=8)
def _of_version(grown: tuple[str, ...]) -> Mapping[str, Any]:
    held = json.loads(Path(__file__).with_name("mappings.json").read_text("utf-8"))
    found: dict[str, Any] = held["mappings"]
    for name in (name for name in reversed(_GROWN) if name in grown):
        for kind, more in held["later"][name].items():
            properties = {**found[kind]["properties"], **more["properties"]}
            meta = more.get("_meta", found[kind]["_meta"])
            found[kind] = {"_meta": meta, "properties": dict(sorted(properties.items()))}
    return found
