"""Words to their stems, by language: Porter's and simple ones are ours, those of Snowball the library's.

Source: apache/lucene:lucene/analysis/common/src/java/org/apache/lucene/analysis/{de,es,it,en}/; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from ...errors import ApiError, illegal_argument, not_implemented
from . import porter
from .options import Options
from .tokens import Filter, Token

Stem = Callable[[str], str]
SNOWBALL = (
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french", "german", "hungarian",
    "italian", "norwegian", "porter", "portuguese", "romanian", "russian", "spanish", "swedish", "turkish",
)  # fmt: skip
"""Languages of the library whose stems are those of the servers, word for word."""
SERVER_HAS = (
    "bengali", "brazilian", "bulgarian", "czech", "estonian", "light_finnish", "light_french", "minimal_french", "galician",
    "minimal_galician", "german2", "minimal_german", "greek", "hindi", "light_hungarian", "indonesian", "irish", "latvian",
    "lithuanian", "light_norwegian", "minimal_norwegian", "light_nynorsk", "minimal_nynorsk", "light_portuguese",
    "minimal_portuguese", "portuguese_rslp", "light_russian", "sorani", "light_swedish", "light_english", "kp", "lovins",
    "kstem", "turkish", "plural_english", "persian",
)  # fmt: skip


def stemming(stem: Stem) -> Filter:
    """A filter that stems what is no keyword."""

    def apply(tokens: list[Token]) -> list[Token]:
        return [token if token.keyword else token._replace(text=stem(token.text)) for token in tokens]

    return apply


def snowball(language: str) -> Stem:
    """A stemmer of the library."""
    try:
        library: Any = importlib.import_module("snowballstemmer")
    except ImportError:
        needed = "which needs the package snowballstemmer: pip install 'fakeinfer[stemming]'"
        raise not_implemented(f"the stemmer [{language}], {needed}") from None
    found: Stem = library.stemmer(language).stemWord
    return found


def without_possessive(word: str) -> str:
    """A word without `'s`."""
    return word[:-2] if len(word) > 2 and word[-1] in "sS" and word[-2] in "'’＇" else word


def _singular(word: str) -> str:
    """`minimal_english`: plurals alone."""
    if len(word) < 3 or not word.endswith("s") or word[-2] in "us":
        return word
    if word[-2] == "e":
        if word[-3] == "i" and len(word) > 3 and word[-4] not in "ae":
            return f"{word[:-3]}y"
        if word[-3] in "iaoe":
            return word
    return word[:-1]


_PLAIN = str.maketrans("äàáâöòóôïìíîüùúûëèéê", "aaaaooooiiiiuuuueeee")
_GERMAN = str.maketrans("äàáâöòóôïìíîüùúû", "aaaaooooiiiiuuuu")


def _light_german(word: str) -> str:
    word = word.translate(_GERMAN)
    if len(word) > 5 and word.endswith("ern"):
        word = word[:-3]
    elif len(word) > 4 and word[-2] == "e" and word[-1] in "mnrs":
        word = word[:-2]
    elif (len(word) > 3 and word[-1] == "e") or (len(word) > 3 and word[-1] == "s" and word[-2] in "bdfghklmnt"):
        word = word[:-1]
    if len(word) > 5 and word.endswith("est"):
        return word[:-3]
    if len(word) > 4 and word[-2] == "e" and word[-1] in "rn":
        return word[:-2]
    if len(word) > 4 and word.endswith("st") and word[-3] in "bdfghklmnt":
        return word[:-2]
    return word


def _light_spanish(word: str) -> str:
    if len(word) < 5:
        return word
    word = word.translate(_PLAIN)
    if word[-1] in "oae":
        return word[:-1]
    if word[-1] == "s":
        if word.endswith("eses"):
            return word[:-2]
        if word.endswith("ces"):
            return f"{word[:-3]}z"
        if word[-2] in "oae":
            return word[:-2]
    return word


def _light_italian(word: str) -> str:
    if len(word) < 6:
        return word
    word = word.translate(_PLAIN)
    if word[-1] in "ei":
        return word[:-2] if word[-2] in "ih" else word[:-1]
    if word[-1] in "ao":
        return word[:-2] if word[-2] == "i" else word[:-1]
    return word


OWN: dict[str, Stem] = {
    "english": porter.stem,
    "porter": porter.stem,
    "minimal_english": _singular,
    "possessive_english": without_possessive,
    "light_german": _light_german,
    "light_spanish": _light_spanish,
    "light_italian": _light_italian,
}
SAME = {"porter2": "english", "bokmal": "norwegian", "light_nynorsk": "light_nynorsk"}


def stemmer(options: Options) -> Filter:
    """The filter `stemmer`, by language."""
    language = (options.text("language") or options.text("name") or "porter").lower()
    if language in OWN:
        return stemming(OWN[language])
    if SAME.get(language, language) in SNOWBALL:
        return stemming(snowball(SAME.get(language, language)))
    if language in SERVER_HAS:
        raise not_implemented(f"the stemmer [{language}]")
    return _unknown(language)


def _unknown(language: str) -> Filter:
    name = language[:1].upper() + language[1:]
    cause = ApiError(400, "class_not_found_exception", f"org.tartarus.snowball.ext.{name}Stemmer")
    raise illegal_argument(f"Invalid stemmer class specified: {name}", caused_by=cause)


def snowball_filter(options: Options) -> Filter:
    """The filter `snowball`, by language."""
    language = (options.text("language") or "English").lower()
    if language in SNOWBALL:
        return stemming(snowball(language))
    if language in ("german2", "kp", "lovins", "estonian", "irish", "lithuanian"):
        raise not_implemented(f"the stemmer [{language}]")
    return _unknown(language)
