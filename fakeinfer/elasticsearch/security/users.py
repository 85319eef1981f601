"""Users: the built-in ones and those that are stored. Passwords are kept as hashes only.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/esnative/
{ReservedRealm,NativeUsersStore}.java, x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/support/Validation.java
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...wire import Json

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "security_users"
BUILT_IN = "security_built_in_users"
BUILT_IN_ROLES = {
    "elastic": ["superuser"],
    "kibana": ["kibana_system"],
    "kibana_system": ["kibana_system"],
    "logstash_system": ["logstash_system"],
    "beats_system": ["beats_system"],
    "apm_system": ["apm_system"],
    "remote_monitoring_user": ["remote_monitoring_collector", "remote_monitoring_agent"],
}
"""User -> roles. `elastic` has a password from the start, the others get one by `_password`."""
SHORTEST_PASSWORD = 6
_USERNAME = re.compile(r"[\x20-\x7e]{1,507}")


@dataclass(frozen=True, slots=True)
class Realm:
    """Where a user is from."""

    name: str
    type: str

    def shown(self) -> dict[str, str]:
        """As it is printed."""
        return {"name": self.name, "type": self.type}


RESERVED = Realm("reserved", "reserved")
NATIVE = Realm("default_native", "native")
API_KEYS = Realm("_es_api_key", "_es_api_key")


@dataclass(frozen=True, slots=True)
class User:
    """A user as answers show them."""

    username: str
    roles: tuple[str, ...]
    realm: Realm
    full_name: str | None = None
    email: str | None = None
    metadata: Mapping[str, Json] = field(default_factory=dict)
    enabled: bool = True
    password_hash: str | None = field(default=None, repr=False)

    def shown(self) -> dict[str, Json]:
        """As it is printed."""
        return {
            "username": self.username,
            "roles": list(self.roles),
            "full_name": self.full_name,
            "email": self.email,
            "metadata": dict(self.metadata),
            "enabled": self.enabled,
        }

    def has_password(self, password: str) -> bool:
        """Whether this is the user's password."""
        return self.password_hash is not None and self.password_hash == hashed(self.username, password)


def find(state: State, username: str) -> User | None:
    """A user by name."""
    if username in BUILT_IN_ROLES:
        kept = state.store.get(BUILT_IN, username) or {}
        metadata: dict[str, Json] = {"_reserved": True}
        if username == "kibana":
            reason = "Please use the [kibana_system] user instead."
            metadata = {"_deprecated": True, "_deprecated_reason": reason, "_reserved": True}
        return User(
            username,
            tuple(BUILT_IN_ROLES[username]),
            RESERVED,
            metadata=metadata,
            enabled=kept.get("enabled", True),
            password_hash=kept.get("password_hash"),
        )
    record = state.store.get(COLLECTION, username)
    return None if record is None else User(realm=NATIVE, **{**record, "roles": tuple(record["roles"])})


def store(
    state: State,
    username: str,
    roles: list[str],
    password_hash: str,
    *,
    full_name: str | None = None,
    email: str | None = None,
    metadata: Mapping[str, Json] | None = None,
    enabled: bool = True,
) -> bool:
    """Keep a user; whether there was none of the name."""
    created = state.store.get(COLLECTION, username) is None
    record: dict[str, Any] = {
        "username": username,
        "roles": roles,
        "full_name": full_name,
        "email": email,
        "metadata": dict(metadata or {}),
        "enabled": enabled,
        "password_hash": password_hash,
    }
    state.store.put(COLLECTION, username, record)
    return created


def change(state: State, user: User, **values: Json) -> None:
    """Replace parts of a user's record."""
    collection = BUILT_IN if user.username in BUILT_IN_ROLES else COLLECTION
    state.store.put(collection, user.username, {**(state.store.get(collection, user.username) or {}), **values})


def hashed(owner: str, secret: str) -> str:
    """What is kept of a secret. Quick on purpose: nobody attacks a fake."""
    text = f"{owner}\0{secret}".encode(errors="replace")
    return hashlib.blake2b(text, digest_size=24).hexdigest()


def name_problem(kind: str, name: str) -> str | None:
    """Why a name is none of a user ("User") or role ("Role")."""
    if _USERNAME.fullmatch(name) and name == name.strip():
        return None
    return (
        f"{kind} names must be at least 1 and no more than 507 characters. They can contain alphanumeric characters (a-z, "
        "A-Z, 0-9), spaces, punctuation, and printable symbols in the Basic Latin (ASCII) block. Leading or trailing "
        "whitespace is not allowed."
    )


def password_problem(password: str) -> str | None:
    """Why a password is none."""
    if len(password) >= SHORTEST_PASSWORD:
        return None
    return f"passwords must be at least [{SHORTEST_PASSWORD}] characters long"
