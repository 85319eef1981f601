"""Quantiles of the values of a field, and what is made of them: percentiles, ranks, how far values are from their median."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import double_text
from ...object_parser import BOOLEAN, FLOAT, INT, Field, ObjectParser, Path, Source, within
from ...wire import Json
from .. import changes, errors
from ..locate import Place
from ..query import Reading
from .columns import NUMERIC, Column
from .hdr import Histogram
from .options import column_of, floats, over_values, owner, read_options
from .reading import Aggregation, Around, Matches
from .tdigest import Digest, Merging, Sorted, Tree

if TYPE_CHECKING:
    from ..view import View

DEFAULT = (1.0, 5.0, 25.0, 50.0, 75.0, 95.0, 99.0)
OF_NUMBERS = ("whole", "decimal")


class Method(NamedTuple):
    """How quantiles are found."""

    compression: float = 100.0
    digits: int | None = None
    """Of a histogram; None for a digest."""

    def of(self, values: list[float], switched: frozenset[str]) -> Digest | Histogram:
        """Where values lie."""
        if self.digits is None:
            return digest_of(values, self.compression, switched)
        return Histogram(values, self.digits, to_nearest=changes.SORTED_PERCENTILES in switched)


def digest_of(values: list[float], compression: float, switched: frozenset[str]) -> Digest:
    """Where values lie, as the product's digest tells it."""
    if changes.SORTED_PERCENTILES in switched:
        return Sorted(values)
    return (Merging if changes.MERGED_PERCENTILES in switched else Tree)(values, compression)


class Percentiles(NamedTuple):
    """Values below which so many percent of all are (`percentiles`), or the percents below values (`percentile_ranks`)."""

    kind: str
    column: Column
    wanted: tuple[float, ...]
    keyed: bool
    method: Method
    switched: frozenset[str]

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check(self.kind, view, NUMERIC)
        if self.method.digits is not None:
            self._check_signs(view)

    def _check_signs(self, view: View) -> None:
        everything = [(view, list(range(len(view))))]
        for _, _, values in self.column.held(everything):
            for value in values:
                if value < 0:
                    raise _negative(float(value))

    def prefix(self, matches: Matches) -> str:
        return f"{'tdigest' if self.method.digits is None else 'hdr'}_{self.kind}"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        values = [float(value) for _, _, held in self.column.held(matches) for value in sorted(held)]
        digest = self.method.of(values, self.switched)
        field = self.column.field(matches)
        found: list[tuple[float, float | None, str | None]] = []
        for one in self.wanted:
            number = self._number(digest, one)
            text = None if number is None else self.column.shown(field, number)
            found.append((one, number, text))
        if self.keyed:
            keyed: dict[str, Json] = {}
            for one, number, text in found:
                keyed[double_text(one)] = number
                if text is not None:
                    keyed[f"{double_text(one)}_as_string"] = text
            return {"values": keyed}
        listed = [
            {"key": one, "value": number, **({} if text is None else {"value_as_string": text})}
            for one, number, text in found
        ]
        return {"values": listed}

    def _number(self, digest: Digest | Histogram, one: float) -> float | None:
        number = digest.quantile(one / 100) if self.kind == "percentiles" else digest.rank(one) * 100
        if math.isnan(number):
            return None
        return number if self.kind == "percentiles" else min(max(number, 0.0), 100.0)


class MedianAbsoluteDeviation(NamedTuple):
    """The median of how far values are from their median."""

    column: Column
    compression: float
    switched: frozenset[str]

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("median_absolute_deviation", view, OF_NUMBERS)

    def prefix(self, matches: Matches) -> str:
        return "median_absolute_deviation"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        values = [float(value) for _, _, held in self.column.held(matches) for value in sorted(held)]
        if not values:
            return {"value": None}
        digest = digest_of(values, self.compression, self.switched)
        number = digest.deviations(digest.quantile(0.5)).quantile(0.5)
        shown = self.column.shown(self.column.field(matches), number)
        return {"value": number} if shown is None else {"value": number, "value_as_string": shown}


def _negative(value: float) -> ApiError:
    text = (
        f"The value {double_text(value)} is out of bounds for histogram, current covered range [1.0, 8.0) cannot be extended any"
        " further.\nCaused by: java.lang.ArrayIndexOutOfBoundsException: Negative values cannot be recorded"
    )
    return ApiError(500, "array_index_out_of_bounds_exception", text)


