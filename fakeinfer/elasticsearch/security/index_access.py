"""Actions on indices: which of those a request names the user may use, and which a wildcard means for this user.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authz/
{RBACEngine,IndicesAndAliasesResolver}.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import indices
from ...errors import index_not_found
from ...indices.resolving import is_alias, options_of, resolve
from ...operations import Call
from .denial import action_denied
from .permissions import Permission

if TYPE_CHECKING:
    from ...cluster import State
    from ...indices.resolving import Options

NOTHING = "-*"
"""An expression that means no index."""


def require_named(call: Call, permission: Permission, action: str, name: str) -> None:
    """Refuse unless the user may do this to one index, which need not be there."""
    if not allowed(call.state, permission, action, name):
        raise action_denied(call.state, call.user, action, [name])


def require_some(call: Call, permission: Permission, action: str) -> None:
    """Refuse unless the user may do this to any index at all; the items of the request are looked at one by one."""
    if not permission.index_action(action):
        raise action_denied(call.state, call.user, action)


def narrow(call: Call, permission: Permission, action: str) -> None:
    """Refuse indices that are named and not allowed; leave of those that a wildcard means what is allowed."""
    expression = call.path.get("index", "")
    parts = [part for part in expression.split(",") if part]
    if not permission.index_action(action):
        raise action_denied(call.state, call.user, action, parts)
    options = options_of(call.query)
    named = [part for part in parts if not _is_wildcard(part)]
    refused = [name for name in named if not allowed(call.state, permission, action, name)]
    if refused and not options.ignore_unavailable:
        raise action_denied(call.state, call.user, action, refused)
    if len(named) == len(parts) and parts:
        if refused:
            call.path["index"] = ",".join(name for name in named if name not in refused) or NOTHING
        return
    _narrow_wildcards(call, permission, action, options, set(refused))


def _narrow_wildcards(call: Call, permission: Permission, action: str, options: Options, refused: set[str]) -> None:
    expression = call.path.get("index") or "_all"
    parts = [part for part in expression.split(",") if part not in refused]
    meant = resolve(call.state, ",".join(parts), options)
    kept = [name for name in meant if allowed(call.state, permission, action, name)]
    if len(kept) == len(meant):
        return
    if not kept and not options.allow_no_indices:
        raise index_not_found(expression)
    call.path["index"] = ",".join(kept) or NOTHING


def allowed(state: State, permission: Permission, action: str, name: str) -> bool:
    """Whether an action is allowed on an index, by its own name or by that of an alias."""
    if permission.index(action, name):
        return True
    if indices.exists(state, name):
        return any(permission.index(action, alias) for alias in indices.find(state, name)["aliases"])
    return is_alias(state, name) and all(permission.index(action, one) for one in resolve(state, name))


def _is_wildcard(part: str) -> bool:
    return part == "_all" or "*" in part or part.startswith("-")
