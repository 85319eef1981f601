"""What an endpoint answered: numbers and texts for whoever asked in the server, and the answer of the perform API.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ...brains.dense import ElementType
from ...formats import jsontext
from ...wire import Json, Rendered

if TYPE_CHECKING:
    from ...brains.scripted import AnyVector
    from ...brains.sparse import TokenWeights
    from .upstream import Failure

_SUFFIXES: Mapping[ElementType, str] = {"float": "", "byte": "_bytes", "bit": "_bits"}


class Result(Protocol):
    """What an endpoint answered, in the order of the inputs."""

    fails: Failure | None
    """What happens in the middle of streaming it."""

    @property
    def embeddings(self) -> list[Any]:
        """Lists of numbers, or token weights; empty where the task makes none."""
        ...

    @property
    def texts(self) -> list[str]:
        """Answers, or ranked documents best first; empty where the task makes none."""
        ...

    def rendered(self) -> Rendered:
        """The answer of the perform API."""
        ...


@dataclass(slots=True)
class DenseResult:
    """Vectors."""

    key: str
    """`text_embedding` or `embeddings`, without the element type."""
    vectors: list[AnyVector]
    element_type: ElementType
    texts: list[str]
    fails: Failure | None = None

    @property
    def embeddings(self) -> list[Any]:
        return [vector.numbers(self.element_type) for vector in self.vectors]

    def rendered(self) -> Rendered:
        listed = ",".join([f'{{"embedding":{vector.json(self.element_type)}}}' for vector in self.vectors])
        return Rendered(f'{{"{self.key}{_SUFFIXES[self.element_type]}":[{listed}]}}')


@dataclass(slots=True)
class SparseResult:
    """Token weights."""

    weights: list[TokenWeights]
    texts: list[str]
    listed: bool
    """The first version prints the weights of its one input bare."""
    fails: Failure | None = None

    @property
    def embeddings(self) -> list[Any]:
        return [dict(weights.weights) for weights in self.weights]

    def rendered(self) -> Rendered:
        if not self.listed:
            return Rendered(jsontext.dumps({"sparse_embedding": self.weights[0].weights}))
        listed = [{"is_truncated": one.is_truncated, "embedding": one.weights} for one in self.weights]
        return Rendered(jsontext.dumps({"sparse_embedding": listed}))


@dataclass(slots=True)
class RankedResult:
    """Documents with scores, best first."""

    ranked: list[tuple[int, float]]
    documents: list[str]
    return_documents: bool
    embeddings: list[Any]
    fails: Failure | None = None

    @property
    def texts(self) -> list[str]:
        return [self.documents[index] for index, _ in self.ranked]

    def rendered(self) -> Rendered:
        listed: list[dict[str, Json]] = [{"index": index, "relevance_score": score} for index, score in self.ranked]
        if self.return_documents:
            for entry, text in zip(listed, self.texts, strict=True):
                entry["text"] = text
        return Rendered(jsontext.dumps({"rerank": listed}))


@dataclass(slots=True)
class CompletionResult:
    """Answers."""

    texts: list[str]
    embeddings: list[Any]
    fails: Failure | None = None

    def rendered(self) -> Rendered:
        return Rendered(jsontext.dumps({"completion": [{"result": text} for text in self.texts]}))


class UncutResult(CompletionResult):
    """Answers that are streamed each in one piece."""


class Failing(Protocol):
    """An answer whose stream may break off."""

    fails: Failure | None
