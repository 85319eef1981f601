"""What an index left out of a document that it took: values of a wrong kind, and keywords that are too long (`_ignored`).

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/IgnoredFieldMapper.java; observed: elasticsearch
8.19.0, 9.2.0, 9.5.0, opensearch 2.19.1, which does not tell of long keywords.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ..mapping.fields import Field
from ..mapping.learning import holds
from ..wire import Json
from .values import leaf_values, text_of

if TYPE_CHECKING:
    from .request import SearchRequest
    from .view import View

_KEY = "fields that may ignore"


class Forgiving(NamedTuple):
    """A field that takes a document with a value that it leaves out."""

    field: Field
    longest: int | None
    """How many characters it keeps; None where what matters is the kind of value."""

    def left_out(self, source: dict[str, Json]) -> Iterator[Json]:
        """The values of a document that it leaves out."""
        steps, longest = self.field.steps, self.longest
        if len(steps) == 1 and longest is not None:
            value = source.get(steps[0])
            if value is None or (value.__class__ is str and len(value) <= longest):
                return
        for value in leaf_values(source, steps):
            if longest is not None:
                if len(text_of(value)) > longest:
                    yield value
            elif not holds(self.field.type, value, self.field.options):
                yield value


def ignored_fields(view: View, number: int) -> list[str]:
    """The fields of which a document has values that are not indexed."""
    source = view.sources[number]
    return [one.field.path for one in _forgiving(view) if next(one.left_out(source), None) is not None]


def ignored_values(view: View, number: int, request: SearchRequest) -> dict[str, list[Json]]:
    """The values that are not indexed, of fields that were asked for; told where long keywords are."""
    found: dict[str, list[Json]] = {}
    if not view.state.contract.product.documents.tells_ignored_keywords:
        return found
    for one in _forgiving(view):
        asked = any(fnmatchcase(one.field.path, wanted.pattern) for wanted in request.fields if not wanted.of_columns)
        if asked and (values := list(one.left_out(view.sources[number]))):
            found[one.field.path] = values
    return found


def _forgiving(view: View) -> list[Forgiving]:
    known: list[Forgiving] | None = view.memo.get(_KEY)
    if known is None:
        known = view.memo[_KEY] = sorted(_all_forgiving(view), key=lambda one: one.field.path)
    return known


def _all_forgiving(view: View) -> Iterator[Forgiving]:
    tells_keywords = view.state.contract.product.documents.tells_ignored_keywords
    for field in view.fields.fields.values():
        if field.options.get("ignore_malformed") is True:
            yield Forgiving(field, None)
        elif tells_keywords and field.family == "keyword" and "ignore_above" in field.options:
            yield Forgiving(field, int(field.options["ignore_above"]))
