"""The linear retriever: scores of several lists, each normalized and weighed, added up.

Source: elastic/elasticsearch:x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/linear/{LinearRetrieverBuilder,LinearRetrieverComponent}.java
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...formats.singles import single
from ...object_parser import FLOAT, INT, TEXT, TEXTS, ObjectParser, Path, Source, converted, objects
from ...search.request import SearchRequest
from ...wire import Json
from .. import changes
from ..licensing import licences
from .multi_fields import MultiFields, Weighing
from .normalizers import NORMALIZERS, named
from .reading import Context, common, parser, retriever_field
from .tree import WINDOW, Around, RankDoc, Retriever, in_order

if TYPE_CHECKING:
    from ...search.explaining.explanation import Explanation


@dataclass(slots=True, kw_only=True)
class Linear(Weighing):
    """Retrievers, each with a weight and a normalizer; or a text that is looked for in fields."""

    kind = "linear"
    keeps_min_score = True
    normalizers: Sequence[str | None] = ()
    normalizer: str | None = None
    normalized: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    """By document, its normalized scores in the lists; once it ran."""

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        found = Weighing.problems(self, request, scrolls=scrolls, partial=partial)
        if changes.RETRIEVERS_OF_FIELDS not in self.switched_on:
            return found
        if self.multi is not None and self.multi.query is not None and self.normalizer is None:
            found.append("[linear] [normalizer] must be provided when [query] is specified")
        elif self.children and self.normalizer is not None and not self._has_default():
            found.append("[linear] [normalizer] cannot be provided when [retrievers] is specified")
        return found

    def _has_default(self) -> bool:
        return changes.LINEAR_HAS_A_NORMALIZER_FOR_ALL in self.switched_on

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        from . import telling  # read by who asks why

        names = [child.name for child in self.children]
        normalizers = [one or self.normalizer or "none" for one in self.normalizers]
        return telling.weighed(doc.score, self.normalized[doc.key], self.weights, normalizers, names, sources)

    def of_weights(self, weighed: Sequence[tuple[Retriever, float]]) -> Linear:
        return Linear(
            children=[one for one, _ in weighed],
            weights=[weight for _, weight in weighed],
            normalizers=[self.normalizer] * len(weighed),
            window=self.window,
            switched_on=self.switched_on,
        )

    def check_weight(self, weight: float) -> None:
        if weight < 0:
            raise illegal_argument("[linear] per-field weights must be non-negative")

    def finish(self, request: SearchRequest) -> None:
        request.track_scores = True

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        found: dict[tuple[str, int], RankDoc] = {}
        self.normalized = {}
        for at, (docs, weight) in enumerate(zip(lists, self.weights, strict=True)):
            normalizer = NORMALIZERS[self.normalizers[at] or self.normalizer or "none"]
            scores = normalizer([doc.score for doc in docs])
            for doc, score in zip(docs, scores, strict=True):
                before = found.get(doc.key)
                found[doc.key] = doc._replace(score=single((before.score if before else 0.0) + single(weight * score)))
                self.normalized.setdefault(doc.key, [0.0] * len(lists))[at] = score
        docs = in_order(found.values())[: self.window]
        return docs if self.min_score is None else [doc for doc in docs if doc.score >= self.min_score]


class Component(NamedTuple):
    """One of the retrievers, and how its scores count."""

    retriever: Retriever
    weight: float
    normalizer: str | None


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Linear:
    """Read one."""
    licences.check(context.reading.state, licences.LINEAR)
    component = ObjectParser(
        "retriever-component",
        {"retriever": retriever_field(context), "weight": FLOAT, "normalizer": converted(named)},
        required=("retriever",),
        build=_component,
    )
    fields = {"retrievers": objects(component), "rank_window_size": INT}
    if context.has(changes.RETRIEVERS_OF_FIELDS):
        fields |= {"fields": TEXTS, "query": TEXT, "normalizer": TEXT}
    read = parser(context, "linear", fields, build=_with_normalizer).read(value, source, path)
    components: list[Component] = read.get("retrievers", [])
    multi = MultiFields(read.get("fields"), read.get("query"), context) if {"fields", "query"} & read.keys() else None
    found = Linear(
        **common(read),
        children=[one.retriever for one in components],
        weights=[one.weight for one in components],
        normalizers=[one.normalizer for one in components],
        normalizer=read.get("normalizer"),
        window=read.get("rank_window_size", WINDOW),
        multi=multi,
        switched_on=context.reading.state.switched_on,
    )
    if found.min_score is not None and found.min_score < 0:
        raise illegal_argument(f"[min_score] must be greater than or equal to 0, was: [{found.min_score}]")
    return found


def _component(read: dict[str, Json]) -> Component:
    weight = single(read.get("weight", 1.0))
    if weight < 0:
        raise illegal_argument("[weight] must be non-negative")
    return Component(read["retriever"], weight, read.get("normalizer"))


def _with_normalizer(read: dict[str, Json]) -> dict[str, Json]:
    return {**read, "normalizer": named(read["normalizer"])} if "normalizer" in read else read
