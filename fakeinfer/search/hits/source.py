"""Which part of a document's source an answer shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from ...wire import Json


class SourceFilter(NamedTuple):
    """`_source` of a request: nothing at all, or what patterns include and do not exclude."""

    fetch: bool = True
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    vectors: bool | None = None
    """Whether vectors are shown, None when the request does not say."""

    def apply(self, source: dict[str, Any], path: str = "") -> dict[str, Any]:
        """The part of a source that is shown; the source itself when all of it is.

        Of a nested object, whose `path` is given, patterns name fields as those of the whole document do.
        """
        if not self.includes and not self.excludes:
            return source
        includes, excludes = _patterns(self.includes), _patterns(self.excludes)
        steps = path.split(".") if path else []
        around = [".".join(steps[: number + 1]) for number in range(len(steps))]
        if any(_matches(outer, excludes) for outer in around):
            return {}
        included = not self.includes or any(_matches(outer, includes) for outer in around)
        kept: dict[str, Any] = _kept(source, path, includes, excludes, included)
        return kept


ALL = SourceFilter()


def read_source_filter(value: Json) -> SourceFilter:
    """`true`, a pattern, patterns, or `{"includes": .., "excludes": ..}`."""
    if isinstance(value, bool) or value is None:
        return SourceFilter(fetch=value is not False)
    if isinstance(value, str):
        return SourceFilter(fetch=value != "false", includes=() if value in ("true", "false") else (value,))
    if isinstance(value, list):
        return SourceFilter(includes=tuple(map(str, value)))
    includes = _last(value, ("includes", "include"))
    excludes = _last(value, ("excludes", "exclude"))
    hidden = value.get("exclude_vectors")
    return SourceFilter(
        True, _listed(includes), _listed(excludes), None if hidden is None else hidden in (False, "false")
    )


def _last(value: dict[str, Json], names: tuple[str, str]) -> Json:
    """What the last of two names says that mean the same."""
    return next((value[name] for name in reversed(value) if name in names), ())


def _listed(value: Json) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    return (str(value),) if value else ()


@lru_cache(maxsize=256)
def _patterns(patterns: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each pattern with its expression; `a*` in a pattern crosses dots, as the servers' does."""
    return tuple((text, re.compile(re.escape(text).replace(r"\*", ".*"), re.DOTALL)) for text in patterns)


def named_by(patterns: tuple[str, ...], path: str) -> bool:
    """Whether one of the patterns means the field."""
    return bool(patterns) and _matches(path, _patterns(patterns))


def _matches(path: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> bool:
    return any(expression.fullmatch(path) for _, expression in patterns)


def _kept(value: Any, path: str, includes: Any, excludes: Any, included: bool) -> Any:
    kept: dict[str, Any] = {}
    for name, sub in value.items():
        full = f"{path}.{name}" if path else name
        if _matches(full, excludes):
            continue
        inside = included or _matches(full, includes)
        if isinstance(sub, dict):
            shown = _kept(sub, full, includes, excludes, inside)
            if shown or (inside and not sub) or (inside and not includes):
                kept[name] = shown
        elif isinstance(sub, list) and any(isinstance(item, dict) for item in sub):
            items = _kept_items(sub, full, includes, excludes, inside)
            if items or inside:
                kept[name] = items
        elif inside:
            kept[name] = sub
    return kept


def _kept_items(items: list[Any], path: str, includes: Any, excludes: Any, included: bool) -> list[Any]:
    kept = []
    for item in items:
        if isinstance(item, dict):
            shown = _kept(item, path, includes, excludes, included)
            if shown or included:
                kept.append(shown)
        elif isinstance(item, list):
            kept.append(_kept_items(item, path, includes, excludes, included))
        elif included:
            kept.append(item)
    return kept
