"""The guard of a cluster with security: who asks, and whether they may.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/
{authc/AuthenticationService,authc/AuthenticatorChain,authz/AuthorizationService}.java
"""

from __future__ import annotations

import contextlib
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import indices
from ...auth import Credentials, credentials_of
from ...errors import ApiError, not_implemented
from ...formats.javabase64 import BadBase64, decode
from ...indices.resolving import is_alias
from ...operations import Call
from .. import negotiation
from . import FEATURE, api_keys, errors, users
from .actions import AUTO_CREATE, BULK_ITEMS, action_of
from .denial import action_denied, run_as_denied
from .index_access import is_named, narrow, require_named, require_some
from .permissions import Permission
from .principals import Principal
from .users import User

if TYPE_CHECKING:
    from ...cluster import State
    from ...pipeline import Exchange

PASSWORD = "changeme"  # documented, of a fake
RUN_AS = "es-security-runas-user"
EVERYTHING = "cluster:internal/everything"
"""An action that only `manage` and `all` grant."""


class ElasticsearchGuard:
    """Tells users apart and asks for their privileges; holds nothing, so snapshots need not know it."""

    def authenticate(self, exchange: Exchange) -> Principal:
        """The user behind the credentials; 401 in the format that the request asks for, if that can be found out."""
        state, request = exchange.cluster.state, exchange.request
        try:
            principal = _let_in(state, credentials_of(request.header("authorization")), request.target)
        except ApiError:
            with contextlib.suppress(ApiError):
                negotiation.read_request(exchange)
            raise
        name = request.header(RUN_AS)
        return principal if name is None else _in_the_name_of(state, principal, name)

    def authorize(self, call: Call, *, body_read: bool) -> bool:
        """403 unless the user may do what the operation does."""
        state, operation = call.state, call.operation
        action = action_of(state, operation)
        if operation.feature == FEATURE:  # these read, check and then ask for themselves
            return body_read
        if action is None:
            if not call.user.permission(state).cluster(EVERYTHING):
                raise not_implemented(f"privileges for {operation.id}")
            return True
        if not body_read and (action.reads_first or _lacks_body(call)):
            return False
        if action.on == "nothing" or (action.destroys and not is_named(call.path.get("index", ""))):
            return True
        permission = permission_for(call, action.name)
        if action.on == "cluster":
            if not permission.cluster(action.name):
                raise action_denied(state, call.user, action.name)
        elif action.on == "items":
            require_some(call, permission, action.name)
        elif action.on == "indices":
            _narrow(call, permission, action.name)
        else:
            require_named(call, permission, action.name, call.path["index"])
            if action.name.startswith("indices:data/write/"):
                _require_item(call, permission)
        return True

    def own_headers(self, state: State) -> dict[str, str]:
        """`elastic` with the password of the start."""
        pair = f"elastic:{password_of(state)}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def password_of(state: State) -> str:
    """The password that elastic begins with."""
    return str(state.options.get("password", PASSWORD))


def require(call: Call, action: str, *, own: bool = False) -> None:
    """403 unless the user may do this cluster action; `own`: to API keys of the user's own."""
    if call.user is None:
        return
    if not permission_for(call, action).cluster(action, own):
        raise action_denied(call.state, call.user, action, own=own)


def require_authenticated(call: Call, action: str) -> None:
    """What everybody may do about themselves, once it is clear in whose name."""
    permission_for(call, action)


def permission_for(call: Call, action: str) -> Permission:
    """What the user may do, if it may be asked for in this name."""
    principal: Principal = call.user
    if principal.by is not None and (
        principal.unknown or not principal.by.permission(call.state).run_as(principal.username)
    ):
        raise run_as_denied(call.state, principal, action)
    return principal.permission(call.state)


def allow_item(call: Call, kind: str, index: str) -> None:
    """403 unless the user may do this to one item of many; an index that is to be created on the way needs leave too."""
    if call.user is None:
        return
    permission = permission_for(call, BULK_ITEMS[kind])
    if kind == "search":
        _narrow(call, permission, BULK_ITEMS[kind])
        return
    if kind in ("index", "create", "update") and not _is_there(call.state, index):
        require_named(call, permission, AUTO_CREATE, index)
    require_named(call, permission, BULK_ITEMS[kind], index)


def _narrow(call: Call, permission: Permission, action: str) -> None:
    """A search of a point in time names no index: its user was asked for when the point was opened."""
    if isinstance(call.body, dict) and call.body.get("pit") is not None:
        require_some(call, permission, action)
    else:
        narrow(call, permission, action)


def _require_item(call: Call, permission: Permission) -> None:
    """A single write is a bulk of one."""
    kind = call.operation.id
    if kind == "index" and (call.query.get("op_type") == "create" or call.path.get("id") is None):
        kind = "create"
    allow_item(call, kind, call.path["index"])


def _is_there(state: State, name: str) -> bool:
    return indices.exists(state, name) or is_alias(state, name)


def _lacks_body(call: Call) -> bool:
    """Whether a body is missing that the server looks for before anything else."""
    required = call.operation.body in ("required", "required_or_source") or call.operation.missing_body is not None
    return required and not call.request.body


def _let_in(state: State, credentials: Credentials | None, target: str) -> Principal:
    if credentials is None:
        raise errors.missing_credentials(target)
    if credentials.scheme == "bearer":
        raise errors.unsuccessful("oauth2 token: invalid token")
    if credentials.scheme == "apikey":
        return api_keys.authenticate(state, credentials.value)
    username, password = _pair(credentials.value)
    user = users.find(state, username)
    if user is None or not user.enabled or not user.has_password(password):
        raise errors.wrong_credentials(username, target)
    return Principal(user, user.realm)


def _pair(value: str) -> tuple[str, str]:
    try:
        username, colon, password = decode(value).decode("utf-8", "replace").partition(":")
    except BadBase64 as bad:
        raise errors.basic_unreadable(str(bad)) from None
    if not colon:
        raise errors.basic_without_colon()
    return username, password


def _in_the_name_of(state: State, principal: Principal, name: str) -> Principal:
    """The user that a request is made for; that there is none shows when privileges are asked for."""
    user = users.find(state, name)
    if user is None:
        return Principal(User(name, (), principal.realm), principal.realm, by=principal, unknown=True)
    return replace(Principal(user, principal.realm), by=principal)
