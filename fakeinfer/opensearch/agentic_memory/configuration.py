"""What a container is set up with: read, checked, changed.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryConfiguration.java`,
`plugin/src/main/java/org/opensearch/ml/helper/MemoryContainer{ModelValidator,SharedIndexValidator}.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...indices.creating import name_problem
from ...operations import Call
from ..ml import indices as ml_indices
from ..ml.indices import MODELS
from ..ml.values import text_of, truth, whole_number
from . import changes, configuration_errors, places, retention, strategies

EMBEDDING = ("TEXT_EMBEDDING", "SPARSE_ENCODING")
EMBEDDED_BY = ("embedding_model_type", "embedding_model_id", "embedding_dimension")
MOST_TO_INFER = 10
USUAL_TO_INFER = 5
OPTIONAL = ("llm_id", *EMBEDDED_BY[:2], "max_infer_size", "strategies", "index_settings", "parameters")
BLANK = 32
"""Characters below this one control something."""


def read(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration as it is kept, in the order in which it is shown."""
    embedded = embedded_by(given)
    listed = [strategies.read(one) for one in given.get("strategies") or ()]
    policy = retention.read(call, given)
    llm, size = text_of(dict(given), "llm_id"), most_to_infer(given)
    own = _flag(given, "use_system_index", True)
    kept: dict[str, Any] = {
        "index_prefix": _prefix(call, given.get("index_prefix"), own),
        "llm_id": llm,
        **embedded,
        "max_infer_size": None if llm is None else size,
        "strategies": listed or None,
        "index_settings": given.get("index_settings") or None,
        "parameters": given.get("parameters") or None,
        "disable_history": _flag(given, "disable_history", False),
        "disable_session": _flag(given, "disable_session", not call.has(changes.SESSIONS_BY_DEFAULT)),
        "use_system_index": own,
        **policy,
    }
    return tidied(kept)


def embedded_by(given: Mapping[str, Any]) -> dict[str, Any]:
    """The model that embeds and what it makes; refused when they do not fit."""
    kind, model = text_of(dict(given), "embedding_model_type"), text_of(dict(given), "embedding_model_id")
    dimension = given.get("embedding_dimension")
    dimension = None if dimension is None else whole_number(dimension)
    if kind is not None:
        kind = kind.upper()
    check_embedding(kind, model, dimension)
    return {"embedding_model_type": kind, "embedding_model_id": model, "embedding_dimension": dimension}


def most_to_infer(given: Mapping[str, Any]) -> int:
    """How many facts are compared with what is remembered, each with as many memories."""
    size = given.get("max_infer_size")
    number = USUAL_TO_INFER if size is None else whole_number(size)
    if number > MOST_TO_INFER:
        raise configuration_errors.too_much_to_infer()
    return number


def check_embedding(kind: str | None, model: str | None, dimension: int | None) -> None:
    """Refuse half a model, and a length that its kind has not."""
    if model is not None and kind is None:
        raise configuration_errors.embedding_type_needed()
    if kind is None:
        return
    if model is None:
        raise configuration_errors.embedding_model_needed()
    if kind not in EMBEDDING:
        raise configuration_errors.wrong_embedding_type()
    if kind == "TEXT_EMBEDDING" and dimension is None:
        raise configuration_errors.dimension_needed()
    if kind == "SPARSE_ENCODING" and dimension is not None:
        raise configuration_errors.dimension_not_allowed()


