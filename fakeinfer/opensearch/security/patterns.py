"""Patterns of names: `*`, `?`, and `/regex/` (`WildcardMatcher` of opensearch-project/security)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """None for a pattern that means only itself, or that is no regular expression."""
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        try:
            return re.compile(pattern[1:-1])
        except re.error:
            return None
    if "*" not in pattern and "?" not in pattern:
        return None
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def matches(pattern: str, name: str) -> bool:
    """Whether a pattern means a name; what is no text means none."""
    if not isinstance(pattern, str):
        return False
    if pattern in ("*", name):
        return True
    compiled = _compiled(pattern)
    return compiled is not None and compiled.fullmatch(name) is not None


def matches_any(patterns: Iterable[str], name: str) -> bool:
    """Whether one of the patterns means a name."""
    return any(matches(pattern, name) for pattern in patterns)
