"""Methods of `String`, `Character`, `StringBuilder`, `Pattern` and `Matcher`."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from ..formats.javatext import string_hash
from .errors import Thrown
from .values import Array, Builder, Char, Function, Matcher, Stream, check_length, text

_STRING = "java.base/java.lang.String."


_CHAR_AT = (
    "java.base/java.lang.StringLatin1.charAt(StringLatin1.java:48)",
    "java.base/java.lang.String.charAt(String.java:1517)",
)


def _bounds(begin: int, end: int, length: int, *frames: str) -> Thrown:
    message = f"begin {begin}, end {end}, length {length}"
    checked = f"{_STRING}checkBoundsBeginEnd(String.java:4606)"
    return Thrown("java.lang.StringIndexOutOfBoundsException", message, (checked, *(_STRING + name for name in frames)))


def _substring(held: str, begin: int, end: int | None = None) -> str:
    _whole(begin)
    last = len(held) if end is None else _whole(end)
    if not 0 <= begin <= last <= len(held):
        frames = ["substring(String.java:2709)", *(["substring(String.java:2682)"] if end is None else [])]
        raise _bounds(begin, last, len(held), *frames)
    return held[begin:last]


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    return value


def _text(value: Any) -> str:
    """An argument that has to be a text."""
    if value is None:
        raise Thrown("java.lang.NullPointerException")
    if isinstance(value, Builder):
        return value.text
    if not isinstance(value, str):
        raise TypeError
    return value


def _char_at(held: str, at: int) -> Char:
    if not 0 <= _whole(at) < len(held):
        message = f"String index out of range: {at}"
        raise Thrown("java.lang.StringIndexOutOfBoundsException", message, _CHAR_AT)
    return Char(held[at])


def _replace(held: str, old: Any, new: Any) -> str:
    one, two = _text(old), _text(new)
    check_length(len(held) + held.count(one) * len(two))
    return held.replace(one, two)


def _split_on(held: str, token: Any, limit: int = -1) -> Array:
    """Augmentation.splitOnToken."""
    wanted = _text(token)
    if not wanted:
        return Array("String", [held])
    return Array("String", held.split(wanted) if limit <= 0 else held.split(wanted, limit - 1))


def _replaced_by(held: str, pattern: re.Pattern[str], function: Function, count: int = 0) -> str:
    return pattern.sub(lambda found: text(function.call(_at(pattern, held, found))), held, count)


def _at(pattern: re.Pattern[str], held: str, found: re.Match[str]) -> Matcher:
    matcher = Matcher(pattern, held)
    matcher.found = found
    return matcher


def _decoded(held: str) -> str:
    from .utilities import decoded

    return decoded(held).decode("utf-8", "replace")


def _compared(one: str, two: Any) -> int:
    other = _text(two)
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            return ord(mine) - ord(its)
    return len(one) - len(other)


def _region(held: str, at: int, other: str, place: int, count: int) -> bool:
    if min(at, place) < 0 or at + count > len(held) or place + count > len(other):
        return False
    return held[at : at + count] == other[place : place + count]


def _encoded(held: str) -> bytes:
    return held.encode("utf-8", "replace")


TEXT: dict[str, Callable[..., Any]] = {
    "length/0": len,
    "isEmpty/0": lambda held: not held,
    "charAt/1": _char_at,
    "contains/1": lambda held, part: _text(part) in held,
    "startsWith/1": lambda held, start: held.startswith(_text(start)),
    "startsWith/2": lambda held, start, at: held.startswith(_text(start), _whole(at)),
    "endsWith/1": lambda held, end: held.endswith(_text(end)),
    "indexOf/1": lambda held, part: held.find(_text(part)),
    "indexOf/2": lambda held, part, at: held.find(_text(part), max(_whole(at), 0)),
    "lastIndexOf/1": lambda held, part: held.rfind(_text(part)),
    "lastIndexOf/2": lambda held, part, at: held.rfind(_text(part), 0, _whole(at) + len(_text(part))),
    "substring/1": _substring,
    "substring/2": _substring,
    "subSequence/2": _substring,
    "concat/1": lambda held, other: held + _text(other),
    "replace/2": _replace,
    "replaceAll/2": _replaced_by,
    "replaceFirst/2": lambda held, pattern, function: _replaced_by(held, pattern, function, 1),
    "splitOnToken/1": _split_on,
    "splitOnToken/2": _split_on,
    "toLowerCase/0": lambda held: held.lower(),
    "toUpperCase/0": lambda held: held.upper(),
    "toLowerCase/1": lambda held, locale: held.lower(),
    "toUpperCase/1": lambda held, locale: held.upper(),
    "chars/0": lambda held: Stream(map(ord, held), "IntStream"),
    "codePointCount/2": lambda held, begin, end: len(_substring(held, begin, end)),
    "regionMatches/4": lambda held, at, other, place, count: _region(held, at, other, place, count),
    "regionMatches/5": lambda held, blind, at, other, place, count: (
        _region(held.lower(), at, other.lower(), place, count) if blind else _region(held, at, other, place, count)
    ),
    "offsetByCodePoints/2": lambda held, at, count: at + count,
    "trim/0": lambda held: held.strip("".join(map(chr, range(33)))),
    "equalsIgnoreCase/1": lambda held, other: other is not None and held.lower() == _text(other).lower(),
    "compareTo/1": _compared,
    "compareToIgnoreCase/1": lambda held, other: _compared(held.lower(), _text(other).lower()),
    "contentEquals/1": lambda held, other: held == _text(other),
    "hashCode/0": string_hash,
    "encodeBase64/0": lambda held: base64.b64encode(_encoded(held)).decode("ascii"),
    "decodeBase64/0": _decoded,
    "sha1/0": lambda held: hashlib.sha1(_encoded(held), usedforsecurity=False).hexdigest(),
    "sha256/0": lambda held: hashlib.sha256(_encoded(held)).hexdigest(),
    "toCharArray/0": lambda held: Array("char", map(Char, held)),
    "codePointAt/1": lambda held, at: ord(_char_at(held, at)),
}
CHAR: dict[str, Callable[..., Any]] = {
    "charValue/0": lambda held: held,
    "compareTo/1": lambda held, other: ord(held) - ord(other),
    "hashCode/0": ord,
}


def _change(builder: Builder, changed: str) -> Builder:
    check_length(len(changed))
    builder.text = changed
    return builder


def _delete(builder: Builder, begin: int, end: int) -> Builder:
    held = builder.text
    if not 0 <= begin <= min(_whole(end), len(held)):
        message = f"start {begin}, end {min(end, len(held))}, length {len(held)}"
        raise Thrown("java.lang.StringIndexOutOfBoundsException", message)
    return _change(builder, held[:begin] + held[end:])


def _delete_at(builder: Builder, at: int) -> Builder:
    if not 0 <= at < len(builder.text):
        message = f"index {at}, length {len(builder.text)}"
        raise Thrown("java.lang.StringIndexOutOfBoundsException", message)
    return _delete(builder, at, at + 1)


def _insert(builder: Builder, at: int, value: Any) -> Builder:
    held = builder.text
    if not 0 <= _whole(at) <= len(held):
        raise Thrown("java.lang.StringIndexOutOfBoundsException", f"offset {at}, length {len(held)}")
    return _change(builder, held[:at] + text(value) + held[at:])


def _set_length(builder: Builder, length: int) -> None:
    if length < 0:
        raise Thrown("java.lang.StringIndexOutOfBoundsException", f"String index out of range: {length}")
    check_length(_whole(length))
    _change(builder, builder.text[:length].ljust(length, "\0"))


def _set_char(builder: Builder, at: int, value: Any) -> None:
    held = builder.text
    if not 0 <= _whole(at) < len(held):
        raise Thrown("java.lang.StringIndexOutOfBoundsException", f"index {at},length {len(held)}")
    builder.text = held[:at] + text(value) + held[at + 1 :]


def _char_of_builder(builder: Builder, at: int) -> Char:
    held = builder.text
    if not 0 <= _whole(at) < len(held):
        frames = (
            f"{_STRING}checkIndex(String.java:4565)",
            "java.base/java.lang.AbstractStringBuilder.charAt(AbstractStringBuilder.java:351)",
            "java.base/java.lang.StringBuilder.charAt(StringBuilder.java:91)",
        )
        raise Thrown("java.lang.StringIndexOutOfBoundsException", f"index {at}, length {len(held)}", frames)
    return Char(held[at])


BUILDER: dict[str, Callable[..., Any]] = {
    **{
        name: (lambda method: lambda builder, *given: method(builder.text, *given))(TEXT[name])
        for name in (
            "length/0", "charAt/1", "indexOf/1", "indexOf/2", "lastIndexOf/1", "substring/1", "substring/2",
            "subSequence/2", "codePointAt/1",
        )
    },
    "append/1": lambda builder, value: builder.add(text(value)),
    "append/3": lambda builder, value, begin, end: builder.add(_text(value)[_whole(begin) : _whole(end)]),
    "insert/2": _insert,
    "reverse/0": lambda builder: _change(builder, builder.text[::-1]),
    "delete/2": _delete,
    "deleteCharAt/1": _delete_at,
    "replace/3": lambda builder, begin, end, part: _change(
        builder, builder.text[: _whole(begin)] + _text(part) + builder.text[_whole(end) :]
    ),
    "setLength/1": _set_length,
    "setCharAt/2": _set_char,
    "charAt/1": _char_of_builder,
    "appendCodePoint/1": lambda builder, point: builder.add(chr(point)),
    "capacity/0": lambda builder: max(len(builder.text), 16),
}  # fmt: skip


def _split(pattern: re.Pattern[str], held: Any, limit: int = 0) -> Array:
    from ..ingest.regexes import split

    if limit > 0:
        return Array("String", pattern.split(_text(held), limit - 1))
    return Array("String", split(pattern, _text(held), keep_trailing=limit < 0))


_JAVA_FLAGS = {re.IGNORECASE: 2, re.VERBOSE: 4, re.MULTILINE: 8, re.DOTALL: 32}
"""What Java's flags count as."""


