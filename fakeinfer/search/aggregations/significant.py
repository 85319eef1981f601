"""Values that documents have more often than all others do.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/bucket/terms/heuristic/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, not_implemented
from ...object_parser import LONG, OBJECT, TEXT, Field, Path, Source
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Query, Reading
from .choosing import EXCLUDE, INCLUDE, Chosen, chooser
from .columns import Column
from .options import MIN_DOC_COUNT, at_least, column_of, over_values, read_options
from .reading import Aggregation, Around, Matches
from .terms import check_hint, shown_key

if TYPE_CHECKING:
    from ..view import View

Heuristic = Callable[[int, int, int, int], float]
UNREAD = ("mutual_information", "chi_square", "gnd", "script_heuristic")
"""Heuristics that are not imitated."""


class SignificantTerms(NamedTuple):
    """One of them."""

    column: Column
    size: int
    least: int
    score: Heuristic
    include: Chosen | None
    exclude: Chosen | None
    background: Query | None
    hint: str | None

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("significant_terms", view)
        check_hint(self.hint, self.column, view)
        if self.background is not None:
            self.background.scores(view, 1.0)

    def prefix(self, matches: Matches) -> str:
        field = self.column.field(matches)
        if field is None and self.column.script is None:
            return "umsigterms"
        return "siglterms" if self.column.family(field) in ("whole", "date", "boolean") else "sigsterms"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        field = self.column.field(matches)
        if field is None and self.column.script is None:
            return {"buckets": []}
        kept = chooser(self.include, self.exclude, self.column.family(field))
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            for value in dict.fromkeys(values):
                if kept(value):
                    buckets.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
        total = sum(len(numbers) for _, numbers in matches)
        often, everything = self._around(matches)
        found: list[tuple[float, Any, int]] = []
        for key, documents in buckets.items():
            count = sum(len(numbers) for _, numbers in documents.values())
            if count >= self.least:
                score = self.score(count, total, often.get(key, 0), everything)
                if score > 0:
                    found.append((score, key, count))
        found.sort(key=lambda one: (-one[0], often.get(one[1], 0), one[1]))
        return {
            "doc_count": total,
            "bg_count": everything,
            "buckets": [
                {
                    **shown_key(self.column, field, key),
                    "doc_count": count,
                    "score": score,
                    "bg_count": often.get(key, 0),
                    **wanted.within(list(buckets[key].values()), around),
                }
                for score, key, count in found[: self.size]
            ],
        }

    def _around(self, matches: Matches) -> tuple[dict[Any, int], int]:
        """How often values are in all documents, and how many these are; OpenSearch counts nested objects as documents."""
        everything: Matches = []
        total = 0
        for view, _ in matches:
            numbers = list(range(len(view)))
            if self.background is not None:
                numbers = sorted(self.background.scores(view, 1.0))
                total += len(numbers)
            else:
                total += len(view)
                if view.state.contract.product.name == "opensearch":
                    total += sum(len(view.nested(path)) for path in view.fields.nested)
            everything.append((view, numbers))
        often: dict[Any, int] = {}
        if self.column.script is None:
            for _, _, values in self.column.held(everything):
                for value in dict.fromkeys(values):
                    often[value] = often.get(value, 0) + 1
        return often, total


def _jlh(count: int, total: int, often: int, everything: int) -> float:
    often = often or 1
    here, there = count / total if total else 0.0, often / everything if everything else 0.0
    change = here - there
    return change * (here / there) if change > 0 and there else 0.0


def _percentage(count: int, total: int, often: int, everything: int) -> float:
    return count / often if often else 0.0


HEURISTICS: dict[str, Heuristic] = {"jlh": _jlh, "percentage": _percentage}


def _heuristic(value: Json, source: Source, path: Path) -> Json:
    if path[-1] in UNREAD:
        raise not_implemented(f"[{path[-1]}] of the aggregation [significant_terms]")
    return value


PARSER = over_values(
    "significant_terms",
    {
        "shard_size": at_least(1, "shardSize"),
        "min_doc_count": MIN_DOC_COUNT,
        "shard_min_doc_count": at_least(0, "shardMinDocCount", LONG),
        "size": at_least(1, "size"),
        "execution_hint": TEXT,
        "background_filter": OBJECT,
        "include": INCLUDE,
        "exclude": EXCLUDE,
        **dict.fromkeys((*HEURISTICS, *UNREAD), Field(("START_OBJECT",), _heuristic)),
    },
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> SignificantTerms:
    """Read one."""
    for option, value in options.items():
        if option not in PARSER.fields:
            raise _unknown_heuristic(option, place / option)
        if option in HEURISTICS and isinstance(value, dict) and value:
            first = next(iter(value))
            raise errors.unknown_field(option, first, (place / option / first).key())
    known = read_options(PARSER, options, place)
    score = next((HEURISTICS[option] for option in known if option in HEURISTICS), _jlh)
    return SignificantTerms(
        column_of(known, "keyword" if known.get("field") is None else ""),
        known.get("size", 10),
        known.get("min_doc_count", 3),
        score,
        known.get("include"),
        known.get("exclude"),
        _background(known, place, reading),
        known.get("execution_hint"),
    )


def _unknown_heuristic(option: str, place: Place) -> ApiError:
    """What is no option is looked for among the heuristics, too."""
    cause = ApiError(400, "named_object_not_found_exception", f"[{place.value()}] unknown field [{option}]")
    refused = errors.unknown_field("significant_terms", option, place.key(), tuple(PARSER.fields))
    return ApiError(400, refused.type, refused.reason, caused_by=cause, root_cause=(cause,))


def _background(known: dict[str, Any], place: Place, reading: Reading) -> Query | None:
    if "background_filter" not in known:
        return None
    here = place / "background_filter"
    try:
        return reading.query(known["background_filter"], here)
    except ApiError as refused:
        if refused.status >= 500:
            raise
        at = errors.position_of(refused) or here.end()
        raise errors.failed_field("significant_terms", "background_filter", at, refused) from None
