"""The form in which Lucene runs a query, as far as what it tells of a query shows it. Start at `simplified`.

Source: apache/lucene:lucene/core/src/java/org/apache/lucene/search/BooleanQuery.java (`rewrite`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import not_implemented
from ...formats.singles import single
from ...mapping.fields import Field
from ..queries.compound import Bool, ConstantScore, DisMax
from ..queries.full_text import FuzzyTerm, Match, words_of
from ..queries.fuzzy import near_terms
from ..queries.leaves import Term, everything_in, with_any
from ..queries.matching import shown_minimum
from ..queries.multi_match import MultiMatch
from ..query import Constant, Query, no_document
from ..query_strings.classic import Written
from ..terms import term_scores
from ..values import text_of

if TYPE_CHECKING:
    from ..view import View

INDEXED = ("text", "keyword", "whole", "decimal", "date", "boolean")
"""Families of which the index knows who has any value."""


class Everything(NamedTuple):
    """All documents."""

    boost: float = 1.0

    def scores(self, view: View, boost: float) -> dict[int, float]:
        return dict.fromkeys(range(len(view)), boost * self.boost)


class Filtered(NamedTuple):
    """Documents that a filter lets through, all with the same score; a bool query that scores nothing else."""

    inner: Query
    boost: float

    def scores(self, view: View, boost: float) -> dict[int, float]:
        return dict.fromkeys(self.inner.scores(view, 1.0), boost * self.boost)


class Word(NamedTuple):
    """One term of a text field."""

    field: Field
    text: str
    boost: float = 1.0
    documents: int = 0
    """How many documents are to count as having it, if not those that do."""

    def scores(self, view: View, boost: float) -> dict[int, float]:
        return term_scores(view, self.field, self.text, boost * self.boost, self.documents or None)


class Existing(NamedTuple):
    """Documents that have a field, which not all have."""

    path: str

    def scores(self, view: View, boost: float) -> dict[int, float]:
        return dict.fromkeys(with_any(self.path, view), boost)


class Nowhere(NamedTuple):
    """No document."""

    why: str

    def scores(self, view: View, boost: float) -> dict[int, float]:
        return {}


def untold(what: str) -> Exception:
    """A query whose scores are not explained here."""
    return not_implemented(f"explanations of {what}")


def simplified(query: Any, view: View) -> Any:
    """The form in which Lucene runs a query."""
    if isinstance(query, Written):
        query.scores(view, 1.0)  # what is no query is refused by that
        return simplified(_boosted(query.query, query.boost), view)
    if isinstance(query, MultiMatch) and query.type == "best_fields" and len(query.fields.resolved(view)) == 1:
        ((path, weight),) = query.fields.resolved(view).items()
        return simplified(Match(path, query.value, query.how, weight * query.boost), view)
    if isinstance(query, MultiMatch) and query.type in ("best_fields", "most_fields", "phrase"):
        if query.share() == 1.0:
            parts = (simplified(part, view) for part in query.parts(view))
            return Bool(should=tuple(inner for part in parts for inner in _alternatives(part)), boost=query.boost)
        return DisMax(query.parts(view), query.share(), query.boost)
    if isinstance(query, FuzzyTerm):
        return _nearly(query, view)
    if isinstance(query, Match):
        return _of_text(query, view)
    if isinstance(query, Constant) and isinstance(query.find, partial):
        return _of_set(query, query.find, view)
    if isinstance(query, ConstantScore):
        return ConstantScore(unscored(query.inner, view), query.boost)
    if not isinstance(query, Bool):
        return query
    must, should = (tuple(simplified(part, view) for part in parts) for parts in (query.must, query.should))
    filters, must_not = (tuple(unscored(part, view) for part in parts) for parts in (query.filter, query.must_not))
    if not (must or should or filters or must_not):
        return Everything(query.boost)
    if must_not and not (must or should or filters):
        filters = (Everything(),)
    kept = tuple(one for one in filters if not isinstance(one, Everything))
    if must or kept:
        filters = kept
    if not should and not must_not:
        if len(must) == 1 and not filters:
            return _boosted(must[0], query.boost)
        if len(filters) == 1 and (not must or (len(must) == 1 and isinstance(must[0], Everything))):
            return Filtered(filters[0], must[0].boost * query.boost if must else 0.0)
    if len(should) == 1 and not (must or filters or must_not) and shown_minimum(query.minimum, 1) == 1:
        return _boosted(should[0], query.boost)
    if any(isinstance(one, Bool) and not one.should for one in must):
        raise untold("bool queries inside the must of others")
    if not (must or filters or must_not) and shown_minimum(query.minimum, len(should)) == 1:
        should = tuple(inner for one in should for inner in _alternatives(one))
        if any(one in should[:at] for at, one in enumerate(should)):
            raise untold("alternatives of which two are the same")
    return Bool(must, filters, should, must_not, query.minimum, query.boost)


def as_written(query: Any, view: View) -> Any:
    """A query before Lucene looks at what it comes to."""
    if isinstance(query, Bool):
        if not (query.must or query.should or query.filter or query.must_not):
            return Everything(query.boost)
        parts = (query.must, query.filter, query.should, query.must_not)
        must, filters, should, must_not = (tuple(as_written(one, view) for one in part) for part in parts)
        if must_not and not (must or should or filters):
            filters = (Everything(),)
        return Bool(must, filters, should, must_not, query.minimum, query.boost)
    if isinstance(query, ConstantScore):
        return ConstantScore(as_written(query.inner, view), query.boost)
    if isinstance(query, DisMax | MultiMatch):
        raise untold("several queries of which the best counts")
    found = simplified(query, view)
    if isinstance(query, Constant) and isinstance(found, ConstantScore):  # whoever has the field, all or not
        return ConstantScore(Existing(query.find.args[0]), found.boost) if isinstance(query.find, partial) else found
    return found


def unscored(query: Any, view: View) -> Any:
    """The form of a query whose score nobody asks for."""
    found = simplified(query, view)
    return found.inner if isinstance(found, ConstantScore | Filtered) else found


def _of_set(query: Constant, find: partial[Any], view: View) -> Any:
    """Queries of which all matches score the same."""
    if find.func is everything_in:
        return Everything(query.boost)
    if find.func is no_document:
        return Nowhere('User requested "match_none" query.')
    if find.func is not with_any:
        return query
    (path,) = find.args
    field = view.fields.get(path)
    if field is None or field.family not in INDEXED or not {"norms", "doc_values"}.isdisjoint(field.options):
        raise untold("[exists] of such fields")
    everywhere = len(query.find(view)) == len(view)
    return ConstantScore(Everything() if everywhere else Existing(path), query.boost)


def _alternatives(query: Any) -> tuple[Any, ...]:
    """The clauses of a query that has nothing but alternatives."""
    plain = isinstance(query, Bool) and query.should and not (query.must or query.filter or query.must_not)
    if plain and query.boost == 1.0 and shown_minimum(query.minimum, len(query.should)) == 1:
        return tuple(query.should)
    return (query,)


def _boosted(query: Any, boost: float) -> Any:
    if boost == 1.0:
        return query
    if isinstance(query, Bool):
        return Bool(query.must, query.filter, query.should, query.must_not, query.minimum, query.boost * boost)
    if hasattr(query, "boost") and hasattr(query, "_replace"):
        return query._replace(boost=query.boost * boost)
    if isinstance(query, Term):
        return Term(query.path, query.value, query.boost * boost, query.case_insensitive)
    raise untold("boosts around such queries")


def _of_text(query: Match, view: View) -> Any:
    field = view.fields.get(query.path)
    if query.how.fuzzy is not None and field is not None and field.family != "text":
        raise untold("fuzzy queries of such fields")
    if field is None and query.path not in ("_id", "_index"):
        return Nowhere(f"unmapped fields [{query.path}]")
    if field is None or field.family != "text":
        return Term(query.path, query.value, query.boost)
    words = tuple(words_of(view, field, text_of(query.value), query.how, "match"))
    if not words:
        return Everything(query.boost) if query.how.none_matches_all else query
    fuzzy = query.how.fuzzy
    if len(words) == 1 and fuzzy is not None:
        return _nearly(FuzzyTerm(query.path, words[0], fuzzy, query.boost), view)
    if len(words) == 1:
        return Word(field, words[0], query.boost)
    parts: tuple[Any, ...] = tuple(Word(field, word) for word in words)
    if fuzzy is not None:
        parts = tuple(_nearly(FuzzyTerm(query.path, word, fuzzy), view) for word in words)
    if query.how.every:
        return Bool(must=parts, boost=query.boost)
    return Bool(should=parts, minimum=query.how.minimum, boost=query.boost)


def _nearly(query: FuzzyTerm, view: View) -> Any:
    """The terms that are near one, as frequent as the most frequent of them."""
    field = view.fields.get(query.path)
    if field is None or field.family not in ("text", "keyword"):
        raise untold("fuzzy queries of such fields")
    near = near_terms(view, field, text_of(query.value), query.fuzzy)
    if not near:
        return Nowhere("empty BooleanQuery")
    terms = view.postings(field).terms
    most = max(len(terms[word]) for word in near)
    words = tuple(Word(field, word, single(share), most) for word, share in near.items())
    return _boosted(words[0], query.boost) if len(words) == 1 else Bool(should=words, boost=query.boost)


def unboosted(query: Any) -> Any:
    """A query without its boost."""
    if isinstance(query, Term):
        return Term(query.path, query.value, 1.0, query.case_insensitive)
    return query._replace(boost=1.0)
