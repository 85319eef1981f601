"""Switching security on: the options of a cluster, and the users, roles and mappings it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...auth import read_mapping
from ...errors import ApiError
from . import FEATURE, configuration, content, roles, system_indices, users
from .guard import OpenSearchGuard, password_of

if TYPE_CHECKING:
    from ...cluster import State

USER_KEYS = (
    "password", "roles", "backend_roles", "attributes", "description", "opendistro_security_roles", "super_admin",
)  # fmt: skip
DESCRIPTION = "Demo admin user"


def prepare(state: State) -> None:
    """Put the guard and what it needs in place, if the cluster is started with security."""
    options = state.options
    if str(options.get("security", "")).lower() not in ("true", "1", "on", "yes"):
        for name in ("password", "users", "roles", "roles_mapping"):
            if options.get(name):
                raise ValueError(f"the option {name} needs security=True")
        return
    state.features = state.features | {FEATURE}
    state.guard = OpenSearchGuard()
    system_indices.put_in_place(state)
    admin = {"backend_roles": ["admin"], "description": DESCRIPTION}
    record = users.record_of(users.hashed("admin", password_of(state)), admin, reserved=True)
    state.store.put(users.COLLECTION, "admin", record)
    for name, body in read_mapping("roles", options.get("roles")).items():
        state.store.put(roles.ROLES, name, _role(name, body))
    mappings = read_mapping("roles_mapping", options.get("roles_mapping"))
    for name, body in (mappings or roles.demo_mappings()).items():
        state.store.put(roles.MAPPINGS, name, _role_mapping(state, name, body))
    for name, form in read_mapping("users", options.get("users"), _user_of).items():
        _add_user(state, name, form)


def _user_of(text: str) -> tuple[str, Any]:
    name, _, rest = text.strip().partition(":")
    password, _, held = rest.partition(":")
    if not name or not password:
        raise ValueError("the option users is written name:password, or name:password:role+role")
    return name, {"password": password, "roles": [role for role in held.split("+") if role]} if held else password


def _role(name: str, body: Any) -> dict[str, Any]:
    checked = _checked(f"the role {name}", body, configuration.ROLES.keys)
    try:
        return configuration.read_role(checked)
    except ApiError as refused:
        raise ValueError(f"the role {name}: {refused.reason}") from None


def _role_mapping(state: State, name: str, body: Any) -> dict[str, Any]:
    if roles.find_role(state, name) is None:
        raise ValueError(f"the option roles_mapping: there is no role {name}")
    keys = {**configuration.MAPPINGS.keys, "reserved": bool}
    return roles.mapping_record(_checked(f"the mapping of {name}", body, keys))


def _checked(what: str, body: Any, keys: content.Keys) -> dict[str, Any]:
    if not isinstance(body, Mapping):
        raise ValueError(f"{what} is no mapping")
    try:
        content.check(body, keys)
    except ApiError as refused:
        raise ValueError(f"{what}: {refused.body()}") from None
    return dict(body)


def _add_user(state: State, name: str, form: Any) -> None:
    """A user from a start option; a bare text is the password of an administrator."""
    if not isinstance(form, Mapping):
        form = {"password": form, "backend_roles": ["admin"]}
    if unknown := set(form) - set(USER_KEYS):
        raise ValueError(f"the user {name}: nothing reads {', '.join(sorted(unknown))}")
    if name == "admin" and "password" in form:
        raise ValueError("the password of admin is an option of its own, password")
    password = password_of(state) if name == "admin" else form.get("password")
    if password is None:
        raise ValueError(f"the user {name} needs a password")
    own = [*form.get("roles", ()), *form.get("opendistro_security_roles", ())]
    for role in own:
        if roles.find_role(state, role) is None:
            raise ValueError(f"the user {name}: there is no role {role}")
    hash = users.hashed(name, str(password))
    body = {key: form[key] for key in ("backend_roles", "attributes", "description") if key in form}
    state.store.put(users.COLLECTION, name, users.record_of(hash, {**body, "opendistro_security_roles": own}))
    if form.get("super_admin"):
        state.store.put(users.SUPER_ADMINS, name, {})
