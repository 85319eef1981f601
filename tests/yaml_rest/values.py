"""Finding values in answers, and holding them against what a test expects."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from fakeinfer.formats.javatext import to_text

Stash = dict[str, Any]
_STASHED = re.compile(r"\$\{([^}]+)\}|\$([\w.]+)")
ABSENT = object()


def stashed(value: Any, stash: Stash) -> Any:
    """A value with `$name` and `${name}` in it replaced, at any depth."""
    if isinstance(value, str):
        whole = _STASHED.fullmatch(value)
        if whole is not None and (name := whole[1] or whole[2]) in stash:
            return stash[name]
        return _STASHED.sub(lambda found: _in_text(found, stash), value)
    if isinstance(value, Mapping):
        return {stashed(key, stash): stashed(one, stash) for key, one in value.items()}
    if isinstance(value, list):
        return [stashed(one, stash) for one in value]
    return value


def _in_text(found: re.Match[str], stash: Stash) -> str:
    name = found[1] or found[2]
    return str(stash[name]) if name in stash else found[0]


def find(answer: Any, path: str, stash: Stash) -> Any:
    """The value at a path (`hits.hits.0._id`, dots escaped by backslashes), or ABSENT."""
    if path in ("$body", ""):
        return answer
    value = answer
    for part in re.split(r"(?<!\\)\.", path.removeprefix("$body.")):
        name = str(stashed(part.replace("\\", ""), stash))
        if isinstance(value, list):
            if not name.isdigit() or int(name) >= len(value):
                return ABSENT
            value = value[int(name)]
        elif isinstance(value, Mapping):
            if name == "_arbitrary_key_":
                return next(iter(value), ABSENT)
            if name not in value:
                return ABSENT
            value = value[name]
        else:
            return ABSENT
    return value


def is_true(value: Any) -> bool:
    """Whether a value counts as true: there, and neither false, nor empty, nor zero."""
    return value not in (ABSENT, None, False, "", "false") and not (value == 0 and isinstance(value, int | float))


def difference(expected: Any, got: Any, at: str) -> str | None:
    """The first place where two values differ; numbers are equal whatever their kind, `/../` is searched for."""
    if got is ABSENT:
        return None if expected is None else f"{at}: {shown(expected)} expected, there is nothing"
    if isinstance(expected, str) and len(expected.strip()) > 2 and _is_pattern(expected.strip()):
        pattern = expected.strip()[1:-1].replace("\\/", "/")
        if isinstance(got, str) and re.search(pattern, got, re.VERBOSE):
            return None
        return f"{at}: something like {pattern!r} expected, got {shown(got)}"
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key, value in expected.items():
            if (found := difference(value, got.get(key, ABSENT), f"{at}.{key}")) is not None:
                return found
        more = next((key for key in got if key not in expected), None)
        return None if more is None else f"{at}.{more}: nothing expected, got {shown(got[more])}"
    if isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            return f"{at}: {len(expected)} entries expected, got {len(got)}: {shown(got)}"
        for number, (left, right) in enumerate(zip(expected, got, strict=True)):
            if (found := difference(left, right, f"{at}.{number}")) is not None:
                return found
        return None
    return None if _equal(expected, got) else f"{at}: {shown(expected)} expected, got {shown(got)}"


def _is_pattern(text: str) -> bool:
    return text.startswith("/") and text.endswith("/")


def _equal(expected: Any, got: Any) -> bool:
    if _is_number(expected) and _is_number(got):
        return bool(expected == got) or math.isclose(expected, got, rel_tol=1e-7)  # scores are printed as floats
    return type(expected) is type(got) and bool(expected == got)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def like_error(pattern: str, answer: Any) -> bool:
    """Whether a refusal is like the pattern of a `catch`, as Java prints it or as it came."""
    error = answer.get("error", answer) if isinstance(answer, Mapping) else answer
    texts = (to_text(error), json.dumps(error, ensure_ascii=False))
    return any(re.search(pattern.replace("\\/", "/"), text, re.DOTALL) for text in texts)


def shown(value: Any) -> str:
    """A value in a message."""
    text = "nothing" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:200]}.."
