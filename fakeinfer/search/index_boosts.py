"""`indices_boost` of a search: hits of some indices count for more.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/builder/SearchSourceBuilder.java (`IndexBoost`);
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from ..errors import illegal_argument
from ..formats.positions import token_name
from ..formats.singles import single
from ..wire import Json
from . import errors
from .locate import Place
from .values import java_double

if TYPE_CHECKING:
    from ..cluster import State

Boosts = tuple[tuple[str, float], ...]
"""Names of indices, aliases or patterns, each with a factor; the first that fits counts."""


def read_boosts(value: Json, place: Place) -> Boosts:
    """`indices_boost` of a body: a list of objects with one name each, or one object."""
    if isinstance(value, dict):
        return tuple((name, _factor(given, place / name)) for name, given in value.items())
    found: list[tuple[str, float]] = []
    for number, item in enumerate(value):
        here = place / number
        if not isinstance(item, dict):
            reason = f"Expected [START_OBJECT] in [null] but found [{token_name(item)}]"
            raise errors.parsing(reason, here.value())
        names = list(item)
        if not names:
            raise errors.parsing("Expected [FIELD_NAME] in [indices_boost] but found [END_OBJECT]", here.end())
        found.append((names[0], _factor(item[names[0]], here / names[0])))
        if len(names) > 1:
            reason = "Expected [END_OBJECT] in [indices_boost] but found [FIELD_NAME]"
            raise errors.parsing(reason, (here / names[1]).key())
    return tuple(found)


def _factor(value: Json, place: Place) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        reason = f"Expected [VALUE_NUMBER] in [indices_boost] but found [{token_name(value)}]"
        raise errors.parsing(reason, place.value())
    return single(value)


def boosts_by_index(state: State, boosts: Boosts) -> dict[str, float]:
    """The factor of each index that is named."""
    from ..indices.resolving import resolve

    found: dict[str, float] = {}
    for name, factor in boosts:
        for index in resolve(state, name):
            found.setdefault(index, factor)
    return found


def checked_boost(factor: float) -> float:
    """The factor of an index; not below zero, and no more than a float holds."""
    if factor < 0 or isinf(factor):
        raise illegal_argument(f"boost must be a positive float, got {java_double(factor)}")
    return factor
