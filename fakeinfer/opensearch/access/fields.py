"""What a body says about who may use a model group or connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..ml.values import text_of, truth

MODES = ("public", "private", "restricted")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The fields about access; an unknown mode counts as none."""

    mode: str | None
    roles: list[str] | None
    adds_all: bool | None

    @property
    def says_anything(self) -> bool:
        """Whether any of the fields is there."""
        return self.mode is not None or self.roles is not None or self.adds_all is not None


def wanted_access(body: Mapping[str, Any]) -> Wanted:
    """Read the fields about access."""
    mode = (text_of(dict(body), "access_mode") or "").lower()
    roles = body.get("backend_roles")
    adds_all = body.get("add_all_backend_roles")
    return Wanted(
        mode if mode in MODES else None,
        None if roles is None else [str(role) for role in roles],
        None if adds_all is None else truth(adds_all),
    )
