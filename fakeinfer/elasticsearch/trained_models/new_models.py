"""What is stored of a new trained model: as its body describes it, or as its package says; and putting one that is downloaded.

Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportPutTrainedModelAction.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...operations import Call
from .. import changes
from . import configs, definitions, errors, packages, records
from .records import COLLECTION, TrainedModel

if TYPE_CHECKING:
    from ...cluster import State


def described(call: Call, model_id: str, clean: dict[str, Any]) -> TrainedModel:
    """The record of the model that a body describes; refuses a definition that does not fit the rest."""
    definition = _definition(call, model_id, clean)
    if definition is not None:
        _check_definition(model_id, clean, definition)
    return _stored(call.state, model_id, clean, definition)


def _definition(call: Call, model_id: str, clean: dict[str, Any]) -> dict[str, Any] | None:
    """The parsed definition; None when there is none, or none is to be looked at yet."""
    if "definition" in clean:
        return definitions.check(model_id, clean["definition"])
    if "compressed_definition" not in clean or call.query["defer_definition_decompression"]:
        return None
    try:
        unpacked = definitions.unpacked(clean["compressed_definition"])
    except ApiError as refused:
        raise errors.definition_not_parsed(model_id, refused) from None
    return definitions.check(model_id, unpacked)


def _check_definition(model_id: str, clean: dict[str, Any], definition: dict[str, Any]) -> None:
    """What model and definition have to agree in."""
    found = definitions.type_of(definition)
    given = clean.get("model_type", found)
    if given != found:
        raise errors.other_model_type(given, found)
    clean["model_type"] = found
    kind, target = next(iter(clean["inference_config"])), definitions.target_of(definition)
    if kind != target:
        raise errors.target_not_supported(model_id, kind, target)


def _stored(state: State, model_id: str, clean: dict[str, Any], definition: dict[str, Any] | None) -> TrainedModel:
    """The record of a new model. One without a definition says where it will be looked for."""
    kind = clean.get("model_type")
    deferred = "compressed_definition" in clean and definition is None
    size = clean.get("model_size_bytes", 0)
    given = clean.get("input")
    if given is None and not model_id.startswith("."):
        if kind != "pytorch":
            raise errors.field_is_null("input")
        given = {"field_names": ["input"]}
    native = kind == "pytorch"
    location = {"index": {"name": records.NATIVE_INDEX if native else records.INDEX}} if definition is None else None
    if deferred:
        definition = _as_it_is(clean["compressed_definition"])
    return {
        "model_id": model_id,
        "model_type": kind,
        "platform_architecture": clean.get("platform_architecture"),
        "created_by": "api_user",
        "version": records.CONFIG_VERSION,
        "create_time": state.clock.millis,
        "model_size_bytes": size if definition is None or deferred else definitions.size_of(definition),
        "estimated_operations": clean.get("estimated_operations", 0)
        if definition is None or deferred
        else definitions.operations_of(definition),
        "license_level": "platinum",
        "description": clean.get("description"),
        "definition": definition,
        "tags": clean.get("tags", []),
        "metadata": clean.get("metadata"),
        "input": given or {},
        "default_field_map": clean.get("default_field_map") or None,
        "inference_config": clean.get("inference_config"),
        "location": location,
        "prefix_strings": clean.get("prefix_strings"),
    }


def _as_it_is(compressed: bytes) -> dict[str, Any]:
    """A definition that nobody looks at before it is used; nothing where it cannot be read."""
    try:
        return dict(definitions.unpacked(compressed))
    except (ApiError, TypeError, ValueError):
        return {}


def packaged(call: Call, model_id: str, clean: dict[str, Any], model: TrainedModel) -> TrainedModel:
    """The model with what its package says."""
    package = packages.PACKAGES.get(model_id)
    if package is None:
        raise errors.package_not_found(packages.location_of(model_id))
    overrides = configs.package_overrides(clean)
    if overrides:
        raise errors.package_overridden(overrides)
    if not model["input"]:
        raise errors.field_is_null("input")
    return packaged_model(call.state, model_id, model)


def packaged_model(state: State, model_id: str, base: TrainedModel | None = None) -> TrainedModel:
    """The record of a model that comes from the repository; without `base` as the server itself puts it."""
    package = packages.PACKAGES[model_id]
    stored: TrainedModel = base or _stored(state, model_id, {"input": {"field_names": ["text_field"]}}, None)
    prefixes = package.prefix_strings if changes.MODELS_HAVE_PREFIX_STRINGS in state.switched_on else None
    return {
        **stored,
        "model_type": "pytorch",
        "model_package": package.as_printed,
        "platform_architecture": package.platform,
        "description": package.description,
        "tags": list(package.tags),
        "metadata": package.metadata,
        "inference_config": package.inference_config,
        "location": {"index": {"name": records.NATIVE_INDEX}},
        "prefix_strings": prefixes,
    }


def download(state: State, model_id: str) -> None:
    """Put a packaged model that is not there yet, as an endpoint that needs it does; it waits for the download."""
    if model_id in packages.PACKAGES and records.known_model(state, model_id) is None:
        state.store.put(COLLECTION, model_id, packaged_model(state, model_id))
        packages.begin(state, model_id)


def refuse_names_taken(call: Call, model_id: str, tags: list[str]) -> None:
    """Ids and tags are different things: 400 where one is the other already."""
    models = records.all_models(call.store)
    if any(model_id in model["tags"] for model in models.values()):
        raise errors.id_is_a_tag(model_id)
    if any(tag in models for tag in tags):
        raise errors.tags_are_ids(tags)
