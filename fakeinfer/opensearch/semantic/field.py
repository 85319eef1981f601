"""The field type `semantic`: a text, or what else `raw_field_type` says, with embeddings in a field beside it.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/mapper/SemanticFieldMapper.java and
`.../mapper/dto/{ChunkingConfig,SparseEncodingConfig}.java`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javanumbers import java_double
from ...mapping.options import flag, java_text
from ...mapping.types import Definition, Option, Refused, Where, field_type
from ...versions import Span
from ...wire import Json

if TYPE_CHECKING:
    from ...cluster import State

RAW_TYPES = ("text", "keyword", "match_only_text", "wildcard", "token_count", "binary")
PRUNE_TYPES = ("none", "top_k", "alpha_mass", "max_ratio", "abs_value")
WITH_CONFIGS = Span("3.2")


def raw_type(definition: Definition) -> str:
    """The type of the values themselves."""
    raw = java_text(definition.get("raw_field_type", "text"))
    if raw not in RAW_TYPES:
        reason = f"raw_field_type {raw} is not supported. It should be one of [{', '.join(RAW_TYPES)}]"
        raise Refused(reason, as_argument=True)
    return raw


def expand(state: State, mapping: Definition) -> Definition:
    """A mapping with the fields for embeddings."""
    from .mapping import expanded  # read by those alone who have such fields

    return expanded(state, mapping)


def _text(name: str, option: str, value: Json) -> str:
    return java_text(value)


def _chunking(name: str, option: str, value: Json) -> Json:
    if isinstance(value, bool):
        return value
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(f"[{option}] must be either a List of Maps or a Boolean")
    for item in value:
        _check_chunker(option, item)
    return value


def _check_chunker(option: str, item: dict[str, Any]) -> None:
    from ..processors import chunking

    unknown = [key for key in item if key not in ("algorithm", "parameters")]
    if unknown:
        raise Refused(f"[{option}] does not support parameters [[{', '.join(unknown)}]]")
    known = ("fixed_token_length", "delimiter", "fixed_char_length")
    if "algorithm" not in item:
        raise Refused("[algorithm] is required to configure the chunking strategy.")
    if item["algorithm"] not in known:
        raise Refused(f"[algorithm] must be [{', '.join(known)}]")
    parameters = item.get("parameters")
    if parameters is None:
        return
    if not isinstance(parameters, dict):
        raise Refused("parameters in chunking should be a Map.")
    try:
        chunking.chunker(item["algorithm"], parameters)
    except ApiError as refused:
        raise Refused(str(refused.reason), type=refused.type) from None


def _dense(name: str, option: str, value: Json) -> Json:
    if value is not None and not isinstance(value, dict):
        raise Refused(f"[{option}] must be an object")
    return value


def _sparse(name: str, option: str, value: Json) -> Json:
    if not isinstance(value, dict):
        raise Refused(f"[{option}] must be a Map")
    kind, ratio = value.get("prune_type"), _ratio(value)
    if "prune_type" in value and (not isinstance(kind, str) or kind.lower() not in PRUNE_TYPES):
        raise Refused(f"Invalid [prune_type]. Valid values are [{','.join(PRUNE_TYPES)}].")
    unknown = [key for key in value if key not in ("prune_type", "prune_ratio")]
    if unknown:
        raise Refused(f"Unsupported parameters {','.join(unknown)} in {option}")
    kind = kind.lower() if isinstance(kind, str) else None
    if ratio is not None and kind in (None, "none"):
        raise Refused("prune_ratio should not be defined when prune_type is none or null")
    if ratio is None and kind not in (None, "none"):
        raise Refused("prune_ratio is required when prune_type is defined and not none")
    if ratio is not None and kind is not None and not _is_valid(kind, ratio):
        raise Refused(f"Illegal prune_ratio {ratio:f} for prune_type: {kind}. {_described(kind)}")
    return {name: shown for name, shown in (("prune_type", kind), ("prune_ratio", ratio)) if shown is not None}


def _ratio(config: dict[str, Any]) -> float | None:
    if "prune_ratio" not in config:
        return None
    try:
        return java_double(java_text(config["prune_ratio"]))
    except ValueError:
        raise Refused("[prune_ratio] must be a Float") from None


def _is_valid(kind: str, ratio: float) -> bool:
    if kind == "top_k":
        return ratio > 0 and ratio == int(ratio)
    return ratio >= 0 if kind == "abs_value" else 0 <= ratio < 1


def _described(kind: str) -> str:
    if kind == "top_k":
        return "prune_ratio should be positive integer."
    if kind == "abs_value":
        return "prune_ratio should be non-negative."
    return "prune_ratio should be in the range [0, 1)."


@field_type(
    "semantic",
    "text",
    since="3.1",
    options={
        "model_id": Option(None, updatable=True, read=_text),
        "search_model_id": Option(None, updatable=True, read=_text),
        "raw_field_type": Option("text", read=_text, always=True),
        "semantic_info_field_name": Option(None, read=_text),
        "chunking": Option(None, read=_chunking),
        "semantic_field_search_analyzer": Option(None, updatable=True, read=_text),
        "dense_embedding_config": Option(None, read=_dense, span=WITH_CONFIGS),
        "sparse_encoding_config": Option(None, read=_sparse, span=WITH_CONFIGS),
        "skip_existing_embedding": Option(False, updatable=True, read=flag(False).read, span=WITH_CONFIGS),
    },
    raw=raw_type,
    expand=expand,
)
def semantic(definition: Definition, where: Where) -> Definition:
    """Texts that a model embeds."""
    for name in ("search_model_id", "semantic_field_search_analyzer"):
        if definition.get(name) == "":
            raise Refused(f"{name} can not be empty string in semantic field {where.leaf}", as_argument=True)
    if "search_model_id" in definition and "semantic_field_search_analyzer" in definition:
        raise Refused(
            f"search_model_id can not coexist with semantic_field_search_analyzer in semantic field {where.leaf}",
            as_argument=True,
        )
    shown = {**definition, "raw_field_type": raw_type(definition)}
    if shown.get("chunking") is False and where.state.contract.version not in WITH_CONFIGS:
        del shown["chunking"]
    return shown
