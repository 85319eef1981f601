"""Searches whose hits a retriever finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...search.request import SearchRequest
from ..changes import RANKS_BECOME_RETRIEVERS
from .tree import Around, Compound, Leaf, Ranked, Retriever

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.collecting import Target


class Found:
    """The hits of a search are those of a retriever."""

    __slots__ = ("retriever",)

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """What is wrong with the retriever, and what cannot stand beside it (`SearchSourceBuilder.validate`)."""
        beside = {
            "query": request.query is not None or "sub_searches" in request.keys,
            "knn": "knn" in request.keys,
            "search_after": request.search_after is not None,
            "terminate_after": request.terminate_after != 0,
            "sort": "sort" in request.keys or bool(request.sort),
            "rank": "rank" in request.keys,
            "rescore": bool(request.rescore),
        }
        given = [name for name, stands in beside.items() if stands]
        found = self._ranking_problems(request, scrolls=scrolls)
        if found is None:
            found = self.retriever.problems(request, scrolls=scrolls, partial=partial)
        return [*found, f"cannot specify [retriever] and [{', '.join(given)}]"] if given else found

    def _ranking_problems(self, request: SearchRequest, *, scrolls: bool) -> list[str] | None:
        """What is wrong with retrievers that were no more than another form of `rank`; None if this is none of them."""
        top = self.retriever
        if not isinstance(top, Compound) or RANKS_BECOME_RETRIEVERS in top.switched_on:
            return None
        from .ranking import problems  # read by who asks an old server

        lists = len(top.children) if top.kind == "rrf" else None
        return problems(request, top.window, lists, top.switched_on, scrolls=scrolls)

    def find(self, state: State, targets: Sequence[Target], request: SearchRequest) -> None:
        """Run the retrievers inside; what is left is a search with a query."""
        limit, request.query = request.query, None
        filters = () if limit is None else (limit,)
        around = Around(state, sorted(targets, key=lambda one: one.view.index), request)
        top = self.retriever
        found = top.find(around, filters) if isinstance(top, Compound) else top
        if isinstance(found, Leaf):
            found.extract(request, filters, inside=False)
            if request.finder is not None and request.finder is not self:
                request.finder.find(state, targets, request)
            if found.name is not None and found.kind == "knn":
                request.named.update(found.named())
            return
        assert isinstance(top, Compound)
        assert isinstance(found, Ranked)
        forgotten = {id(query) for query in top.forgets()}
        request.named = {name: query for name, query in request.named.items() if id(query) not in forgotten}
        request.named.update(top.named())
        if top.name is not None:
            request.named[top.name] = found
        request.query = found
        if found.min_score is not None:
            request.min_score = found.min_score
        if not request.sized:
            request.size = top.window
        request.size = min(request.size, max(0, len(found.docs) - request.start))
        if RANKS_BECOME_RETRIEVERS not in top.switched_on:
            request.ranks = {doc.key: rank for rank, doc in enumerate(found.docs, 1)}
