"""Inference by trained models: deployed text models, and models of the server's own (trees, languages).

`infer` is for whoever asks in the server: the API below, the ingest processor. It finds the deployment, counts, and refuses.

Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportInternalInferModelAction.java
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, not_implemented
from ...formats.javatext import to_text
from ...object_parser import TEXT, TIME, Field, ObjectParser, Path, Source
from ...operations import POST, Call, Time, operation
from ...wire import Json
from ..licensing import licences
from . import deployment_errors as refusals
from . import deployments, errors, languages, records, trees
from .deployments import Deployment
from .inference_config import UPDATE
from .prefixes import prefixed
from .records import TrainedModel
from .results import answer, asked

if TYPE_CHECKING:
    from ...cluster import State

Update = tuple[str, dict[str, Any]]
"""The kind that a request is for, and the settings it brings."""


def _documents(value: Json, source: Source, path: Path) -> list[dict[str, Any]]:
    documents = [value] if isinstance(value, dict) else value
    for number, document in enumerate(documents):
        if not isinstance(document, dict):
            place = source.at((*path, number))
            raise ApiError(
                400,
                "x_content_parse_exception",
                f"[{place}] Failed to parse object: expecting token of type [START_OBJECT]",
            )
    return list(documents)


_PARSER = ObjectParser(
    "cluster:internal/xpack/ml/inference/infer",
    {
        "id": TEXT,
        "docs": Field(("START_ARRAY", "START_OBJECT"), _documents),
        "timeout": TIME,
        "inference_config": UPDATE,
    },
)


@operation(
    "ml.infer_trained_model",
    POST("/_ml/trained_models/{model_id}/_infer"),
    POST(
        "/_ml/trained_models/{model_id}/deployment/_infer",
        until="9.0",
        replaced_by="/_ml/trained_models/{model_id}/_infer",
    ),
    query={"timeout": Time("10s")},
    body="required",
    missing_body=refusals.requires_body,
    unread_query="inference takes no time here",
    privilege="monitor_ml",
    source="elastic/elasticsearch-specification:specification/ml/infer_trained_model/MlInferTrainedModelRequest.ts",
)
def infer_trained_model(call: Call) -> Json:
    """Have a trained model answer documents."""
    clean = _PARSER.parse(call.body, Source(call.request.body))
    if "docs" not in clean:
        raise errors.field_is_null("docs")
    update = next(iter(clean.get("inference_config", {}).items()), None)
    return {"inference_results": infer(call.state, call.path["model_id"], clean["docs"], update)}


def infer(
    state: State,
    name: str,
    documents: Sequence[Mapping[str, Any] | str],
    update: Update | None = None,
    use: str | None = None,
) -> list[dict[str, Any]]:
    """What the model, alias or deployment called `name` answers; texts are documents of a model that reads one field.

    `use` is which prefix the model reads before them (`prefixes.py`).
    """
    _check_licence(state, name)
    deployment = deployments.named(state, name)
    if deployment is not None:
        return _infer_deployed(state, name, deployment, documents, update, use)
    model = records.find_model(state, records.of_alias(state, name))
    if model.get("model_type") == "pytorch":
        raise refusals.not_deployed(name)
    kind = records.kind_of(model)
    if update is not None and update[0] != kind:
        raise refusals.another_kind_of_config(model["model_id"], update[0], str(kind))
    settings = {**records.settings_of(model), **(update[1] if update else {})}
    return [_infer_local(state, model, document, settings) for document in documents]


def _check_licence(state: State, name: str) -> None:
    """Without a licence for machine learning only models answer that a basic one covers."""
    if not licences.allows(state, licences.MACHINE_LEARNING):
        model = records.find_model(state, records.of_alias(state, name))
        if model["license_level"] != "basic":
            licences.check(state, licences.MACHINE_LEARNING)


def _infer_deployed(
    state: State,
    name: str,
    deployment: Deployment,
    documents: Sequence[Mapping[str, Any] | str],
    update: Update | None,
    use: str | None,
) -> list[dict[str, Any]]:
    if deployments.allocations(state, deployment) == 0:
        deployments.wake(state, deployment)
        raise refusals.not_allocated(name, starting=True)
    model = records.find_model(state, deployment["model_id"])
    kind = str(records.kind_of(model))
    if update is not None and update[0] != kind:
        raise refusals.another_task(model["model_id"], kind, update[0])
    settings = update[1] if update else {}
    texts: list[str] = []
    try:
        texts = [prefixed(model, _text_of(model, document), use) for document in documents]
        answers = [answer(state, model, text, settings) for text in texts]
    except ApiError:
        deployments.used(state, deployment, [], errors=1)
        raise
    deployments.used(state, deployment, [asked(model, text, settings) for text in texts])
    return answers


def _text_of(model: TrainedModel, document: Mapping[str, Any] | str) -> str:
    """The text of the model's input field."""
    if isinstance(document, str):
        return document
    field = model["input"]["field_names"][0]
    value = dug(document, field)
    if value is None:
        raise refusals.input_missing(field)
    if not isinstance(value, str):
        raise refusals.input_is_no_text(to_text(value), field)
    return value


