"""The parts of the plugin's configuration that its APIs show and change: users, roles, mappings, groups of actions.

Each is a `Part`; what is done to any of them is the same.
Source: opensearch-project/security:src/main/java/org/opensearch/security/dlic/rest/api/{AbstractApiAction,EndpointValidator,
InternalUsersApiAction,RolesApiAction,RolesMappingApiAction,ActionGroupsApiAction}.java; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...operations import Call
from ...wire import Json, Reply
from . import content, errors, patching, roles, users

if TYPE_CHECKING:
    from ...cluster import State

Record = dict[str, Any]
MAY_USE_THE_API = ("all_access", "security_rest_api_access")
"""Roles that see and change the configuration (`plugins.security.restapi.roles_enabled` of the demo configuration)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of configuration."""

    label: str
    """What an entry is called in refusals."""
    collection: str
    keys: content.Keys
    names: Callable[[State], Iterable[str]]
    find: Callable[[State, str], Record | None]
    shown: Callable[[State, str], Record]
    written: Callable[[Call, str, Record, Record | None], Record]
    """`(call, name, body, before)`: the record to keep; raises for what cannot be."""


def require_access(call: Call) -> None:
    """403 unless the user may see and change the configuration."""
    if not set(MAY_USE_THE_API) & set(call.user.roles):
        raise errors.no_access_to_api(call.user)


def show_all(call: Call, part: Part) -> Json:
    """Every entry by name."""
    require_access(call)
    return {name: part.shown(call.state, name) for name in part.names(call.state)}


def show(call: Call, part: Part) -> Json:
    """One entry under its name, or 404."""
    require_access(call)
    name = call.path["name"]
    _existing(call, part, name)
    return {name: part.shown(call.state, name)}


def put(call: Call, part: Part) -> Reply:
    """Keep an entry, new or not."""
    require_access(call)
    name = call.path["name"]
    body = content.read_entry(call, part.keys)
    created = _write(call, part, name, body)
    return _done("CREATED" if created else "OK", f"'{name}' {'created' if created else 'updated'}.")


def remove(call: Call, part: Part) -> Reply:
    """Forget an entry."""
    require_access(call)
    name = call.path["name"]
    _refuse_immutable(part, call.state, name)
    _existing(call, part, name)
    call.store.delete(part.collection, name)
    return _done("OK", f"'{name}' deleted.")


def patch(call: Call, part: Part) -> Reply:
    """Change one entry by a JSON patch."""
    require_access(call)
    name = call.path["name"]
    steps = patching.read_patch(content.read(call))
    _refuse_immutable(part, call.state, name)
    before = _existing(call, part, name)
    _write(call, part, name, _own(part, patching.patched(_filled(before), steps)))
    return _done("OK", f"'{name}' updated.")


def patch_all(call: Call, part: Part) -> Reply:
    """Change many entries by a JSON patch; entries that were not there may be removed."""
    require_access(call)
    steps = patching.read_patch(content.read(call))
    before = {name: _filled(part.find(call.state, name) or {}) for name in part.names(call.state)}
    present = [step for step in steps if step["op"] != "remove" or set(patching.first_names([step])) & set(before)]
    after = patching.patched(before, present)
    changed = [name for name in patching.first_names(present) if before.get(name) != after.get(name)]
    if not changed:
        return _done("OK", "No updates required")
    for name in changed:
        _refuse_immutable(part, call.state, name)
    for name in changed:
        if name not in after:
            call.store.delete(part.collection, name)
        else:
            _write(call, part, name, _own(part, after[name]))
    return _done("OK", "Resource updated.")


def _done(status: str, message: str) -> Reply:
    return Reply({"status": status, "message": message}, status=201 if status == "CREATED" else 200)


def _existing(call: Call, part: Part, name: str) -> Record:
    record = part.find(call.state, name)
    if record is None:
        raise errors.entry_not_found(part.label, name)
    return record


def _refuse_immutable(part: Part, state: State, name: str) -> None:
    shown = part.shown(state, name) if part.find(state, name) is not None else {}
    for how in ("static", "reserved"):
        if shown.get(how):
            raise errors.entry_is_immutable(name, how)


def _write(call: Call, part: Part, name: str, body: Record) -> bool:
    content.check(body, part.keys)
    _refuse_immutable(part, call.state, name)
    before = part.find(call.state, name)
    call.store.put(part.collection, name, part.written(call, name, body, before))
    return before is None


def _filled(record: Record) -> Record:
    """A record as a patch sees it: without what is empty."""
    return {name: value for name, value in record.items() if value not in ([], {}, None)}


def _own(part: Part, patched: Any) -> Record:
    """What of a patched record its owner may say."""
    if not isinstance(patched, dict):
        raise errors.bad_patch("Wrong request body")
    return {name: value for name, value in patched.items() if name in part.keys or name not in _KEPT}


_KEPT = ("hash", "reserved", "hidden", "static")
"""What a record holds beside."""


# --- the parts --------------------------------------------------------------------------------------------------------


def _user(call: Call, name: str, body: Record, before: Record | None) -> Record:
    if body.get("password") is not None:
        content.check_password(body["password"], name)
    for role in body.get("opendistro_security_roles") or ():
        if not isinstance(role, str) or roles.find_role(call.state, role) is None:
            raise errors.entry_not_found("role", role)
        if (call.state.store.get(roles.MAPPINGS, role) or {}).get("reserved"):
            raise errors.entry_is_immutable(role, "reserved")
    if ":" in name:
        raise errors.restricted_characters(":")
    if body.get("password") is not None:
        hash = users.hashed(name, body["password"])
    elif body.get("hash") and (before is None or body["hash"] != before["hash"]):
        raise not_implemented("passwords that are hashed already")
    elif before is None:
        raise errors.bad_patch("Please specify either 'hash' or 'password' when creating a new internal user.")
    else:
        hash = before["hash"]
    return users.record_of(hash, body)


def _role(call: Call, name: str, body: Record, before: Record | None) -> Record:
    return read_role(body)


def read_role(body: Record) -> Record:
    """A role to keep. 501 for what limits documents and fields, which is not done here."""
    for grant in body.get("index_permissions") or ():
        if not isinstance(grant, dict):
            raise errors.invalid_content("Wrong datatype", index_permissions="Array expected")
        for limit in ("dls", "fls", "masked_fields"):
            if grant.get(limit):
                raise not_implemented(f"the limit [{limit}] of a role")
    return roles.role_record(body)


def _mapping(call: Call, name: str, body: Record, before: Record | None) -> Record:
    if roles.find_role(call.state, name) is None:
        raise errors.entry_not_found("role", name)
    return roles.mapping_record(body)


def _group(call: Call, name: str, body: Record, before: Record | None) -> Record:
    return {key: body[key] for key in ("allowed_actions", "type", "description") if body.get(key) is not None}


USERS = Part(
    "user",
    users.COLLECTION,
    {
        "backend_roles": list, "attributes": dict, "description": str, "opendistro_security_roles": list, "hash": str,
        "password": str,
    },
    lambda state: list(state.store[users.COLLECTION]),
    lambda state, name: state.store.get(users.COLLECTION, name),
    lambda state, name: {**(state.store.get(users.COLLECTION, name) or {}), "hash": ""},
    _user,
)  # fmt: skip
ROLES = Part(
    "role",
    roles.ROLES,
    {"cluster_permissions": list, "index_permissions": list, "tenant_permissions": list, "description": str},
    lambda state: [*roles.built_in_roles(), *state.store[roles.ROLES]],
    roles.find_role,
    lambda state, name: roles.shown_role(roles.find_role(state, name) or {}),
    _role,
)
MAPPINGS = Part(
    "rolesmapping",
    roles.MAPPINGS,
    {"hosts": list, "users": list, "backend_roles": list, "and_backend_roles": list, "description": str},
    lambda state: list(state.store[roles.MAPPINGS]),
    lambda state, name: state.store.get(roles.MAPPINGS, name),
    lambda state, name: roles.shown_mapping(state.store.get(roles.MAPPINGS, name) or {}),
    _mapping,
)
GROUPS = Part(
    "actiongroup",
    roles.GROUPS,
    {"allowed_actions": list, "type": str, "description": str},
    lambda state: [*roles.built_in_groups(), *state.store[roles.GROUPS]],
    roles.find_group,
    lambda state, name: roles.shown_group(
        roles.find_group(state, name) or {}, static=state.store.get(roles.GROUPS, name) is None
    ),
    _group,
)
