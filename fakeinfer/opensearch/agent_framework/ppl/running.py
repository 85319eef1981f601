"""Running PPL over the documents of indices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .... import indices
from ....errors import ApiError
from ....formats.jsontext import scalar
from ....formats.singles import single
from ....indices.resolving import resolve
from ....search import engine
from ....search.scoring import shortest
from ....wire import Json
from ...access.control import require_permissions
from .. import changes
from ..skills.mappings import merged
from . import filters
from .columns import DECIMAL, UNSHOWN, WHOLE, Column, columns, time_text, top, value
from .reading import Command, Counted, Dedup, Fields, Head, Query, Rename, Sort, Stats, Where, not_run, read

if TYPE_CHECKING:
    from ....cluster import State

MOST = 10_000
MOST_BEFORE = 200
GROUPS = 1000
"""How many rows are answered, how many before 2.17, and how many groups are counted."""
PERMISSIONS = ("indices:admin/mappings/get", "indices:data/read/search")
_MISSING = 2**63 - 1

Row = list[Json]


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns with their types, and rows."""

    schema: list[tuple[str, str]]
    rows: list[Row]

    @property
    def names(self) -> list[str]:
        """What its columns are called."""
        return [name for name, _ in self.schema]

    def text(self) -> str:
        """As the plugin answers."""
        schema = [{"name": name, "type": type} for name, type in self.schema]
        size = len(self.rows)
        return _pretty({"schema": schema, "datarows": self.rows, "total": size, "size": size}, "\n")


@dataclass(frozen=True, slots=True)
class _Table:
    columns: list[Column]
    rows: list[Row]

    def place(self, name: str) -> int:
        """Where a column stands."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise UnknownFieldError(name)


class UnknownFieldError(Exception):
    """No column is called so."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def run(state: State, text: str, *, whole: bool = False) -> Answer:
    """What a query answers; `whole` if the rows are to be worked on, so that none may be missing."""
    on = state.switched_on
    query = read(text, or_binds_closer=changes.PPL_HAS_PARENTHESES not in on)
    calcite = changes.PPL_RUNS_ON_CALCITE in on
    try:
        table = _fetched(state, query, calcite=calcite, whole=whole)
        for command in query.commands:
            table = _after(table, command, calcite=calcite)
    except UnknownFieldError as unknown:
        if calcite:
            raise not_run(f"{unknown.name}, a field that is not there,") from None
        raise unresolved(unknown.name) from None
    most = MOST if changes.PPL_ANSWERS_MORE_ROWS in on else MOST_BEFORE
    named = WHOLE if changes.PPL_NAMES_TYPES_ITS_WAY in on else {}
    schema = [(column.name, named.get(column.type, column.type)) for column in table.columns]
    for column in table.columns:
        if column.type in UNSHOWN:
            raise not_run(f"{column.name}, of type {column.type}, among what is answered")
    return Answer(schema, table.rows[:most])


def _fields(state: State, query: Query) -> tuple[list[str], dict[str, Column]]:
    for pattern in query.indices:
        require_permissions(state, PERMISSIONS, pattern)
    names = [name for pattern in query.indices for name in resolve(state, pattern)]
    properties: dict[str, Any] = {}
    for name in names:
        properties = merged(properties, indices.find(state, name)["mappings"].get("properties") or {})
    return names, columns(properties)


def _end(commands: tuple[Command, ...]) -> int:
    """How many commands come before those after which rows are no documents any more."""
    cutting = Head | Stats | Fields | Rename | Dedup
    return next((at for at, command in enumerate(commands) if isinstance(command, cutting)), len(commands))


