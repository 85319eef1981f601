"""Refusals of what a memory container is set up with: opensearch-project/ml-commons,
`common/src/main/java/org/opensearch/ml/common/memorycontainer/` and `plugin/src/main/java/org/opensearch/ml/helper/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import ApiError, illegal_argument, parse_error, status_error


def embedding_type_needed() -> ApiError:
    """A model to embed without its kind."""
    return illegal_argument("Embedding model type is required when embedding model ID is provided")


def embedding_model_needed() -> ApiError:
    """A kind of model to embed without the model."""
    return illegal_argument("Embedding model ID is required when embedding model type is provided")


def wrong_embedding_type() -> ApiError:
    """A kind of model that does not embed."""
    return illegal_argument("Embedding model type must be either TEXT_EMBEDDING or SPARSE_ENCODING")


def dimension_needed() -> ApiError:
    """Dense vectors of unknown length."""
    return illegal_argument("Dimension is required for TEXT_EMBEDDING")


def dimension_not_allowed() -> ApiError:
    """Token weights have no length."""
    return illegal_argument("Dimension is not allowed for SPARSE_ENCODING")


def too_much_to_infer() -> ApiError:
    """`max_infer_size` above 10."""
    return illegal_argument("Maximum infer size cannot exceed 10")


def model_not_found(kind: str, id: str) -> ApiError:
    """An "LLM" or "Embedding" model that is not there."""
    return illegal_argument(f"{kind} model with ID {id} not found")


def model_is_not_remote(found: str) -> ApiError:
    """A model to think with that is in the node."""
    return illegal_argument(f"LLM model must be a REMOTE model, found: {found}")


def model_does_not_embed(wanted: str, found: str) -> ApiError:
    """A model of another kind than the one announced."""
    return illegal_argument(f"Embedding model must be of type {wanted} or REMOTE, found: {found}")


def strategies_need_models(missing: str) -> ApiError:
    """Strategies without the models that they work with."""
    return illegal_argument(
        f"Strategies require both an LLM model and embedding model to be configured. Missing: {missing}. "
        "Strategies use LLM for fact extraction and embedding model for semantic search."
    )


def unknown_strategy(name: str) -> ApiError:
    """A strategy of no known type."""
    return illegal_argument(f"Invalid memory type: {name}. Must be SEMANTIC, USER_PREFERENCE, or SUMMARY")


def strategy_needs_namespace() -> ApiError:
    """A strategy without a namespace."""
    return illegal_argument("Strategy namespace is required. Please provide a non-empty namespace array.")


def bad_prefix(name: str, problem: str) -> ApiError:
    """An index prefix that cannot begin the name of an index."""
    return parse_error(f"missing or invalid index prefix [{name}] {problem}")


def bad_role(problem: str) -> ApiError:
    """A backend role that is none."""
    return parse_error(problem)


def strategy_not_found(id: str) -> ApiError:
    """An update of a strategy that the container does not have."""
    return status_error(404, f"Strategy with id {id} not found")


def strategy_type_is_fixed(old: str, new: str, id: str) -> ApiError:
    """An update that makes a strategy another one."""
    return illegal_argument(f"Cannot change strategy type from {old} to {new} for strategy {id}")


def embedding_is_fixed(model: object, kind: object, dimension: object) -> ApiError:
    """An update that would embed otherwise what is embedded already."""
    return illegal_argument(
        "Cannot change embedding configuration once strategies are configured. The long-term memory index already exists with "
        f"specific embedding mappings. Current: {{embedding_model_id={model}, embedding_model_type={kind}, "
        f"dimension={'null' if dimension is None else dimension}}}. Create a new memory container if you need different embedding "
        "configuration."
    )


def prefix_controls() -> ApiError:
    """An index prefix with control characters."""
    return parse_error("Index prefix must not contain any control characters")


def embedded_otherwise(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> ApiError:
    """A container is to share an index whose memories another model embeds."""

    def quoted(value: object) -> str:
        return f"'{'null' if value is None else value}'"

    lines = [
        f"  • {name}: existing={quoted(there[name])}, requested={quoted(wanted.get(name))}"
        for name in ("embedding_model_id", "embedding_model_type")
        if wanted.get(name) != there[name]
    ]
    size, other = wanted.get("embedding_dimension"), there["embedding_dimension"]
    if wanted.get("embedding_model_type") == "TEXT_EMBEDDING" and size != other:
        lines.append(f"  • dimension: existing={'null' if other is None else other}, requested={size}")
    told = "" if other is None else f"\n  dimension: {other}"
    return illegal_argument(
        "Cannot create memory container: Embedding configuration conflicts with existing shared index.\n\n"
        f"Index prefix '{wanted['index_prefix']}' is already in use with different settings:\n"
        + "\n".join(lines)
        + "\n\n"
        f'This shared index was configured with:\n  embedding_model_id: "{there["embedding_model_id"]}"\n'
        f'  embedding_model_type: "{there["embedding_model_type"]}"{told}\n\n'
        "To resolve this issue, you can either:\n1. Use a different index_prefix for this container\n"
        "2. Match the existing configuration in your request"
    )


def index_embeds_nothing(index: str) -> ApiError:
    """An index of that name is there, which was not made for memories."""
    return illegal_argument(
        f"Cannot create memory container: Index '{index}' already exists but the mapping is malformed or missing embedding "
        "configuration. This index may have been created by another process or is corrupted. "
        "Please use a different index_prefix to create your memory container."
    )


def pipeline_is_gone(index: str) -> ApiError:
    """Somebody deleted the pipeline that embeds memories."""
    return illegal_argument(
        f"Cannot create memory container: Index '{index}' exists but the required ingest pipeline '{index}-embedding' is missing. "
        "This indicates an incomplete or corrupted setup. Please use a different index_prefix to create your memory container."
    )


def pipeline_names_no_model(index: str) -> ApiError:
    """Somebody changed the pipeline that embeds memories into one that does not."""
    return illegal_argument(
        f"Cannot create memory container: Ingest pipeline '{index}-embedding' exists but is not configured correctly (missing "
        "model_id in processor). This indicates a malformed pipeline configuration. Please use a different index_prefix to create "
        "your memory container."
    )


# --- retention --------------------------------------------------------------------------------------------------------


def retention_is_off() -> ApiError:
    """A policy while retention is switched off."""
    return status_error(
        403,
        "Cannot set retention_policy: the memory retention feature is not enabled. To enable it, please update the cluster "
        "setting plugins.ml_commons.memory.retention_enabled",
    )


def pinning_is_off() -> ApiError:
    """`pinned` while retention is switched off."""
    return status_error(
        403,
        "Cannot set pinned: the memory retention feature is not enabled. To enable it, please update the cluster setting "
        "plugins.ml_commons.memory.retention_enabled",
    )


def working_memory_is_not_pinned() -> ApiError:
    """`pinned` of a working memory."""
    return status_error(
        400,
        "pinned field is not supported for working memory type. To preserve a conversation, pin the session instead.",
    )


def working_memory_follows_sessions() -> ApiError:
    """A rule for working memory."""
    return illegal_argument(
        "Working memory retention cannot be configured directly. Working memory is deleted when its parent session expires. To "
        'control message lifetime, configure retention on "sessions" instead.'
    )


def unknown_kind_to_retain(name: str) -> ApiError:
    """A rule for memories of no known kind."""
    return illegal_argument(f"unknown memory type: {name}")


def history_has_no_days() -> ApiError:
    """A rule that deletes history by age."""
    return illegal_argument("retention_days is not supported for history memory type")


def not_positive(field: str) -> ApiError:
    """A rule with a number below 1."""
    return illegal_argument(f"{field} must be a positive integer or null")
