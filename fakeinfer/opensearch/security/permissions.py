"""What a user may do: the permissions of all roles together, groups of actions spelled out.

Source: opensearch-project/security:src/main/java/org/opensearch/security/privileges/PrivilegesEvaluator.java,
.../securityconf/ConfigModelV7.java
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .patterns import matches_any
from .roles import find_group, find_role
from .users import User

if TYPE_CHECKING:
    from ...cluster import State

CLUSTER_ACTIONS = ("cluster:", "indices:admin/template/", "indices:admin/index_template/")
COMPOSITE = frozenset(
    (
        "indices:data/write/bulk", "indices:data/read/mget", "indices:data/read/msearch", "indices:data/read/mtv",
        "indices:data/read/scroll", "indices:data/write/reindex", "indices:data/read/search/template",
    )
)  # fmt: skip
"""Actions on many indices at once whose name is asked for among the cluster's, and whose parts among those of indices."""


def is_cluster_action(action: str) -> bool:
    """Whether an action is asked for without an index."""
    return action.startswith(CLUSTER_ACTIONS) or action in COMPOSITE


@dataclass(frozen=True, slots=True)
class Grant:
    """Actions on indices."""

    patterns: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Permissions:
    """What somebody may do."""

    cluster: tuple[str, ...]
    indices: tuple[Grant, ...]

    def allow_cluster(self, action: str) -> bool:
        """Whether an action is allowed that needs no index."""
        return matches_any(self.cluster, action)

    def allow_index(self, action: str, names: Iterable[str]) -> bool:
        """Whether an action is allowed on an index of any of these names, its own and its aliases'."""
        names = list(names)
        return any(
            matches_any(grant.actions, action) and any(matches_any(grant.patterns, name) for name in names)
            for grant in self.indices
        )


def permissions_of(state: State, user: User) -> Permissions:
    """What a user may do now."""
    cluster: dict[str, None] = {}
    grants: list[Grant] = []
    for name in user.roles:
        role = find_role(state, name) or {}
        cluster.update(dict.fromkeys(spelled_out(state, role.get("cluster_permissions", ()))))
        for grant in role.get("index_permissions", ()):
            patterns = tuple(_filled(pattern, user) for pattern in grant.get("index_patterns", ()))
            grants.append(Grant(patterns, tuple(spelled_out(state, grant.get("allowed_actions", ())))))
    return Permissions(tuple(cluster), tuple(grants))


def spelled_out(state: State, actions: Iterable[str], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """Actions and patterns of actions, with those of the groups that are named."""
    for action in actions:
        yield action
        group = None if action in seen else find_group(state, action)
        if group is not None:
            yield from spelled_out(state, group.get("allowed_actions", ()), seen | {action})


def _filled(pattern: str, user: User) -> str:
    """A pattern with the user's name and attributes in it."""
    if "${" not in pattern:
        return pattern
    for place in ("${user.name}", "${user_name}"):
        pattern = pattern.replace(place, user.name)
    for name, value in user.attributes.items():
        for place in (f"${{attr.internal.{name}}}", f"${{attr_internal_{name}}}"):
            pattern = pattern.replace(place, str(value))
    return pattern
