"""`retriever` in the body of a search."""

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
