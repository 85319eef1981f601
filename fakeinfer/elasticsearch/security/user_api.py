"""Users: `_security/user`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/{rest/action/user/,action/user/},
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/action/user/PutUserRequestBuilder.java
"""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument, not_implemented, request_invalid
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Text, operation
from ...wire import Json, Reply
from ..errors import validation
from . import FEATURE, roles, users
from .guard import require, require_authenticated
from .reading import fields, names, of_kind, unexpected

SPECIFICATION = "elastic/elasticsearch-specification:specification/security"
ACTION = "cluster:admin/xpack/security/user"
NOTHING_TO_WAIT_FOR = "what is written is seen at once"


@operation(
    "security.put_user",
    PUT("/_security/user/{username}"),
    POST("/_security/user/{username}"),
    query={"refresh": Text()},
    body="required",
    privilege="manage_security",
    source=f"{SPECIFICATION}/put_user/SecurityPutUserRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def put_user(call: Call) -> Json:
    """Add a user, or replace all of one but the password."""
    username, state = call.path["username"], call.state
    asked = _read_user(call, username)
    problem = users.name_problem("User", username)
    problems = [problem] if problem else []
    if "roles" not in asked:
        problems.append("roles are missing")
    if problems:
        raise request_invalid(*problems)
    require(call, f"{ACTION}/put")
    problems = []
    if username == call.user.username and asked.get("enabled") is False:
        problems.append("native and reserved realm users may not update the enabled status of their own account")
    if username in users.BUILT_IN_ROLES:
        problems.append(f"user [{username}] is reserved and only the password can be changed")
    if problems:
        raise request_invalid(*problems)
    before = users.find(state, username)
    password_hash = asked.pop("password_hash", None) or (before.password_hash if before is not None else None)
    if password_hash is None:
        raise validation("password must be specified unless you are updating an existing user")
    created = users.store(state, username, asked.pop("roles"), password_hash, **asked)
    return {"created": created}


def _read_user(call: Call, username: str) -> dict[str, Any]:
    what = "add user request"
    asked: dict[str, Any] = {}
    for key, value in fields(call, what):
        if key == "password":
            asked["password_hash"] = _hash(username, of_kind(key, value, str))
        elif key == "password_hash":
            raise not_implemented("passwords that are hashed already")
        elif key == "roles":
            asked[key] = roles.texts(username, key, value)
        elif key in ("full_name", "email"):
            asked[key] = of_kind(key, value, str, null=True)
        elif key == "metadata":
            asked[key] = of_kind(key, value, dict)
        elif key == "enabled":
            asked[key] = of_kind(key, value, bool)
        elif key == "username":
            if of_kind(key, value, str) != username:
                raise illegal_argument(f"[username] in source does not match the username provided [{username}]")
        else:
            raise unexpected(what, key)
    return asked


def _hash(username: str, password: str) -> str:
    if (problem := users.password_problem(password)) is not None:
        raise validation(problem)
    return users.hashed(username, password)


@operation(
    "security.get_user",
    GET("/_security/user"),
    GET("/_security/user/{username}"),
    query={"with_profile_uid": Bool(False)},
    privilege="read_security",
    source=f"{SPECIFICATION}/get_user/SecurityGetUserRequest.ts",
    feature=FEATURE,
)
def get_user(call: Call) -> Reply:
    """Users by name, or all."""
    require(call, f"{ACTION}/get")
    if call.query["with_profile_uid"]:
        raise not_implemented("user profiles")
    wanted = names(call.path.get("username"))
    known = [*users.BUILT_IN_ROLES, *call.store[users.COLLECTION]]
    found = {name: user.shown() for name in wanted or known if (user := users.find(call.state, name)) is not None}
    return Reply(found, 200 if found or not wanted else 404)


@operation(
    "security.delete_user",
    DELETE("/_security/user/{username}"),
    query={"refresh": Text()},
    privilege="manage_security",
    source=f"{SPECIFICATION}/delete_user/SecurityDeleteUserRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def delete_user(call: Call) -> Reply:
    """Remove a user."""
    username = call.path["username"]
    require(call, f"{ACTION}/delete")
    if username in users.BUILT_IN_ROLES:
        raise illegal_argument(f"user [{username}] is reserved and cannot be deleted")
    found = call.store.delete(users.COLLECTION, username)
    return Reply({"found": found}, 200 if found else 404)


@operation(
    "security.change_password",
    PUT("/_security/user/_password"),
    POST("/_security/user/_password"),
    PUT("/_security/user/{username}/_password"),
    POST("/_security/user/{username}/_password"),
    query={"refresh": Text()},
    body="required",
    privilege="manage_security",
    source=f"{SPECIFICATION}/change_password/SecurityChangePasswordRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def change_password(call: Call) -> Json:
    """Give a user another password: anybody, or oneself."""
    username = call.path.get("username") or call.user.username
    what, password_hash = "change password request", None
    for key, value in fields(call, what):
        if key == "password":
            password_hash = _hash(username, of_kind(key, value, str))
        elif key == "password_hash":
            raise not_implemented("passwords that are hashed already")
        else:
            raise unexpected(what, key)
    if password_hash is None:
        raise request_invalid("password is missing")
    action = f"{ACTION}/change_password"
    if username == call.user.username and call.user.api_key is None and call.user.by is None:
        require_authenticated(call, action)
    else:
        require(call, action)
    user = users.find(call.state, username)
    if user is None:
        raise validation("user must exist in order to change password")
    users.change(call.state, user, password_hash=password_hash)
    return {}


@operation(
    "security.enable_user",
    PUT("/_security/user/{username}/_enable"),
    POST("/_security/user/{username}/_enable"),
    query={"refresh": Text()},
    privilege="manage_security",
    source=f"{SPECIFICATION}/enable_user/SecurityEnableUserRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def enable_user(call: Call) -> Json:
    """Let a user in again."""
    return _set_enabled(call, True)


@operation(
    "security.disable_user",
    PUT("/_security/user/{username}/_disable"),
    POST("/_security/user/{username}/_disable"),
    query={"refresh": Text()},
    privilege="manage_security",
    source=f"{SPECIFICATION}/disable_user/SecurityDisableUserRequest.ts",
    unread_query=NOTHING_TO_WAIT_FOR,
    feature=FEATURE,
)
def disable_user(call: Call) -> Json:
    """Keep a user out."""
    return _set_enabled(call, False)


def _set_enabled(call: Call, enabled: bool) -> Json:
    username = call.path["username"]
    require(call, f"{ACTION}/set_enabled")
    if username == call.user.username:
        raise illegal_argument("users may not update the enabled status of their own account")
    user = users.find(call.state, username)
    if user is None:
        raise validation(f"only existing users can be {'enabled' if enabled else 'disabled'}")
    users.change(call.state, user, enabled=enabled)
    return {}
