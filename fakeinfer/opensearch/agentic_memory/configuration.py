"""What a container is set up with: read, checked, shown.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/memorycontainer/MemoryConfiguration.java` and
`MemoryStrategy.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...indices.creating import name_problem
from ...operations import Call
from .. import changes, ml_indices
from ..ml_indices import MODELS, without_nulls
from ..ml_values import text_of, whole_number
from . import errors

STRATEGIES = ("SEMANTIC", "USER_PREFERENCE", "SUMMARY")
EMBEDDING = ("TEXT_EMBEDDING", "SPARSE_ENCODING")
MOST_TO_INFER = 10
USUAL_TO_INFER = 5


def read(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration as it is kept, in the order in which it is shown."""
    kind = text_of(dict(given), "embedding_model_type")
    size = given.get("max_infer_size")
    llm = text_of(dict(given), "llm_id")
    _check_embedding(kind, given)
    if size is not None and whole_number(size) > MOST_TO_INFER:
        raise errors.too_much_to_infer()
    own = _flag(given, "use_system_index", True)
    return without_nulls(
        {
            "index_prefix": _prefix(call, given.get("index_prefix"), own),
            "llm_id": llm,
            "embedding_model_type": kind.upper() if kind is not None else None,
            "embedding_model_id": text_of(dict(given), "embedding_model_id"),
            "embedding_dimension": given.get("embedding_dimension"),
            "max_infer_size": None if llm is None else whole_number(size if size is not None else USUAL_TO_INFER),
            "strategies": [_strategy(call, strategy) for strategy in given.get("strategies") or ()] or None,
            "index_settings": given.get("index_settings") or None,
            "parameters": given.get("parameters") or None,
            "disable_history": _flag(given, "disable_history", False),
            "disable_session": _flag(given, "disable_session", not call.has(changes.SESSIONS_BY_DEFAULT)),
            "use_system_index": own,
        }
    )


def check(call: Call, configuration: Mapping[str, Any]) -> None:
    """Refuse models that are not there or do something else, and strategies that lack them."""
    strategies = configuration.get("strategies") or []
    llm, embeds = configuration.get("llm_id"), configuration.get("embedding_model_id")
    if strategies and call.has(changes.STRATEGIES_NEED_MODELS) and not (llm and embeds):
        missing = "LLM model and embedding model" if not (llm or embeds) else "LLM model (llm_id)"
        if llm:
            missing = "embedding model (embedding_model_id, embedding_model_type, dimension)"
        raise errors.strategies_need_models(missing)
    for strategy in strategies:
        if not strategy.get("namespace"):
            raise errors.strategy_needs_namespace()
    if llm is not None and _algorithm(call, "LLM", llm) != "REMOTE":
        raise errors.model_is_not_remote(_algorithm(call, "LLM", llm))
    if embeds is not None:
        wanted, found = configuration["embedding_model_type"], _algorithm(call, "Embedding", embeds)
        if found not in (wanted, "REMOTE"):
            raise errors.model_does_not_embed(wanted, found)


def _check_embedding(kind: str | None, given: Mapping[str, Any]) -> None:
    model, dimension = given.get("embedding_model_id"), given.get("embedding_dimension")
    if model is not None and kind is None:
        raise errors.embedding_type_needed()
    if kind is None:
        return
    if model is None:
        raise errors.embedding_model_needed()
    if kind.upper() not in EMBEDDING:
        raise errors.wrong_embedding_type()
    if kind.upper() == "TEXT_EMBEDDING" and dimension is None:
        raise errors.dimension_needed()
    if kind.upper() == "SPARSE_ENCODING" and dimension is not None:
        raise errors.dimension_not_allowed()


def _prefix(call: Call, given: Any, own: bool) -> str:
    if not given or not str(given).strip():
        return "default" if own else call.state.ids.auto_id().lower().replace("-", "a").replace("_", "b")[:8]
    problem = name_problem(call.state, str(given))
    if problem is not None and "exists" not in problem:
        raise errors.bad_prefix(str(given), problem)
    return str(given)


def _strategy(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(given.get("type", ""))
    if kind.upper() not in STRATEGIES:
        raise errors.unknown_strategy(kind)
    drawn = call.state.ids.auto_id().lower().replace("-", "a").replace("_", "b")[:8]
    return without_nulls(
        {
            "id": given.get("id") or f"{kind.lower()}_{drawn}",
            "enabled": _flag(given, "enabled", True),
            "type": kind.upper(),
            "namespace": given.get("namespace"),
            "configuration": given.get("configuration"),
        }
    )


def _flag(given: Mapping[str, Any], name: str, default: bool) -> bool:
    value = given.get(name)
    return default if value is None else value in (True, "true")


def _algorithm(call: Call, kind: str, id: str) -> str:
    model = ml_indices.find(call.state, MODELS, id)
    if model is None:
        raise errors.model_not_found(kind, id)
    return str(model["algorithm"])
