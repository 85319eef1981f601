"""One text in several fields."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ...errors import parse_error
from ...formats.singles import single
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..terms import term_scores
from ..values import text_of
from .compound import DisMax
from .full_text import BoolPrefix, How, Match, Phrase, read_how, together, words_of
from .matching import shown_minimum
from .one_field import COMMON, read_number

if TYPE_CHECKING:
    from ..view import View

TYPES = ("best_fields", "most_fields", "cross_fields", "phrase", "phrase_prefix", "bool_prefix")
SUMMED = ("most_fields", "bool_prefix")
"""Types that add the scores of all fields; others take the best one."""
SEARCHED = ("text", "keyword", "whole", "decimal", "boolean", "date")
"""Families of fields that are looked into when none is named."""
OPTIONS = (
    "query", "fields", "type", "analyzer", "slop", "fuzziness", "prefix_length", "max_expansions", "operator",
    "minimum_should_match", "fuzzy_rewrite", "use_dis_max", "tie_breaker", "cutoff_frequency", "lenient",
    "zero_terms_query", "auto_generate_synonyms_phrase_query", "fuzzy_transpositions",
)  # fmt: skip


class Fields(NamedTuple):
    """The fields that a query looks into: names or patterns, each with a boost; none means all that can be searched."""

    named: tuple[tuple[str, float], ...] = ()

    def all(self) -> bool:
        """Whether everything is looked into, whatever it holds."""
        return not self.named or any(pattern == "*" for pattern, _ in self.named)

    def resolved(self, view: View) -> dict[str, float]:
        """Paths with boosts."""
        found: dict[str, float] = {}
        for pattern, boost in self.named or (("*", 1.0),):
            if "*" not in pattern:
                found[pattern] = single(found.get(pattern, 1.0) * boost)
                continue
            for path, field in view.fields.fields.items():
                if (
                    fnmatchcase(path, pattern)
                    and field.family in SEARCHED
                    and field.searchable
                    and field.nested == view.path
                ):
                    found[path] = single(found.get(path, 1.0) * boost)
        return found


def read_fields(value: Json) -> Fields:
    """`["title^2", "text"]`, or one of them."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        name, caret, boost = text_of(item).partition("^")
        found.append((name, read_number(boost) if caret else 1.0))
    return Fields(tuple(found))


class MultiMatch(NamedTuple):
    """A text in several fields."""

    fields: Fields
    value: Json
    type: str = "best_fields"
    how: How = How()
    tie_breaker: float | None = None
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        paths = self.fields.resolved(view)
        how = self.how._replace(lenient=True) if self.fields.all() else self.how
        boost *= self.boost
        if self.type == "cross_fields" and len(paths) > 1:
            return self._across(view, paths, how, boost)
        parts = self.parts(view)
        if len(parts) == 1:
            return parts[0].scores(view, boost)
        return DisMax(parts, self.share(), 1.0).scores(view, boost)

    def parts(self, view: View) -> tuple[Match | Phrase | BoolPrefix, ...]:
        """What is looked for in each field."""
        how = self.how._replace(lenient=True) if self.fields.all() else self.how
        return tuple(self._part(path, single(weight), how) for path, weight in self.fields.resolved(view).items())

    def share(self) -> float:
        """What counts of all fields but the best."""
        if self.tie_breaker is not None:
            return single(self.tie_breaker)
        return 1.0 if self.type in SUMMED else 0.0

    def _part(self, path: str, boost: float, how: How) -> Match | Phrase | BoolPrefix:
        if self.type in ("phrase", "phrase_prefix"):
            return Phrase(path, self.value, how, boost, begun=self.type == "phrase_prefix")
        return (BoolPrefix if self.type == "bool_prefix" else Match)(path, self.value, how, boost)

    def _across(self, view: View, paths: dict[str, float], how: How, boost: float) -> Scores:
        """Each word in whichever field has it best, as if all fields were one; fields that are cut alike go together."""
        groups: dict[str, dict[str, float]] = {}
        for path, weight in paths.items():
            field = view.fields.get(path)
            if field is not None:
                kind = text_of(field.options.get("analyzer", "standard")) if field.family == "text" else "keyword"
                kind = kind if field.family in ("text", "keyword") else path
                groups.setdefault(kind, {})[path] = weight
        parts = [self._group(view, group, how, boost) for group in groups.values()]
        if len(parts) == 1:
            return parts[0]
        return _best(parts, self.share())

    def _group(self, view: View, paths: dict[str, float], how: How, boost: float) -> Scores:
        fields = [(view.fields.fields[path], weight) for path, weight in paths.items()]
        field, weight = fields[0]
        if field.family not in ("text", "keyword"):
            return Match(field.path, self.value, how, weight).scores(view, boost)
        words = (
            words_of(view, field, text_of(self.value), how, "multi_match")
            if field.family == "text"
            else [text_of(self.value)]
        )
        if not words:
            return {}
        parts = [_blended(view, fields, word, self.share(), boost) for word in words]
        return together(parts, len(words) if how.every else shown_minimum(how.minimum, len(words)))

    def marks(self, view: View) -> Iterable[Mark]:
        """What of the fields' texts this query found."""
        for path in self.fields.resolved(view):
            yield from self._part(path, 1.0, self.how).marks(view)


