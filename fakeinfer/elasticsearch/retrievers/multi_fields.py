"""`rrf` and `linear` of a text that is looked for in fields: one list for those that hold words, one for each semantic field.

Source: elastic/elasticsearch:x-pack/plugin/rank-rrf/src/main/java/org/elasticsearch/xpack/rank/MultiFieldsInnerRetrieverUtils.java
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ... import indices
from ...errors import illegal_argument
from ...search.locate import Place
from ...search.queries.one_field import read_number
from ...search.query import Query, Reading, nothing
from ...wire import Json
from .. import changes
from ..semantic.fields import semantic_fields
from .standard import Standard
from .tree import Around, Compound, Retriever

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.request import SearchRequest
    from .reading import Context

OfWeights = Callable[[Sequence[tuple[Retriever, float]]], Compound]


class MultiFields(NamedTuple):
    """The text, and the fields with their weights ("title^2"); None: those that are looked through by default."""

    fields: list[str] | None
    query: str | None
    context: Context

    def nothing(self) -> Standard:
        """What finds no document, for searches that look into no index."""
        return Standard(query=nothing())

    def retrievers(
        self, kind: str, around: Around, of_weights: OfWeights, check_weight: Callable[[float], None]
    ) -> list[Retriever]:
        """The lists that are put together."""
        state = around.state
        several = changes.RRF_OF_FIELDS_IN_SEVERAL_INDICES in state.switched_on and kind == "rrf"
        if len(around.targets) > 1 and not several:
            if changes.QUERIES_OF_FIELDS_ARE_NAMED in state.switched_on:
                raise illegal_argument(f"[{kind}] cannot specify [query] when querying multiple indices")
            raise illegal_argument(
                f"[{kind}] does not support the simplified query format when querying multiple indices"
            )
        weighed = _weighed(self.fields or [])
        for weight in weighed.values():
            check_weight(weight)
        return [
            found
            for target in around.targets
            for found in self._of_index(state, target.view.index, weighed, of_weights, only=len(around.targets) > 1)
        ]

    def _of_index(
        self, state: State, index: str, weighed: dict[str, float], of_weights: OfWeights, *, only: bool
    ) -> list[Retriever]:
        record = indices.find(state, index)
        if not weighed:
            given = indices.setting(record, "query.default_field", ["*"])
            weighed = _weighed([given] if isinstance(given, str) else list(given))
        semantic = [one.path for one in semantic_fields(state, index, record["mappings"])]
        asked: dict[str, float] = {}
        for pattern, weight in weighed.items():
            for path in semantic:
                if fnmatchcase(path, pattern):
                    asked[path] = asked.get(path, 1.0) * weight
        words = {name: weight for name, weight in weighed.items() if name not in asked}
        found: list[Retriever] = []
        if words:
            fields = [name if weight == 1.0 else f"{name}^{weight}" for name, weight in words.items()]
            found.append(
                self._standard(index, "multi_match", {"query": self.query, "type": "most_fields", "fields": fields})
            )
        if asked:
            found.append(
                of_weights(
                    [(self._standard(index, "match", {path: self.query}), weight) for path, weight in asked.items()]
                )
            )
        if only:
            for one in found:
                one.filters = (self._query(index, "term", {"_index": index}),)
        return found

    def _standard(self, index: str, name: str, body: Json) -> Standard:
        return Standard(query=self._query(index, name, body))

    def _query(self, index: str, name: str, body: Json) -> Query:
        """A query of one index; what it has to do before it runs is done."""
        reading = Reading(self.context.reading.state)
        reading.request = self.context.reading.request
        whole = {name: body}
        query = reading.query(whole, Place(whole))
        for step in reading.later:
            step(None)
            step([index])
        return query


def _weighed(fields: Sequence[str]) -> dict[str, float]:
    """Fields with their weights, as `QueryParserHelper.parseFieldsAndWeights` reads them."""
    found: dict[str, float] = {}
    for field in fields:
        name, caret, weight = field.partition("^")
        found[name] = read_number(weight) if caret else 1.0
    return found


def problems_of(kind: str, multi: MultiFields | None, *, has_retrievers: bool) -> list[str]:
    """What is wrong with a text and fields, beside retrievers or alone (`validateParams`)."""
    if multi is None:
        return [] if has_retrievers else [f"[{kind}] must provide [retrievers] or [query]"]
    if multi.query is None:
        return [f"[{kind}] [query] must be provided when [fields] is specified"]
    found = []
    if not multi.query:
        found.append(f"[{kind}] [query] cannot be empty")
    if multi.fields == []:
        found.append(f"[{kind}] [fields] cannot be empty")
    if has_retrievers:
        found.append(f"[{kind}] cannot combine [retrievers] and [query]")
    return found


@dataclass(slots=True, kw_only=True)
class Weighing(Compound):
    """Retrievers, each with a weight; or a text that is looked for in fields."""

    weights: Sequence[float] = ()
    multi: MultiFields | None = None

    @abstractmethod
    def of_weights(self, weighed: Sequence[tuple[Retriever, float]]) -> Compound:
        """The same of other retrievers, with these weights."""

    @abstractmethod
    def check_weight(self, weight: float) -> None:
        """Refuse a weight that a field cannot have."""

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        found = Compound.problems(self, request, scrolls=scrolls, partial=partial)
        if changes.RETRIEVERS_OF_FIELDS not in self.switched_on:
            return found
        return [*found, *problems_of(self.kind, self.multi, has_retrievers=bool(self.children))]

    def rewritten(self, around: Around) -> Retriever:
        if self.multi is None or self.multi.query is None:
            return self
        lists = self.multi.retrievers(self.kind, around, self.of_weights, self.check_weight)
        if not lists:
            return self.multi.nothing()
        found = self.of_weights([(one, 1.0) for one in lists])
        found.filters = self.filters
        return found
