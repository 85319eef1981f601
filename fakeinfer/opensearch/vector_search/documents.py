"""What documents may hold in fields of vectors.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/mapper/KNNVectorFieldMapper.java and
`.../common/KNNValidationUtil.java`, opensearch-project/OpenSearch:modules/mapper-extras/src/main/java/org/opensearch/index/mapper/
{RankFeatureFieldMapper,RankFeaturesFieldMapper}.java; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ...mapping.types import Definition, Unfit
from ...search.vectors.columns import in_single
from ...search.vectors.feature_values import number_at
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
    number = number_at(item, place)
    if isinstance(number, Unfit):
        raise _Wrong(number)
    return number


def _size_problem(given: int, dimension: int | None, data_type: str) -> str | None:
    if dimension is None:
        return None
    if data_type == "binary":
        given *= 8
        opening = "The dimension of the binary vector must be 8 times the length of the provided vector."
    else:
        opening = "Vector dimension mismatch."
    return None if given == dimension else f"{opening} Expected: {dimension}, Given: {given}"
