"""Named privileges: which actions they grant, in the order in which the server lists them (`privileges.json`).

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authz/privilege/
{ClusterPrivilegeResolver,IndexPrivilege,ManageOwnApiKeyClusterPrivilege}.java
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...versions import Span
from .. import changes

if TYPE_CHECKING:
    from ...cluster import State

_CLUSTER_ACTIONS = ("cluster:*", "indices:admin/template/*", "indices:admin/index_template/*")
_INDEX_ACTIONS = ("indices:*", "internal:transport/proxy/indices:*")


@dataclass(frozen=True, slots=True)
class Privilege:
    """Patterns over the names of actions. `own`: only where the request is about API keys of the user's own."""

    name: str
    patterns: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    own: bool = False
    unlisted: bool = False

    def grants(self, action: str, own: bool = False) -> bool:
        """Whether it lets this action pass; `own` is true of requests about the user's own API keys."""
        if self.own and not own:
            return False
        return matches_any(self.patterns, action) and not matches_any(self.excluded, action)

    def covers(self, other: Privilege) -> bool:
        """Whether it grants all that the other one does."""
        if self.own and not other.own:
            return not other.patterns
        return all(
            matches_any(self.patterns, pattern) and not self._takes_from(pattern, other) for pattern in other.patterns
        )

    def _takes_from(self, pattern: str, other: Privilege) -> bool:
        """Whether what it excludes is part of what the other's pattern grants."""
        return any(
            matches(excluded, pattern) or (matches(pattern, excluded) and not matches_any(other.excluded, excluded))
            for excluded in self.excluded
        )


@dataclass(frozen=True, slots=True)
class Catalog:
    """The named privileges of one version, in the order of the server's lists."""

    cluster: dict[str, Privilege]
    index: dict[str, Privilege]
    remote_cluster: tuple[str, ...]


def catalog_of(state: State) -> Catalog:
    """The named privileges that the cluster's version has."""
    memo = state.contract.memo
    found: Catalog | None = memo.get("privileges")
    if found is None:
        data, version = _data(), state.contract.version
        cluster, index = (
            {
                entry["name"]: _privilege(entry)
                for entry in data[kind]
                if version in Span(entry.get("since"), entry.get("until"))
            }
            for kind in ("cluster", "index")
        )
        found = memo["privileges"] = Catalog(cluster, index, tuple(data["remote_cluster"]))
    return found


def _privilege(entry: dict[str, Any]) -> Privilege:
    return Privilege(
        entry["name"],
        tuple(entry["patterns"]),
        tuple(entry.get("except", ())),
        entry.get("own", False),
        entry.get("unlisted", False),
    )


@cache
def _data() -> Any:
    return json.loads((Path(__file__).parent / "privileges.json").read_text("utf-8"))


def cluster_privilege(state: State, name: str) -> Privilege:
    """A privilege by name or by the name of an action; refuses another."""
    found = known_cluster_privilege(state, name)
    if found is None:
        raise unknown_cluster_privilege(state, name.lower())
    return found


def known_cluster_privilege(state: State, name: str) -> Privilege | None:
    """The same, None for one that there is not."""
    name = name.lower()
    if is_cluster_action(name):
        return Privilege(name, (f"{name}*",))
    return catalog_of(state).cluster.get(name)


def index_privilege(state: State, name: str) -> Privilege:
    """A privilege on indices by name or by the name of an action; refuses another."""
    found = known_index_privilege(state, name)
    if found is None:
        raise unknown_index_privilege(state, name.lower())
    return found


def known_index_privilege(state: State, name: str) -> Privilege | None:
    """The same, None for one that there is not."""
    name = name.lower()
    if matches_any(_INDEX_ACTIONS, name):
        return Privilege(name, (f"{name}*",))
    return catalog_of(state).index.get(name)


def is_cluster_action(action: str) -> bool:
    """Whether an action is granted by cluster privileges."""
    return matches_any(_CLUSTER_ACTIONS, action)


def granting(state: State, action: str, own: bool = False) -> list[str]:
    """The named privileges that grant an action, from the least to the most powerful."""
    catalog = catalog_of(state)
    privileges = catalog.cluster if is_cluster_action(action) else catalog.index
    return [name for name, privilege in privileges.items() if privilege.grants(action, own)]


def unknown_cluster_privilege(state: State, name: str) -> ApiError:
    """A privilege that is no name and no action (observed: elasticsearch 8.19.0, 9.5.0)."""
    known = ",".join(catalog_of(state).cluster)
    return illegal_argument(
        f"unknown cluster privilege [{name}]. a privilege must be either one of the predefined cluster privilege names "
        f"[{known}] or a pattern over one of the available cluster actions"
    )


def unknown_index_privilege(state: State, name: str) -> ApiError:
    """The same on indices; 8.x lists each with its own name again (observed: elasticsearch 8.19.0, 9.5.0)."""
    names = list(catalog_of(state).index)
    if changes.INDEX_PRIVILEGES_SORTED in state.switched_on:
        known = ",".join(sorted(names))
    else:
        known = ",".join(f"{one}=[{one}]" for one in names)
    return illegal_argument(
        f"unknown index privilege [{name}]. a privilege must be either one of the predefined fixed indices privileges "
        f"[{known}] or a pattern over one of the available index actions"
    )


def matches_any(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of the patterns means the text."""
    return any(matches(pattern, text) for pattern in patterns)


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern means the text: `*` and `?`, or a Lucene expression between slashes."""
    return bool(_matcher(pattern)(text))


@lru_cache(maxsize=4096)
def _matcher(pattern: str) -> Any:
    if len(pattern) > 1 and pattern[0] == pattern[-1] == "/":
        return _expression(pattern[1:-1])
    if "*" not in pattern and "?" not in pattern:
        return pattern.__eq__
    translated = "".join({"*": ".*", "?": "."}.get(letter) or re.escape(letter) for letter in pattern)
    return re.compile(translated, re.DOTALL).fullmatch


def is_readable(pattern: str) -> bool:
    """Whether the fake knows what a pattern means: not every Lucene expression is one of Python's."""
    if not (len(pattern) > 1 and pattern[0] == pattern[-1] == "/"):
        return True
    text = pattern[1:-1]
    inner = text[2:-1] if text.startswith("~(") and text.endswith(")") else text
    if any(operator in inner for operator in "~&<@#"):
        return False
    try:
        re.compile(inner)
    except re.error:
        return False
    return True


def _expression(text: str) -> Any:
    """A Lucene expression; its complement operator is known where it stands in front of everything."""
    if text.startswith("~(") and text.endswith(")"):
        inner = re.compile(text[2:-1], re.DOTALL).fullmatch
        return lambda value: inner(value) is None
    return re.compile(text, re.DOTALL).fullmatch
