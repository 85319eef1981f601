"""Tables of `_cat`: declaring them, and the columns that they have (`cat_columns.json`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...operations import Call, F, Parameter, Route, Text, operation
from ...tables import PARAMETERS, Column, table
from ...wire import PlainText, Table

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/cat.yaml"
PRIVILEGE = "cluster_monitor"
QUERY: dict[str, Parameter] = {**PARAMETERS, "cluster_manager_timeout": Text()}
NOTHING_MEASURED = "the only node answers at once, and no number needs a unit"
HOST = "127.0.0.1"
Row = tuple[str | None, ...]


def cat(
    name: str, *routes: Route, query: Mapping[str, Parameter] = QUERY, unread_query: str = NOTHING_MEASURED
) -> Callable[[F], F]:
    """Declare the function that makes a table."""
    return operation(f"cat.{name}", *routes, query=query, privilege=PRIVILEGE, source=SOURCE, unread_query=unread_query)


class Declared(NamedTuple):
    """A column; those that code says nothing of are `further` ones, which are steady."""

    column: Column
    further: bool
    steady: str | None


@lru_cache(maxsize=1)
def _declared() -> dict[str, list[Declared]]:
    read: dict[str, Any] = json.loads((Path(__file__).parent / "cat_columns.json").read_text("utf-8"))
    del read["about"]
    return {name: [_column(*entry) for entry in listed] for name, listed in read.items()}


def _column(name: str, aliases: str, about: str, flags: str, *steady: str | None) -> Declared:
    return Declared(Column(name, aliases, about, "s" in flags, "r" in flags), bool(steady), *(steady or (None,)))


def shown(
    call: Call, name: str, rows: Sequence[Row], known: Sequence[Mapping[str, str] | None] = ()
) -> Table | PlainText:
    """The table `name` as the request wants to see it, with its further columns where that asks for any.

    `known` are cells of further columns that are known of each row; None is a row that has none of them.
    """
    declared = _declared()[name]
    own = [one.column for one in declared if not one.further]
    if len(own) == len(declared) or not (call.query["h"] or call.query["help"] or call.query["s"]):
        return table(call, tuple(own), rows)
    beside = known or [{}] * len(rows)
    filled = [tuple(_cells(declared, row, more)) for row, more in zip(rows, beside, strict=True)]
    return table(call, tuple(one.column for one in declared), filled)


def _cells(declared: Sequence[Declared], row: Row, more: Mapping[str, str] | None) -> list[str | None]:
    own = iter(row)
    further = {one.column.name: one.steady for one in declared if one.further} if more is not None else {}
    return [{**further, **(more or {})}.get(one.column.name) if one.further else next(own) for one in declared]