def dug(document: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path; keys may have dots themselves."""
    if path in document:
        return document[path]
    parts = path.split(".")
    for cut in range(1, len(parts)):
        inner = document.get(".".join(parts[:cut]))
        if isinstance(inner, dict) and (found := dug(inner, ".".join(parts[cut:]))) is not None:
            return found
    return None


def _infer_local(
    state: State, model: TrainedModel, document: Mapping[str, Any] | str, settings: dict[str, Any]
) -> dict[str, Any]:
    """A model that runs in the server itself; a document without any of its fields gets a warning for an answer."""
    names: list[str] = model["input"]["field_names"]
    given = {names[0]: document} if isinstance(document, str) else dict(document)
    for source, target in (model.get("default_field_map") or {}).items():
        value = dug(given, source)
        if value is not None:
            given.setdefault(target, value)
    fields = {name: value for name in names if (value := dug(given, name)) is not None}
    _count(state, model["model_id"], missing=not fields)
    if not fields:
        return {"warning": f"Model [{model['model_id']}] could not be inferred as all fields were missing"}
    if model["model_id"] == records.LANG_IDENT:
        ranked = languages.identify(str(next(iter(fields.values()))))
        return _classified(settings, [(language, share, share) for language, share in ranked])
    definition = model.get("definition")
    if definition is None:
        raise refusals.no_definition(model["model_id"])
    if "trained_model" not in definition:
        raise refusals.not_deserializable(model["model_id"])
    if settings.get("num_top_feature_importance_values"):
        raise not_implemented("feature importance of trained models")
    if "lang_ident_neural_network" in definition["trained_model"]:
        raise not_implemented("neural networks in definitions of trained models")
    encoded = trees.encode(definition.get("preprocessors", ()), trees.flattened(fields))
    answered = trees.run(definition["trained_model"], encoded)
    if records.kind_of(model) == "regression":
        return {settings["results_field"]: answered[0]}
    return _of_classes(definition["trained_model"], answered, settings)


def _of_classes(model: Mapping[str, Any], answered: Sequence[float], settings: dict[str, Any]) -> dict[str, Any]:
    inner = next(iter(model.values()))
    labels: list[str] = inner.get("classification_labels") or []
    weights = inner.get("classification_weights") or []
    shares = trees.probabilities(model, answered, len(labels))
    named = [
        (
            labels[number] if number < len(labels) else str(float(number)),
            share,
            share * (weights[number] if weights else 1.0),
        )
        for number, share in enumerate(shares)
    ]
    return _classified(settings, sorted(named, key=lambda entry: -entry[2]))


def _classified(settings: dict[str, Any], ranked: Sequence[tuple[str, float, float]]) -> dict[str, Any]:
    """Class names with probability and score, the best first, as `ClassificationInferenceResults` prints them."""
    kind = settings.get("prediction_field_type", "string")
    entries = [
        {"class_name": _typed(kind, name), "class_probability": share, "class_score": score}
        for name, share, score in ranked
    ]
    answered: dict[str, Any] = {settings.get("results_field") or "predicted_value": entries[0]["class_name"]}
    count = settings.get("num_top_classes", 0)
    if count:
        answered[settings.get("top_classes_results_field") or "top_classes"] = entries[: count if count > 0 else None]
    answered["prediction_probability"] = entries[0]["class_probability"]
    answered["prediction_score"] = entries[0]["class_score"]
    return answered


def _typed(kind: str, name: str) -> Json:
    """A class as `prediction_field_type` wants it."""
    if kind == "boolean":
        return name.lower() == "true" or name in ("1", "1.0")
    if kind == "number":
        try:
            return float(name)
        except ValueError:
            return name
    return name


def _count(state: State, model_id: str, *, missing: bool) -> None:
    """Keep count of what a model of the server's own was asked."""
    before: dict[str, int] = state.store.get(records.INFERENCES, model_id) or {
        "inference_count": 0,
        "missing_all_fields_count": 0,
    }
    state.store.put(
        records.INFERENCES,
        model_id,
        {
            "inference_count": before["inference_count"] + 1,
            "missing_all_fields_count": before["missing_all_fields_count"] + missing,
            "timestamp": state.clock.millis,
        },
    )
