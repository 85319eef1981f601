"""What models mean for semantic fields: vectors of which kind, or weights of tokens.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/mappingtransformer/SemanticInfoConfigBuilder.java
and `.../util/SemanticMLModelUtils.java`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from .. import changes
from ..ml import indices as ml_indices
from ..models import errors as model_errors

if TYPE_CHECKING:
    from ...cluster import State

KINDS = ("TEXT_EMBEDDING", "SPARSE_ENCODING", "SPARSE_TOKENIZE")
ALGORITHMS = ("TEXT_EMBEDDING", "REMOTE", "SPARSE_ENCODING", "SPARSE_TOKENIZE")
_UPDATE_FIRST = (
    "After updating the model, you must update the semantic field in the index mapping with the new model ID. If the model ID"
    " remains the same, you still need to send an update mapping request that includes the semantic field to ensure the latest"
    " model configuration is applied."
)


class Model(NamedTuple):
    """A model of the plugin."""

    id: str
    record: Mapping[str, Any]

    @property
    def config(self) -> Mapping[str, Any]:
        """How it was configured."""
        found: Mapping[str, Any] = self.record.get("model_config") or {}
        return found

    @property
    def algorithm(self) -> str:
        """Its function."""
        return str(self.record["algorithm"])


def fetched(state: State, ids: Iterable[str]) -> dict[str, Model]:
    """Models by id; 500 for those that are not there."""
    found, problems = {}, []
    for id in ids:
        record = ml_indices.find(state, ml_indices.MODELS, id)
        if record is not None:
            found[id] = Model(id, record)
            continue
        there = ml_indices.exists(state, ml_indices.MODELS)
        absent = model_errors.model_to_get_not_found(id) if there else model_errors.no_models(_has_client(state))
        problems.append(f"Failed to fetch model [{id}]: {absent.reason}")
    if problems:
        raise ApiError(500, "runtime_exception", ";".join(problems))
    return found


def _has_client(state: State) -> bool:
    return changes.METADATA_CLIENT in state.switched_on


def is_dense(model: Model) -> bool:
    """Whether it answers vectors; refuses what no semantic field can have."""
    return kind_for_mapping(model) == "TEXT_EMBEDDING"


def kind_for_mapping(model: Model) -> str:
    """What it makes of texts, in the words of who reads a mapping."""
    if model.algorithm in KINDS:
        return model.algorithm
    if model.algorithm != "REMOTE":
        raise illegal_argument(
            f"The algorithm {model.algorithm} of the model {model.id} is not supported in the semantic field. Supported"
            f" algorithms: [{','.join(ALGORITHMS)}]."
        )
    if not model.config:
        raise illegal_argument(f"Model config is null for the remote model {model.id}.")
    kind = model.config["model_type"]
    if kind.upper() not in KINDS:
        raise illegal_argument(
            f"The model type {kind} of the model {model.id} is not supported in the semantic field. Supported remote model"
            f" types: [{','.join(KINDS)}]"
        )
    return str(kind.upper())


def type_in_documents(model: Model) -> str:
    """Its type as documents tell it."""
    if model.algorithm in KINDS:
        return model.algorithm
    if model.algorithm != "REMOTE":
        raise illegal_argument(
            f"Semantic field cannot support the function name {model.algorithm} with the model id {model.id}. It should be one"
            f" of [{','.join(ALGORITHMS)}]. {_UPDATE_FIRST}"
        )
    if not model.config:
        raise illegal_argument(
            f"Model config is required for the remote model {model.id} used for semantic fields. {_UPDATE_FIRST}"
        )
    kind = model.config["model_type"]
    if kind.upper() not in KINDS:
        raise illegal_argument(
            f"Semantic field cannot support the remote model type {kind} with the model id {model.id}. It should be one of"
            f" [{','.join(KINDS)}]. {_UPDATE_FIRST}"
        )
    return f"REMOTE_{kind.upper()}"
