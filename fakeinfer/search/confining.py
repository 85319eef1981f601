"""What a search may find only, whatever it asks for: clauses that a server puts around the query of somebody else.

A request is read as it was sent and confined afterwards, so its refusals say where in the request they stand. A pipeline that
makes the request anew confines it again (`SearchRequest.within`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..wire import Json
from .locate import Place
from .queries.compound import Bool
from .query import Query, Reading

if TYPE_CHECKING:
    from ..cluster import State
    from .request import SearchRequest


class Confinement(NamedTuple):
    """Clauses of a `bool` query, of which the query that was sent becomes the first that must match."""

    must: Sequence[Json] = ()
    filter: Sequence[Json] = ()
    must_not: Sequence[Json] = ()
    alone: Json = None
    """What is looked for instead of these clauses where no query was sent."""

    def around(self, asked: Query | None, reading: Reading) -> Query:
        """The query that runs."""

        def read(clauses: Sequence[Json]) -> tuple[Query, ...]:
            return tuple(reading.query(clause, Place(clause)) for clause in clauses)

        if asked is None and self.alone is not None:
            return reading.query(self.alone, Place(self.alone))
        must = read(self.must)
        return Bool(must if asked is None else (asked, *must), read(self.filter), must_not=read(self.must_not))


def confine(state: State, request: SearchRequest, within: Iterable[Confinement]) -> None:
    """Let a request that was read find only what these allow, the first of them innermost."""
    for confinement in within:
        request.query = confinement.around(request.query, Reading(state))
        if request.ranking is not None:
            request.query, request.ranking = request.ranking.inside(request.query), None
        request.within = (*request.within, confinement)
