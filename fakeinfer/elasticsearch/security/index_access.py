"""Actions on indices: which of those a request names the user may use, and which a wildcard means for this user.

Privileges count by the name that the request uses: those on an index do not let at an alias of it, those on an alias let at its
indices under the alias's name only.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authz/
{RBACEngine,IndicesAndAliasesResolver}.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import index_not_found
from ...indices.resolving import names_of, options_of
from ...operations import Call
from .denial import action_denied
from .permissions import Permission

if TYPE_CHECKING:
    from ...indices.resolving import Options

NOTHING = "-*"
"""An expression that means no index."""


def require_named(call: Call, permission: Permission, action: str, name: str) -> None:
    """Refuse unless the user may do this to one index, which need not be there."""
    if not permission.index(action, name):
        raise action_denied(call.state, call.user, action, [name])


def require_some(call: Call, permission: Permission, action: str) -> None:
    """Refuse unless the user may do this to any index at all; the items of the request are looked at one by one."""
    if not permission.index_action(action):
        raise action_denied(call.state, call.user, action)


def narrow(call: Call, permission: Permission, action: str) -> None:
    """Refuse indices that are named and not allowed; leave of those that a wildcard means what is allowed."""
    parts = [part for part in call.path.get("index", "").split(",") if part]
    if not permission.index_action(action):
        raise action_denied(call.state, call.user, action, parts)
    options = _options(call)
    refused = [part for part in parts if not _is_wildcard(part) and not permission.index(action, part)]
    if refused and not options.ignore_unavailable:
        raise action_denied(call.state, call.user, action, refused)
    kept = [part for part in parts if part not in refused]
    if parts and not any(map(_is_wildcard, kept)):
        call.path["index"] = ",".join(kept) or NOTHING
        return
    found = _expanded(call, permission, action, kept or ["_all"], options)
    if not found and not options.allow_no_indices:
        raise index_not_found(",".join(parts) or "_all")
    call.path["index"] = ",".join(found) or NOTHING


def _expanded(call: Call, permission: Permission, action: str, parts: list[str], options: Options) -> list[str]:
    """The names that an expression means to the user, wildcards spelled out."""
    found: dict[str, None] = {}
    wildcard_before = False
    for part in parts:
        if wildcard_before and part.startswith("-"):
            for name in names_of(call.state, part[1:], options) or [part[1:]]:
                found.pop(name, None)
        elif _is_wildcard(part):
            wildcard_before = True
            names = names_of(call.state, part, options)
            found.update(dict.fromkeys(name for name in names if permission.index(action, name)))
        else:
            found[part] = None
    return list(found)


def _options(call: Call) -> Options:
    """How the request reads index expressions; not every one can say so."""
    return options_of({"ignore_unavailable": False, "allow_no_indices": True, "expand_wildcards": None, **call.query})


def is_named(expression: str) -> bool:
    """Whether an expression names indices, and means no more than it names."""
    return bool(expression) and not any(map(_is_wildcard, expression.split(",")))


def _is_wildcard(part: str) -> bool:
    return part == "_all" or "*" in part or part.startswith("-")
