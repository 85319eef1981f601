"""What may not be done to all indices at once: `action.destructive_requires_name`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import illegal_argument

if TYPE_CHECKING:
    from ...cluster import State


def named_by_hand(state: State, expression: str) -> None:
    """Refuse wildcards where the setting says that indices are named one by one.

    Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/support/DestructiveOperations.java
    """
    if any(part == "_all" or "*" in part for part in expression.split(",")):
        from ..cluster.cluster_settings import setting

        if setting(state, "action.destructive_requires_name") == "true":
            raise illegal_argument("Wildcard expressions or all indices are not allowed")
