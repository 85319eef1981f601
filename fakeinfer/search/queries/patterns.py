"""Queries that look for terms by a pattern: how they begin, wildcards, regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...mapping.fields import Field
from ...wire import Json
from ..errors import FieldRefused, QueryRefused, is_wordless
from ..highlighting.marks import Mark
from ..locate import Place
from ..query import Query, Reading, Scores, query
from ..values import text_of
from ..view import View
from .one_field import read_one_field


class ByPattern(NamedTuple):
    """Documents with any term that a pattern fits, all with the same score."""

    path: str
    matches: Callable[[str], Any]
    boost: float = 1.0
    pattern: str = ""
    read: Callable[[str], Callable[[str], Any]] | None = None
    """Reads a pattern, where a field makes its keywords alike first."""
    shown: str | None = None
    """The pattern as Lucene prints it."""
    kind: str = "prefix"
    written: bool = False
    """Whether the pattern stands in a text, which finds nothing where fields hold no words."""

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is not None and (field.family not in ("text", "keyword", "flat") or field.type.name == "ip"):
            product = view.state.contract.product.name
            if self.written and _finds_nothing(field, self.kind, product):
                return {}
            raise no_patterns(self.path, field.type.name, self.kind, product)
        return dict.fromkeys(_by_pattern(self.path, self._matches(view), view), boost * self.boost)

    def _matches(self, view: View) -> Callable[[str], Any]:
        field = view.fields.get(self.path)
        if self.read is None or field is None or field.family != "keyword":
            return self.matches
        normalize = view.normalizer(field)
        return self.matches if normalize is None else self.read(normalize(self.pattern))

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        field = view.fields.get(self.path)
        if field is None or field.family not in ("text", "keyword"):
            return []
        return [Mark(self.path, frozenset(filter(self._matches(view), view.postings(field).terms)))]


def no_patterns(path: str, type_name: str, kind: str, product: str) -> QueryRefused:
    """A pattern is looked for in a field that has no terms. Observed: opensearch 2.19.1; elasticsearch 8.19.0, 9.5.0."""
    some = "keyword and text" if product == "opensearch" or kind == "regexp" else "keyword, text and wildcard"
    return FieldRefused(
        f"Can only use {kind} queries on {some} fields - not on [{path}] which is of type [{type_name}]"
    )


def _finds_nothing(field: Field, kind: str, product: str) -> bool:
    """Whether a pattern that stands in a text is passed over, as no words can be in the field. Observed: the same."""
    if kind == "regexp":
        return product == "opensearch"
    return kind == "prefix" and is_wordless(field, product)


def _by_pattern(path: str, matches: Callable[[str], Any], view: View) -> list[int]:
    if path == "_id":
        return [number for id, number in view.numbers.items() if matches(id)]
    field = view.fields.get(path)
    if field is None:
        return []
    found: set[int] = set()
    for term_, numbers in view.postings(field).terms.items():
        if matches(term_):
            found.update(numbers)
    return sorted(found)


@query("prefix")
def prefix(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Terms that begin so."""
    read = read_one_field("prefix", body, place, "value", ("rewrite", "case_insensitive"))
    text = text_of(read.options.get("value"))
    if read.options.get("case_insensitive"):
        wanted = text.lower()
        return ByPattern(read.field, lambda term_: term_.lower().startswith(wanted), read.boost)
    return ByPattern(read.field, _beginning(text), read.boost, text, _beginning, f"{text}*")


def _beginning(text: str) -> Callable[[str], bool]:
    return lambda term_: term_.startswith(text)


@query("wildcard")
def wildcard(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Terms by a pattern of `*` and `?`."""
    read = read_one_field("wildcard", body, place, "value", ("wildcard", "rewrite", "case_insensitive"))
    pattern = read.options.get("value", read.options.get("wildcard"))
    if pattern is None:
        raise illegal_argument("value cannot be null")
    compiled = wildcard_expression(text_of(pattern), bool(read.options.get("case_insensitive")))
    ignores_case = bool(read.options.get("case_insensitive"))
    again = partial(_wildcards, ignores_case)
    return ByPattern(read.field, compiled.fullmatch, read.boost, text_of(pattern), again, text_of(pattern), "wildcard")


def _wildcards(ignores_case: bool, text: str) -> Callable[[str], Any]:
    return wildcard_expression(text, ignores_case).fullmatch


def wildcard_expression(pattern: str, case_insensitive: bool) -> re.Pattern[str]:
    """`*` and `?` as a regular expression."""
    parts = (
        ".*" if part == "*" else "." if part == "?" else re.escape(part[-1] if len(part) > 1 else part)
        for part in re.findall(r"\\.|.", pattern, re.DOTALL)
    )
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if case_insensitive else 0))


@query("regexp")
def regexp(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Terms by a regular expression, matched as a whole; Lucene's own operators (`~ & < > @ #`) are not read."""
    read = read_one_field(
        "regexp",
        body,
        place,
        "value",
        ("flags", "flags_value", "max_determinized_states", "rewrite", "case_insensitive"),
    )
    compiled = lucene_expression(text_of(read.options.get("value")), bool(read.options.get("case_insensitive")))
    shown = f"/{text_of(read.options.get('value'))}/"
    return ByPattern(read.field, compiled.fullmatch, read.boost, shown=shown, kind="regexp")


def lucene_expression(text: str, case_insensitive: bool) -> re.Pattern[str]:
    """A regular expression of Lucene, which looks like any other but for its own operators."""
    if re.search(r"(?<!\\)[~&<>@#]", text):
        raise not_implemented(f"the operators in the regular expression [{text}]")
    try:
        return re.compile(text, re.DOTALL | (re.IGNORECASE if case_insensitive else 0))
    except re.error:
        raise not_implemented(f"the regular expression [{text}]") from None
