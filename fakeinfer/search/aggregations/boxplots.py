"""Quartiles of the values of a field, with the ends of its whiskers.

Source: elastic/elasticsearch:x-pack/plugin/analytics/src/main/java/org/elasticsearch/xpack/analytics/boxplot/InternalBoxplot.java
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ...object_parser import FLOAT, TEXT
from ...wire import Json
from ..locate import Place
from ..query import Reading
from .columns import NUMERIC, Column
from .options import column_of, over_values, read_options
from .percentiles import digest_of
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View

REACH = 1.5
"""How far whiskers reach beyond the quartiles, in distances between these."""


class Boxplot(NamedTuple):
    """One of them."""

    column: Column
    compression: float
    switched: frozenset[str]

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("boxplot", view, NUMERIC)

    def prefix(self, matches: Matches) -> str:
        return "boxplot"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        values = sorted(float(value) for _, _, held in self.column.held(matches) for value in held)
        digest = digest_of(values, self.compression, self.switched)
        low, middle, high = (digest.quantile(quarter / 4) for quarter in (1, 2, 3))
        numbers = {
            "min": min(values, default=math.inf),
            "max": max(values, default=-math.inf),
            "q1": low,
            "q2": middle,
            "q3": high,
            "lower": next((value for value in values if value > low - REACH * (high - low)), math.nan),
            "upper": next((value for value in reversed(values) if value <= high + REACH * (high - low)), math.nan),
        }
        field = self.column.field(matches)
        shown = {f"{name}_as_string": self.column.shown(field, number) for name, number in numbers.items() if values}
        return {**numbers, **{name: text for name, text in shown.items() if text is not None}}


PARSER = over_values("boxplot", {"compression": FLOAT, "execution_hint": TEXT})


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Boxplot:
    """Read one."""
    known = read_options(PARSER, options, place)
    return Boxplot(column_of(known, "decimal"), known.get("compression", 100.0), reading.state.switched_on)
