"""What a 403 says: who may not do what, and which privileges would let them.

Source: elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/authz/AuthorizationDenialMessages.java
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...auth import SecurityError
from . import roles
from .errors import denied
from .permissions import is_restricted
from .principals import Principal
from .privileges import granting, is_cluster_action

if TYPE_CHECKING:
    from ...cluster import State


def action_denied(
    state: State, principal: Principal, action: str, indices: Iterable[str] = (), *, own: bool = False
) -> SecurityError:
    """A user may not do this, on these indices."""
    who = _authenticated(principal)
    if principal.by is not None:
        who += f" run as [{principal.username}]"
    if principal.api_key is None:
        who += _roles(state, principal)
    kind = "cluster" if is_cluster_action(action) else "index"
    names = granting(state, action, own)
    granted = f", this action is granted by the {kind} privileges [{','.join(names)}]" if names else ""
    return denied(f"action [{action}] is unauthorized for {who}{_on(indices)}{granted}")


def run_as_denied(state: State, principal: Principal, action: str) -> SecurityError:
    """A user may not ask in this other one's name; or there is no such user."""
    assert principal.by is not None
    who = _authenticated(principal)
    return denied(
        f"action [{action}] is unauthorized for {who}{_roles(state, principal.by)}, because {who} is unauthorized to run as"
        f" [{principal.username}]"
    )


def _authenticated(principal: Principal) -> str:
    """Who was let in."""
    let_in = principal.by or principal
    who = f"user [{let_in.username}]"
    return who if let_in.api_key is None else f"API key id [{let_in.api_key['id']}] of {who}"


def _roles(state: State, principal: Principal) -> str:
    if principal.api_key is not None:
        return ""
    names = sorted(set(principal.user.roles))
    known = [name for name in names if roles.find(state, name) is not None]
    unknown = [name for name in names if name not in known]
    missing = f" (assigned roles [{','.join(unknown)}] were not found)" if unknown else ""
    return f" with effective roles [{','.join(known)}]{missing}"


def _on(indices: Iterable[str]) -> str:
    """The indices it is about, those of the server apart."""
    names = sorted(set(indices))
    if not names:
        return ""
    regular = [name for name in names if not is_restricted(name)]
    restricted = [name for name in names if is_restricted(name)]
    parts = [f"indices [{','.join(regular)}]"] if regular else []
    if restricted:
        parts.append(f"restricted indices [{','.join(restricted)}]")
    return f" on {' and '.join(parts)}"
