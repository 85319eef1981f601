"""`fields` and `docvalue_fields` of a search: values of fields beside the source, in a format."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...mapping.fields import Field
from ...wire import Json
from ..date_formats import checked_format, shown_date
from ..values import text_of

if TYPE_CHECKING:
    from ..view import View


class ShownField(NamedTuple):
    """Fields by a pattern."""

    pattern: str
    format: str | None = None
    of_columns: bool = False
    """Whether they are `docvalue_fields`, which have formats of numbers too."""

    def check(self, view: View) -> None:
        """Refuse a format that a field does not have."""
        if self.format is None:
            return
        for field in self._named(view):
            if field.family == "date":
                checked_format(self.format)
            elif field.type.formatted is not None:
                field.type.formatted(view, field, None, self.format)
            elif not self.of_columns:
                raise illegal_argument(f"Field [{field.path}] of type [{field.type.name}] doesn't support formats.")

    def of(self, view: View, number: int) -> Iterator[tuple[str, list[Json]]]:
        """The fields that a document has, each with its values."""
        for field in self._named(view):
            if self.format is not None and field.type.formatted is not None:
                if formatted := field.type.formatted(view, field, number, self.format):
                    yield field.path, formatted
            elif values := view.values(field)[number]:
                if field.type.shows is not None:
                    yield field.path, field.type.shows(view.state, field.options, values, self.of_columns)
                else:
                    yield field.path, [self._shown(field, value) for value in values]

    def _named(self, view: View) -> Iterator[Field]:
        return (field for path, field in view.fields.fields.items() if fnmatchcase(path, self.pattern))

    def _shown(self, field: Field, value: Json) -> Json:
        if field.family == "date":
            return shown_date(value, self.format or field.options.get("format"))
        if self.format is None or field.family not in ("whole", "decimal"):
            return value
        from ..aggregations.columns import shown_number

        return shown_number(value, self.format)


def read_shown_field(item: Json, key: str) -> ShownField:
    """A name, or an object with a format."""
    of_columns = key == "docvalue_fields"
    if not isinstance(item, dict):
        return ShownField(text_of(item), None, of_columns)
    format = item.get("format")
    return ShownField(text_of(item.get("field", "")), None if format is None else text_of(format), of_columns)
