"""Java's regular expressions by Python's: compiling, with Java's words for what does not compile, and replacing.

The two dialects agree on what pipelines use; possessive quantifiers and atomic groups came to Python with 3.11.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..errors import ApiError, illegal_argument
from . import errors


@lru_cache(maxsize=256)
def compiled(option: str, pattern: str) -> re.Pattern[str]:
    """The pattern of an option, or the refusal of a broken one."""
    try:
        return re.compile(pattern.replace("(?<", "(?P<") if _has_named_group(pattern) else pattern)
    except re.error as problem:
        raise errors.about_property(option, f"Invalid regex pattern. {_in_java(problem, pattern)}") from None


def replaced(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    """`text` with every match replaced; `$1` and `${name}` are groups, a backslash takes the next character as it is."""

    def expand(found: re.Match[str]) -> str:
        def part(token: re.Match[str]) -> str:
            if token["escaped"]:
                return token["escaped"]
            name = token["number"] or token["name"]
            try:
                return found[int(name) if name.isdecimal() else name] or ""
            except IndexError:
                raise _no_group(name, by_number=token["number"] is not None) from None

        return re.sub(r"\\(?P<escaped>.)|\$(?P<number>\d)|\$\{(?P<name>\w+)\}", part, replacement)

    return pattern.sub(expand, text)


def _no_group(name: str, *, by_number: bool) -> ApiError:
    """What Java's `Matcher` says of a group that the pattern lacks."""
    if by_number:
        return ApiError(500, "index_out_of_bounds_exception", f"No group {name}")
    return illegal_argument(f"No group with name {{{name}}}")


def split(pattern: re.Pattern[str], text: str, *, keep_trailing: bool) -> list[str]:
    """`String.split`: empty pieces at the end go, unless they are kept."""
    pieces, at = [], 0
    for found in pattern.finditer(text):
        if found.end() == 0:
            continue
        pieces.append(text[at : found.start()])
        at = found.end()
    pieces.append(text[at:])
    if not keep_trailing and len(pieces) > 1:
        while pieces and not pieces[-1]:
            pieces.pop()
    return pieces


def _has_named_group(pattern: str) -> bool:
    return re.search(r"\(\?<[A-Za-z]", pattern) is not None and "(?<=" not in pattern and "(?<!" not in pattern


def _in_java(problem: re.error, pattern: str) -> str:
    words = str(problem.msg)
    at = problem.pos or 0
    if "unterminated character set" in words:
        text, at = "Unclosed character class", len(pattern) - 1
    elif "missing )" in words:
        text, at = "Unclosed group", len(pattern)
    elif "unbalanced parenthesis" in words:
        text, at = "Unmatched closing ')'", max(at - 1, 0)
    elif "nothing to repeat" in words:
        text = f"Dangling meta character '{pattern[at]}'"
    elif "bad escape (end" in words:
        text, at = "Unexpected internal error", len(pattern)
    else:
        text = words[:1].upper() + words[1:]
    return f"{text} near index {at}\n{pattern}" + (f"\n{' ' * at}^" if at < len(pattern) else "")
