"""Tables of `_cat` with the columns that Elasticsearch has (`cat_columns.json`), and the units that a request asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ...errors import illegal_argument
from ...node_errors import bytes_text
from ...operations import Bool, Call, Parameter, Text
from ...tables import Column, position_of, table
from ...versions import Span, Version
from ...wire import PlainText, Table
from ..indices.dialect import warn_of_local

PARAMETERS: dict[str, Parameter] = {
    "v": Bool(False),
    "h": Text(),
    "s": Text(),
    "help": Bool(False),
    "bytes": Text(),
    "size": Text(),
    "time": Text(),
    "ts": Bool(True),
}
"""Query parameters of every table."""
MANAGER: dict[str, Parameter] = {"master_timeout": Text()}
LOCAL: dict[str, Parameter] = {"local": Bool(None), **MANAGER}
SIZES = {"b": 1, "k": 2**10, "kb": 2**10, "m": 2**20, "mb": 2**20, "g": 2**30, "gb": 2**30, "t": 2**40, "tb": 2**40,
         "p": 2**50, "pb": 2**50}  # fmt: skip
TIMES = {"nanos": 1e-6, "micros": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4, "h": 3.6e6, "d": 8.64e7}


class Size(NamedTuple):
    """A cell that is a number of bytes."""

    bytes: int


Cell: TypeAlias = str | Size | None
Row: TypeAlias = Mapping[str, Cell]


class Declared(NamedTuple):
    """A column, and what stands in it where nothing is known."""

    column: Column
    steady: str | None


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((Path(__file__).parent / "cat_columns.json").read_text("utf-8"))
    return read


def columns_of(name: str, version: Version) -> list[Declared]:
    """The columns that a table has at a version."""
    found = []
    for title, aliases, about, flags, steady, *span in _data()[name]:
        if version in Span(*span):
            found.append(Declared(Column(title, aliases, about, "s" in flags, "r" in flags), steady))
    return found


def shown(call: Call, name: str, rows: Sequence[Row], *, steady: bool = True) -> Table | PlainText:
    """The table `name` as the request wants to see it; a row says what is known, all else is steady, or empty without it."""
    if "local" in call.query:
        warn_of_local(call)
    declared = columns_of(name, call.contract.version)
    columns = tuple(one.column for one in declared)
    for key in (call.query["s"] or "").split(","):
        title, _, order = key.strip().rpartition(":")
        if order.lower() not in ("asc", "desc"):
            title = key.strip()
        if title and position_of(columns, title) is None:
            raise illegal_argument(f"Unable to sort by unknown sort key `{title}`")
    cells = [
        tuple(
            _rendered(call, row[one.column.name])
            if one.column.name in row
            else _steady(call, one.steady)
            if row.get("steady", "yes") is not None and steady
            else None
            for one in declared
        )
        for row in rows
    ]
    return table(call, columns, cells)


def _rendered(call: Call, cell: Cell) -> str | None:
    if not isinstance(cell, Size):
        return cell
    unit = SIZES.get(call.query["bytes"] or "")
    return bytes_text(cell.bytes) if unit is None else str(cell.bytes // unit)


def _steady(call: Call, text: str | None) -> str | None:
    """A steady cell in the unit that is asked for: nothing takes no time and no space in any of them."""
    if text == "0b" and call.query["bytes"] in SIZES:
        return "0"
    return "0" if text == "0s" and call.query["time"] in TIMES else text
