"""Tokenizers that are no matter of words alone: grams, patterns, paths, characters; and the common ones with a length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ...errors import illegal_argument, not_implemented
from ..analysis import spans
from .options import Options
from .tokens import Token, Tokenizer

_SCRIPTS = (
    ("<EMOJI>", re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")),
    ("<HIRAGANA>", re.compile("[\u3040-\u309f]")),
    ("<KATAKANA>", re.compile("[\u30a0-\u30ff]")),
    ("<HANGUL>", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("<IDEOGRAPHIC>", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")),
    ("<NUM>", re.compile(r"[\d.,;'’_]+\Z")),
)
LONGEST = 255
"""Longer tokens are cut."""
SIZE_OF_WHOLE = 256
"""`buffer_size` of the tokenizer `keyword`, which limits nothing."""


def _standard_type(text: str) -> str:
    return next((name for name, pattern in _SCRIPTS if pattern.match(text)), "<ALPHANUM>")


def _words(kind: str, longest: int, *, typed: bool = False) -> Tokenizer:
    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        for _, start, end in spans(kind, text):
            shown = text[start:end]
            name = _standard_type(shown) if typed else "word"
            for at in range(0, max(len(shown), 1), longest):
                piece = shown[at : at + longest]
                tokens.append(Token(piece, start + at, start + at + len(piece), name, len(tokens)))
        return tokens

    return cut


def _standard(options: Options) -> Tokenizer:
    return _words("standard", options.whole("max_token_length", LONGEST), typed=True)


def _whitespace(options: Options) -> Tokenizer:
    return _words("whitespace", options.whole("max_token_length", LONGEST))


def _letters(options: Options) -> Tokenizer:
    return _words("simple", LONGEST)


def lower(text: str) -> str:
    """A text in small letters, letter by letter (`Character.toLowerCase`)."""
    return text.lower() if text.isascii() else "".join(_small(letter) for letter in text)


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else "i" if letter == "İ" else letter


def _lower_letters(options: Options) -> Tokenizer:
    letters = _words("simple", LONGEST)
    return lambda text: [token._replace(text=lower(token.text)) for token in letters(text)]


def _whole(options: Options) -> Tokenizer:
    return lambda text: [Token(text, 0, len(text), "word", 0)] if text else []


CATEGORIES = {
    "symbol": "S", "private_use": "Co", "paragraph_separator": "Zp", "start_punctuation": "Ps", "unassigned": "Cn",
    "enclosing_mark": "Me", "connector_punctuation": "Pc", "letter_number": "Nl", "other_number": "No",
    "math_symbol": "Sm", "lowercase_letter": "Ll", "space_separator": "Zs", "surrogate": "Cs",
    "initial_quote_punctuation": "Pi", "decimal_digit_number": "Nd", "digit": "Nd", "other_punctuation": "Po",
    "dash_punctuation": "Pd", "currency_symbol": "Sc", "non_spacing_mark": "Mn", "custom": "", "format": "Cf",
    "modifier_letter": "Lm", "control": "Cc", "uppercase_letter": "Lu", "other_symbol": "So", "end_punctuation": "Pe",
    "modifier_symbol": "Sk", "other_letter": "Lo", "line_separator": "Zl", "titlecase_letter": "Lt", "letter": "L",
    "punctuation": "P", "combining_spacing_mark": "Mc", "final_quote_punctuation": "Pf", "whitespace": "",
}  # fmt: skip
"""`token_chars` of grams by name, in the order in which servers list them, with the beginning of Unicode's category."""
KINDS: dict[str, Callable[[str], bool]] = {
    "letter": str.isalpha,
    "digit": str.isdecimal,
    "whitespace": str.isspace,
}
"""Those that need no table."""


def _of_kind(name: str) -> Callable[[str], bool] | None:
    if name in KINDS:
        return KINDS[name]
    begin = CATEGORIES.get(name)
    return None if not begin else lambda letter: _category(letter).startswith(begin)


def _category(letter: str) -> str:
    from unicodedata import category  # read by who asks for punctuation

    return category(letter)


def _runs(text: str, fits: Callable[[str], bool]) -> Iterable[tuple[int, int]]:
    """Where runs of fitting characters begin and end."""
    start = None
    for at, letter in enumerate(text):
        if fits(letter):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None
    if start is not None:
        yield start, len(text)


