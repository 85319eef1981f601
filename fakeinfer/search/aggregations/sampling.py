"""The best documents of each index alone, perhaps with few of a kind.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/bucket/sampler/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...object_parser import TEXT
from ...wire import Json
from .. import errors
from ..locate import Place
from ..queries.one_field import read_number
from ..query import Reading
from .columns import Column
from .options import at_least, column_of, over_values, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View

HINTS = ("map", "bytes_hash", "global_ordinals")


class Sampler(NamedTuple):
    """One of them."""

    size: int = 100
    column: Column | None = None
    most_alike: int = 1
    """How many documents with the same value there may be."""
    hint: str | None = None

    def check(self, wanted: Aggregation, view: View) -> None:
        field = None if self.column is None else view.fields.get(str(self.column.path))
        if self.hint is not None and self.hint not in HINTS and field is not None and field.family == "keyword":
            raise illegal_argument(f"Unknown `execution_hint`: [{self.hint}], expected any of [{', '.join(HINTS)}]")
        if self.column is not None:
            self.column.check("diversified_sampler", view)
            if self.column.script is None and view.fields.get(str(self.column.path)) is None:
                return
        if not any(not one.is_pipeline for one in wanted.inner):
            reason = "Sampler aggregation must be used with child aggregations."
            raise errors.not_aggregated(reason, view.state.contract.product.name)
        if self.column is not None:
            for _, _, values in self.column.held([(view, list(range(len(view))))]):
                if len(values) > 1:
                    raise illegal_argument("Sample diversifying key must be a single valued-field")

    def prefix(self, matches: Matches) -> str:
        if self.column is not None and self.column.script is None and self.column.field(matches) is None:
            return "unmapped_sampler"
        return "sampler"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        if self.column is not None and self.column.script is None and self.column.field(matches) is None:
            return {"doc_count": 0}
        return wanted.within([(view, self._best(view, numbers, around)) for view, numbers in matches], around)

    def _best(self, view: View, numbers: list[int], around: Around) -> list[int]:
        def score(number: int) -> float:
            outer, at = view.outermost(number)
            return around.scores.get(id(outer), {}).get(at, 1.0)

        ranked = sorted(numbers, key=lambda number: -score(number))
        if self.column is not None:
            ranked = self._different(view, ranked)
        return sorted(ranked[: self.size])

    def _different(self, view: View, ranked: list[int]) -> list[int]:
        assert self.column is not None
        keys = {number: _key(values[0]) for _, number, values in self.column.held([(view, ranked)])}
        absent = self._absent(view)
        taken: dict[object, int] = {}
        kept = []
        for number in ranked:
            key = keys.get(number, absent)
            if taken.get(key, 0) < self.most_alike:
                taken[key] = taken.get(key, 0) + 1
                kept.append(number)
        return kept

    def _absent(self, view: View) -> object:
        """The key of documents without a value: that of 0, or of the first of all texts, as the server takes them."""
        assert self.column is not None
        field = self.column.field([(view, [])])
        if field is None or field.family not in ("keyword", "flat"):
            return 0
        return min((values[0] for _, _, values in self.column.held([(view, list(range(len(view))))])), default=None)


def _key(value: object) -> object:
    """Numbers are alike if they are so without their decimals."""
    return int(value) if isinstance(value, int | float) else value


PARSER = over_values(
    "diversified_sampler",
    {
        "shard_size": at_least(0, "shardSize"),
        "max_docs_per_value": at_least(0, "maxDocsPerValue"),
        "execution_hint": TEXT,
    },
    formats=False,
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> Sampler:
    """Read one."""
    if kind == "diversified_sampler":
        known = read_options(PARSER, options, place)
        column = column_of(known, "keyword")
        return Sampler(
            known.get("shard_size", 100), column, known.get("max_docs_per_value", 1), known.get("execution_hint")
        )
    size = 100
    for option, value in options.items():
        if option != "shard_size" or isinstance(value, bool) or not isinstance(value, int | float):
            raise errors.parsing(f'Unsupported property "{option}" for aggregation "{name}', (place / option).value())
        size = int(read_number(value))
    return Sampler(size)
