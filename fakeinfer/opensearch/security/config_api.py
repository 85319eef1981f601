"""Users, roles, mappings and groups of actions: `_plugins/_security/api/{internalusers,roles,rolesmapping,actiongroups}`.

What the APIs do is in `configuration.py`; all parts have the same ones.
"""

from __future__ import annotations

from collections.abc import Callable

from ...operations import DELETE, GET, PUT, BodyMode, Call, Route, operation
from . import FEATURE, configuration
from .configuration import GROUPS, MAPPINGS, ROLES, USERS, Part

SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/security.yaml"
PLACES = ("/_plugins/_security/api/", "/_opendistro/_security/api/")
Handler = Callable[[Call, Part], object]


def _declared(
    id: str, method: Callable[[str], Route], path: str, part: Part, handler: Handler, *, body: BodyMode = "none"
) -> Callable[[Call], object]:
    """One API of a part, under its new and its old path."""

    def run(call: Call) -> object:
        return handler(call, part)

    run.__doc__ = handler.__doc__
    routes = [method(place + path) for place in PLACES]
    return operation(id, *routes, body=body, privilege="restapi:admin", source=SOURCE, feature=FEATURE)(run)


def _patch(path: str) -> Route:
    return Route("PATCH", path)


get_users = _declared("security.get_users", GET, "internalusers", USERS, configuration.show_all)
get_user = _declared("security.get_user", GET, "internalusers/{name}", USERS, configuration.show)
create_user = _declared("security.create_user", PUT, "internalusers/{name}", USERS, configuration.put, body="raw")
delete_user = _declared(
    "security.delete_user", DELETE, "internalusers/{name}", USERS, configuration.remove, body="ignored"
)
patch_user = _declared("security.patch_user", _patch, "internalusers/{name}", USERS, configuration.patch, body="raw")
patch_users = _declared("security.patch_users", _patch, "internalusers", USERS, configuration.patch_all, body="raw")

get_roles = _declared("security.get_roles", GET, "roles", ROLES, configuration.show_all)
get_role = _declared("security.get_role", GET, "roles/{name}", ROLES, configuration.show)
create_role = _declared("security.create_role", PUT, "roles/{name}", ROLES, configuration.put, body="raw")
delete_role = _declared("security.delete_role", DELETE, "roles/{name}", ROLES, configuration.remove, body="ignored")
patch_role = _declared("security.patch_role", _patch, "roles/{name}", ROLES, configuration.patch, body="raw")
patch_roles = _declared("security.patch_roles", _patch, "roles", ROLES, configuration.patch_all, body="raw")

get_role_mappings = _declared("security.get_role_mappings", GET, "rolesmapping", MAPPINGS, configuration.show_all)
get_role_mapping = _declared("security.get_role_mapping", GET, "rolesmapping/{name}", MAPPINGS, configuration.show)
create_role_mapping = _declared(
    "security.create_role_mapping", PUT, "rolesmapping/{name}", MAPPINGS, configuration.put, body="raw"
)
delete_role_mapping = _declared(
    "security.delete_role_mapping", DELETE, "rolesmapping/{name}", MAPPINGS, configuration.remove, body="ignored"
)
patch_role_mapping = _declared(
    "security.patch_role_mapping", _patch, "rolesmapping/{name}", MAPPINGS, configuration.patch, body="raw"
)
patch_role_mappings = _declared(
    "security.patch_role_mappings", _patch, "rolesmapping", MAPPINGS, configuration.patch_all, body="raw"
)

get_action_groups = _declared("security.get_action_groups", GET, "actiongroups", GROUPS, configuration.show_all)
get_action_group = _declared("security.get_action_group", GET, "actiongroups/{name}", GROUPS, configuration.show)
create_action_group = _declared(
    "security.create_action_group", PUT, "actiongroups/{name}", GROUPS, configuration.put, body="raw"
)
delete_action_group = _declared(
    "security.delete_action_group", DELETE, "actiongroups/{name}", GROUPS, configuration.remove, body="ignored"
)
patch_action_group = _declared(
    "security.patch_action_group", _patch, "actiongroups/{name}", GROUPS, configuration.patch, body="raw"
)
patch_action_groups = _declared(
    "security.patch_action_groups", _patch, "actiongroups", GROUPS, configuration.patch_all, body="raw"
)
