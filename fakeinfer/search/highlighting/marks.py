"""What of a text a query found, for who highlights it: the words, and the phrases they have to be in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..view import View


class Mark(NamedTuple):
    """Words of one field."""

    path: str
    words: frozenset[str]
    phrase: tuple[str, ...] = ()
    """If they count only one after the other: these, the last one being any of `ends`."""
    ends: frozenset[str] = frozenset()
    slop: int = 0


def marks_of(query: Any, view: View) -> Iterable[Mark]:
    """The marks of a query; of those that have none to give, there are none."""
    find = getattr(query, "marks", None)
    return () if find is None else find(view)
