"""What scripts of scores may call: the functions of k-NN, and some of those that weigh numbers.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/script/KNNScoringUtil.java,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/ScoreScriptUtils.java
"""

from __future__ import annotations

from typing import Any

from ...formats.javatext import java_class
from ...formats.singles import single
from ...painless import Thrown, class_of
from ...search.scripts.functions import Function, numeric_functions
from ...search.vectors import spaces
from ...search.vectors.columns import Vector, in_single
from .checks import byte_problem, zero_problem
from .doc_values import VectorValues

_MEASURES: dict[str, spaces.Measure] = {
    "l2Squared": spaces.squared_distances,
    "l1Norm": spaces.manhattan,
    "lInfNorm": spaces.largest_steps,
    "innerProduct": spaces.dot_products,
    "cosineSimilarity": spaces.cosines,
    "hamming": spaces.different_bits,
}


def _argument(problem: str) -> Thrown:
    return Thrown("java.lang.IllegalArgumentException", problem)


class _Compare:
    """One function that compares a vector with that of the document. What it finds for all documents is kept."""

    returns = "float"

    def __init__(self, name: str) -> None:
        self.name = name
        self.arities = (2, 3) if name == "cosineSimilarity" else (2,)
        self._asked: Any = None
        self._norm: Any = None
        self._of: VectorValues | None = None
        self._found: dict[int, float] = {}

    def __call__(self, query: Any, values: Any, norm: Any = None) -> float:
        if query is not self._asked or values is not self._of or norm != self._norm:
            self._found = self._all(query, values, norm)
            self._asked, self._of, self._norm = query, values, norm
        number = values.doc.number
        if number not in self._found:
            values.vector()
        return self._found[number]

    def _all(self, query: Any, values: Any, norm: Any) -> dict[int, float]:
        if not isinstance(values, VectorValues):
            raise _not_a_vector(values)
        kind = values.target.data_type
        wanted = "binary" if self.name == "hamming" else "either float or byte"
        if (kind == "binary") != (self.name == "hamming"):
            raise _argument(
                f"Incompatible field_type for {self.name} space. The data type should be {wanted} but got {kind}"
            )
        vector = _vector(query, kind)
        problem = zero_problem(vector, "cosinesimil") if self.name == "cosineSimilarity" else None
        if problem is not None:
            raise _argument(problem)
        numbers = list(values.column.vectors)
        length = values.target.length
        if numbers and len(vector) != length:
            plain = self.name == "l2Squared"
            raise _argument(
                f"vector dimensions differ: {len(vector)}!={length}"
                if plain
                else f"query vector dimension mismatch. Expected: {length}, Given: {len(vector)}"
            )
        if norm is not None:
            found = spaces.plain_cosines(vector, values.column, numbers, float(norm))
        else:
            found = _MEASURES[self.name](vector, values.column, numbers)
        return dict(zip(numbers, found, strict=True))


def _not_a_vector(values: Any) -> Thrown:
    held = class_of(values)
    text = f"class {held} cannot be cast to class org.opensearch.knn.index.KNNVectorScriptDocValues"
    return Thrown("java.lang.ClassCastException", text)


def _vector(query: Any, kind: str) -> Vector:
    if query is None:
        raise Thrown("java.lang.NullPointerException")
    if not isinstance(query, list):
        text = f"class {java_class(query)} cannot be cast to class java.util.List"
        raise Thrown("java.lang.ClassCastException", text)
    for value in query:
        if isinstance(value, bool) or not isinstance(value, int | float):
            text = f"class {java_class(value)} cannot be cast to class java.lang.Number"
            raise Thrown("java.lang.ClassCastException", text)
    vector = in_single(query)
    if kind != "float":
        for number in vector:
            problem = byte_problem(number, kind)
            if problem is not None:
                raise _argument(problem)
    return vector


def functions() -> dict[str, Function]:
    """Functions for one search: those that compare keep what they found."""
    return {name: _Compare(name) for name in _MEASURES} | numeric_functions()


# --- knn_score --------------------------------------------------------------------------------------------------------


def knn_score(space: str, vector: Vector, values: VectorValues, numbers: list[int], *, halved: bool) -> list[float]:
    """Scores of `knn_score` for documents that have a vector. `halved`: cosines score as those of a `knn` query do."""
    if space != "cosinesimil":
        return spaces.scores(space, vector, values.column, numbers)
    if values.target.data_type != "float":
        return [single(1 + cosine) for cosine in spaces.cosines(vector, values.column, numbers)]
    cosines = spaces.plain_cosines(vector, values.column, numbers)
    return [max(single(single(1 + cosine) / 2), 0.0) if halved else single(1 + cosine) for cosine in cosines]
