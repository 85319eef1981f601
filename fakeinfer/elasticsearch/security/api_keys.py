"""API keys: kept with a hash of their secret, the privileges they were given and those that their owner had then.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/ApiKeyService.java
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ...formats.javabase64 import BadBase64, decode
from ...wire import Json
from .errors import unsuccessful
from .principals import Principal
from .users import API_KEYS, Realm, User, hashed

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "security_api_keys"


def find(state: State, id: str) -> dict[str, Any] | None:
    """A key's record, invalidated or not."""
    found: dict[str, Any] | None = state.store.get(COLLECTION, id)
    return found


def create(
    state: State,
    owner: Principal,
    name: str,
    role_descriptors: dict[str, Any],
    metadata: dict[str, Json],
    expires_in: int | None,
) -> dict[str, Json]:
    """Make a key and say it, once and never again."""
    id, secret, now = state.ids.auto_id(), state.ids.uuid(), state.clock.millis
    realm = owner.owner_realm
    record: dict[str, Any] = {
        "id": id,
        "name": name,
        "creation": now,
        "expiration": None if expires_in is None else now + expires_in,
        "invalidated": False,
        "invalidation": None,
        "username": owner.username,
        "realm": realm.name,
        "realm_type": realm.type,
        "owner": {"full_name": owner.user.full_name, "email": owner.user.email, "metadata": dict(owner.user.metadata)},
        "metadata": metadata,
        "role_descriptors": role_descriptors,
        "limited_by": owner.descriptors(state),
        "api_key_hash": hashed(id, secret),
    }
    state.store.put(COLLECTION, id, record)
    expiration = {} if expires_in is None else {"expiration": record["expiration"]}
    return {"id": id, "name": name, **expiration, "api_key": secret, "encoded": encoded(id, secret)}


def encoded(id: str, secret: str) -> str:
    """A key as an `Authorization` header holds it."""
    return base64.b64encode(f"{id}:{secret}".encode()).decode()


def change(state: State, id: str, **values: Json) -> None:
    """Replace parts of a key's record."""
    state.store.put(COLLECTION, id, {**state.store[COLLECTION][id], **values})


def authenticate(state: State, value: str) -> Principal:
    """Who comes with this key; 401 for one that is unknown, wrong, invalidated or expired."""
    try:
        id, colon, secret = decode(value).decode("utf-8", "replace").partition(":")
    except BadBase64 as bad:
        raise unsuccessful(f"API key: {bad}") from None
    if not colon:
        raise unsuccessful("API key: invalid ApiKey value")
    record = find(state, id)
    if record is None:
        raise unsuccessful(f"API key: unable to find apikey with id {id}")
    if record["invalidated"]:
        raise unsuccessful(f"API key: api key [{id}] has been invalidated")
    if record["api_key_hash"] != hashed(id, secret):
        raise unsuccessful(f"API key: invalid credentials for API key [{id}]")
    if is_expired(state, record):
        raise unsuccessful("API key: api key is expired")
    return principal_of(record)


def is_expired(state: State, record: dict[str, Any]) -> bool:
    """Whether a key's time is over."""
    return record["expiration"] is not None and record["expiration"] <= state.clock.millis


def principal_of(record: dict[str, Any]) -> Principal:
    """Who comes with a key: its owner, without roles."""
    owner = User(record["username"], (), Realm(record["realm"], record["realm_type"]), **record["owner"])
    return Principal(owner, API_KEYS, api_key=record)
