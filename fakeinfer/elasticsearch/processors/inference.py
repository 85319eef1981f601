"""The `inference` processor: a document goes to an endpoint or a trained model, what it answers comes back into the document.

Two styles: `input_output` pairs of fields, or a `target_field` for the answer to the whole document. The second is for
trained models alone, which an inference endpoint is not; that one's deployment is. What is deployed under a name is asked
first, then the endpoint of that name, then the model.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/ingest/InferenceProcessor.java,
x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportCoordinatedInferenceAction.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import parse_error, status_error
from ...formats.javatext import hash_order
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import IngestDocument
from ...ingest.options import Bool, Config, Custom, Map, Taken, Text
from ...ingest.running import Run
from ...wire import Json
from .. import ingest_errors as refusals

if TYPE_CHECKING:
    from ...cluster import State

_NLP = ("results_field", "tokenization")
_TYPES: dict[str, tuple[str, ...]] = {
    "classification": (
        "num_top_classes",
        "top_classes_results_field",
        "results_field",
        "num_top_feature_importance_values",
        "prediction_field_type",
    ),
    "regression": ("results_field", "num_top_feature_importance_values"),
    "fill_mask": ("num_top_classes", *_NLP),
    "ner": _NLP,
    "pass_through": _NLP,
    "question_answering": ("question", "num_top_classes", "max_answer_length", *_NLP),
    "text_classification": ("num_top_classes", "classification_labels", *_NLP),
    "text_embedding": _NLP,
    "text_expansion": _NLP,
    "text_similarity": ("text", "span_score_combination_function", *_NLP),
    "zero_shot_classification": ("labels", "multi_label", *_NLP),
}
"""What each kind of `inference_config` may say."""

Pair = tuple[str, str]
RESULT = "predicted_value"
"""Where the answer of a trained model has the result itself."""


def _inference_config(config: Config, taken: Taken) -> dict[str, Json] | None:
    given = Map("inference_config", None).read(config, taken)
    if given is None:
        return None
    inner = next(iter(given.values()), None)
    if len(given) != 1 or not isinstance(inner, dict):
        raise refusals.inference_config_no_single_type()
    ((type, settings),) = given.items()
    if type not in _TYPES:
        raise refusals.unknown_inference_type(type, sorted(_TYPES, key=_listed))
    unknown = [name for name in settings if name not in _TYPES[type]]
    if unknown:
        raise status_error(400, f"Unrecognized fields [{', '.join(hash_order(unknown, len(settings)))}].")
    return {type: dict(settings)}


def _listed(type: str) -> tuple[bool, str]:
    """The server lists the two kinds for tables first."""
    return type not in ("classification", "regression"), type


def _pairs(config: Config, taken: Taken) -> list[Pair] | None:
    """`input_output`: one object or a list of them, names unique on either side."""
    given = config.take("input_output")
    if given is None:
        return None
    if isinstance(given, dict):
        given = [given]
    elif not isinstance(given, list):
        raise errors.about_property("input_output", "property isn't a map or list of maps")
    if not given:
        raise errors.about_property("input_output", "property cannot be empty at least one is required")
    if not all(isinstance(pair, dict) for pair in given):
        raise errors.about_property("input_output", "property isn't a list of maps")
    pairs: list[Pair] = []
    for pair in given:
        reading = Config(pair, "inference")
        pairs.append((Text("input_field").read(reading, {}), Text("output_field").read(reading, {})))
    for option, names in (("input_field", [one for one, _ in pairs]), ("output_field", [two for _, two in pairs])):
        for at, name in enumerate(names):
            if name in names[:at]:
                raise errors.about_property(option, f"names must be unique but [{name}] is repeated")
    return pairs


def _target_field(config: Config, taken: Taken) -> str | None:
    """Where the second style writes; the first has no use for it, nor for a `results_field`."""
    if taken["input_output"] is None:
        default = "ml.inference" if config.tag is None else f"ml.inference.{config.tag}"
        return str(Text("target_field", default).read(config, taken))
    if Text("target_field", None).read(config, taken) is not None:
        raise errors.about_property(
            "target_field",
            "option is incompatible with [input_output]. Use the [output_field] option to specify where to write the "
            "inference results to.",
        )
    settings: dict[str, Json] = next(iter((taken["inference_config"] or {}).values()), {})
    if settings.get("results_field") is not None:
        raise parse_error(
            "The [inference_config.results_field] setting is incompatible with using [input_output]. Prefer to use the "
            "[input_output.output_field] option to specify where to write the inference results to."
        )
    return None


def _ignore_missing(config: Config, taken: Taken) -> bool:
    return bool(taken["input_output"] is not None and Bool("ignore_missing", False).read(config, taken))


def _field_map(config: Config, taken: Taken) -> dict[str, Json]:
    """Renames of the second style; `field_mappings` is its old name."""
    if taken["input_output"] is not None:
        return {}
    given = Map("field_map", None).read(config, taken)
    if given is None:
        given = Map("field_mappings", None).read(config, taken)
        if given is not None and config.builder is not None:
            config.builder.warnings.append("Deprecated field [field_mappings] used, expected [field_map] instead")
    return given or {}


@processor(
    "inference",
    [
        Text("model_id", refers_to="endpoint"),
        Custom("inference_config", reading=_inference_config),
        Custom("input_output", reading=_pairs),
        Custom("target_field", reading=_target_field),
        Custom("ignore_missing", reading=_ignore_missing),
        Custom("field_map", reading=_field_map),
    ],
    source="elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/inference/ingest/InferenceProcessor.java",
)
def inference(run: Run, options: Options) -> None:
    """Write what an inference endpoint or a trained model answers to the document, or to texts in it."""
    if options.input_output is None:
        _infer_document(run, options)
        return
    texts = _texts(run.document, options)
    if texts is None:
        return
    answers = _answers(run.state, options, texts)
    if len(answers) != len(texts):
        raise refusals.results_do_not_match(len(answers), len(texts))
    for number, ((_, output), answered) in enumerate(zip(options.input_output, answers, strict=True)):
        base, dot, leaf = output.rpartition(".")
        for name, value in answered.items():
            _write(run.document, f"{base}{dot}{leaf if name == RESULT else name}", value)
        if number == 0:
            _write(run.document, f"{base}{dot}model_id", options.model_id)


def _answers(state: State, options: Options, texts: list[str]) -> list[dict[str, Any]]:
    """What each text is answered, the result itself under `predicted_value`."""
    from ..inference.endpoints import known_endpoint
    from ..inference.performing import infer
    from ..licensing import licences
    from ..trained_models import deployments
    from ..trained_models import inferring as trained

    model_id: str = options.model_id
    endpoint = known_endpoint(state, model_id)
    if endpoint is not None and deployments.named(state, model_id) is None:
        licences.check_service(state, endpoint["service"])
        answer = infer(state, endpoint, texts, input_type="internal_ingest")
        return [{RESULT: result} for result in answer.embeddings or answer.texts]
    if endpoint is None and not _is_trained_model(state, model_id):
        raise refusals.no_model_to_infer_with(model_id)
    return trained.infer(state, model_id, texts, _update(options), "ingest")


def _infer_document(run: Run, options: Options) -> None:
    """The second style: the whole document, its fields renamed, to a trained model; all of the answer to one place."""
    from ..inference.endpoints import known_endpoint
    from ..trained_models import deployments
    from ..trained_models import inferring as trained

    model_id: str = options.model_id
    if deployments.named(run.state, model_id) is None:
        if known_endpoint(run.state, model_id) is not None:
            raise refusals.endpoint_takes_no_documents(model_id)
        if not _is_trained_model(run.state, model_id):
            raise refusals.no_such_trained_model(model_id)
    fields = dict(run.document.source)
    for name, meant in options.field_map.items():
        value = trained.dug(fields, name)
        if value is not None and isinstance(meant, str):
            fields.setdefault(meant, value)
    (answered,) = trained.infer(run.state, model_id, [fields], _update(options), "ingest")
    _write(run.document, options.target_field, {**answered, "model_id": model_id})


def _is_trained_model(state: State, name: str) -> bool:
    """Whether a model, an alias or a deployment is called so."""
    from ..trained_models import deployments, records

    model = records.known_model(state, records.of_alias(state, name))
    return model is not None or deployments.named(state, name) is not None


def _update(options: Options) -> tuple[str, dict[str, Any]] | None:
    """What `inference_config` changes of the model's own."""
    return next(iter((options.inference_config or {}).items()), None)


def _texts(document: IngestDocument, options: Options) -> list[str] | None:
    """The texts to send, an empty one for a missing field. None, and nothing is done, where the first one is missing."""
    texts: list[str] = []
    for field, _ in options.input_output:
        value = document.find(field) if options.ignore_missing else document.get(field)
        if value is not None and not isinstance(value, str):
            raise refusals.input_is_no_text(field)
        texts.append(value or "")
        if value is None and len(texts) == 1:
            return None
    return texts


def _write(document: IngestDocument, path: str, value: Json) -> None:
    """A new field holds the value; one that is there becomes a list with it at the end."""
    if document.has(path):
        document.append(path, value)
    else:
        document.set(path, value)