def _among(letters: frozenset[str]) -> Callable[[str], bool]:
    return lambda letter: letter in letters


def _fitting(options: Options) -> Callable[[str], bool]:
    names = options.texts("token_chars") or []
    if not names:
        return lambda letter: True
    tests: list[Callable[[str], bool]] = []
    for name in names:
        if name == "custom":
            own = frozenset(options.text("custom_token_chars") or "")
            if not own:
                raise illegal_argument("Token type: 'custom' requires setting `custom_token_chars`")
            tests.append(_among(own))
        elif (kind := _of_kind(name.lower())) is None:
            raise illegal_argument(f"Unknown token type: '{name.lower()}', must be one of [{', '.join(CATEGORIES)}]")
        else:
            tests.append(kind)
    return lambda letter: any(test(letter) for test in tests)


def check_gram_sizes(low: int, high: int, options: Options) -> None:
    """Refuse grams of too many different sizes."""
    most = options.limit("max_ngram_diff", 1)
    if high - low > most:
        reason = (
            "The difference between max_gram and min_gram in NGram Tokenizer must be less than or equal to:"
            f" [{most}] but was [{high - low}]. This limit can be set by changing the [index.max_ngram_diff] index level"
            " setting."
        )
        raise illegal_argument(reason)


def _grams(options: Options) -> Tokenizer:
    low, high = options.whole("min_gram", 1), options.whole("max_gram", 2)
    check_gram_sizes(low, high, options)
    _check_sizes(low, high)
    fits = _fitting(options)

    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        for start, end in _runs(text, fits):
            for at in range(start, end):
                for stop in range(at + low, min(at + high, end) + 1):
                    tokens.append(Token(text[at:stop], at, stop, "word", len(tokens)))
        return tokens

    return cut


def _edge_grams(options: Options) -> Tokenizer:
    low, high = options.whole("min_gram", 1), options.whole("max_gram", 2)
    _check_sizes(low, high)
    fits = _fitting(options)

    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        for start, end in _runs(text, fits):
            for stop in range(start + low, min(start + high, end) + 1):
                tokens.append(Token(text[start:stop], start, stop, "word", len(tokens)))
        return tokens

    return cut


def _check_sizes(low: int, high: int) -> None:
    if low < 1:
        raise illegal_argument("minGram must be greater than zero")
    if low > high:
        raise illegal_argument("minGram must not be greater than maxGram")


FLAGS = {"CASE_INSENSITIVE": re.IGNORECASE, "MULTILINE": re.MULTILINE, "DOTALL": re.DOTALL, "COMMENTS": re.VERBOSE}


def java_expression(pattern: str, flags: str | None = None) -> re.Pattern[str]:
    """A regular expression of Java, where Python reads it alike. `\\w` and its like are of ASCII there."""
    wanted = re.ASCII if "(?U" not in pattern and "UNICODE_CHARACTER_CLASS" not in (flags or "") else 0
    for name in (flags or "").split("|"):
        wanted |= FLAGS.get(name.strip(), 0)
    shown = pattern.replace(r"\p{L}", r"[^\W\d_]").replace(r"\p{Punct}", r"[!-/:-@\[-`{-~]")
    if r"\p{" in shown or r"\P{" in shown or "&&" in shown:
        raise not_implemented(f"the regular expression [{pattern}]")
    if "[^\\W\\d_]" in shown:
        wanted &= ~re.ASCII
    try:
        return re.compile(shown, wanted)
    except re.error:
        raise not_implemented(f"the regular expression [{pattern}]") from None


def _by_pattern(options: Options) -> Tokenizer:
    group = options.whole("group", -1)
    pattern = java_expression(options.text("pattern", r"\W+") or "", options.text("flags"))

    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        if group >= 0:
            places = [found.span(group) for found in pattern.finditer(text)]
        else:
            ends = [0, *(at for found in pattern.finditer(text) for at in found.span()), len(text)]
            places = list(zip(ends[::2], ends[1::2], strict=True))
        for start, end in places:
            if start < end:
                tokens.append(Token(text[start:end], start, end, "word", len(tokens)))
        return tokens

    return cut


def _by_simple_pattern(options: Options) -> Tokenizer:
    from ..queries.patterns import lucene_expression

    pattern = lucene_expression(options.text("pattern", "") or "", False)
    return lambda text: [
        Token(found[0], *found.span(), "word", number)
        for number, found in enumerate(one for one in pattern.finditer(text) if one[0])
    ]


