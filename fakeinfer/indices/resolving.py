"""Which indices a request's expression means: names, aliases, wildcards, exclusions."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ApiError, illegal_argument, index_not_found
from ..operations import Bool, Custom, Parameter
from . import COLLECTION, setting
from .blocks import refuse

if TYPE_CHECKING:
    from ..cluster import State


class Options(NamedTuple):
    """`ignore_unavailable`, `allow_no_indices`, `expand_wildcards` of a request."""

    ignore_unavailable: bool = False
    allow_no_indices: bool = True
    expand_wildcards: str = "open"
    about_contents: bool = True
    """Whether the request wants what is in the indices: that of closed and blocked ones it does not get."""


DEFAULT = Options()


def read_wildcards(name: str, text: str) -> str:
    """`expand_wildcards`: a list of states."""
    for state in text.split(","):
        if state not in ("open", "closed", "hidden", "none", "all", ""):
            raise illegal_argument(f"No valid expand wildcard value [{state}]")
    return text


EXPANDS = Custom(read_wildcards, "open")
WILDCARDS: dict[str, Parameter] = {
    "ignore_unavailable": Bool(False),
    "allow_no_indices": Bool(True),
    "expand_wildcards": EXPANDS,
}
"""Parameters of requests that name indices."""


def options_of(query: Mapping[str, Any], *, about_contents: bool = True) -> Options:
    """A request's way of reading index expressions."""
    expands = query["expand_wildcards"] or "open"
    return Options(query["ignore_unavailable"], query["allow_no_indices"], expands, about_contents)


def invalid_index_name(name: str, problem: str) -> ApiError:
    """`InvalidIndexNameException`: 400."""
    metadata = {"index": name, "index_uuid": "_na_"}
    return ApiError(400, "invalid_index_name_exception", f"Invalid index name [{name}], {problem}", metadata=metadata)


def resolve(state: State, expression: str, options: Options = DEFAULT) -> list[str]:
    """The indices an expression means, in the order in which it names them; 404 for an absent one, 400 for what is none.

    The second is `IndexNameExpressionResolver.validateAliasOrIndex` of both servers: a misspelt path of one segment ends there.
    """
    parts = [part for part in expression.split(",") if part] or ["_all"]
    found: dict[str, None] = {}
    wildcard_before = False
    for part in parts:
        if wildcard_before and part.startswith("-"):
            for name in _named(state, part[1:], options):
                found.pop(name, None)
            continue
        if part.startswith("_") and part != "_all":
            raise invalid_index_name(part, "must not start with '_'.")
        is_wildcard = part == "_all" or "*" in part
        wildcard_before = wildcard_before or is_wildcard
        names = _named(state, part, options)
        if not names and is_wildcard and not options.allow_no_indices:
            raise index_not_found(part)
        if not names and not is_wildcard and not options.ignore_unavailable:
            raise index_not_found(part)
        found.update(dict.fromkeys(names))
    if not found and not options.allow_no_indices:
        raise index_not_found(expression)
    return _readable(state, list(found), options) if options.about_contents else list(found)


def _readable(state: State, names: list[str], options: Options) -> list[str]:
    """Refuse closed and blocked indices; those that are closed are left out where absent ones are."""
    records = state.store[COLLECTION]
    closed = [name for name in names if "closed" in records[name]] if options.ignore_unavailable else ()
    for name in names:
        if ("blocks" in records[name] or "closed" in records[name]) and name not in closed:
            refuse(name, records[name], "read")
    return [name for name in names if name not in closed] if closed else names


def _named(state: State, part: str, options: Options) -> list[str]:
    records = state.store[COLLECTION]
    if part in records:
        return [part]
    if part == "_all" or "*" in part:
        pattern = "*" if part == "_all" else part
        if "none" in options.expand_wildcards.split(","):
            return []
        return sorted(name for name in records if _matches(state, name, pattern, options))
    return sorted(name for name, record in records.items() if part in record["aliases"])


def _matches(state: State, name: str, pattern: str, options: Options) -> bool:
    record = state.store[COLLECTION][name]
    if options.expand_wildcards != "open" or "closed" in record:
        states = set(options.expand_wildcards.split(","))
        if not states & {"all", "closed" if "closed" in record else "open"}:
            return False
    if str(setting(record, "hidden", "false")) == "true":
        expands = options.expand_wildcards.split(",")
        if not ("hidden" in expands or "all" in expands or (pattern.startswith(".") and name.startswith("."))):
            return False
    return fnmatchcase(name, pattern) or any(fnmatchcase(alias, pattern) for alias in record["aliases"])


def is_alias(state: State, name: str) -> bool:
    """Whether an index is known by this other name."""
    return any(name in record["aliases"] for record in state.store[COLLECTION].values())


def names_of(state: State, pattern: str, options: Options = DEFAULT) -> list[str]:
    """The indices and the aliases whose own name a wildcard means."""
    aliases = {alias for record in state.store[COLLECTION].values() for alias in record["aliases"]}
    wanted = "*" if pattern == "_all" else pattern
    indices = [name for name in _named(state, pattern, options) if fnmatchcase(name, wanted)]
    return indices + sorted(alias for alias in aliases if fnmatchcase(alias, wanted))
