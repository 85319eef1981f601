"""The values that aggregations look at, and how they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...formats.singles import single
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..date_formats import shown_date
from ..values import boolean_of, millis_of, number_of, text_of

if TYPE_CHECKING:
    from ..view import View
    from .reading import Matches

NUMERIC = ("whole", "decimal", "date", "boolean")
"""Families of fields whose values are numbers."""
SINGLE = ("float", "half_float")


class Column(NamedTuple):
    """A field's values, with what stands in for those that are missing."""

    path: str
    missing: Json = None
    format: str | None = None

    def field(self, matches: Matches) -> Field | None:
        """The field, in the last index that has it."""
        found = None
        for view, _ in matches:
            found = view.fields.get(self.path) or found
        return found

    def held(self, matches: Matches) -> Iterator[tuple[View, int, list[Any]]]:
        """Each document with its values, as numbers or texts; only those that have any."""
        for view, numbers in matches:
            field = view.fields.get(self.path)
            stand_in = [] if self.missing is None else [self._stand_in(field)]
            if field is None or field.nested != view.path:
                if stand_in and field is None:
                    yield from ((view, number, stand_in) for number in numbers)
                continue
            column = _as_numbers(view, field)
            for number in numbers:
                values = column[number] or stand_in
                if values:
                    yield view, number, values

    def _stand_in(self, field: Field | None) -> Any:
        if field is None:
            return self.missing
        if field.family == "date":
            return millis_of(self.missing)
        if field.family == "boolean":
            return int(bool(boolean_of(self.missing)))
        if field.family in ("whole", "decimal"):
            return number_of(self.missing)
        return text_of(self.missing)

    def check(self, kind: str, view: View, families: tuple[str, ...] = ()) -> None:
        """Refuse a field of this index that cannot be aggregated, or not so."""
        field = view.fields.get(self.path)
        if field is None:
            return
        if refused := errors.no_field_data(self.path, field, view.index, view.state.contract.product.name):
            raise refused
        if families and field.family not in families:
            raise illegal_argument(
                f"Field [{self.path}] of type [{field.type.name}] is not supported for aggregation [{kind}]"
            )

    def date_format(self, field: Field | None) -> str | None:
        """How dates are shown: as asked for, or as the field holds them."""
        return self.format or (None if field is None else field.options.get("format"))

    def shown(self, field: Field | None, value: Any) -> str | None:
        """A value as text, if it is shown as text too."""
        if field is not None and field.family == "date":
            return shown_date(int(value), self.date_format(field))
        if field is not None and field.family == "boolean":
            return text_of(bool(value))
        return None if self.format is None else shown_number(value, self.format)


def _as_numbers(view: View, field: Field) -> list[list[Any]]:
    values = view.values(field)
    if field.family == "boolean":
        return [[int(value) for value in one] for one in values]
    if field.type.name in SINGLE:
        return [[single(value) for value in one] for one in values]
    return values


def shown_number(value: float, pattern: str) -> str:
    """A number in a pattern of Java's `DecimalFormat`; of its letters only `0`, `#`, `,` and `.` are read."""
    found = re.fullmatch(r"([^#0,.]*)([#,0]*)(?:\.([0#]*))?([^#0,.]*)", pattern)
    if found is None:
        raise not_implemented(f"the number format [{pattern}]")
    before, whole, fraction, after = found[1], found[2], found[3] or "", found[4]
    least = fraction.count("0")
    text = f"{value:,.{len(fraction)}f}" if "," in whole else f"{value:.{len(fraction)}f}"
    digits, _, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = digits.zfill(whole.replace(",", "").count("0")) if "," not in whole else digits
    return f"{before}{digits}{'.' if decimals else ''}{decimals}{after}"