def tidied(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration without what is not set; that token weights have no length is said."""
    sparse = kept.get("embedding_model_type") == "SPARSE_ENCODING"
    shown = {name: value for name, value in kept.items() if name not in OPTIONAL or value is not None}
    if sparse:
        return {**shown, "embedding_dimension": None}
    return shown if shown.get("embedding_dimension") is not None else _without(shown, "embedding_dimension")


def check(call: Call, kept: Mapping[str, Any]) -> None:
    """Refuse models that are not there or do something else, and strategies that lack them."""
    require_models(kept)
    for strategy in kept.get("strategies") or ():
        strategies.check(strategy)
    check_models(call, kept)


def require_models(kept: Mapping[str, Any]) -> None:
    """Strategies need a model to think with and one that embeds."""
    llm, embeds = kept.get("llm_id"), kept.get("embedding_model_id")
    if not kept.get("strategies") or (llm is not None and embeds is not None):
        return
    missing = "LLM model (llm_id)" if embeds is not None else "LLM model and embedding model"
    if llm is not None:
        missing = "embedding model (embedding_model_id, embedding_model_type, dimension)"
    raise configuration_errors.strategies_need_models(missing)


def check_models(call: Call, kept: Mapping[str, Any]) -> None:
    """Refuse models that are not there or do something else, and an index that is embedded by another one."""
    llm, embeds = kept.get("llm_id"), kept.get("embedding_model_id")
    if llm is not None and (found := algorithm(call, "LLM", llm)) != "REMOTE":
        raise configuration_errors.model_is_not_remote(found)
    if embeds is not None:
        wanted, found = kept["embedding_model_type"], algorithm(call, "Embedding", embeds)
        if found not in (wanted, "REMOTE"):
            raise configuration_errors.model_does_not_embed(wanted, found)
    _check_shared_index(call, kept)


def algorithm(call: Call, kind: str, id: str) -> str:
    """What a model is."""
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise configuration_errors.model_not_found(kind, id)
    return str(model["algorithm"])


def changed(call: Call, kept: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration after an update. Models, strategies and retention change; where memories are does not."""
    asked = read(call, given)
    if kept.get("strategies"):
        _refuse_other_embedding(kept, asked)
    new = {name: asked[name] for name in ("llm_id", "max_infer_size", *EMBEDDED_BY[:2]) if asked.get(name) is not None}
    merged: dict[str, Any] = {**kept, **new}
    if asked.get("embedding_dimension") is not None:
        merged["embedding_dimension"] = asked["embedding_dimension"]
    if merged.get("embedding_model_type") == "SPARSE_ENCODING":
        merged["embedding_dimension"] = None
    if asked.get("strategies"):
        merged["strategies"] = strategies.merged(call.state, kept.get("strategies") or [], asked["strategies"])
    merged = retention.merged(merged, kept, asked)
    check_embedding(
        merged.get("embedding_model_type"), merged.get("embedding_model_id"), merged.get("embedding_dimension")
    )
    require_models(merged)
    return tidied(in_order(merged))


def in_order(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration in the order in which it is shown."""
    return {name: kept[name] for name in SHOWN if name in kept}


SHOWN = (
    "index_prefix", "llm_id", *EMBEDDED_BY, "max_infer_size", "strategies", "index_settings", "parameters",
    "disable_history", "disable_session", "use_system_index", "retention_policy",
)  # fmt: skip


def _refuse_other_embedding(kept: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    if kept.get("embedding_model_id") is None:
        return
    if any(asked.get(name) is not None and asked[name] != kept.get(name) for name in EMBEDDED_BY):
        raise configuration_errors.embedding_is_fixed(
            *(kept.get(name) for name in ("embedding_model_id", *EMBEDDED_BY[::2]))
        )


def _check_shared_index(call: Call, kept: Mapping[str, Any]) -> None:
    """Refuse to embed in another way what other containers embed in the same index."""
    if not kept.get("strategies"):
        return
    index = places.index_of(call.state, kept, "long-term")
    assert index is not None
    existing = places.existing_embedding(call.state, index)
    if existing is None:
        return
    model, field = existing
    there = {
        "embedding_model_id": model,
        "embedding_model_type": EMBEDDING[field["type"] == "rank_features"],
        "embedding_dimension": field.get("dimension"),
    }
    if any(kept.get(name) != value for name, value in there.items()):
        raise configuration_errors.embedded_otherwise(kept, there)


def _prefix(call: Call, given: Any, own: bool) -> str:
    if not given or not str(given).strip():
        return "default" if own else strategies.drawn(call.state)
    prefix = str(given)
    if not call.has(changes.PREFIXES_ARE_CHECKED):
        return prefix
    if any(ord(character) < BLANK for character in prefix):
        raise configuration_errors.prefix_controls()
    problem = name_problem(call.state, prefix)
    if problem is not None and "exists" not in problem:
        raise configuration_errors.bad_prefix(prefix, problem)
    return prefix


def _flag(given: Mapping[str, Any], name: str, default: bool) -> bool:
    value = given.get(name)
    return default if value is None else truth(value)


def _without(kept: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key != name}
