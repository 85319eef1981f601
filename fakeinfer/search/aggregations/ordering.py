"""The order of buckets: by how many documents they have, by their key, or by what an aggregation inside answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import errors
from ..locate import Place
from ..values import text_of

if TYPE_CHECKING:
    from .reading import Aggregation

PLAIN = ("_count", "_key", "_term", "_time")
MANY = ("stats", "extended_stats")
"""Metrics with several numbers, of which one has to be named."""


class Order(NamedTuple):
    """One criterion."""

    name: str
    descending: bool = False
    path: tuple[str, ...] = ()
    """Names of aggregations inside, from the outermost."""
    metric: str = "value"

    def by_answer(self, keys: list[Any], answers: dict[Any, Any]) -> list[Any]:
        """Keys by a number inside their buckets; where there is none, last."""
        found = {key: self._number(answers[key]) for key in keys}
        present = [key for key in keys if found[key] is not None]
        present.sort(key=found.__getitem__, reverse=self.descending)
        return present + [key for key in keys if found[key] is None]

    def _number(self, answer: dict[str, Any]) -> Any:
        for name in self.path:
            answer = next(value for key, value in answer.items() if key == name or key.endswith(f"#{name}"))
        if "value" not in answer and self.metric == "value":
            return answer.get("doc_count")
        number = answer.get(self.metric)
        if number is None and self.metric in ("max", "min"):
            return float("-inf") if self.metric == "max" else float("inf")
        return number


def read_order(value: Json, place: Place) -> tuple[Order, ...]:
    """`{"_count": "desc"}`, or a list of such."""
    found = []
    for criterion in value if isinstance(value, list) else [value]:
        if not isinstance(criterion, dict) or len(criterion) != 1:
            raise errors.parsing("Must specify at least one field for [order]", place.value())
        ((name, direction),) = criterion.items()
        if text_of(direction).lower() not in ("asc", "desc"):
            raise errors.parsing(f"Unknown order direction [{text_of(direction)}]", place.deepest(value).value())
        descending = text_of(direction).lower() == "desc"
        if name in PLAIN:
            found.append(Order(name, descending))
            continue
        *path, last = name.split(">")
        inner, dot, metric = re.sub(r"\[(.*)\]$", r".\1", last).partition(".")
        found.append(Order(name, descending, (*path, inner), metric if dot else "value"))
    return tuple(found)


def check_paths(orders: tuple[Order, ...], inner: tuple[Aggregation, ...]) -> None:
    """Refuse an order by an aggregation that is not there, or by one with several numbers of which none is named."""
    for order in orders:
        level = inner
        for name in order.path:
            found = next((one for one in level if one.name == name), None)
            if found is None:
                raise _failed(
                    order,
                    f"The provided aggregation [{name}] either does not exist, or is a pipeline aggregation and cannot be"
                    " used to sort the buckets.",
                )
            level = found.inner
            if name == order.path[-1] and found.kind in MANY and order.metric == "value":
                raise _failed(
                    order, "When ordering on a multi-value metrics aggregation a metric name must be specified."
                )


def _failed(order: Order, why: str) -> ApiError:
    reason = f"Invalid aggregation order path [{order.name}]. {why}"
    return ApiError(500, "aggregation_execution_exception", reason, caused_by=illegal_argument(why))
