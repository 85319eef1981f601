"""The vector of a `knn` query, as its parser reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...search.vectors.columns import Vector, in_single
from ...search.vectors.parsing import SCALARS, Field, Unreadable, read_float
from ...token_errors import not_numeric

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...wire import Json


def read_vector(value: Json, place: Place) -> Vector:
    """Numbers, also as texts; a number alone is a vector, too."""
    if not isinstance(value, list):
        return (read_float(value, place),)
    if not value:
        raise Unreadable(illegal_argument("[knn] field 'vector' requires to be non-null and non-empty"), place.end())
    if {float, int}.issuperset(map(type, value)):
        return in_single(value)
    found = []
    for number, item in enumerate(value):
        here = place / number
        if isinstance(item, list | dict):
            token = token_name(item)
            raise Unreadable(
                ApiError(400, "illegal_state_exception", f"expected value but got [{token}]"), here.value()
            )
        if item is None or isinstance(item, bool):
            raise Unreadable(not_numeric(item, *here.value()), here.value())
        try:
            found.append(read_float(item, here))
        except ApiError as refused:
            raise Unreadable(refused, here.value()) from None
    return tuple(found)


VECTOR = Field((*SCALARS, "START_ARRAY"), read_vector)
