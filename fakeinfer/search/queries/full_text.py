"""Queries with a text, which is cut into words as the field they look at is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented
from ...mapping.fields import Field
from ...wire import Json
from .. import errors
from ..errors import QueryRefused, is_refusal
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..terms import Slot, added, phrase_prefix_scores, phrase_scores, synonym_scores, term_scores
from ..values import text_of
from ..view import Analyzer, View
from .fuzzy import Fuzzy, fuzzy_scores, near_terms, read_fuzzy
from .leaves import Term
from .matching import shown_minimum
from .one_field import OneField, read_number, read_one_field

if TYPE_CHECKING:
    from .matching import Minimum


class How(NamedTuple):
    """How words of a text are looked for; all but the text and the field."""

    every: bool = False
    minimum: Minimum | None = None
    lenient: bool = False
    none_matches_all: bool = False
    analyzer: str | None = None
    fuzzy: Fuzzy | None = None
    slop: int = 0
    prefixes: int = 50
    """How many terms stand for one of which only the beginning is known."""


def _analyzer(view: View, field: Field, how: How, name: str) -> Analyzer:
    if how.analyzer is None:
        return view.analyzer(field, searching=True)
    found = view.named_analyzer(how.analyzer)
    if found is None:
        raise QueryRefused(f"[{name}] analyzer [{how.analyzer}] not found", "")
    return found


def words_of(view: View, field: Field, text: str, how: How, name: str) -> list[str]:
    """A query's text as words."""
    return _analyzer(view, field, how, name)(text)


def slots_of(view: View, field: Field, text: str, how: How, name: str) -> list[Slot]:
    """A query's text as places, each with the words that may stand there."""
    analyze = _analyzer(view, field, how, name)
    cut: Callable[[str], list[Any]] | None = getattr(analyze, "tokens", None)
    if cut is None:
        return [Slot(place, (word,)) for place, word in enumerate(analyze(text))]
    places: dict[int, list[str]] = {}
    for token in cut(text):
        if token.span > 1 and token.type not in ("shingle", "gram"):
            raise not_implemented("queries with synonyms of several words")
        places.setdefault(token.position, []).append(token.text)
    return [Slot(place, tuple(dict.fromkeys(words))) for place, words in sorted(places.items())]


def plain_words(slots: Iterable[Slot]) -> list[str]:
    """All words of a text, at whatever place."""
    return [word for slot in slots for word in slot.words]


def together(parts: list[Scores], needed: int) -> Scores:
    """Documents in enough of several sets, with the sums of their scores."""
    total = added(parts)
    if needed > 1:
        counts: dict[int, int] = {}
        for part in parts:
            for number in part:
                counts[number] = counts.get(number, 0) + 1
        total = {number: score for number, score in total.items() if counts[number] >= needed}
    return total


class Match(NamedTuple):
    """A text, cut into terms as the field is."""

    path: str
    value: Json
    how: How = How()
    boost: float = 1.0
    name: str = "match"
    """What the query is called that asks for the words."""

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is not None and field.family not in ("text", "keyword"):
            self._check(field, view.state.contract.product.name)
        if field is None or field.family != "text":
            return self._exactly(field, view, boost)
        boost *= self.boost
        slots = slots_of(view, field, text_of(self.value), self.how, "match")
        if not slots:
            return dict.fromkeys(range(len(view)), boost) if self.how.none_matches_all else {}
        parts = [self._slot(view, field, slot, boost) for slot in slots]
        if len(slots) == 1:
            return parts[0]
        return together(parts, len(slots) if self.how.every else shown_minimum(self.how.minimum, len(slots)))

    def _check(self, field: Field, product: str) -> None:
        """Refuse to look for words where none can be."""
        wordless = product == "elasticsearch" and errors.is_wordless(field, product)
        if (field.family == "semantic" or wordless) and not self.how.lenient:
            raise errors.no_words(self.path, field.type.name, self.name)

    def _slot(self, view: View, field: Field, slot: Slot, boost: float) -> Scores:
        if len(slot.words) > 1:
            return synonym_scores(view, field, slot.words, boost)
        (word,) = slot.words
        if self.how.fuzzy is not None:
            return fuzzy_scores(view, field, word, self.how.fuzzy, boost)
        return term_scores(view, field, word, boost)

    def _exactly(self, field: Field | None, view: View, boost: float) -> Scores:
        if field is None and self.path not in ("_id", "_index"):
            return {}
        try:
            if field is not None and self.how.fuzzy is not None:
                return FuzzyTerm(self.path, self.value, self.how.fuzzy, self.boost).scores(view, boost)
            return Term(self.path, self.value, self.boost).scores(view, boost)
        except (QueryRefused, ApiError) as refused:
            if self.how.lenient and is_refusal(refused):
                return {}
            raise

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        field = view.fields.get(self.path)
        if field is None or field.family != "text":
            return [Mark(self.path, frozenset((text_of(self.value),)))]
        words = words_of(view, field, text_of(self.value), self.how, "match")
        if self.how.fuzzy is not None:
            words = [near for word in words for near in near_terms(view, field, word, self.how.fuzzy)]
        return [Mark(self.path, frozenset(words))]


