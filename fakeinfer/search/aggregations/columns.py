"""The values that aggregations look at, and how they are shown."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...formats.javatext import LONG_MAX
from ...formats.singles import single
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..date_formats import shown_date
from ..values import boolean_of, millis_of, number_of, text_of

if TYPE_CHECKING:
    from ...script_definitions import Script
    from ..view import View
    from .reading import Matches

NUMERIC = ("whole", "decimal", "date", "boolean")
"""Families of fields whose values are numbers."""
SINGLE = ("float", "half_float")


class Column(NamedTuple):
    """A field's values, with what stands in for those that are missing, or what a script makes of documents."""

    path: str | None
    missing: Json = None
    format: str | None = None
    script: Script | None = None
    family_said: str = ""
    """What values are that no mapping tells of."""

    def field(self, matches: Matches) -> Field | None:
        """The field, in the last index that has it."""
        found = None
        for view, _ in matches:
            found = self._in(view) or found
        return found

    def _in(self, view: View) -> Field | None:
        return None if self.path is None else view.fields.get(self.path)

    def family(self, field: Field | None) -> str:
        """What values are: those of a field, or of another family if that was said."""
        if field is None or (self.script is not None and self.family_said):
            return self.family_said
        if field.family == "whole" and (self.script is not None or self._is_fraction()):
            return "decimal"
        return field.family

    def _is_fraction(self) -> bool:
        """Whether what stands in for missing values has decimals, which makes decimals of all."""
        if self.missing is None:
            return False
        number = number_of(self.missing)
        return number is not None and number % 1 != 0

    def held(self, matches: Matches) -> Iterator[tuple[View, int, list[Any]]]:
        """Each document with its values, as numbers or texts; only those that have any."""
        for view, numbers in matches:
            field = self._in(view)
            if self.script is not None:
                yield from self._scripted(self.script, view, field, numbers)
                continue
            stand_in = [] if self.missing is None else [self._stand_in(view, field)]
            if field is None or field.nested != view.path:
                if stand_in and field is None:
                    yield from ((view, number, stand_in) for number in numbers)
                continue
            column = _as_numbers(view, field)
            for number in numbers:
                values = column[number] or stand_in
                if values:
                    yield view, number, values

    def _scripted(
        self, script: Script, view: View, field: Field | None, numbers: list[int]
    ) -> Iterator[tuple[View, int, list[Any]]]:
        from .scripts import values_by  # few aggregations have a script

        made = values_by(script, view, self.family(field) or "decimal")
        column = None if field is None else _as_numbers(view, field)
        given = float if self.family(field) == "decimal" else lambda value: value
        stand_in = [] if self.missing is None else [self._stand_in(view, field)]
        for number in numbers:
            if self.path is None:
                values = made(number, None)
            elif column is None:
                values = []
            else:
                values = sorted(value for one in column[number] for value in made(number, given(one)))
            values = values or stand_in
            if values:
                yield view, number, values

    def _stand_in(self, view: View, field: Field | None) -> Any:
        family = self.family(field)
        if family == "date":
            millis = millis_of(self.missing, now=view.state.clock.millis)
            if millis is None:
                raise errors.unreadable_date(text_of(self.missing), self._date_format(field))
            return millis
        if family == "boolean":
            truth = boolean_of(self.missing)
            if truth is None or self.missing == "":
                reason = f"Cannot parse boolean [{text_of(self.missing)}], expected either [true] or [false]"
                raise illegal_argument(reason)
            return int(truth)
        if family in ("whole", "decimal"):
            number = number_of(self.missing)
            if number is None:
                raise errors.illegal_number(text_of(self.missing))
            return int(number) if family == "whole" else float(number)
        return text_of(self.missing)

    def _date_format(self, field: Field | None) -> str:
        return self.date_format(field) or "strict_date_optional_time||epoch_millis"

    def check(self, kind: str, view: View, families: tuple[str, ...] = ()) -> None:
        """Refuse a field of this index that cannot be aggregated, or not so, and a script that is none."""
        field = self._in(view)
        if field is not None:
            self._check_field(field, kind, view, families)
        if self.script is not None:
            from .scripts import compiled  # few aggregations have a script

            compiled(self.script, view)
        elif self.missing is not None:
            self._stand_in(view, field)

    def _check_field(self, field: Field, kind: str, view: View, families: tuple[str, ...]) -> None:
        if refused := errors.no_field_data(field.path, field, view.index, view.state.contract.product.name):
            raise refused
        if families and field.family not in families:
            raise illegal_argument(
                f"Field [{self.path}] of type [{field.type.name}] is not supported for aggregation [{kind}]"
            )
        if self.format is not None and field.family in ("keyword", "boolean", "flat"):
            raise errors.no_own_format(field.path, field.type.name)

    def date_format(self, field: Field | None) -> str | None:
        """How dates are shown: as asked for, or as the field holds them."""
        return self.format or (None if field is None else field.options.get("format"))

    def shown(self, field: Field | None, value: Any) -> str | None:
        """A value as text, if it is shown as text too."""
        family = self.family(field)
        if family == "date":
            return shown_date(max(-LONG_MAX - 1, min(int(value), LONG_MAX)), self.date_format(field))
        if family == "boolean":
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
    if math.isnan(value):
        return "NaN"
    sign, value = ("-", -value) if math.copysign(1.0, value) < 0 else ("", value)
    if math.isinf(value):
        return f"{sign}{before}∞{after}"
    # Of a double that large only the digits are shown that tell it from others.
    exact = Decimal(repr(value)) if isinstance(value, int) or value >= 2**62 else value
    text = f"{exact:,.{len(fraction)}f}" if "," in whole else f"{exact:.{len(fraction)}f}"
    digits, _, decimals = text.partition(".")
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = digits.zfill(whole.replace(",", "").count("0")) if "," not in whole else digits
    return f"{sign}{before}{digits}{'.' if decimals else ''}{decimals}{after}"
