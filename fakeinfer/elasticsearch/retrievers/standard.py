"""The standard retriever: a query, with what else says which hits it finds.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/retriever/StandardRetrieverBuilder.java; observed: elasticsearch
8.19.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import illegal_argument
from ...object_parser import INT, Field, Path, Source
from ...search.hits.collapsing import Collapse, read_collapse
from ...search.hits.sorting import SortKey
from ...search.queries.compound import Bool
from ...search.query import Query, constant
from ...search.request import SearchRequest, read_key
from ...wire import Json
from .. import changes
from . import errors
from .reading import Context, common, parser, query_field
from .tree import Around, Leaf

if TYPE_CHECKING:
    from ...search.view import View


@dataclass(slots=True, kw_only=True)
class Standard(Leaf):
    """A query."""

    kind = "standard"
    query: Query | None = None
    sort: tuple[SortKey, ...] = ()
    search_after: list[Json] | None = None
    terminate_after: int = 0
    collapse: Collapse | None = None

    def extract(self, request: SearchRequest, filters: tuple[Query, ...], *, inside: bool) -> None:
        request.query = self.query
        filters = (*filters, *self.filters)
        if filters or self.min_score is not None:
            request.query = Bool(filter=filters, must=() if self.query is None else (self.query,))
        if self.search_after is not None:
            if inside:
                raise errors.not_in_children("search_after")
            request.search_after = self.search_after
        if self.terminate_after:
            if inside:
                raise errors.not_in_children("terminate_after")
            if self.terminate_after < 0:
                raise illegal_argument("terminateAfter must be > 0")
            request.terminate_after = self.terminate_after
        if self.sort:
            request.sort = self.sort
        if self.min_score is not None:
            request.min_score = self.min_score
        if self.collapse is not None:
            request.collapse = self.collapse

    def tail(self, filters: tuple[Query, ...], around: Around) -> Query:
        filters = (*filters, *self.filters)
        if (
            self.query is None
            and not filters
            and changes.EMPTY_STANDARD_RETRIEVERS_MATCH not in around.state.switched_on
        ):
            raise errors.empty_standard_retriever()
        query = constant(_all) if self.query is None else self.query
        return Bool(must=(query,), filter=filters) if filters else query

    def named(self) -> Mapping[str, Query]:
        return {} if self.name is None or self.query is None else {self.name: self.query}

    def forgets(self) -> list[Query]:
        return [] if self.query is None or self.filters else [self.query]


def _all(view: View) -> range:
    return range(len(view))


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Standard:
    """Read one."""

    def read_with_the_search(key: str) -> Field:
        def read(given: Json, source: Source, path: Path) -> SearchRequest:
            request = SearchRequest()
            read_key(request, key, given, context.place(source, path), context.reading)
            return request

        return Field(("START_OBJECT", "START_ARRAY"), read)

    def collapse(given: Json, source: Source, path: Path) -> Collapse:
        return read_collapse(given, context.place(source, path), context.reading)

    fields = {
        "query": query_field(context),
        "search_after": read_with_the_search("search_after"),
        "terminate_after": INT,
        "sort": read_with_the_search("sort"),
        "collapse": Field(("START_OBJECT",), collapse),
    }
    read = parser(context, "standard", fields).read(value, source, path)
    return Standard(
        **common(read),
        query=read.get("query"),
        sort=read["sort"].sort if "sort" in read else (),
        search_after=read["search_after"].search_after if "search_after" in read else None,
        terminate_after=read.get("terminate_after", 0),
        collapse=read.get("collapse"),
    )