PATTERN: dict[str, Callable[..., Any]] = {
    "matcher/1": lambda pattern, held: Matcher(pattern, _text(held)),
    "split/1": _split,
    "split/2": _split,
    "pattern/0": lambda pattern: pattern.pattern,
    "splitAsStream/1": lambda pattern, held: Stream(_split(pattern, held)),
    "asPredicate/0": lambda pattern: Function(lambda held: pattern.search(_text(held)) is not None),
    "flags/0": lambda pattern: sum(java for flag, java in _JAVA_FLAGS.items() if pattern.flags & flag),
    "toString/0": lambda pattern: pattern.pattern,
}


def _find(matcher: Matcher) -> bool:
    matcher.found = matcher.pattern.search(matcher.text, matcher.at) if matcher.at <= len(matcher.text) else None
    if matcher.found:
        matcher.at = matcher.found.end() + (matcher.found.end() == matcher.found.start())
    return matcher.found is not None


def _matches(matcher: Matcher, *, whole: bool = True) -> bool:
    match = matcher.pattern.fullmatch if whole else matcher.pattern.match
    matcher.found = match(matcher.text)
    return matcher.found is not None


_NO_MATCH = (
    "java.base/java.util.regex.Matcher.group(Matcher.java:644)",
    "java.base/java.util.regex.Matcher.group(Matcher.java:603)",
)


