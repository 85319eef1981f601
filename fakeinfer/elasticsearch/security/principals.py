"""Who asks: the user that credentials stand for, the API key they came with, and in whose name a request is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...wire import Json
from . import roles
from .permissions import Limited, Permission, role_of
from .users import API_KEYS, Realm, User

if TYPE_CHECKING:
    from ...cluster import State


@dataclass(frozen=True, slots=True)
class Principal:
    """A user who was let in. With `api_key` it was one of the user's keys; with `by` another user asks in the user's name."""

    user: User
    realm: Realm
    """The realm that let the user in."""
    api_key: dict[str, Any] | None = field(default=None, repr=False)
    by: Principal | None = None
    unknown: bool = False
    """Whether there is no user of the name in which the request is made."""

    @property
    def username(self) -> str:
        """The name it acts under."""
        return self.user.username

    @property
    def owner_realm(self) -> Realm:
        """The realm of the user, of an API key's owner too."""
        if self.api_key is not None:
            return Realm(self.api_key["realm"], self.api_key["realm_type"])
        return self.user.realm

    def permission(self, state: State) -> Permission:
        """What it may do."""
        if self.api_key is not None:
            by = role_of(state, self.api_key["limited_by"].values())
            given = list(self.api_key["role_descriptors"].values())
            return Limited(role_of(state, given), by) if given else by
        return role_of(state, self.descriptors(state).values())

    def descriptors(self, state: State) -> dict[str, dict[str, Any]]:
        """The roles of the user that there are, by name; who comes with an API key has none (`ApiKeyUserRoleDescriptorResolver`)."""
        return {name: role for name in self.user.roles if (role := roles.find(state, name)) is not None}

    def described(self, properties: Sequence[str], before: Json) -> dict[str, Json]:
        """What a document is told about the user, added to what it held there (`SetSecurityUserProcessor`)."""
        known: dict[str, Json] = dict(before) if isinstance(before, dict) else {}
        facts: dict[str, Json] = {
            "username": self.username,
            "full_name": self.user.full_name,
            "email": self.user.email,
            "roles": list(self.user.roles),
            "metadata": dict(self.user.metadata),
            "authentication_type": "REALM" if self.api_key is None else "API_KEY",
        }
        nested = {"realm": self.owner_realm.shown()}
        if self.api_key is not None:
            told = {name: self.api_key[name] for name in ("name", "id", "metadata")}
            nested["api_key"] = {name: value for name, value in told.items() if value}
        known.update({name: value for name, value in facts.items() if name in properties and value})
        for name, values in nested.items():
            if name in properties:
                held = known.get(name)
                known[name] = {**(held if isinstance(held, dict) else {}), **values}
        return known

    def shown(self, *, managed: bool) -> dict[str, Json]:
        """As `_authenticate` prints it."""
        realm = API_KEYS if self.api_key is not None else self.user.realm
        answer = {
            **self.user.shown(),
            "authentication_realm": self.realm.shown(),
            "lookup_realm": realm.shown(),
            "authentication_type": "realm" if self.api_key is None else "api_key",
        }
        if self.api_key is not None:
            manager = {"managed_by": "elasticsearch"} if managed else {}
            answer["api_key"] = {**manager, "id": self.api_key["id"], "name": self.api_key["name"]}
        return answer
