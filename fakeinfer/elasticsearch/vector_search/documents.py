"""What documents may hold in fields of vectors.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java; texts
observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats import javabase64
from ...formats.positions import token_name
from ...mapping.options import java_text
from ...mapping.types import Definition, Holder, Unfit
from ...search.errors import parsing
from ...search.locate import Place, Position
from ...search.vectors.columns import Vector, in_single
from . import checks
from .given import base64_bytes, hex_bytes, numbers_in

if TYPE_CHECKING:
    from ...wire import Json


class _Wrong(Exception):
    def __init__(self, cause: ApiError | str, at: Position) -> None:
        super().__init__()
        self.cause = cause
        self.at = at


def vector_problem(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with a vector."""
    return _problem(value, path, definition, place, texts=True)


def first_vector_problem(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """The same before vectors could be texts, but for bytes."""
    return _problem(value, path, definition, place, texts=definition.get("element_type") in ("byte", "bit"), old=True)


def _problem(
    value: Json, path: str, definition: Definition, place: Place, *, texts: bool, old: bool = False
) -> Unfit | None:
    if value is None:
        return None
    element, dims = definition.get("element_type", "float"), definition.get("dims")
    try:
        if isinstance(value, list):
            numbers, at = _of_list(value, element, dims, place)
        elif isinstance(value, str) and texts:
            numbers, at = _of_text(value, element, dims, place, old=old), place.value()
        elif old:
            raise _next_token(value, place)
        else:
            raise _unsupported(value, place)
        _check(numbers, definition, element, dims, at)
    except _Wrong as wrong:
        return _unfit(wrong, path, element, dims)
    return None


def several_problem(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with the vectors of a `rank_vectors` field."""
    if value is None:
        return None
    name = f"Field [{path}] of type [rank_vectors]"
    if not isinstance(value, list):
        return Unfit(illegal_argument(f"{name} cannot be indexed with a single value"), named=False)
    element, dims = definition.get("element_type", "float"), definition.get("dims")
    lengths = {len(one) for one in value if isinstance(one, list)}
    if dims is None and len(lengths) > 1:
        return Unfit(illegal_argument(f"{name} cannot be indexed with vectors of different dimensions"), named=False)
    for number, one in enumerate(value):
        here = place / number
        try:
            if isinstance(one, list):
                numbers, at = _of_list(one, element, dims, here)
            elif isinstance(one, str):
                numbers, at = _of_text(one, element, dims, here, old=False), here.value()
            else:
                raise _unsupported(one, here)
            _check(numbers, {"similarity": ""}, element, dims, at)
        except _Wrong as wrong:
            return _unfit(wrong, path, element, dims, "rank_vectors")
    return None


def _unfit(wrong: _Wrong, path: str, element: str, dims: int | None, type_name: str = "dense_vector") -> Unfit:
    if isinstance(wrong.cause, ApiError):
        return Unfit(wrong.cause, named=False, at=wrong.at)
    ending = wrong.cause

    def of_document(id: str) -> ApiError:
        return illegal_argument(f"The [{type_name}] field [{path}] in doc [document with id '{id}'] has {ending}")

    return Unfit(of_document(""), named=False, at=wrong.at, of_document=of_document)


def _of_list(value: list[Any], element: str, dims: int | None, place: Place) -> tuple[Vector, Position]:
    most = None if dims is None else dims // 8 if element == "bit" else dims
    plain = {int, float}.issuperset(map(type, value))
    if not plain or (most is not None and len(value) > most):
        for number, item in enumerate(value):
            if most is not None and number >= most:
                raise _Wrong(f"more dimensions than defined in the mapping [{dims}]", (place / number).value())
            if isinstance(item, bool) or not isinstance(item, int | float):
                at = (place / number).value()
                reason = (
                    f"Failed to parse object: expecting token of type [VALUE_NUMBER] but found [{token_name(item)}]"
                )
                raise _Wrong(parsing(reason, at), at)
    numbers = in_single(value)
    if element in ("byte", "bit"):
        problem = checks.bounds_problem(numbers, element)
        if problem is not None:
            number = int(problem.rpartition("[")[2].partition("]")[0])
            raise _Wrong(illegal_argument(problem), (place / number).value())
    return numbers, place.end()


def _check(numbers: Vector, definition: Definition, element: str, dims: int | None, at: Position) -> None:
    held = checks.dims_of(numbers, element)
    if dims is None and not held:
        raise ApiError(
            400, "mapper_parsing_exception", "The number of dimensions should be in the range [1, 4096] but was [0]"
        )
    if dims is not None and held != dims:
        raise _Wrong(f"a different number of dimensions [{held}] than defined in the mapping [{dims}]", at)
    problem = None
    if element not in ("byte", "bit"):
        problem = checks.bounds_problem(numbers, element, shown=checks.preview(numbers))
    if problem is None and definition.get("index", True) is not False:
        problem = checks.length_problem(numbers, element, definition.get("similarity", "cosine"))
    if problem is not None:
        raise _Wrong(illegal_argument(problem), at)


def _of_text(text: str, element: str, dims: int | None, place: Place, *, old: bool) -> Vector:
    at = place.value()
    if element in ("byte", "bit"):
        try:
            found = tuple(map(float, hex_bytes(text)))
            refused: ApiError | None = None
        except ApiError as problem:
            found, refused = (), problem
        if not old and (refused is not None or (dims is not None and checks.dims_of(found, element) != dims)):
            try:
                by_base64 = numbers_in(base64_bytes(text), element, dims or 0)
            except javabase64.BadBase64:
                by_base64 = None
            if by_base64 is not None:
                return by_base64
        if refused is not None:
            raise _Wrong(refused, at)
        return found
    try:
        plain = base64_bytes(text)
    except javabase64.BadBase64 as bad:
        raise _Wrong(illegal_argument(str(bad)), at) from None
    if dims is None:
        dims = len(plain) // 4
    numbers = numbers_in(plain, "bfloat16" if len(plain) == 2 * dims else element, dims)
    if numbers is None:
        reason = (
            f"Failed to parse object: Base64 decoded vector byte length [{len(plain)}] does not match the expected length of"
            f" [{4 * dims}] or [{2 * dims}] for dimension count [{dims}]"
        )
        raise _Wrong(parsing(reason, at), at)
    return numbers


def _unsupported(value: Json, place: Place) -> _Wrong:
    at = place.value()
    if isinstance(value, dict):
        return _Wrong(illegal_argument(f"Expected text at {at} but found START_OBJECT"), at)
    reason = f"Unsupported type [{token_name(value)}] for provided value [{java_text(value)}]"
    return _Wrong(parsing(reason, at), at)


def _next_token(value: Json, place: Place) -> _Wrong:
    """The parser takes what follows for the elements of a list."""
    at, found = place.value(), "END_OBJECT"
    if isinstance(value, dict):
        at = Position(at.line, at.column + 1)
        found = "FIELD_NAME" if value else "END_OBJECT"
    else:
        at = Position(at.line, at.column + len(json.dumps(value)))
    reason = f"Failed to parse object: expecting token of type [VALUE_NUMBER] but found [{found}]"
    return _Wrong(parsing(reason, at), at)


def repeated(path: str, definition: Definition, value: Json, holder: Holder) -> Unfit:
    """A second vector in one document."""
    reason = (
        f"Field [{path}] of type [{definition['type']}] doesn't support indexing multiple values for the same field in the same"
        " document"
    )
    return Unfit(illegal_argument(reason), named=False)


def held_vector(value: Json, element: str, dims: int | None) -> Vector | None:
    """The numbers of a vector that a document holds."""
    if isinstance(value, list):
        return in_single(value) if value else None
    if not isinstance(value, str):
        return None
    try:
        return _of_text(value, element, dims, Place(None), old=False)
    except _Wrong:
        return None
