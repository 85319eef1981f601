"""The guard of a cluster with security: who asks, and whether they may.

Users are told apart once it is clear that there is such a route, and asked for their permissions when the body was read.
Source: opensearch-project/security:src/main/java/org/opensearch/security/{auth/BackendRegistry,filter/SecurityFilter,
privileges/PrivilegesEvaluator}.java; order observed: opensearch 2.19.1.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ... import indices
from ...auth import SCHEMES
from ...errors import ApiError, not_implemented
from ...formats.javabase64 import BadBase64, decode
from ...indices.resolving import is_alias
from ...operations import Call
from . import FEATURE, errors, ml_permissions, system_indices
from .actions import BULK, BULK_SHARD, CREATE, MGET_SHARD, SEARCH, WRITE, WRITES, actions_of
from .index_access import meant, require
from .permissions import Permissions, is_cluster_action, permissions_of
from .users import User, let_in

if TYPE_CHECKING:
    from ...cluster import State
    from ...pipeline import Exchange

PASSWORD = "admin"  # documented, of a fake
IMPERSONATE = "opendistro_security_impersonate_as"
TENANT = "securitytenant"
REFUSED = "security: refused items"
"""Index -> why the bulk that is being answered may not write to it."""
NEEDS_AN_INDEX = ("indices.delete", "indices.close", "indices.open")
"""Operations that a path without an index does not stand for all indices of."""
BY_QUERY = ("delete_by_query", "update_by_query")
"""Operations whose search and whose items were asked for with the operation itself."""
OPEN = ("security.health", "security.who_am_i")
"""Operations that everybody may call, known or not."""


class OpenSearchGuard:
    """Tells users apart and asks for their permissions; holds nothing, so snapshots need not know it."""

    def authenticate(self, exchange: Exchange) -> User | None:
        """The user behind the credentials, or 401."""
        assert exchange.target is not None
        if exchange.target.operation.id in OPEN:
            return None
        request = exchange.request
        user = _let_in(exchange.cluster.state, request.header("authorization"), request.header(TENANT))
        if user is None:
            raise errors.unauthenticated()
        other = request.header(IMPERSONATE)
        if other is not None:
            raise errors.may_not_impersonate(user.name, other)
        return user

    def authorize(self, call: Call, *, body_read: bool) -> bool:
        """403 unless the user may do what the operation does."""
        if call.operation.feature == FEATURE:  # these look after themselves
            return True
        try:
            _authorize(call)
        except ApiError:
            if call.operation.id in ml_permissions.READING:
                ml_permissions.READING[call.operation.id](call)
            raise
        return True

    def own_headers(self, state: State) -> dict[str, str]:
        """`admin` with the password of the start."""
        pair = f"admin:{password_of(state)}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def _authorize(call: Call) -> None:
    if call.user.super_admin:
        return
    permissions = permissions_of(call.state, call.user)
    if call.operation.id in ml_permissions.ASKING:
        ml_permissions.ASKING[call.operation.id](call, permissions)
        return
    actions = actions_of(call.operation)
    if actions is None:
        if not call.user.is_admin:
            raise not_implemented(f"permissions for {call.operation.id}")
        return
    names = _names(call)
    for action in actions:
        require_action(call.state, permissions, action, names)
    if call.operation.id in WRITES:
        _require_write(call, permissions, names)
    elif call.operation.id == "bulk":
        call.state.memo[REFUSED] = _refused_items(call, permissions)
    elif call.operation.id == "reindex":
        call.state.memo[REFUSED] = _refused_copies(call, permissions)
    system_indices.hide_contents(call, names)


def password_of(state: State) -> str:
    """The password that admin begins with."""
    return str(state.options.get("password", PASSWORD))


def require_action(state: State, permissions: Permissions, action: str, names: list[str]) -> None:
    """403 unless the user may do this one thing."""
    if not is_cluster_action(action):
        require(state, permissions, (action,), names)
    elif not permissions.allow_cluster(action):
        raise errors.no_permissions((action,), state.user)


def require_all(state: State, actions: Iterable[str], expression: str) -> None:
    """403 unless the user may do all of this to what an expression means; for what is done in the user's name."""
    if state.user is None:
        return
    permissions, names = permissions_of(state, state.user), meant(state, expression)
    for action in actions:
        require_action(state, permissions, action, names)


