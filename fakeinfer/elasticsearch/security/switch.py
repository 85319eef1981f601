"""Switching security on: the options of a cluster, and the users, roles and passwords it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...auth import read_mapping
from ...errors import ApiError
from ..start_settings import is_on
from . import FEATURE, roles, users
from .guard import ElasticsearchGuard, password_of

if TYPE_CHECKING:
    from ...cluster import State


def prepare(state: State) -> None:
    """Put the guard and what it needs in place, if the cluster is started with security."""
    options = state.options
    if not is_on(options.get("security")):
        for name in ("password", "users", "roles"):
            if options.get(name):
                raise ValueError(f"the option {name} needs security=True")
        return
    state.features = state.features | {FEATURE}
    state.guard = ElasticsearchGuard()
    password = password_of(state)
    state.store.put(users.BUILT_IN, "elastic", {"password_hash": users.hashed("elastic", password)})
    for name, body in read_mapping("roles", options.get("roles")).items():
        state.store.put(roles.COLLECTION, name, _role(state, name, body))
    for name, form in read_mapping("users", options.get("users"), _user_of).items():
        _add_user(state, name, form)


def _user_of(text: str) -> tuple[str, dict[str, Any]]:
    name, _, rest = text.strip().partition(":")
    password, _, held = rest.partition(":")
    if not name or not password:
        raise ValueError("the option users is written name:password, or name:password:role+role")
    return name, {"password": password, "roles": [role for role in held.split("+") if role] or ["superuser"]}


def _role(state: State, name: str, body: Any) -> dict[str, Any]:
    try:
        role = roles.read(name, body, described=True)
        roles.refuse_unsupported(role)
    except ApiError as refused:
        raise ValueError(f"the role {name}: {refused.reason}") from None
    if problems := roles.problems(state, role):
        raise ValueError(f"the role {name}: {problems[0]}")
    return role


def _add_user(state: State, name: str, form: Any) -> None:
    """A user from a start option; a bare text is the password of a superuser."""
    if not isinstance(form, Mapping):
        form = {"password": form, "roles": ["superuser"]}
    if unknown := set(form) - {"password", "roles", "full_name", "email", "metadata", "enabled"}:
        raise ValueError(f"the user {name}: nothing reads {', '.join(sorted(unknown))}")
    if "password" not in form:
        raise ValueError(f"the user {name} needs a password")
    hashed = users.hashed(name, str(form["password"]))
    if name in users.BUILT_IN_ROLES:
        state.store.put(users.BUILT_IN, name, {"password_hash": hashed})
        return
    rest = {key: form[key] for key in ("full_name", "email", "metadata", "enabled") if key in form}
    users.store(state, name, list(form.get("roles", [])), hashed, **rest)
