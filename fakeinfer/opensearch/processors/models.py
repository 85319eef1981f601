"""Processors that ask a model: text_embedding, sparse_encoding, text_image_embedding, ml_inference.

What they do to a document is in `embedding.py` and `inferring.py`; here is how they are declared.
Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory/,
opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceIngestProcessor.java
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ... import documents, indices
from ...errors import ApiError, illegal_argument
from ...formats.javatext import java_class
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import IngestDocument
from ...ingest.options import Bool, Config, Custom, Double, Int, ListOf, Map, Option, Taken, Text
from ...ingest.running import Run
from ...versions import Span
from ...wire import Json
from .. import changes
from ..cluster.known_settings import as_text
from ..pipelines.inference_options import FUNCTION_NAME, MODEL_INPUT
from . import embedding
from .sources import check_sources, unflattened

if TYPE_CHECKING:
    from ...cluster import State

_NEURAL = "opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/factory"
_PRUNING = ("none", "top_k", "alpha_mass", "max_ratio", "abs_value")
_IMAGE_FIELDS = ("text", "image")
_SENT_AS = {"text": "inputText", "image": "inputImage"}


def embed(
    run: Run, options: Options, list_key: str, ask: Callable[[State, str, Sequence[str]], list[embedding.Embedding]]
) -> None:
    """Check the mapped fields, and ask the model if there is any text."""
    places = open_places(run, options, list_key)
    texts = [text for place in places for text in place.texts]
    if texts:
        embedding.fill_places(places, ask(run.state, options.model_id, texts))


def open_places(run: Run, options: Options, list_key: str) -> list[embedding.Place]:
    """Where texts have to be embedded, once the mapped fields are checked."""
    document = run.document
    document.ctx.update(unflattened(document.source))
    for name in [name for name in document.source if "." in name.strip(".")]:
        del document.ctx[name]
    fields = unflattened(options.field_map)
    check_sources(document.ctx, fields, empty=changes.BLANK_TEXTS_PASS in run.state.switched_on)
    existing = stored_twin(run) if getattr(options, "skip_existing", False) else None
    return embedding.open_places(document, fields, list_key, existing)


def embed_together(
    runs: Sequence[Run],
    options: Options,
    list_key: str,
    ask: Callable[[State, str, Sequence[str]], list[embedding.Embedding]],
) -> list[ApiError | None]:
    """Several documents with one call of the model, shortest texts first; when it fails, it fails for all of them."""
    refused: list[ApiError | None] = []
    places: list[embedding.Place] = []
    for run in runs:
        try:
            places += open_places(run, options, list_key)
            refused.append(None)
        except ApiError as error:
            refused.append(error)
    texts = [text for place in places for text in place.texts]
    if not texts:
        return refused
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    try:
        answered = ask(runs[0].state, options.model_id, [texts[at] for at in order])
        embedding.fill_places(places, [found for _, found in sorted(zip(order, answered, strict=True))])
    except ApiError as error:
        return [error if one is None else one for one in refused]
    return refused


def stored_twin(run: Run) -> IngestDocument | None:
    """The document as it is stored under the same id, if it is."""
    index, id = run.document.ctx.get("_index"), run.document.ctx.get("_id")
    if not (isinstance(index, str) and isinstance(id, str) and indices.exists(run.state, index)):
        return None
    stored = documents.read(run.state, index, id)
    return None if stored is None else IngestDocument(dict(stored.source), {}, "")


def _model(problem: str) -> Custom:
    """`model_id`, which may not be blank; the models themselves are looked for when the pipeline runs."""

    def reading(config: Config, taken: Taken) -> str:
        model_id = Text("model_id").read(config, taken)
        if not model_id.strip():
            raise illegal_argument(problem)
        return str(model_id)

    return Custom("model_id", refers_to="model", reading=reading)


def _map_of_fields(config: Config, taken: Taken) -> dict[str, Json]:
    fields = Map("field_map").read(config, taken)
    if not fields or not all(name.strip() and _is_target(value) for name, value in fields.items()):
        raise illegal_argument("Unable to create the processor as field_map has invalid key or value")
    return dict(fields)


def _is_target(value: Json) -> bool:
    if isinstance(value, dict):
        return all(name.strip() and _is_target(inner) for name, inner in value.items())
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _batch(words: str, span: Span) -> Custom:
    def reading(config: Config, taken: Taken) -> int:
        size = Int("batch_size", 1).read(config, taken)
        if size < 1:
            raise errors.about_property("batch_size", words)
        return int(size)

    return Custom("batch_size", None, span, reading=reading)


EMBEDDING_OPTIONS: tuple[Option, ...] = (
    _batch("batch size must be a positive integer", Span("2.15", "3.0")),
    _batch("batch_size must be a positive integer", Span("3.0")),
    _model("model_id is null or empty, cannot process it"),
    Custom("field_map", reading=_map_of_fields),
    Bool("skip_existing", False, Span("3.0")),
)


def _embed_texts_together(runs: Sequence[Run], options: Options) -> list[ApiError | None]:
    return embed_together(runs, options, "knn", embedding.vectors)


@processor(
    "text_embedding",
    EMBEDDING_OPTIONS,
    source=f"{_NEURAL}/TextEmbeddingProcessorFactory.java",
    batch=_embed_texts_together,
)
def text_embedding(run: Run, options: Options) -> None:
    """Write the vectors of texts."""
    embed(run, options, "knn", embedding.vectors)


def _prune_type(config: Config, taken: Taken) -> str:
    kind = str(Text("prune_type", "none").read(config, taken))
    if kind not in _PRUNING:
        raise illegal_argument(f"Unknown prune type: {kind}")
    return kind


def _prune_ratio(config: Config, taken: Taken) -> float | None:
    kind = taken["prune_type"]
    if kind == "none":
        if config.take("prune_ratio") is not None:
            raise illegal_argument("prune_ratio field is not supported when prune_type is not provided")
        return None
    ratio = float(Double("prune_ratio").read(config, taken))
    rule = None
    if kind == "top_k" and (ratio <= 0 or not ratio.is_integer()):
        rule = "prune_ratio should be positive integer."
    elif kind in ("alpha_mass", "max_ratio") and not 0 <= ratio < 1:
        rule = "prune_ratio should be in the range [0, 1)."
    elif kind == "abs_value" and ratio < 0:
        rule = "prune_ratio should be non-negative."
    if rule is not None:
        raise illegal_argument(f"Illegal prune_ratio {ratio:f} for prune_type: {kind}. {rule}")
    return ratio


def _weigher(options: Options) -> Callable[[State, str, Sequence[str]], list[embedding.Embedding]]:
    """What asks for token weights, and leaves out those that hardly count."""
    kind = getattr(options, "prune_type", "none")
    ratio = options.prune_ratio if kind != "none" else None

    def ask(state: State, model_id: str, texts: Sequence[str]) -> list[embedding.Embedding]:
        return [embedding.pruned(found, kind, ratio) for found in embedding.weights(state, model_id, texts)]

    return ask


def _weigh_together(runs: Sequence[Run], options: Options) -> list[ApiError | None]:
    return embed_together(runs, options, "sparse_encoding", _weigher(options))


@processor(
    "sparse_encoding",
    [
        *EMBEDDING_OPTIONS,
        Custom("prune_type", None, Span("2.19"), reading=_prune_type),
        Custom("prune_ratio", None, Span("2.19"), reading=_prune_ratio),
    ],
    source=f"{_NEURAL}/SparseEncodingProcessorFactory.java",
    batch=_weigh_together,
)
def sparse_encoding(run: Run, options: Options) -> None:
    """Write the token weights of texts."""
    embed(run, options, "sparse_encoding", _weigher(options))


def _image_fields(config: Config, taken: Taken) -> dict[str, Json]:
    fields = Map("field_map").read(config, taken)
    if not fields or not all(name.strip() and _is_target(value) for name, value in fields.items()):
        raise illegal_argument(
            "Unable to create the TextImageEmbedding processor as field_map has invalid key or value"
        )
    if any(name not in _IMAGE_FIELDS for name in fields):
        raise illegal_argument(
            "Unable to create the TextImageEmbedding processor with provided field name(s). "
            f"Following names are supported [{','.join(sorted(_IMAGE_FIELDS))}]"
        )
    return dict(fields)


@processor(
    "text_image_embedding",
    [
        _model("model_id is null or empty, can not process it"),
        Text("embedding"),
        Custom("field_map", reading=_image_fields),
        Bool("skip_existing", False, Span("3.0")),
    ],
    since="2.11",
    source=f"{_NEURAL}/TextImageEmbeddingProcessorFactory.java",
)
def text_image_embedding(run: Run, options: Options) -> None:
    """Write the vector of a text and an image together."""
    described = changes.WRONG_IMAGE_TEXTS_ARE_SHOWN in run.state.switched_on
    given: dict[str, Json] = {}
    for kind, field in options.field_map.items():
        if str(field) in run.document.ctx:
            given[_SENT_AS[kind]] = _checked_text(str(field), run.document.ctx[str(field)], described)
    twin = stored_twin(run) if getattr(options, "skip_existing", False) else None
    if given and twin is not None and twin.has(options.embedding):
        fields = [str(field) for field in options.field_map.values()]
        if all(twin.ctx.get(field) == run.document.ctx.get(field) for field in fields):
            run.document.set(options.embedding, twin.get(options.embedding))
            return
    if given:
        results = predict_by_parts(run.state, options.model_id, given)
        found = embedding.vectors_in(run.state, results)
        run.document.set(options.embedding, found[0] if found else [])


def predict_by_parts(state: State, model_id: str, given: dict[str, Json]) -> list[dict[str, Json]]:
    """Ask about a text and an image: a list of texts, in this order, for the connector's function to take apart.

    An image alone comes second, too.
    """
    from ..prediction.predicting import predict_by_model

    text, *images = [given.get(name) for name in _SENT_AS.values() if name in given or name == _SENT_AS["text"]]
    return predict_by_model(state, model_id, text_docs=[text, *images])


def _checked_text(field: str, value: Json, described: bool) -> str:
    if isinstance(value, str) and (value.strip() or not described):
        return value
    if not described:
        raise illegal_argument("Unsupported format of the field in the document, value must be a string")
    told = "null" if value is None else f"'{as_text(value)}'. Type is class {java_class(value)}"
    raise illegal_argument(
        f"Unsupported format of the field in the document, {field} value must be a non-empty string. Currently it is {told}"
    )


# --- ml_inference -----------------------------------------------------------------------------------------------------


def _agreeing_maps(config: Config, taken: Taken) -> list[Any] | None:
    """`output_map`, as long as `input_map`; and not more inputs than predictions at a time."""
    outputs = ListOf("output_map", None).read(config, taken)
    inputs = taken["input_map"]
    most = taken["max_prediction_tasks"]
    if inputs and len(inputs) > most:
        raise illegal_argument(
            f"The number of prediction task setting in this process is {len(inputs)}. It exceeds the "
            f"max_prediction_tasks of {most}. Please reduce the size of input_map or increase max_prediction_tasks."
        )
    if inputs and outputs and len(inputs) != len(outputs):
        raise illegal_argument("The length of output_map and the length of input_map do no match.")
    return list(outputs) if outputs is not None else None


ML_INFERENCE_OPTIONS: tuple[Option, ...] = (
    Text("model_id", refers_to="model"),
    Map("model_config", None),
    ListOf("input_map", None),
    Int("max_prediction_tasks", 10),
    Custom("output_map", reading=_agreeing_maps),
    Bool("ignore_missing", False),
    Bool("override", False),
    FUNCTION_NAME,
    Bool("full_response_path", None),
    MODEL_INPUT,
)


@processor(
    "ml_inference",
    ML_INFERENCE_OPTIONS,
    since="2.14",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceIngestProcessor.java",
)
def ml_inference(run: Run, options: Options) -> None:
    """Send fields to a model and write what it answers."""
    from .inferring import infer

    infer(run, options)
