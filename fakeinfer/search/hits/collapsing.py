"""`collapse`: of all hits with the same value of a field the first one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Reading
from .inner_hits import InnerHits, check_inner_hits, read_inner_hits
from .sorting import Hit

if TYPE_CHECKING:
    from ..collecting import Found
    from ..request import SearchRequest
    from ..view import View

OPTIONS = ("field", "inner_hits", "max_concurrent_group_searches")
FAMILIES = ("keyword", "whole", "decimal")


class Collapse(NamedTuple):
    """The field, and what is shown of the hits that are left out."""

    field: str | None
    inner: tuple[InnerHits, ...] = ()

    def check(self, view: View, request: SearchRequest) -> None:
        """Refuse what this index cannot collapse."""
        if request.kept_for is not None:
            raise ApiError(500, "search_exception", "cannot use `collapse` in a scroll context")
        if request.search_after is not None:
            self._check_page(request, view.state.contract.product.name)
        if self.field is None:
            text = 'Cannot invoke "Object.hashCode()" because "key" is null'
            raise ApiError(500, "null_pointer_exception", text)
        field = view.fields.get(self.field)
        if field is None:
            raise illegal_argument(f"no mapping found for `{self.field}` in order to collapse on")
        if field.family not in FAMILIES:
            raise illegal_argument(
                f"unknown type for collapse field `{self.field}`, only keywords and numbers are accepted"
            )
        check_inner_hits(self.inner)

    def _check_page(self, request: SearchRequest, product: str) -> None:
        """Refuse to go on after a hit; Elasticsearch can where hits are sorted by the field."""
        if product == "opensearch":
            raise ApiError(500, "search_exception", "cannot use `collapse` in conjunction with `search_after`")
        if [key.field for key in request.sort] != [self.field]:
            raise illegal_argument(
                "Cannot use [collapse] in conjunction with [search_after] unless the search is sorted on the same field."
                " Multiple sort fields are not allowed."
            )

    def check_values(self, view: View, numbers: Iterable[int]) -> None:
        """Refuse documents with several values, of which nobody knows by which to group them."""
        field = view.fields.get(self.field or "")
        held = view.values(field) if field is not None else []
        several = next((number for number in sorted(numbers) if len({*held[number]}) > 1), None)
        if several is None:
            return
        number = view.lucene_number(several)
        if view.state.contract.product.name == "opensearch":
            reason = f"failed to collapse {number}, the collapse field must be single valued"
            raise ApiError(500, "illegal_state_exception", reason)
        raise illegal_argument(f"failed to extract doc:{number}, the grouping field must be single valued")

    def value(self, view: View, number: int) -> Any:
        """What a document is told apart by; None where it has no value."""
        field = view.fields.get(self.field or "")
        held = view.values(field)[number] if field is not None else []
        return held[0] if held else None

    def firsts(self, hits: list[Hit]) -> list[Hit]:
        """The first hit of each value."""
        seen: set[Any] = set()
        kept = []
        for hit in hits:
            value = self.value(hit.view, hit.number)
            if value not in seen:
                seen.add(value)
                kept.append(hit)
        return kept

    def inside(self, hit: Hit, found: list[Found], request: SearchRequest) -> dict[str, Json]:
        """What was left out beside a hit, by name."""
        value = self.value(hit.view, hit.number)
        group = [
            (one.view, number, score)
            for one in found
            for number, score in one.scores.items()
            if self.value(one.view, number) == value
        ]
        return {inner.name or "": inner.page(group, request.query) for inner in self.inner}


def read_collapse(value: dict[str, Json], place: Place, reading: Reading) -> Collapse:
    """`collapse` of a body."""
    for key in value:
        if key not in OPTIONS:
            raise errors.unknown_field("collapse", key, (place / key).key(), OPTIONS)
    for key, kinds in (("field", str), ("inner_hits", dict | list)):
        if key in value and not isinstance(value[key], kinds):
            raise errors.wrong_token("collapse", key, token_name(value[key]), (place / key).value())
    given = value.get("inner_hits", [])
    here = place / "inner_hits"
    listed = given if isinstance(given, list) else [given]
    for number, one in enumerate(listed):
        if not isinstance(one, dict):
            at = (here / number).value()
            refused = errors.parsing("Invalid token in inner_hits array", at)
            raise errors.failed_field("collapse", "inner_hits", at, refused)
    inner = tuple(
        read_inner_hits(one, here / number if isinstance(given, list) else here, reading)
        for number, one in enumerate(listed)
    )
    if any(one.name is None for one in inner):
        raise illegal_argument("Field name cannot be null")
    return Collapse(value.get("field"), inner)
