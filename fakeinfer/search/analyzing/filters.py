"""Token filters that look at one token at a time, or take some out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from ...errors import illegal_argument
from . import porter, stemming
from .options import Options
from .stop_words import ENGLISH, stop_words
from .tokenizers import java_expression, lower
from .tokens import Filter, Token


def each(change: Callable[[str], str]) -> Filter:
    """A filter that changes the text of every token."""
    return lambda tokens: [token._replace(text=change(token.text)) for token in tokens]


def _kept(fits: Callable[[Token], bool]) -> Filter:
    return lambda tokens: [token for token in tokens if fits(token)]


def _lowercase(options: Options) -> Filter:
    language = (options.text("language") or "").lower()
    if language == "turkish":
        return each(lambda text: text.replace("İ", "i").replace("I", "ı").lower())
    if language == "greek":
        return each(lambda text: text.lower().translate(_GREEK))
    if language not in ("", "irish"):
        raise illegal_argument(f"language [{options.text('language')}] not support for lower case")
    return each(lower)


_GREEK = str.maketrans("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ")


def _uppercase(options: Options) -> Filter:
    return each(lambda text: "".join(up if len(up := letter.upper()) == 1 else letter for letter in text))


def _stop(options: Options) -> Filter:
    words = options.texts("stopwords")
    listed = ENGLISH if words is None else stop_words(words)
    if options.flag("ignore_case", False):
        small = {word.lower() for word in listed}
        return _kept(lambda token: token.text.lower() not in small)
    return _kept(lambda token: token.text not in listed)


def _keep(options: Options) -> Filter:
    words = options.texts("keep_words")
    if words is None:
        raise illegal_argument("keep requires either `keep_words` or `keep_words_path` to be configured")
    small = options.flag("keep_words_case", False)
    listed = {word.lower() if small else word for word in words}
    return _kept(lambda token: (token.text.lower() if small else token.text) in listed)


def _keep_types(options: Options) -> Filter:
    kinds = frozenset(options.texts("types") or ())
    if not kinds:
        raise illegal_argument("keep_types requires `types` to be configured")
    excludes = (options.text("mode") or "include").lower() == "exclude"
    return _kept(lambda token: (token.type in kinds) != excludes)


def _length(options: Options) -> Filter:
    low, high = options.whole("min", 0), options.whole("max", 2**31 - 1)
    if low > high:
        raise illegal_argument("maximum length must not be greater than minimum length")
    return _kept(lambda token: low <= len(token.text) <= high)


def _limit(options: Options) -> Filter:
    most = options.whole("max_token_count", 1)
    return lambda tokens: tokens[:most]


def _truncate(options: Options) -> Filter:
    length = options.whole("length", -1)
    if length <= 0:
        raise illegal_argument("length parameter must be provided")
    return each(lambda text: text[:length])


def _unique(options: Options) -> Filter:
    only_here = options.flag("only_on_same_position", False)

    def apply(tokens: list[Token]) -> list[Token]:
        seen: set[tuple[int, str]] = set()
        found: list[Token] = []
        removed, before = 0, -1
        for token in tokens:
            key = (token.position if only_here else 0, token.text)
            if key not in seen:
                seen.add(key)
                found.append(token._replace(position=token.position - removed))
            elif not only_here:
                removed += token.position - before
            before = token.position
        return found

    return apply


def _remove_duplicates(options: Options) -> Filter:
    return _unique(Options(options.name, {"only_on_same_position": True}))


@cache
def _folding() -> dict[str, str]:
    """Letters that fold to others than Unicode takes them apart to: observed on opensearch 2.19.1, for all of its first plane."""
    held = json.loads((resources.files(__package__) / "folding.json").read_text("utf-8"))
    found = {letter: letter for letter in held["kept"]}
    return found | {letter: to for to, letters in held["to"].items() for letter in letters}


def folded(text: str) -> str:
    """A text in ASCII as far as its letters have something near there."""
    if text.isascii():
        return text
    from unicodedata import combining, normalize  # read by who folds

    own = _folding()

    def fold(letter: str) -> str:
        if letter.isascii() or letter in own:
            return own.get(letter, letter)
        parts = "".join(part for part in normalize("NFKD", letter) if not combining(part))
        return parts if parts and parts.isascii() else letter

    return "".join(map(fold, text))


def _ascii_folding(options: Options) -> Filter:
    keeps = options.flag("preserve_original", False)

    def apply(tokens: list[Token]) -> list[Token]:
        found: list[Token] = []
        for token in tokens:
            text = folded(token.text)
            found.append(token._replace(text=text))
            if keeps and text != token.text:
                found.append(token)
        return found

    return apply


def _keyword_marker(options: Options) -> Filter:
    words, pattern = options.texts("keywords"), options.text("keywords_pattern")
    if pattern is not None:
        expression = java_expression(pattern)
        return lambda tokens: [
            token._replace(keyword=token.keyword or expression.fullmatch(token.text) is not None) for token in tokens
        ]
    if words is None:
        raise illegal_argument(
            "keyword filter requires either `keywords`, `keywords_path`, or `keywords_pattern` to be configured"
        )
    ignores = options.flag("ignore_case", False)
    listed = {word.lower() if ignores else word for word in words}
    return lambda tokens: [
        token._replace(keyword=token.keyword or (token.text.lower() if ignores else token.text) in listed)
        for token in tokens
    ]


def _keyword_repeat(options: Options) -> Filter:
    return lambda tokens: [one for token in tokens for one in (token._replace(keyword=True), token)]


def _stemmer_override(options: Options) -> Filter:
    rules = options.texts("rules")
    if rules is None:
        raise illegal_argument("stemmer override filter requires either `rules` or `rules_path` to be configured")
    stems: dict[str, str] = {}
    for rule in rules:
        parts = rule.split("=>")
        if len(parts) != 2:
            raise illegal_argument(f"Invalid Keyword override Rule:{rule}")
        for word in parts[0].split(","):
            stems[word.strip()] = parts[1].strip()
    return lambda tokens: [
        token._replace(text=stems[token.text], keyword=True) if token.text in stems and not token.keyword else token
        for token in tokens
    ]


def _pattern_replace(options: Options) -> Filter:
    given = options.text("pattern")
    if given is None:
        raise illegal_argument(f"pattern is missing for [{options.name}] token filter of type 'pattern_replace'")
    pattern = java_expression(given, options.text("flags"))
    put, every = python_replacement(options.text("replacement", "") or ""), options.flag("all", True)
    return each(lambda text: pattern.sub(put, text, count=0 if every else 1))


def python_replacement(text: str) -> str:
    """A replacement of Java (`$1`) as Python has it."""
    escaped = text.replace("\\$", "\0").replace("\\", "\\\\")
    named = re.sub(r"\$\{(\w+)\}", r"\\g<\1>", re.sub(r"\$(\d)", r"\\g<\1>", escaped))
    return named.replace("\0", "$")


def _pattern_capture(options: Options) -> Filter:
    given = options.texts("patterns")
    if not given:
        raise illegal_argument("required setting 'patterns' is missing for token filter [" + options.name + "]")
    patterns = [java_expression(one) for one in given]
    keeps = options.flag("preserve_original", True)

    def apply(tokens: list[Token]) -> list[Token]:
        found: list[Token] = []
        for token in tokens:
            groups = [
                (one.start(group), -number, text)
                for number, pattern in enumerate(patterns)
                for one in pattern.finditer(token.text)
                for group in range(1, pattern.groups + 1)
                if (text := one[group]) and text != token.text
            ]
            texts = [text for _, _, text in sorted(groups, key=lambda one: one[:2])]
            if keeps or not texts:
                texts.insert(0, token.text)
            found += [token._replace(text=text) for text in texts]
        return found

    return apply


def _apostrophe(options: Options) -> Filter:
    return each(lambda text: re.split("['’]", text, maxsplit=1)[0])


FRENCH_ARTICLES = ("l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu")


def elision(articles: frozenset[str]) -> Filter:
    """Words without the article before their apostrophe."""

    def shorter(text: str) -> str:
        article, mark, rest = re.match(r"([^'’]*)(['’]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        return rest if mark and article.lower() in articles else text

    return each(shorter)


def _elision(options: Options) -> Filter:
    given = options.texts("articles")
    return elision(frozenset(FRENCH_ARTICLES if given is None else (one.lower() for one in given)))


def _decimal_digit(options: Options) -> Filter:
    from unicodedata import decimal  # read by who asks for digits

    return each(lambda text: "".join(str(decimal(c)) if c.isdecimal() else c for c in text))


def _classic(options: Options) -> Filter:
    def plain(token: Token) -> Token:
        if token.type == "<APOSTROPHE>" and token.text[-2:] in ("'s", "'S"):
            return token._replace(text=token.text[:-2])
        return token._replace(text=token.text.replace(".", "")) if token.type == "<ACRONYM>" else token

    return lambda tokens: [plain(token) for token in tokens]


def german_normalized(text: str) -> str:
    """German words without umlauts, however those are written."""
    found: list[str] = []
    state = 0  # 0: nothing special before, 1: a vowel or q, 2: a letter whose e is dropped
    for letter in text:
        if letter in "ao":
            state = 2
        elif letter == "u":
            state = 2 if state == 0 else 1
        elif letter == "e":
            dropped, state = state == 2, 1
            if dropped:
                continue
        elif letter in "iqy":
            state = 1
        elif letter in "äöü":
            letter, state = {"ä": "a", "ö": "o", "ü": "u"}[letter], 1
        elif letter == "ß":
            letter, state = "ss", 0
        else:
            state = 0
        found.append(letter)
    return "".join(found)


FILTERS: dict[str, Callable[[Options], Filter]] = {
    "lowercase": _lowercase,
    "uppercase": _uppercase,
    "stop": _stop,
    "keep": _keep,
    "keep_types": _keep_types,
    "trim": lambda options: each(str.strip),
    "reverse": lambda options: each(lambda text: text[::-1]),
    "length": _length,
    "limit": _limit,
    "truncate": _truncate,
    "unique": _unique,
    "remove_duplicates": _remove_duplicates,
    "asciifolding": _ascii_folding,
    "keyword_marker": _keyword_marker,
    "keyword_repeat": _keyword_repeat,
    "stemmer_override": _stemmer_override,
    "porter_stem": lambda options: stemming.stemming(porter.stem),
    "stemmer": stemming.stemmer,
    "snowball": stemming.snowball_filter,
    "pattern_replace": _pattern_replace,
    "pattern_capture": _pattern_capture,
    "apostrophe": _apostrophe,
    "elision": _elision,
    "decimal_digit": _decimal_digit,
    "classic": _classic,
    "german_normalization": lambda options: each(german_normalized),
    "flatten_graph": lambda options: list,
}
"""Makers of simple filters by type."""
