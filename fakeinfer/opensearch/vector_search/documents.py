"""What documents may hold in fields of vectors and of weighted tokens.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/mapper/KNNVectorFieldMapper.java and
`.../common/KNNValidationUtil.java`, opensearch-project/OpenSearch:modules/mapper-extras/src/main/java/org/opensearch/index/mapper/
{RankFeatureFieldMapper,RankFeaturesFieldMapper}.java; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...mapping.options import java_text
from ...mapping.types import Definition, Unfit
from ...search.vectors.columns import in_single, java_float
from ...search.vectors.parsing import not_numeric
from ...wire import Json
from .checks import byte_problem, finite_problem, zero_problem

if TYPE_CHECKING:
    from ...search.locate import Place


class _Wrong(Exception):
    def __init__(self, unfit: Unfit) -> None:
        super().__init__()
        self.unfit = unfit


def vector_problem(value: Json, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with a vector."""
    if value is None:
        return None
    if isinstance(value, list):
        given = value
    else:
        given = [value] if isinstance(value, int | float) and not isinstance(value, bool) else []
    data_type = definition.get("data_type", "FLOAT").lower()
    try:
        numbers = _numbers(given, data_type, place)
    except _Wrong as wrong:
        return wrong.unfit
    shown = None if isinstance(value, list | int | float) and not isinstance(value, bool) else value
    problem = _size_problem(len(numbers), definition.get("dimension"), data_type)
    if problem is None and zero_problem(tuple(numbers), _space(definition)):
        problem = zero_problem(tuple(numbers), _space(definition))
    return None if problem is None else Unfit(illegal_argument(problem), shown)


def _space(definition: Definition) -> str:
    method = definition.get("method") or {}
    return str(method.get("space_type") or definition.get("space_type", "l2")).lower()


def _numbers(given: list[Any], data_type: str, place: Place) -> list[float]:
    if {int, float}.issuperset(map(type, given)):
        numbers = list(in_single(given))
        if data_type == "float" and all(map(math.isfinite, numbers)):
            return numbers
    else:
        numbers = [_number(item, place / at) for at, item in enumerate(given)]
    for number, item in zip(numbers, given, strict=True):
        problem = finite_problem(number) if data_type == "float" else byte_problem(number, data_type)
        if problem is not None:
            shown = "Infinity" if math.isinf(number) else item
            raise _Wrong(Unfit(illegal_argument(problem), shown))
    return numbers


def _number(item: Json, place: Place) -> float:
    if isinstance(item, str):
        try:
            return in_single([java_float(item)])[0]
        except ValueError:
            reason = f'For input string: "{item}"' if item.strip() else "empty String"
            raise _Wrong(Unfit(ApiError(400, "number_format_exception", reason), item)) from None
    if isinstance(item, bool) or not isinstance(item, int | float):
        raise _Wrong(Unfit(not_numeric(item, place.value()), item))
    return in_single([item])[0]


def _size_problem(given: int, dimension: int | None, data_type: str) -> str | None:
    if dimension is None:
        return None
    if data_type == "binary":
        given *= 8
        opening = "The dimension of the binary vector must be 8 times the length of the provided vector."
    else:
        opening = "Vector dimension mismatch."
    return None if given == dimension else f"{opening} Expected: {dimension}, Given: {given}"


# --- weighted tokens --------------------------------------------------------------------------------------------------

LEAST = 1.17549435e-38
"""The smallest normal number in single precision."""


def features_problem(value: Json, path: str, definition: Definition) -> Unfit | None:
    """What is wrong with the weights of a `rank_features` field."""
    seen: set[str] = set()
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            reason = f"fields must be json objects, expected a START_OBJECT but got: {token_name(item)}"
            return Unfit(illegal_argument(f"[rank_features] {reason}"), named=False)
        for name, weight in item.items():
            if weight is None:
                continue
            problem = _weight_problem(weight, name, path, definition)
            if problem is None and name in seen:
                problem = illegal_argument(
                    "[rank_features] fields do not support indexing multiple values for the same rank feature"
                    f" [{path}.{name}] in the same document"
                )
            if problem is not None:
                return Unfit(problem, named=False)
            seen.add(name)
    return None


def _weight_problem(weight: Json, name: str, path: str, definition: Definition) -> ApiError | None:
    if isinstance(weight, bool) or not isinstance(weight, int | float | str):
        return illegal_argument(
            "[rank_features] fields take hashes that map a feature to a strictly positive float, but got unexpected token "
            + token_name(weight)
        )
    if isinstance(weight, str):
        try:
            number = in_single([java_float(weight)])[0]
        except ValueError:
            reason = f'For input string: "{weight}"' if weight.strip() else "empty String"
            return ApiError(400, "number_format_exception", reason)
    else:
        number = in_single([weight])[0]
    problem = _feature_problem(number, name, path, definition)
    return illegal_argument(problem) if problem else None


def _feature_problem(number: float, name: str, path: str, definition: Definition) -> str | None:
    if definition.get("positive_score_impact") is False:
        number = math.copysign(math.inf, number) if number == 0 else in_single([1 / number])[0]
    about = f"for feature {name} on field {path}"
    if not math.isfinite(number):
        shown = "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
        return f"featureValue must be finite, got: {shown} {about}"
    if number < in_single([LEAST])[0]:
        return (
            f"featureValue must be a positive normal float, got: {java_text(_shortest(number))} {about} which is less than the"
            " minimum positive normal float: 1.17549435E-38"
        )
    return None


def _shortest(number: float) -> float:
    """A number in single precision with the fewest digits, also one that is too small to be normal."""
    held = in_single([number])
    return next(
        (short for digits in range(1, 10) if in_single([short := float(f"{number:.{digits}g}")]) == held), number
    )


def feature_problem(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with the number of a `rank_feature` field."""
    held = 0
    for at, item in enumerate(value if isinstance(value, list) else [value]):
        if item is None:
            continue
        here = place / at if isinstance(value, list) else place
        try:
            number = _number(item, here)
        except _Wrong as wrong:
            return wrong.unfit
        held += 1
        problem = _feature_problem(number, path, "_feature", definition)
        if problem is None and held > 1:
            problem = (
                f"[rank_feature] fields do not support indexing multiple values for the same field [{path}] in the same"
                " document"
            )
        if problem is not None:
            return Unfit(illegal_argument(problem), "Infinity" if math.isinf(number) else item)
    return None
