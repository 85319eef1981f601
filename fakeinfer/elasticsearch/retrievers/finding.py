"""Searches whose hits a retriever finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...search.request import SearchRequest
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
            "rescore": bool(request.rescore),
        }
        given = [name for name, stands in beside.items() if stands]
        found = self.retriever.problems(request, scrolls=scrolls, partial=partial)
        return [*found, f"cannot specify [retriever] and [{', '.join(given)}]"] if given else found

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
