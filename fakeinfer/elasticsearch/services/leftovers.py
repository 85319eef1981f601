"""What is said of keys that nobody read: in the words of a version and a service.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ...errors import ApiError
from ...formats.javatext import to_text
from ...wire import Json
from ..inference import endpoint_errors as errors
from . import problems


class Wording(NamedTuple):
    """What differs between versions in how settings are refused."""

    service: str
    """The name that leftovers are unknown to."""
    model: bool
    """`Model configuration contains ..`, the older words."""
    rate_limit_collected: bool
    article: bool = True
    """Bounds are told of with an odd article."""

    def leftovers(self, left: Mapping[str, Json], held: int) -> ApiError:
        """Keys nobody read, of an object that came with `held` keys."""
        return errors.unknown_settings(to_text(left, held), self.service, model=self.model)

    def nested_leftovers(self, left: Mapping[str, Json], held: int, field: str, settings: str) -> ApiError:
        """The same of an object among the settings."""
        return errors.unknown_nested_settings(to_text(left, held), field, settings, model=self.model)


def _leave_status(name: str, left: dict[str, Json], held: int, found: list[str], wording: Wording) -> None:
    raise wording.leftovers(left, held)


def _leave_collected(name: str, left: dict[str, Json], held: int, found: list[str], wording: Wording) -> None:
    found.extend(problems.not_allowed(key, name) for key in left)


def _leave_rate_limit(name: str, left: dict[str, Json], held: int, found: list[str], wording: Wording) -> None:
    if not wording.rate_limit_collected:
        raise wording.leftovers(left, held)
    found.append(f"Rate limit settings contain unknown entries [{to_text(left, held)}]")


LEFTOVERS: dict[str, Callable[[str, dict[str, Json], int, list[str], Wording], None]] = {
    "status": _leave_status,
    "collected": _leave_collected,
    "rate_limit": _leave_rate_limit,
}
"""By the word in an object's entry."""
