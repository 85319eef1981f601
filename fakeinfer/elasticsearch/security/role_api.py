"""Roles: `_security/role`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/{rest/action/role/,action/role/},
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/support/NativeRealmValidationUtil.java
"""

from __future__ import annotations

from ...errors import illegal_argument, request_invalid
from ...operations import DELETE, GET, POST, PUT, Call, Text, operation
from ...wire import Json, Reply
from .. import changes
from ..licensing import licences
from . import FEATURE, roles, users
from .guard import require
from .reading import names
from .user_api import NOTHING_TO_WAIT_FOR, SPECIFICATION

ACTION = "cluster:admin/xpack/security/role"


@operation(
    "security.put_role",
    PUT("/_security/role/{name}"),
    POST("/_security/role/{name}"),
    query={"refresh": Text()},
    body="required",
    privilege="manage_security",
    source=f"{SPECIFICATION}/put_role/SecurityPutRoleRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def put_role(call: Call) -> Json:
    """Add a role, or replace one."""
    name, state = call.path["name"], call.state
    role = roles.read(name, call.body, described=call.has(changes.ROLE_DESCRIPTIONS))
    problems = roles.problems(state, role)
    if name in roles.reserved(state):
        problems.append(f"Role [{name}] is reserved and may not be used.")
    elif (problem := users.name_problem("Role", name)) is not None:
        problems.append(problem)
    if problems:
        raise request_invalid(*problems)
    require(call, f"{ACTION}/put")
    if roles.needs_field_security(role):
        licences.check(state, licences.FIELDS_AND_DOCUMENTS)
    roles.refuse_unsupported(role)
    created = call.store.get(roles.COLLECTION, name) is None
    call.store.put(roles.COLLECTION, name, role)
    return {"role": {"created": created}}


@operation(
    "security.get_role",
    GET("/_security/role"),
    GET("/_security/role/{name}"),
    privilege="read_security",
    source=f"{SPECIFICATION}/get_role/SecurityGetRoleRequest.ts",
    feature=FEATURE,
)
def get_role(call: Call) -> Reply:
    """Roles by name, or all."""
    require(call, f"{ACTION}/get")
    wanted = names(call.path.get("name"))
    known = [*roles.reserved(call.state), *call.store[roles.COLLECTION]]
    found = {name: role for name in wanted or known if (role := roles.find(call.state, name)) is not None}
    return Reply(found, 200 if found or not wanted else 404)


@operation(
    "security.delete_role",
    DELETE("/_security/role/{name}"),
    query={"refresh": Text()},
    privilege="manage_security",
    source=f"{SPECIFICATION}/delete_role/SecurityDeleteRoleRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def delete_role(call: Call) -> Reply:
    """Remove a role; users keep its name."""
    name = call.path["name"]
    require(call, f"{ACTION}/delete")
    if name in roles.reserved(call.state):
        raise illegal_argument(f"role [{name}] is reserved and cannot be deleted")
    found = call.store.delete(roles.COLLECTION, name)
    return Reply({"found": found}, 200 if found else 404)