def _fetched(state: State, query: Query, *, calcite: bool, whole: bool) -> _Table:
    """The documents that all conditions hold for."""
    names, found = _fields(state, query)
    end = _end(query.commands)
    if any(isinstance(command, Where) for command in query.commands[end:]):
        raise not_run("where behind head, fields, stats, rename or dedup")
    conditions = [command.condition for command in query.commands[:end] if isinstance(command, Where)]
    for condition in conditions:
        for name in filters.names(condition):
            if name not in found:
                raise UnknownFieldError(name)
    filter = [filters.query(condition, found, calcite=calcite) for condition in conditions]
    wanted = _wanted(query.commands, found)
    dates = [
        name
        for name, column in found.items()
        if column.type == "timestamp" and any(f"{name}.".startswith(f"{one.name}.") for one in wanted)
    ]
    if not names:
        return _Table(wanted, [])
    body: dict[str, Any] = {
        "query": {"bool": {"filter": filter}} if filter else {"match_all": {}},
        "size": MOST,
        "track_total_hits": True,
        "sort": ["_doc", *({name: "asc"} for name in dates)],
    }
    answer = engine.search(state, names, body)["hits"]
    needs_all = whole and not any(isinstance(command, Head) for command in query.commands)
    needs_all = needs_all or any(isinstance(command, Sort | Stats | Dedup) for command in query.commands)
    hits = answer["hits"]
    if needs_all and answer["total"]["value"] > len(hits):
        raise not_run(f"more than {MOST} documents")
    return _Table(wanted, [_row(hit, wanted, found, dates) for hit in hits])


def _wanted(commands: tuple[Command, ...], found: Mapping[str, Column]) -> list[Column]:
    """The columns that any command is about."""
    named: list[str] = []
    first: dict[str, str] = {}
    closed = False
    for command in commands:
        about: list[str] = []
        match command:
            case Fields(names, False):
                about = list(names)
                closed = True
            case Stats(counted, by):
                about = [one.field for one in counted if one.field is not None] + list(by)
                closed = True
            case Sort(keys):
                about = [name for name, _ in keys]
            case Dedup(_, names):
                about = list(names)
            case Rename(names):
                about = [old for old, _ in names]
        named += [first.get(name, name) for name in about]
        if isinstance(command, Rename):
            first |= {new: first.get(old, old) for old, new in command.names}
        if closed:
            break
    chosen = [found[name] for name in dict.fromkeys(named) if name in found]
    if closed:
        return chosen
    shown = top(found)
    if any(column not in shown for column in chosen):
        raise not_run("an order by fields of objects that are not chosen")
    return shown


def _row(hit: Mapping[str, Any], wanted: list[Column], found: Mapping[str, Column], dates: list[str]) -> Row:
    kept = {
        name: None if millis == _MISSING else time_text(millis)
        for name, millis in zip(dates, hit["sort"][1:], strict=True)
    }
    return [value(hit["_source"], column, found, kept) for column in wanted]


def _after(table: _Table, command: Command, *, calcite: bool) -> _Table:
    """What a command leaves."""
    match command:
        case Fields(names, without):
            return _chosen(table, names, without=without)
        case Head(rows, after):
            return _Table(table.columns, table.rows[after : after + rows])
        case Sort(keys):
            return _sorted(table, keys)
        case Stats(counted, by):
            return _counted(table, counted, by, calcite=calcite)
        case Rename(names):
            return _renamed(table, names)
        case Dedup():
            if calcite:
                raise not_run("dedup, whose rows come in no order,")
            return _without_doubles(table, command)
        case _:
            return table


def _chosen(table: _Table, names: tuple[str, ...], *, without: bool) -> _Table:
    if any("*" in name for name in names):
        raise not_run("names of fields with *")
    if without and any("." in name for name in names):
        raise not_run("all fields but those of an object")
    places = [table.place(name) for name in dict.fromkeys(names)]
    if without:
        places = [place for place in range(len(table.columns)) if place not in places]
    return _Table([table.columns[place] for place in places], [[row[place] for place in places] for row in table.rows])


def _renamed(table: _Table, names: tuple[tuple[str, str], ...]) -> _Table:
    columns = list(table.columns)
    for old, new in names:
        if "*" in old or any(column.name == new for column in columns):
            raise not_run(f"{old} renamed to {new}")
        place = _Table(columns, []).place(old)
        columns[place] = replace(columns[place], name=new)
    return _Table(columns, table.rows)


def _without_doubles(table: _Table, wanted: Dedup) -> _Table:
    """The first rows of each group, in the order of all (`DedupeOperator`)."""
    if not wanted.rows:
        raise not_run("dedup 0")
    places = [table.place(name) for name in wanted.names]
    for place in places:
        _require_exact(table.columns[place])
    counted: dict[tuple[Json, ...], int] = {}
    kept = []
    for row in table.rows:
        key = tuple(row[place] for place in places)
        if None in key:
            keeps = wanted.keeps_empty
        else:
            counted[key] = counted.get(key, 0) + 1
            keeps = counted[key] <= wanted.rows
        if keeps:
            kept.append(row)
    return _Table(table.columns, kept)


