"""Filters that cut tokens into pieces, or put them together: grams, shingles, words that are common."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...errors import illegal_argument
from .options import Options
from .stop_words import stop_words
from .tokenizers import check_gram_sizes
from .tokens import Filter, Token


def _pieces(token: Token, pieces: Iterable[str]) -> list[Token]:
    return [token._replace(text=piece) for piece in pieces]


def _with_original(token: Token, low: int, high: int, keeps: bool, pieces: list[str]) -> list[Token]:
    """The pieces, and the token itself where it is no piece and wanted."""
    if keeps and not low <= len(token.text) <= high:
        pieces = [*pieces, token.text] if len(token.text) > high else [token.text]
    return _pieces(token, pieces)


def _check(low: int, high: int) -> None:
    if low < 1:
        raise illegal_argument("minGram must be greater than zero")
    if low > high:
        raise illegal_argument("minGram must not be greater than maxGram")


def ngram(options: Options) -> Filter:
    """Every piece of certain lengths."""
    low, high = options.whole("min_gram", 1), options.whole("max_gram", 2)
    check_gram_sizes(low, high, options)
    _check(low, high)
    keeps = options.flag("preserve_original", False)

    def cut(token: Token) -> list[Token]:
        size = len(token.text)
        pieces = [token.text[at : at + length] for at in range(size) for length in range(low, min(high, size - at) + 1)]
        return _with_original(token, low, high, keeps, pieces)

    return lambda tokens: [piece for token in tokens for piece in cut(token)]


def edge_ngram(options: Options) -> Filter:
    """Every beginning of certain lengths."""
    low, high = options.whole("min_gram", 1), options.whole("max_gram", 2)
    side = options.text("side", "front")
    if side not in ("front", "back"):
        raise illegal_argument(f"invalid side: {side}")
    keeps = options.flag("preserve_original", False)
    _check(low, high)

    def cut(token: Token) -> list[Token]:
        text = token.text
        sizes = range(low, min(high, len(text)) + 1)
        pieces = [text[:size] if side == "front" else text[len(text) - size :] for size in sizes]
        return _with_original(token, low, high, keeps, pieces)

    return lambda tokens: [piece for token in tokens for piece in cut(token)]


def shingle(options: Options) -> Filter:
    """Several tokens in a row as one."""
    low, high = options.whole("min_shingle_size", 2), options.whole("max_shingle_size", 2)
    single, alone = options.flag("output_unigrams", True), options.flag("output_unigrams_if_no_shingles", False)
    between = options.text("token_separator", " ") or ""
    filler = options.text("filler_token", "_") or ""
    apart, most = high - low + (1 if single else 0), options.limit("max_shingle_diff", 3)
    if apart > most:
        reason = (
            "In Shingle TokenFilter the difference between max_shingle_size and min_shingle_size (and +1 if outputting"
            f" unigrams) must be less than or equal to: [{most}] but was [{apart}]. This limit can be set by changing the"
            " [index.max_shingle_diff] index level setting."
        )
        raise illegal_argument(reason)
    if high < 2:
        raise illegal_argument("Max shingle size must be >= 2")
    if low < 2:
        raise illegal_argument("Min shingle size must be >= 2")
    if low > high:
        raise illegal_argument("Min shingle size must be <= max shingle size")

    def apply(tokens: list[Token]) -> list[Token]:
        slots: list[Token | None] = []
        before = -1
        for token in tokens:
            slots += [None] * max(token.position - before - 1, 0)
            slots.append(token)
            before = token.position
        many = any(len(slots) - at >= low for at in range(len(slots)))
        found: list[Token] = []
        place = 0
        for at, first in enumerate(slots):
            here = len(found)
            if first is not None and (single or (alone and not many)):
                found.append(first._replace(position=place))
            for size in range(low, high + 1):
                inside = slots[at : at + size]
                held = [one for one in inside if one is not None]
                if len(inside) < size or not held:
                    continue
                text = between.join(filler if one is None else one.text for one in inside)
                start = held[0].start
                end = next((one.start for one in slots[at + size :] if one is not None), held[-1].end)
                end = held[-1].end if inside[-1] is not None else end
                span = size if single else size - low + 1
                found.append(Token(text, start, end, "shingle", place, span))
            place += len(found) > here
        return found

    return apply


def common_grams(options: Options) -> Filter:
    """Common words together with their neighbours, beside themselves."""
    words = options.texts("common_words")
    if words is None:
        raise illegal_argument(
            "missing or empty [common_words] or [common_words_path] configuration for common_grams token filter"
        )
    ignores, only = options.flag("ignore_case", False), options.flag("query_mode", False)
    common = {word.lower() for word in stop_words(words)} if ignores else set(stop_words(words))

    def is_common(token: Token) -> bool:
        return (token.text.lower() if ignores else token.text) in common

    def apply(tokens: list[Token]) -> list[Token]:
        found: list[Token] = []
        after_gram = False
        for token, later in zip(tokens, [*tokens[1:], None], strict=True):
            gram = later is not None and (is_common(token) or is_common(later))
            if not only or not (gram or (after_gram and later is None)):
                found.append(token)
            if gram and later is not None:
                text = f"{token.text}_{later.text}"
                found.append(Token(text, token.start, later.end, "gram", token.position, 1 if only else 2))
            after_gram = gram
        return found

    return apply


def fingerprint(options: Options) -> Filter:
    """All different tokens, sorted, as one."""
    between, longest = options.text("separator", " ") or " ", options.whole("max_output_size", 255)

    def apply(tokens: list[Token]) -> list[Token]:
        if not tokens:
            return []
        words = sorted({token.text for token in tokens})
        text = between.join(words)
        if len(text) > longest:
            return []
        if len(words) == 1:
            return [tokens[0]._replace(position=0)]
        return [Token(text, 0, tokens[-1].end, "fingerprint", 0)]

    return apply


GRAMS: dict[str, Callable[[Options], Filter]] = {
    "ngram": ngram,
    "nGram": ngram,
    "edge_ngram": edge_ngram,
    "edgeNGram": edge_ngram,
    "shingle": shingle,
    "common_grams": common_grams,
    "fingerprint": fingerprint,
}
