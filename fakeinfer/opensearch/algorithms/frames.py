"""Frames of data: rows of typed values under named columns, from a body or from the hits of a search, and back to JSON.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/dataframe/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ...errors import illegal_argument
from ...operations import Call
from ...wire import Json
from ..ml.errors import null_pointer
from . import errors as algorithm_errors
from .reading import Path, as_whole, read_boolean, read_lenient_number, read_list, read_object, read_text

NUMBERS = ("SHORT", "INTEGER", "LONG", "DOUBLE", "FLOAT")
TYPES = (*NUMBERS, "STRING", "BOOLEAN", "NULL")


class Value(NamedTuple):
    """One cell."""

    type: str
    value: Json = None

    @property
    def number(self) -> float:
        """It as a number; text, booleans and nulls are none."""
        if self.type not in NUMBERS:
            raise algorithm_errors.value_is_not("Double")
        return float(self.value)

    @property
    def moment(self) -> int:
        """It as a long; of all numbers only a LONG is one."""
        if self.type != "LONG":
            raise algorithm_errors.value_is_not("Long")
        return int(self.value)

    @property
    def text(self) -> str:
        """It as a text; a number is none."""
        if self.type != "STRING":
            raise algorithm_errors.value_is_not("String")
        return str(self.value)

    def json(self) -> dict[str, Json]:
        """It as the wire has it."""
        if self.type == "NULL":
            return {"column_type": "NULL"}
        return {"column_type": self.type, "value": self.value}


class Frame(NamedTuple):
    """Columns and rows; a body may give rows of other lengths than there are columns."""

    names: Sequence[str | None]
    types: Sequence[str | None]
    rows: Sequence[Sequence[Value]]

    def points(self) -> list[list[float]]:
        """All rows as numbers."""
        return [[value.number for value in row] for row in self.rows]

    def cell(self, row: int, column: int) -> Value:
        """What stands in a column of a row."""
        values = self.rows[row]
        if len(values) <= column:
            raise algorithm_errors.row_too_short(len(values))
        return values[column]

    def even_points(self, apart: int | None = None) -> list[list[float]]:
        """The rows as numbers, one of each column but the one that is apart; what a row has beyond them is left out."""
        columns = [column for column in range(len(self.names)) if column != apart]
        return [[self.cell(row, column).number for column in columns] for row in range(len(self.rows))]

    def column(self, name: str) -> int:
        """The place of a column."""
        if name not in self.names:
            raise algorithm_errors.no_such_target()
        return self.names.index(name)

    def json(self) -> dict[str, Json]:
        """It as the wire has it."""
        columns = zip(self.names, self.types, strict=True)
        return {
            "column_metas": [{"name": name, "column_type": type} for name, type in columns],
            "rows": [{"values": [value.json() for value in row]} for row in self.rows],
        }


def result(columns: Mapping[str, str], rows: Iterable[Sequence[Json]]) -> Frame:
    """What an algorithm found: names of columns with their types, and plain values."""
    types = list(columns.values())
    return Frame(
        list(columns), types, [[Value(type, value) for type, value in zip(types, row, strict=True)] for row in rows]
    )


def frame_of_json(body: dict[str, Any]) -> Frame:
    """What `Frame.json` gave."""
    metas = body["column_metas"]
    rows = [[Value(cell["column_type"], cell.get("value")) for cell in row["values"]] for row in body["rows"]]
    return Frame([meta["name"] for meta in metas], [meta["column_type"] for meta in metas], rows)


def read_frame(call: Call, at: Path, body: Json) -> Frame:
    """`input_data`."""
    names: list[str | None] = []
    types: list[str | None] = []
    rows: list[list[Value]] = []
    for field, value in read_object(call, at, body).items():
        if field == "column_metas":
            for place, meta in enumerate(read_list(call, (*at, field), value)):
                name, type = _read_column(call, (*at, field, place), meta)
                names.append(name)
                types.append(type)
        elif field == "rows":
            for place, row in enumerate(read_list(call, (*at, field), value)):
                rows.append(_read_row(call, (*at, field, place), row))
    return Frame(names, types, rows)


def _read_column(call: Call, at: Path, body: Json) -> tuple[str | None, str | None]:
    meta = read_object(call, at, body)
    name, type = meta.get("name"), meta.get("column_type")
    if "name" in meta:
        name = read_text(call, (*at, "name"), name)
    return name, None if "column_type" not in meta else _read_type(call, (*at, "column_type"), type)


def _read_type(call: Call, at: Path, value: Json) -> str:
    type = read_text(call, at, value).upper()
    if type not in TYPES:
        raise algorithm_errors.unknown_word("dataframe.ColumnType", type)
    return type


def _read_row(call: Call, at: Path, body: Json) -> list[Value]:
    row = []
    for field, values in read_object(call, at, body).items():
        if field == "values":
            for place, value in enumerate(read_list(call, (*at, field), values)):
                row.append(_read_value(call, (*at, field, place), value))
    return row


def _read_value(call: Call, at: Path, body: Json) -> Value:
    cell = read_object(call, at, body)
    first = next(iter(cell), "null")
    if first != "column_type":
        raise illegal_argument(f"wrong column type, expect column_type field but got {first}")
    type = _read_type(call, (*at, "column_type"), cell["column_type"])
    if type == "NULL":
        return Value(type)
    where, value = (*at, "value"), cell.get("value")
    if type == "STRING":
        return Value(type, read_text(call, where, value))
    if type == "BOOLEAN":
        return Value(type, read_boolean(call, where, value))
    number = read_lenient_number(call, where, value)
    return Value(type, number if type in ("DOUBLE", "FLOAT") else as_whole(number))


def frame_of_documents(sources: Sequence[Mapping[str, Any]]) -> Frame:
    """The sources of hits: the first one makes the columns, the others must have the same with the same types."""
    if not sources:
        raise illegal_argument("input is null or empty")
    first = {name: _value_of(value) for name, value in sources[0].items()}
    if not first:
        raise illegal_argument("columnMetas array is null or empty")
    rows = []
    for source in sources:
        if len(source) != len(first):
            raise illegal_argument("input item map size is different in the map")
        for name, value in source.items():
            if name not in first:
                raise illegal_argument(f"field of input item doesn't exist in columns, filed:{name}")
            if _value_of(value).type != first[name].type:
                raise illegal_argument("the same field has different data type")
        rows.append([_value_of(source[name]) for name in first])
    return Frame(list(first), [value.type for value in first.values()], rows)


def _value_of(value: Json) -> Value:
    if isinstance(value, bool):
        return Value("BOOLEAN", value)
    if isinstance(value, int):
        return Value("INTEGER" if -(2**31) <= value < 2**31 else "LONG", value)
    if isinstance(value, float):
        return Value("DOUBLE", value)
    if isinstance(value, str):
        return Value("STRING", value)
    if value is None:
        raise null_pointer('Cannot invoke "Object.getClass()" because "object" is null')
    kind = "HashMap" if isinstance(value, dict) else "ArrayList"
    raise illegal_argument(f"unsupported type:java.util.{kind}")
