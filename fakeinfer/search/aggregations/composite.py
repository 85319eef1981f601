"""Documents by combinations of values of several sources, page by page."""

from __future__ import annotations

from functools import cmp_to_key, partial
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...object_parser import BOOLEAN, FLOAT, INT, OBJECT, TEXT, Field, ObjectParser, Path, Unreadable
from ...object_parser import Source as Reader
from ...script_definitions import SCRIPT
from ...wire import Json
from .. import errors
from ..date_formats import moment_read, shown_date
from ..locate import Place
from ..query import Reading
from ..values import millis_of, number_of, text_of
from .columns import NUMERIC, Column
from .histograms import Steps
from .intervals import INTERVALS, OFFSET, Step, step_of
from .options import VALUE_TYPE, ZONE, column_of, place_at, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ...mapping import fields
    from ..view import View


class Source(NamedTuple):
    """Where one part of a key comes from."""

    name: str
    kind: str
    column: Column
    descending: bool = False
    missing_bucket: bool = False
    steps: Steps | Step | None = None
    missing_order: str = "default"

    def keys(self, values: list[Any]) -> list[Any]:
        """The parts of keys that a document's values make; the same number twice counts twice, as it does for the server."""
        steps = self.steps
        made = list(dict.fromkeys(values)) if values and isinstance(values[0], str) else sorted(values)
        if steps is not None:
            made = [steps.begin(value) for value in made]
        return made or ([None] if self.missing_bucket else [])

    def shown(self, field: fields.Field | None, value: Any) -> Json:
        """A part of a key as the answer shows it."""
        if value is None:
            return None
        if isinstance(self.steps, Step):
            return value if self.column.format is None else shown_date(value, self.column.format, self.steps.zone)
        if self.column.family(field) == "boolean":
            return bool(value)
        return float(value) if self.steps is not None else value

    def check_after(self, given: Json, view: View) -> None:
        """Refuse a part of an `after` that is no value of this source."""
        if (given is None and not self.missing_bucket) or isinstance(given, list | dict):
            shown = "ArrayList" if isinstance(given, list) else "HashMap" if isinstance(given, dict) else "null"
            raise illegal_argument(f"Invalid value for [after.{self.name}], expected comparable, got [{shown}]")
        field = None if self.column.path is None else view.fields.get(self.column.path)
        texts = self.kind == "terms" and self.column.family(field) in ("keyword", "flat")
        if given is None or field is None:
            return
        if texts and not isinstance(given, str):
            shown = {bool: "Boolean", int: "Integer", float: "Double"}[type(given)]
            raise illegal_argument(f"invalid value, expected string, got {shown}")
        numeric = not texts and self.column.format is None and self.column.family(field) in ("whole", "decimal", "date")
        if numeric and number_of(given) is None and millis_of(given) is None:
            raise errors.illegal_number(text_of(given))

    def compared(self, given: Json, other: Any) -> Any:
        """A part of an `after` as the values are compared."""
        if isinstance(self.steps, Step):
            if self.column.format is not None and isinstance(given, str):
                return moment_read(given, self.column.format, self.steps.zone, 0)
            return millis_of(given)
        if isinstance(given, bool):
            return int(given)
        if isinstance(given, str) and isinstance(other, int | float):
            number = number_of(given)
            return given if number is None else number
        return given


class Composite(NamedTuple):
    """Buckets by key, in the order of the keys."""

    sources: tuple[Source, ...]
    size: int
    after: dict[str, Json] | None

    def check(self, wanted: Aggregation, view: View) -> None:
        if self.size < 0:
            raise ApiError(500, "negative_array_size_exception", str(self.size))
        if self.after is not None and len(self.after) != len(self.sources):
            raise illegal_argument(f"[after] has {len(self.after)} value(s) but [sources] has {len(self.sources)}")
        for source in self.sources:
            if source.column.path is None and source.column.script is None:
                reason = "value source config is invalid; must have either a field or a script"
                raise ApiError(500, "illegal_state_exception", reason)
            source.column.check("composite", view, () if source.kind == "terms" else NUMERIC)
            if isinstance(source.steps, Step):
                source.steps.check()
            if self.after is not None and source.name not in self.after:
                raise illegal_argument(f"Missing value for [after.{source.name}]")
            if self.after is not None:
                source.check_after(self.after[source.name], view)

    def prefix(self, matches: Matches) -> str:
        return "composite"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        fields = [source.column.field(matches) for source in self.sources]
        if any(
            field is None and source.column.script is None and not source.missing_bucket
            for field, source in zip(fields, self.sources, strict=True)
        ):
            return {"buckets": []}
        held = [
            {(id(view), number): values for view, number, values in source.column.held(matches)}
            for source in self.sources
        ]
        buckets: dict[tuple[Any, ...], dict[int, tuple[View, list[int]]]] = {}
        for view, numbers in matches:
            for number in numbers:
                parts = [
                    source.keys(column.get((id(view), number), []))
                    for source, column in zip(self.sources, held, strict=True)
                ]
                for key in product(*parts):
                    buckets.setdefault(key, {}).setdefault(id(view), (view, []))[1].append(number)
        keys = sorted(buckets, key=cmp_to_key(self._compare))
        if self.after is not None:
            some = keys[0] if keys else (None,) * len(self.sources)
            place = tuple(
                source.compared(self.after[source.name], part) for source, part in zip(self.sources, some, strict=True)
            )
            keys = [key for key in keys if self._compare(key, place) > 0]
        page = keys[: self.size]
        shown = [
            {
                source.name: source.shown(field, part)
                for source, field, part in zip(self.sources, fields, key, strict=True)
            }
            for key in page
        ]
        found: dict[str, Json] = {"after_key": shown[-1]} if shown else {}
        found["buckets"] = [
            {"key": one, **wanted.within(list(buckets[key].values()), around)}
            for one, key in zip(shown, page, strict=True)
        ]
        return found

    def _compare(self, one: tuple[Any, ...], other: tuple[Any, ...]) -> int:
        for source, left, right in zip(self.sources, one, other, strict=True):
            if left == right:
                continue
            if left is None or right is None:
                less = left is None
                if source.missing_order != "default":
                    return -1 if less == (source.missing_order == "first") else 1
            else:
                less = (
                    left < right if isinstance(left, str) == isinstance(right, str) else text_of(left) < text_of(right)
                )
            return -1 if less != source.descending else 1
        return 0


