"""Trained models: put, get, delete. What is stored of a new one is in `new_models.py`, uploading in `uploads.py`, what runs in `deployments.py`.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/Transport{Put,Get,Delete}TrainedModelAction.java
and the handlers in rest/inference/ beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...operations import DELETE, GET, PUT, Bool, Call, Custom, Int, Time, operation
from ...references import referrers
from ...versions import Span
from ...wire import Json
from .. import changes
from ..licensing import licences
from . import configs, definitions, deployments, errors, new_models, packages, records
from .records import COLLECTION, TrainedModel

if TYPE_CHECKING:
    pass

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
    model = new_models.described(call, model_id, clean)
    if call.store.get(records.ALIASES, model_id) is not None:
        raise errors.id_is_an_alias(model_id)
    deployed = call.store.get(deployments.COLLECTION, model_id)
    if deployed is not None and deployed["model_id"] != model_id:
        raise errors.id_is_a_deployment(model_id)
    if model_id.startswith(".") and call.store.get(packages.DOWNLOADS, model_id) is not None:
        return render(call, records.find_model(call.state, model_id))  # a download goes on: its model is the answer
    if model_id.startswith("."):
        model = new_models.packaged(call, model_id, clean, model)
    new_models.refuse_names_taken(call, model_id, model["tags"])
    if records.known_model(call.state, model_id) is not None:
        raise errors.model_exists(model_id)
    call.store.put(COLLECTION, model_id, model)
    if model_id.startswith("."):
        packages.begin(call.state, model_id)
        if call.query["wait_for_completion"]:
            packages.wait(call.state, model_id, 30_000)
    return render(call, model)


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
