"""Where the servers' parser stood when a query was refused that does not say so itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import ApiError
from ..wire import Json
from .errors import position_of
from .locate import Place, Position
from .values import text_of


def stood_at(refused: ApiError, query: Json, place: Place) -> Position:
    """Where it says; else at the value that it tells, or at the end of the query that lacks something."""
    said = position_of(refused)
    if said is not None:
        return said
    for step, value in _scalars(query, place):
        if value is not None and (shown := text_of(value)) and _names(refused.reason or "", shown):
            return step.value()
    name = next(iter(query), None) if isinstance(query, dict) else None
    return (place if name is None else place / name).end()


def _names(reason: str, shown: str) -> bool:
    """Whether a reason tells a value, as it is or in capitals."""
    return re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", reason, re.IGNORECASE) is not None


def _scalars(value: Json, place: Place) -> Iterator[tuple[Place, Json]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _scalars(inner, place / key)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _scalars(inner, place / number)
    else:
        yield place, value
