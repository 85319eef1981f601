"""The suggester `term`: words of the index that are near those of the text.

Source: apache/lucene:lucene/suggest/src/java/org/apache/lucene/search/spell/DirectSpellChecker.java,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/suggest/term/TermSuggester.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...formats.singles import single
from ...wire import Json
from ..locate import Place
from ..queries.fuzzy import distance
from ..queries.one_field import read_number
from ..scoring import shortest
from ..values import text_of
from .reading import field_missing, positive, scalar, unsupported
from .texts import Asked, known_field, pieces

if TYPE_CHECKING:
    from ..request import SearchRequest
    from ..view import Postings, View

MODES = ("missing", "popular", "always")
SORTS = ("score", "frequency")
DISTANCES = ("internal", "damerau_levenshtein", "levenshtein", "jaro_winkler", "ngram")


class Near(NamedTuple):
    """A word near another one."""

    text: str
    score: float
    frequency: int
    """How many documents have it."""


class Spelling(NamedTuple):
    """How near words are looked for."""

    mode: str = "missing"
    sort: str = "score"
    accuracy: float = 0.5
    edits: int = 2
    inspections: int = 5
    most_frequent: float = 0.01
    """In how many documents a word may be that is looked for: a number, or a share below 1."""
    prefix: int = 1
    shortest: int = 4
    least_frequent: float = 0.0

    def near(self, postings: Postings, documents: int, word: str, most: int) -> list[Near]:
        """The words of an index that are near one, the best first."""
        if len(word) < self.shortest:
            return []
        frequency = len(postings.terms.get(word, ()))
        if self.mode == "missing" and frequency:
            return []
        limit = self.most_frequent if self.most_frequent >= 1 else math.ceil(single(self.most_frequent) * documents)
        if frequency > limit:
            return []
        least = frequency if self.mode == "popular" else 0
        if self.least_frequent >= 1:
            least = max(least, int(self.least_frequent))
        elif self.least_frequent > 0:
            least = max(least, int(self.least_frequent * documents) - 1)
        inspected = most * self.inspections
        found = self._within(postings, word, 1, least, inspected)
        if self.edits > 1 and len(found) < inspected:
            further = self._within(postings, word, self.edits, least, inspected)
            found = list({near.text: near for near in (*further, *found)}.values())
        return sorted(found, key=self._rank)[:most]

    def _rank(self, near: Near) -> tuple[float, float, str]:
        if self.sort == "frequency":
            return (-near.frequency, -near.score, near.text)
        return (-near.score, -near.frequency, near.text)

    def _within(self, postings: Postings, word: str, edits: int, least: int, most: int) -> list[Near]:
        begin = word[: max(self.prefix, edits - 1)]
        found: list[Near] = []
        for other in sorted(postings.terms):
            if other == word or not other.startswith(begin):
                continue
            frequency = len(postings.terms[other])
            if frequency <= least:
                continue
            away = distance(word, other, edits, swaps=True)
            if away is None:
                continue
            score = single(1 - single(away / min(len(word), len(other)))) if other else 0.0
            if score >= self.accuracy:
                found.append(Near(other, score, frequency))
        return sorted(found, key=lambda near: -near.score)[:most]


class Words(NamedTuple):
    """The suggester, with its options."""

    path: str
    spelling: Spelling
    size: int = 5
    shard_size: int | None = None
    analyzer: str | None = None
    kind: str = "term"

    def check(self, view: View) -> None:
        known_field(view, self.path)

    def entries(self, view: View, asked: Asked) -> list[dict[str, Any]]:
        field, text = known_field(view, self.path), asked.whole()
        postings = view.postings(field)
        most = self.shard_size or self.size
        return [
            {
                "text": piece.text,
                "offset": piece.start,
                "length": piece.end - piece.start,
                "options": self.spelling.near(postings, len(view), piece.text, most),
            }
            for piece in pieces(view, field, text, self.analyzer)
        ]

    def merged(self, parts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        first, *others = parts or [[]]
        for at, entry in enumerate(first):
            together: dict[str, Near] = {}
            for part in (first, *others):
                for near in part[at]["options"] if at < len(part) else ():
                    before = together.get(near.text)
                    frequency = near.frequency + (before.frequency if before is not None else 0)
                    together[near.text] = near._replace(frequency=frequency)
            entry["options"] = sorted(together.values(), key=self.spelling._rank)[: self.size]
        return first

    def shown(self, entries: list[dict[str, Any]], request: SearchRequest) -> Json:
        return [
            {
                **entry,
                "options": [
                    {"text": near.text, "score": shortest(near.score), "freq": near.frequency}
                    for near in entry["options"]
                ],
            }
            for entry in entries
        ]


NUMBERS = {
    "accuracy": "accuracy",
    "max_edits": "edits",
    "max_inspections": "inspections",
    "max_term_freq": "most_frequent",
    "prefix_length": "prefix",
    "prefix_len": "prefix",
    "min_word_length": "shortest",
    "min_word_len": "shortest",
    "min_doc_freq": "least_frequent",
}
"""Options that are numbers, with what holds them."""


def read_spelling(key: str, value: Json, spelling: Spelling, product: str) -> Spelling | None:
    """One option of how near words are looked for; None for what is none."""
    if key in NUMBERS:
        number = read_number(value)
        if key == "max_edits" and not 1 <= number <= 2:
            raise illegal_argument("maxEdits must be between 1 and 2")
        if number < 0:
            raise illegal_argument(f"{_camel(key)} must be positive")
        if key == "min_word_length" and number < 1:
            raise illegal_argument("minWordLength must be greater or equal to 1")
        whole = key not in ("accuracy", "max_term_freq", "min_doc_freq")
        changed: dict[str, Any] = {NUMBERS[key]: int(number) if whole else number}
        return spelling._replace(**changed)
    if key == "suggest_mode":
        mode = text_of(value).lower()
        if mode not in MODES:
            package = f"org.{product}.search.suggest.term.TermSuggestionBuilder.SuggestMode"
            raise illegal_argument(f"No enum constant {package}.{mode.upper()}")
        return spelling._replace(mode=mode)
    if key == "sort":
        order = text_of(value).lower()
        if order not in SORTS:
            raise illegal_argument(f"No enum constant org.{product}.search.suggest.SortBy.{order.upper()}")
        return spelling._replace(sort=order)
    if key == "string_distance":
        way = text_of(value).lower()
        if way not in DISTANCES:
            raise illegal_argument(f"Illegal distance option {text_of(value)}")
        if way != "internal":
            raise not_implemented(f"the string distance [{way}] of suggesters")
        return spelling
    return None


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(part.title() for part in rest)


def read_term(options: dict[str, Json], place: Place, product: str) -> Words:
    """The suggester `term` of a body."""
    path: str | None = None
    made = Words("", Spelling())
    for key, value in options.items():
        here = place / key
        scalar("term", key, value, here)
        if key == "field":
            path = text_of(value)
        elif key == "size":
            made = made._replace(size=positive(value, "size"))
        elif key == "shard_size":
            made = made._replace(shard_size=positive(value, "shardSize"))
        elif key == "analyzer":
            made = made._replace(analyzer=text_of(value))
        elif (spelling := read_spelling(key, value, made.spelling, product)) is not None:
            made = made._replace(spelling=spelling)
        elif key != "exact_match":
            raise unsupported("term", key, here)
    if path is None:
        raise field_missing()
    return made._replace(path=path)
