"""The documents whose vectors are nearest to one. All are looked at, so what is found is exact.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/vectors/KnnVectorQueryBuilder.java; texts observed:
elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from typing import TYPE_CHECKING

from ...formats.singles import single
from ...search.errors import QueryRefused
from ...search.query import Query, Scores
from ...search.vectors.filters import allowed_numbers
from . import changes, checks, similarities
from .fields import DenseField, dense_field, vectors_of
from .given import Given, decoded

if TYPE_CHECKING:
    from ...search.explaining.explanation import Explanation
    from ...search.request import SearchRequest
    from ...search.view import View
    from ...wire import Json

MOST_CANDIDATES = 10_000
PER_K = 1.5
"""So many candidates there are for each document that is asked for."""

Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Nearest:
    """What is asked of a field: the documents nearest to a vector."""

    path: str
    vector: Given
    k: int
    filters: tuple[Query, ...] = ()
    filter_bodies: tuple[Json, ...] = ()
    """The filters as they were sent, which tells whether they are about nested objects."""
    similarity: float | None = None
    """Nothing less near than this is found."""
    candidates: int = MOST_CANDIDATES
    """How many are looked at, of which there has to be one."""
    every: bool = False
    """Whether all are found that have a vector, as for inner hits."""

    def target(self, view: View) -> DenseField | None:
        """The field, if there is anything to look for in it; refuses what cannot be asked."""
        if view.fields.get(self.path) is None:
            return None
        target = dense_field(view, self.path)
        if target is None:
            raise QueryRefused("[knn] queries are only supported on [dense_vector] fields")
        if self.candidates < 1:
            raise QueryRefused(f"k must be at least 1, got: {self.candidates}")
        if not target.indexed:
            path = self.path
            raise QueryRefused(f"to perform knn search on field [{path}], its mapping must have [index] set to [true]")
        return None if target.dims is None else target

    def among(self, view: View) -> Scored:
        """The nearest documents of a view with their scores, in no order."""
        target = self.target(view)
        if target is None:
            return []
        vector = decoded(self.vector, target)
        problem = checks.query_problem(vector, target.element, target.dims or 0, target.similarity)
        if problem is not None:
            raise QueryRefused(problem)
        if target.field.nested != view.path:
            return []
        numbers: Sequence[int] = list(vectors_of(view, target).vectors)
        if self.filters:
            allowed = self._allowed(view)
            numbers = [number for number in numbers if number in allowed]
        scored = list(zip(numbers, similarities.scores(target, view, vector, numbers), strict=True))
        if self.every:
            return scored
        scored = self._best(view, target, scored)
        if self.similarity is None:
            return scored
        least = similarities.least_score(target, self.similarity)
        return [pair for pair in scored if pair[1] >= least]

    def _allowed(self, view: View) -> set[int]:
        allowed: set[int] | None = None
        for query, body in zip(self.filters, self.filter_bodies, strict=True):
            if view.around is not None and changes.KNN_FILTERS_NESTED_OBJECTS not in view.state.switched_on:
                around = query.scores(view.around, 1.0)
                found = {number for number, owner in enumerate(view.owners or ()) if owner in around}
            else:
                found = allowed_numbers(view, query, body)
            allowed = found if allowed is None else allowed & found
        return allowed or set()

    def _best(self, view: View, target: DenseField, scored: Scored) -> Scored:
        if view.owners is None:
            return best(scored, self.k)
        leading: dict[int, tuple[int, float]] = {}
        for number, score in scored:
            held = leading.get(view.owners[number])
            if held is None or score > held[1]:
                leading[view.owners[number]] = (number, score)
        if target.kind == "flat" and changes.NESTED_FLAT_VECTORS_ARE_ALL_NEAR in view.state.switched_on:
            return list(leading.values())
        return best(list(leading.values()), self.k)


def best(scored: Scored, most: int) -> Scored:
    """Those with the highest scores; of equals those that come first."""
    if len(scored) <= most:
        return scored
    return nlargest(most, scored, key=lambda pair: (pair[1], -pair[0]))


class Size:
    """How many are to be found where a query does not say: as many as the search wants hits, which is known late."""

    def __init__(self, request: SearchRequest | None = None, *, by_candidates: bool = False) -> None:
        self.request = request
        self.by_candidates = by_candidates
        """Whether that many candidates are found."""

    def __call__(self) -> int:
        wanted = 10
        if self.request is not None:
            wanted = self.request.size if self.request.batch is None else self.request.batch
        return candidates_for(wanted) if self.by_candidates else wanted


def candidates_for(k: int) -> int:
    """How many candidates there are when nobody says so."""
    return int(min(MOST_CANDIDATES, PER_K * k) + 0.5)


@dataclass(frozen=True, slots=True)
class Knn:
    """The `knn` query. What is not asked for follows from how many hits the search wants."""

    path: str
    vector: Given | None
    k: int | None = None
    candidates: int | None = None
    filters: tuple[Query, ...] = ()
    filter_bodies: tuple[Json, ...] = ()
    similarity: float | None = None
    boost: float = 1.0
    size: Size = field(default_factory=Size)
    made: Callable[[], Given] | None = None
    """Makes the vector, where it was not given."""

    def nearest(self) -> Nearest:
        """What is asked of the field."""
        k = self.size() if self.k is None else self.k
        candidates = candidates_for(k) if self.candidates is None else self.candidates
        vector = self.vector
        if vector is None:
            assert self.made is not None
            vector = self.made()
        filters, bodies = self.filters, self.filter_bodies
        return Nearest(self.path, vector, min(k, candidates), filters, bodies, self.similarity, candidates)

    def scores(self, view: View, boost: float) -> Scores:
        factor = single(boost * self.boost)
        return scaled(self.nearest().among(view), factor)

    def explained(self, view: View, number: int) -> Explanation:
        """Why a document is near, or is not."""
        from .telling import of_knn  # read by who asks why

        return of_knn(self, view, number)

    def unlimited(self) -> Query:
        """The same for inner hits, which show all."""
        return Unlimited(self)


@dataclass(frozen=True, slots=True)
class Unlimited:
    """All documents that have a vector, by how near it is."""

    knn: Knn

    def scores(self, view: View, boost: float) -> Scores:
        return scaled(replace(self.knn.nearest(), every=True).among(view), single(boost * self.knn.boost))


def scaled(scored: Scored, factor: float) -> Scores:
    """Scores by document, those that are no number as 0."""
    return {number: single(score * factor) if score == score else 0.0 for number, score in sorted(scored)}