# --- reading ----------------------------------------------------------------------------------------------------------


def _compression(value: Json, source: Source, path: Path) -> float:
    number: float = FLOAT.read(value, source, path)
    if number < 0:
        shown = double_text(number)
        raise illegal_argument(f"[compression] must be greater than or equal to 0. Found [{shown}]")
    return number


def _more_than_nothing(value: Json, source: Source, path: Path) -> float:
    number: float = FLOAT.read(value, source, path)
    if number <= 0:
        shown = f"{double_text(number)}] in [{owner(path)}"
        raise illegal_argument(f"[compression] must be greater than 0. Found [{shown}]")
    return number


def _digits(value: Json, source: Source, path: Path) -> int:
    number: int = INT.read(value, source, path)
    if not 0 <= number <= 5:
        raise illegal_argument("[numberOfSignificantValueDigits] must be between 0 and 5")
    return number


_METHODS = {
    "tdigest": within(
        ObjectParser(
            "tdigest",
            {"compression": Field(FLOAT.tokens, _compression)},
            build=lambda known: Method(known.get("compression", 100.0)),
        )
    ),
    "hdr": within(
        ObjectParser(
            "hdr",
            {"number_of_significant_value_digits": Field(INT.tokens, _digits)},
            build=lambda known: Method(digits=known.get("number_of_significant_value_digits", 3)),
        )
    ),
}
PARSERS = {
    "percentiles": over_values("percentiles", {"percents": floats(FLOAT), "keyed": BOOLEAN, **_METHODS}),
    "percentile_ranks": over_values("percentile_ranks", {"values": floats(FLOAT), "keyed": BOOLEAN, **_METHODS}),
    "median_absolute_deviation": over_values(
        "median_absolute_deviation", {"compression": Field(FLOAT.tokens, _more_than_nothing)}
    ),
}


def read(
    kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading
) -> Percentiles | MedianAbsoluteDeviation:
    """Read one."""
    if kind != "median_absolute_deviation" and options.get("missing", 0) is None:
        raise _built_late(kind, name, place / "missing")
    known = read_options(PARSERS[kind], options, place)
    column = column_of(known, "decimal")
    switched = reading.state.switched_on
    if kind == "median_absolute_deviation":
        return MedianAbsoluteDeviation(column, known.get("compression", 1000.0), switched)
    try:
        wanted, method = _wanted(kind, name, known)
    except ApiError as refused:
        built = f"Failed to build [{kind}] after last required field arrived"
        raise ApiError(400, "x_content_parse_exception", built, caused_by=refused) from None
    return Percentiles(kind, column, wanted, known.get("keyed", True), method, switched)


def _built_late(kind: str, name: str, place: Place) -> ApiError:
    """What options are set with is looked at when all that is required was there."""
    refused = illegal_argument(f"[missing] must not be null: [{name}]")
    cause = errors.failed_field(kind, "missing", place.value(), refused)
    reason = f"[{place.value()}] failed to build [{kind}] after last required field arrived"
    return ApiError(400, "x_content_parse_exception", reason, caused_by=cause, root_cause=(cause,))


def _wanted(kind: str, name: str, known: dict[str, Any]) -> tuple[tuple[float, ...], Method]:
    """What is asked for, in order, and by which method."""
    if kind == "percentiles":
        given = known.get("percents", DEFAULT)
        if not given:
            raise illegal_argument(f"[percents] must not be empty: [{name}]")
        wrong = next((one for one in given if not 0 <= one <= 100), None)
        if wrong is not None:
            raise illegal_argument(f"percent must be in [0,100], got [{double_text(wrong)}]: [{name}]")
    else:
        if "values" not in known:
            raise illegal_argument(f"[values] must not be null: [{name}]")
        given = known["values"]
        if not given:
            raise illegal_argument(f"[values] must not be an empty array: [{name}]")
    if "hdr" in known and "tdigest" in known:
        raise illegal_argument("Only one percentiles method should be declared.")
    return tuple(sorted(given)), known.get("hdr") or known.get("tdigest") or Method()
