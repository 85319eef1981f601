"""Aliases: `/_alias`, `/_aliases`. What they do to indices is in `..indices.aliasing`."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from .. import indices
from ..document_requests.declaring import Shared
from ..errors import ApiError, illegal_argument
from ..indices import aliasing
from ..indices.resolving import EXPANDS, WILDCARDS, is_alias, options_of, resolve
from ..operations import GET, HEAD, POST, PUT, Call
from ..wire import Json, Reply
from .alias_reading import OPTION_KEYS
from .parameters import NOTHING_TO_WAIT_FOR

LOOKING = {
    **WILDCARDS,
    "expand_wildcards": EXPANDS._replace(default="open,hidden"),
}


def get_alias(call: Call) -> Json:
    """Aliases of indices. Names that are missing are told beside what was found, with 404."""
    return _found(call)


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


def about_indices(call: Call, expression: str) -> list[str]:
    """The indices that aliases are given to or taken from."""
    asked = {"ignore_unavailable": False, "allow_no_indices": False, "expand_wildcards": "open,closed,hidden"}
    return resolve(call.state, expression, options_of(asked, about_contents=False))


class Done(NamedTuple):
    """What became of one action."""

    kind: str
    """add, remove or remove_index."""
    names: list[str]
    """The indices that it was about."""
    aliases: list[str]
    gone: set[str]
    """The aliases that were taken."""
    lenient: bool
    """Whether the request says that there may be none to take."""

    @property
    def failed(self) -> bool:
        """Whether there was nothing to take."""
        return self.kind == "remove" and not self.gone


def acted(call: Call, allow: Callable[[str, str], None] | None = None) -> list[Done]:
    """Give and take aliases, and remove indices: all that a request says, or nothing of it.

    `allow(kind, index)` refuses what a user may not do to an index.
    """
    actions = [next(iter(action.items())) for action in call.body.get("actions", ())]
    if not actions:
        raise illegal_argument("No action specified")
    chosen = [_about(call, kind, asked) for kind, asked in actions]
    for (kind, _), names in zip(actions, chosen, strict=True):
        for name in names:
            if allow is not None:
                allow(kind, name)
    before = call.store.copied()
    try:
        done = [_done(call, kind, asked, names) for (kind, asked), names in zip(actions, chosen, strict=True)]
        aliasing.refuse_two_writers(call.state, dict.fromkeys(alias for one in done for alias in one.aliases))
    except ApiError:
        call.store.collections = before
        raise
    return done


def missing(done: list[Done]) -> ApiError:
    """None of these actions took anything."""
    return aliasing.aliases_not_found([alias for one in done for alias in one.aliases])


def _about(call: Call, kind: str, asked: dict[str, Any]) -> list[str]:
    names: list[str] = [asked["index"]] if asked.get("index") else asked["indices"]
    if kind == "remove_index":
        for name in names:
            refuse_alias(call, name)
    return about_indices(call, ",".join(names))


def refuse_alias(call: Call, name: str) -> None:
    """Refuse an alias where only an index will do."""
    if not indices.exists(call.state, name) and is_alias(call.state, name):
        raise illegal_argument(
            f"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead."
        )


def _done(call: Call, kind: str, asked: dict[str, Any], names: list[str]) -> Done:
    aliases = [asked["alias"]] if asked.get("alias") else list(asked.get("aliases", ()))
    done = Done(kind, names, aliases, set(), asked.get("must_exist") is False)
    if kind == "remove_index":
        for name in names:
            indices.delete(call.state, name)
        return done
    if kind == "remove":
        gone = aliasing.remove(call.state, names, aliases)
        absent = [alias for alias in aliases if "*" not in alias and alias not in gone]
        if asked.get("must_exist") is True and absent:
            raise aliasing.aliases_not_found(absent)
        return done._replace(gone=gone)
    options = {option: asked[key] for key, sets in OPTION_KEYS.items() if key in asked for option in sets}
    for alias in aliases:
        aliasing.check_alias(call.state, alias, options)
        aliasing.give(call.state, names, alias, options)
    return done


GET_ALIAS = Shared(
    "indices.get_alias",
    (
        GET("/_alias"),
        GET("/_aliases"),
        GET("/_alias/{name}"),
        GET("/{index}/_alias"),
        GET("/{index}/_alias/{name}"),
    ),
    get_alias,
    LOOKING,
    unread=NOTHING_TO_WAIT_FOR,
)
EXISTS_ALIAS = Shared(
    "indices.exists_alias",
    (
        HEAD("/_alias/{name}"),
        HEAD("/{index}/_alias/{name}"),
    ),
    exists_alias,
    LOOKING,
    unread=NOTHING_TO_WAIT_FOR,
)
NAMING = tuple(
    make(f"{index}/{word}{name}")
    for make in (PUT, POST)
    for word in ("_alias", "_aliases")
    for index, name in (("/{index}", "/{name}"), ("", "/{name}"), ("/{index}", ""))
)
"""Routes that give one alias."""
