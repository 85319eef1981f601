"""Trained models: put, get, delete. Uploading is in `uploads.py`, what runs in `deployments.py`.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/Transport{Put,Get,Delete}TrainedModelAction.java
and the handlers in rest/inference/ beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError, not_implemented
from ...operations import DELETE, GET, PUT, Bool, Call, Custom, Int, Time, operation
from ...references import referrers
from ...versions import Span
from ...wire import Json
from .. import changes
from ..licensing import licences
from . import configs, definitions, deployments, errors, packages, records
from .records import COLLECTION, TrainedModel

if TYPE_CHECKING:
    from ...cluster import State

INCLUDES = (
    "definition",
    "total_feature_importance",
    "feature_importance_baseline",
    "hyperparameters",
    "definition_status",
)


def _words(name: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _includes(name: str, text: str) -> tuple[str, ...]:
    unknown = [word for word in _words(name, text) if word not in INCLUDES]
    if unknown:
        raise errors.unknown_includes(unknown, INCLUDES)
    return _words(name, text)


@operation(
    "ml.put_trained_model",
    PUT("/_ml/trained_models/{model_id}"),
    query={
        "defer_definition_decompression": Bool(False),
        "wait_for_completion": Bool(False),
        "timeout": Time("30s"),
        "master_timeout": Time("30s"),
    },
    body="required_or_source",
    missing_body=errors.body_required,
    unread_query="storing a model takes no time here",
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/put_trained_model/MlPutTrainedModelRequest.ts",
)
def put_trained_model(call: Call) -> Json:
    """Store a model, or begin to download one whose id begins with a dot."""
    model_id = call.path["model_id"]
    clean = configs.read(call, model_id, prefixes=call.has(changes.MODELS_HAVE_PREFIX_STRINGS))
    licences.require(call, licences.MACHINE_LEARNING)
    definition = _definition(call, model_id, clean)
    if definition is not None:
        _check_definition(model_id, clean, definition)
    model = _stored(call.state, model_id, clean, definition)
    if call.store.get(records.ALIASES, model_id) is not None:
        raise errors.id_is_an_alias(model_id)
    deployed = call.store.get(deployments.COLLECTION, model_id)
    if deployed is not None and deployed["model_id"] != model_id:
        raise errors.id_is_a_deployment(model_id)
    if model_id.startswith(".") and call.store.get(packages.DOWNLOADS, model_id) is not None:
        return render(call, records.find_model(call.state, model_id))  # a download goes on: its model is the answer
    if model_id.startswith("."):
        model = _packaged(call, model_id, clean, model)
    _check_names(call, model_id, model["tags"])
    if records.known_model(call.state, model_id) is not None:
        raise errors.model_exists(model_id)
    call.store.put(COLLECTION, model_id, model)
    if model_id.startswith("."):
        packages.begin(call.state, model_id)
        if call.query["wait_for_completion"]:
            packages.wait(call.state, model_id, 30_000)
    return render(call, model)


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


def _packaged(call: Call, model_id: str, clean: dict[str, Any], model: TrainedModel) -> TrainedModel:
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


def _check_names(call: Call, model_id: str, tags: list[str]) -> None:
    """Ids and tags are different things."""
    models = records.all_models(call.store)
    if any(model_id in model["tags"] for model in models.values()):
        raise errors.id_is_a_tag(model_id)
    if any(tag in models for tag in tags):
        raise errors.tags_are_ids(tags)


@operation(
    "ml.get_trained_models",
    GET("/_ml/trained_models"),
    GET("/_ml/trained_models/{model_id}"),
    query={
        "allow_no_match": Bool(True),
        "decompress_definition": Bool(True),
        "exclude_generated": Bool(False),
        "from": Int(0),
        "include": Custom(_includes, ()),
        "size": Int(100),
        "tags": Custom(_words, ()),
        "include_model_definition": Bool(None, span=Span(until="9.0")),
    },
    privilege="monitor_ml",
    source="elastic/elasticsearch-specification:specification/ml/get_trained_models/MlGetTrainedModelRequest.ts",
)
def get_trained_models(call: Call) -> Json:
    """Get models by id, alias, pattern and tag, sorted by id."""
    includes = set(call.query["include"])
    if call.query.get("include_model_definition") is not None:
        call.warnings.append("[include_model_definition] parameter is deprecated! Use [include=definition] instead.")
        includes |= {"definition"} if call.query["include_model_definition"] else set()
    refuse_bad_page(call)
    ids = records.select(call.state, call.path.get("model_id"), allow_no_match=call.query["allow_no_match"])
    models = records.all_models(call.store)
    tags = set(call.query["tags"])
    ids = [model_id for model_id in ids if tags <= set(models[model_id]["tags"])]
    if "definition" in includes and len(ids) > 1:
        raise errors.definitions_of_several()
    shown = ids[call.query["from"] : call.query["from"] + call.query["size"]]
    return {
        "count": len(ids),
        "trained_model_configs": [render(call, models[model_id], includes) for model_id in shown],
    }


def refuse_bad_page(call: Call) -> None:
    """`from` and `size` count from zero."""
    for name in ("from", "size"):
        if call.query[name] < 0:
            raise errors.negative_page(name)


def render(call: Call, model: TrainedModel, includes: set[str] | None = None) -> Json:
    """A model as put and get print it."""
    hidden: set[str] = {"definition"}
    if call.query.get("exclude_generated"):
        hidden |= {"created_by", "version", "create_time", "model_size_bytes", "estimated_operations", "license_level"}
    printed: dict[str, Any] = {}
    shown: dict[str, Any] = dict(model)
    for name in ("model_id", *records.TrainedModel.__annotations__):
        if name == "definition" and includes and "definition" in includes:
            printed |= _printed_definition(call, model)
        value = shown.get(name)
        if name == "metadata":
            value = _metadata(call, model)
        if value is not None and name not in hidden:
            printed[name] = value
    if includes and "definition_status" in includes:
        fully = is_fully_defined(call, model)
        if fully is not None:
            printed["fully_defined"] = fully
    return printed


def _metadata(call: Call, model: TrainedModel) -> dict[str, Any] | None:
    """The metadata with the model's aliases among them."""
    aliases = records.aliases_of(call.store, model["model_id"])
    metadata = model.get("metadata")
    return {**(metadata or {}), "model_aliases": aliases} if aliases else metadata


