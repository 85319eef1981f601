"""What queries written as text are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.singles import single
from ..errors import QueryRefused, is_refusal
from ..highlighting.marks import Mark, marks_of
from ..queries.compound import DisMax
from ..queries.full_text import FuzzyTerm, How
from ..queries.fuzzy import Fuzzy
from ..queries.leaves import with_any
from ..queries.multi_match import Fields, MultiMatch
from ..queries.patterns import ByPattern, lucene_expression, wildcard_expression
from ..queries.ranges import Bounds, range_query
from ..query import Constant, Query, Scores

if TYPE_CHECKING:
    from ..view import View


class Style(NamedTuple):
    """How the parts of one text are looked for."""

    fields: Fields = Fields()
    type: str = "best_fields"
    how: How = How()
    tie_breaker: float | None = None
    phrase_slop: int = 0
    fuzzy: Fuzzy = Fuzzy()
    leading_wildcard: bool = True

    def at(self, field: str | None) -> Fields:
        """The fields of a part: the one it names, or those of the text."""
        return self.fields if field is None else Fields(((field, 1.0),))

    def text(self, field: str | None, text: str) -> Query:
        """Words."""
        return MultiMatch(self.at(field), text, self.type, self.how, self.tie_breaker)

    def phrase(self, field: str | None, text: str, slop: int | None) -> Query:
        """Words one after the other."""
        how = self.how._replace(slop=self.phrase_slop if slop is None else slop)
        return MultiMatch(self.at(field), text, "phrase", how, self.tie_breaker)

    def each(self, field: str | None, make: Callable[[str, float], Query], *, texts: bool = False) -> Query:
        """The same for each field."""
        return EachField(self.at(field), make, self.tie_breaker or 0.0, texts, self.how.lenient)

    def pattern(self, field: str | None, pattern: str) -> Query:
        """`re*`, `r?d`; alone, a star means any value."""
        if pattern == "*":
            if field is None or field == "*":
                return Constant(lambda view: range(len(view)))
            return self.any_value(field)
        if pattern[0] in "*?" and not self.leading_wildcard:
            raise illegal_argument("'*' or '?' not allowed as first character in WildcardQuery")
        compiled = wildcard_expression(pattern.lower(), True)
        kind = "prefix" if pattern[-1] == "*" and not set("*?") & set(pattern[:-1]) else "wildcard"
        return self.each(
            field, lambda path, boost: ByPattern(path, compiled.fullmatch, boost, kind=kind, written=True), texts=True
        )

    def regexp(self, field: str | None, text: str) -> Query:
        """`/re./`"""
        compiled = lucene_expression(text, False)
        return self.each(
            field,
            lambda path, boost: ByPattern(path, compiled.fullmatch, boost, kind="regexp", written=True),
            texts=True,
        )

    def near(self, field: str | None, text: str, edits: int | None) -> Query:
        """`fox~`, `fox~1`"""
        fuzzy = self.fuzzy if edits is None else self.fuzzy._replace(edits=edits)
        return self.each(field, lambda path, boost: FuzzyTerm(path, text.lower(), fuzzy, boost), texts=True)

    def between(self, field: str | None, bounds: Bounds) -> Query:
        """`[3 TO 5]`, `>5`"""
        return self.each(field, lambda path, boost: range_query(path, bounds, boost))

    def any_value(self, field: str) -> Query:
        """`_exists_:field`"""
        return Constant(lambda view: with_any(field, view))


class EachField(NamedTuple):
    """A query for each of several fields, of which the best counts."""

    fields: Fields
    make: Callable[[str, float], Query]
    tie_breaker: float
    texts: bool
    """Whether it only makes sense for texts."""
    lenient: bool

    def parts(self, view: View) -> list[Query]:
        """The queries of one index."""
        found: list[Query] = []
        for path, boost in self.fields.resolved(view).items():
            field = view.fields.get(path)
            if self.texts and self.fields.all() and (field is None or field.family not in ("text", "keyword")):
                continue
            found.append(Forgiving(self.make(path, boost), self.lenient or self.fields.all()))
        return found

    def scores(self, view: View, boost: float) -> Scores:
        parts = self.parts(view)
        if len(parts) == 1:
            return parts[0].scores(view, boost)
        return DisMax(tuple(parts), self.tie_breaker, 1.0).scores(view, boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return (mark for part in self.parts(view) for mark in marks_of(part, view))


class Forgiving(NamedTuple):
    """A query that finds nothing where it cannot be run."""

    query: Query
    forgives: bool

    def scores(self, view: View, boost: float) -> Scores:
        try:
            return self.query.scores(view, boost)
        except (QueryRefused, ApiError) as refused:
            if self.forgives and is_refusal(refused):
                return {}
            raise

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.query, view)


class Boosted(NamedTuple):
    """A query whose scores count more or less."""

    query: Query
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        return self.query.scores(view, single(boost * self.boost))

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.query, view)
