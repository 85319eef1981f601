"""The knn retriever: the nearest neighbours of a vector.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/retriever/KnnRetrieverBuilder.java; observed: elasticsearch
8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import illegal_argument
from ...object_parser import Path, Source
from ...search.query import Query
from ...search.request import SearchRequest
from ...wire import Json
from .. import changes
from ..vector_search import knn_query
from ..vector_search.builders import Made
from ..vector_search.knn_section import Part, Together
from .reading import Context, common, parser
from .tree import Around, Leaf

OWN = ("field", "query_vector", "query_vector_builder", "k", "num_candidates", "visit_percentage", "similarity")


@dataclass(slots=True, kw_only=True)
class Knn(Leaf):
    """What a `knn` of a search says."""

    kind = "knn"
    clean: Mapping[str, Any] = field(default_factory=dict)
    made: Made | None = None
    part: Part | None = None
    """What it finds, once it looked."""

    def extract(self, request: SearchRequest, filters: tuple[Query, ...], *, inside: bool) -> None:
        wanted: list[tuple[Query, Json]] = [(query, {}) for query in (*filters, *self.filters)]
        self.part = Part({**self.clean, "filter": wanted}, self.made)
        self.part.check(request.size)
        request.finder = Together((self.part,), request)

    def tail(self, filters: tuple[Query, ...], around: Around) -> Query:
        assert self.part is not None
        return self.part

    def named(self) -> Mapping[str, Query]:
        return {} if self.name is None or self.part is None else {self.name: self.part}


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Knn:
    """Read one."""
    reading = context.reading
    known = knn_query.fields_of(reading)
    fields = {name: known[name] for name in (*OWN, "rescore_vector") if name in known}
    required = (
        ("field", "k") if context.has(changes.KNN_RETRIEVERS_COUNT_CANDIDATES) else ("field", "k", "num_candidates")
    )
    read = parser(context, "knn", fields, required=required, build=_checked).read(value, source, path)
    made = None
    if "query_vector_builder" in read:
        made = Made(read["query_vector_builder"], reading.state)
        reading.later.append(made.prepare)
    clean = {name: read[name] for name in fields if name in read}
    return Knn(**common({**read, "filter": read.get("filter", ())}), clean=clean, made=made)


def _checked(read: dict[str, Any]) -> dict[str, Any]:
    if "query_vector" not in read and "query_vector_builder" not in read:
        raise illegal_argument("either [query_vector] or [query_vector_builder] must be provided")
    if "query_vector" in read and "query_vector_builder" in read:
        raise illegal_argument("only one of [query_vector] and [query_vector_builder] must be provided")
    return read
