"""Numbers about the values of a field: how many, how large, how far apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...object_parser import FLOAT, LONG, TEXT
from ...wire import Json
from ..locate import Place
from ..query import Reading
from .columns import NUMERIC, Column
from .options import at_least, column_of, over_values, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

PARSERS = {
    **{kind: over_values(kind, {}) for kind in ("avg", "min", "max", "sum", "stats", "value_count")},
    "extended_stats": over_values("extended_stats", {"sigma": at_least(0, "sigma", FLOAT)}),
    "cardinality": over_values(
        "cardinality",
        {"precision_threshold": at_least(0, "precisionThreshold", LONG), "execution_hint": TEXT},
        formats=False,
    ),
}
COUNTING = ("value_count", "cardinality")
"""Kinds that count values of any kind."""


def summed(values: Iterable[float]) -> float:
    """The sum with what was lost by rounding so far added each time, as `CompensatedSum` keeps it."""
    listed = list(values)
    if all(map(float.is_integer, listed)) and max(map(abs, listed), default=0.0) < 2.0**53:
        return math.fsum(listed)  # nothing is lost
    total = lost = 0.0
    for value in listed:
        corrected = value + lost
        updated = total + corrected
        if not math.isfinite(updated):
            return updated
        lost = corrected - (updated - total)
        total = updated
    return total


class Metric(NamedTuple):
    """One of them."""

    kind: str
    column: Column
    sigma: float = 2.0
    """How many standard deviations the bounds of extended statistics are away from the average."""
    hint: str | None = None

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check(self.kind, view, () if self.kind in COUNTING else NUMERIC)
        if self.hint is not None:
            _check_hint(self.hint, view.state.contract.product.name)

    def prefix(self, matches: Matches) -> str:
        return self.kind

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        values = [value for _, _, held in self.column.held(matches) for value in sorted(held)]
        if self.kind == "value_count":
            return {"value": len(values)}
        if self.kind == "cardinality":
            return {"value": len(set(values))}
        field = self.column.field(matches)
        if self.kind in ("min", "max"):
            best = (min if self.kind == "min" else max)(values, default=None)
            return self._one(field, None if best is None else float(best))
        numbers = described([float(value) for value in values])
        if self.kind not in ("stats", "extended_stats"):
            return self._one(field, numbers[self.kind])
        answer: dict[str, Json] = dict(numbers)
        if numbers["count"]:
            self._with_texts(field, answer, ("min", "max", "avg", "sum"))
        if self.kind == "extended_stats":
            answer |= extended(self.column, field, [float(value) for value in values], numbers, self.sigma)
        return answer

    def _one(self, field: Field | None, value: Any) -> dict[str, Json]:
        shown = None if value is None else self.column.shown(field, value)
        return {"value": value} if shown is None else {"value": value, "value_as_string": shown}

    def _with_texts(self, field: Field | None, answer: dict[str, Json], names: tuple[str, ...]) -> None:
        boolean = self.column.family(field) == "boolean"
        for name in names:
            shown = self.column.shown(field, answer[name])
            if shown is not None:
                answer[f"{name}_as_string"] = shown == "true" if boolean else shown


def extended(
    column: Column,
    field: Field | None,
    values: list[float],
    numbers: dict[str, Any],
    sigma: float,
    add: Callable[[Iterable[float]], float] = summed,
) -> dict[str, Json]:
    """What extended statistics say beyond those that are `numbers`."""
    found = _extended(numbers, sigma, add(value * value for value in values))
    return found | _extended_texts(column, field, found) if numbers["count"] else found


def _extended_texts(column: Column, field: Field | None, found: dict[str, Json]) -> dict[str, Json]:
    """Texts of all of them; some of booleans are texts here that are none there."""
    if column.shown(field, 0.0) is None:
        return {}
    plain = ("sum_of_squares", "variance", "variance_population", "variance_sampling")
    texts: dict[str, Json] = {}
    for name, number in found.items():
        if name == "std_deviation_bounds":
            texts[f"{name}_as_string"] = {side: _text(column, field, bound) for side, bound in number.items()}
            continue
        text = _text(column, field, number)
        is_truth = name in plain and column.family(field) == "boolean"
        texts[f"{name}_as_string"] = text == "true" if is_truth else text
    return texts


def _text(column: Column, field: Field | None, number: Any) -> str | None:
    if not isinstance(number, str):
        return column.shown(field, number)
    return "NaN" if column.format is not None else column.shown(field, 0.0)


def _check_hint(hint: str, product: str) -> None:
    """Refuse a way of counting different values that does not exist."""
    if product == "opensearch" and hint not in ("direct", "ordinals"):
        raise illegal_argument(f"Unknown execution_hint: [{hint}], expected any of [direct, ordinals]")
    known = ("global_ordinal", "segment_ordinal", "direct")
    if product == "elasticsearch" and hint.lower() not in known:
        raise illegal_argument(
            f"Invalid execution mode for cardinality aggregation.  Got [{hint}]expected one of [{', '.join(known)}]"
        )


def described(values: list[float], add: Callable[[Iterable[float]], float] = summed) -> dict[str, Any]:
    """How many there are, the least, the largest, their mean and their sum."""
    total = add(values)
    return {
        "count": len(values),
        "min": min(values, default=None),
        "max": max(values, default=None),
        "avg": total / len(values) if values else None,
        "sum": total,
    }


def _extended(numbers: dict[str, Any], sigma: float, squares: float) -> dict[str, Json]:
    count, average = numbers["count"], numbers["avg"]
    around = squares - numbers["sum"] * numbers["sum"] / count if count else 0.0
    population = max(around, 0.0) / count if count else None
    sampling = max(around, 0.0) / (count - 1) if count > 1 else None
    deviations = [None if variance is None else math.sqrt(variance) for variance in (population, sampling)]
    absent = "NaN" if count else None
    bounds: dict[str, Json] = {}
    for suffix, deviation in (("", deviations[0]), ("_population", deviations[0]), ("_sampling", deviations[1])):
        for side, sign in (("upper", 1), ("lower", -1)):
            bounds[side + suffix] = absent if deviation is None else average + sign * deviation * sigma
    return {
        "sum_of_squares": squares if count else None,
        "variance": population,
        "variance_population": population,
        "variance_sampling": absent if sampling is None else sampling,
        "std_deviation": deviations[0],
        "std_deviation_population": deviations[0],
        "std_deviation_sampling": absent if deviations[1] is None else deviations[1],
        "std_deviation_bounds": bounds,
    }


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Metric:
    """Read one."""
    known = read_options(PARSERS[kind], options, place)
    return Metric(
        kind,
        column_of(known, "" if kind in COUNTING else "decimal"),
        known.get("sigma", 2.0),
        known.get("execution_hint"),
    )
