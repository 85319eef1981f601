"""What an aggregation may be asked with: options of declared kinds, read as strictly as the servers' parsers do.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/support/ValuesSourceAggregationBuilder.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from functools import partial
from typing import Any

from ...errors import ApiError, illegal_argument
from ...object_parser import INT, LONG, TEXT, Field, ObjectParser, Path, Source, Unreadable
from ...script_definitions import SCRIPT
from ...token_errors import not_numeric
from ...wire import Json
from ..date_formats import zone_named
from ..locate import Place
from .columns import Column

VALUE = ("VALUE_BOOLEAN", "VALUE_NULL", "VALUE_NUMBER", "VALUE_STRING")
"""The tokens of a single value, which may be null."""
TEXT_OR_OBJECT = ("START_OBJECT", "VALUE_STRING")
FAMILIES = {
    "string": "keyword", "byte": "whole", "short": "whole", "integer": "whole", "long": "whole", "unsigned_long": "whole",
    "number": "whole", "numeric": "whole", "float": "whole", "double": "whole", "date": "date", "ip": "keyword",
    "boolean": "boolean",
}  # fmt: skip
"""What fields are taken for that are not mapped, by the value's type that was said."""


def read_options(parser: ObjectParser, value: Json, place: Place) -> dict[str, Any]:
    """The options that stand at a place; the first thing wrong with them answers."""
    text, path = place.located()
    try:
        found: dict[str, Any] = parser.read(value, Source(text), path)
    except Unreadable as unreadable:
        raise unreadable.cause from None
    return found


def place_at(source: Source, path: Path) -> Place:
    """The place of a value, for those who tell of it in other words."""
    place = Place(None, source.data)
    for step in path:
        place = place / step
    return place


def owner(path: Path) -> str:
    """The name of the aggregation, or of the source, whose option stands at a path."""
    return str(path[-3])


# --- kinds of options -------------------------------------------------------------------------------------------------


def _missing(value: Json, source: Source, path: Path) -> Json:
    if value is None:
        raise illegal_argument(f"[missing] must not be null: [{owner(path)}]")
    return value


def _value_type(value: Json, source: Source, path: Path) -> str:
    if value not in FAMILIES:
        raise illegal_argument(f"Unknown value type [{value}]")
    return FAMILIES[value]


def _zone(value: Json, source: Source, path: Path) -> tzinfo:
    from ...formats.dates.zones import BadZone, zone_of  # few ask for a zone

    if not isinstance(value, str):
        hours = int(value)
        value = f"{hours:+03d}:00"
    try:
        zone_of(value)
    except BadZone as bad:
        raise ApiError(400, "zone_rules_exception" if bad.unknown else "date_time_exception", str(bad)) from None
    return zone_named(value)


def at_least(least: int, shown: str, kind: Field = INT) -> Field:
    """A number of a kind that must not be less; `shown` is what refusals call it."""

    def read(value: Json, source: Source, path: Path) -> Any:
        number = kind.read(value, source, path)
        if number < least:
            bound = "greater than 0" if least == 1 else f"greater than or equal to {least}"
            raise illegal_argument(f"[{shown}] must be {bound}. Found [{number}] in [{owner(path)}]")
        return number

    return Field(kind.tokens, read)


def _raw(value: Json, source: Source, path: Path) -> Json:
    return value


MISSING = Field(VALUE, _missing)
VALUE_TYPE = Field(("VALUE_STRING",), _value_type)
ZONE = Field(("VALUE_NUMBER", "VALUE_STRING"), _zone)
MIN_DOC_COUNT = at_least(0, "minDocCount", LONG)
OBJECTS = Field(("START_OBJECT", "START_ARRAY"), _raw)
"""An object or a list, which others read."""


def read_numeric(kind: Field, value: Json, source: Source, path: Path) -> Any:
    """A number where nobody looked at the token before."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Unreadable(not_numeric(value, *map(int, source.at(path).split(":"))), path)
    try:
        return kind.read(value, source, path)
    except ApiError as refused:
        raise Unreadable(refused, path) from None


def _floats(value: Json, source: Source, path: Path, kind: Field) -> list[float]:
    if not isinstance(value, list):
        return [kind.read(value, source, path)]
    found = []
    for number, member in enumerate(value):
        here = (*path, number)
        if isinstance(member, list):
            raise Unreadable(ApiError(400, "illegal_state_exception", "expected value but got [START_ARRAY]"), here)
        found.append(read_numeric(kind, member, source, here))
    return found


def floats(kind: Field) -> Field:
    """Numbers, or one alone."""
    return Field(("START_ARRAY", "VALUE_NUMBER", "VALUE_STRING"), partial(_floats, kind=kind))


# --- what all aggregations over values share --------------------------------------------------------------------------


def over_values(
    kind: str, own: Mapping[str, Field], *, formats: bool = True, scripts: bool = True, zones: bool = False
) -> ObjectParser:
    """The options of an aggregation over a field's values, or what a script makes of them, beside its `own`."""
    fields = {"field": TEXT, "missing": MISSING, "value_type": VALUE_TYPE}
    if formats:
        fields["format"] = TEXT
    if scripts:
        fields["script"] = SCRIPT
    if zones:
        fields["time_zone"] = ZONE
    one_of = ("field", "script") if scripts else ("field",)
    return ObjectParser(kind, {**fields, **own}, one_of=one_of)


def column_of(known: Mapping[str, Any], family: str = "") -> Column:
    """The values that options of `over_values` speak of; `family`: what a script's values are unless they say so."""
    return Column(
        known.get("field"),
        known.get("missing"),
        known.get("format"),
        known.get("script"),
        known.get("value_type") or family,
    )
