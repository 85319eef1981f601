"""`_rollover`: a new index takes the place of the one that an alias writes to, at once or when that is big or old enough.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/admin/indices/rollover/
{TransportRolloverAction,MetadataRolloverService,RolloverRequest}.java
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import documents, indices
from ..errors import ApiError, illegal_argument, not_implemented, number_format, parse_error
from ..indices import COLLECTION, aliasing
from ..indices.blocks import check
from ..indices.creating import check_name, create_from_request
from ..indices.dialect import dialect_of
from ..indices.resolving import is_alias
from ..indices.sizes import size_in_bytes
from ..indices.templates import matching_template, taken
from ..node_errors import bytes_text
from ..object_parser import LONG, Field, ObjectParser, Path, Source, Unreadable, converted, within
from ..operations import POST, Bool, Call, read_time
from ..wire import Json
from .alias_reading import OPTION_KEYS
from .parameters import ACTIVE_SHARDS, TIMEOUTS

if TYPE_CHECKING:
    from ..cluster import State

UNITS = {"b": 1, "k": 1024, "kb": 1024, "m": 1024**2, "mb": 1024**2, "g": 1024**3, "gb": 1024**3, "t": 1024**4,
         "tb": 1024**4, "p": 1024**5, "pb": 1024**5}  # fmt: skip
TIMES = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms"))
MOST = 2**31 - 1


class Condition(NamedTuple):
    """What has to be reached, and how it is told."""

    limit: float
    told: str


def _read_age(name: str, text: str) -> Condition:
    limit = read_time(name, text)
    return Condition(limit, f"[{name}: {_time_text(limit)}]")


def _read_size(name: str, text: str) -> Condition:
    matched = re.fullmatch(r"([0-9.]+)\s*([kmgtp]?b?)", text.strip().lower())
    number, unit = matched.groups() if matched else ("", "")
    if number == "0" and not unit:
        unit = "b"
    try:
        limit = int(float(number) * UNITS[unit])
    except (KeyError, ValueError):
        raise parse_error(
            f"failed to parse setting [{name}] with value [{text}] as a size in bytes: unit is missing or unrecognized"
        ) from None
    return Condition(limit, f"[{name}: {bytes_text(limit)}]")


def _read_count(name: str, value: Json, source: Source, path: Path) -> Condition:
    limit = LONG.read(value, source, path)
    return Condition(limit, f"[{name}: {limit}]")


def age(name: str) -> Field:
    """A condition on the age of the index."""
    return converted(partial(_read_age, name))


def size(name: str) -> Field:
    """A condition on bytes."""
    return converted(partial(_read_size, name))


def count(name: str) -> Field:
    """A condition on the number of documents."""
    return Field(("VALUE_NUMBER", "VALUE_STRING"), partial(_read_count, name))


def _time_text(milliseconds: float) -> str:
    """`1.5h`: one decimal, cut off (`TimeValue`)."""
    if milliseconds < 0:
        return "-1"
    for unit, name in TIMES:
        if milliseconds >= unit:
            tenths = int(milliseconds * 10 // unit)
            return f"{tenths // 10}.{tenths % 10}{name}" if tenths % 10 else f"{tenths // 10}{name}"
    return "0s"


def _read_mappings(value: dict[str, Json], source: Source, path: Path) -> Json:
    if list(value) == ["_doc"]:
        raise Unreadable(illegal_argument("The mapping definition cannot be nested under a type"), path, "end")
    return value


def _read_aliases(value: dict[str, Json], source: Source, path: Path) -> Json:
    if not all(isinstance(options, dict) for options in value.values()):
        raise Unreadable(illegal_argument("No alias is specified"), path, "end")
    return {alias: _known(options) for alias, options in value.items() if isinstance(options, dict)}


def _known(options: dict[str, Json]) -> dict[str, Json]:
    """What says something about an alias; all else is skipped."""
    return {sets: value for key, value in options.items() for sets in OPTION_KEYS.get(key, ())}


def _settings(value: Json, source: Source, path: Path) -> Json:
    return value


def request_of(conditions: ObjectParser) -> ObjectParser:
    """The body of a rollover, with the conditions that a product knows."""
    return ObjectParser(
        "rollover",
        {
            "conditions": within(conditions),
            "settings": Field(("START_OBJECT",), _settings),
            "mappings": Field(("START_OBJECT",), _read_mappings),
            "aliases": Field(("START_OBJECT",), _read_aliases),
        },
    )


def rollover(call: Call) -> Json:
    """Make the index that an alias writes to from now on; with conditions only if one of them is met."""
    state, alias, dry = call.state, call.path["index"], call.query["dry_run"]
    asked: dict[str, Any] = call.body or {}
    holders = {name: record for name, record in state.store[COLLECTION].items() if alias in record["aliases"]}
    for name in holders:
        check(state, name, "metadata_write")
    old = _written(state, alias, holders)
    new = call.path.get("new_index") or _next(old)
    if new.startswith("<"):
        raise not_implemented("date math in the names of indices")
    check_name(state, new)
    _refuse_templates(state, alias, new)
    conditions: dict[str, Condition] = asked.get("conditions", {})
    met = {one.told: REACHED[name[4:]](call, old) >= one.limit for name, one in conditions.items()}
    least = [met[one.told] for name, one in conditions.items() if name.startswith("min_")]
    most = [met[one.told] for name, one in conditions.items() if name.startswith("max_")]
    rolls = not dry and all(least) and (not most or any(most))
    if rolls:
        _roll(call, alias, old, new)
    return {
        "acknowledged": rolls,
        "shards_acknowledged": rolls,
        "old_index": old,
        "new_index": new,
        "rolled_over": rolls,
        "dry_run": dry,
        "conditions": met,
    }


def _written(state: State, alias: str, holders: dict[str, Any]) -> str:
    """The index that an alias writes to."""
    if not is_alias(state, alias):
        if indices.exists(state, alias):
            raise illegal_argument("rollover target is a [concrete index] but one of [alias,data_stream] was expected")
        raise dialect_of(state).no_rollover_target(alias)
    said = {name: record["aliases"][alias].get("is_write_index") for name, record in holders.items()}
    writers = [name for name, writes in said.items() if writes is True]
    if not writers and len(said) == 1:
        writers = [name for name, writes in said.items() if writes is None]
    if not writers:
        raise illegal_argument(f"rollover target [{alias}] does not point to a write index")
    return writers[0]


def _next(name: str) -> str:
    """The name with the number after it."""
    before, dash, number = name.rpartition("-")
    if not dash or not re.fullmatch("[0-9]+", number):
        raise illegal_argument(f"index name [{name}] does not match pattern '^.*-\\d+$'")
    if int(number) > MOST:
        raise number_format(number)
    return f"{before}-{int(number) + 1:06}"


def _refuse_templates(state: State, alias: str, new: str) -> None:
    """Refuse when a template would give the new index the alias as well."""
    found = taken(state, new)
    if alias in found.aliases:
        chosen = matching_template(state, new)
        name = chosen[0] if chosen is not None else found.sources[0]
        raise illegal_argument(
            f"Rollover alias [{alias}] can point to multiple indices, found duplicated alias [[{alias}]] in index template"
            f" [{name}]"
        )


def _roll(call: Call, alias: str, old: str, new: str) -> None:
    state, asked = call.state, call.body or {}
    aliases: dict[str, Any] = asked.get("aliases", {})
    for name in aliases:
        aliasing.check_alias(state, name, aliases[name])
    options = indices.find(state, old)["aliases"][alias]
    body = {part: asked[part] for part in ("settings", "mappings") if part in asked}
    before = state.store.copied()
    try:
        create_from_request(state, new, {**body, "aliases": aliases}, call.warnings)
        if options.get("is_write_index") is True:
            aliasing.add(state, [old], alias, {**options, "is_write_index": False})
        else:
            aliasing.remove(state, [old], [alias])
        aliasing.add(state, [new], alias, options)
    except ApiError:
        state.store.collections = before
        raise


def _documents(call: Call, name: str) -> float:
    """How many documents an index holds; nobody knows of a closed one."""
    return 0 if _is_closed(call, name) else sum(1 for _ in documents.all_documents(call.state, name))


def _bytes(call: Call, name: str) -> float:
    if _is_closed(call, name):
        return 0
    shards = int(indices.setting(indices.find(call.state, name), "number_of_shards", 1))
    filled = next(iter(documents.all_documents(call.state, name)), None) is not None
    return float(size_in_bytes(shards, filled=filled))


def _age(call: Call, name: str) -> float:
    return float(call.state.clock.millis - indices.find(call.state, name)["created_millis"])


def _is_closed(call: Call, name: str) -> bool:
    return "closed" in indices.find(call.state, name)


def _primary_bytes(call: Call, name: str) -> float:
    """The size of the biggest primary: the one that holds the documents."""
    if _is_closed(call, name):
        return 0
    filled = next(iter(documents.all_documents(call.state, name)), None) is not None
    return float(size_in_bytes(1, filled=filled))


REACHED: dict[str, Callable[[Call, str], float]] = {
    "age": _age,
    "docs": _documents,
    "size": _bytes,
    "primary_shard_docs": _documents,
    "primary_shard_size": _primary_bytes,
}
"""What conditions are about, by their names without `max_` and `min_`."""

ROUTES = (POST("/{index}/_rollover"), POST("/{index}/_rollover/{new_index}"))
PARAMETERS = {**TIMEOUTS, "dry_run": Bool(False), "wait_for_active_shards": ACTIVE_SHARDS}