def allow_item(call: Call, kind: str, index: str) -> None:
    """403 unless the user may do this to one item of many."""
    if call.operation.id in BY_QUERY:
        return
    if kind in ("get", "search"):
        action = MGET_SHARD if kind == "get" else SEARCH
        require(call.state, permissions_of(call.state, call.user), (action,), meant(call.state, index))
    elif (refused := call.state.memo[REFUSED].get(index)) is not None:
        raise refused


def _refused_items(call: Call, permissions: Permissions) -> dict[str, ApiError]:
    """The indices of a bulk that the user may not write to, and why; all items of an index are refused together.

    They are one request to its shard, which is asked for all that they do.
    """
    kinds: dict[str, set[str]] = {}
    for item in call.body or ():
        kinds.setdefault(str(item.options.get("_index") or call.path.get("index")), set()).add(item.kind)
    refused = {}
    for index, done in kinds.items():
        try:
            _require_items(call, permissions, index, done)
        except ApiError as error:
            refused[index] = error
    return refused


def _refused_copies(call: Call, permissions: Permissions) -> dict[str, ApiError]:
    """403 unless the user may read what a reindex copies; an index that may not be written to is told for each document."""
    origin, target = call.body.get("source"), call.body.get("dest", {}).get("index")
    names = meant(call.state, ",".join(origin.indices)) if origin is not None and origin.indices else []
    system_indices.refuse_changes(call.state, f"{WRITE}/reindex", [*names, str(target)])
    require(call.state, permissions, (SEARCH,), names)
    if target is None:
        return {}
    try:
        require_action(call.state, permissions, BULK, [])
        _require_items(call, permissions, target, {"index"})
    except ApiError as error:
        return {target: error}
    return {}


def _require_items(call: Call, permissions: Permissions, index: str, kinds: set[str]) -> None:
    actions = (BULK_SHARD, *sorted({f"{WRITE}/{WRITES[kind]}" for kind in kinds}))
    if not _is_there(call.state, index):
        system_indices.refuse_changes(call.state, BULK_SHARD, [index])
        if kinds == {"delete"}:
            return
        require(call.state, permissions, (CREATE,), [index])
    require(call.state, permissions, actions, meant(call.state, index))


def _require_write(call: Call, permissions: Permissions, names: list[str]) -> None:
    """A single write is a bulk of one; an index that is not there is made on the way."""
    kind = WRITES[call.operation.id]
    if kind != "update":
        require_action(call.state, permissions, BULK, names)
    if not _is_there(call.state, call.path["index"]):
        if kind == "delete":
            return
        require(call.state, permissions, (CREATE,), names)
    if kind == "update":
        require_action(call.state, permissions, BULK, names)
    written = "delete" if kind == "delete" else "index"
    require(call.state, permissions, (BULK_SHARD, f"{WRITE}/{written}"), names)


def _names(call: Call) -> list[str]:
    """The indices that the request is about; none where it is refused before anybody is asked about."""
    operation, index = call.operation.id, call.path.get("index")
    body = call.body if isinstance(call.body, dict) else {}
    if operation == "indices.put_alias":
        index = str(body.get("index") or index or "")
    elif operation == "indices.update_aliases":
        asked = [one for action in body.get("actions", ()) for one in action.values()]
        index = ",".join(name for one in asked for name in (one.get("index"), *one.get("indices", ())) if name)
    elif operation not in NEEDS_AN_INDEX:
        index = index or "_all"
    return meant(call.state, index) if index else []


def _is_there(state: State, name: str) -> bool:
    return indices.exists(state, name) or is_alias(state, name)


def _let_in(state: State, header: str | None, tenant: str | None) -> User | None:
    """The user of an `Authorization` header; any that cannot be read is nobody's."""
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != SCHEMES[0]:
        return None
    try:
        name, colon, password = decode(value).decode("utf-8", "replace").partition(":")
    except BadBase64:
        return None
    return let_in(state, name, password, tenant) if colon else None
