"""The diversify retriever: of the hits of another retriever those that are not too much like each other (maximal marginal relevance).

Sources are below elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/diversification/:
DiversifyRetrieverBuilder.java, mmr/MMRResultDiversification.java; observed: elasticsearch 9.5.0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...formats.singles import single
from ...mapping.options import java_text
from ...object_parser import FLOAT, INT, TEXT, Path, Source
from ...search.request import SearchRequest
from ...search.scoring import shortest
from ...search.vectors.columns import Vector, column_of
from ...wire import Json
from ..semantic.chunks import chunks_of
from ..vector_search import builders, given
from ..vector_search.builders import Made
from ..vector_search.fields import dense_field, vectors_of
from . import errors
from .reading import Context, common, parser, retriever_field
from .tree import WINDOW, Around, Compound, RankDoc

if TYPE_CHECKING:
    from ...search.explaining.explanation import Explanation
    from ...search.view import View

MMR = "mmr"
MOST = 10


@dataclass(slots=True, kw_only=True)
class Diversify(Compound):
    """One retriever; the field whose vectors tell documents apart, how many of them stay, and how much being near the query counts."""

    kind = "diversify"
    field: str = ""
    size: int = MOST
    weight: float | None = None
    vector: given.Given | None = None
    made: Made | None = None

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """What is wrong with it: unlike other kinds it does not look at the request, nor at the retriever inside."""
        if scrolls:
            raise not_implemented("scrolls of the retriever [diversify], at which servers of 9.5 fail (500)")
        found = []
        if self.vector is not None and self.made is not None:
            found.append(
                "MMR result diversification can have one of [query_vector] or [query_vector_builder], but not both"
            )
        if isinstance(self.vector, str):
            found.append("retriever cannot have a [query_vector] that is string encoded")
        if self.size <= 0:
            found.append(f"MMR result diversification [size] of {self.size} must be greater than zero")
        if self.size > self.window:
            limit = f"the [rank_window_size] of {self.window}"
            found.append(f"MMR result diversification [size] of {self.size} cannot be greater than {limit}")
        if self.weight is None or not 0 <= self.weight <= 1:
            given = "null" if self.weight is None else java_text(shortest(self.weight))
            bounds = f"a [lambda] between 0.0 and 1.0. The value provided was {given}"
            found.append(f"MMR result diversification must have {bounds}")
        return [f"[{self.kind}] {problem}" for problem in found]

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        (docs,) = lists
        vectors = self._vectors(docs)
        if not vectors:
            return []
        near = None
        query = self.made() if self.made is not None else self.vector
        if query is not None:
            assert not isinstance(query, str)
            near = {at: [self._alike(one, query) for one in several] for at, several in vectors.items()}
        return [docs[at] for at in sorted(self._chosen(docs, vectors, near))]

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        (docs,) = self.lists
        first = next(number for number, one in enumerate(docs, 1) if one.key == doc.key)
        return Compound.told(self, doc, first, sources)

    def _vectors(self, docs: Sequence[RankDoc]) -> dict[int, list[Vector]]:
        """The vectors of the documents that have some, by place."""
        by_view: dict[int, dict[int, list[Vector]]] = {}
        found = {}
        for at, doc in enumerate(docs):
            known = by_view.get(id(doc.view))
            if known is None:
                known = by_view[id(doc.view)] = vectors_in(doc.view, self.field)
            if doc.number in known:
                found[at] = known[doc.number]
        return found

    def _chosen(
        self,
        docs: Sequence[RankDoc],
        vectors: Mapping[int, Sequence[Vector]],
        near: Mapping[int, Sequence[float]] | None,
    ) -> list[int]:
        """The places of the documents that stay: the best one, then again and again the one that is near the query and far from them."""
        weight = self.weight or 0.0
        if near:
            first = max(near, key=lambda at: (max(near[at]), -at))
        else:
            first = max(range(len(docs)), key=lambda at: (docs[at].score, -at))
        chosen, rest = [first], [at for at in vectors if at != first]
        closest = dict.fromkeys(rest, (-math.inf, 0))
        while rest and len(chosen) < self.size:
            last = vectors.get(chosen[-1], ())
            best, highest = None, -math.inf
            for at in rest:
                if last:
                    closest[at] = max(closest[at], self._closest(vectors[at], last), key=itemgetter(0))
                alike, chunk = closest[at]
                score = (weight * near[at][chunk] if near else 0.0) - (1 - weight) * alike
                if score > highest:
                    best, highest = at, score
            if best is None:
                break
            chosen.append(best)
            rest.remove(best)
        return chosen

    def _closest(self, mine: Sequence[Vector], others: Sequence[Vector]) -> tuple[float, int]:
        """How much alike two documents are, and which of the chunks of the first says so: servers compare its score with a number."""
        scores = [max(self._alike(vector, other) for other in others) for vector in mine]
        chosen = 0
        for number, score in enumerate(scores):
            if score > chosen:
                chosen = number
        return scores[chosen], chosen

    def _alike(self, vector: Vector, other: Vector) -> float:
        """How much alike two vectors are: their inner product, moved above zero (`VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT`)."""
        if len(vector) != len(other):
            raise errors.failed(self.kind, [(self.kind, errors.other_length(len(vector), len(other)))])
        product = single(math.fsum(a * b for a, b in zip(vector, other, strict=True)))
        return single(1 / (1 - product)) if product < 0 else single(product + 1)


def vectors_in(view: View, path: str) -> dict[int, list[Vector]]:
    """The vectors that the documents of an index have in a field, those of their chunks if it is a semantic one."""
    dense = dense_field(view, path)
    if dense is not None:
        return {number: [vector] for number, vector in vectors_of(view, dense).vectors.items()}
    field = view.fields.get(path)
    chunks = chunks_of(view, field) if field is not None and field.type.name == "semantic_text" else None
    if chunks is None or chunks.field.type.name != "dense_vector":
        return {}
    found: dict[int, list[Vector]] = {}
    for number, vector in column_of(chunks.view, chunks.field).vectors.items():
        found.setdefault((chunks.view.owners or [])[number], []).append(vector)
    return found


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Diversify:
    """Read one. Its name is lost on the way."""
    state = context.reading.state
    fields = {
        "retriever": retriever_field(context),
        "type": TEXT,
        "field": TEXT,
        "rank_window_size": INT,
        "query_vector": given.field_of(state),
        "query_vector_builder": builders.field_of(state),
        "lambda": FLOAT,
        "size": INT,
    }
    required = ("retriever", "type", "field")
    read = parser(context, "diversify", fields, required=required, build=_checked).read(value, source, path)
    made = None
    if "query_vector_builder" in read:
        made = Made(read["query_vector_builder"], state)
        context.reading.later.append(made.prepare)
    window = read.get("rank_window_size", WINDOW)
    return Diversify(
        **{**common(read), "name": None},
        children=[read["retriever"]],
        window=window,
        field=read["field"],
        size=read.get("size", min(MOST, window)),
        weight=read.get("lambda"),
        vector=read.get("query_vector"),
        made=made,
        switched_on=state.switched_on,
    )


def _checked(read: dict[str, Any]) -> dict[str, Any]:
    if read["type"].lower() != MMR:
        raise errors.unknown_diversification(read["type"])
    return read