def _split_by_simple_pattern(options: Options) -> Tokenizer:
    given = options.text("pattern", "") or ""
    if not given:
        return _whole(options)
    from ..queries.patterns import lucene_expression

    pattern = lucene_expression(given, False).pattern
    return _by_pattern(Options(options.name, {"pattern": pattern}))


def _is(letter: str) -> Callable[[str], bool]:
    return lambda other: other == letter


def _by_characters(options: Options) -> Tokenizer:
    tests: list[Callable[[str], bool]] = []
    for name in options.texts("tokenize_on_chars") or []:
        if len(name) == 1 or name.startswith("\\"):
            letter = (
                {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}.get(name[1:], name[1:])
                if len(name) > 1
                else name
            )
            tests.append(_is(letter))
        elif (
            name in ("letter", "digit", "whitespace", "punctuation", "symbol") and (kind := _of_kind(name)) is not None
        ):
            tests.append(kind)
        else:
            raise illegal_argument(f"Invalid escaped char in [{name}]")
    longest = options.whole("max_token_length", LONGEST)

    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        for start, end in _runs(text, lambda letter: not any(test(letter) for test in tests)):
            for at in range(start, end, longest):
                stop = min(at + longest, end)
                tokens.append(Token(text[at:stop], at, stop, "word", len(tokens)))
        return tokens

    return cut


def _paths(options: Options) -> Tokenizer:
    mark = options.text("delimiter", "/") or "/"
    if len(mark) != 1:
        raise illegal_argument("delimiter must be a one char value")
    shown = options.text("replacement", mark) or mark
    skip = options.whole("skip", 0)
    backwards = options.flag("reverse", False)

    def cut(text: str) -> list[Token]:
        if not text:
            return []
        ends = [at for at, letter in enumerate(text) if letter == mark]
        if backwards:
            starts = [0, *(at + 1 for at in ends if at + 1 < len(text))]
            places = [(start, len(text)) for start in starts]
            if skip:
                raise not_implemented("[skip] of paths that are read backwards")
        else:
            first = 0
            if skip:
                if len(ends) < skip:
                    return []
                begin = [at for at in ends if at] if text[0] == mark else ends
                first = begin[skip - 1] if skip <= len(begin) else len(text)
            places = [(first, at) for at in (*ends, len(text)) if at > first]
        return [Token(text[a:b].replace(mark, shown), a, b, "word", 0) for a, b in places]

    return cut


_EMAIL = r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
_URL = r"(?:https?|ftp|file)://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]"


def _with_addresses(options: Options) -> Tokenizer:
    """Words, but addresses as wholes; hosts without a protocol are words here."""
    plain = _words("standard", options.whole("max_token_length", LONGEST), typed=True)
    addresses = re.compile(f"(?P<url>{_URL})|(?P<mail>{_EMAIL})")

    def cut(text: str) -> list[Token]:
        tokens: list[Token] = []
        at = 0
        for found in [*addresses.finditer(text), None]:
            end = found.start() if found is not None else len(text)
            for token in plain(text[at:end]):
                tokens.append(token._replace(start=token.start + at, end=token.end + at, position=len(tokens)))
            if found is not None:
                kind = "<URL>" if found["url"] else "<EMAIL>"
                tokens.append(Token(found[0], *found.span(), kind, len(tokens)))
                at = found.end()
        return tokens

    return cut


TOKENIZERS: dict[str, Callable[[Options], Tokenizer]] = {
    "standard": _standard,
    "whitespace": _whitespace,
    "letter": _letters,
    "lowercase": _lower_letters,
    "keyword": _whole,
    "ngram": _grams,
    "nGram": _grams,
    "edge_ngram": _edge_grams,
    "edgeNGram": _edge_grams,
    "pattern": _by_pattern,
    "simple_pattern": _by_simple_pattern,
    "simple_pattern_split": _split_by_simple_pattern,
    "char_group": _by_characters,
    "path_hierarchy": _paths,
    "PathHierarchy": _paths,
    "uax_url_email": _with_addresses,
}
"""Makers of tokenizers by type."""
OTHERS = ("classic", "thai")
"""Tokenizers that the servers have and that are not imitated."""
