"""What every retriever is: a search of its own (`Leaf`), or others whose hits it puts together (`Compound`).

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/retriever/{RetrieverBuilder,CompoundRetrieverBuilder,RankDocsRetrieverBuilder}.java;
observed: elasticsearch 8.19.0, 9.5.0.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ...errors import ApiError, is_ours, not_implemented
from ...search.engine import found_in
from ...search.highlighting.marks import Mark, marks_of
from ...search.request import SearchRequest
from ..changes import RETRIEVERS_TAKE_PARTIAL_RESULTS
from . import errors

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.collecting import Target
    from ...search.explaining.explanation import Explanation
    from ...search.query import Query, Scores
    from ...search.view import View

WINDOW = 10
"""How many documents a retriever ranks unless it says so (`rank_window_size`)."""
LEAST = 1.401298464324817e-45
"""The smallest score that is one (`Float.MIN_VALUE`)."""


class RankDoc(NamedTuple):
    """A document with its score."""

    view: View
    number: int
    score: float

    @property
    def key(self) -> tuple[str, int]:
        return self.view.index, self.number


class Around(NamedTuple):
    """What the retrievers of one search look at."""

    state: State
    targets: Sequence[Target]
    request: SearchRequest
    """The search they are of, in which queries look up how many hits are wanted."""


@dataclass(slots=True, kw_only=True)
class Retriever(ABC):
    """One retriever, read."""

    kind: ClassVar[str]
    filters: tuple[Query, ...] = ()
    name: str | None = None
    min_score: float | None = None

    @abstractmethod
    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """What is wrong with it in this request."""

    def named(self) -> Mapping[str, Query]:
        """The queries that hits show under the names of this retriever and of those inside, when it stands in another."""
        return {}

    def forgets(self) -> list[Query]:
        """The queries whose own names are lost, when it stands in another."""
        return []


@dataclass(slots=True, kw_only=True)
class Leaf(Retriever):
    """A search of its own."""

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        return []

    @abstractmethod
    def extract(self, request: SearchRequest, filters: tuple[Query, ...], *, inside: bool) -> None:
        """Make a request look for what the retriever looks for."""

    @abstractmethod
    def tail(self, filters: tuple[Query, ...], around: Around) -> Query:
        """Everything that it would find, for totals, aggregations and highlights."""


class Ranked:
    """The documents that a retriever ranked; behind them, with no score, what its sources find beside these."""

    __slots__ = ("by_index", "docs", "min_score", "name", "retriever", "sources", "tails")

    def __init__(
        self, retriever: Compound, docs: Sequence[RankDoc], tails: Sequence[Query], sources: Sequence[Any]
    ) -> None:
        self.retriever = retriever
        self.docs = docs
        self.tails = tails
        self.sources = sources
        """What the retrievers inside ranked: queries."""
        self.by_index: dict[str, dict[int, float]] = {}
        for doc in docs:
            self.by_index.setdefault(doc.view.index, {})[doc.number] = doc.score
        self.min_score = retriever.min_score if retriever.keeps_min_score else None
        if self.min_score is None and any(child.min_score is not None for child in retriever.children):
            self.min_score = LEAST

    def scores(self, view: View, boost: float) -> Scores:
        """The ranked documents of an index and what stands behind them."""
        found = dict(self.by_index.get(view.index, {}))
        for tail in self.tails:
            for number in tail.scores(view, 1.0):
                found.setdefault(number, 0.0)
        return found

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text the retrievers inside found."""
        return (mark for tail in self.tails for mark in marks_of(tail, view))

    def only(self) -> Only:
        """The ranked documents alone."""
        return Only(self)

    def explained(self, view: View, number: int) -> Explanation:
        """Why a document stands where it does."""
        from ...search.explaining.explanation import explained

        sources = [explained(source, view, number) for source in self.sources]
        for rank, doc in enumerate(self.docs, 1):
            if doc.key == (view.index, number):
                return self.retriever.told(doc, rank, sources)
        raise not_implemented("explanations of documents that a retriever did not rank")


class Only:
    """The ranked documents alone."""

    __slots__ = ("ranked",)

    def __init__(self, ranked: Ranked) -> None:
        self.ranked = ranked

    def scores(self, view: View, boost: float) -> Scores:
        """Those of an index."""
        return dict(self.ranked.by_index.get(view.index, {}))

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text was found."""
        return self.ranked.marks(view)


class Several:
    """What any of several queries finds, with no score."""

    __slots__ = ("queries",)

    def __init__(self, queries: Sequence[Query]) -> None:
        self.queries = queries

    def scores(self, view: View, boost: float) -> Scores:
        """All of it in an index."""
        return {number: 0.0 for query in self.queries for number in query.scores(view, 1.0)}

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text they found."""
        return (mark for query in self.queries for mark in marks_of(query, view))


