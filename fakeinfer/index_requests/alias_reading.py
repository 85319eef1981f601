"""Reading what a request says about aliases: the actions of `POST /_aliases`, and the options of one alias."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..errors import ApiError, illegal_argument
from ..object_parser import (
    BOOLEAN,
    OBJECT,
    TEXT,
    TEXTS,
    Field,
    ObjectParser,
    Path,
    Source,
    Unreadable,
    objects,
    reader_of,
)
from ..operations import Call
from ..wire import Json

OPTION_KEYS = {
    "routing": ("index_routing", "search_routing"),
    "index_routing": ("index_routing",),
    "indexRouting": ("index_routing",),
    "index-routing": ("index_routing",),
    "search_routing": ("search_routing",),
    "searchRouting": ("search_routing",),
    "search-routing": ("search_routing",),
    "filter": ("filter",),
    "is_write_index": ("is_write_index",),
    "is_hidden": ("is_hidden",),
}
"""Keys of an alias, and the options that they set."""


def _read_actions(product: str, value: Json, source: Source, path: Path) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = objects(ACTIONS[product]).read(value, source, path)
    for action in actions:
        if not action:
            null = (
                f'Cannot invoke "org.{product}.action.admin.indices.alias.IndicesAliasesRequest$AliasActions.validate()"'
                ' because "aliasAction" is null'
            )
            raise Unreadable(ApiError(400, "null_pointer_exception", null), path, "end")
        kind, asked = next(iter(action.items()))
        problem = None
        if not (asked.get("index") or asked.get("indices")):
            problem = "One of [index] or [indices] is required"
        elif kind != "remove_index" and not (asked.get("alias") or asked.get("aliases")):
            problem = "One of [alias] or [aliases] is required"
        if problem is not None:
            raise Unreadable(illegal_argument(problem), path, "end")
    return actions


def _filled(name: str, field: Field, problem: str) -> Field:
    """The field, which may not be empty."""

    def read(value: Json, source: Source, path: Path) -> Any:
        found = field.read(value, source, path)
        if not found:
            raise illegal_argument(f"[{name}] {problem}")
        return found

    return field._replace(read=read)


WHERE = {
    **{name: _filled(name, TEXT, "can't be empty string") for name in ("index", "alias")},
    **{name: _filled(name, TEXTS, "can't be empty") for name in ("indices", "aliases")},
}
WHAT = {
    name: OBJECT
    if name == "filter"
    else BOOLEAN
    if name.startswith("is_")
    else Field(("VALUE_STRING", "VALUE_NUMBER"), lambda value, source, path: str(value))
    for name in OPTION_KEYS
}
KINDS = {
    "add": ObjectParser("add", {**WHERE, **WHAT, "must_exist": BOOLEAN}),
    "remove": ObjectParser("remove", {**WHERE, **WHAT, "must_exist": BOOLEAN}),
    "remove_index": ObjectParser("remove_index", {**WHERE, **WHAT, "must_exist": BOOLEAN}),
}


def _alone(read: dict[str, Any]) -> dict[str, Any]:
    if len(read) > 1:
        raise illegal_argument("Too many operations declared on operation entry")
    return read


TOKENS = {"elasticsearch": ("START_OBJECT",), "opensearch": ("START_OBJECT", "VALUE_STRING")}
ACTIONS = {
    product: ObjectParser(
        "alias_action", {kind: Field(tokens, parser.read) for kind, parser in KINDS.items()}, build=_alone
    )
    for product, tokens in TOKENS.items()
}


def read_aliases(call: Call, data: bytes, format: str) -> Json:
    """The body of `POST /_aliases`."""
    read = partial(_read_actions, call.contract.product.name)
    return reader_of(ObjectParser("aliases", {"actions": Field(("START_ARRAY",), read)}))(call, data, format)
