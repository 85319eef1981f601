"""Terms that are nearly the same: how many edits apart, and which ones an index has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument, parse_error
from ...formats.singles import single
from ...mapping.fields import Field
from ...wire import Json
from ..query import Scores
from ..terms import added, term_scores
from ..values import number_of, text_of

if TYPE_CHECKING:
    from ..view import View

MOST_EDITS = 2


class Fuzzy(NamedTuple):
    """How near a term has to be: an insertion, a deletion, a change of a letter is one edit, and so may a swap be."""

    low: int = 3
    """Shorter terms have to be equal."""
    high: int = 6
    """Longer ones may differ by two edits."""
    edits: int | None = None
    """The same for all terms, whatever their length."""
    prefix_length: int = 0
    max_expansions: int = 50
    transpositions: bool = True

    def allowed(self, term: str) -> int:
        """The edits that a term of this length may be away."""
        if self.edits is not None:
            return self.edits
        return 0 if len(term) < self.low else 1 if len(term) < self.high else MOST_EDITS


def read_fuzzy(value: Json, prefix_length: int = 0, max_expansions: int = 50, transpositions: bool = True) -> Fuzzy:
    """`AUTO`, `AUTO:low,high` or a number of edits."""
    text = text_of(value)
    rest = (prefix_length, max_expansions, transpositions)
    if text.upper() == "AUTO":
        return Fuzzy(3, 6, None, *rest)
    if text.upper().startswith("AUTO:"):
        found = re.fullmatch(r"(\d+),(\d+)", text[5:])
        if found is None:
            raise parse_error("failed to find low and high distance values")
        return Fuzzy(int(found[1]), int(found[2]), None, *rest)
    number = number_of(text)
    if number is None or number < 0:
        raise illegal_argument(f"Invalid fuzziness value: {text}")
    return Fuzzy(0, 0, min(int(number), MOST_EDITS), *rest)


def distance(one: str, other: str, most: int, *, swaps: bool) -> int | None:
    """How many edits lie between two terms, None for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        previous, row = row, [at]
        for to, wanted in enumerate(other, 1):
            best = min(previous[to] + 1, row[-1] + 1, previous[to - 1] + (letter != wanted))
            if swaps and at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                best = min(best, before[to - 2] + 1)
            row.append(best)
        if min(row) > most:
            return None
        before = previous
    return row[-1] if row[-1] <= most else None


def near_terms(view: View, field: Field, term: str, fuzzy: Fuzzy) -> dict[str, float]:
    """The terms of a field that are near enough, each with its share of the score, the nearest first."""
    edits, prefix = fuzzy.allowed(term), term[: fuzzy.prefix_length]
    terms = view.postings(field).terms
    if edits == 0:
        return {term: 1.0} if term in terms else {}
    found: dict[str, float] = {}
    for other in terms:
        if other and other.startswith(prefix):
            away = distance(term, other, edits, swaps=fuzzy.transpositions)
            if away is not None:
                found[other] = max(0.0, single(1 - single(away / min(len(term), len(other)))))
    best = sorted(found, key=lambda other: (-found[other], other))[: fuzzy.max_expansions]
    return {other: found[other] for other in best}


def fuzzy_scores(view: View, field: Field, term: str, fuzzy: Fuzzy, boost: float) -> Scores:
    """Documents with a term near enough; all of these terms count as frequent as the most frequent of them."""
    near = near_terms(view, field, term, fuzzy)
    if not near:
        return {}
    terms = view.postings(field).terms
    documents = max(len(terms[other]) for other in near)
    parts = [term_scores(view, field, other, single(boost * share), documents) for other, share in near.items()]
    return added(parts) if len(parts) > 1 else parts[0]