def _source(value: Json, source: Reader, path: Path, product: str) -> Source:
    """One source: a name, a kind, and its options."""
    parsers = PARSERS[product]
    name, inner = _only_key(value, source, path)
    kind, options = _only_key(inner, source, (*path, name))
    here = (*path, name, kind)
    if kind not in parsers:
        refused = errors.parsing(f"invalid source type: {kind}", place_at(source, here).value())
        raise Unreadable(refused, here)
    if not isinstance(options, dict):
        _only_key(options, source, here)
    known = parsers[kind].read(options, source, here)
    steps: Steps | Step | None = None
    if kind == "histogram":
        steps = Steps(known["interval"]) if "interval" in known else Steps(0.0)
    elif kind == "date_histogram":
        steps = step_of(known, place_at(source, here))
    column = column_of(known, {"histogram": "decimal", "date_histogram": "date"}.get(kind, "keyword"))
    return Source(
        name,
        kind,
        column,
        known.get("order", "asc") == "desc",
        known.get("missing_bucket", False),
        steps,
        known.get("missing_order", "default"),
    )


def _only_key(value: Json, source: Reader, path: Path) -> tuple[str, Json]:
    """The one key of an object, with its value."""
    place = place_at(source, path)
    if not isinstance(value, dict):
        token = token_name(value)
        reason = f"Failed to parse object: expecting token of type [START_OBJECT] but found [{token}]"
        raise Unreadable(errors.parsing(reason, place.value()), path)
    if len(value) != 1:
        found, where = ("FIELD_NAME", place / list(value)[1]) if value else ("END_OBJECT", place)
        wanted = "END_OBJECT" if value else "FIELD_NAME"
        reason = f"Failed to parse object: expecting token of type [{wanted}] but found [{found}]"
        position = where.key() if value else where.end()
        inner = (*path, list(value)[1]) if value else path
        raise Unreadable(errors.parsing(reason, position), inner, "key" if value else "end")
    return next(iter(value.items()))


def _sources(value: Json, source: Reader, path: Path, product: str) -> tuple[Source, ...]:
    listed = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
    for number, item in listed:
        if number is not None and isinstance(item, list):
            refused = ApiError(400, "illegal_state_exception", "expected value but got [START_ARRAY]")
            raise Unreadable(refused, (*path, number))
    sources = tuple(
        _source(item, source, path if number is None else (*path, number), product) for number, item in listed
    )
    problem = None
    names = [one.name for one in sources]
    if not sources:
        problem = illegal_argument("Composite [sources] cannot be null or empty")
    elif len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        problem = illegal_argument(f"Composite source names must be unique, found duplicates: [{', '.join(twice)}]")
    if problem is not None:
        built = "Failed to build [composite] after last required field arrived"
        raise Unreadable(ApiError(400, "x_content_parse_exception", built, caused_by=problem), path, "end")
    return sources


def _positive(value: Json, source: Reader, path: Path) -> float:
    number: float = FLOAT.read(value, source, path)
    if number <= 0:
        raise illegal_argument("[interval] must be greater than 0 for [histogram] source")
    return number


def _word(words: tuple[str, ...], java: str) -> Field:
    """One of a few words, in any case."""

    def read(value: Json, source: Reader, path: Path) -> str:
        if value.lower() not in words:
            raise illegal_argument(f"No enum constant {java}.{value.upper()}")
        return str(value).lower()

    return Field(("VALUE_STRING",), read)


def _shared(product: str) -> dict[str, Field]:
    orders = f"org.{product}.search.aggregations.bucket.missing.MissingOrder"
    return {
        "field": TEXT,
        "missing_bucket": BOOLEAN,
        "missing_order": _word(("first", "last", "default"), orders),
        "value_type": VALUE_TYPE,
        "script": SCRIPT,
        "order": _word(("asc", "desc"), f"org.{product}.search.sort.SortOrder"),
    }


PARSERS = {
    product: {
        kind: ObjectParser(kind, {**_shared(product), **own})
        for kind, own in (
            ("terms", {}),
            ("histogram", {"interval": Field(FLOAT.tokens, _positive)}),
            ("date_histogram", {"format": TEXT, **intervals, "offset": OFFSET, "time_zone": ZONE}),
        )
    }
    for product, intervals in INTERVALS.items()
}
_LISTED = ("START_OBJECT", "START_ARRAY")
PARSER = {
    product: ObjectParser(
        "composite",
        {"sources": Field(_LISTED, partial(_sources, product=product)), "size": INT, "after": OBJECT},
        required=("sources",),
    )
    for product in INTERVALS
}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Composite:
    """Read one."""
    known = read_options(PARSER[reading.state.contract.product.name], options, place)
    return Composite(known["sources"], known.get("size", 10), known.get("after"))
