"""Documents by steps of time that are as short as they can be, so that there are not too many.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/bucket/histogram/
{AutoDateHistogramAggregationBuilder,InternalAutoDateHistogram}.java
"""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...object_parser import INT, Field, Path, Source
from ...wire import Json
from ..date_formats import shown_date
from ..locate import Place
from ..query import Reading
from .columns import Column
from .intervals import NOMINAL, Step
from .options import column_of, over_values, owner, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View

LEVELS = (
    ("s", (1, 5, 10, 30)), ("m", (1, 5, 10, 30)), ("h", (1, 3, 12)), ("d", (1, 7)), ("M", (1, 3)),
    ("y", (1, 5, 10, 20, 50, 100)),
)  # fmt: skip
"""Units of time, and how many of them make a step."""
NAMES = {"second": 0, "minute": 1, "hour": 2, "day": 3, "month": 4, "year": 5}
SHOWN_NAMES = "[month, hour, year, day, minute, second]"
MOST_BUCKETS = 65_535
Documents = dict[int, tuple["View", list[int]]]


class AutoDateHistogram(NamedTuple):
    """One of them."""

    column: Column
    target: int
    zone: tzinfo
    finest: int = 0
    """The finest unit, as a place in `LEVELS`."""

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("auto_date_histogram", view, ("date", "whole", "decimal", "boolean"))

    def prefix(self, matches: Matches) -> str:
        return "auto_date_histogram"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        moments: dict[int, Documents] = {}
        for view, number, values in self.column.held(matches):
            for value in dict.fromkeys(int(value) for value in values):
                moments.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
        level, buckets = self._spread(moments)
        buckets, inner = self._together(level, buckets)
        field = self.column.field(matches)
        shown = [
            {
                "key_as_string": shown_date(key, self.column.date_format(field), self.zone),
                "key": key,
                **wanted.within(list(documents.values()), around),
            }
            for key, documents in buckets.items()
        ]
        return {"buckets": shown, "interval": f"{inner}{LEVELS[level][0]}"}

    def _step(self, level: int) -> Step:
        return Step(unit=LEVELS[level][0], zone=self.zone)

    def _spread(self, moments: dict[int, Documents]) -> tuple[int, dict[int, Documents]]:
        """The finest unit that will do, and a bucket for each from the first to the last."""
        level = self.finest
        buckets = _merged(moments, self._step(level))
        if not buckets:
            return level, {}
        length = max(buckets) - min(buckets)
        while level < len(LEVELS) - 1 and (len(buckets) > self._room(level) or length > self._reach(level)):
            level += 1
            buckets = _merged(moments, self._step(level))
            length = max(buckets) - min(buckets)
        level = self._needed(min(buckets), max(buckets), level)
        buckets = self._filled(_merged(moments, self._step(level)), level)
        while len(buckets) > self._room(level) and level < len(LEVELS) - 1:
            level += 1
            buckets = _merged(buckets, self._step(level))
        return level, buckets

    def _room(self, level: int) -> int:
        return self.target * LEVELS[level][1][-1]

    def _reach(self, level: int) -> float:
        return self._room(level) * NOMINAL[LEVELS[level][0]]

    def _needed(self, first: int, last: int, level: int) -> int:
        """The unit with which there are not too many buckets, empty ones included."""
        found = level
        for coarser in range(level + 1, len(LEVELS)):
            if (last - first) // NOMINAL[LEVELS[coarser][0]] < self._room(coarser):
                found = coarser - 1
                break
            found = coarser
        while True:
            step, key, count = self._step(found), first, 0
            while key < last:
                count += 1
                key = step.next(step.begin(key))
            if count <= self._room(found) or found == len(LEVELS) - 1:
                return found
            found += 1

    def _filled(self, buckets: dict[int, Documents], level: int) -> dict[int, Documents]:
        step, key, last = self._step(level), min(buckets), max(buckets)
        filled: dict[int, Documents] = {}
        while key <= last:
            filled[key] = buckets.get(key, {})
            key = step.next(key)
        return filled

    def _together(self, level: int, buckets: dict[int, Documents]) -> tuple[dict[int, Documents], int]:
        """As many steps taken together as it needs, and how many that are."""
        if len(buckets) <= self.target:
            return buckets, 1
        for inner in LEVELS[level][1]:
            if -(-len(buckets) // inner) <= self.target:
                keys = list(buckets)
                return {
                    keys[at]: _union([buckets[key] for key in keys[at : at + inner]])
                    for at in range(0, len(keys), inner)
                }, inner
        return buckets, 1


def _merged(buckets: dict[int, Documents], step: Step) -> dict[int, Documents]:
    found: dict[int, list[Documents]] = {}
    for key in sorted(buckets):
        found.setdefault(step.begin(key), []).append(buckets[key])
    return {key: _union(parts) for key, parts in found.items()}


def _union(parts: list[Documents]) -> Documents:
    """The documents of several buckets, each of them once."""
    found: dict[int, tuple[Any, dict[int, None]]] = {}
    for part in parts:
        for view_id, (view, numbers) in part.items():
            found.setdefault(view_id, (view, {}))[1].update(dict.fromkeys(numbers))
    return {view_id: (view, list(numbers)) for view_id, (view, numbers) in found.items()}


def _buckets(value: Json, source: Source, path: Path) -> int:
    number: int = INT.read(value, source, path)
    if number <= 0:
        raise illegal_argument(f"buckets must be greater than 0 for [{owner(path)}]")
    most = MOST_BUCKETS // 30
    if number > most:
        raise illegal_argument(f"buckets must be less than {most}")
    return number


def _least(value: Json, source: Source, path: Path) -> int:
    if value is not None and value not in NAMES:
        raise illegal_argument(f"minimum_interval must be one of [{SHOWN_NAMES}]")
    return 0 if value is None else NAMES[value]


PARSER = over_values(
    "auto_date_histogram",
    {
        "buckets": Field(INT.tokens, _buckets),
        "minimum_interval": Field(("VALUE_STRING", "VALUE_NULL"), _least),
    },
    zones=True,
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> AutoDateHistogram:
    """Read one."""
    known = read_options(PARSER, options, place)
    return AutoDateHistogram(
        column_of(known, "date"),
        known.get("buckets", 10),
        known.get("time_zone", UTC),
        known.get("minimum_interval", 0),
    )