def _printed_definition(call: Call, model: TrainedModel) -> dict[str, Any]:
    definition = model.get("definition")
    if definition is None and model.get("model_type") == "lang_ident":
        raise not_implemented(f"the definition of [{model['model_id']}]")
    if definition is None:
        return {}
    if call.query["decompress_definition"]:
        return {"definition": definition}
    return {"compressed_definition": definitions.packed(definition)}


def is_fully_defined(call: Call, model: TrainedModel) -> bool | None:
    """Whether the whole definition is there; None for models of which nobody asks it."""
    if model.get("model_type") != "pytorch":
        return None if model.get("definition") is None and model.get("model_type") != "lang_ident" else True
    if model.get("model_package") is not None:
        return packages.looked_at(call.state, model["model_id"])
    return deployments.definition_problem(call.state, model) is None


@operation(
    "ml.delete_trained_model",
    DELETE("/_ml/trained_models/{model_id}"),
    query={"force": Bool(False), "timeout": Time("30s")},
    unread_query="deleting a model takes no time here",
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/delete_trained_model/MlDeleteTrainedModelRequest.ts",
)
def delete_trained_model(call: Call) -> Json:
    """Remove a model, its parts and aliases; `force` even if it is used, and with its deployment."""
    model_id = call.path["model_id"]
    aliases = records.aliases_of(call.store, model_id)
    if not call.query["force"]:
        if is_referenced(call, model_id):
            raise errors.model_in_use(model_id)
        for alias in aliases:
            if is_referenced(call, alias):
                raise errors.alias_of_model_in_use(model_id, alias)
    deployed = deployments.of_model(call.store, model_id)
    if deployed and not call.query["force"]:
        raise errors.model_is_deployed(model_id)
    if model_id == records.LANG_IDENT:
        raise errors.model_is_required(model_id)
    records.find_model(call.state, model_id)
    for deployment in deployed:
        deployments.stop(call.state, deployment["deployment_id"])
    for alias in aliases:
        call.store.delete(records.ALIASES, alias)
    for collection in (COLLECTION, records.PARTS, records.VOCABULARIES, records.INFERENCES, packages.DOWNLOADS):
        call.store.delete(collection, model_id)
    return {"acknowledged": True}


def is_referenced(call: Call, name: str) -> bool:
    """Whether a stored pipeline infers with this model, alias or deployment."""
    return bool(referrers(call.store, call.contract.product.references, "endpoint", name))