def _sorted(table: _Table, keys: tuple[tuple[str, bool], ...]) -> _Table:
    rows = list(table.rows)
    for name, falling in reversed(keys):
        place = table.place(name)
        _require_exact(table.columns[place])
        ranks = {id(row): _rank(row[place]) for row in rows}
        rows.sort(key=lambda row: ranks[id(row)], reverse=falling)
    return _Table(table.columns, rows)


def _require_exact(column: Column) -> None:
    if column.exact is None or column.type in (UNSHOWN | {"struct"}):
        raise not_run(f"an order or groups by {column.name}")


def _rank(value: Json) -> tuple[int, Any]:
    """Nothing comes first."""
    return (0, 0) if value is None else (1, value)


def _counted(table: _Table, counted: tuple[Counted, ...], by: tuple[str, ...], *, calcite: bool) -> _Table:
    names = [*(one.label for one in counted), *by]
    if len(set(names)) < len(names):
        raise not_run("two columns of one name")
    places = [table.place(name) for name in by]
    for place in places:
        _require_exact(table.columns[place])
    groups: dict[tuple[Json, ...], list[Row]] = {} if by else {(): []}
    for row in table.rows:
        groups.setdefault(tuple(row[place] for place in places), []).append(row)
    if len(groups) > GROUPS:
        raise not_run(f"more than {GROUPS} groups")
    keys = sorted(groups, key=lambda key: [_rank(part) for part in key])
    results = [_result(table, one, calcite=calcite) for one in counted]
    columns = [Column(one.label, type, one.label) for one, type in zip(counted, results, strict=True)]
    rows = [
        [_computed(table, one, type, groups[key]) for one, type in zip(counted, results, strict=True)] + list(key)
        for key in keys
    ]
    return _Table(columns + [table.columns[place] for place in places], rows)


def _result(table: _Table, one: Counted, *, calcite: bool) -> str:
    """The type of a function's column."""
    if one.field is None:
        return "long" if calcite else "integer"
    column = table.columns[table.place(one.field)]
    if one.function == "count":
        return "long" if calcite else "integer"
    if column.type not in WHOLE and column.type not in DECIMAL:
        raise not_run(f"{one.function} of {column.name}, of type {column.type}")
    if one.function == "avg":
        if calcite and column.type == "float":
            raise not_run(f"avg of {column.name}, of type float")
        return "double"
    small = column.type in ("byte", "short")
    if not calcite:
        return "integer" if small else column.type
    if one.function == "sum":
        return "long" if column.type in WHOLE else "double"
    return column.type


def _computed(table: _Table, one: Counted, type: str, rows: list[Row]) -> Json:
    if one.field is None:
        return len(rows)
    place = table.place(one.field)
    values: list[Any] = [row[place] for row in rows if row[place] is not None]
    if one.function == "count":
        return len(values)
    if not values:
        if one.function == "sum":
            raise not_run("the sum of nothing")
        return None
    match one.function:
        case "min":
            found = min(values)
        case "max":
            found = max(values)
        case "avg":
            found = sum(values) / len(values)
        case _:
            found = sum(values)
    if type in WHOLE:
        return int(found)
    return shortest(single(found)) if type == "float" else float(found)


def unresolved(name: str) -> ApiError:
    """A column that is not there, as tools are told."""
    return ApiError(
        500, "semantic_check_exception", f"can't resolve Symbol(namespace=FIELD_NAME, name={name}) in type env"
    )


def _pretty(value: Json, line: str) -> str:
    """JSON as Gson prints it over several lines."""
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        pairs = (f"{scalar(name)}: {_pretty(one, inner)}" for name, one in value.items())
        return "{" + inner + f",{inner}".join(pairs) + line + "}"
    if isinstance(value, list) and value:
        return "[" + inner + f",{inner}".join(_pretty(one, inner) for one in value) + line + "]"
    return "{}" if value == {} else "[]" if value == [] else scalar(value)
