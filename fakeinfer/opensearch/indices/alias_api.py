"""Aliases of OpenSearch: `/_alias`, `/_aliases`. What they do to indices is in `..indices.aliasing`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from ... import indices
from ...errors import ApiError, illegal_argument, parse_error
from ...indices import aliasing
from ...indices.resolving import EXPANDS, WILDCARDS, is_alias, options_of, resolve
from ...object_parser import (
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
from ...operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, operation
from ...wire import Json, Reply
from .index_api import NOTHING_TO_WAIT_FOR, SOURCE, TIMEOUTS

LOOKING = {
    **WILDCARDS,
    "expand_wildcards": EXPANDS._replace(default="open,hidden"),
    "local": Bool(False),
}
PRIVILEGE = "indices:admin/aliases"
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


@operation(
    "indices.get_alias",
    GET("/_alias"),
    GET("/_aliases"),
    GET("/_alias/{name}"),
    GET("/{index}/_alias"),
    GET("/{index}/_alias/{name}"),
    query=LOOKING,
    privilege="indices:admin/aliases/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def get_alias(call: Call) -> Json:
    """Aliases of indices. Names that are missing are told beside what was found, with 404."""
    return _found(call)


@operation(
    "indices.exists_alias",
    HEAD("/_alias/{name}"),
    HEAD("/{index}/_alias/{name}"),
    query=LOOKING,
    privilege="indices:admin/aliases/get",
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def exists_alias(call: Call) -> Json:
    """Whether there are aliases of these names; what `GET` would answer, without its body."""
    return _found(call)


def _found(call: Call) -> Json:
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    if "name" not in call.path:
        return {name: {"aliases": indices.find(call.state, name)["aliases"]} for name in names}
    wanted = call.path["name"].split(",")
    found: dict[str, Json] = {}
    for name in names:
        aliases = indices.find(call.state, name)["aliases"]
        chosen = {alias: options for alias, options in aliases.items() if _is_wanted(alias, wanted)}
        if chosen:
            found[name] = {"aliases": chosen}
    there = {alias for name in names for alias in indices.find(call.state, name)["aliases"]}
    missing = sorted(one for one in wanted if "*" not in one and one[:1] != "-" and one != "_all" and one not in there)
    if not missing:
        return found
    word = f"alias [{missing[0]}]" if len(missing) == 1 else f"aliases [{','.join(missing)}]"
    return Reply({"error": f"{word} missing", "status": 404, **found}, 404)


def _is_wanted(alias: str, wanted: list[str]) -> bool:
    chosen = False
    for pattern in wanted:
        if pattern.startswith("-") and fnmatchcase(alias, pattern[1:]):
            chosen = False
        elif pattern == "_all" or fnmatchcase(alias, pattern):
            chosen = True
    return chosen


def _about_indices(call: Call, expression: str) -> list[str]:
    asked = {"ignore_unavailable": False, "allow_no_indices": False, "expand_wildcards": "open,closed,hidden"}
    return resolve(call.state, expression, options_of(asked, about_contents=False))


@operation(
    "indices.put_alias",
    *(
        make(f"{index}/{word}{name}")
        for make in (PUT, POST)
        for word in ("_alias", "_aliases")
        for index, name in (("/{index}", "/{name}"), ("", "/{name}"), ("/{index}", ""))
    ),
    PUT("/_alias"),
    query=TIMEOUTS,
    body="optional",
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def put_alias(call: Call) -> Json:
    """Give indices an alias; the body may name both, and says what is special about it."""
    index, alias = call.path.get("index", ""), call.path.get("name", "")
    options: dict[str, Any] = {}
    for key, value in (call.body if isinstance(call.body, dict) else {}).items():
        if key == "index":
            index = str(value)
        elif key == "alias":
            alias = str(value)
        elif key not in OPTION_KEYS:
            raise illegal_argument(f"unknown {'object' if isinstance(value, dict) else 'field'} [{key}]")
        else:
            options.update(dict.fromkeys(OPTION_KEYS[key], value))
    if not index:
        raise illegal_argument("[indices] can't be empty")
    if not alias:
        raise illegal_argument("[alias] can't be empty string")
    names = _about_indices(call, index)
    aliasing.check_alias(call.state, alias, options)
    aliasing.add(call.state, names, alias, options)
    return {"acknowledged": True}


@operation(
    "indices.delete_alias",
    DELETE("/{index}/_alias/{name}"),
    DELETE("/{index}/_aliases/{name}"),
    query=TIMEOUTS,
    privilege=PRIVILEGE,
    source=SOURCE,
    unread_query=NOTHING_TO_WAIT_FOR,
)
def delete_alias(call: Call) -> Json:
    """Take aliases from indices; 404 when none of them has any."""
    wanted = call.path["name"].split(",")
    if not aliasing.remove(call.state, _about_indices(call, call.path["index"]), wanted):
        raise aliasing.aliases_not_found(wanted)
    return {"acknowledged": True}


def _read_actions(value: Json, source: Source, path: Path) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = objects(ACTION).read(value, source, path)
    for action in actions:
        if not action:
            null = (
                'Cannot invoke "org.opensearch.action.admin.indices.alias.IndicesAliasesRequest$AliasActions.validate()"'
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


WHERE = {"index": TEXT, "indices": TEXTS, "alias": TEXT, "aliases": TEXTS}
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
ACTION = ObjectParser(
    "alias_action", {kind: Field(("START_OBJECT", "VALUE_STRING"), parser.read) for kind, parser in KINDS.items()}
)
ALIASES = ObjectParser("aliases", {"actions": Field(("START_ARRAY",), _read_actions)})


@operation(
    "indices.update_aliases",
    POST("/_aliases"),
    query=TIMEOUTS,
    body="required",
    privilege=PRIVILEGE,
    source=SOURCE,
    missing_body=lambda: parse_error("request body is required"),
    reader=reader_of(ALIASES),
    unread_query=NOTHING_TO_WAIT_FOR,
)
def update_aliases(call: Call) -> Json:
    """Give and take aliases, and remove indices, all at once."""
    actions = [next(iter(action.items())) for action in call.body.get("actions", ())]
    if not actions:
        raise illegal_argument("No action specified")
    chosen = [_about(call, kind, asked) for kind, asked in actions]
    removed = [asked for kind, asked in actions if kind == "remove"]
    before = call.store.copied()
    gone: set[str] = set()
    try:
        for (kind, asked), names in zip(actions, chosen, strict=True):
            gone |= _done(call, kind, asked, names)
    except ApiError:
        call.store.collections = before
        raise
    lenient = all(asked.get("must_exist") is False for asked in removed)
    if removed and not gone and len(removed) == len(actions) and not lenient:
        raise aliasing.aliases_not_found([alias for asked in removed for alias in _aliases(asked)])
    return {"acknowledged": True}


def _about(call: Call, kind: str, asked: dict[str, Any]) -> list[str]:
    names: list[str] = [asked["index"]] if asked.get("index") else asked["indices"]
    if kind == "remove_index":
        for name in names:
            if not indices.exists(call.state, name) and is_alias(call.state, name):
                raise illegal_argument(
                    f"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead."
                )
    return _about_indices(call, ",".join(names))


def _aliases(asked: dict[str, Any]) -> list[str]:
    return [asked["alias"]] if asked.get("alias") else list(asked.get("aliases", ()))


def _done(call: Call, kind: str, asked: dict[str, Any], names: list[str]) -> set[str]:
    if kind == "remove_index":
        for name in names:
            indices.delete(call.state, name)
        return set()
    if kind == "remove":
        gone = aliasing.remove(call.state, names, _aliases(asked))
        missing = [alias for alias in _aliases(asked) if "*" not in alias and alias not in gone]
        if asked.get("must_exist") is True and missing:
            raise aliasing.aliases_not_found(missing)
        return gone
    options = {option: asked[key] for key, sets in OPTION_KEYS.items() if key in asked for option in sets}
    for alias in _aliases(asked):
        aliasing.check_alias(call.state, alias, options)
        aliasing.add(call.state, names, alias, options)
    return set()
