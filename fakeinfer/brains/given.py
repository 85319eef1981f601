"""Vectors that a test gives instead of having them made: as many components as it says, with the values it says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..formats.singles import shortest, single
from .dense import ElementType

_RANGES: Mapping[ElementType, tuple[int, int]] = {"byte": (-128, 127), "bit": (-128, 127)}


class GivenVector:
    """An embedding as it was given. Its numbers are those of the wire: bits come eight in a signed byte."""

    __slots__ = ("_numbers", "element_type")

    def __init__(self, numbers: Sequence[float], element_type: ElementType) -> None:
        self.element_type = element_type
        self._numbers: list[float] = [shortest(n) if element_type == "float" else int(n) for n in numbers]

    @property
    def dimensions(self) -> int:
        """How many components it has."""
        return len(self._numbers) * (8 if self.element_type == "bit" else 1)

    def numbers(self, element_type: ElementType = "float") -> list[float]:
        """The components."""
        return list(self._numbers)

    def json(self, element_type: ElementType = "float") -> str:
        """The JSON array of the components, floats as Java prints them."""
        return f"[{','.join(map(_float_text if self.element_type == 'float' else str, self._numbers))}]"


def _float_text(number: float) -> str:
    """As `Float.toString` has it: `0.5`, `1.0E-4`, `1.5E7`."""
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        return repr(float(number))
    mantissa, _, exponent = f"{number:.8e}".partition("e")
    return f"{float(mantissa)!r}E{int(exponent)}"


def read_vector(value: Any, element_type: ElementType | None, what: str) -> list[float]:
    """The numbers of a vector that a user gives; ValueError, naming it as `what`, for what is none."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise ValueError(f"{what} is a list of numbers, not {value!r}")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float) or not _fits(number):
            raise ValueError(f"{what} holds {number!r}, which is no component of a vector")
    if element_type is not None and element_type in _RANGES:
        low, high = _RANGES[element_type]
        wrong = next((n for n in value if not (isinstance(n, int) and low <= n <= high)), None)
        if wrong is not None:
            packed = ", eight bits in each" if element_type == "bit" else ""
            raise ValueError(f"{what} holds {wrong!r}; its endpoint has whole numbers from {low} to {high}{packed}")
    return list(value)


def _fits(number: float) -> bool:
    """Whether it is a number in single precision too."""
    try:
        return math.isfinite(single(number))
    except OverflowError:  # a whole number that no double holds
        return False


def read_weights(value: Any, what: str) -> dict[str, float]:
    """Token weights that a user gives; ValueError, naming them as `what`, for what is none."""
    if not isinstance(value, Mapping) or not all(isinstance(token, str) and token for token in value):
        raise ValueError(f"{what} is a mapping of tokens to weights, not {value!r}")
    for token, weight in value.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not (_fits(weight) and weight > 0):
            raise ValueError(f"{what} gives [{token}] the weight {weight!r}; weights are numbers above 0")
    return {token: shortest(float(weight)) for token, weight in value.items()}
