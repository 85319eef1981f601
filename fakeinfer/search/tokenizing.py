"""Text into tokens with their places, as `_analyze` shows them: tokenizers and filters of the servers that are imitated.

What an index does with its texts is in `analysis.py`; here are the same words, with type, offsets (in UTF-16 units) and position.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .analysis import OTHERS, spans

ENGLISH_STOP_WORDS = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on",
        "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
    )
)  # fmt: skip
"""`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET` of Lucene."""
_SCRIPTS = (
    ("<EMOJI>", re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")),
    ("<HIRAGANA>", re.compile("[\u3040-\u309f]")),
    ("<KATAKANA>", re.compile("[\u30a0-\u30ff]")),
    ("<HANGUL>", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("<IDEOGRAPHIC>", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")),
    ("<NUM>", re.compile(r"[\d.,;'’]+\Z")),
)


class Token(NamedTuple):
    """A token; `position` counts the tokens before it, those that were taken out too."""

    text: str
    start: int
    end: int
    type: str
    position: int


def _standard_type(text: str) -> str:
    return next((name for name, pattern in _SCRIPTS if pattern.match(text)), "<ALPHANUM>")


def _cut(name: str, text: str, *, keeps_case: bool, typed: bool) -> list[Token]:
    found = spans(name, text)
    if any(character > "\uffff" for character in text):
        at = [0]
        for character in text:
            at.append(at[-1] + 1 + (character > "\uffff"))
    else:
        at = []
    tokens = []
    for position, (term, start, end) in enumerate(found):
        shown = text[start:end] if keeps_case else term
        places = (at[start], at[end]) if at else (start, end)
        tokens.append(Token(shown, *places, _standard_type(shown) if typed else "word", position))
    return tokens


TOKENIZERS: dict[str, Callable[[str], list[Token]]] = {
    "standard": lambda text: _cut("standard", text, keeps_case=True, typed=True),
    "letter": lambda text: _cut("simple", text, keeps_case=True, typed=False),
    "lowercase": lambda text: _cut("simple", text, keeps_case=False, typed=False),
    "whitespace": lambda text: _cut("whitespace", text, keeps_case=True, typed=False),
    "keyword": lambda text: _cut("keyword", text, keeps_case=True, typed=False),
}
OTHER_TOKENIZERS = (
    "char_group", "classic", "edge_ngram", "edgeNGram", "nGram", "ngram", "path_hierarchy", "PathHierarchy", "pattern",
    "simple_pattern", "simple_pattern_split", "thai", "uax_url_email",
)  # fmt: skip
"""Tokenizers that the servers have and that are not imitated."""


def _unique(tokens: Iterable[Token]) -> list[Token]:
    seen: dict[str, Token] = {}
    for token in tokens:
        seen.setdefault(token.text, token)
    return [token._replace(position=number) for number, token in enumerate(seen.values())]


FILTERS: dict[str, Callable[[list[Token]], list[Token]]] = {
    "lowercase": lambda tokens: [token._replace(text=token.text.lower()) for token in tokens],
    "uppercase": lambda tokens: [token._replace(text=token.text.upper()) for token in tokens],
    "stop": lambda tokens: [token for token in tokens if token.text not in ENGLISH_STOP_WORDS],
    "trim": lambda tokens: [token._replace(text=token.text.strip()) for token in tokens],
    "reverse": lambda tokens: [token._replace(text=token.text[::-1]) for token in tokens],
    "unique": _unique,
}
OTHER_FILTERS = (
    "apostrophe", "arabic_normalization", "asciifolding", "cjk_bigram", "cjk_width", "classic", "common_grams",
    "decimal_digit", "delimited_payload", "dictionary_decompounder", "edge_ngram", "elision", "fingerprint",
    "flatten_graph", "hunspell", "keyword_marker", "keyword_repeat", "kstem", "length", "limit", "multiplexer", "ngram",
    "pattern_capture", "pattern_replace", "porter_stem", "predicate_token_filter", "remove_duplicates", "shingle",
    "snowball", "stemmer", "stemmer_override", "synonym", "synonym_graph", "truncate", "word_delimiter",
    "word_delimiter_graph",
)  # fmt: skip
"""Token filters that the servers have and that are not imitated."""


class Chain(NamedTuple):
    """An analyzer: a tokenizer and the filters after it."""

    tokenizer: str
    filters: tuple[str, ...] = ()

    def tokens(self, texts: Iterable[str]) -> list[Token]:
        """The tokens of several texts, one after the other."""
        found: list[Token] = []
        offset = position = 0
        for text in texts:
            cut = TOKENIZERS[self.tokenizer](text)
            here = cut
            for name in self.filters:
                here = FILTERS[name](here)
            found += [
                token._replace(start=token.start + offset, end=token.end + offset, position=token.position + position)
                for token in here
            ]
            offset += len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1
            position += len(cut)
        return found


ANALYZERS = {
    "standard": Chain("standard", ("lowercase",)),
    "default": Chain("standard", ("lowercase",)),
    "simple": Chain("lowercase"),
    "stop": Chain("lowercase", ("stop",)),
    "whitespace": Chain("whitespace"),
    "keyword": Chain("keyword"),
}
OTHER_ANALYZERS = tuple(name for name in OTHERS if name not in ANALYZERS)
