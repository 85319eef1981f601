"""Methods of streams and of `Optional`, and what `Collectors` make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .casts import convert
from .containers import sort_key
from .errors import Thrown
from .values import Array, Collector, Cursor, Function, Long, Optional, Set, Stream, check_count, key_of, text

_NUMBERS = {"IntStream": "int", "LongStream": "long", "DoubleStream": "double"}


def _mapped(kind: str) -> Callable[[Stream, Function], Stream]:
    def mapped(stream: Stream, function: Function) -> Stream:
        made = (function.call(item) for item in stream.items)
        of = kind or stream.kind
        return Stream((convert(item, _NUMBERS[of]) for item in made) if of in _NUMBERS else made, of)

    return mapped


def _flat(stream: Stream, function: Function) -> Stream:
    found: list[Any] = []
    for item in stream.items:
        found.extend(function.call(item).items)
        check_count(len(found))
    return Stream(found)


def _seen(stream: Stream) -> Stream:
    seen: set[Any] = set()
    kept: list[Any] = []
    for item in stream.items:
        key = key_of(item)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return Stream(kept, stream.kind)


def _each(stream: Stream, function: Function) -> None:
    for item in stream.items:
        function.call(item)


def _peeked(stream: Stream, function: Function) -> Stream:
    _each(stream, function)
    return stream


def _best(items: list[Any], comparator: Function | None, *, largest: bool) -> Optional:
    if not items:
        return Optional(present=False)
    key = sort_key(comparator)
    return Optional(True, max(items, key=key) if largest else min(items, key=key))


def _reduced(stream: Stream, *given: Any) -> Any:
    items = list(stream.items)
    function: Function = given[-1]
    if len(given) == 1 and not items:
        return Optional(present=False)
    total = given[0] if len(given) == 2 else items.pop(0)
    for item in items:
        total = function.call(total, item)
    return total if len(given) == 2 else Optional(True, total)


def _sum(stream: Stream) -> Any:
    if stream.kind not in _NUMBERS:
        raise TypeError
    return convert(sum(stream.items), _NUMBERS[stream.kind])


def _average(stream: Stream) -> Optional:
    if stream.kind not in _NUMBERS:
        raise TypeError
    return Optional(True, sum(stream.items) / len(stream.items)) if stream.items else Optional(present=False)


def _collected(stream: Stream, collector: Collector) -> Any:
    return collector.collect(stream.items)


class Statistics:
    """`IntSummaryStatistics` and its like."""

    def __init__(self, stream: Stream) -> None:
        kind = stream.kind.removesuffix("Stream")
        self.JAVA = f"java.util.{kind}SummaryStatistics"
        self.type = _NUMBERS[stream.kind]
        self.items = stream.items

    @property
    def METHODS(self) -> dict[str, Callable[..., Any]]:  # noqa: N802
        return _STATISTICS


_EMPTY = {
    "int": (2**31 - 1, -(2**31)), "long": (Long(2**63 - 1), Long(-(2**63))), "double": (float("inf"), float("-inf")),
}  # fmt: skip
_STATISTICS: dict[str, Callable[..., Any]] = {
    "getCount/0": lambda told: Long(len(told.items)),
    "getSum/0": lambda told: float(sum(told.items)) if told.type == "double" else Long(sum(told.items)),
    "getMin/0": lambda told: min(told.items, default=_EMPTY[told.type][0]),
    "getMax/0": lambda told: max(told.items, default=_EMPTY[told.type][1]),
    "getAverage/0": lambda told: sum(told.items) / len(told.items) if told.items else 0.0,
}
STREAM: dict[str, Callable[..., Any]] = {
    "map/1": _mapped(""),
    "mapToInt/1": _mapped("IntStream"),
    "mapToLong/1": _mapped("LongStream"),
    "mapToDouble/1": _mapped("DoubleStream"),
    "mapToObj/1": _mapped("Stream"),
    "iterator/0": lambda stream: Cursor(stream.items),
    "asDoubleStream/0": lambda stream: Stream(map(float, stream.items), "DoubleStream"),
    "asLongStream/0": lambda stream: Stream(map(Long, stream.items), "LongStream"),
    "summaryStatistics/0": lambda stream: Statistics(stream),
    "boxed/0": lambda stream: Stream(stream.items),
    "flatMap/1": _flat,
    "filter/1": lambda stream, test: Stream((item for item in stream.items if test.call(item)), stream.kind),
    "distinct/0": _seen,
    "limit/1": lambda stream, most: Stream(stream.items[: max(most, 0)], stream.kind),
    "skip/1": lambda stream, count: Stream(stream.items[max(count, 0) :], stream.kind),
    "sorted/0": lambda stream: Stream(sorted(stream.items, key=sort_key(None)), stream.kind),
    "sorted/1": lambda stream, comparator: Stream(sorted(stream.items, key=sort_key(comparator)), stream.kind),
    "peek/1": _peeked,
    "forEach/1": _each,
    "forEachOrdered/1": _each,
    "count/0": lambda stream: Long(len(stream.items)),
    "sum/0": _sum,
    "average/0": _average,
    "max/0": lambda stream: _best(stream.items, None, largest=True),
    "max/1": lambda stream, comparator: _best(stream.items, comparator, largest=True),
    "min/0": lambda stream: _best(stream.items, None, largest=False),
    "min/1": lambda stream, comparator: _best(stream.items, comparator, largest=False),
    "anyMatch/1": lambda stream, test: any(test.call(item) for item in stream.items),
    "allMatch/1": lambda stream, test: all(test.call(item) for item in stream.items),
    "noneMatch/1": lambda stream, test: not any(test.call(item) for item in stream.items),
    "findFirst/0": lambda stream: Optional(True, stream.items[0]) if stream.items else Optional(present=False),
    "findAny/0": lambda stream: Optional(True, stream.items[0]) if stream.items else Optional(present=False),
    "reduce/1": _reduced,
    "reduce/2": _reduced,
    "collect/1": _collected,
    "toArray/0": lambda stream: Array(_NUMBERS.get(stream.kind, "Object"), stream.items),
}


def _got(held: Optional) -> Any:
    if not held.present:
        at = "java.base/java.util.Optional.get(Optional.java:143)"
        raise Thrown("java.util.NoSuchElementException", "No value present", (at,))
    return held.value


def _of(value: Any) -> Optional:
    return Optional(value is not None, value)


OPTIONAL: dict[str, Callable[..., Any]] = {
    "isPresent/0": lambda held: held.present,
    "get/0": _got,
    "getAsInt/0": _got,
    "getAsLong/0": _got,
    "getAsDouble/0": _got,
    "orElse/1": lambda held, other: held.value if held.present else other,
    "orElseGet/1": lambda held, supplier: held.value if held.present else supplier.call(),
    "ifPresent/1": lambda held, function: function.call(held.value) if held.present else None,
    "map/1": lambda held, function: _of(function.call(held.value)) if held.present else held,
    "filter/1": lambda held, test: held if held.present and test.call(held.value) else Optional(present=False),
}


# --- collectors -------------------------------------------------------------------------------------------------------


def _joining(between: Any = "", before: Any = "", after: Any = "") -> Collector:
    def collect(items: list[Any]) -> str:
        if not all(isinstance(item, str) for item in items):
            raise TypeError
        return f"{text(before)}{text(between).join(items)}{text(after)}"

    return Collector(collect)


def _grouping(function: Function, inner: Collector | None = None) -> Collector:
    def collect(items: list[Any]) -> dict[Any, Any]:
        groups: dict[Any, list[Any]] = {}
        for item in items:
            groups.setdefault(function.call(item), []).append(item)
        return {key: group if inner is None else inner.collect(group) for key, group in groups.items()}

    return Collector(collect)


def _parting(test: Function, inner: Collector | None = None) -> Collector:
    def collect(items: list[Any]) -> dict[Any, Any]:
        parts: dict[bool, list[Any]] = {False: [], True: []}
        for item in items:
            parts[bool(test.call(item))].append(item)
        return {key: part if inner is None else inner.collect(part) for key, part in parts.items()}

    return Collector(collect)


def _to_map(key: Function, value: Function, merge: Function | None = None) -> Collector:
    def collect(items: list[Any]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for item in items:
            name, held = key.call(item), value.call(item)
            if name in made:
                if merge is None:
                    message = (
                        f"Duplicate key {text(name)} (attempted merging values {text(made[name])} and {text(held)})"
                    )
                    raise Thrown("java.lang.IllegalStateException", message)
                held = merge.call(made[name], held)
            made[name] = held
        return made

    return Collector(collect)


def _average_of(function: Function) -> Collector:
    def collect(items: list[Any]) -> float:
        return sum(float(function.call(item)) for item in items) / len(items) if items else 0.0

    return Collector(collect)


def _summing(type: str) -> Callable[[Function], Collector]:
    return lambda function: Collector(lambda items: convert(sum(function.call(item) for item in items), type))


def _mapping(function: Function, inner: Collector) -> Collector:
    return Collector(lambda items: inner.collect([function.call(item) for item in items]))


COLLECTORS: dict[str, Callable[..., Any]] = {
    "toList/0": lambda: Collector(list),
    "partitioningBy/1": _parting,
    "partitioningBy/2": _parting,
    "averagingFloat/1": _average_of,
    "reducing/2": lambda first, function: Collector(lambda items: _reduced(Stream(items), first, function)),
    "collectingAndThen/2": lambda inner, function: Collector(lambda items: function.call(inner.collect(items))),
    "toSet/0": lambda: Collector(Set),
    "counting/0": lambda: Collector(lambda items: Long(len(items))),
    "joining/0": _joining,
    "joining/1": _joining,
    "joining/3": _joining,
    "groupingBy/1": _grouping,
    "groupingBy/2": _grouping,
    "mapping/2": _mapping,
    "toMap/2": _to_map,
    "toMap/3": _to_map,
    "averagingDouble/1": _average_of,
    "averagingInt/1": _average_of,
    "averagingLong/1": _average_of,
    "summingInt/1": _summing("int"),
    "summingLong/1": _summing("long"),
    "summingDouble/1": _summing("double"),
    "maxBy/1": lambda comparator: Collector(lambda items: _best(items, comparator, largest=True)),
    "minBy/1": lambda comparator: Collector(lambda items: _best(items, comparator, largest=False)),
}


def range_of(first: int, end: int) -> Stream:
    """`IntStream.range`."""
    check_count(end - first)
    return Stream(range(first, end), "IntStream")


def of(items: Iterable[Any]) -> Stream:
    """`Stream.of`."""
    return Stream(items)
