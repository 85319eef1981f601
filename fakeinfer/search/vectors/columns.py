"""The vectors that the documents of an index have in a field, ready to be compared."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...formats.javanumbers import java_double
from ..values import leaf_values

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

Vector = tuple[float, ...]


class Column:
    """Vectors by document number; documents without one are missing."""

    def __init__(self, vectors: dict[int, Vector]) -> None:
        self.vectors = vectors

    @cached_property
    def squares(self) -> dict[int, float]:
        """The squared lengths of the vectors."""
        return {number: length * length for number, v in self.vectors.items() for length in (math.hypot(*v),)}

    @cached_property
    def bits(self) -> dict[int, int]:
        """The vectors as bits."""
        from .spaces import as_bits

        return {number: as_bits(vector) for number, vector in self.vectors.items()}


Decode = Callable[[str], Vector | None]


def column_of(view: View, field: Field, decode: Decode | None = None) -> Column:
    """The vectors of a field in one view. Documents that did not change since it was last asked for are not read again.

    `decode` makes numbers of a text that is a whole vector.
    """
    found: Column | None = view.memo.get(field.path)
    if found is None:
        found = view.memo[field.path] = Column(_read(view, field, decode))
    return found


def _read(view: View, field: Field, decode: Decode | None) -> dict[int, Vector]:
    if field.nested != view.path:
        return {}
    if view.path:
        return {
            number: vector
            for number, source in enumerate(view.sources)
            if (vector := vector_in(source, field.steps, decode)) is not None
        }
    kept: dict[tuple[str, str], dict[str, tuple[Any, Vector | None]]] = view.state.memo.setdefault("vectors", {})
    before = kept.get((view.index, field.path), {})
    after: dict[str, tuple[Any, Vector | None]] = {}
    vectors: dict[int, Vector] = {}
    for number, document in enumerate(view.documents):
        known = before.get(document.id)
        if known is None or known[0] is not document.source:
            known = (document.source, vector_in(document.source, field.steps, decode))
        after[document.id] = known
        if known[1] is not None:
            vectors[number] = known[1]
    kept[view.index, field.path] = after
    return vectors


def vector_in(source: Any, steps: tuple[str, ...], decode: Decode | None = None) -> Vector | None:
    """The vector at a path of a document, if there is one."""
    value = source
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            found = leaf_values(source, steps)
            return _of_leaves(found, decode) if found else None
        value = value[step]
    if decode is not None and isinstance(value, str):
        return decode(value)
    if not isinstance(value, list):
        return None if value is None else in_single([value])
    return in_single(value)


def _of_leaves(found: list[Any], decode: Decode | None) -> Vector | None:
    if decode is not None and isinstance(found[0], str):
        return decode(found[0])
    return in_single(found)


def in_single(numbers: list[Any]) -> Vector:
    """Numbers, some of them perhaps as texts, in single precision; what is beyond it is infinite."""
    try:
        return tuple(array("f", numbers))
    except (TypeError, OverflowError):
        return tuple(array("f", [_number(value) for value in numbers]))


def _number(value: Any) -> float:
    if isinstance(value, int):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if isinstance(value, float):
        return value
    return math.nan if not isinstance(value, str) else java_double(value)
