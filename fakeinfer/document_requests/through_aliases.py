"""Searching through aliases: one with a filter shows what the filter finds, and no more.

An index that is named itself too, or by an alias without a filter, shows everything; of several filters one is enough.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/cluster/metadata/IndexNameExpressionResolver.java (`filteringAliases`).
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .. import indices
from ..errors import not_implemented
from ..search.locate import Place
from ..search.queries.compound import Bool
from ..search.query import Query, Reading, Scores
from ..search.request import SearchRequest
from ..search.view import View
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State


class OfAliases:
    """Documents that the filters of aliases let through, index by index."""

    def __init__(self, filters: dict[str, list[Query]]) -> None:
        self.filters = filters

    def scores(self, view: View, boost: float) -> Scores:
        """All documents of an index without filters, else those that any of them finds."""
        wanted = self.filters.get(view.index)
        if wanted is None:
            return dict.fromkeys(range(len(view)), boost)
        return {number: boost for query in wanted for number in query.scores(view, 1.0)}


def restrict(state: State, expression: str | None, request: SearchRequest) -> None:
    """Let a search find only what the aliases in an expression show."""
    if expression is None or indices.exists(state, expression):
        return
    filters = alias_filters(state, expression)
    if not filters:
        return
    if request.ranking is not None:
        raise not_implemented("queries that rank for themselves, through an alias with a filter")
    reading = Reading(state)
    read = {name: [reading.query(one, Place(one)) for one in found] for name, found in filters.items()}
    shown = OfAliases(read)
    request.query = shown if request.query is None else Bool(must=(request.query,), filter=(shown,))


def alias_filters(state: State, expression: str) -> dict[str, list[Json]]:
    """Index -> the filters of the aliases by which an expression means it; those that it means without are left out."""
    parts = ["*" if part == "_all" else part for part in expression.split(",") if part[:1] != "-"]
    found: dict[str, list[Json]] = {}
    for name, record in state.store[indices.COLLECTION].items():
        if not record["aliases"] or any(fnmatchcase(name, part) for part in parts):
            continue
        named: list[dict[str, Any]] = [
            options for alias, options in record["aliases"].items() if any(fnmatchcase(alias, part) for part in parts)
        ]
        if named and all("filter" in options for options in named):
            found[name] = [options["filter"] for options in named]
    return found
