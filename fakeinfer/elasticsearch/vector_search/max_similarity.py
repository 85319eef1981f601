"""`maxSimDotProduct` and `maxSimInvHamming` of scripts, which compare vectors with those of a `rank_vectors` field.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/script/RankVectorsScoreScriptUtils.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import java_class
from ...formats.singles import single
from ...painless import Thrown
from ...search.scripts.doc_values import Doc, Values
from ...search.values import leaf_values
from ...search.vectors.columns import Vector
from ...search.vectors.spaces import as_bits, dot_of
from . import checks, documents
from .given import hex_bytes
from .script_score import as_vector

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.view import View

FUNCTIONS = ("maxSimDotProduct", "maxSimInvHamming")
MISSING = "A document doesn't have a value for a multi-vector field!"


class SeveralValues(Values):
    """The vectors of the document."""

    def __init__(self, doc: Doc, field: Field) -> None:
        super().__init__(doc, field)
        self.element = field.options.get("element_type", "float")
        self.dims: int | None = field.options.get("dims")
        self.vectors = _vectors(doc.view, field)
        self.java_class = "org.elasticsearch.script.field.vectors.RankVectorsDocValuesField"

    def held(self) -> list[Any]:
        found = self.vectors.get(self.doc.number)
        return [] if found is None else [found]


def _vectors(view: View, field: Field) -> dict[int, list[Vector]]:
    key = ("rank vectors", field.path)
    found: dict[int, list[Vector]] | None = view.memo.get(key)
    if found is None:
        element, dims = field.options.get("element_type", "float"), field.options.get("dims")
        found = view.memo[key] = {}
        for number, source in enumerate(view.sources):
            values = _lists_in(source, field.steps)
            vectors = [held for one in values if (held := documents.held_vector(one, element, dims)) is not None]
            if vectors:
                found[number] = vectors
    return found


def _lists_in(source: Any, steps: tuple[str, ...]) -> list[Any]:
    value = source
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            return leaf_values(source, steps)
        value = value[step]
    return value if isinstance(value, list) else []


class CompareSeveral:
    """A function that compares vectors with those of the document: each with the one that is most like it."""

    returns = "double"
    arities = (2,)

    def __init__(self, name: str, doc: Doc) -> None:
        self.name = name
        self.doc = doc

    def __call__(self, query: Any, field: Any) -> float:
        if not isinstance(field, str):
            raise _no_cast(field, "java.lang.String")
        values = self.doc.item(field)
        if not isinstance(values, SeveralValues):
            raise _no_cast(values, "org.elasticsearch.script.field.vectors.RankVectorsDocValuesField")
        inverted = self.name == "maxSimInvHamming"
        whole = values.element in ("byte", "bit")
        if inverted and not whole:
            raise _argument("hamming distance is only supported for byte or bit vectors")
        vectors = _query(query, values, whole=whole)
        found = values.vectors.get(self.doc.number)
        if found is None:
            raise _argument(MISSING)
        compare = _inverted if inverted else _product
        total = 0.0
        for vector in vectors:
            total = single(total + max(compare(vector, one, values.element) for one in found))
        return total


def _inverted(query: Vector, held: Vector, element: str) -> float:
    bits = len(held) * 8
    return single((bits - (as_bits(query) ^ as_bits(held)).bit_count()) / bits)


def _product(query: Vector, held: Vector, element: str) -> float:
    if element != "bit":
        return dot_of(query, held)
    if len(query) == len(held):
        return float((as_bits(query) & as_bits(held)).bit_count())
    bits = as_bits(held)
    width = len(query)
    return single(sum(value for at, value in enumerate(query) if bits >> (width - 1 - at) & 1))


def _query(query: Any, values: SeveralValues, *, whole: bool) -> list[Vector]:
    if not isinstance(query, list):
        raise _argument(f"Unsupported input object for byte vectors: {java_class(query)}")
    if not query:
        raise _argument("The query vector is empty.")
    vectors = [_one(item) for item in query]
    if len({len(vector) for vector in vectors}) > 1:
        raise _argument("The query vector contains inner vectors which have inconsistent number of dimensions.")
    dims = values.dims or 0
    size = len(vectors[0])
    wanted = (dims // 8, dims) if values.element == "bit" else (dims,)
    if size not in wanted:
        held = dims // 8 if values.element == "bit" else dims
        raise _argument(
            f"The query vector has a different number of dimensions [{size}] than the document vectors [{held}]."
        )
    for vector in vectors:
        if values.element == "bit" and size == dims:
            continue
        problem = checks.bounds_problem(vector, "byte" if whole else values.element, shown=checks.preview(vector))
        if problem is not None:
            raise _argument(problem)
    return vectors


def _one(item: Any) -> Vector:
    if isinstance(item, str):
        try:
            return tuple(map(float, hex_bytes(item)))
        except ApiError as refused:
            raise _argument(refused.reason or "") from None
    return as_vector(item)


def _argument(problem: str) -> Thrown:
    return Thrown("java.lang.IllegalArgumentException", problem)


def _no_cast(value: Any, wanted: str) -> Thrown:
    held = value.java_class if isinstance(value, Values) else java_class(value)
    return Thrown("java.lang.ClassCastException", f"class {held} cannot be cast to class {wanted}")
