"""The parts of analyzers by type, as settings and requests name them."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import ApiError, illegal_argument, not_implemented
from . import tokenizers
from .char_filters import CHAR_FILTERS
from .filters import FILTERS
from .grams import GRAMS
from .options import Options
from .synonyms import Analyze, synonyms
from .tokens import CharFilter, Filter, Tokenizer
from .word_parts import WORD_PARTS

PLAIN_FILTERS: dict[str, Callable[[Options], Filter]] = {**FILTERS, **GRAMS, **WORD_PARTS}
SYNONYMS = ("synonym", "synonym_graph")
OTHER_FILTERS = (
    "arabic_normalization", "arabic_stem", "bengali_normalization", "brazilian_stem", "cjk_bigram", "cjk_width",
    "condition", "czech_stem", "delimited_payload", "delimited_term_freq", "dictionary_decompounder", "dutch_stem",
    "french_stem", "german_stem", "hindi_normalization", "hunspell", "hyphenation_decompounder", "indic_normalization",
    "kstem", "min_hash", "multiplexer", "persian_normalization", "predicate_token_filter", "russian_stem",
    "scandinavian_folding", "scandinavian_normalization", "serbian_normalization", "sorani_normalization", "type_as_synonym",
    "concatenate_graph",
)  # fmt: skip
"""Token filters that the servers have and that are not imitated."""
NORMALIZING = (
    "asciifolding", "cjk_width", "decimal_digit", "elision", "lowercase", "uppercase", "trim", "pattern_replace",
    "arabic_normalization", "bengali_normalization", "german_normalization", "hindi_normalization", "indic_normalization",
    "persian_normalization", "scandinavian_folding", "scandinavian_normalization", "serbian_normalization",
    "sorani_normalization",
)  # fmt: skip
"""Filters that a normalizer may use: they look at letters alone."""
PRECONFIGURED: dict[str, dict[str, str]] = {
    "truncate": {"length": "10"},
    "edge_ngram": {"max_gram": "1"},
    "edgeNGram": {"max_gram": "1"},
    "limit": {"max_token_count": "1"},
    "length": {"min": "0"},
    "common_grams": {"common_words": "_none_"},
    "snowball": {"language": "English"},
    "stemmer": {"language": "english"},
    "elision": {"articles": ""},
}
"""How filters work that are only named."""


NEEDING_SETTINGS = (
    *SYNONYMS,
    "pattern_replace",
    "pattern_capture",
    "keep",
    "keep_types",
    "keyword_marker",
    "stemmer_override",
)
"""Filters that cannot be only named."""


def settings_required() -> ApiError:
    """A part that is only named and cannot do without settings."""
    return illegal_argument("Analysis settings required - can't instantiate analysis factory")


def tokenizer(kind: str, options: Options) -> Tokenizer | None:
    """A tokenizer by type; None where the servers have none of it."""
    make = tokenizers.TOKENIZERS.get(kind)
    if make is None:
        if kind in tokenizers.OTHERS:
            raise not_implemented(f"the tokenizer [{kind}]")
        return None
    return make(options)


def token_filter(kind: str, options: Options, analyze: Analyze) -> Filter | None:
    """A token filter by type; `analyze` is what stands before it. None where the servers have none of it."""
    if kind in SYNONYMS:
        return synonyms(options, analyze, graph=kind == "synonym_graph")
    make = PLAIN_FILTERS.get(kind)
    if make is None:
        if kind in OTHER_FILTERS:
            raise not_implemented(f"the token filter [{kind}]")
        return None
    return make(options)


def char_filter(kind: str, options: Options) -> CharFilter | None:
    """A character filter by type; None where the servers have none of it."""
    make = CHAR_FILTERS.get(kind)
    return None if make is None else make(options)


def preconfigured_filter(name: str) -> Filter | None:
    """A token filter that needs no settings, by name."""
    if name in NEEDING_SETTINGS:
        raise settings_required()
    return token_filter(name, Options(name, PRECONFIGURED.get(name, {})), lambda text: [])


def unknown(what: str, kind: str, name: str) -> Exception:
    """A type that there is none of."""
    return illegal_argument(f"Unknown {what} type [{kind}] for [{name}]")
