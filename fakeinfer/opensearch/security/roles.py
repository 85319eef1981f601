"""Roles, who has them, and groups of actions: those the plugin ships, which are data, and those that are stored.

Source: opensearch-project/security:src/main/java/org/opensearch/security/securityconf/ConfigModelV7.java
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import changes
from .patterns import matches_any

if TYPE_CHECKING:
    from ...cluster import State

ROLES = "security_roles"
MAPPINGS = "security_role_mappings"
GROUPS = "security_action_groups"
READER, DOCUMENTED_READER = "ml_read_access", "ml_readonly_access"
HERE = "127.0.0.1"
"""Where all requests come from."""

Record = dict[str, Any]


@lru_cache(maxsize=1)
def _built_in() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name("built_in.json").read_text("utf-8"))
    return found


def built_in_roles() -> Mapping[str, Record]:
    """The roles of the plugin, as its files hold them."""
    roles: Mapping[str, Record] = _built_in()["roles"]
    return roles


def built_in_groups() -> Mapping[str, Record]:
    """The groups of actions of the plugin."""
    groups: Mapping[str, Record] = _built_in()["action_groups"]
    return groups


def demo_mappings() -> Mapping[str, Record]:
    """Who has which role in the demo configuration."""
    mappings: Mapping[str, Record] = _built_in()["role_mappings"]
    return mappings


def find_role(state: State, name: str) -> Record | None:
    """A role by name."""
    if name == DOCUMENTED_READER and changes.ML_READONLY_ACCESS in state.switched_on:
        name = READER
    return state.store.get(ROLES, name) or built_in_roles().get(name)


def find_group(state: State, name: str) -> Record | None:
    """A group of actions by name."""
    return state.store.get(GROUPS, name) or built_in_groups().get(name)


def mapped_roles(state: State, name: str, backend_roles: Iterable[str], own: Iterable[str]) -> list[str]:
    """The roles of a user: those of its own record, then those that mappings give."""
    held = list(backend_roles)
    found = dict.fromkeys(own)
    for role, mapping in state.store[MAPPINGS].items():
        if _means(mapping, name, held):
            found[role] = None
    return list(found)


def _means(mapping: Record, name: str, backend_roles: list[str]) -> bool:
    all_of = mapping.get("and_backend_roles")
    return (
        matches_any(mapping.get("users", ()), name)
        or any(matches_any(mapping.get("backend_roles", ()), role) for role in backend_roles)
        or (bool(all_of) and all(any(matches_any([each], role) for role in backend_roles) for each in all_of or ()))
        or matches_any(mapping.get("hosts", ()), HERE)
    )


def role_record(body: Mapping[str, Any]) -> Record:
    """A role as it is kept."""
    return {
        name: body[name]
        for name in ("description", "cluster_permissions", "index_permissions", "tenant_permissions")
        if body.get(name) is not None
    }


def mapping_record(body: Mapping[str, Any]) -> Record:
    """A mapping as it is kept."""
    names = ("reserved", "hosts", "users", "backend_roles", "and_backend_roles", "description")
    return {name: body[name] for name in names if body.get(name) is not None}


def shown_role(role: Record) -> Record:
    """A role as it is printed."""
    shown: Record = {"reserved": role.get("reserved", False), "hidden": False}
    if "description" in role:
        shown["description"] = role["description"]
    shown["cluster_permissions"] = role.get("cluster_permissions", [])
    shown["index_permissions"] = [_shown_grant(grant) for grant in role.get("index_permissions", ())]
    shown["tenant_permissions"] = [
        {"tenant_patterns": grant.get("tenant_patterns", []), "allowed_actions": grant.get("allowed_actions", [])}
        for grant in role.get("tenant_permissions", ())
    ]
    return {**shown, "static": role.get("static", False)}


def _shown_grant(grant: Record) -> Record:
    dls = {"dls": grant["dls"]} if grant.get("dls") is not None else {}
    return {
        "index_patterns": grant.get("index_patterns", []),
        **dls,
        "fls": grant.get("fls", []),
        "masked_fields": grant.get("masked_fields", []),
        "allowed_actions": grant.get("allowed_actions", []),
    }


def shown_mapping(mapping: Record) -> Record:
    """A mapping as it is printed."""
    shown = {
        "hosts": mapping.get("hosts", []),
        "users": mapping.get("users", []),
        "reserved": mapping.get("reserved", False),
        "hidden": False,
        "backend_roles": mapping.get("backend_roles", []),
        "and_backend_roles": mapping.get("and_backend_roles", []),
    }
    return {**shown, "description": mapping["description"]} if "description" in mapping else shown


def shown_group(group: Record, *, static: bool) -> Record:
    """A group of actions as it is printed."""
    shown: Record = {"reserved": static, "hidden": False, "allowed_actions": group.get("allowed_actions", [])}
    for name in ("type", "description"):
        if name in group:
            shown[name] = group[name]
    return {**shown, "static": static}
