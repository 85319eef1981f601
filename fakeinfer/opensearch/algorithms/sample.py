"""The two samples that ML Commons ships for its own tests: `sample_algo`, which adds up, and `local_sample_calculator`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from ...errors import illegal_argument
from ...operations import Call
from ...wire import Json
from .frames import Frame
from .parameters import Refused
from .reading import read_list, read_number, read_text


def check(parameters: dict[str, Any]) -> None:
    """Without its parameter the sample algorithm cannot be made."""
    if "sample_param" not in parameters:
        raise Refused("sample_param is null")


def train(_frame: Frame, parameters: dict[str, Any], _seed: int) -> dict[str, Any]:
    """Nothing but the parameter is kept."""
    return {"sample_param": parameters["sample_param"]}


def total(frame: Frame) -> float:
    """What the sample algorithm predicts: all cells added up."""
    return float(math.fsum(value.number for row in frame.rows for value in row))


def calculate(call: Call, body: dict[str, Any]) -> Callable[[], Json]:
    """The calculator's input read; calling what comes back is the calculation, whose refusals have another envelope."""
    operation: str | None = None
    numbers: list[float] = []
    for field, value in body.items():
        if field == "operation":
            operation = read_text(call, (field,), value)
        elif field == "input_data":
            items = read_list(call, (field,), value)
            numbers = [read_number(call, (field, place), item) for place, item in enumerate(items)]
    if operation is None:
        raise illegal_argument("wrong operation")
    if not numbers:
        raise illegal_argument("empty input data")
    return lambda: _calculated(operation, numbers)


_OPERATIONS: dict[str, Callable[[Iterable[float]], float]] = {"sum": sum, "max": max, "min": min}


def _calculated(operation: str, numbers: list[float]) -> Json:
    if operation not in _OPERATIONS:
        raise illegal_argument("can't support this operation")
    found = float(_OPERATIONS[operation](numbers))
    return {"result": found if math.isfinite(found) else "Infinity" if found > 0 else "-Infinity"}