def _find_from(matcher: Matcher, at: int) -> bool:
    matcher.at = _whole(at)
    return _find(matcher)


def _reset(matcher: Matcher) -> Matcher:
    matcher.at, matcher.found = 0, None
    return matcher


def _found(matcher: Matcher) -> re.Match[str]:
    if matcher.found is None:
        raise Thrown("java.lang.IllegalStateException", "No match found", _NO_MATCH)
    return matcher.found


def _group_at(matcher: Matcher, which: Any) -> str | None:
    if isinstance(which, str):
        raise TypeError
    return _group(matcher, which)


def _group(matcher: Matcher, which: Any = 0) -> str | None:
    found = _found(matcher)
    try:
        value: str | None = found[which]
        return value
    except IndexError:
        if isinstance(which, str):
            raise Thrown("java.lang.IllegalArgumentException", f"No group with name <{which}>") from None
        raise Thrown("java.lang.IndexOutOfBoundsException", f"No group {which}") from None


def _expanded(matcher: Matcher, replacement: str, count: int = 0) -> str:
    from ..ingest.regexes import replaced

    if count:
        found = matcher.pattern.search(matcher.text)
        if found is None:
            return matcher.text
        head = matcher.text[: found.end()]
        return replaced(matcher.pattern, _text(replacement), head) + matcher.text[found.end() :]
    return replaced(matcher.pattern, _text(replacement), matcher.text)


MATCHER: dict[str, Callable[..., Any]] = {
    "find/0": _find,
    "find/1": _find_from,
    "reset/0": _reset,
    "matches/0": _matches,
    "lookingAt/0": lambda matcher: _matches(matcher, whole=False),
    "group/0": _group,
    "group/1": _group_at,
    "namedGroup/1": _group,
    "groupCount/0": lambda matcher: matcher.pattern.groups,
    "start/0": lambda matcher: _found(matcher).start(),
    "end/0": lambda matcher: _found(matcher).end(),
    "start/1": lambda matcher, group: _found(matcher).start(group),
    "end/1": lambda matcher, group: _found(matcher).end(group),
    "replaceAll/1": _expanded,
    "replaceFirst/1": lambda matcher, replacement: _expanded(matcher, replacement, 1),
}
