"""What of a semantic field a query found: how near each of its chunks is."""

from __future__ import annotations

from ...search.highlighting.marks import Mark
from ...search.query import Scores


class NearMark(Mark):
    """The chunks of one field with their scores; it marks no words."""

    near: Scores

    @classmethod
    def of(cls, path: str, near: Scores) -> NearMark:
        """The mark of a field."""
        mark = cls(path, frozenset())
        mark.near = near
        return mark
