"""Filters of vector queries: which documents may be near at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...wire import Json

if TYPE_CHECKING:
    from ..query import Query
    from ..view import View


def allowed_numbers(view: View, filter: Query, body: Json) -> set[int]:
    """The documents of a view that a filter lets pass.

    Among nested objects, a filter about the document around them decides for all of these. `body` is the filter as it was
    sent: whether it might match nested objects is told from the fields that it names, as `NestedHelper` does it.
    """
    if view.around is None or view.owners is None or _might_match_nested(view, body):
        return set(filter.scores(view, 1.0))
    around = filter.scores(view.around, 1.0)
    return {number for number, owner in enumerate(view.owners) if owner in around}


def _might_match_nested(view: View, body: Json) -> bool:
    named = set(_named(body))
    inside = f"{view.path}."
    return any(name.startswith(inside) for name in named) or "match_all" in named


def _named(body: Json) -> list[str]:
    """Whatever could be a field's name in a query, but not within a nested query, whose matches are around."""
    if isinstance(body, list):
        return [name for item in body for name in _named(item)]
    if isinstance(body, str):
        return [body]
    if not isinstance(body, dict):
        return []
    return [name for key, value in body.items() if key != "nested" for name in (key, *_named(value))]
