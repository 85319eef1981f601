"""The order of buckets: by how many documents they have, by their key, or by what an aggregation inside answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...object_parser import Field, Path, Source, Unreadable
from ...wire import Json
from .. import errors
from .options import place_at

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


def _one(value: Json, source: Source, path: Path) -> Order:
    """One criterion; of several keys the last one counts, as the server takes them."""
    if not isinstance(value, dict):
        raise _unexpected("END_ARRAY", source, path[:-1], "end")
    for name, direction in value.items():
        here = (*path, name)
        if not isinstance(direction, str):
            raise _unexpected(token_name(direction), source, here, "value")
        if direction.lower() not in ("asc", "desc"):
            refused = errors.parsing(f"Unknown order direction [{direction}]", place_at(source, here).value())
            raise Unreadable(refused, here)
    if not value:
        refused = errors.parsing("Must specify at least one field for [order]", place_at(source, path).end())
        raise Unreadable(refused, path, "end")
    name, direction = list(value.items())[-1]
    descending = direction.lower() == "desc"
    if name in PLAIN:
        return Order(name, descending)
    *steps, last = name.split(">")
    inner, dot, metric = re.sub(r"\[(.*)\]$", r".\1", last).partition(".")
    return Order(name, descending, (*steps, inner), metric if dot else "value")


def _unexpected(token: str, source: Source, path: Path, where: Literal["value", "end"]) -> Unreadable:
    place = place_at(source, path)
    position = place.end() if where == "end" else place.value()
    return Unreadable(errors.parsing(f"Unexpected token [{token}] for [order]", position), path, where)


def _orders(value: Json, source: Source, path: Path) -> tuple[Order, ...]:
    if isinstance(value, dict):
        return (_one(value, source, path),)
    found = []
    for number, criterion in enumerate(value):
        here = (*path, number)
        if isinstance(criterion, list):
            raise Unreadable(ApiError(400, "illegal_state_exception", "expected value but got [START_ARRAY]"), here)
        if not isinstance(criterion, dict) and number + 1 < len(value):  # it is what follows that surprises the server
            raise _unexpected(token_name(value[number + 1]), source, (*path, number + 1), "value")
        found.append(_one(criterion, source, here))
    if not found:
        empty = ApiError(400, "index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
        raise Unreadable(empty, path, "end")
    return tuple(found)


ORDER = Field(("START_OBJECT", "START_ARRAY"), _orders)
"""`{"_count": "desc"}`, or a list of such."""


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
