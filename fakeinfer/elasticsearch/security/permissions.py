"""What one may do: the permissions that role descriptors give together, and those of an API key, which are less.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authz/permission/
{SimpleRole,LimitedRole,ClusterPermission,IndicesPermission}.java
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from .privileges import Privilege, known_cluster_privilege, known_index_privilege, matches_any

if TYPE_CHECKING:
    from ...cluster import State

RESTRICTED = (
    ".security*", ".inference*", ".secrets-inference*", ".ml-meta*", ".ml-config*", ".ml-inference-*", ".kibana*",
    ".async-search*", ".tasks*", ".watches*", ".triggered_watches*", ".fleet-*", ".synonyms*", ".query-rules*",
    ".connector-secrets*", ".enrich*", ".transform-internal-*", ".logstash*",
)  # fmt: skip
"""Indices of the server's own; only groups with `allow_restricted_indices` mean them."""


def is_restricted(index: str) -> bool:
    """Whether an index belongs to the server itself."""
    return matches_any(RESTRICTED, index)


class Permission(Protocol):
    """What one may do."""

    def cluster(self, action: str, own: bool = False) -> bool:
        """Whether a cluster action is allowed; `own`: the request is about API keys of the user's own."""
        ...

    def has_cluster(self, privilege: Privilege) -> bool:
        """Whether all is allowed that a cluster privilege grants."""
        ...

    def index_action(self, action: str) -> bool:
        """Whether an action is allowed on any index at all."""
        ...

    def index(self, action: str, name: str) -> bool:
        """Whether an action is allowed on this index."""
        ...

    def has_index(self, privilege: Privilege, name: str, restricted: bool) -> bool:
        """Whether all is allowed that a privilege grants on an index or a pattern of names."""
        ...

    def run_as(self, username: str) -> bool:
        """Whether requests may be made in the name of this user."""
        ...

    def has_application(self, application: str, privilege: str, resource: str) -> bool:
        """Whether a privilege of an application is held on a resource."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """Privileges on the indices of these names."""

    names: tuple[str, ...]
    privileges: tuple[Privilege, ...]
    restricted: bool

    def means(self, name: str) -> bool:
        """Whether an index or pattern is one of its."""
        return matches_any(self.names, name) and (self.restricted or not is_restricted(name))

    def grants(self, action: str) -> bool:
        """Whether an action is allowed on its indices."""
        return any(privilege.grants(action) for privilege in self.privileges)


@dataclass(frozen=True, slots=True)
class Role:
    """The permission that several descriptors give together."""

    cluster_privileges: tuple[Privilege, ...]
    groups: tuple[Group, ...]
    applications: tuple[dict[str, Any], ...]
    users: tuple[str, ...]

    def cluster(self, action: str, own: bool = False) -> bool:
        return any(privilege.grants(action, own) for privilege in self.cluster_privileges)

    def has_cluster(self, privilege: Privilege) -> bool:
        together = _united(self.cluster_privileges)
        return any(held.covers(privilege) for held in (*self.cluster_privileges, together))

    def index_action(self, action: str) -> bool:
        return any(group.grants(action) for group in self.groups)

    def index(self, action: str, name: str) -> bool:
        return any(group.grants(action) and group.means(name) for group in self.groups)

    def has_index(self, privilege: Privilege, name: str, restricted: bool) -> bool:
        held = [
            one
            for group in self.groups
            if matches_any(group.names, name) and (group.restricted or not (restricted or is_restricted(name)))
            for one in group.privileges
        ]
        return any(one.covers(privilege) for one in (*held, _united(held)))

    def run_as(self, username: str) -> bool:
        return matches_any(self.users, username)

    def has_application(self, application: str, privilege: str, resource: str) -> bool:
        return any(
            matches_any((held["application"],), application)
            and matches_any(tuple(held["privileges"]), privilege)
            and matches_any(tuple(held["resources"]), resource)
            for held in self.applications
        )


@dataclass(frozen=True, slots=True)
class Limited:
    """The permission of an API key: what it was given, and no more than its owner had."""

    given: Permission
    by: Permission

    def cluster(self, action: str, own: bool = False) -> bool:
        return self.given.cluster(action, own) and self.by.cluster(action, own)

    def has_cluster(self, privilege: Privilege) -> bool:
        return self.given.has_cluster(privilege) and self.by.has_cluster(privilege)

    def index_action(self, action: str) -> bool:
        return self.given.index_action(action) and self.by.index_action(action)

    def index(self, action: str, name: str) -> bool:
        return self.given.index(action, name) and self.by.index(action, name)

    def has_index(self, privilege: Privilege, name: str, restricted: bool) -> bool:
        return self.given.has_index(privilege, name, restricted) and self.by.has_index(privilege, name, restricted)

    def run_as(self, username: str) -> bool:
        return self.given.run_as(username) and self.by.run_as(username)

    def has_application(self, application: str, privilege: str, resource: str) -> bool:
        return self.given.has_application(application, privilege, resource) and self.by.has_application(
            application, privilege, resource
        )


def _united(privileges: Iterable[Privilege]) -> Privilege:
    """Privileges as one, for what several cover together."""
    plain = [one for one in privileges if not one.excluded and not one.own]
    return Privilege("", tuple(pattern for one in plain for pattern in one.patterns))


def role_of(state: State, descriptors: Iterable[dict[str, Any]]) -> Role:
    """The permission of role descriptors; privileges that this version does not know grant nothing."""
    descriptors = list(descriptors)
    cluster = [known_cluster_privilege(state, name) for one in descriptors for name in one["cluster"]]
    groups = []
    for descriptor in descriptors:
        for entry in descriptor["indices"]:
            held = [known_index_privilege(state, name) for name in entry["privileges"]]
            groups.append(
                Group(
                    tuple(entry["names"]),
                    tuple(one for one in held if one is not None),
                    entry.get("allow_restricted_indices", False),
                )
            )
    return Role(
        tuple(one for one in cluster if one is not None),
        tuple(groups),
        tuple(entry for one in descriptors for entry in one["applications"]),
        tuple(name for one in descriptors for name in one["run_as"]),
    )
