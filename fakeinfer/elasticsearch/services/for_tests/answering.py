"""The services that Elasticsearch's own tests use: what they take and what they answer, value for value.

A cluster has them with the option `test_services`. A dense vector repeats the
digits of the text's Java hash code, sparse weights count up from it, rerankers go by numbers, lengths or the order backwards,
completions shout. Nothing is random here: the least score of a reranker that names none is 0.

Source: elastic/elasticsearch:x-pack/plugin/inference/qa/test-service-plugin/src/main/java/org/elasticsearch/xpack/inference/mock/
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ....brains.chat import Conversation
from ....brains.sparse import TokenWeights
from ....formats import jsontext
from ....formats.javanumbers import whole
from ....formats.javatext import INT_MAX, string_hash, to_text
from ....formats.singles import shortest, single
from ....wire import Json, Rendered
from ... import changes
from ...inference import endpoint_errors
from ...inference.results import CompletionResult, RankedResult, Result, SparseResult, UncutResult
from ...inference.task_types import BLANKS
from ...inference.upstream import Failure
from . import errors

if TYPE_CHECKING:
    from ....cluster import State
    from ..plans import Plan
    from ..reading import Parts
    from ..service import Service

FEATURES = 5
SCORE_STEP = 0.2
CASTS = {
    "string": (str, "java.lang.String"),
    "boolean": (bool, "java.lang.Boolean"),
    "number": (float, "java.lang.Float"),
}
SIMILARITIES = ("cosine", "dot_product", "l2_norm")
ELEMENT_TYPES = ("byte", "float", "bit")
WHOLE: dict[str, Any] = {"strategy": "none"}
CHAT_TAIL = {"model": "gpt-4o-2024-08-06", "object": "chat.completion.chunk"}


# --- settings ---------------------------------------------------------------------------------------------------------


def look_at(plan: Plan, parts: Parts) -> None:
    """Cast the settings as Java does, refuse words that are no constants; what is left over is never looked at."""
    parts.body.clear()
    settings, name = parts.service_settings, plan.service.name
    if name in ("test_reranking_service", "embedding_test_service") and settings.get("model_id") is None:
        settings["model_id"] = settings.pop("model", None)
    if settings.get("should_return_hidden_field") is False:
        settings.pop("hidden_field", None)
    task_settings = parts.task_settings
    if name == "test_reranking_service":
        task_settings |= ranking_settings(task_settings)
    for scope, sent in (("service_settings", settings), ("task_settings", task_settings)):
        entries = {one: entry for key in _read_with(scope) for one, entry in plan.service.document[key].items()}
        known = {setting.name for key in _read_with(scope) for setting in plan.objects[key]}
        for key in [key for key in sent if key not in known]:
            del sent[key]
        for key, value in sent.items():
            _cast(value, entries[key]["type"])
    _check_constant(settings.get("similarity"), SIMILARITIES, "inference.SimilarityMeasure")
    element_types = "index.mapper.vectors.DenseVectorFieldMapper.ElementType"
    _check_constant(settings.get("element_type"), ELEMENT_TYPES, element_types)
    if settings.get("should_return_hidden_field") is None:
        settings.pop("hidden_field", None)


def _read_with(scope: str) -> tuple[str, ...]:
    return ("service_settings", "secret_settings") if scope == "service_settings" else (scope,)


def _cast(value: Json, kind: str) -> None:
    if value is None:
        return
    if kind == "integer":
        if type(value) is not int or not -INT_MAX - 1 <= value <= INT_MAX:
            raise endpoint_errors.not_castable(value, "java.lang.Integer")
        return
    type_, wanted = CASTS[kind]
    if not isinstance(value, type_):
        raise endpoint_errors.not_castable(value, wanted)


def _check_constant(value: Json, words: Sequence[str], constants: str) -> None:
    if isinstance(value, str) and value.strip(BLANKS).lower() not in words:
        raise errors.no_constant(constants, value.strip(BLANKS).upper())


def ranking_settings(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Task settings of the reranker: whatever was sent is printed and parsed again."""
    return {name: read(to_text(sent[name])) for name, read in _RANKING.items() if name in sent}


def _boolean(text: str) -> bool:
    return text.lower() == "true"


def _float(text: str) -> float:
    number = parsed_float(text)
    if number is None:
        raise errors.no_number(text)
    return number


def _integer(text: str) -> int:
    number = whole(text)
    if number is None:
        raise errors.no_number(text)
    return number


