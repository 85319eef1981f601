"""Martin Porter's stemmer for English, with the two later rules that Lucene has (`bli`, `logi`).

Source: M. F. Porter, "An algorithm for suffix stripping" (1980); what Lucene does differently was observed: opensearch 2.19.1.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

_VOWELS = frozenset("aeiou")
_SECOND = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
)  # fmt: skip
_THIRD = (("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""))
_FOURTH = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
)  # fmt: skip


def _consonant(word: str, at: int) -> bool:
    letter = word[at]
    if letter in _VOWELS:
        return False
    return letter != "y" or at == 0 or not _consonant(word, at - 1)


def _measure(stem: str) -> int:
    """How often vowels are followed by consonants."""
    kinds = [_consonant(stem, at) for at in range(len(stem))]
    return sum(now and not before for before, now in pairwise(kinds))


def _has_vowel(stem: str) -> bool:
    return any(not _consonant(stem, at) for at in range(len(stem)))


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _consonant(word, len(word) - 1)


def _short(word: str) -> bool:
    """Whether it ends consonant, vowel, consonant, and not in w, x or y."""
    if len(word) < 3 or word[-1] in "wxy":
        return False
    at = len(word) - 1
    return _consonant(word, at) and not _consonant(word, at - 1) and _consonant(word, at - 2)


def _first(word: str) -> str:
    if word.endswith("s"):
        if word.endswith(("sses", "ies")):
            word = word[:-2]
        elif not word.endswith("ss"):
            word = word[:-1]
    if word.endswith("eed"):
        if _measure(word[:-3]) > 0:
            word = word[:-1]
    else:
        stem = word[:-2] if word.endswith("ed") else word[:-3] if word.endswith("ing") else None
        if stem is not None and _has_vowel(stem):
            word = stem
            if word.endswith(("at", "bl", "iz")):
                word += "e"
            elif _doubled(word):
                if word[-1] not in "lsz":
                    word = word[:-1]
            elif _measure(word) == 1 and _short(word):
                word += "e"
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = f"{word[:-1]}i"
    return word


def _replaced(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    for end, put in rules:
        if word.endswith(end):
            stem = word[: -len(end)]
            return stem + put if _measure(stem) > 0 else word
    return word


def _without_ending(word: str) -> str:
    for end in sorted(_FOURTH, key=len, reverse=True):
        if word.endswith(end):
            stem = word[: -len(end)]
            if end == "ion" and not stem.endswith(("s", "t")):
                return word
            return stem if _measure(stem) > 1 else word
    return word


def _last(word: str) -> str:
    if word.endswith("e"):
        measure = _measure(word[:-1])
        if measure > 1 or (measure == 1 and not _short(word[:-1])):
            word = word[:-1]
    if word.endswith("l") and _doubled(word) and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """The stem of a word in small letters."""
    if len(word) < 3:
        return word
    word = _first(word)
    if len(word) < 2:
        return word
    return _last(_without_ending(_replaced(_replaced(word, _SECOND), _THIRD)))
