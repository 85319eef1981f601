"""Whether aggregations over answers can stand where they stand, and in which order they run."""

from __future__ import annotations

from collections.abc import Iterable

from ....errors import request_invalid
from ..reading import Aggregation
from .pipeline import Level, Unordered, in_order


def arranged(wanted: Iterable[Aggregation], vendor: str) -> tuple[Aggregation, ...]:
    """The same aggregations, those over answers at the end of each level in the order in which they run.

    All that cannot be is refused at once.
    """
    problems: list[str] = []
    found = _arranged(tuple(wanted), None, vendor, problems)
    if problems:
        raise request_invalid(*problems)
    return found


def _arranged(
    wanted: tuple[Aggregation, ...], parent: Aggregation | None, vendor: str, problems: list[str]
) -> tuple[Aggregation, ...]:
    siblings = {one.name: one for one in wanted if not one.is_pipeline}
    level = Level(siblings, {one.name: one for one in wanted if one.is_pipeline}, parent, vendor)
    ordered: list[Aggregation] = []
    try:
        ordered = in_order(level)
    except Unordered as unordered:
        problems.append(str(unordered))
    for one in ordered:
        problems += one.does.problems(one.name, level)
    inner = [one._replace(inner=_arranged(one.inner, one, vendor, problems)) for one in siblings.values()]
    return (*inner, *ordered)
