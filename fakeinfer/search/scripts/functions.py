"""What scripts of scores may call: functions that weigh numbers.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/ScoreScriptUtils.java (Elasticsearch's are the same)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ...errors import not_implemented
from ...painless import Thrown, class_of

Function = Callable[..., Any]


class _Weigh:
    """A function of numbers alone."""

    returns = "double"

    def __init__(self, function: Function, *arities: int) -> None:
        self.function = function
        self.arities = arities

    def __call__(self, *given: Any) -> float:
        for value in given:
            if isinstance(value, bool) or not isinstance(value, int | float):
                text = f"Cannot cast {class_of(value)} to java.lang.Double"
                raise Thrown("java.lang.ClassCastException", text)
        try:
            return float(self.function(*map(float, given)))
        except (ArithmeticError, ValueError, TypeError):
            return math.nan


def _saturation(value: float, k: float) -> float:
    return value / (k + value)


def _sigmoid(value: float, k: float, a: float) -> float:
    return float(value**a / (k**a + value**a))


def _decay(kind: str) -> Function:
    """`decayNumeric..(origin, scale, offset, decay, value)`"""

    def linear(scale: float, decay: float, far: float) -> float:
        reach = scale / (1.0 - decay)
        return max(0.0, (reach - far) / reach)

    def decayed(origin: float, scale: float, offset: float, decay: float, value: float) -> float:
        far = max(0.0, abs(value - origin) - offset)
        if kind == "Linear":
            return linear(scale, decay, far)
        if kind == "Exp":
            return math.exp(math.log(decay) / scale * far)
        return math.exp(math.log(decay) / scale**2 * far * far)

    return decayed


def _refused(name: str) -> Function:
    def refuse(*given: Any) -> Any:
        raise not_implemented(f"the function [{name}] of scripts")

    return refuse


_ELSEWHERE = (
    "randomScore", "decayGeoLinear", "decayGeoExp", "decayGeoGauss", "decayDateLinear", "decayDateExp", "decayDateGauss",
    "termFreq", "tf", "totalTermFreq", "sumTotalTermFreq",
)  # fmt: skip
"""Functions that the server has and we do not."""


def numeric_functions() -> dict[str, Function]:
    """Functions of numbers alone."""
    made: dict[str, Function] = {"saturation": _Weigh(_saturation, 2), "sigmoid": _Weigh(_sigmoid, 3)}
    made |= {f"decayNumeric{kind}": _Weigh(_decay(kind), 5) for kind in ("Linear", "Exp", "Gauss")}
    return made | {name: _refused(name) for name in _ELSEWHERE}
