"""The `script_score` query where scripts may compare vectors.

Sources: elastic/elasticsearch:server/src/main/java/org/elasticsearch/script/VectorScoreScriptUtils.java,
`.../script/field/vectors/DenseVector.java` and `.../index/mapper/vectors/DenseVectorScriptDocValues.java`
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import java_class
from ...formats.singles import single
from ...painless import Thrown, class_of
from ...search.queries import script_scores
from ...search.query import Query, Reading
from ...search.scripts.doc_values import Doc, Values
from ...search.scripts.functions import Function, numeric_functions
from ...search.vectors import spaces
from ...search.vectors.columns import Column, Vector, in_single
from . import checks
from .fields import DenseField, dense_field, vectors_of
from .given import hex_bytes
from .similarities import normalized

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.locate import Place
    from ...search.view import View
    from ...wire import Json

MISSING = "A document doesn't have a value for a vector field!"
_UNREACHABLE = "accessing a vector field's value through 'get' or 'value' is not supported, use 'vectorValue' or 'magnitude' instead."


class DocWithVectors(Doc):
    """The document that a script looks at, which may hold vectors."""

    def values_of(self, field: Field) -> Values:
        if field.type.name == "rank_vectors":
            from .max_similarity import SeveralValues  # read by who compares several

            return SeveralValues(self, field)
        target = dense_field(self.view, field.path)
        return super().values_of(field) if target is None else VectorValues(self, target)


class VectorValues(Values):
    """The vector of the document."""

    def __init__(self, doc: Doc, target: DenseField) -> None:
        super().__init__(doc, target.field)
        self.target = target
        self.column = vectors_of(doc.view, target)
        self.java_class = "org.elasticsearch.index.mapper.vectors.DenseVectorScriptDocValues"

    def held(self) -> list[Any]:
        vector = self.column.vectors.get(self.doc.number)
        return [] if vector is None else [vector]

    def vector(self) -> Vector:
        """The vector; a document without one has nothing to show."""
        found = self.column.vectors.get(self.doc.number)
        if found is None:
            raise Thrown("java.lang.IllegalArgumentException", MISSING)
        return found

    def first(self) -> Any:
        raise Thrown("java.lang.UnsupportedOperationException", _UNREACHABLE)

    def item(self, key: Any) -> Any:
        return self.first()

    def member(self, name: str) -> Any:
        if name == "vectorValue":
            return list(self.vector())
        if name == "magnitude":
            return single(math.sqrt(spaces.dot_of(self.vector(), self.vector())))
        return super().member(name)

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name in ("getVectorValue", "getMagnitude", "dims") and not arguments:
            if name == "dims":
                return self.target.dims or 0
            return self.member("vectorValue" if name == "getVectorValue" else "magnitude")
        return super().call(name, arguments)


Measure = Callable[[DenseField, Vector, Column, Sequence[int]], list[float]]


def _dots(target: DenseField, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    if target.whole:
        return [float(round(product)) for product in spaces.exact_products(query, column, numbers)]
    return spaces.dot_products(query, column, numbers)


def _cosines(target: DenseField, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    if target.whole or len(query) > spaces.SCALAR_DIMENSIONS:
        return spaces.cosines(query, column, numbers)
    found = []
    for number, product in zip(numbers, spaces.dot_products(normalized(query), column, numbers), strict=True):
        vector = column.vectors[number]
        length = single(math.sqrt(spaces.dot_of(vector, vector)))
        found.append(single(product / length) if length else math.nan)
    return found


def _distances(target: DenseField, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    return [math.sqrt(square) for square in spaces.squared_distances(query, column, numbers)]


def _city_blocks(target: DenseField, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    vectors = column.vectors
    return [sum(abs(single(a - b)) for a, b in zip(query, vectors[n], strict=True)) for n in numbers]


def _bits(target: DenseField, query: Vector, column: Column, numbers: Sequence[int]) -> list[float]:
    return spaces.different_bits(query, column, numbers)


MEASURES: dict[str, Measure] = {
    "cosineSimilarity": _cosines,
    "dotProduct": _dots,
    "l1norm": _city_blocks,
    "l2norm": _distances,
    "hamming": _bits,
}


class Compare:
    """One function that compares a vector with that of the document. What it finds for all documents is kept."""

    returns = "double"
    arities = (2,)

    def __init__(self, name: str, doc: Doc) -> None:
        self.name = name
        self.doc = doc
        self._asked: Any = None
        self._field: Any = None
        self._found: dict[int, float] = {}

    def __call__(self, query: Any, field: Any) -> float:
        if query is not self._asked or field != self._field:
            self._found = self._all(query, field)
            self._asked, self._field = query, field
        number = self.doc.number
        if number not in self._found:
            raise Thrown("java.lang.IllegalArgumentException", MISSING)
        return self._found[number]

    def _all(self, query: Any, field: Any) -> dict[int, float]:
        if not isinstance(field, str):
            raise _no_cast(field, "java.lang.String")
        held = self.doc.item(field)
        if not isinstance(held, VectorValues):
            raise _no_cast(held, "org.elasticsearch.script.field.vectors.DenseVectorDocValuesField")
        target = held.target
        if self.name == "hamming" and not target.whole:
            raise _argument("hamming distance is only supported for byte or bit vectors")
        vector = as_vector(query)
        wanted = (target.dims or 0) // 8 if target.element == "bit" else target.dims
        if wanted is not None and len(vector) != wanted:
            raise _argument(
                f"The query vector has a different number of dimensions [{len(vector)}] than the document vectors [{wanted}]."
            )
        problem = checks.bounds_problem(vector, target.element, shown=checks.preview(vector))
        if problem is not None:
            raise _argument(problem)
        numbers = list(held.column.vectors)
        return dict(zip(numbers, MEASURES[self.name](target, vector, held.column, numbers), strict=True))


def as_vector(query: Any) -> Vector:
    """The numbers of a vector that a script brings."""
    if query is None:
        raise Thrown("java.lang.NullPointerException")
    if isinstance(query, str):
        try:
            return tuple(map(float, hex_bytes(query)))
        except ApiError as refused:
            raise _argument(refused.reason or "") from None
    if not isinstance(query, list):
        raise _no_cast(query, "java.util.List")
    for value in query:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _no_cast(value, "java.lang.Number")
    return in_single(query)


def _argument(problem: str) -> Thrown:
    return Thrown("java.lang.IllegalArgumentException", problem)


def _no_cast(value: Any, wanted: str) -> Thrown:
    held = class_of(value) if isinstance(value, Values) else java_class(value)
    return Thrown("java.lang.ClassCastException", f"class {held} cannot be cast to class {wanted}")


@dataclass(frozen=True, slots=True)
class ScriptScore(script_scores.ScriptScore):
    """What a query finds, scored by a script that may compare vectors."""

    def doc(self, view: View) -> Doc:
        return DocWithVectors(view)

    def functions(self, view: View, doc: Doc) -> dict[str, Function]:
        made: dict[str, Function] = {name: Compare(name, doc) for name in MEASURES}
        if "maxSim" in self.script.text(view.state.store):
            from .max_similarity import FUNCTIONS, CompareSeveral  # read by who compares several

            made |= {name: CompareSeveral(name, doc) for name in FUNCTIONS}
        return made | numeric_functions()


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a script_score query."""
    return script_scores.read(ScriptScore, body, place, reading)
