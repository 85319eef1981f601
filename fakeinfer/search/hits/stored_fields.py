"""`stored_fields` of a search: values that the index keeps beside the source, for fields with `store: true`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/fetch/StoredFieldsContext.java; observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...wire import Json
from ..values import text_of
from .shown_fields import ShownField

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

NONE = "_none_"


class Stored(NamedTuple):
    """The patterns of fields that are wanted; `nothing`: not even ids."""

    patterns: tuple[str, ...] = ()
    nothing: bool = False

    def wants_source(self) -> bool:
        """Whether the source is one of the fields."""
        return "_source" in self.patterns

    def of(self, view: View, number: int) -> dict[str, list[Json]]:
        """What the index keeps of a document."""
        found: dict[str, list[Json]] = {}
        for path, field in view.fields.fields.items():
            if _is_kept(field) and any(fnmatchcase(path, pattern) for pattern in self.patterns):
                found.update(ShownField(path).of(view, number))
        return found


def _is_kept(field: Field) -> bool:
    return field.options.get("store", False) in (True, "true")


def read_stored(names: Iterable[Json]) -> Stored:
    """The names of a body, or of the query string."""
    patterns = tuple(text_of(name) for name in names)
    if NONE in patterns:
        if len(patterns) > 1:
            raise illegal_argument(f"cannot combine {NONE} with other fields")
        return Stored(nothing=True)
    return Stored(patterns)
