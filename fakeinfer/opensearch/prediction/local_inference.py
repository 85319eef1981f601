"""Running models in the node: embeddings, token weights, similarity, answers and highlights, by the brains in the model's place.

The shape of what comes out is that of opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/
{text_embedding,sparse_encoding,tokenize,text_similarity,question_answering}/. Whether a model may run is asked in `predicting.py`.
"""

from __future__ import annotations

import base64
import struct
from binascii import crc32
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...brains.hashed import brains_for, brains_of
from ...brains.scripted import Asking
from ...brains.tokens import words
from ...errors import ApiError, illegal_argument
from ...formats.javatext import hash_order
from ...wire import Json
from .. import changes
from ..algorithms import errors as algorithm_errors
from ..remote.inputs import Input, Question, ResultFilter, Similarity, TextDocs
from .extracting import answer_to, highlights

if TYPE_CHECKING:
    from ...brains.scripted import Brains
    from ...cluster import State

Tensor = dict[str, Json]
VOCABULARY = 30_522
"""So many tokens BERT's vocabulary has."""
_FIRST_TOKEN, _LAST_TOKEN, _SPECIAL = 101, 102, 1000
DEFAULT_DIMENSION = 384
_LOGITS, _LEAST_LOGIT = 20.0, 11.0
"""Cross-encoders answer with numbers from about -11 to 9."""


def run(state: State, id: str, model: Mapping[str, Any], given: Input) -> list[dict[str, Json]]:
    """The model's outputs: one element a text, or one for a question."""
    function = str(model["algorithm"])
    wanted, runner = _RUNNERS[function]
    if not isinstance(given, wanted):
        raise algorithm_errors.wrong_input_of_model(function, id, wanted.__name__, type(given).__name__)
    try:
        outputs = runner(_Model(state, id, model), given)
    except ApiError as error:
        raise algorithm_errors.inference_failed(function, id, error) from error
    return [{"output": tensors} for tensors in outputs]


class _Model:
    """A model that is asked something."""

    def __init__(self, state: State, id: str, model: Mapping[str, Any]) -> None:
        self.state, self.id, self.model = state, id, model
        self.config: Mapping[str, Any] = model.get("model_config") or {}
        script = state.scripts.find(id)
        self.endpoint = id if script is not None and script.plays else str(model.get("name", ""))

    @property
    def is_scripted(self) -> bool:
        """Whether a test laid down what it answers."""
        script = self.state.scripts.find(self.endpoint)
        return script is not None and script.plays

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return int(self.state.scripts.size(self.endpoint) or self.config.get("embedding_dimension", DEFAULT_DIMENSION))

    def think(self, task: str, texts: Sequence[str], query: str | None = None) -> Brains:
        """What answers in its place."""
        return brains_for(self.state, self.endpoint, Asking(task, texts, query))


def _embed(model: _Model, given: TextDocs) -> list[list[Tensor]]:
    texts = _prefixed(model, given)
    vectors = model.think("text_embedding", texts).embed_all(texts, model.dimension, "float")
    found = []
    for text, vector in zip(texts, vectors, strict=True):
        tensors = [_floats("sentence_embedding", vector.numbers(), [model.dimension])]
        if model.config.get("framework_type") == "SENTENCE_TRANSFORMERS" and model.model.get("model_format") != "ONNX":
            tensors = [*_inner_tensors(model, text, given.result_filter), *tensors]
        found.append(_filtered(tensors, given.result_filter))
    return found


def _prefixed(model: _Model, given: TextDocs) -> list[str]:
    """The texts, with what an asymmetric model puts before queries or passages."""
    texts = ["" if text is None else text for text in given.docs]
    prefixes = {kind: model.config.get(f"{kind}_prefix") for kind in ("query", "passage")}
    asymmetric = any(prefix is not None for prefix in prefixes.values())
    if given.content_type is None and not asymmetric:
        return texts
    if given.content_type is None:
        raise illegal_argument(
            "The embedding model chosen is asymmetric. To use it, you must declare whether the input is of type `QUERY` or "
            "of type `PASSAGE`."
        )
    if not asymmetric:
        raise illegal_argument(
            "When passing AsymmetricTextEmbeddingParameters, the model requires to be registered with at least one of "
            "`query_prefix` or `passage_prefix`."
        )
    prefix = prefixes[given.content_type.lower()] or ""
    return [prefix + text for text in texts]