_RANKING: Mapping[str, Callable[[str], Any]] = {
    "should_fail_validation": _boolean,
    "use_text_length": _boolean,
    "min_score": _float,
    "result_diff": _float,
    "top_n": _integer,
    "hide_top_n": _boolean,
}
_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)[fFdD]?")
_NAMED = {"NaN": math.nan, "Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


def parsed_float(text: str) -> float | None:
    """`Float.parseFloat` of a decimal number; None for what is none."""
    text = text.strip(BLANKS)
    if text in _NAMED:
        return _NAMED[text]
    return single(float(text.rstrip("fFdD"))) if _DECIMAL.fullmatch(text) else None


def chunking(asked: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A text stays whole, unless a field asks for words; nothing else was ever needed."""
    if asked is None:
        return WHOLE
    if asked["strategy"] != "word":
        raise errors.only_words()
    return asked


# --- answers ----------------------------------------------------------------------------------------------------------


def infer(
    state: State, service: Service, endpoint: Mapping[str, Any], texts: Sequence[str], task_settings: Mapping[str, Any]
) -> Result:
    """What the endpoint answers to the texts."""
    task_type, settings, inputs = endpoint["task_type"], endpoint["service_settings"], list(texts)
    if service.name == "streaming_completion_test_service" and task_type == "sparse_embedding":
        return DigitsResult("text_embedding", [_digits(text, FEATURES) for text in inputs], inputs)
    if task_type == "sparse_embedding":
        return SparseResult([TokenWeights(features(text), False) for text in inputs], inputs, True)
    if task_type == "text_embedding":
        return DigitsResult("text_embedding", [embedding(text, settings) for text in inputs], inputs)
    if task_type == "embedding":
        vectors = [_digits(text, settings["dimensions"]) for text in inputs]
        if settings.get("similarity") == "dot_product":
            vectors = [_unit(vector) for vector in vectors]
        return DigitsResult("embeddings", vectors, inputs)
    if task_type == "rerank":
        return _rank(state, inputs, endpoint["task_settings"], task_settings)
    if task_type == "completion":
        shouted = [text.upper() for text in inputs]
        streams = service.name == "streaming_completion_test_service"
        return ShoutedResult(shouted, []) if streams else CompletionResult(shouted, [])
    raise endpoint_errors.task_type_not_supported(service.name, task_type)


@dataclass(slots=True)
class DigitsResult:
    """Vectors of small numbers; whatever the element type, they are printed as floats."""

    key: str
    embeddings: list[Any]
    texts: list[str]
    fails: Failure | None = None

    def rendered(self) -> Rendered:
        return Rendered(jsontext.dumps({self.key: [{"embedding": one} for one in self.embeddings]}))


class ShoutedResult(UncutResult):
    """Answers that can only be streamed."""

    def rendered(self) -> Rendered:
        raise errors.only_streams()


def features(text: str) -> dict[str, float]:
    """Five weights that count up from the hash code, in Java's int arithmetic."""
    code = abs(string_hash(text))
    counted = ((code + 1 + position + 2**31) % 2**32 - 2**31 for position in range(FEATURES))
    return {f"feature_{position}": shortest(float(number)) for position, number in enumerate(counted)}


def embedding(text: str, settings: Mapping[str, Any]) -> list[float]:
    """The digits of the hash code, over and over; eight dimensions of bits are one number."""
    size: int = settings["dimensions"]
    return _digits(text, size // 8 if settings.get("element_type") == "bit" else size)


def _digits(text: str, size: int) -> list[float]:
    codes = [float(code) for code in str(string_hash(text)).encode()]
    return (codes * (size // len(codes) + 1))[:size] if size > 0 else []


def _unit(vector: list[float]) -> list[float]:
    total = 0.0
    for value in vector:
        total = single(total + single(value * value))
    length = single(math.sqrt(total))
    return [shortest(value / length) for value in vector]


def _rank(state: State, texts: list[str], stored: Mapping[str, Any], sent: Mapping[str, Any]) -> RankedResult:
    if stored.get("should_fail_validation"):
        raise errors.told_to_fail()
    settings = {**stored, **ranking_settings(sent)}
    by_number = changes.TEST_RERANKER_READS_NUMBERS in state.switched_on and not settings.get("use_text_length")
    numbers = [parsed_float(text) for text in texts] if by_number else [None]
    if None not in numbers:
        return _ranked([(index, number) for index, number in enumerate(numbers) if number is not None], texts, settings)
    least, step = single(settings.get("min_score", 0.0)), single(settings.get("result_diff", SCORE_STEP))
    backwards = range(len(texts) - 1, -1, -1)
    if settings.get("use_text_length"):
        return _ranked([(index, _by_length(texts[index])) for index in backwards], texts, settings)
    return _ranked([(index, single(least + single(step * (index + 1)))) for index in backwards], texts, settings)


def _by_length(text: str) -> float:
    """The shorter, the better; Java divides by zero."""
    return single(1 / len(text)) if text else math.inf


def _ranked(scores: list[tuple[int, float]], texts: list[str], settings: Mapping[str, Any]) -> RankedResult:
    best_first = sorted(scores, key=lambda scored: -scored[1])[: settings.get("top_n")]
    return RankedResult([(index, shortest(score)) for index, score in best_first], texts, True, [])


def chat(asked: Conversation) -> Iterator[Json]:
    """Every message comes back, in capitals and in a chunk of its own."""
    for message in asked.messages:
        yield {"id": "id", "choices": [{"delta": {"content": message.text.upper()}, "index": 0}], **CHAT_TAIL}


def chat_at_once(endpoint: Mapping[str, Any], asked: Conversation) -> Json:
    """The last message, in capitals and in one piece; whatever is said is one token."""
    message = {"content": asked.messages[-1].text.upper(), "role": "assistant"}
    return {
        "id": "id",
        "choices": [{"message": message, "finish_reason": "stop", "index": 0}],
        "model": endpoint["service_settings"]["model"],
        "object": "chat.completion",
        "usage": {"completion_tokens": 1, "prompt_tokens": 1, "total_tokens": 2},
    }
