"""Which indices a request means, and what its user may do to them: all or nothing, nothing is left out silently.

Wildcards mean hidden indices too, a name that is not there counts as it is written, and what means no index at all needs no
permission. Source: opensearch-project/security:.../resolver/IndexResolverReplacer.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ... import indices
from ...indices.resolving import Options, is_alias, resolve
from . import errors, system_indices
from .permissions import Permissions

if TYPE_CHECKING:
    from ...cluster import State

EVERYTHING = Options(ignore_unavailable=True, expand_wildcards="all", about_contents=False)


def meant(state: State, expression: str) -> list[str]:
    """The indices that an expression means, absent ones by the name that is written."""
    found: dict[str, None] = {}
    wildcards = []
    for part in expression.split(","):
        if _is_wildcard(part):
            wildcards.append(part)
        elif indices.exists(state, part) or is_alias(state, part):
            found.update(dict.fromkeys(resolve(state, part, EVERYTHING)))
        elif part and not part.startswith("_"):
            found[part] = None
    if wildcards:
        found.update(dict.fromkeys(resolve(state, ",".join(wildcards), EVERYTHING)))
    return list(found)


def require(state: State, permissions: Permissions, actions: Iterable[str], names: Iterable[str]) -> None:
    """403 that names those of the actions that the user may not do to all of these indices."""
    known = {name: _names_of(state, name) for name in names}
    for action in actions:
        system_indices.refuse_changes(state, action, known)
    missing = [
        action
        for action in dict.fromkeys(actions)
        if not all(permissions.allow_index(action, names) for names in known.values())
    ]
    if missing:
        raise errors.no_permissions(missing, state.user)


def _names_of(state: State, name: str) -> list[str]:
    """An index by its own name and by its aliases."""
    return [name, *indices.find(state, name)["aliases"]] if indices.exists(state, name) else [name]


def _is_wildcard(part: str) -> bool:
    return part == "_all" or "*" in part or part.startswith("-")
