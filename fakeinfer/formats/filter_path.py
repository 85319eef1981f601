"""`filter_path`: which parts of an answer the client wants.

A comma list of dotted paths: `*` stands for anything within one name, `**` for any number of levels, `-` in front excludes,
`\\.` is a dot within a name. Lists are transparent. A path that ends at an object or a list gives the whole of it.
See `elastic/elasticsearch:libs/x-content/src/main/java/org/elasticsearch/xcontent/support/filtering/FilterPath.java`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ..wire import Json

ANY_DEPTH = "**"

Step = Callable[[str], Any] | None
"""Whether a name fits one step of a path; None is `**`."""
Path = tuple[Step, ...]

_GONE = object()


def filtered(value: Json, paths: str) -> Json:
    """`value` with only what `paths` leave; an object when nothing is left, `value` itself when they say nothing."""
    includes, excludes = _compiled(paths)
    if includes:
        value = _kept(value, includes)
    if excludes and value is not _GONE:
        value = _without(value, excludes)
    return {} if value is _GONE else value


@lru_cache(maxsize=256)
def _compiled(paths: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    items = [item.strip() for item in paths.split(",")]
    includes = tuple(_path(item) for item in items if item and not item.startswith("-"))
    excludes = tuple(_path(item[1:]) for item in items if item.startswith("-") and len(item) > 1)
    return includes, excludes


def _path(text: str) -> Path:
    names = re.split(r"(?<!\\)\.", text)
    return tuple(None if name == ANY_DEPTH else _step(name.replace("\\.", ".")) for name in names if name)


def _step(name: str) -> Step:
    if "*" not in name:
        return name.__eq__
    return re.compile(".*".join(map(re.escape, name.split("*"))), re.DOTALL).fullmatch


def _after(paths: tuple[Path, ...], name: str) -> tuple[tuple[Path, ...], bool]:
    """What is left of the paths below `name`, and whether one of them ends there."""
    below: list[Path] = []
    ends = False
    for path in paths:
        rest = path
        if rest and rest[0] is None:
            below.append(rest)
            while rest and rest[0] is None:
                rest = rest[1:]
            if not rest:
                ends = True
                continue
        if rest and rest[0] is not None and rest[0](name):
            rest = rest[1:]
            ends = ends or all(step is None for step in rest)
            if rest:
                below.append(rest)
    return tuple(below), ends


def _kept(value: Json, paths: tuple[Path, ...]) -> Any:
    if isinstance(value, dict):
        found: dict[str, Json] = {}
        for name, member in value.items():
            below, ends = _after(paths, name)
            kept = member if ends else _kept(member, below) if below and isinstance(member, dict | list) else _GONE
            if kept is not _GONE:
                found[name] = kept
        return found or _GONE
    if isinstance(value, list | tuple):
        members = [kept for member in value if (kept := _kept(member, paths)) is not _GONE]
        return members or _GONE
    return _GONE


def _without(value: Json, paths: tuple[Path, ...]) -> Any:
    if isinstance(value, dict):
        found: dict[str, Json] = {}
        for name, member in value.items():
            below, ends = _after(paths, name)
            if ends:
                continue
            kept = _without(member, below) if below and isinstance(member, dict | list) else member
            if kept is not _GONE:
                found[name] = kept
        return found if found or not value else _GONE
    if isinstance(value, list | tuple):
        members = [kept for member in value if (kept := _without(member, paths)) is not _GONE]
        return members if members or not value else _GONE
    return value
