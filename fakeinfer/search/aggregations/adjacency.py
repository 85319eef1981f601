"""Documents by the filters that they fit, one by one and two by two."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Query, Reading
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View


class AdjacencyMatrix(NamedTuple):
    """One of them."""

    queries: tuple[tuple[str, Query], ...]
    separator: str

    def check(self, wanted: Aggregation, view: View) -> None:
        for _, query in self.queries:
            query.scores(view, 1.0)

    def prefix(self, matches: Matches) -> str:
        return "adjacency_matrix"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        fitting = {
            name: {id(view): set(query.scores(view, 1.0)) for view, _ in matches} for name, query in self.queries
        }
        names: list[tuple[str, ...]] = [(name,) for name in fitting]
        names += combinations(fitting, 2)
        buckets = []
        for together in sorted(names, key=self.separator.join):
            kept = [
                (view, [number for number in numbers if all(number in fitting[name][id(view)] for name in together)])
                for view, numbers in matches
            ]
            if any(numbers for _, numbers in kept):
                buckets.append({"key": self.separator.join(together), **wanted.within(kept, around)})
        return {"buckets": buckets}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> AdjacencyMatrix:
    """Read one."""
    queries: dict[str, Query] = {}
    separator = "&"
    for option, value in options.items():
        here, token = place / option, token_name(value)
        if option == "separator" and isinstance(value, str):
            separator = value
        elif option == "filters" and isinstance(value, dict):
            queries = _queries(value, here, reading)
        elif option == "filters" and isinstance(value, list):
            refused = illegal_argument("[filters] doesn't support arrays. Use a single object with multiple fields.")
            raise errors.failed_field(kind, option, here.value(), refused)
        elif option in ("filters", "separator"):
            raise errors.wrong_token(kind, option, token, here.value())
        else:
            raise errors.unknown_field(kind, option, here.key(), ("separator", "filters"))
    if not queries:
        raise ApiError(500, "illegal_state_exception", f"[{name}] is missing : filters parameter")
    return AdjacencyMatrix(tuple(sorted(queries.items())), separator)


def _queries(value: dict[str, Json], place: Place, reading: Reading) -> dict[str, Query]:
    queries = {}
    for name, query in value.items():
        here = place / name
        try:
            queries[name] = reading.query(query, here)
        except ApiError as refused:
            if refused.status >= 500:
                raise
            at = errors.position_of(refused) or here.value()
            inner = errors.failed_field("filters", name, at, refused)
            raise errors.failed_field("adjacency_matrix", "filters", at, inner) from None
    return queries
