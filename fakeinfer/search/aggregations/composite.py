"""Documents by combinations of values of several sources, page by page."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import errors
from ..date_formats import shown_date
from ..locate import Place
from ..one_field import read_number
from ..query import Reading
from ..values import millis_of, text_of
from .columns import NUMERIC, Column
from .histograms import Steps, read_step
from .intervals import Step
from .metrics import read_column
from .reading import Aggregation, Around, Matches, check_options

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

KINDS = ("terms", "histogram", "date_histogram")
SHARED = ("field", "missing_bucket", "missing_order", "order", "script", "value_type", "format")
OWN = {
    "histogram": ("interval",),
    "date_histogram": ("interval", "calendar_interval", "fixed_interval", "time_zone", "offset"),
}


class Source(NamedTuple):
    """Where one part of a key comes from."""

    name: str
    kind: str
    column: Column
    descending: bool = False
    missing_bucket: bool = False
    steps: Steps | Step | None = None

    def keys(self, values: list[Any]) -> list[Any]:
        """The parts of keys that a document's values make."""
        steps = self.steps
        made = values if steps is None else [steps.begin(value) for value in values]
        return list(dict.fromkeys(made)) or ([None] if self.missing_bucket else [])

    def shown(self, field: Field | None, value: Any) -> Json:
        """A part of a key as the answer shows it."""
        if value is None:
            return None
        if isinstance(self.steps, Step):
            return value if self.column.format is None else shown_date(value, self.column.format, self.steps.zone)
        if field is not None and field.family == "boolean":
            return bool(value)
        return float(value) if self.steps is not None else value

    def compared(self, given: Json) -> Any:
        """A part of an `after` as the values are compared."""
        if isinstance(self.steps, Step):
            return millis_of(given)
        return int(given) if isinstance(given, bool) else given


class Composite(NamedTuple):
    """Buckets by key, in the order of the keys."""

    sources: tuple[Source, ...]
    size: int
    after: dict[str, Json] | None

    def check(self, wanted: Aggregation, view: View) -> None:
        for source in self.sources:
            source.column.check("composite", view, () if source.kind == "terms" else NUMERIC)
            if self.after is not None and source.name not in self.after:
                raise illegal_argument(f"Missing value for [after.{source.name}]")

    def prefix(self, matches: Matches) -> str:
        return "composite"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        fields = [source.column.field(matches) for source in self.sources]
        if any(field is None and not source.missing_bucket for field, source in zip(fields, self.sources, strict=True)):
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
            place = tuple(source.compared(self.after[source.name]) for source in self.sources)
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
            else:
                less = (
                    left < right if isinstance(left, str) == isinstance(right, str) else text_of(left) < text_of(right)
                )
            return -1 if less != source.descending else 1
        return 0


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Composite:
    """Read one."""
    check_options(kind, options, place, ("sources", "size", "after"))
    if "sources" not in options:
        raise illegal_argument("Required [sources]")
    given = options["sources"]
    listed = given if isinstance(given, list) else [given]
    if not listed:
        empty = illegal_argument("Composite [sources] cannot be null or empty")
        built = "Failed to build [composite] after last required field arrived"
        cause = ApiError(400, "x_content_parse_exception", built, caused_by=empty)
        raise errors.failed_field("composite", "sources", (place / "sources").end(), cause)
    sources = tuple(_read_source(item, place / "sources" / number) for number, item in enumerate(listed))
    after = options.get("after")
    return Composite(sources, int(read_number(options.get("size", 10))), after if isinstance(after, dict) else None)


def _read_source(item: Json, place: Place) -> Source:
    if not isinstance(item, dict) or len(item) != 1:
        raise errors.parsing("Expected a single source name", place.value())
    ((name, definition),) = item.items()
    if not isinstance(definition, dict) or len(definition) != 1:
        raise errors.parsing("Expected a single type of source", (place / name).value())
    ((kind, options),) = definition.items()
    here = place / name / kind
    if kind not in KINDS or not isinstance(options, dict):
        raise errors.parsing(f"invalid source type: {kind}", here.value())
    check_options(kind, options, here, (*SHARED, *OWN.get(kind, ())), ("script", "value_type", "missing_order"))
    if "field" not in options:
        raise illegal_argument("Required one of fields [field, script], but none were specified. ")
    steps: Steps | Step | None = None
    if kind == "histogram":
        steps = Steps(read_number(options.get("interval", 0)))
        if steps.interval <= 0:
            raise illegal_argument("[interval] must be greater than 0 for [histogram] source")
    elif kind == "date_histogram":
        steps = read_step(options, here)
        if not steps.unit and not steps.millis:
            raise illegal_argument("Invalid interval specified, must be non-null and non-empty")
    descending = text_of(options.get("order", "asc")).lower() == "desc"
    return Source(name, kind, read_column(options), descending, options.get("missing_bucket") is True, steps)
