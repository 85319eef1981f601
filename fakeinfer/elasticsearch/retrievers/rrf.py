"""Reciprocal rank fusion: what ranks high in several lists ranks high.

Source: elastic/elasticsearch:x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/rrf/{RRFRetrieverBuilder,RRFRetrieverComponent}.java
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...formats.singles import single
from ...object_parser import INT, TEXT, TEXTS, Field, Path, Source, Unreadable
from ...search.errors import parsing, position_of
from ...search.queries.one_field import read_number
from ...wire import Json
from .. import changes
from ..licensing import licences
from .multi_fields import MultiFields, Weighing
from .reading import Context, bare_retriever, common, parser
from .tree import WINDOW, Around, RankDoc, Retriever, in_order

if TYPE_CHECKING:
    from ...search.explaining.explanation import Explanation

RANK_CONSTANT = 60


@dataclass(slots=True, kw_only=True)
class Rrf(Weighing):
    """Retrievers, each with a weight; or a text that is looked for in fields."""

    kind = "rrf"
    rank_constant: int = RANK_CONSTANT
    ranks: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    """By document, its ranks in the lists, 0 where it is in none; once it ran."""

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        from . import telling  # read by who asks why

        names = [child.name for child in self.children]
        return telling.fused(doc.score, self.ranks[doc.key], self.rank_constant, names, sources)

    def of_weights(self, weighed: Sequence[tuple[Retriever, float]]) -> Rrf:
        return Rrf(
            children=[one for one, _ in weighed],
            weights=[weight for _, weight in weighed],
            rank_constant=self.rank_constant,
            window=self.window,
            switched_on=self.switched_on,
        )

    def check_weight(self, weight: float) -> None:
        if changes.RRF_HAS_WEIGHTS_OF_FIELDS in self.switched_on:
            if weight < 0:
                raise illegal_argument("[rrf] per-field weights must be non-negative")
        elif weight != 1.0:
            raise illegal_argument("[rrf] does not support per-field weights in [fields]")

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        found: dict[tuple[str, int], RankDoc] = {}
        self.ranks = {}
        for at, (docs, weight) in enumerate(zip(lists, self.weights, strict=True)):
            for rank, doc in enumerate(docs, 1):
                before = found.get(doc.key)
                score = single(single(weight) * share(rank, self.rank_constant))
                found[doc.key] = doc._replace(score=single((before.score if before else 0.0) + score))
                self.ranks.setdefault(doc.key, [0] * len(lists))[at] = rank
        if changes.RANKS_BECOME_RETRIEVERS not in self.switched_on:
            return self._in_order_of_lists(found, lists)[: self.window]
        return in_order(found.values())[: self.window]

    def _in_order_of_lists(self, found: dict[tuple[str, int], RankDoc], lists: list[list[RankDoc]]) -> list[RankDoc]:
        """Best first; of equal ones those that score more in the first list, then in the next, and so on."""
        scores = [{doc.key: doc.score for doc in docs} for docs in lists]

        def place(doc: RankDoc) -> tuple[Any, ...]:
            by_list = ((doc.key not in known, -known.get(doc.key, 0.0)) for known in scores)
            return -doc.score, *by_list, doc.view.index, doc.number

        return sorted(found.values(), key=place)


def share(rank: int, constant: int) -> float:
    """What a rank adds to a score. Servers take constants below 1, and what is divided by zero is infinite in Java."""
    return single(1.0 / (rank + constant)) if rank + constant else inf


class Component(NamedTuple):
    """One of the retrievers, and what its ranks are worth."""

    retriever: Retriever
    weight: float = 1.0


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Rrf:
    """Read one."""
    licences.check(context.reading.state, licences.RRF)
    fields = {"retrievers": _components(context), "rank_window_size": INT, "rank_constant": INT}
    if context.has(changes.RETRIEVERS_OF_FIELDS):
        fields |= {"fields": TEXTS, "query": TEXT}
    read = parser(context, "rrf", fields).read(value, source, path)
    components: list[Component] = read.get("retrievers", [])
    multi = MultiFields(read.get("fields"), read.get("query"), context) if {"fields", "query"} & read.keys() else None
    return Rrf(
        **common(read),
        children=[one.retriever for one in components],
        weights=[one.weight for one in components],
        rank_constant=read.get("rank_constant", RANK_CONSTANT),
        window=read.get("rank_window_size", WINDOW),
        multi=multi,
        switched_on=context.reading.state.switched_on,
    )


def _components(context: Context) -> Field:
    weighs = context.has(changes.RRF_HAS_WEIGHTS)

    def read_one(value: Json, source: Source, path: Path) -> Component:
        if not weighs:
            return Component(bare_retriever(value, context, source, path))
        return _component(value, context, source, path)

    def read(value: Json, source: Source, path: Path) -> list[Component]:
        if isinstance(value, dict):
            return [read_one(value, source, path)]
        return [read_one(one, source, (*path, number)) for number, one in enumerate(value)]

    return Field(("START_OBJECT", "START_ARRAY"), read)


def _component(value: Json, context: Context, source: Source, path: Path) -> Component:
    """A retriever, bare or as `{"retriever": .., "weight": ..}`; read by hand, as the server does."""
    place = context.place(source, path)
    if not isinstance(value, dict):
        raise _at(parsing(f"expected object but found [{token_name(value)}]", place.value()), path)
    if not value:
        raise _at(parsing("retriever component must contain a retriever", place.end()), path)
    first, *others = value
    if first not in ("retriever", "weight"):
        found = bare_retriever(value, context, source, path)
        if others:
            raise _at(parsing(f"unknown field [{others[0]}] after retriever", (place / others[0]).key()), path)
        return Component(found)
    retriever: Retriever | None = None
    weight = 1.0
    for key, given in value.items():
        here = place / key
        if key == "weight":
            weight = read_number(given)
        elif key != "retriever":
            raise _at(parsing(f"unknown field [{key}], expected [retriever] or [weight]", here.key()), path)
        elif not isinstance(given, dict):
            raise _at(parsing("retriever must be an object", here.value()), path)
        else:
            retriever = bare_retriever(given, context, source, (*path, key))
    if retriever is None:
        raise _at(parsing("retriever component must contain a retriever", place.end()), path)
    if weight < 0:
        raise illegal_argument(f"[weight] must be non-negative, found [{weight}]")
    return Component(retriever, single(weight))


def _at(refused: ApiError, path: Path) -> Unreadable:
    return Unreadable(refused, path, position=str(position_of(refused)))
