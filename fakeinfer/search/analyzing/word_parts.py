"""`word_delimiter` and `word_delimiter_graph`: words into their parts, by marks, letter case and digits.

Source: apache/lucene:lucene/analysis/common/src/java/org/apache/lucene/analysis/miscellaneous/WordDelimiterIterator.java
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...errors import not_implemented
from .options import Options
from .tokens import Filter, Token

_CATENATING = ("catenate_words", "catenate_numbers", "catenate_all", "preserve_original")


def _kind(letter: str) -> str:
    if letter.isdigit():
        return "digit"
    if letter.isalpha():
        return "upper" if letter.isupper() else "lower"
    return ""


def word_delimiter(options: Options) -> Filter:
    """Words into parts; putting parts together again is not imitated."""
    for name in _CATENATING:
        if options.flag(name, False):
            raise not_implemented(f"[{name}] of the token filter [word_delimiter]")
    if options.values.get("type_table") is not None:
        raise not_implemented("[type_table] of the token filter [word_delimiter]")
    by_case, by_number = options.flag("split_on_case_change", True), options.flag("split_on_numerics", True)
    possessive = options.flag("stem_english_possessive", True)
    words, numbers = options.flag("generate_word_parts", True), options.flag("generate_number_parts", True)
    protected = frozenset(options.texts("protected_words") or ())

    def parts(text: str) -> Iterator[tuple[int, int]]:
        kinds = [_kind(letter) for letter in text]
        start = None
        for at in range(len(text) + 1):
            kind = kinds[at] if at < len(text) else ""
            if start is not None and _breaks(kinds[at - 1], kind):
                # a capital before small letters begins with them: "PowerSHot" is "Power", "SHot"
                yield start, at
                start = None
            if kind and start is None:
                start = at

    def _breaks(before: str, now: str) -> bool:
        if not now:
            return True
        if by_case and before == "lower" and now == "upper":
            return True
        return by_number and (before == "digit") != (now == "digit")

    def cut(token: Token) -> list[Token]:
        text = token.text
        found: list[Token] = []
        skip = -1
        for start, end in parts(text):
            if start == skip:
                continue
            is_number = text[start:end].isdigit()
            if (
                possessive
                and end + 1 < len(text) + 1
                and text[end : end + 2] in ("'s", "'S")
                and not text[end + 2 : end + 3].isalnum()
            ):
                skip = end + 1
            if not (numbers if is_number else words):
                continue
            exact = token.end - token.start == len(text)
            places = (token.start + start, token.start + end) if exact else (token.start, token.end)
            found.append(token._replace(text=text[start:end], start=places[0], end=places[1]))
        return found

    def apply(tokens: list[Token]) -> list[Token]:
        found: list[Token] = []
        moved = 0
        for token in tokens:
            if token.keyword or token.text in protected:
                found.append(token._replace(position=token.position + moved))
                continue
            pieces = cut(token)
            for number, piece in enumerate(pieces):
                found.append(piece._replace(position=token.position + moved + number))
            moved += max(len(pieces) - 1, 0)
        return found

    return apply


WORD_PARTS: dict[str, Callable[[Options], Filter]] = {
    "word_delimiter": word_delimiter,
    "word_delimiter_graph": word_delimiter,
}
