"""Who one is, and what one may do: `_authenticate`, `_has_privileges`, `_privileges`, `privilege/_builtin`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/{rest/action/,authz/RBACEngine.java},
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/authz/RoleDescriptor.java (`parsePrivilegesToCheck`)
"""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument, parse_error
from ...operations import GET, POST, Call, operation
from ...wire import Json
from .. import changes
from . import FEATURE, errors, roles
from .guard import permission_for, require, require_authenticated
from .permissions import Permission
from .privileges import catalog_of, cluster_privilege, index_privilege
from .reading import fields
from .user_api import SPECIFICATION

ACTION = "cluster:admin/xpack/security/user"


@operation(
    "security.authenticate",
    GET("/_security/_authenticate"),
    source=f"{SPECIFICATION}/authenticate/SecurityAuthenticateRequest.ts",
    feature=FEATURE,
)
def authenticate(call: Call) -> Json:
    """Who asks."""
    require_authenticated(call, f"{ACTION}/authenticate")
    return call.user.shown(managed=call.has(changes.API_KEYS_TELL_THEIR_MANAGER))


@operation(
    "security.has_privileges",
    GET("/_security/user/_has_privileges"),
    POST("/_security/user/_has_privileges"),
    GET("/_security/user/{user}/_has_privileges"),
    POST("/_security/user/{user}/_has_privileges"),
    body="required",
    source=f"{SPECIFICATION}/has_privileges/SecurityHasPrivilegesRequest.ts",
    feature=FEATURE,
)
def has_privileges(call: Call) -> Json:
    """Which of these privileges the user has."""
    username = call.path.get("user") or call.user.username
    asked = _read_check(call, f"{username}/has_privileges")
    action = f"{ACTION}/has_privileges"
    if username == call.user.username:
        require_authenticated(call, action)
    else:
        require(call, action)
        raise illegal_argument("users may only check the privileges of their own account")
    permission = permission_for(call, action)
    state = call.state
    cluster = {name: permission.has_cluster(cluster_privilege(state, name)) for name in asked["cluster"]}
    index: dict[str, dict[str, bool]] = {}
    for group in asked["index"]:
        restricted = group["allow_restricted_indices"]
        for name in group["names"]:
            held = index.setdefault(name, {})
            for privilege in group["privileges"]:
                held[privilege] = permission.has_index(index_privilege(state, privilege), name, restricted)
    application = _applications(permission, asked["application"])
    answers = [*cluster.values(), *(one for held in index.values() for one in held.values())]
    answers += [one for by in application.values() for held in by.values() for one in held.values()]
    return {
        "username": username,
        "has_all_requested": all(answers),
        "cluster": cluster,
        "index": index,
        "application": application,
    }


def _read_check(call: Call, what: str) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    for key, value in fields(call, f"privileges check [{what}]"):
        if key == "cluster":
            asked["cluster"] = roles.texts(what, key, value)
        elif key == "index":
            asked["index"] = roles.groups(what, key, value)
            for word in ("field_security", "query"):
                if any(word in group for group in asked["index"]):
                    raise parse_error(f"Field [{word}] is not supported in a has_privileges request")
        elif key in ("application", "applications"):
            asked["application"] = roles.applications(what, key, value)
        else:
            raise parse_error(f"failed to parse privileges check [{what}]. unexpected field [{key}]")
    if not asked:
        raise parse_error(
            f"failed to parse privileges check [{what}]. All privilege fields [cluster,index,applications] are missing"
        )
    return {"cluster": [], "index": [], "application": [], **asked}


def _applications(permission: Permission, asked: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, bool]]]:
    found: dict[str, dict[str, dict[str, bool]]] = {}
    for entry in asked:
        application = entry["application"]
        for resource in entry["resources"]:
            held = found.setdefault(application, {}).setdefault(resource, {})
            for privilege in entry["privileges"]:
                held[privilege] = permission.has_application(application, privilege, resource)
    return found


@operation(
    "security.get_user_privileges",
    GET("/_security/user/_privileges"),
    source=f"{SPECIFICATION}/get_user_privileges/SecurityGetUserPrivilegesRequest.ts",
    feature=FEATURE,
)
def get_user_privileges(call: Call) -> Json:
    """All privileges of the user who asks."""
    require_authenticated(call, f"{ACTION}/list_privileges")
    if call.user.api_key is not None and call.user.api_key["role_descriptors"]:
        raise errors.privileges_of_a_limited_key()
    by_name = call.user.descriptors(call.state) if call.user.api_key is None else call.user.api_key["limited_by"]
    held = list(by_name.values())
    answer: dict[str, Any] = {
        "cluster": sorted({name for role in held for name in role["cluster"]}),
        "global": [],
        "indices": _distinct(group for role in held for group in role["indices"]),
        "applications": _distinct(entry for role in held for entry in role["applications"]),
        "run_as": sorted({name for role in held for name in role["run_as"]}),
    }
    for key in ("remote_indices", "remote_cluster"):
        if found := _distinct(entry for role in held for entry in role.get(key, ())):
            answer[key] = found
    return answer


def _distinct(entries: Any) -> list[Any]:
    found: list[Any] = []
    for entry in entries:
        if entry not in found:
            found.append(entry)
    return found


@operation(
    "security.get_builtin_privileges",
    GET("/_security/privilege/_builtin"),
    privilege="read_security",
    source=f"{SPECIFICATION}/get_builtin_privileges/SecurityGetBuiltinPrivilegesRequest.ts",
    feature=FEATURE,
)
def get_builtin_privileges(call: Call) -> Json:
    """The privileges that this version knows by name."""
    require(call, "cluster:admin/xpack/security/privilege/builtin/get")
    catalog = catalog_of(call.state)
    answer: dict[str, Json] = {
        "cluster": sorted(name for name, one in catalog.cluster.items() if not one.unlisted),
        "index": sorted(name for name, one in catalog.index.items() if not one.unlisted),
    }
    if call.has(changes.REMOTE_CLUSTER_PRIVILEGES):
        answer["remote_cluster"] = list(catalog.remote_cluster)
    return answer
