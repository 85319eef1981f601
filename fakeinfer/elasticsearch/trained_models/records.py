"""Stored trained models: their form, the one that is always there, and finding models by id, alias and pattern.

A record of `trained_models` is what GET prints, plus `definition`, which is printed on demand. Aliases are records of
`trained_model_aliases`: alias -> {"model_id"}.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypedDict

from . import errors

if TYPE_CHECKING:
    from ...cluster import State
    from ...store import Store

COLLECTION = "trained_models"
ALIASES = "trained_model_aliases"
PARTS = "trained_model_parts"
VOCABULARIES = "trained_model_vocabularies"
INFERENCES = "trained_model_inferences"
CONFIG_VERSION = "12.0.0"
"""The version that models of every server here are stored with (`MlConfigVersion`)."""
LANG_IDENT = "lang_ident_model_1"
NATIVE_INDEX = ".ml-inference-native-000002"
INDEX = ".ml-inference-000005"
_LANG_IDENT_CREATED = 1_575_548_914_594
ALL = ("_all", "*", "")


class TrainedModel(TypedDict, total=False):
    """A stored model, in the order of printing; what is absent or None is not printed."""

    model_id: str
    model_type: str | None
    model_package: dict[str, Any] | None
    platform_architecture: str | None
    created_by: str
    version: str
    create_time: int
    model_size_bytes: int
    estimated_operations: int
    license_level: str
    description: str | None
    definition: dict[str, Any] | None
    tags: list[str]
    metadata: dict[str, Any] | None
    input: dict[str, Any]
    default_field_map: dict[str, str] | None
    inference_config: dict[str, Any] | None
    location: dict[str, Any] | None
    prefix_strings: dict[str, str] | None


def language_identification() -> TrainedModel:
    """The model that every cluster has; it can neither be deployed nor deleted.

    Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/persistence/TrainedModelProvider.java
    """
    return {
        "model_id": LANG_IDENT,
        "model_type": "lang_ident",
        "created_by": "_xpack",
        "version": "7.6.0",
        "create_time": _LANG_IDENT_CREATED,
        "model_size_bytes": 1_053_992,
        "estimated_operations": 39_629,
        "license_level": "basic",
        "description": "Model used for identifying language from arbitrary input text.",
        "tags": ["lang_ident", "prepackaged"],
        "input": {"field_names": ["text"]},
        "default_field_map": None,
        "inference_config": {
            "classification": {
                "num_top_classes": 5,
                "top_classes_results_field": "top_classes",
                "results_field": "predicted_value",
                "num_top_feature_importance_values": 0,
                "prediction_field_type": "string",
            }
        },
    }


def all_models(store: Store) -> dict[str, TrainedModel]:
    """Every model by id, sorted."""
    found: dict[str, TrainedModel] = {LANG_IDENT: language_identification(), **store[COLLECTION]}
    return {model_id: found[model_id] for model_id in sorted(found)}


def known_model(state: State, model_id: str) -> TrainedModel | None:
    """The model with this very id, or None."""
    if model_id == LANG_IDENT:
        return language_identification()
    found: TrainedModel | None = state.store.get(COLLECTION, model_id)
    return found


def find_model(state: State, model_id: str) -> TrainedModel:
    """The model with this very id; 404 when there is none."""
    found = known_model(state, model_id)
    if found is None:
        raise errors.model_not_found(model_id)
    return found


def of_alias(state: State, name: str) -> str:
    """The id of the model an alias stands for; another name is itself."""
    alias = state.store.get(ALIASES, name)
    return name if alias is None else str(alias["model_id"])


def aliases_of(store: Store, model_id: str) -> list[str]:
    """The aliases of a model, sorted."""
    return sorted(alias for alias, record in store[ALIASES].items() if record["model_id"] == model_id)


def select(
    state: State, expression: str | None, *, allow_no_match: bool = True, others: Iterable[tuple[str, str]] = ()
) -> list[str]:
    """The ids that a comma list of ids, aliases and patterns means, sorted; 404 for those that mean nothing.

    Patterns may mean nothing if `allow_no_match` says so. `others` are more names with the ids they stand for (deployments).
    Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/action/util/ExpandedIdsMatcher.java
    """
    models = all_models(state.store)
    if expression is None or expression in ALL:
        return list(models)
    names = [(model_id, model_id) for model_id in models]
    names += [(alias, record["model_id"]) for alias, record in state.store[ALIASES].items()]
    names += list(others)
    found: set[str] = set()
    missing = []
    for token in expression.split(","):
        meant = {model_id for name, model_id in names if name == token or fnmatchcase(name, token)}
        found |= set(models) if token in ALL else meant
        if not meant and not ("*" in token and allow_no_match):
            missing.append(token)
    if missing:
        raise errors.no_known_model(missing)
    return sorted(found & set(models))


def kind_of(model: TrainedModel) -> str | None:
    """The type of its `inference_config`."""
    return next(iter(model.get("inference_config") or {}), None)


def settings_of(model: TrainedModel) -> dict[str, Any]:
    """What its `inference_config` says."""
    config = model.get("inference_config") or {}
    return next(iter(config.values()), {})
