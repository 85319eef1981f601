"""The analyzers that servers have by name: plain ones, and those of languages.

Source: apache/lucene:lucene/analysis/common/src/java/org/apache/lucene/analysis/<language>/<Language>Analyzer.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable

from ...errors import not_implemented
from . import stemming
from .chains import Chain
from .filters import each, elision, german_normalized
from .grams import fingerprint
from .options import Options
from .stop_words import ENGLISH, of_language, stop_words
from .tokenizers import TOKENIZERS, lower
from .tokens import Filter, Token

ITALIAN_ARTICLES = (
    "c", "l", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl", "agl", "dagl", "degl", "negl", "sugl", "un", "m",
    "t", "s", "v", "d",
)  # fmt: skip
CATALAN_ARTICLES = ("d", "l", "m", "n", "s", "t")
DUTCH_WORDS = {"fiets": "fiets", "bromfiets": "bromfiets", "ei": "eier", "kind": "kinder"}
"""Words with stems of their own."""
LOWER: tuple[str, Filter] = ("lowercase", each(lower))


def _without(words: frozenset[str]) -> Filter:
    return lambda tokens: [token for token in tokens if token.text not in words]


def _listed(options: Options, default: frozenset[str]) -> frozenset[str]:
    given = options.texts("stopwords")
    return default if given is None else stop_words(given)


def _made(tokenizer: str, options: Options, *filters: tuple[str, Filter]) -> Chain:
    return Chain(TOKENIZERS[tokenizer](options), filters)


def _standard(options: Options) -> Chain:
    words = _listed(options, frozenset())
    return _made("standard", options, LOWER, *([("stop", _without(words))] if words else []))


def _stop(options: Options) -> Chain:
    return _made("lowercase", options, ("stop", _without(_listed(options, ENGLISH))))


def _pattern(options: Options) -> Chain:
    filters = [LOWER] if options.flag("lowercase", True) else []
    words = _listed(options, frozenset())
    return _made("pattern", options, *filters, *([("stop", _without(words))] if words else []))


def _fingerprint(options: Options) -> Chain:
    from .filters import folded

    words = _listed(options, frozenset())
    end = Options(
        options.name, {key: options.values[key] for key in ("separator", "max_output_size") if key in options.values}
    )
    return _made(
        "standard",
        options,
        LOWER,
        ("asciifolding", each(folded)),
        ("stop", _without(words)),
        ("fingerprint", fingerprint(end)),
    )


def _snowball(options: Options) -> Chain:
    language = (options.text("language") or options.text("name") or "English").lower()
    default = ENGLISH if language == "english" else frozenset()
    if language in ("dutch", "german", "german2", "french"):
        default = of_language("german" if language == "german2" else language)
    return _made(
        "standard",
        options,
        LOWER,
        ("stop", _without(_listed(options, default))),
        ("snowball", stemming.snowball_filter(Options(options.name, {"language": language}))),
    )


def _excluding(options: Options) -> Filter:
    """Words that are not stemmed."""
    kept = frozenset(options.texts("stem_exclusion") or ())
    return lambda tokens: [token._replace(keyword=token.text in kept) for token in tokens] if kept else tokens


def _language(
    name: str,
    stem: Callable[[], stemming.Stem],
    *before: tuple[str, Filter],
    after: tuple[tuple[str, Filter], ...] = (),
) -> Callable[[Options], Chain]:
    """A language: words, what makes them plain, without those that carry little, their stems."""

    def make(options: Options) -> Chain:
        words = _listed(options, of_language(name))
        return _made(
            "standard",
            options,
            *before,
            *(() if any(one is LOWER for one in before) or any(key == "lowercase" for key, _ in before) else (LOWER,)),
            ("stop", _without(words)),
            ("keyword_marker", _excluding(options)),
            *after,
            ("stemmer", stemming.stemming(stem())),
        )

    return make


def _overridden(tokens: list[Token]) -> list[Token]:
    return [
        token._replace(text=DUTCH_WORDS[token.text], keyword=True) if token.text in DUTCH_WORDS else token
        for token in tokens
    ]


def _turkish(tokens: list[Token]) -> list[Token]:
    return [
        token._replace(text=token.text.split("'")[0].split("’")[0].replace("İ", "i").replace("I", "ı").lower())
        for token in tokens
    ]


def _of_library(language: str) -> Callable[[], stemming.Stem]:
    return lambda: stemming.snowball(language)


def _own(language: str) -> Callable[[], stemming.Stem]:
    return lambda: stemming.OWN[language]


ANALYZERS: dict[str, Callable[[Options], Chain]] = {
    "standard": _standard,
    "default": _standard,
    "simple": lambda options: _made("lowercase", options),
    "stop": _stop,
    "whitespace": lambda options: _made("whitespace", options),
    "keyword": lambda options: _made("keyword", options),
    "pattern": _pattern,
    "fingerprint": _fingerprint,
    "snowball": _snowball,
    "english": _language("english", _own("english"), ("possessive", each(stemming.without_possessive)), LOWER),
    "german": _language("german", _own("light_german"), after=(("german_normalization", each(german_normalized)),)),
    "spanish": _language("spanish", _own("light_spanish")),
    "italian": _language("italian", _own("light_italian"), ("elision", elision(frozenset(ITALIAN_ARTICLES)))),
    "dutch": _language("dutch", _of_library("dutch"), after=(("override", _overridden),)),
    "catalan": _language("catalan", _of_library("catalan"), ("elision", elision(frozenset(CATALAN_ARTICLES)))),
    "turkish": _language("turkish", _of_library("turkish"), ("lowercase", _turkish)),
    **{
        name: _language(name, _of_library(name))
        for name in (
            "armenian",
            "basque",
            "danish",
            "finnish",
            "hungarian",
            "norwegian",
            "romanian",
            "russian",
            "swedish",
        )
    },
}
"""Makers of analyzers by type."""
OTHERS = (
    "arabic", "bengali", "brazilian", "bulgarian", "chinese", "cjk", "czech", "estonian", "french", "galician", "greek",
    "hindi", "indonesian", "irish", "latvian", "lithuanian", "persian", "portuguese", "sorani", "thai",
)  # fmt: skip
"""Analyzers that the servers have and that are not imitated."""


def analyzer(name: str, options: Options) -> Chain | None:
    """An analyzer by type; None where the servers have none of it."""
    make = ANALYZERS.get(name)
    if make is None:
        if name in OTHERS:
            raise not_implemented(f"the analyzer [{name}]")
        return None
    return make(options)