@dataclass(slots=True, kw_only=True)
class Compound(Retriever):
    """Other retrievers, whose hits it puts together."""

    window_name: ClassVar[str] = "rank_window_size"
    keeps_min_score: ClassVar[bool] = False
    """Whether its `min_score` has any effect: most kinds lose it on the way."""
    children: Sequence[Retriever] = ()
    window: int = WINDOW
    switched_on: frozenset[str] = frozenset()
    """What the version that read it does (`State.switched_on`)."""
    lists: list[list[RankDoc]] = field(default_factory=list)
    """What each of the retrievers inside found, once it ran."""

    @abstractmethod
    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        """The documents that it ranks, in order, of those that the retrievers inside found."""

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        """Why a document has its rank; `sources` tell it of the retrievers inside."""
        from . import telling  # read by who asks why

        return telling.ranked(doc.view.lucene_number(doc.number), doc.score, rank, sources)

    def finish(self, request: SearchRequest) -> None:
        """What else is asked of the search of a retriever inside."""

    def rewritten(self, around: Around) -> Retriever:
        """What is run instead of it, if it is short for something."""
        return self

    def after(self, docs: list[RankDoc], around: Around) -> list[RankDoc]:
        """What becomes of the hits of a retriever inside, before they count as its hits."""
        return docs

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        found = []
        if request.sized and request.size > self.window:
            said = f"[{self.window_name}: {self.window}] be greater than or equal to [size: {request.size}]"
            found.append(f"[{self.kind}] requires {said}")
        if partial and RETRIEVERS_TAKE_PARTIAL_RESULTS not in self.switched_on:
            found.append(f"cannot specify [{self.kind}] and [allow_partial_search_results]")
        if scrolls:
            found.append(f"cannot specify [{self.kind}] and [scroll]")
        if self.window < 0:
            found.append(f"[{self.window_name}] parameter cannot be negative, found [{self.window}]")
        for child in self.children:
            found += child.problems(request, scrolls=scrolls, partial=partial)
            if isinstance(child, Compound) and self.window > child.window:
                found.append(
                    f"[{self.kind}] requires [{self.window_name}: {self.window}] to be smaller than or equal to its sub"
                    f" retriever's {child.kind} [{child.window_name}: {child.window}]"
                )
        return found

    def named(self) -> Mapping[str, Query]:
        return {name: query for child in self.children for name, query in child.named().items()}

    def forgets(self) -> list[Query]:
        return [query for child in self.children for query in child.forgets()]

    def find(self, around: Around, filters: tuple[Query, ...] = ()) -> Ranked | Leaf:
        """What it ranks on these indices; a `Leaf` if it turns out to be no more than that."""
        plain = self.rewritten(around)
        if isinstance(plain, Leaf):
            return plain
        if plain is not self:
            assert isinstance(plain, Compound)
            return plain.find(around, filters)
        filters = (*filters, *self.filters)
        sources = [child.find(around, filters) if isinstance(child, Compound) else child for child in self.children]
        requests = [self._request(source, filters) for source in sources]
        self.lists, failures = [], []
        for child, request in zip(self.children, requests, strict=True):
            try:
                self.lists.append(self._found(request, around))
            except ApiError as refused:
                if is_ours(refused):
                    raise
                failures.append((child.kind, refused))
        if failures:
            raise errors.failed(self.kind, failures)
        tails = [
            self.tail_of(Several(source.tails) if isinstance(source, Ranked) else _tail(source, filters, around))
            for source in sources
        ]
        inner = [source if isinstance(source, Ranked) else tail for source, tail in zip(sources, tails, strict=True)]
        return Ranked(self, self.combine(self.lists, around), tails, inner)

    def tail_of(self, tail: Query) -> Query:
        """What stands behind the ranked documents, for what one retriever inside would find."""
        return tail

    def _request(self, source: Ranked | Leaf | Retriever, filters: tuple[Query, ...]) -> SearchRequest:
        request = SearchRequest(size=self.window, track_total_hits=False)
        if isinstance(source, Ranked):
            request.query, request.min_score = source.only(), source.min_score
            request.size = min(self.window, len(source.docs))
        else:
            assert isinstance(source, Leaf)
            source.extract(request, filters, inside=True)
        self.finish(request)
        return request

    def _found(self, request: SearchRequest, around: Around) -> list[RankDoc]:
        wanted, around.request.size = around.request.size, request.size
        try:
            if request.finder is not None:
                request.finder.find(around.state, around.targets, request)
            merged = found_in(around.state, around.targets, request).merged
        finally:
            around.request.size = wanted
        hits = merged.hits[: request.size]
        return self.after([RankDoc(hit.view, hit.number, hit.score or 0.0) for hit in hits], around)


def _tail(source: Retriever, filters: tuple[Query, ...], around: Around) -> Query:
    assert isinstance(source, Leaf)
    return source.tail(filters, around)


def in_order(docs: Iterable[RankDoc]) -> list[RankDoc]:
    """Best first; equal ones as they stand in their indices."""
    return sorted(docs, key=lambda doc: (-doc.score, doc.view.index, doc.number))
