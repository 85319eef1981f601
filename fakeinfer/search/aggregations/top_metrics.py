"""Values of the documents that come first in some order.

Source: elastic/elasticsearch:x-pack/plugin/analytics/src/main/java/org/elasticsearch/xpack/analytics/topmetrics/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...object_parser import INT, TEXT, Field, ObjectParser, Path, Source
from ...wire import Json
from ..hits.sorting import Hit, SortKey, check_sort, ordered, read_sort, sorted_hits
from ..locate import Place
from ..query import Reading
from .columns import Column
from .options import MISSING, column_of, place_at, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View

MOST = 10
"""How many documents there may be (`index.top_metrics_max_size`)."""


class TopMetrics(NamedTuple):
    """One of them."""

    columns: tuple[Column, ...]
    sort: tuple[SortKey, ...]
    size: int

    def check(self, wanted: Aggregation, view: View) -> None:
        if self.size > MOST:
            raise illegal_argument(
                f"[top_metrics.size] must not be more than [{MOST}] but was [{self.size}]. This limit can be set by changing"
                " the [index.top_metrics_max_size] index level setting."
            )
        for column in self.columns:
            column.check("top_metrics", view)
        check_sort(view, self.sort, "")

    def prefix(self, matches: Matches) -> str:
        return "top_metrics"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        hits: list[Hit] = []
        for view, numbers in matches:
            scores = {number: _score(view, number, around) for number in numbers}
            found = sorted_hits(view, self.sort, numbers, scores, len(numbers))
            hits += [hit for hit in found if hit.keys[0] is not None]
        return {
            "top": [
                {"sort": hit.shown, "metrics": {str(one.path): self._metric(one, hit) for one in self.columns}}
                for hit in ordered(hits, self.sort)[: self.size]
            ]
        }

    @staticmethod
    def _metric(column: Column, hit: Hit) -> Json:
        held = list(column.held([(hit.view, [hit.number])]))
        if not held:
            return None
        value = min(held[0][2])
        field = column.field([(hit.view, [])])
        return column.shown(field, value) or value


def _score(view: View, number: int, around: Around) -> float:
    outer, at = view.outermost(number)
    return around.scores.get(id(outer), {}).get(at, 1.0)


_METRIC = ObjectParser("metrics", {"field": TEXT, "missing": MISSING})


def _metrics(value: Json, source: Source, path: Path) -> tuple[Column, ...]:
    listed = [((*path, at), one) for at, one in enumerate(value)] if isinstance(value, list) else [(path, value)]
    found = []
    for here, one in listed:
        known = _METRIC.read(one, source, here)
        if "field" not in known:
            raise illegal_argument("Required [field]")
        found.append(column_of(known))
    return tuple(found)


def _sort(value: Json, source: Source, path: Path) -> tuple[SortKey, ...]:
    keys = read_sort(value, place_at(source, path))
    if len(keys) != 1:
        raise not_implemented("[top_metrics] by several sorts")
    return keys


def _size(value: Json, source: Source, path: Path) -> int:
    number: int = INT.read(value, source, path)
    if number < 1:
        raise illegal_argument(f"[size] must be more than 0 but was [{number}]")
    return number


PARSER = ObjectParser(
    "top_metrics",
    {
        "sort": Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING"), _sort),
        "size": Field(INT.tokens, _size),
        "metrics": Field(("START_OBJECT", "START_ARRAY"), _metrics),
    },
    required=("sort", "metrics"),
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> TopMetrics:
    """Read one."""
    known = read_options(PARSER, options, place)
    return TopMetrics(known["metrics"], known["sort"], known.get("size", 1))
