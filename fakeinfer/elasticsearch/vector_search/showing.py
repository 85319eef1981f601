"""How vectors and weights of tokens are shown: as they were sent, or as the index holds them where it keeps them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formats.singles import shortest
from ...search.vectors.columns import in_single
from ...search.vectors.features import frequency, value_of
from .. import changes
from .documents import held_vector

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.types import Definition
    from ...wire import Json


def shown_vector(definition: Definition, value: Json) -> Json:
    """A vector as the index holds it."""
    element = definition.get("element_type", "float")
    vector = held_vector(value, element, definition.get("dims"))
    if vector is None:
        return value
    return [int(number) if element in ("byte", "bit") else shortest(number) for number in vector]


def shown_weights(values: list[Json]) -> dict[str, Json]:
    """Weights of tokens as the index holds them, sorted; of several of a token the largest."""
    found: dict[str, float] = {}
    for value in values:
        for token, weight in value.items() if isinstance(value, dict) else ():
            if weight is not None:
                kept = value_of(frequency(in_single([weight])[0]))
                found[token] = max(kept, found.get(token, 0.0))
    return {token: shortest(weight) for token, weight in sorted(found.items())}


def vectors_of_hits(state: State, definition: Definition, values: list[Any], of_columns: bool) -> list[Json]:
    """`fields` and `docvalue_fields` of vectors."""
    value = values[0] if isinstance(values[0], str) else values
    if of_columns:
        return [shown_vector(definition, value)]
    if changes.SOURCES_HIDE_VECTORS not in state.switched_on or definition.get("index") is False:
        return values
    shown = shown_vector(definition, value)
    return shown if isinstance(shown, list) else [shown]


def weights_of_hits(state: State, definition: Definition, values: list[Any], of_columns: bool) -> list[Json]:
    """`fields` of weights of tokens."""
    return [shown_weights(values)] if changes.SOURCES_HIDE_VECTORS in state.switched_on else values
