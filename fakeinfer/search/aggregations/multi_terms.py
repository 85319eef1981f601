"""Documents by the combinations of values of several fields, the largest first.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/bucket/terms/MultiTermsAggregator.java
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...object_parser import BOOLEAN, LONG, TEXT, Field, ObjectParser, Path, Source, Unreadable, objects
from ...script_definitions import SCRIPT
from ...wire import Json
from ..locate import Place
from ..query import Reading
from ..values import text_of
from .columns import Column
from .options import MIN_DOC_COUNT, MISSING, VALUE_TYPE, ZONE, at_least, column_of, owner, read_options
from .ordering import ORDER, Order, check_paths
from .reading import Aggregation, Around, Matches
from .terms import COLLECT_MODE, arranged, error_bound

if TYPE_CHECKING:
    from ..view import View

Key = tuple[Any, ...]


class MultiTerms(NamedTuple):
    """One of them."""

    columns: tuple[Column, ...] | None
    order: tuple[Order, ...]
    size: int
    least: int
    shard_size: int
    tells_errors: bool

    def check(self, wanted: Aggregation, view: View) -> None:
        if self.columns is None:
            reason = 'Cannot invoke "java.util.List.stream()" because "multiTermConfigs" is null'
            raise ApiError(500, "null_pointer_exception", reason)
        for column in self.columns:
            column.check("multi_terms", view)
        check_paths(self.order, wanted.inner)

    def prefix(self, matches: Matches) -> str:
        return "multi_terms"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        assert self.columns is not None
        held = [{(id(view), number): values for view, number, values in one.held(matches)} for one in self.columns]
        buckets: dict[Key, dict[int, tuple[View, list[int]]]] = {}
        for view, numbers in matches:
            for number in numbers:
                parts = [dict.fromkeys(column.get((id(view), number), ())) for column in held]
                for key in product(*parts):
                    buckets.setdefault(key, {}).setdefault(id(view), (view, []))[1].append(number)
        sizes = {key: sum(len(numbers) for _, numbers in found.values()) for key, found in buckets.items()}
        keys = sorted(key for key in buckets if sizes[key] >= self.least)
        answers = {key: wanted.within(list(buckets[key].values()), around) for key in keys}
        keys = arranged(keys, self.order, sizes, answers)
        fields = [column.field(matches) for column in self.columns]
        shown: list[Json] = []
        for key in keys[: self.size]:
            parts_shown = [self._part(*one) for one in zip(self.columns, fields, key, strict=True)]
            bucket: dict[str, Json] = {
                "key": parts_shown,
                "key_as_string": "|".join(text_of(part) for part in parts_shown),
                "doc_count": sizes[key],
            }
            if self.tells_errors:
                bucket["doc_count_error_upper_bound"] = 0
            shown.append({**bucket, **answers[key]})
        return {
            "doc_count_error_upper_bound": error_bound(self.order, len(keys), self.shard_size),
            "sum_other_doc_count": sum(sizes[key] for key in keys[self.size :]),
            "buckets": shown,
        }

    @staticmethod
    def _part(column: Column, field: Any, value: Any) -> Json:
        family = column.family(field)
        if family in ("date", "boolean"):
            text = column.shown(field, value)
            return text == "true" if family == "boolean" else text
        if isinstance(value, str):
            return value
        return column.shown(field, value) or (float(value) if family == "decimal" else value)


_CONFIG = ObjectParser(
    "field_config",
    {"field": TEXT, "missing": MISSING, "script": SCRIPT, "time_zone": ZONE, "value_type": VALUE_TYPE, "format": TEXT},
)


def _term(value: Json, source: Source, path: Path) -> Column:
    known = _CONFIG.read(value, source, path)
    given = [name for name in ("field", "script") if name in known]
    if len(given) != 1:
        what = "configured" if given else "null"
        problem = f"[field] and [script] cannot both be {what}.  Please specify one or the other."
        raise Unreadable(illegal_argument(problem), path, "end")
    return column_of(known, "keyword" if "script" in known else "")


def _terms(value: Json, source: Source, path: Path) -> tuple[Column, ...]:
    if isinstance(value, list) and not all(isinstance(one, dict) for one in value):
        objects(_CONFIG).read(value, source, path)  # refuses, in its own way
    listed = [(path, value)] if isinstance(value, dict) else [((*path, at), one) for at, one in enumerate(value)]
    found = tuple(_term(one, source, here) for here, one in listed if token_name(one) == "START_OBJECT")
    if len(found) < 2:
        hint = " Use terms aggregation for single term aggregation" if found else ""
        problem = f"multi term aggregation must has at least 2 terms. Found [{len(found)}] in [{owner(path)}]{hint}"
        raise Unreadable(illegal_argument(problem), path, "end")
    return found


PARSER = ObjectParser(
    "multi_terms",
    {
        "terms": Field(("START_OBJECT", "START_ARRAY"), _terms),
        "show_term_doc_count_error": BOOLEAN,
        "shard_size": at_least(1, "shardSize"),
        "min_doc_count": MIN_DOC_COUNT,
        "shard_min_doc_count": at_least(0, "shardMinDocCount", LONG),
        "size": at_least(1, "size"),
        "order": ORDER,
        "collect_mode": COLLECT_MODE,
    },
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> MultiTerms:
    """Read one."""
    known = read_options(PARSER, options, place)
    size = known.get("size", 10)
    return MultiTerms(
        known.get("terms"),
        known.get("order", (Order("_count", True),)),
        size,
        known.get("min_doc_count", 1),
        max(known.get("shard_size", int(size * 1.5 + 10)), size),
        known.get("show_term_doc_count_error", False),
    )
