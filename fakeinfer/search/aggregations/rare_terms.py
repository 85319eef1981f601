"""Values that few documents have, the rarest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...object_parser import FLOAT, LONG, Field, Path, Source
from ...wire import Json
from ..locate import Place
from ..query import Reading
from .choosing import EXCLUDE, INCLUDE, Chosen, chooser
from .columns import Column
from .options import column_of, over_values, owner, read_options
from .reading import Aggregation, Around, Matches
from .terms import shown_key

if TYPE_CHECKING:
    from ..view import View

MOST = 100


class RareTerms(NamedTuple):
    """One of them."""

    column: Column
    most: int
    include: Chosen | None
    exclude: Chosen | None

    def check(self, wanted: Aggregation, view: View) -> None:
        self.column.check("rare_terms", view)

    def prefix(self, matches: Matches) -> str:
        family = self.column.family(self.column.field(matches))
        return "lrareterms" if family in ("whole", "date", "boolean") else "srareterms"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        field = self.column.field(matches)
        kept = chooser(self.include, self.exclude, self.column.family(field))
        buckets: dict[Any, dict[int, tuple[View, list[int]]]] = {}
        for view, number, values in self.column.held(matches):
            for value in dict.fromkeys(values) if isinstance(values[0], str) else sorted(values):  # numbers twice, too
                if kept(value):
                    buckets.setdefault(value, {}).setdefault(id(view), (view, []))[1].append(number)
        sizes = {key: sum(len(numbers) for _, numbers in found.values()) for key, found in buckets.items()}
        rare = sorted((key for key in buckets if sizes[key] <= self.most), key=lambda key: (sizes[key], key))
        return {
            "buckets": [
                {**shown_key(self.column, field, key), **wanted.within(list(buckets[key].values()), around)}
                for key in rare
            ]
        }


def _most(value: Json, source: Source, path: Path) -> int:
    number: int = LONG.read(value, source, path)
    if number <= 0:
        raise illegal_argument(f"[max_doc_count] must be greater than 0. Found [{number}] in [{owner(path)}]")
    if number > MOST:
        raise illegal_argument(f"[max_doc_count] must be smallerthan {MOST}in [{owner(path)}]")
    return number


def _precision(value: Json, source: Source, path: Path) -> float:
    number: float = FLOAT.read(value, source, path)
    if number < 0.00001:
        raise illegal_argument("[precision] must be greater than 0.00001")
    return number


PARSER = over_values(
    "rare_terms",
    {
        "max_doc_count": Field(LONG.tokens, _most),
        "include": INCLUDE,
        "exclude": EXCLUDE,
        "precision": Field(FLOAT.tokens, _precision),
    },
)


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> RareTerms:
    """Read one."""
    known = read_options(PARSER, options, place)
    column = column_of(known, "keyword" if known.get("field") is None else "")
    return RareTerms(column, known.get("max_doc_count", 1), known.get("include"), known.get("exclude"))
