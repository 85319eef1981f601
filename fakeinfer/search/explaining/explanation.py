"""Why a document scores as it does, told as Lucene tells it. Start at `explanation`.

Told are terms, texts, phrases, numbers, and what bool, dis_max and constant_score make of them; what is not told alike
is refused by name. A query is first brought into the form that Lucene runs. Observed: opensearch 2.19.1, 3.5.0.
Source: apache/lucene:lucene/core/src/java/org/apache/lucene/search/{BooleanWeight,ConstantScoreWeight}.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...formats.singles import single
from ..changes import KEYWORDS_SCORE_ONE, PLAIN_BM25
from ..queries.compound import Bool, ConstantScore, DisMax
from ..queries.full_text import Phrase, words_of
from ..queries.leaves import Term, Terms, exact
from ..queries.matching import shown_minimum
from ..scoring import K1, LEGACY_FACTOR, B, average_length, idf, shortest, stored_length
from ..values import text_of
from .lucene_forms import Everything, Filtered, Nowhere, Word, simplified, unboosted, unscored, untold
from .lucene_words import described, printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...mapping.fields import Field
    from ...wire import Json
    from ..query import Query
    from ..view import View

OUTSIDE_NESTED = "FieldExistsQuery [field=_primary_term]"
"""What keeps nested objects out of a search."""


class Explanation(NamedTuple):
    """A number, what it is, and the numbers it was made of."""

    value: float
    description: str
    details: Sequence[Explanation] = ()
    matched: bool = True
    score: float | None = None
    """What the document scores, where the number says something else, as a rank."""

    def shown(self) -> dict[str, Json]:
        """As answers have it; counts are whole numbers."""
        value = self.value if isinstance(self.value, int) else shortest(self.value)
        return {"value": value, "description": self.description, "details": [one.shown() for one in self.details]}


def explanation(query: Query | None, view: View, number: int) -> Explanation:
    """Why a document scores as it does, or why it is not found."""
    own = getattr(query, "explained", None)
    if own is not None:  # queries that tell it themselves
        told: Explanation = own(view, number)
        return beside_nested(told) if _has_nested(view) else told
    top = simplified(Everything() if query is None else query, view)
    if view.fields.nested:
        if isinstance(top, Everything):
            return Explanation(top.boost, f"ConstantScore({OUTSIDE_NESTED})")
        if not isinstance(top, Word | Term | Terms | Bool | Filtered | ConstantScore):
            raise untold("this query on an index with nested objects")
    return _explained(top, view, number, 1.0)


def beside_nested(told: Explanation) -> Explanation:
    """The same in an index with nested objects, which a clause keeps out."""
    outside = Explanation(
        0.0, "match on required clause, product of:", (Explanation(0.0, "# clause"), Explanation(1.0, OUTSIDE_NESTED))
    )
    value = float(told.value) if told.score is None else told.score
    return Explanation(value, "sum of:", (told, outside))


def _has_nested(view: View) -> bool:
    return bool(view.fields.nested) or any(field.family == "semantic" for field in view.fields.fields.values())


def explained(query: Query, view: View, number: int) -> Explanation:
    """Why a document is found by a query that is part of something else."""
    own = getattr(query, "explained", None)
    if own is not None:
        told: Explanation = own(view, number)
        return told
    return _explained(simplified(query, view), view, number, 1.0)


def _explained(query: Any, view: View, number: int, boost: float) -> Explanation:
    own = getattr(query, "explained", None)
    if own is not None and boost == 1.0:
        told_itself: Explanation = own(view, number)
        return told_itself
    if isinstance(query, Nowhere):
        return Explanation(0.0, query.why, matched=False)
    if isinstance(query, Bool):
        return _of_bool(query, view, number, boost)
    if isinstance(query, DisMax):
        return _of_best(query, view, number, boost)
    if isinstance(query, Phrase):
        return _of_phrase(query, view, number, boost)
    if isinstance(query, Word | Term):
        told = _of_term(query, view, number, boost)
        if told is not None:
            return told
    from .functions import told as told_otherwise

    found = told_otherwise(query, view, number, boost)
    if found is not None:
        return found
    weight = getattr(query, "boost", None)
    if weight is None:
        raise untold("this query")
    return _constant(query, view, number, single(weight * boost))


def _constant(query: Any, view: View, number: int, score: float) -> Explanation:
    text = described(query, view)
    if isinstance(query, Filtered | ConstantScore) or (isinstance(query, Word | Term) and score == 0.0):
        inner = query.inner if isinstance(query, Filtered | ConstantScore) else unboosted(query)
        text = f"ConstantScore({described(unscored(inner, view), view, runs=True)})"
    elif query.boost != 1.0:
        text = described(unboosted(query), view)
    if number not in query.scores(view, 1.0):
        return Explanation(0.0, f"{text} doesn't match id {view.lucene_number(number)}", matched=False)
    return Explanation(score, text if score == 1.0 else f"{text}^{shortest(score)}")


def _of_term(query: Word | Term, view: View, number: int, boost: float) -> Explanation | None:
    """Why a term scores; None where it is no term of an inverted index."""
    path = query.field.path if isinstance(query, Word) else query.path
    field = view.fields.get(path)
    if path == "_id":
        return None
    if field is None:
        return Explanation(0.0, 'User requested "match_none" query.', matched=False)
    if field.family not in ("text", "keyword", "boolean") or (isinstance(query, Term) and query.case_insensitive):
        return None
    if field.family == "keyword" and KEYWORDS_SCORE_ONE in view.state.switched_on:
        told = ConstantScore(query, query.boost)
        return _constant(told, view, number, single(query.boost * boost))
    if query.boost * boost == 0.0:
        return None
    scores = query.scores(view, boost)
    if number not in scores:
        return Explanation(0.0, "no matching term", matched=False)
    postings = view.postings(field)
    text = query.text if isinstance(query, Word) else text_of(exact(field, query.value, view))
    found = postings.terms[text]
    containing = query.documents if isinstance(query, Word) and query.documents else len(found)
    rarity = _idf(containing, len(postings.lengths))
    frequency = float(len(found[number])) if field.family == "text" else 1.0
    weighed = _weighed(
        scores[number],
        query.boost * boost,
        rarity,
        frequency,
        "freq, occurrences of term within document",
        view,
        field,
        number,
    )
    return _weight(f"{path}:{printed(field, text)}", weighed, view, number)


def _weight(what: str, weighed: Explanation, view: View, number: int) -> Explanation:
    text = f"weight({what} in {view.lucene_number(number)}) [PerFieldSimilarity], result of:"
    return Explanation(weighed.value, text, (weighed,))


def _idf(containing: int, documents: int) -> Explanation:
    counts = (
        Explanation(containing, "n, number of documents containing term"),
        Explanation(documents, "N, total number of documents with field"),
    )
    text = "idf, computed as log(1 + (N - n + 0.5) / (n + 0.5)) from:"
    return Explanation(idf(documents, containing), text, counts)


def _weighed(
    score: float,
    boost: float,
    rarity: Explanation,
    frequency: float,
    counted: str,
    view: View,
    field: Field,
    number: int,
) -> Explanation:
    """A BM25 score with its parts."""
    postings = view.postings(field)
    plain = PLAIN_BM25 in view.state.switched_on
    factor = single(boost) if plain else single(boost * LEGACY_FACTOR)
    with_lengths = field.family == "text" and field.options.get("norms", True) not in (False, "false")
    length = float(stored_length(postings.lengths[number])) if with_lengths else 1.0
    average = average_length(postings.total, len(postings.lengths))
    inverse = single(1 / single(K1 * single((1 - B) + single(single(B * length) / average))))
    saturation = single(1 - single(1 / single(1 + single(frequency * inverse))))
    tf = Explanation(
        saturation,
        "tf, computed as freq / (freq + k1 * (1 - b + b * dl / avgdl)) from:",
        (
            Explanation(frequency, counted),
            Explanation(K1, "k1, term saturation parameter"),
            Explanation(B, "b, length normalization parameter"),
            Explanation(length, "dl, length of field"),
            Explanation(average, "avgdl, average length of field"),
        ),
    )
    boosts = () if factor == 1.0 else (Explanation(factor, "boost"),)
    text = f"score(freq={shortest(frequency)}), computed as boost * idf * tf from:"
    return Explanation(score, text, (*boosts, rarity, tf))


def _of_phrase(query: Phrase, view: View, number: int, boost: float) -> Explanation:
    field = view.fields.get(query.path)
    if field is None or field.family != "text" or query.begun or query.how.slop:
        raise untold("such phrases")
    words = words_of(view, field, text_of(query.value), query.how, "match_phrase")
    if len(words) < 2:
        raise untold("phrases of a single word")
    scores = query.scores(view, boost)
    postings = view.postings(field)
    if number not in scores:
        all_there = all(number in postings.terms.get(word, ()) for word in words)
        return Explanation(0.0, "no matching phrase" if all_there else "no matching terms", matched=False)
    documents = len(postings.lengths)
    each = [_idf(len(postings.terms[word]), documents) for word in words]
    rarity = Explanation(single(sum(one.value for one in each)), "idf, sum of:", each)
    starts, *others = (postings.terms[word][number] for word in words)
    frequency = float(sum(all(at + step in later for step, later in enumerate(others, 1)) for at in starts))
    counted = f"phraseFreq={shortest(frequency)}"
    weighed = _weighed(scores[number], query.boost * boost, rarity, frequency, counted, view, field, number)
    return _weight(described(query._replace(boost=1.0), view), weighed, view, number)


def _of_bool(query: Bool, view: View, number: int, boost: float) -> Explanation:
    if any(isinstance(one, Everything) for one in query.must_not):
        return Explanation(0.0, "MUST_NOT clause is MatchAllDocsQuery", matched=False)
    boost *= query.boost
    details: list[Explanation] = []
    failed, matches, optional = False, 0, 0
    for part in query.must:
        told = _explained(part, view, number, boost)
        failed |= not told.matched
        matches += told.matched
        details.append(told if told.matched else _lacking(part, told, view))
    for part in query.must_not:
        told = _of_filter(part, view, number)
        if told.matched:
            failed = True
            text = f"match on prohibited clause ({described(part, view, runs=True)})"
            details.append(Explanation(0.0, text, (told,), matched=False))
    for part in query.should:
        told = _explained(part, view, number, boost)
        if told.matched:
            optional += 1
            details.append(told)
    for part in query.filter:
        told = _of_filter(part, view, number)
        failed |= not told.matched
        matches += told.matched
        required = (Explanation(0.0, "# clause"), told)
        text = "match on required clause, product of:"
        details.append(Explanation(0.0, text, required) if told.matched else _lacking(part, told, view))
    if failed:
        text = "Failure to meet condition(s) of required/prohibited clause(s)"
        return Explanation(0.0, text, details, matched=False)
    if not matches and not optional:
        return Explanation(0.0, "No matching clauses", details, matched=False)
    least = shown_minimum(query.minimum, len(query.should), default=0)
    if optional < least:
        text = f"Failure to match minimum number of optional clauses: {least}"
        return Explanation(0.0, text, details, matched=False)
    total = single(sum(one.value for one in details))
    return Explanation(total, "sum of:", details)


def _lacking(part: Any, told: Explanation, view: View) -> Explanation:
    if isinstance(part, Bool) and part.must:
        raise untold("bool queries inside of others that do not match")
    text = f"no match on required clause ({described(part, view, runs=True)})"
    return Explanation(0.0, text, (told,), matched=False)


def _of_filter(part: Any, view: View, number: int) -> Explanation:
    """A clause whose score nobody asks for."""
    text = described(part, view, runs=True)
    if number in part.scores(view, 1.0):
        return Explanation(1.0, text)
    return Explanation(0.0, f"{text} doesn't match id {view.lucene_number(number)}", matched=False)


def _of_best(query: DisMax, view: View, number: int, boost: float) -> Explanation:
    told = [_explained(simplified(part, view), view, number, boost * query.boost) for part in query.parts]
    matched = [one for one in told if one.matched]
    if not matched:
        return Explanation(0.0, "No matching clause", told, matched=False)
    share = single(query.tie_breaker)
    text = "max of:" if share == 0.0 else "sum of:" if share == 1.0 else f"max plus {shortest(share)} times others of:"
    return Explanation(query.scores(view, boost)[number], text, matched)