def _blended(view: View, fields: list[tuple[Field, float]], word: str, tie_breaker: float, boost: float) -> Scores:
    """One word in several fields, as frequent in each as where it is most frequent (`BlendedTermQuery`)."""
    counts = {field.path: len(view.postings(field).terms.get(word, ())) for field, _ in fields}
    most = max(counts.values())
    if not most:
        return {}
    totals = [view.postings(field).total for field, _ in fields if counts[field.path]]
    limit = min([len(view), *totals])
    parts: list[Scores] = []
    frequency, before = min(limit, most), most
    for field, weight in sorted(fields, key=lambda one: -counts[one[0].path]):
        if not counts[field.path]:
            break
        if before > counts[field.path]:
            frequency += 1
        before = counts[field.path]
        parts.append(term_scores(view, field, word, single(boost * weight), min(limit, frequency)))
    return _best(parts, tie_breaker)


def _best(parts: list[Scores], tie_breaker: float) -> Scores:
    """The best of several scores of each document, with a share of the others."""
    found: Scores = {}
    for number in sorted({number for part in parts for number in part}):
        scores = [part[number] for part in parts if number in part]
        best = max(scores)
        found[number] = single(best + (sum(scores) - best) * tie_breaker)
    return found


@query("multi_match")
def multi_match(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """One text in several fields."""
    product = reading.state.contract.product.name
    for key, value in body.items():
        here = place / key
        if (
            key not in (*OPTIONS, *COMMON)
            or (isinstance(value, dict | list) and key != "fields")
            or isinstance(value, dict)
        ):
            raise errors.unsupported("multi_match", key, here.value())
        if value is None and key != "_name":
            raise errors.unknown_token("multi_match", key, value, here.value())
    if body.get("query") is None:
        raise errors.parsing("No text specified for multi_match query", place.end())
    type = text_of(body.get("type", "best_fields")).lower()
    if type not in TYPES:
        raise parse_error(f"failed to parse [multi_match] query type [{text_of(body['type'])}]. unknown type.")
    if "fuzziness" in body and type in ("cross_fields", "phrase", "phrase_prefix"):
        raise errors.parsing(f"Fuzziness not allowed for type [{type}]", place.end())
    if "slop" in body and type == "bool_prefix":
        raise errors.parsing("[slop] not allowed for type [bool_prefix]", place.end())
    fields = read_fields(body["fields"]) if "fields" in body else Fields()
    tie_breaker = read_number(body["tie_breaker"]) if "tie_breaker" in body else None
    how = read_how({key: value for key, value in body.items() if key != "fields"}, product, place)
    return MultiMatch(fields, body["query"], type, how, tie_breaker, read_number(body.get("boost", 1.0)))
