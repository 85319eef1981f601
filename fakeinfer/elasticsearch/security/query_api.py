"""Users, roles and API keys by query: `_security/_query`.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/rest/action/
{apikey/RestQueryApiKeyAction,user/RestQueryUserAction,role/RestQueryRoleAction}.java
"""

from __future__ import annotations

from typing import Any

from ...errors import not_implemented
from ...object_parser import INT, OBJECT, Field, ObjectParser, reader_of
from ...operations import GET, POST, Bool, Call, operation
from ...versions import Span
from ...wire import Json
from .. import changes
from . import FEATURE, api_keys, record_search, roles, users
from .api_key_api import ACTION, shown
from .guard import permission_for, require
from .user_api import SPECIFICATION

ANY = Field(("START_ARRAY", "START_OBJECT", "VALUE_STRING"), lambda value, source, path: value)
ARRAY = Field(("START_ARRAY",), lambda value, source, path: value)
_PAGE = {"query": OBJECT, "from": INT, "size": INT, "sort": ANY, "search_after": ARRAY}
_KEYS = ObjectParser("query_api_key_request_payload", {**_PAGE, "aggs": OBJECT, "aggregations": OBJECT})
_USERS = ObjectParser("query_user_request_payload", _PAGE)
_ROLES = ObjectParser("query_role_request_payload", _PAGE)


@operation(
    "security.query_api_keys",
    GET("/_security/_query/api_key"),
    POST("/_security/_query/api_key"),
    query={
        "with_limited_by": Bool(False),
        "with_profile_uid": Bool(False, span=Span("8.14")),
        "typed_keys": Bool(False, span=Span("8.14")),
    },
    body="optional",
    reader=reader_of(_KEYS),
    privilege="manage_own_api_key",
    source=f"{SPECIFICATION}/query_api_keys/QueryApiKeysRequest.ts",
    feature=FEATURE,
)
def query_api_keys(call: Call) -> Json:
    """Keys that a query finds; who may manage none but their own sees none but their own."""
    action = f"{ACTION}/query"
    require(call, action, own=True)
    if call.query.get("with_profile_uid"):
        raise not_implemented("user profiles")
    everything = permission_for(call, action).cluster(action)
    keys = {
        key["id"]: key
        for key in call.store[api_keys.COLLECTION].values()
        if everything or (key["username"], key["realm"]) == (call.user.username, call.user.owner_realm.name)
    }
    records = ((id, _searched(key)) for id, key in keys.items())
    typed = call.query.get("typed_keys", False)
    found = record_search.search(call.state, record_search.API_KEYS, records, call.body or {}, typed=typed)
    limited_by = call.query["with_limited_by"]
    listed = [
        {**shown(call, keys[hit["_id"]], limited_by=limited_by), **_sort_of(hit)} for hit in found["hits"]["hits"]
    ]
    more = {"aggregations": found["aggregations"]} if "aggregations" in found else {}
    return {"total": found["hits"]["total"]["value"], "count": len(listed), "api_keys": listed, **more}


def _searched(key: dict[str, Any]) -> dict[str, Json]:
    """A key as it is searched."""
    names = ("name", "username", "creation", "expiration", "invalidated", "invalidation", "metadata")
    told = {name: key[name] for name in names if key[name] is not None}
    return {"type": "rest", "realm_name": key["realm"], **told}


def _sort_of(hit: dict[str, Any]) -> dict[str, Json]:
    return {"_sort": hit["sort"]} if "sort" in hit else {}


@operation(
    "security.query_user",
    GET("/_security/_query/user"),
    POST("/_security/_query/user"),
    query={"with_profile_uid": Bool(False)},
    body="optional",
    reader=reader_of(_USERS),
    since="8.14",
    privilege="read_security",
    source=f"{SPECIFICATION}/query_user/SecurityQueryUserRequest.ts",
    feature=FEATURE,
)
def query_user(call: Call) -> Json:
    """Users that a query finds; the built-in ones are not looked at."""
    require(call, "cluster:admin/xpack/security/user/query")
    if call.query["with_profile_uid"]:
        raise not_implemented("user profiles")
    known = {name: user for name in call.store[users.COLLECTION] if (user := users.find(call.state, name)) is not None}
    wanted = record_search.USERS.fields
    records = (
        (name, {key: value for key, value in user.shown().items() if key in wanted and value is not None})
        for name, user in known.items()
    )
    found = record_search.search(call.state, record_search.USERS, records, call.body or {})
    listed = [{**known[hit["_id"]].shown(), **_sort_of(hit)} for hit in found["hits"]["hits"]]
    return {"total": found["hits"]["total"]["value"], "count": len(listed), "users": listed}


@operation(
    "security.query_role",
    GET("/_security/_query/role"),
    POST("/_security/_query/role"),
    body="optional",
    reader=reader_of(_ROLES),
    since="8.15",
    privilege="read_security",
    source=f"{SPECIFICATION}/query_role/QueryRolesRequest.ts",
    feature=FEATURE,
)
def query_role(call: Call) -> Json:
    """Roles that a query finds."""
    require(call, "cluster:admin/xpack/security/role/query")
    built_in = roles.reserved(call.state) if call.has(changes.BUILT_IN_ROLES_ARE_QUERYABLE) else {}
    known = {**built_in, **call.store[roles.COLLECTION]}
    wanted = ("description", "metadata", "applications")
    records = (
        (name, {"name": name, **{key: role[key] for key in wanted if role.get(key)}}) for name, role in known.items()
    )
    found = record_search.search(call.state, record_search.ROLES, records, call.body or {})
    listed = [{"name": hit["_id"], **known[hit["_id"]], **_sort_of(hit)} for hit in found["hits"]["hits"]]
    return {"total": found["hits"]["total"]["value"], "count": len(listed), "roles": listed}