def _inner_tensors(model: _Model, text: str, wanted: ResultFilter) -> list[Tensor]:
    """What a traced model gives besides: its input, and the embedding of each token."""
    names = ("input_ids", "attention_mask", "token_embeddings")
    if wanted.names and not wanted.positions and not set(names) & set(wanted.names):
        return [{"name": name} for name in names]  # none of them is asked for, so none is made
    tokens = words(text)
    ids = [_FIRST_TOKEN, *map(token_id, tokens), _LAST_TOKEN]
    brains = brains_of(model.state)
    rows = [brains.embed(token, model.dimension).floats() for token in ("[CLS]", *tokens, "[SEP]")]
    return [
        _whole_numbers("input_ids", ids),
        _whole_numbers("attention_mask", [1] * len(ids)),
        _floats("token_embeddings", [number for row in rows for number in row], [len(ids), model.dimension]),
    ]


def _weigh(model: _Model, given: TextDocs) -> list[list[Tensor]]:
    texts = ["" if text is None else text for text in given.docs]
    name = {"name": "output"} if model.model["algorithm"] == "SPARSE_ENCODING" else {}
    found = []
    for weighed in model.think("sparse_embedding", texts).weigh_all(texts):
        weights = weighed.weights
        if given.sparse_format == "TOKEN_ID":
            weights = {str(token_id(token)): weight for token, weight in weights.items()}
        ordered = {token: weights[token] for token in hash_order(list(weights))}
        tensors: list[Tensor] = [{**name, "dataAsMap": {"response": [ordered]}}]
        found.append(_filtered(tensors, given.result_filter) if name else tensors)
    return found


def _compare(model: _Model, given: Similarity) -> list[list[Tensor]]:
    texts = ["" if text is None else text for text in given.docs]
    ranked = dict(model.think("rerank", texts, given.query).rank(given.query, texts))
    if model.is_scripted:
        return [[_floats("similarity", [ranked.get(place, 0.0)], [1])] for place in range(len(texts))]
    scores = [round(_LOGITS * ranked[place] - _LEAST_LOGIT, 5) for place in range(len(texts))]
    return [[_floats("similarity", [score], [1])] for score in scores]


def _answer(model: _Model, given: Question) -> list[list[Tensor]]:
    marks = changes.SENTENCE_HIGHLIGHTING in model.state.switched_on
    if marks and str(model.config.get("model_type", "")).lower() == "sentence_highlighting":
        found = highlights(given.question, given.context, brains_of(model.state))
        return [[{"name": "highlights", "dataAsMap": {"highlights": found}}]]
    if model.is_scripted:
        brains = model.think("question_answering", [given.context], given.question)
        return [[{"result": brains.complete_all([given.question])[0]}]]
    return [[{"result": answer_to(given.question, given.context)}]]


_RUNNERS: dict[str, tuple[type[Any], Callable[[_Model, Any], list[list[Tensor]]]]] = {
    "TEXT_EMBEDDING": (TextDocs, _embed),
    "SPARSE_ENCODING": (TextDocs, _weigh),
    "SPARSE_TOKENIZE": (TextDocs, _weigh),
    "TEXT_SIMILARITY": (Similarity, _compare),
    "QUESTION_ANSWERING": (Question, _answer),
}


def runs(function: str) -> bool:
    """Whether models of a function run here."""
    return function in _RUNNERS


def token_id(token: str) -> int:
    """The number that stands for a token."""
    return _SPECIAL + crc32(token.encode("utf-8", "surrogatepass")) % (VOCABULARY - _SPECIAL)


def _floats(name: str, numbers: Sequence[float], shape: list[int]) -> Tensor:
    return {"name": name, "data_type": "FLOAT32", "shape": shape, "data": list(numbers)}


def _whole_numbers(name: str, numbers: Sequence[int]) -> Tensor:
    return {"name": name, "data_type": "INT64", "shape": [len(numbers)], "data": list(numbers)}


def _filtered(tensors: list[Tensor], wanted: ResultFilter) -> list[Tensor]:
    """The tensors that were asked for, by name or place, with numbers or bytes or both."""
    if wanted.names or wanted.positions:
        tensors = [
            tensor
            for place, tensor in enumerate(tensors)
            if tensor.get("name") in wanted.names or place in wanted.positions
        ]
    return [_shaped(tensor, wanted) for tensor in tensors]


def _shaped(tensor: Tensor, wanted: ResultFilter) -> Tensor:
    shaped = dict(tensor)
    numbers = shaped.get("data")
    if numbers is None:
        return shaped
    if not wanted.return_number:
        del shaped["data"]
    if wanted.return_bytes:
        code = "f" if tensor["data_type"] == "FLOAT32" else "q"
        packed = struct.pack(f"<{len(numbers)}{code}", *numbers)
        shaped["byte_buffer"] = {"array": base64.b64encode(packed).decode(), "order": "LITTLE_ENDIAN"}
    return shaped
