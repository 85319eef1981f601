"""Changing API keys: their privileges, metadata and expiration, one key or many.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/ApiKeyService.java
(`updateApiKeys`), x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/rest/action/apikey/Rest{Update,BulkUpdate}ApiKeyAction.java
"""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument, request_invalid, resource_not_found
from ...object_parser import OBJECT, TEXT, TEXTS, ObjectParser, reader_of
from ...operations import POST, PUT, Call, operation
from ...wire import Json
from . import FEATURE, api_keys, roles
from .api_key_api import ACTION, DESCRIPTORS, descriptor_problems, metadata_problems, read_expiration
from .guard import require
from .user_api import SPECIFICATION

_FIELDS = {"role_descriptors": DESCRIPTORS, "metadata": OBJECT, "expiration": TEXT}
_UPDATE = ObjectParser("update_api_key_request_payload", _FIELDS, build=read_expiration)
_BULK = ObjectParser("bulk_update_api_key_request", {"ids": TEXTS, **_FIELDS}, required=("ids",), build=read_expiration)


@operation(
    "security.update_api_key",
    PUT("/_security/api_key/{id}"),
    body="optional",
    reader=reader_of(_UPDATE),
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/update_api_key/Request.ts",
    feature=FEATURE,
)
def update_api_key(call: Call) -> Json:
    """Change a key; its owner's privileges are looked at anew."""
    asked = call.body or {}
    _check(call, asked)
    require(call, f"{ACTION}/update", own=True)
    _refuse(call, asked)
    return {"updated": _updated(call, call.path["id"], asked)}


@operation(
    "security.bulk_update_api_keys",
    POST("/_security/api_key/_bulk_update"),
    body="required",
    reader=reader_of(_BULK),
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/bulk_update_api_keys/SecurityBulkUpdateApiKeysRequest.ts",
    feature=FEATURE,
)
def bulk_update_api_keys(call: Call) -> Json:
    """Change several keys in the same way; each succeeds or fails alone."""
    asked = call.body
    if not asked["ids"]:
        raise request_invalid("Field [ids] cannot be empty")
    _check(call, asked)
    require(call, f"{ACTION}/bulk_update", own=True)
    _refuse(call, asked)
    answer: dict[str, Any] = {"updated": [], "noops": []}
    failed: dict[str, Json] = {}
    for id in dict.fromkeys(asked["ids"]):
        try:
            answer["updated" if _updated(call, id, asked) else "noops"].append(id)
        except ApiError as error:
            failed[id] = error.cause()
    if failed:
        answer["errors"] = {"count": len(failed), "details": failed}
    return answer


def _check(call: Call, asked: dict[str, Any]) -> None:
    problems = [*metadata_problems(asked), *descriptor_problems(call, asked)]
    if problems:
        raise request_invalid(*problems)


def _refuse(call: Call, asked: dict[str, Any]) -> None:
    """What is refused once it is clear that the user may change keys at all."""
    if call.user.api_key is not None:
        raise illegal_argument("authentication via API key not supported: only the owner user can update an API key")
    for descriptor in (asked.get("role_descriptors") or {}).values():
        roles.refuse_unsupported(descriptor)


def _updated(call: Call, id: str, asked: dict[str, Any]) -> bool:
    """Whether changing a key changes anything."""
    key = api_keys.find(call.state, id)
    if key is None or (key["username"], key["realm"]) != (call.user.username, call.user.owner_realm.name):
        raise resource_not_found(f"no API key owned by requesting user found for ID [{id}]")
    if key["invalidated"]:
        raise illegal_argument(f"cannot update invalidated API key [{id}]")
    if api_keys.is_expired(call.state, key):
        raise illegal_argument(f"cannot update expired API key [{id}]")
    changed: dict[str, Any] = {"limited_by": call.user.descriptors(call.state)}
    for name in ("role_descriptors", "metadata"):
        if asked.get(name) is not None:
            changed[name] = asked[name]
    if asked.get("expiration") is not None:
        changed["expiration"] = call.state.clock.millis + asked["expiration"]
    if all(key[name] == value for name, value in changed.items()):
        return False
    api_keys.change(call.state, id, **changed)
    return True
