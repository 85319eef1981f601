"""Making API keys, looking at them, taking them back: `_security/api_key`. Changing them is in `api_key_changes_api.py`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/{rest/action/apikey/,action/apikey/},
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/action/apikey/
"""

from __future__ import annotations

from typing import Any

from ...auth import SecurityError
from ...errors import illegal_argument, not_implemented, request_invalid
from ...object_parser import BOOLEAN, OBJECT, TEXT, TEXTS, Field, ObjectParser, Source, reader_of, within
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Text, operation, read_time
from ...versions import Span
from ...wire import Json, Reply
from .. import changes
from . import FEATURE, api_keys, errors, roles, users
from .guard import require, require_authenticated
from .principals import Principal
from .user_api import NOTHING_TO_WAIT_FOR, SPECIFICATION

ACTION = "cluster:admin/xpack/security/api_key"
LONGEST_NAME = 256


def read_descriptors(value: Json, source: Source, path: tuple[str | int, ...]) -> dict[str, Any]:
    """Roles of an API key, by a name each."""
    return {name: roles.read(name, body, described=True) for name, body in value.items()}


DESCRIPTORS = Field(("START_OBJECT",), read_descriptors)


def read_expiration(asked: dict[str, Any]) -> dict[str, Any]:
    """The time a key is for, in milliseconds."""
    if asked.get("expiration") is None:
        return asked
    return {**asked, "expiration": int(read_time("expiration", asked["expiration"]))}


_KEY = ObjectParser(
    "api_key_request",
    {"name": TEXT, "role_descriptors": DESCRIPTORS, "expiration": TEXT, "metadata": OBJECT},
    required=("name",),
    build=read_expiration,
)
_GRANT = ObjectParser(
    "grant_api_key_request",
    {
        "grant_type": TEXT,
        "username": TEXT,
        "password": TEXT,
        "access_token": TEXT,
        "client_authentication": OBJECT,
        "run_as": TEXT,
        "api_key": within(_KEY),
    },
)
_INVALIDATE = ObjectParser(
    "invalidate_api_key",
    {"realm_name": TEXT, "username": TEXT, "id": TEXT, "ids": TEXTS, "name": TEXT, "owner": BOOLEAN},
)


