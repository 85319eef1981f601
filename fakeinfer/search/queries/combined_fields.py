"""The query `combined_fields`: words of a text in several fields, scored as if these were one field (BM25F).

Source: apache/lucene:lucene/core/src/java/org/apache/lucene/search/CombinedFieldQuery.java,
elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/query/CombinedFieldsQueryBuilder.java
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ...errors import illegal_argument
from ...formats.singles import single
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..changes import PLAIN_BM25
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..scoring import LEGACY_FACTOR, TermScorer, idf, stored_length
from ..scripts.search_scripts import not_created
from ..terms import added
from ..values import text_of
from ..vectors.parsing import FLOAT, TEXT, read_object
from ..vectors.parsing import Field as Part
from .full_text import How, read_operator, words_of
from .matching import Minimum, shown_minimum
from .multi_match import read_fields

if TYPE_CHECKING:
    from ..view import View


class Combined(NamedTuple):
    """Words of a text in fields, each with a weight."""

    fields: tuple[tuple[str, float], ...]
    text: str
    every: bool = False
    minimum: Minimum | None = None
    none_matches_all: bool = False
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        fields = self._looked_at(view)
        boost *= self.boost
        if not self.fields:
            reason = "In [combined_fields] query, at least one field must be provided"
            refused = not_created(view, illegal_argument(reason))
            refused.root_cause = ()
            raise refused
        if not fields:
            return {}
        words = words_of(view, fields[0][0], self.text, How(), "combined_fields")
        if not words:
            return dict.fromkeys(range(len(view)), boost) if self.none_matches_all else {}
        parts = [self._word(view, fields, word, boost) for word in words]
        if len(parts) == 1:
            return parts[0]
        needed = len(words) if self.every else shown_minimum(self.minimum, len(words))
        counts: dict[int, int] = {}
        for part in parts:
            for number in part:
                counts[number] = counts.get(number, 0) + 1
        return {number: score for number, score in added(parts).items() if counts[number] >= needed}

    def _looked_at(self, view: View) -> list[tuple[Field, float]]:
        found: dict[str, tuple[Field, float]] = {}
        for pattern, weight in self.fields:
            for path, field in view.fields.fields.items():
                if not (fnmatchcase(path, pattern) if "*" in pattern else path == pattern):
                    continue
                if field.family == "text":
                    found[path] = (field, weight)
                elif "*" not in pattern:
                    reason = f"Field [{path}] of type [{field.type.name}] does not support [combined_fields] queries"
                    raise errors.QueryRefused(reason)
        analyzers = {
            field.options.get("search_analyzer", field.options.get("analyzer", "default"))
            for field, _ in found.values()
        }
        if len(analyzers) > 1:
            raise errors.QueryRefused("All fields in [combined_fields] query must have the same search analyzer")
        return list(found.values())

    def _word(self, view: View, fields: list[tuple[Field, float]], word: str, boost: float) -> Scores:
        held = [(view.postings(field), single(weight)) for field, weight in fields]
        frequent = max(len(postings.terms.get(word, ())) for postings, _ in held)
        if not frequent:
            return {}
        documents = max(len(postings.lengths) for postings, _ in held)
        total = sum(weight * postings.total for postings, weight in held)
        factor = 1.0 if PLAIN_BM25 in view.state.switched_on else LEGACY_FACTOR
        average = single(int(total) / documents)
        scorer = TermScorer(single(single(boost * factor) * idf(documents, frequent)), average)
        numbers = sorted({number for postings, _ in held for number in postings.terms.get(word, ())})
        found: Scores = {}
        for number in numbers:
            times = length = 0.0
            for postings, weight in held:
                times = single(times + weight * len(postings.terms.get(word, {}).get(number, ())))
                length = single(length + weight * stored_length(postings.lengths.get(number, 0)))
            found[number] = scorer.score(times, math.floor(length + 0.5))
        return found

    def marks(self, view: View) -> Iterable[Mark]:
        """What of the fields' texts this query found."""
        for field, _ in self._looked_at(view):
            yield Mark(field.path, frozenset(words_of(view, field, self.text, How(), "combined_fields")))


def _fields(value: Json, place: Place) -> tuple[tuple[str, float], ...]:
    named = read_fields(value).named
    if any(weight < 1 for _, weight in named):
        raise illegal_argument("[combined_fields] requires field boosts to be >= 1.0")
    return named


def _none_matches_all(value: Json, place: Place) -> bool:
    text = text_of(value)
    if text.lower() not in ("none", "all"):
        raise illegal_argument(f"Unsupported [zero_terms_query] value [{text}]")
    return text.lower() == "all"


def _parts(product: str) -> dict[str, Part]:
    return {
        "query": TEXT,
        "fields": Part(("START_ARRAY", "VALUE_STRING"), _fields),
        "operator": Part(("VALUE_STRING",), lambda value, place: read_operator(value, product)),
        "minimum_should_match": Part(("VALUE_STRING", "VALUE_NUMBER"), lambda value, place: value),
        "auto_generate_synonyms_phrase_query": Part(("VALUE_BOOLEAN", "VALUE_STRING"), lambda value, place: value),
        "zero_terms_query": Part(("VALUE_STRING",), _none_matches_all),
        "boost": FLOAT,
        "_name": TEXT,
    }


@query("combined_fields")
def combined_fields(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words in several fields, as if these were one."""
    parts = _parts(reading.state.contract.product.name)
    known = read_object("combined_fields", body, place, parts, ("query",))
    least = known.get("minimum_should_match")
    return Combined(
        known.get("fields", ()),
        known["query"],
        known.get("operator", False),
        None if least is None else least if isinstance(least, int) else text_of(least),
        known.get("zero_terms_query", False),
        known.get("boost", 1.0),
    )
