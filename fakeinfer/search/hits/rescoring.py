"""`rescore`: the first hits of an index, ordered anew with the scores of another query."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument, is_ours, not_implemented
from ...formats.singles import single
from ...wire import Json
from .. import errors
from ..locate import Place
from ..queries.one_field import read_number
from ..query import Query, Reading
from .sorting import Hit

if TYPE_CHECKING:
    from ..view import View

OPTIONS = ("rescore_query", "query_weight", "rescore_query_weight", "score_mode")
MODES = ("total", "multiply", "avg", "max", "min")
WINDOW = 10
MAX_WINDOW = 10_000
"""How many hits may be looked at again (`index.max_rescore_window`)."""


class Rescore(NamedTuple):
    """One round."""

    query: Query
    window: int = WINDOW
    weight: float = 1.0
    other_weight: float = 1.0
    mode: str = "total"

    def again(self, view: View, hits: list[Hit]) -> list[Hit]:
        """Hits of one index in their new order."""
        found = self.query.scores(view, 1.0)
        first = [
            Hit(hit.view, hit.number, self._score(hit.score or 0.0, found.get(hit.number)), hit.keys, hit.shown)
            for hit in hits[: self.window]
        ]
        first.sort(key=lambda hit: (-(hit.score or 0.0), hit.number))
        rest = [
            Hit(hit.view, hit.number, single((hit.score or 0.0) * self.weight), hit.keys, hit.shown)
            for hit in hits[self.window :]
        ]
        return first + rest

    def _score(self, before: float, other: float | None) -> float:
        before = single(before * self.weight)
        if other is None:
            return before
        other = single(other * self.other_weight)
        if self.mode == "multiply":
            return single(before * other)
        if self.mode == "avg":
            return single(single(before + other) / 2)
        if self.mode == "total":
            return single(before + other)
        return max(before, other) if self.mode == "max" else min(before, other)


def read_rescore(value: Json, place: Place, reading: Reading) -> tuple[Rescore, ...]:
    """`rescore` of a body: one round, or several."""
    if isinstance(value, list):
        return tuple(_read_one(one, place / number, reading) for number, one in enumerate(value))
    return (_read_one(value, place, reading),)


def _read_one(value: Json, place: Place, reading: Reading) -> Rescore:
    window = WINDOW
    found: Rescore | None = None
    if not isinstance(value, dict):
        raise errors.parsing("rescore has to be an object", place.value())
    for key, given in value.items():
        here = place / key
        if key == "window_size":
            window = int(read_number(given))
        elif key == "query" and isinstance(given, dict):
            found = _read_query(given, here, reading)
        elif isinstance(given, dict):
            raise not_implemented(f"the rescorer [{key}]")
        else:
            raise errors.parsing(f"rescore doesn't support [{key}]", here.value())
    if found is None:
        raise errors.parsing("missing rescore type", place.end())
    return found._replace(window=window)


def _read_query(given: dict[str, Json], place: Place, reading: Reading) -> Rescore:
    for key in given:
        if key not in OPTIONS:
            raise errors.unknown_field("query", key, (place / key).key(), OPTIONS)
    mode = given.get("score_mode", "total")
    if mode not in MODES:
        refused = illegal_argument(f"illegal score_mode [{mode}]")
        raise errors.failed_field("query", "score_mode", (place / "score_mode").value(), refused)
    if "rescore_query" not in given:
        raise illegal_argument("rescore_query cannot be null")
    return Rescore(
        _read_inner(given["rescore_query"], place / "rescore_query", reading),
        WINDOW,
        single(read_number(given.get("query_weight", 1.0))),
        single(read_number(given.get("rescore_query_weight", 1.0))),
        mode,
    )


def _read_inner(given: Json, place: Place, reading: Reading) -> Query:
    try:
        return reading.query(given, place)
    except ApiError as refused:
        if is_ours(refused):
            raise
        at = errors.position_of(refused) or place.value()
        raise errors.failed_field("query", "rescore_query", at, refused) from None


def check_rescore(rounds: tuple[Rescore, ...], *, sorted_: bool, collapsed: bool) -> None:
    """Refuse what cannot be rescored."""
    if sorted_:
        raise illegal_argument("Cannot use [sort] option in conjunction with [rescore].")
    for one in rounds:
        if one.window > MAX_WINDOW:
            raise illegal_argument(
                f"Rescore window [{one.window}] is too large. It must be less than [{MAX_WINDOW}]. This prevents allocating"
                " massive heaps for storing the results to be rescored. This limit can be set by changing the"
                " [index.max_rescore_window] index level setting."
            )
    if collapsed:
        raise ApiError(500, "search_exception", "cannot use `collapse` in conjunction with `rescore`")
