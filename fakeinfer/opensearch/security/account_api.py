"""One's own account: `_plugins/_security/api/account`.

Source: opensearch-project/security:src/main/java/org/opensearch/security/dlic/rest/api/AccountApiAction.java
"""

from __future__ import annotations

from ...errors import not_implemented
from ...operations import GET, PUT, Call, operation
from ...wire import Json
from . import FEATURE, content, errors, users
from .authinfo_api import SOURCE, tenants_of

KEYS: content.Keys = {"hash": str, "password": str, "current_password": str}


@operation(
    "security.get_account_details",
    GET("/_plugins/_security/api/account"),
    GET("/_opendistro/_security/api/account"),
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def get_account_details(call: Call) -> Json:
    """Who asks, and what kind of user that is."""
    user: users.User = call.user
    record = call.store.get(users.COLLECTION, user.name) or {}
    return {
        "user_name": user.name,
        "is_reserved": record.get("reserved", False),
        "is_hidden": record.get("hidden", False),
        "is_internal_user": bool(record),
        "user_requested_tenant": user.tenant,
        "backend_roles": list(user.backend_roles),
        "custom_attribute_names": user.attribute_names,
        "tenants": tenants_of(user),
        "roles": list(user.roles),
    }


@operation(
    "security.change_password",
    PUT("/_plugins/_security/api/account"),
    PUT("/_opendistro/_security/api/account"),
    body="raw",
    privilege="none",
    source=SOURCE,
    feature=FEATURE,
)
def change_password(call: Call) -> Json:
    """Give oneself another password."""
    name = call.user.name
    body = content.read_entry(call, KEYS, ("current_password",))
    if body.get("password"):
        content.check_password(body["password"], name)
    record = call.store.get(users.COLLECTION, name)
    if record.get("reserved"):
        raise errors.entry_is_immutable(name, "reserved")
    if users.hashed(name, body["current_password"] or "") != record["hash"]:
        raise errors.wrong_password()
    if not body.get("password"):
        if body.get("hash"):
            raise not_implemented("passwords that are hashed already")
        raise errors.no_new_password()
    call.store.put(users.COLLECTION, name, {**record, "hash": users.hashed(name, body["password"])})
    return {"status": "OK", "message": f"'{name}' updated."}
