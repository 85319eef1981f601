"""Words that carry little, by language. Lists beside the English one are read when first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources

from ...errors import illegal_argument

ENGLISH = frozenset(
    (
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on",
        "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "will", "with",
    )
)  # fmt: skip
"""`EnglishAnalyzer.ENGLISH_STOP_WORDS_SET` of Lucene."""


@cache
def _lists() -> dict[str, list[str]]:
    """Lists of the Snowball project, as Lucene brings them (`apache/lucene:lucene/analysis/common/src/resources/`)."""
    found: dict[str, list[str]] = json.loads((resources.files(__package__) / "stop_words.json").read_text("utf-8"))
    return found


def stop_words(words: Iterable[str]) -> frozenset[str]:
    """Words, of which those like `_german_` name lists."""
    found: set[str] = set()
    for word in words:
        if word == "_none_":
            continue
        if word == "_english_":
            found |= ENGLISH
        elif len(word) > 2 and word.startswith("_") and word.endswith("_") and word[1:-1] in _lists():
            found.update(_lists()[word[1:-1]])
        else:
            found.add(word)
    return frozenset(found)


def of_language(language: str) -> frozenset[str]:
    """The list of a language."""
    if language == "english":
        return ENGLISH
    if language not in _lists():
        raise illegal_argument(f"no words of [{language}]")
    return frozenset(_lists()[language])
