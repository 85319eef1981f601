"""Role mappings: `_security/role_mapping`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/
{rest/action/rolemapping/,action/rolemapping/}
"""

from __future__ import annotations

from ...errors import request_invalid
from ...operations import DELETE, GET, POST, PUT, Call, Text, operation
from ...wire import Json, Reply
from . import FEATURE, role_mappings
from .guard import require
from .reading import names
from .user_api import NOTHING_TO_WAIT_FOR, SPECIFICATION

ACTION = "cluster:admin/xpack/security/role_mapping"


@operation(
    "security.put_role_mapping",
    PUT("/_security/role_mapping/{name}"),
    POST("/_security/role_mapping/{name}"),
    query={"refresh": Text()},
    body="required",
    reader=role_mappings.read,
    privilege="manage_security",
    source=f"{SPECIFICATION}/put_role_mapping/SecurityPutRoleMappingRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def put_role_mapping(call: Call) -> Json:
    """Add a mapping, or replace one."""
    name = call.path["name"]
    problems = role_mappings.problems(call.body)
    if problems:
        raise request_invalid(*problems)
    require(call, f"{ACTION}/put")
    created = call.store.get(role_mappings.COLLECTION, name) is None
    call.store.put(role_mappings.COLLECTION, name, role_mappings.shown(call.body))
    return {"role_mapping": {"created": created}}


@operation(
    "security.get_role_mapping",
    GET("/_security/role_mapping"),
    GET("/_security/role_mapping/{name}"),
    privilege="read_security",
    source=f"{SPECIFICATION}/get_role_mapping/SecurityGetRoleMappingRequest.ts",
    feature=FEATURE,
)
def get_role_mapping(call: Call) -> Reply:
    """Mappings by name, or all."""
    require(call, f"{ACTION}/get")
    wanted = names(call.path.get("name"))
    known = call.store[role_mappings.COLLECTION]
    found = {name: known[name] for name in wanted or known if name in known}
    return Reply(found, 200 if found or not wanted else 404)


@operation(
    "security.delete_role_mapping",
    DELETE("/_security/role_mapping/{name}"),
    query={"refresh": Text()},
    privilege="manage_security",
    source=f"{SPECIFICATION}/delete_role_mapping/SecurityDeleteRoleMappingRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def delete_role_mapping(call: Call) -> Reply:
    """Remove a mapping."""
    require(call, f"{ACTION}/delete")
    found = call.store.delete(role_mappings.COLLECTION, call.path["name"])
    return Reply({"found": found}, 200 if found else 404)
