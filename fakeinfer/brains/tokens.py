"""Text in pieces: words, stems, and a count of tokens such as models bill and cut by. English rules, any script."""

from __future__ import annotations

import re
from functools import cache, lru_cache

STOPWORDS = frozenset(
    {
        "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by",
        "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his", "how", "i", "if",
        "in", "into", "is", "it", "its", "just", "me", "my", "no", "not", "of", "on", "or", "our", "she", "should", "so",
        "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
        "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "why", "will", "with", "would", "you",
        "your",
    }
)  # fmt: skip
"""Words that say little about what a text is about."""

_UNSPACED = "぀-ヿ㐀-鿿가-힣"
_WORD = rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+"
_PIECE = rf"{_WORD}|[^\w\s]"
_LETTERS_A_TOKEN = 6


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: character classes of this size take milliseconds."""
    return re.compile(pattern)


def words(text: str) -> list[str]:
    """The words of `text` in lower case; scripts that put no blanks between words give one character each."""
    return _compiled(_WORD).findall(text.casefold())


@lru_cache(maxsize=2048)
def stem(word: str) -> str:
    """`word` without the endings of English inflection, so that its forms meet: bakes, baked, baking -> bak."""
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word[-1] == "s" and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed", "ly"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and any(vowel in rest for vowel in "aeiouy"):
            word = rest
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiousl":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def count_tokens(text: str) -> int:
    """About as many tokens as a model's tokenizer makes of `text`: long words count more than once, marks once."""
    return sum(-(-len(piece) // _LETTERS_A_TOKEN) for piece in _compiled(_PIECE).findall(text))


def cut_to_tokens(text: str, limit: int) -> str:
    """The beginning of `text` that `count_tokens` counts `limit` tokens in at most; whole words only."""
    used = 0
    for piece in _compiled(_PIECE).finditer(text):
        used += -(-len(piece[0]) // _LETTERS_A_TOKEN)
        if used > limit:
            return text[: piece.start()].rstrip()
    return text
