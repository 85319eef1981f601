"""Hidden models and agents: those that a super-admin registers (2.12 and newer). Everybody may ask them, nobody else sees them.

Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/utils/RestActionUtils.java (`isSuperAdminUser`) and
`.../action/handler/MLSearchHandler.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...wire import Json
from .. import changes
from ..ml import indices as ml_indices
from ..ml.indices import AGENTS, MODELS

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.confining import Confinement
    from ..security.users import User

_VISIBLE: Json = {
    "bool": {
        "should": [{"term": {"is_hidden": False}}, {"bool": {"must_not": [{"exists": {"field": "is_hidden"}}]}}],
        "minimum_should_match": 1,
    }
}


def by_super_admin(state: State) -> bool:
    """Whether what is registered now is hidden."""
    user: User | None = state.user
    return user is not None and user.super_admin and changes.SUPER_ADMINS_HIDE in state.switched_on


def is_kept_from(state: State, source: Mapping[str, Any]) -> bool:
    """Whether a model or agent is hidden from who asks."""
    return bool(source.get("is_hidden")) and not by_super_admin(state)


def nothing_hidden(state: State, index: str) -> tuple[Confinement, ...]:
    """A search finds nothing hidden, whoever asks; there is nothing to it where nobody hides anything."""
    if state.guard is None or index not in (MODELS, AGENTS) or not _has_super_admins(state):
        return ()
    from ...search.confining import Confinement

    return (Confinement(filter=[_VISIBLE]),)


def kept_models(state: State) -> frozenset[str]:
    """The ids of models that are hidden from who asks."""
    if state.guard is None or by_super_admin(state) or not _has_super_admins(state):
        return frozenset()
    return frozenset(each.id for each in ml_indices.every(state, MODELS) if each.source.get("is_hidden"))


def _has_super_admins(state: State) -> bool:
    from ..security.users import SUPER_ADMINS

    return bool(state.store[SUPER_ADMINS])
