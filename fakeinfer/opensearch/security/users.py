"""Internal users, and users as requests have them. Passwords are kept as hashes only.

Source: opensearch-project/security:src/main/java/org/opensearch/security/{user/User,securityconf/ConfigModelV7}.java
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...wire import Json
from .roles import mapped_roles

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "security_internal_users"
SUPER_ADMINS = "security_super_admins"
"""Names of users who stand for `plugins.security.authcz.admin_dn`."""
ALL_ACCESS = "all_access"
"""The role of administrators."""


@dataclass(frozen=True, slots=True)
class User:
    """Who sent a request."""

    name: str
    backend_roles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """The roles that mappings and the user's own record give."""
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    tenant: str | None = None
    """What the header `securitytenant` asks for."""
    super_admin: bool = False
    """Whether it is one of those whom a certificate proves on a real server: nothing is forbidden to them."""

    @property
    def is_admin(self) -> bool:
        """Whether ML Commons takes the user for an administrator."""
        return self.super_admin or ALL_ACCESS in self.roles

    @property
    def attribute_names(self) -> list[str]:
        """The names of the user's attributes as they are printed."""
        return [f"attr.internal.{name}" for name in self.attributes]

    def shown(self) -> dict[str, Json]:
        """As ML Commons stores and prints an owner."""
        return {
            "name": self.name,
            "backend_roles": list(self.backend_roles),
            "roles": list(self.roles),
            "custom_attribute_names": self.attribute_names,
            "user_requested_tenant": self.tenant,
        }

    def __str__(self) -> str:
        tenant = "null" if self.tenant is None else self.tenant
        return f"User [name={self.name}, backend_roles=[{', '.join(map(str, self.backend_roles))}], requestedTenant={tenant}]"


def let_in(state: State, name: str, password: str, tenant: str | None) -> User | None:
    """The user of this name and password, or None."""
    record = state.store.get(COLLECTION, name)
    if record is None or record["hash"] != hashed(name, password):
        return None
    backend_roles = record["backend_roles"]
    roles = mapped_roles(state, name, backend_roles, record["opendistro_security_roles"])
    super_admin = state.store.get(SUPER_ADMINS, name) is not None
    return User(name, tuple(backend_roles), tuple(roles), record["attributes"], tenant, super_admin)


def record_of(hash: str, body: Mapping[str, Any], *, reserved: bool = False) -> dict[str, Any]:
    """A user as it is kept, in the order in which it is printed."""
    record = {
        "hash": hash,
        "reserved": reserved,
        "hidden": False,
        "backend_roles": list(body.get("backend_roles") or ()),
        "attributes": dict(body.get("attributes") or {}),
        "description": body.get("description"),
        "opendistro_security_roles": list(body.get("opendistro_security_roles") or ()),
        "static": False,
    }
    return {name: value for name, value in record.items() if value is not None}


def hashed(owner: str, secret: str) -> str:
    """What is kept of a password. Quick on purpose: nobody attacks a fake."""
    text = f"{owner}\0{secret}".encode(errors="replace")
    return hashlib.blake2b(text, digest_size=24).hexdigest()
