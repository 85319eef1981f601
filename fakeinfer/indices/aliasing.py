"""Aliases given to indices and taken from them.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/cluster/metadata/{AliasValidator,MetadataIndexAliasesService}.java
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from ..errors import ApiError, illegal_argument
from ..search.locate import Place
from ..search.query import Reading
from ..wire import Json
from . import COLLECTION, exists, find
from .blocks import check
from .creating import FORBIDDEN
from .dialect import dialect_of

if TYPE_CHECKING:
    from ..cluster import State


def check_alias(state: State, alias: str, options: dict[str, Any]) -> None:
    """Refuse what no alias can be called, what an index is called, and a filter that is none."""
    problem = None
    if not alias:
        raise illegal_argument("alias name is required")
    if any(character in ' "*,/<>?\\|' for character in alias):
        problem = f"must not contain the following characters {FORBIDDEN[state.contract.product.name]}"
    elif "#" in alias:
        problem = "must not contain '#'"
    elif ":" in alias and not dialect_of(state).colons_in_aliases:
        problem = "must not contain ':'"
    elif alias[0] in "_-+":
        problem = "must not start with '_', '-', or '+'"
    elif alias in (".", ".."):
        problem = "must not be '.' or '..'"
    if problem is not None:
        raise ApiError(400, "invalid_alias_name_exception", f"Invalid alias name [{alias}]: {problem}")
    if exists(state, alias):
        raise dialect_of(state).alias_like_index(state, alias, find(state, alias)["uuid"])
    if "," in options.get("index_routing", ""):
        raise illegal_argument(f"alias [{alias}] has several index routing values associated with it")
    if "filter" in options:
        try:
            Reading(state).query(options["filter"], Place(options["filter"]))
        except ApiError as refused:
            raise illegal_argument(f"failed to parse filter for alias [{alias}]", caused_by=refused) from None


def add(state: State, names: Iterable[str], alias: str, options: dict[str, Any]) -> None:
    """Give an alias to indices, in place of one of the same name."""
    names = list(names)
    if options.get("is_write_index") is True:
        _refuse_several(alias, list(dict.fromkeys([*_writers(state, alias), *names])) if names else [])
    give(state, names, alias, options)


def give(state: State, names: Iterable[str], alias: str, options: dict[str, Any]) -> None:
    """The same before other changes that are made at once; `refuse_two_writers` comes after them."""
    for name in names:
        check(state, name, "metadata_write")
        record = find(state, name)
        state.store.put(COLLECTION, name, {**record, "aliases": {**record["aliases"], alias: options}})


def refuse_two_writers(state: State, aliases: Iterable[str]) -> None:
    """Refuse an alias that writes to two indices."""
    for alias in aliases:
        _refuse_several(alias, _writers(state, alias))


def _writers(state: State, alias: str) -> list[str]:
    records = state.store[COLLECTION].items()
    return [name for name, record in records if record["aliases"].get(alias, {}).get("is_write_index") is True]


def _refuse_several(alias: str, writers: list[str]) -> None:
    if len(writers) > 1:
        listed = ",".join(writers)
        raise ApiError(500, "illegal_state_exception", f"alias [{alias}] has more than one write index [{listed}]")


def remove(state: State, names: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """Take the aliases that patterns mean from indices; those that were taken."""
    gone: set[str] = set()
    wanted = ["*" if pattern == "_all" else pattern for pattern in patterns]
    for name in names:
        record = find(state, name)
        taken = {alias for alias in record["aliases"] if any(fnmatchcase(alias, pattern) for pattern in wanted)}
        if taken:
            check(state, name, "metadata_write")
            kept = {alias: options for alias, options in record["aliases"].items() if alias not in taken}
            state.store.put(COLLECTION, name, {**record, "aliases": kept})
        gone |= taken
    return gone


def taken_by_index(alias: str, uuid: str) -> ApiError:
    """An index has that name."""
    return ApiError(
        400,
        "invalid_alias_name_exception",
        f"Invalid alias name [{alias}], an index exists with the same name as the alias",
        metadata={"index": alias, "index_uuid": uuid},
    )


def aliases_not_found(names: list[str]) -> ApiError:
    """`AliasesNotFoundException`: 404."""
    id: Json = names[0] if len(names) == 1 else list(names)
    metadata = {"resource.id": id, "resource.type": "aliases"}
    return ApiError(404, "aliases_not_found_exception", f"aliases [{', '.join(names)}] missing", metadata=metadata)
