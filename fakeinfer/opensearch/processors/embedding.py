"""Embedding the mapped texts of a document: which they are, what the model says of them, and where that goes.

Sources: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/InferenceProcessor.java,
`.../ml/MLCommonsClientAccessor.java`, `.../util/TokenWeightUtil.java` and `.../util/prune/PruneUtils.java`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import hash_order
from ...formats.singles import shortest
from ...ingest.document import IngestDocument
from ...ingest.errors import illegal_state
from ...wire import Json
from .. import changes
from ..ml.errors import null_pointer
from ..prediction.predicting import predict_by_model
from .sources import FieldMap

if TYPE_CHECKING:
    from ...cluster import State

Embedding = Any
"""A vector, or token weights."""
_SHAPE = '{"response": [[float, float, ...], ...]}'
_WEIGHTS_SHAPE = (
    'Ensure the model returns: {"response": [{"token": weight, ...}, ...]}. '
    "For remote models, check the connector's post_process_function."
)
_JAVA = {str: "String", bool: "Boolean", int: "Integer", float: "Double", dict: "LinkedTreeMap", list: "ArrayList"}


@dataclass(frozen=True, slots=True)
class Place:
    """Texts of one field, and where their embeddings belong."""

    path: str
    """Which field it is, for finding it in another version of the document."""
    texts: list[str]
    held: Any
    """What is there already."""
    put: Callable[[Any], None]
    list_key: str | None
    """The name of each embedding where the field holds several texts."""

    def fill(self, embeddings: list[Embedding]) -> None:
        """Put embeddings there, one for each text."""
        self.put(embeddings[0] if self.list_key is None else [{self.list_key: one} for one in embeddings])


def fill(
    document: IngestDocument,
    fields: FieldMap,
    list_key: str,
    ask: Callable[[list[str]], list[Embedding]],
    existing: IngestDocument | None = None,
) -> None:
    """Embed every mapped text; where there is none, nothing is asked.

    `list_key` names the embedding of one text of several. Texts that stand in `existing` unchanged keep their embeddings.
    """
    places = open_places(document, fields, list_key, existing)
    texts = [text for place in places for text in place.texts]
    if texts:
        fill_places(places, ask(texts))


def open_places(
    document: IngestDocument, fields: FieldMap, list_key: str, existing: IngestDocument | None
) -> list[Place]:
    """The places whose texts have to be asked about; others get what `existing` has there."""
    known = {} if existing is None else {place.path: place for place in _places(existing, fields, list_key)}
    places = []
    for place in _places(document, fields, list_key):
        before = known.get(place.path)
        if before is not None and before.texts == place.texts and before.held is not None:
            place.put(before.held)
        else:
            places.append(place)
    return places


def fill_places(places: Sequence[Place], embeddings: Sequence[Embedding]) -> None:
    """Put embeddings where the texts are, one for each."""
    left = iter(embeddings)
    for place in places:
        place.fill([next(left) for _ in place.texts])


def _places(document: IngestDocument, fields: FieldMap, list_key: str) -> Iterator[Place]:
    for name, target in fields.items():
        value = document.ctx.get(name)
        if isinstance(target, dict):
            yield from _inner(name, value, target, list_key)
        else:
            path = str(target)
            held = document.get(path) if document.has(path) else None
            yield from _leaf(name, value, held, partial(document.set, path), list_key)


def _inner(path: str, value: Any, fields: FieldMap, list_key: str) -> Iterator[Place]:
    """The places within an object, or within the objects of a list."""
    for name, target in fields.items():
        for number, holder in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(holder, dict):
                continue
            here = f"{path}.{number}.{name}"
            if isinstance(target, dict):
                if isinstance(value, list) and holder.get(name) is None:
                    raise null_pointer('Cannot invoke "java.util.Map.get(Object)" because "x" is null')
                yield from _inner(here, holder.get(name), target, list_key)
            else:
                key = str(target)
                put = partial(holder.__setitem__, key)
                yield from _leaf(here, holder.get(name), holder.get(key), put, list_key)


def _leaf(path: str, value: Any, held: Any, put: Callable[[Any], None], list_key: str) -> Iterator[Place]:
    if isinstance(value, str) and value.strip():
        yield Place(path, [value], held, put, None)
    elif isinstance(value, list) and value:
        yield Place(path, list(value), held, put, list_key)


# --- asking -----------------------------------------------------------------------------------------------------------


def vectors(state: State, model_id: str, texts: Sequence[str]) -> list[Embedding]:
    """The dense embeddings of texts."""
    return vectors_in(state, predict_by_model(state, model_id, text_docs=texts))


def vectors_in(state: State, results: list[dict[str, Any]]) -> list[Embedding]:
    """The vectors that a model answered."""
    found: list[Embedding] = []
    for result in results:
        for tensor in result.get("output", ()):
            if tensor.get("data") is not None:
                found.append([as_float(number) for number in tensor["data"]])
            elif changes.VECTORS_IN_MAPS in state.switched_on:
                found += _vectors_of_map(tensor.get("dataAsMap"))
            elif changes.FAILED_CALLS_IN_WORDS in state.switched_on:
                raise _failed_call(tensor.get("dataAsMap") or {})
            else:
                raise null_pointer('Cannot read the array length because "array" is null')
    return found


def _failed_call(told: dict[str, Json]) -> ApiError:
    message = told.get("message")
    if isinstance(message, str) and message.strip():
        return illegal_state(f"failed while calling model, error message: {message}")
    return illegal_state("failed while calling model, check error log for details")


def _vectors_of_map(told: Any) -> list[Embedding]:
    if told is None:
        raise illegal_state(
            f"The remote model returned no data. Ensure the connector's post_process_function is configured to return: {_SHAPE}"
        )
    if "response" not in told:
        raise illegal_state(
            "The remote model response is missing the required 'response' key. "
            f"Ensure the connector's post_process_function returns: {_SHAPE}"
        )
    if not isinstance(told["response"], list):
        raise illegal_state(
            f"The remote model 'response' field must be a list of float arrays, but got: {_java(told['response'])}. "
            f"Ensure the connector's post_process_function returns: {_SHAPE}"
        )
    return list(told["response"])


def weights(state: State, model_id: str, texts: Sequence[str]) -> list[Embedding]:
    """The sparse embeddings of texts."""
    results = predict_by_model(state, model_id, text_docs=texts, algorithm="SPARSE_ENCODING")
    maps = [tensor.get("dataAsMap") for result in results for tensor in result.get("output", ())]
    if not maps:
        raise illegal_state(
            "Empty model result produced. Expected at least [1] tensor output and [1] model tensor, but got [0]"
        )
    described = changes.VECTORS_IN_MAPS in state.switched_on
    return [_token_weights(one, described) for told in maps for one in _listed_weights(told, described)]


def _listed_weights(told: Any, described: bool) -> list[Any]:
    if told is None:
        raise null_pointer('Cannot invoke "java.util.Map.containsKey(Object)" because "map" is null')
    if "response" not in told:
        raise illegal_argument(
            f"The model response is missing the required 'response' key. {_WEIGHTS_SHAPE}"
            if described
            else "The inference result should be associated with the field [response]."
        )
    if not isinstance(told["response"], list):
        raise illegal_argument(
            f"The model 'response' field must be a list of token-weight maps, but got: {_java(told['response'])}. {_WEIGHTS_SHAPE}"
            if described
            else "The data object associated with field [response] should be a list."
        )
    return list(told["response"])


def _token_weights(told: Any, described: bool) -> dict[str, float]:
    plain = "The expected inference result is a Map with String keys and Float values."
    if not isinstance(told, dict):
        raise illegal_argument(
            f"Each element in the model 'response' must be a token-weight map, but got: {_java(told)}. {_WEIGHTS_SHAPE}"
            if described
            else plain
        )
    if not all(isinstance(weight, int | float) for weight in told.values()):
        raise illegal_argument(
            f"The model token-weight map must have String keys and numeric values. {_WEIGHTS_SHAPE}"
            if described
            else plain
        )
    return {token: as_float(told[token]) for token in hash_order(told)}


def pruned(found: dict[str, float], kind: str, ratio: float | None) -> dict[str, float]:
    """Token weights without those that hardly count."""
    if kind == "none" or ratio is None:
        return found
    if any(weight <= 0 for weight in found.values()):
        raise illegal_argument("Pruned values must be positive")
    by_weight = sorted(found.items(), key=lambda item: -item[1])
    if kind == "top_k":
        kept = dict(by_weight[: int(ratio)])
    elif kind == "max_ratio":
        most = by_weight[0][1] if by_weight else 0.0
        kept = {token: weight for token, weight in found.items() if weight / most >= ratio}
    elif kind == "abs_value":
        kept = {token: weight for token, weight in found.items() if weight >= ratio}
    else:
        kept = _heaviest(by_weight, ratio)
    return {token: kept[token] for token in hash_order(kept)}


def _heaviest(by_weight: list[tuple[str, float]], share: float) -> dict[str, float]:
    """The heaviest tokens that have this share of the whole weight together."""
    enough, so_far, kept = share * sum(weight for _, weight in by_weight), 0.0, {}
    for token, weight in by_weight:
        so_far += weight
        kept[token] = weight
        if so_far >= enough:
            break
    return kept


def as_float(number: Any) -> float:
    """A number as Java's `float` holds and prints it; what is too large for one stays as it is."""
    value = float(number)
    if len(repr(value)) <= 8:
        return value
    short = shortest(value)
    return short if math.isfinite(short) else value


def _java(value: Json) -> str:
    return "null" if value is None else _JAVA[type(value)]