class Phrase(NamedTuple):
    """Words of a text, one after the other; of the last one only the beginning, if `begun`."""

    path: str
    value: Json
    how: How = How()
    boost: float = 1.0
    begun: bool = False

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        name = "match_phrase_prefix" if self.begun else "match_phrase"
        if field is not None and errors.is_wordless(field, product := view.state.contract.product.name):
            Match(self.path, self.value, self.how, name=name)._check(field, product)
        if self.begun and field is not None and field.family != "text":
            if self.how.lenient:
                return {}
            raise QueryRefused(
                f"Can only use phrase prefix queries on text fields - not on [{self.path}] which is of type"
                f" [{field.type.name}]"
            )
        if field is None or field.family != "text":
            return Match(self.path, self.value, self.how, self.boost, name).scores(view, boost)
        slots = slots_of(view, field, text_of(self.value), self.how, name)
        boost *= self.boost
        if not slots:
            return dict.fromkeys(range(len(view)), boost) if self.how.none_matches_all else {}
        words = plain_words(slots)
        if self.begun and (len(words) != len(slots) or slots[-1].place - slots[0].place != len(slots) - 1):
            raise not_implemented("beginnings of phrases of which words were left out or added")
        if self.begun and len(words) > 1:
            return phrase_prefix_scores(view, field, words, self.how.slop, self.how.prefixes, boost)
        if self.begun:
            first = begun_terms(view, field, words[0], self.how.prefixes)
            return added(term_scores(view, field, term, boost) for term in first)
        if len(words) == 1:
            return term_scores(view, field, words[0], boost)
        if len(slots) == 1:
            return synonym_scores(view, field, slots[0].words, boost)
        return phrase_scores(view, field, slots, self.how.slop, boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        field = view.fields.get(self.path)
        if field is None or field.family != "text":
            return [Mark(self.path, frozenset((text_of(self.value),)))]
        slots = slots_of(view, field, text_of(self.value), self.how, "match_phrase")
        words = plain_words(slots)
        if not words:
            return []
        if len(words) != len(slots) or slots[-1].place - slots[0].place != len(slots) - 1:
            return [Mark(self.path, frozenset(words))]
        ends = begun_terms(view, field, words[-1], self.how.prefixes) if self.begun else words[-1:]
        return [Mark(self.path, frozenset((*words[:-1], *ends)), (*words[:-1], ""), frozenset(ends), self.how.slop)]


def begun_terms(view: View, field: Field, beginning: str, most: int | None = None) -> list[str]:
    """The terms of a field that begin so, in their order."""
    return sorted(term for term in view.postings(field).terms if term.startswith(beginning))[:most]


class BoolPrefix(NamedTuple):
    """Words of a text, of the last one only the beginning, which scores like any filter."""

    path: str
    value: Json
    how: How = How()
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family not in ("text", "keyword"):
            return Match(self.path, self.value, self.how, self.boost, "match_bool_prefix").scores(view, boost)
        boost *= self.boost
        words = self._words(view, field)
        if not words:
            return {}
        find = Match(self.path, self.value, self.how)
        parts = [find._slot(view, field, Slot(0, (word,)), boost) for word in words[:-1]]
        ends = {number for term in begun_terms(view, field, words[-1]) for number in view.postings(field).terms[term]}
        parts.append(dict.fromkeys(sorted(ends), boost))
        return together(parts, len(words) if self.how.every else shown_minimum(self.how.minimum, len(words)))

    def _words(self, view: View, field: Field) -> list[str]:
        if field.family == "keyword":
            return [text_of(self.value)]
        return words_of(view, field, text_of(self.value), self.how, "match_bool_prefix")

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        field = view.fields.get(self.path)
        if field is None or not (words := self._words(view, field)):
            return []
        return [Mark(self.path, frozenset((*words[:-1], *begun_terms(view, field, words[-1]))))]


class FuzzyTerm(NamedTuple):
    """Documents with a term near the given one."""

    path: str
    value: Json
    fuzzy: Fuzzy
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None:
            return {}
        if field.family not in ("text", "keyword"):
            raise QueryRefused(
                f"Can only use fuzzy queries on keyword and text fields - not on [{self.path}] which is of type"
                f" [{field.type.name}]"
            )
        return fuzzy_scores(view, field, text_of(self.value), self.fuzzy, boost * self.boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        field = view.fields.get(self.path)
        if field is None:
            return []
        return [Mark(self.path, frozenset(near_terms(view, field, text_of(self.value), self.fuzzy)))]


# --- reading ----------------------------------------------------------------------------------------------------------

MATCH_OPTIONS = (
    "operator", "minimum_should_match", "analyzer", "lenient", "zero_terms_query", "auto_generate_synonyms_phrase_query",
    "fuzziness", "prefix_length", "max_expansions", "fuzzy_rewrite", "fuzzy_transpositions", "cutoff_frequency",
)  # fmt: skip


def read_operator(value: Json, product: str) -> bool:
    """Whether every word is needed."""
    operator = text_of(value)
    if operator.lower() not in ("or", "and"):
        package = "org.opensearch" if product == "opensearch" else "org.elasticsearch"
        raise illegal_argument(f"No enum constant {package}.index.query.Operator.{operator.upper()}")
    return operator.lower() == "and"


def read_how(options: dict[str, Json], product: str, place: Place) -> How:
    """The options that several of these queries have, which stand at a place."""
    fuzzy = None
    if options.get("fuzziness") is not None:
        fuzzy = read_fuzzy(
            options["fuzziness"],
            int(read_number(options.get("prefix_length", 0))),
            int(read_number(options.get("max_expansions", 50))),
            options.get("fuzzy_transpositions", True) not in (False, "false"),
        )
    zero = text_of(options.get("zero_terms_query", "none"))
    if zero.lower() not in ("none", "all", "null"):
        raise errors.unsupported_zero_terms(zero, (place / "zero_terms_query").value())
    return How(
        every=read_operator(options.get("operator", "or"), product),
        minimum=None
        if (least := options.get("minimum_should_match")) is None
        else least
        if isinstance(least, int)
        else text_of(least),
        lenient=options.get("lenient", False) in (True, "true"),
        none_matches_all=zero.lower() == "all",
        analyzer=None if options.get("analyzer") is None else text_of(options["analyzer"]),
        fuzzy=fuzzy,
        slop=int(read_number(options.get("slop", 0))),
        prefixes=int(read_number(options.get("max_expansions", 50))),
    )


@query("match")
def match(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words of a text."""
    read = read_one_field("match", body, place, "query", MATCH_OPTIONS, values_only=True)
    if read.options.get("query") is None:
        raise errors.parsing("No text specified for text query", place.end())
    return Match(read.field, read.options["query"], _how(read, reading), read.boost)


def _how(read: OneField, reading: Reading) -> How:
    return read_how(read.options, reading.state.contract.product.name, read.place)


@query("match_phrase")
def match_phrase(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words in this order."""
    options = ("analyzer", "slop", "zero_terms_query")
    read = read_one_field("match_phrase", body, place, "query", options, values_only=True)
    if read.options.get("query") is None:
        raise illegal_argument("[match_phrase] requires query value")
    return Phrase(read.field, read.options["query"], _how(read, reading), read.boost)


@query("match_phrase_prefix")
def match_phrase_prefix(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words in this order, of the last one only the beginning."""
    options = ("analyzer", "slop", "max_expansions", "zero_terms_query")
    read = read_one_field("match_phrase_prefix", body, place, "query", options, values_only=True)
    if read.options.get("query") is None:
        raise illegal_argument("[match_phrase_prefix] requires query value")
    return Phrase(read.field, read.options["query"], _how(read, reading), read.boost, begun=True)


@query("match_bool_prefix")
def match_bool_prefix(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Words in any order, of the last one only the beginning."""
    options = (
        "analyzer", "operator", "minimum_should_match", "fuzziness", "prefix_length", "max_expansions",
        "fuzzy_transpositions", "fuzzy_rewrite",
    )  # fmt: skip
    read = read_one_field("match_bool_prefix", body, place, "query", options, values_only=True)
    if read.options.get("query") is None:
        raise illegal_argument("[match_bool_prefix] requires query value")
    return BoolPrefix(read.field, read.options["query"], _how(read, reading), read.boost)


@query("fuzzy")
def fuzzy(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Terms near the given one."""
    options = ("term", "fuzziness", "prefix_length", "max_expansions", "transpositions", "rewrite")
    read = read_one_field("fuzzy", body, place, "value", options)
    value = read.options.get("value", read.options.get("term"))
    if value is None:
        raise illegal_argument("query value cannot be null")
    near = read_fuzzy(
        read.options.get("fuzziness", "AUTO"),
        int(read_number(read.options.get("prefix_length", 0))),
        int(read_number(read.options.get("max_expansions", 50))),
        read.options.get("transpositions", True) not in (False, "false"),
    )
    return FuzzyTerm(read.field, value, near, read.boost)
