"""The `knn` query: the documents whose vectors are nearest to one.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/query/KNNQueryBuilder.java, KNNQueryFactory.java,
RNNQueryFactory.java and `parser/`; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...formats.singles import single
from ...search import errors
from ...search.errors import QueryRefused
from ...search.locate import Place
from ...search.query import Query, Reading, Scores
from ...search.vectors import spaces
from ...search.vectors.columns import Column, Vector, column_of
from ...search.vectors.filters import allowed_numbers
from ...wire import Json
from . import changes, checks, counts, knn_options
from .fields import VectorField, vector_field

if TYPE_CHECKING:
    from ...search.view import View


@dataclass(frozen=True, slots=True)
class Knn:
    """The nearest documents: so many, or all within a distance or above a score."""

    path: str
    vector: Vector
    k: int | None = None
    max_distance: float | None = None
    min_score: float | None = None
    filter: Query | None = None
    filter_body: Json = None
    """The filter as it was sent, which tells whether it is about nested objects."""
    ignore_unmapped: bool = False
    expand_nested_docs: bool = False
    method_parameters: dict[str, int] = field(default_factory=dict)
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        if self.ignore_unmapped and view.fields.get(self.path) is None and self.path not in view.fields.objects:
            return {}
        target = vector_field(view, self.path)
        if target is None:
            raise QueryRefused(f"Field '{self.path}' is not knn_vector type.")
        on = view.state.switched_on
        if not target.indexed and changes.KNN_NEEDS_AN_INDEX in on:
            raise QueryRefused(f"Field '{self.path}' is not built for ANN search.")
        kind = "knn" if self.k is not None else "max_distance" if self.min_score is None else "min_score"
        counts.count_query(view.state, kind, filtered=self.filter is not None)
        checks.check(self, target, inside_nested=bool(view.path))
        if not target.indexed and target.engine != "lucene":
            return {}
        column = column_of(view, target.field)
        numbers: Iterable[int] = column.vectors
        if self.filter is not None:
            numbers = sorted(column.vectors.keys() & allowed_numbers(view, self.filter, self.filter_body))
        factor = single(boost * self.boost)
        return {number: single(score * factor) for number, score in self._nearest(view, target, column, list(numbers))}

    def _nearest(
        self, view: View, target: VectorField, column: Column, numbers: list[int]
    ) -> Iterable[tuple[int, float]]:
        scored = list(zip(numbers, spaces.scores(target.space, self.vector, column, numbers), strict=True))
        if self.k is None:
            least = self.threshold(target)
            return [pair for pair in scored if pair[1] >= least]
        most = self.k
        if target.engine == "lucene" and changes.LUCENE_KEEPS_K not in view.state.switched_on:
            most = max(most, self.method_parameters.get("ef_search", 0))
        if view.owners is None:
            return _best(scored, most)
        parents = _best_children(scored, view.owners)
        winners = _best([(owner, score) for owner, (_, score) in parents.items()], most)
        if self.expand_nested_docs:
            owners = {owner for owner, _ in winners}
            return [(number, score) for number, score in scored if view.owners[number] in owners]
        return [parents[owner] for owner, _ in winners]

    def threshold(self, target: VectorField) -> float:
        """The lowest score of what is near enough."""
        if self.min_score is not None:
            return self.min_score
        assert self.max_distance is not None
        return spaces.score_at_distance(target.space, self.max_distance)


def _best(scored: list[tuple[int, float]], most: int) -> list[tuple[int, float]]:
    """The best; of equals those that come first."""
    return sorted(scored, key=lambda pair: -pair[1])[:most]


def _best_children(scored: list[tuple[int, float]], owners: list[int]) -> dict[int, tuple[int, float]]:
    """Of each document around nested objects the best of these."""
    best: dict[int, tuple[int, float]] = {}
    for number, score in scored:
        held = best.get(owners[number])
        if held is None or score > held[1]:
            best[owners[number]] = (number, score)
    return best


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The nearest documents."""
    path, found = "", None
    for name, value in body.items():
        here = place / name
        if found is not None:
            raise errors.several_fields("knn", path, name, here.value())
        path = name
        if isinstance(value, dict):
            found = knn_options.read(value, here, reading)
        else:
            found = {"vector": knn_options.bare_vector(value, here)}
    sent = body.get(path)
    if found is not None and isinstance(sent, dict):
        found["filter_body"] = sent.get("filter")
    return of_options(path, knn_options.checked(path, found, reading.state))


def of_options(path: str, options: dict[str, Any]) -> Knn:
    """The query of options that were checked."""
    return Knn(
        path,
        options["vector"],
        k=options.get("k"),
        max_distance=options.get("max_distance"),
        min_score=options.get("min_score"),
        filter=options.get("filter"),
        filter_body=options.get("filter_body"),
        ignore_unmapped=options.get("ignore_unmapped", False),
        expand_nested_docs=options.get("expand_nested_docs", False),
        method_parameters=options.get("method_parameters") or {},
        boost=options.get("boost", 1.0),
    )
