"""The containers of 3.2: one index of messages and facts, named by the container or after it.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/` and
`common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryStorageConfig.java` at 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import indices
from ...indices.creating import check_name
from ...operations import Call
from ...wire import Json
from ..memory.conversations import user_name
from ..ml import indices as ml_indices
from ..ml.values import text_of
from . import access, configuration, containers, errors, places

FIELD = "memory_storage_config"
PREFIXES = {None: "ml-static-memory-", "TEXT_EMBEDDING": "ml-knn-memory-", "SPARSE_ENCODING": "ml-sparse-memory-"}
PROPERTIES: dict[str, Any] = {
    **{name: {"type": "keyword"} for name in ("agent_id", "memory_type", "session_id", "user_id")},
    **{name: {"type": "text"} for name in ("memory", "role")},
    "tags": {"type": "flat_object"},
    **{
        name: {"type": "date", "format": "strict_date_time||epoch_millis"}
        for name in ("created_time", "last_updated_time")
    },
}


def create(call: Call) -> Json:
    """Store a container, then make its index, whose name is written into it."""
    sent = call.body.get(FIELD)
    given = None if sent is None else read(sent)
    name = text_of(call.body, "name")
    if name is None:
        raise errors.no_name()
    if given is not None and given["semantic_storage_enabled"]:
        _check_models(call, given)
    id = places.keep_container(call.state, {**containers.begun(call, name), FIELD: given})
    kept = {**(given or {"semantic_storage_enabled": False}), "memory_index_name": _make_index(call, id, given)}
    ml_indices.change(call.state, places.CONTAINERS, id, {FIELD: {name: kept[name] for name in SHOWN if name in kept}})
    return {"memory_container_id": id, "status": "created"}


SHOWN = (
    "memory_index_name", "semantic_storage_enabled", "llm_model_id", "embedding_model_type", "embedding_model_id",
    "dimension", "max_infer_size",
)  # fmt: skip


def read(sent: Mapping[str, Any]) -> dict[str, Any]:
    """How a container stores: semantically if it says what embeds."""
    kind, model, size = configuration.embedded_by({**sent, "embedding_dimension": sent.get("dimension")}).values()
    llm, most = text_of(dict(sent), "llm_model_id"), configuration.most_to_infer(sent)
    return ml_indices.without_nulls(
        {
            "memory_index_name": text_of(dict(sent), "memory_index_name"),
            "semantic_storage_enabled": kind is not None,
            "llm_model_id": llm,
            "embedding_model_type": kind,
            "embedding_model_id": model,
            "dimension": size if kind is not None else None,
            "max_infer_size": None if llm is None else most,
        }
    )


def delete(call: Call) -> Json:
    """Remove a container; its index stays."""
    id = call.path["memory_container_id"]
    if not access.may_use(call.state, places.find_container(call.state, id)):
        raise errors.container_not_to_be_deleted()
    return ml_indices.remove(call.state, places.CONTAINERS, id).answer()


def _check_models(call: Call, given: Mapping[str, Any]) -> None:
    configuration.check_models(call, {**given, "llm_id": given.get("llm_model_id"), "strategies": None})


def _make_index(call: Call, id: str, given: Mapping[str, Any] | None) -> str:
    """Make the container's index unless it is there; its name."""
    kind = (given or {}).get("embedding_model_type")
    named = (given or {}).get("memory_index_name")
    name = str(named if named is not None else f"{PREFIXES[kind]}{id}-{user_name(call.state) or 'default'}").lower()
    if indices.exists(call.state, name):
        return name
    check_name(call.state, name)
    mappings: dict[str, Any] = {"properties": dict(sorted(PROPERTIES.items()))}
    settings: dict[str, Any] = {}
    if kind is not None:
        assert given is not None
        mappings, settings = places.embedding({**given, "embedding_dimension": given.get("dimension")}, mappings)
    settings = {**settings, "index.number_of_shards": "1", "index.number_of_replicas": "1"}
    indices.create(call.state, name, mappings=mappings, settings=settings)
    return name
