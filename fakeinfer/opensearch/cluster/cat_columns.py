"""Columns of tables that are shown when a request asks for them: counters and sizes, which are steady (`cat_columns.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...operations import Call
from ...tables import Column, table
from ...wire import PlainText, Table

LEFT = ("creation.date.string", "pid", "jdk", "sync_id", "path.data", "path.state")
"""Columns of texts; all others are numbers."""
Row = tuple[str | None, ...]


def widened(
    call: Call,
    name: str,
    columns: tuple[Column, ...],
    rows: Sequence[Row],
    known: Sequence[Mapping[str, str] | None] = (),
) -> Table | PlainText:
    """The table `name`, with its further columns where the request asks for any.

    `known` are cells of further columns that are known of each row; None is a row that has none of them.
    """
    if not (call.query["h"] or call.query["help"] or call.query["s"]):
        return table(call, columns, rows)
    listed = json.loads((Path(__file__).parent / "cat_columns.json").read_text("utf-8"))[name]
    own = {column.name: at for at, column in enumerate(columns)}
    wide = tuple(
        columns[own[entry]]
        if isinstance(entry, str)
        else Column(entry[0], entry[1], entry[2], shown=False, to_right=entry[0] not in LEFT)
        for entry in listed
    )
    beside = known or [{}] * len(rows)
    filled = [
        tuple(
            row[own[entry]] if isinstance(entry, str) else None if more is None else more.get(entry[0], entry[3])
            for entry in listed
        )
        for row, more in zip(rows, beside, strict=True)
    ]
    return table(call, wide, filled)
