"""Tables of the `_cat` APIs: columns, `v`, `h`, `s`, `help`. Both products print them alike and have most of them in common.

See `elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/action/cat/RestTable.java`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from .operations import Bool, Call, Parameter, Text
from .wire import Json, PlainText, Table

PARAMETERS: dict[str, Parameter] = {
    "v": Bool(False),
    "h": Text(),
    "s": Text(),
    "help": Bool(False),
    "local": Bool(False),
    "bytes": Text(),
    "size": Text(),
    "time": Text(),
    "ts": Bool(True),
    "master_timeout": Text(),
}
"""Query parameters of every table; units matter only for numbers that the fake does not measure."""


class Column(NamedTuple):
    """One column; `aliases` are other names `h` may use, `to_right` aligns numbers."""

    name: str
    aliases: str
    about: str
    shown: bool = True
    to_right: bool = False


_WORTH = {"kb": 2**10, "mb": 2**20, "gb": 2**30, "tb": 2**40, "s": 1e3, "m": 6e4, "h": 3.6e6, "d": 8.64e7}
CLOCK = ("epoch", "timestamp")
"""Columns that `ts=false` leaves out."""


def paths(names: Iterable[str]) -> PlainText:
    """`GET /_cat`: the paths of all tables."""
    return PlainText("=^.^=\n" + "".join(f"/_cat/{name}\n" for name in names))


def clock_cells(call: Call) -> tuple[str, str]:
    """The instant of a table, as seconds and as time of day."""
    seconds = call.state.clock.millis // 1000
    return str(seconds), f"{datetime.fromtimestamp(seconds, UTC):%H:%M:%S}"


def table(call: Call, columns: tuple[Column, ...], rows: Sequence[tuple[str | None, ...]]) -> Table | PlainText:
    """The rows as the request wants to see them, under the names that it calls the columns by; None is an empty cell."""
    if call.query["help"]:
        cells = [(column.name, column.aliases, column.about) for column in columns]
        return PlainText("".join(" | ".join(line) + "\n" for line in _padded(cells)))
    for key in reversed((call.query["s"] or "").split(",")):
        name, _, order = key.partition(":")
        at = position_of(columns, name)
        if at is not None:
            rows = sorted(rows, key=lambda row: sort_key(row[at]), reverse=order == "desc")
    chosen = _chosen(columns, call.query["h"], () if call.query["ts"] else CLOCK)
    objects: list[dict[str, Json]] = [{name: row[at] for name, at in chosen} for row in rows]
    lines = [tuple(row[at] or "" for _, at in chosen) for row in rows]
    heads = [tuple(name for name, _ in chosen)] if call.query["v"] else []
    aligned = _padded([*heads, *lines], [columns[at].to_right for _, at in chosen])
    if chosen and not columns[chosen[-1][1]].to_right:
        aligned = [[*padded[:-1], padded[-1].rstrip(" ")] for padded in aligned]
    return Table("".join(" ".join(line) + "\n" for line in aligned), objects)


def _chosen(columns: tuple[Column, ...], wanted: str | None, unshown: tuple[str, ...]) -> list[tuple[str, int]]:
    """The columns to show: what each is called in this answer, and where it is."""
    if not wanted or wanted == "*":
        found = [(column.name, at) for at, column in enumerate(columns) if column.shown or wanted]
    else:
        names = [name.strip() for name in wanted.split(",")]
        found = [one for name in names for one in _meant(columns, name)]
    return [(name, at) for name, at in found if columns[at].name not in unshown]


def _meant(columns: tuple[Column, ...], name: str) -> list[tuple[str, int]]:
    """The columns that one name or pattern means."""
    if "*" in name:
        return [(column.name, at) for at, column in enumerate(columns) if fnmatchcase(column.name, name)]
    at = position_of(columns, name)
    return [] if at is None else [(name, at)]


def sort_key(cell: str | None) -> tuple[int, float, str]:
    """Numbers and sizes by what they are worth, before texts."""
    matched = re.fullmatch(r"(-?\d+(?:\.\d+)?)(b|kb|mb|gb|tb|ms|s|m|h|d|%)?", cell or "")
    if matched is None:
        return (1, 0.0, cell) if cell else (0, -1.0, "")
    return (0, float(matched[1]) * _WORTH.get(matched[2], 1), "")


def position_of(columns: tuple[Column, ...], name: str) -> int | None:
    """Where the column of that name is."""
    for at, column in enumerate(columns if name else ()):
        if name == column.name or name in [alias.strip() for alias in column.aliases.split(",")]:
            return at
    return None


def _padded(lines: Sequence[tuple[str, ...]], to_right: list[bool] | None = None) -> list[list[str]]:
    if not lines:
        return []
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    rights = to_right or [False] * len(widths)
    return [
        [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, rights, strict=True)
        ]
        for line in lines
    ]