@operation(
    "security.create_api_key",
    POST("/_security/api_key"),
    PUT("/_security/api_key"),
    query={"refresh": Text()},
    body="required",
    reader=reader_of(_KEY),
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/create_api_key/SecurityCreateApiKeyRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def create_api_key(call: Call) -> Json:
    """Make a key that stands for the user who asks."""
    asked = call.body
    _check_key(call, asked)
    require(call, f"{ACTION}/create", own=True)
    descriptors = asked.get("role_descriptors", {})
    if call.user.api_key is not None and not _is_powerless(descriptors):
        raise illegal_argument(
            "creating derived api keys requires an explicit role descriptor that is empty (has no privileges)"
        )
    return _create(call, call.user, asked)


def _create(call: Call, owner: Principal, asked: dict[str, Any]) -> Json:
    descriptors = asked.get("role_descriptors", {})
    for descriptor in descriptors.values():
        roles.refuse_unsupported(descriptor)
    return api_keys.create(
        call.state, owner, asked["name"], descriptors, asked.get("metadata", {}), asked.get("expiration")
    )


def _check_key(call: Call, asked: dict[str, Any]) -> None:
    """What is wrong with the name, the metadata and the privileges of a new key (`AbstractCreateApiKeyRequest.validate`)."""
    name, problems = asked["name"], []
    if not name.strip():
        problems.append("api key name is required")
    else:
        if len(name) > LONGEST_NAME:
            problems.append(f"api key name may not be more than {LONGEST_NAME} characters long")
        if name != name.strip():
            problems.append("api key name may not begin or end with whitespace")
        if name.startswith("_"):
            problems.append("api key name may not begin with an underscore")
    problems += metadata_problems(asked)
    problems += descriptor_problems(call, asked)
    if problems:
        raise request_invalid(*problems)


def metadata_problems(asked: dict[str, Any]) -> list[str]:
    """Names in metadata that the server keeps to itself."""
    reserved = any(name.startswith("_") for name in asked.get("metadata") or {})
    return ["API key metadata keys may not start with [_]"] if reserved else []


def descriptor_problems(call: Call, asked: dict[str, Any]) -> list[str]:
    """Privileges that there are not."""
    descriptors = (asked.get("role_descriptors") or {}).values()
    return [problem for descriptor in descriptors for problem in roles.problems(call.state, descriptor)]


def _is_powerless(descriptors: dict[str, Any]) -> bool:
    return len(descriptors) == 1 and all(
        not descriptor[key]
        for descriptor in descriptors.values()
        for key in ("cluster", "indices", "applications", "run_as")
    )


@operation(
    "security.grant_api_key",
    POST("/_security/api_key/grant"),
    query={"refresh": Text(span=Span("8.18"))},
    body="required",
    reader=reader_of(_GRANT),
    privilege="grant_api_key",
    source=f"{SPECIFICATION}/grant_api_key/SecurityGrantApiKeyRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def grant_api_key(call: Call) -> Json:
    """Make a key for another user, whose password is told."""
    asked, action = call.body, f"{ACTION}/grant"
    if "api_key" not in asked:
        raise request_invalid("api key name is required")
    _check_key(call, asked["api_key"])
    if asked.get("grant_type") is None:
        raise request_invalid("[grant_type] is required")
    require(call, action)
    if asked["grant_type"] == "access_token":
        raise errors.tokens_are_off()
    if asked["grant_type"] != "password":
        raise illegal_argument(f"grant type [{asked['grant_type']}] is not supported")
    username = str(asked.get("username"))
    owner = users.find(call.state, username)
    if owner is None or not owner.enabled or not owner.has_password(str(asked.get("password"))):
        reason = f"unable to authenticate user [{username}] for action [{action}]"
        raise SecurityError(401, reason, challenges=errors.CHALLENGES)
    if asked.get("run_as"):
        raise not_implemented("API keys for a user in whose name another asks")
    return _create(call, Principal(owner, owner.realm), asked["api_key"])


@operation(
    "security.get_api_key",
    GET("/_security/api_key"),
    query={
        "id": Text(),
        "name": Text(),
        "username": Text(),
        "realm_name": Text(),
        "owner": Bool(False),
        "with_limited_by": Bool(False),
        "active_only": Bool(False, span=Span("8.10")),
        "with_profile_uid": Bool(False, span=Span("8.14")),
    },
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/get_api_key/SecurityGetApiKeyRequest.ts",
    feature=FEATURE,
)
def get_api_key(call: Call) -> Reply:
    """Keys by id, name or owner, without their secrets."""
    query = call.query
    _check_selection(query, "retrieving")
    if query.get("with_profile_uid"):
        raise not_implemented("user profiles")
    action = f"{ACTION}/get"
    own_key = call.user.api_key is not None and query["id"] == call.user.api_key["id"]
    if own_key and not query["with_limited_by"]:
        require_authenticated(call, action)
    else:
        require(call, action, own=own_key or is_owner(call.user, query))
    found = [
        shown(call, key, limited_by=query["with_limited_by"])
        for key in _selected(call, query, [query["id"]] if query["id"] else None)
        if not query.get("active_only") or not (key["invalidated"] or api_keys.is_expired(call.state, key))
    ]
    return Reply({"api_keys": found}, 404 if query["id"] and not found else 200)


def _check_selection(asked: dict[str, Any], doing: str) -> None:
    """Combinations that make no sense (`GetApiKeyRequest.validate`)."""
    problems = []
    by_owner = asked.get("realm_name") or asked.get("username")
    if (asked.get("id") or asked.get("name")) and by_owner:
        problems.append("username or realm name must not be specified when the api key id or api key name is specified")
    if asked.get("owner") and by_owner:
        problems.append(f"neither username nor realm-name may be specified when {doing} owned API keys")
    if asked.get("id") and asked.get("name"):
        problems.append("only one of [api key id, api key name] can be specified")
    if problems:
        raise request_invalid(*problems)


def is_owner(user: Principal, asked: dict[str, Any]) -> bool:
    """Whether a request says that it is about keys of the user's own (`ManageOwnApiKeyClusterPrivilege`)."""
    if user.api_key is not None:
        return False
    if asked.get("owner"):
        return True
    return asked.get("username") == user.username and asked.get("realm_name") == user.owner_realm.name


def _selected(call: Call, asked: dict[str, Any], ids: list[str] | None) -> list[dict[str, Any]]:
    """The keys that are meant, oldest first."""
    username, realm = asked.get("username"), asked.get("realm_name")
    if asked.get("owner"):
        username, realm = call.user.username, call.user.owner_realm.name
    return [
        key
        for key in call.store[api_keys.COLLECTION].values()
        if (ids is None or key["id"] in ids)
        and _is_named(key["name"], asked.get("name"))
        and (not username or key["username"] == username)
        and (not realm or key["realm"] == realm)
    ]


def _is_named(name: str, asked: str | None) -> bool:
    """Whether a key's name is the one asked for, or begins as it does up to its star; no other letter is special.

    elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authc/ApiKeyService.java
    """
    if asked is None or not asked.strip():
        return True
    return name.startswith(asked[:-1]) if asked.endswith("*") else name == asked


def shown(call: Call, key: dict[str, Any], *, limited_by: bool = False) -> dict[str, Json]:
    """A key as it is printed."""
    names = ["id", "name", "type", "creation", "expiration", "invalidated", "invalidation", "username", "realm"]
    if call.has(changes.API_KEYS_TELL_THEIR_REALM_TYPE):
        names.append("realm_type")
    names += ["metadata", "role_descriptors"]
    record = {"type": "rest", **key}
    answer = {name: record[name] for name in names if record[name] is not None}
    if limited_by:
        answer["limited_by"] = [key["limited_by"]]
    return answer


@operation(
    "security.invalidate_api_key",
    DELETE("/_security/api_key"),
    body="required",
    reader=reader_of(_INVALIDATE),
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/invalidate_api_key/SecurityInvalidateApiKeyRequest.ts",
    feature=FEATURE,
)
def invalidate_api_key(call: Call) -> Json:
    """Take keys back for good."""
    asked = call.body
    ids = [asked["id"]] if "id" in asked else asked.get("ids")
    _check_invalidation(asked, ids)
    own = is_owner(call.user, asked)
    if ids is not None and call.user.api_key is not None:
        own = all(id == call.user.api_key["id"] for id in ids)
    require(call, f"{ACTION}/invalidate", own=own)
    found = [key["id"] for key in _selected(call, asked, ids) if not key["invalidated"]]
    for id in found:
        api_keys.change(call.state, id, invalidated=True, invalidation=call.state.clock.millis)
    return {"invalidated_api_keys": found, "previously_invalidated_api_keys": [], "error_count": 0}


def _check_invalidation(asked: dict[str, Any], ids: list[str] | None) -> None:
    """Combinations that make no sense (`InvalidateApiKeyRequest.validate`)."""
    if "id" in asked and "ids" in asked:
        raise illegal_argument("Must use either [id] or [ids], not both at the same time")
    if ids is not None and not ids:
        raise request_invalid("Field [ids] cannot be an empty array")
    blank = [number for number, id in enumerate(ids or ()) if not id.strip()]
    if blank:
        many = len(blank) > 1
        raise request_invalid(
            f"Field [ids] must not contain blank id, but got blank {'ids' if many else 'id'} at index"
            f" {'positions' if many else 'position'}: {blank}"
        )
    by_owner = asked.get("realm_name") or asked.get("username")
    problems = []
    if not by_owner and ids is None and not asked.get("name") and not asked.get("owner"):
        problems.append(
            "One of [api key id(s), api key name, username, realm name] must be specified if [owner] flag is false"
        )
    if (ids is not None or asked.get("name")) and by_owner:
        problems.append(
            "username or realm name must not be specified when the api key id(s) or api key name are specified"
        )
    if asked.get("owner") and by_owner:
        problems.append("neither username nor realm-name may be specified when invalidating owned API keys")
    if ids is not None and asked.get("name"):
        problems.append("only one of [api key id(s), api key name] can be specified")
    if problems:
        raise request_invalid(*problems)
