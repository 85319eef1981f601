"""Text into terms, as the servers' built-in analyzers do it.

The standard analyzer cuts words by Unicode's rules (UAX #29) and lower-cases them; no stop words. Its cutting of scripts
without blanks (Thai, Khmer, ..) needs a dictionary and is not imitated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

MAX_TOKEN_LENGTH = 255
"""A longer token is cut into pieces of this length (`StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH`)."""

_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u309f\U00020000-\U0002ffff"
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001faff"
_LETTER = rf"[^\W\d_{_IDEOGRAPH}]"
_WORD = rf"[^\W{_IDEOGRAPH}]"
_ONLY_JOINERS = re.compile(r"_+")
_LETTERS = re.compile(r"[^\W\d_]+")


@cache
def _words() -> re.Pattern[str]:
    """What the standard analyzer takes as words; compiled when a text is first analyzed, which takes milliseconds."""
    return re.compile(
        rf"[{_IDEOGRAPH}]|[{_EMOJI}][\ufe0f\u200d{_EMOJI}]*"
        rf"|{_WORD}+(?:(?:(?<={_LETTER})[.:·'’](?={_LETTER})|(?<=\d)[.,;'’](?=\d)){_WORD}+)*"
    )


def standard(text: str) -> list[str]:
    """Words, lower-cased."""
    tokens: list[str] = []
    for found in _words().finditer(text):
        token = found[0].lower()
        if _ONLY_JOINERS.fullmatch(token):
            continue
        if len(token) <= MAX_TOKEN_LENGTH:
            tokens.append(token)
        else:
            tokens.extend(token[at : at + MAX_TOKEN_LENGTH] for at in range(0, len(token), MAX_TOKEN_LENGTH))
    return tokens


def simple(text: str) -> list[str]:
    """Runs of letters, lower-cased."""
    return [found[0].lower() for found in _LETTERS.finditer(text)]


ANALYZERS: dict[str, Callable[[str], list[str]]] = {
    "standard": standard,
    "default": standard,
    "simple": simple,
    "whitespace": lambda text: text.split(),
    "keyword": lambda text: [text],
}
"""The analyzers that are imitated, by the name a mapping gives them."""
OTHERS = (
    "stop", "pattern", "fingerprint", "arabic", "armenian", "basque", "bengali", "brazilian", "bulgarian", "catalan", "chinese",
    "cjk", "czech", "danish", "dutch", "english", "estonian", "finnish", "french", "galician", "german", "greek", "hindi",
    "hungarian", "indonesian", "irish", "italian", "latvian", "lithuanian", "norwegian", "persian", "portuguese", "romanian",
    "russian", "snowball", "sorani", "spanish", "swedish", "thai", "turkish",
)  # fmt: skip
"""Analyzers that the servers have and that are not imitated."""


def spans(name: str, text: str) -> list[tuple[str, int, int]]:
    """The terms of a text with where each begins and ends."""
    if name == "keyword":
        return [(text, 0, len(text))]
    pattern = {"simple": _LETTERS, "whitespace": _BLANK_FREE}.get(name) or _words()
    keeps_case = name == "whitespace"
    return [
        (found[0] if keeps_case else found[0].lower(), found.start(), found.end())
        for found in pattern.finditer(text)
        if keeps_case or not _ONLY_JOINERS.fullmatch(found[0])
    ]


_BLANK_FREE = re.compile(r"\S+")
