"""`retriever` in the body of a search, and what came before it: `rank` and `sub_searches`."""

from __future__ import annotations

from ...search.locate import Place
from ...search.query import Reading, section
from ...search.request import SearchRequest
from ...wire import Json


@section("retriever", since="8.14")
def retriever(request: SearchRequest, value: dict[str, Json], place: Place, reading: Reading) -> None:
    """What finds the hits."""
    from .finding import Found  # read by who has one
    from .reading import read_top

    request.finder = Found(read_top(value, place, reading))


@section("rank", since="8.8")
def rank(request: SearchRequest, value: dict[str, Json], place: Place, reading: Reading) -> None:
    """How the hits of several searches are put together."""
    from .ranking import read_rank  # read by who has one

    read_rank(request, value, place, reading)


@section("sub_searches", since="8.9")
def sub_searches(request: SearchRequest, value: list[Json], place: Place, reading: Reading) -> None:
    """Queries, each with hits of its own."""
    from .ranking import read_sub_searches  # read by who has some

    read_sub_searches(request, value, place, reading)
