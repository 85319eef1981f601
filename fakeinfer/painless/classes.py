"""What classes have: constructors, static methods and constants, by class and number of arguments."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from ..errors import not_implemented
from .containers import compared, items_of, sort_key
from .errors import Thrown
from .mathematics import MATH
from .number_classes import LIMITS, NUMBERS
from .objects import hash_of
from .operators import equal
from .streams import COLLECTORS, range_of
from .values import (
    Array,
    Builder,
    Function,
    LinkedMap,
    Long,
    Optional,
    ReadOnlyList,
    Set,
    Stream,
    TreeMap,
    check_count,
    class_of,
    is_number,
    text,
)


def _joined(between: Any, items: Any) -> str:
    return text(between).join(map(text, items_of(items)))


def _sorted(items: list[Any], comparator: Function | None = None) -> None:
    items.sort(key=sort_key(comparator))


def _best(pick: Callable[..., Any], items: Any, comparator: Function | None = None) -> Any:
    held = list(items_of(items))
    if not held:
        raise Thrown("java.util.NoSuchElementException")
    return pick(held, key=sort_key(comparator))


def _copies(count: int, item: Any) -> list[Any]:
    check_count(count)
    return [item] * count


def _required(value: Any, message: str | None = None) -> Any:
    if value is None:
        line = 209 if message is None else 235
        at = f"java.base/java.util.Objects.requireNonNull(Objects.java:{line})"
        raise Thrown("java.lang.NullPointerException", message, (at,))
    return value


def _present(value: Any) -> Optional:
    return Optional(True, _required(value))


def _comparing(function: Function, comparator: Function | None = None) -> Function:
    order = compared if comparator is None else comparator.call
    return Function(lambda one, two: order(function.call(one), function.call(two)))


def _by_entry(part: str) -> Function:
    from .maps import ENTRY

    return Function(lambda one, two: compared(ENTRY[part](one), ENTRY[part](two)))


def _formatted(format: str, given: Any) -> str:
    from .formatting import formatted

    return formatted(format, given)


def _explained(value: Any) -> None:
    """`Debug.explain` ends the script, and tells what the value is."""
    thrown = Thrown("org.opensearch.painless.api.PainlessExplainError")
    java = None if value is None else class_of(value)
    told = {"painless_class": java, "to_string": text(value), "java_class": java}
    thrown.told = {name: part for name, part in told.items() if part is not None}
    raise thrown


def _longs(stream: Stream) -> Stream:
    return Stream(map(Long, stream.items), "LongStream")


def _swapped(held: list[Any], one: int, two: int) -> None:
    held[one], held[two] = held[two], held[one]


def _with_nulls(first: int, comparator: Function) -> Function:
    def compare(one: Any, two: Any) -> int:
        if one is None or two is None:
            return 0 if one is two else first if one is None else -first
        return int(comparator.call(one, two))

    return Function(compare)


STATIC: dict[str, Callable[..., Any]] = {
    **NUMBERS,
    **MATH,
    "String.valueOf/1": text,
    "String.join/2": _joined,
    "Objects.equals/2": equal,
    "Objects.isNull/1": lambda value: value is None,
    "Objects.nonNull/1": lambda value: value is not None,
    "Objects.toString/1": text,
    "Objects.toString/2": lambda value, other: other if value is None else text(value),
    "Objects.requireNonNull/1": _required,
    "Objects.requireNonNull/2": _required,
    "Objects.hashCode/1": hash_of,
    "Arrays.asList/1": lambda items: list(items) if isinstance(items, list) else [items],
    "Collections.emptyList/0": list,
    "Collections.emptyMap/0": dict,
    "Collections.emptySet/0": Set,
    "Collections.singletonList/1": lambda item: [item],
    "Collections.singletonMap/2": lambda key, item: {key: item},
    "Collections.singleton/1": lambda item: Set([item]),
    "Collections.unmodifiableList/1": list,
    "Collections.nCopies/2": _copies,
    "Collections.sort/1": _sorted,
    "Collections.sort/2": _sorted,
    "Collections.reverse/1": lambda items: items.reverse(),
    "Collections.reverseOrder/0": lambda: Function(lambda one, two: compared(two, one)),
    "Collections.reverseOrder/1": lambda function: Function(lambda one, two: function.call(two, one)),
    "Collections.max/1": partial(_best, max),
    "Collections.max/2": partial(_best, max),
    "Collections.min/1": partial(_best, min),
    "Collections.min/2": partial(_best, min),
    "Collections.frequency/2": lambda items, item: sum(equal(held, item) for held in items_of(items)),
    "Comparator.comparing/1": _comparing,
    "Comparator.comparing/2": _comparing,
    "Comparator.comparingInt/1": _comparing,
    "Comparator.comparingDouble/1": _comparing,
    "Comparator.naturalOrder/0": lambda: Function(compared),
    "Comparator.reverseOrder/0": lambda: Function(lambda one, two: compared(two, one)),
    "Map.Entry.comparingByKey/0": lambda: _by_entry("getKey/0"),
    "Map.Entry.comparingByValue/0": lambda: _by_entry("getValue/0"),
    **{f"Strict{name}": method for name, method in MATH.items()},
    "Math.IEEEremainder/2": math.remainder,
    "String.copyValueOf/1": "".join,
    "String.format/2": _formatted,
    "String.format/3": lambda locale, format, given: _formatted(format, given),
    "Pattern.quote/1": lambda held: f"\\Q{held}\\E",
    "Debug.explain/1": _explained,
    "Stream.of/1": lambda held: Stream(held if isinstance(held, list) else [held]),
    "Stream.empty/0": lambda: Stream(()),
    "Stream.concat/2": lambda one, two: Stream([*one.items, *two.items]),
    "IntStream.of/1": lambda held: Stream(held, "IntStream"),
    "LongStream.of/1": lambda held: Stream(map(Long, held), "LongStream"),
    "DoubleStream.of/1": lambda held: Stream(held, "DoubleStream"),
    "LongStream.range/2": lambda first, last: _longs(range_of(first, last)),
    "LongStream.rangeClosed/2": lambda first, last: _longs(range_of(first, last + 1)),
    "Collections.addAll/2": lambda held, items: bool([held.append(item) for item in items]),
    "Collections.swap/3": _swapped,
    "Collections.unmodifiableMap/1": dict,
    "Collections.unmodifiableSet/1": Set,
    "Collections.disjoint/2": lambda one, two: not any(equal(mine, its) for mine in items_of(one) for its in items_of(two)),
    "Comparator.comparingLong/1": _comparing,
    "Comparator.nullsFirst/1": partial(_with_nulls, -1),
    "Comparator.nullsLast/1": partial(_with_nulls, 1),
    "Optional.of/1": _present,
    "Optional.empty/0": lambda: Optional(present=False),
    "Optional.ofNullable/1": lambda value: Optional(value is not None, value),
    "IntStream.range/2": range_of,
    "IntStream.rangeClosed/2": lambda first, last: range_of(first, last + 1),
    "Arrays.stream/1": Stream,
    **{f"Collectors.{name}": function for name, function in COLLECTORS.items()},
}  # fmt: skip

CONSTANTS: dict[str, Any] = {
    **LIMITS,
    "Collections.EMPTY_LIST": ReadOnlyList(),
    "Math.PI": math.pi,
    "Math.E": math.e,
}

EXCEPTIONS = {
    **{
        name: f"java.lang.{name}"
        for name in (
            "Exception", "RuntimeException", "IllegalArgumentException", "IllegalStateException", "ClassCastException",
            "NullPointerException", "ArithmeticException", "IndexOutOfBoundsException", "NumberFormatException",
            "StringIndexOutOfBoundsException", "ArrayIndexOutOfBoundsException", "UnsupportedOperationException",
        )
    },
    "NoSuchElementException": "java.util.NoSuchElementException",
    "ConcurrentModificationException": "java.util.ConcurrentModificationException",
}  # fmt: skip


def _list(items: Any = ()) -> list[Any]:
    return [] if is_number(items) else list(items_of(items)) if items != () else []


def _map(kind: Callable[..., Any]) -> Callable[..., Any]:
    def made(held: Any = None) -> Any:
        if held is None or is_number(held):
            return kind()
        if not isinstance(held, dict):
            raise TypeError
        return kind(held)

    return made


def _set(order: str) -> Callable[..., Set]:
    return lambda items=(): Set(() if is_number(items) else items_of(items) if items != () else (), order)


CONSTRUCTORS: dict[str, Callable[..., Any]] = {
    "ArrayList": _list,
    "HashMap": _map(dict),
    "LinkedHashMap": _map(LinkedMap),
    "TreeMap": _map(TreeMap),
    "HashSet": _set("hash"),
    "LinkedHashSet": _set("linked"),
    "TreeSet": _set("tree"),
    "StringBuilder": lambda held="": Builder(text(held)),
    "String": lambda held="": text(held),
    "Object": lambda: object(),
    **{name: partial(Thrown, java) for name, java in EXCEPTIONS.items()},
}
"""Constructors by class; what they do not take raises TypeError."""


def method_at_hand(owner: str, key: str) -> Callable[..., Any] | None:
    """The static method of a class, if the fake has it."""
    found = STATIC.get(f"{owner}.{key}")
    return found if found is not None else _elsewhere("STATIC", owner, key)


def constant_at_hand(owner: str, name: str) -> Any:
    """A constant of a class; None for one that the fake has not."""
    found = CONSTANTS.get(f"{owner}.{name}")
    return found if found is not None else _elsewhere("CONSTANTS", owner, name)


def constructor_at_hand(owner: str) -> Callable[..., Any] | None:
    """What makes objects of a class, if the fake does."""
    found = CONSTRUCTORS.get(owner)
    return found if found is not None else _elsewhere("CONSTRUCTORS", owner, "")


def _elsewhere(table: str, owner: str, key: str) -> Any:
    """What a module of its own has for classes that few scripts use."""
    home = _HOMES.get(owner)
    if home is None:
        return None
    held = getattr(import_module(f".{home}", __package__), table, {})
    return held.get(f"{owner}.{key}" if key else owner)


_CLASSES = {
    "time_classes": (
        "Instant LocalDate LocalTime LocalDateTime ZonedDateTime OffsetDateTime ZoneId ZoneOffset DateTimeFormatter Duration "
        "Period DayOfWeek Month ChronoUnit ChronoField TextStyle Year TemporalAdjusters"
    ),
    "utilities": "Random UUID Base64 Date Locale",
    "queues": "LinkedList ArrayDeque Stack PriorityQueue StringJoiner StringTokenizer",
    "decimals": "BigDecimal BigInteger RoundingMode",
}
"""Classes that few scripts use, by the modules that are read for them."""
_HOMES = {name: home for home, names in _CLASSES.items() for name in names.split()}


def construct(name: str, arguments: list[Any]) -> Any:
    """`new name(arguments)`."""
    made = constructor_at_hand(name)
    if made is None:
        raise not_implemented(f"the class [{name}] in a script")
    try:
        return made(*arguments)
    except TypeError:
        given = ", ".join(class_of(argument) for argument in arguments)
        raise not_implemented(f"new {name}({given}) in a script") from None


def call_static(owner: str, name: str, arguments: list[Any]) -> Any:
    """`owner.name(arguments)`."""
    method = method_at_hand(owner, f"{name}/{len(arguments)}")
    if method is None:
        raise not_implemented(f"{owner}.{name} with {len(arguments)} arguments in a script")
    try:
        return method(*arguments)
    except (AttributeError, TypeError, ValueError, OverflowError):
        given = ", ".join(class_of(argument) for argument in arguments)
        raise not_implemented(f"{owner}.{name}({given}) in a script") from None


def array(kind: str, sizes: list[Any]) -> Array:
    """`new kind[size]`, filled with what Java fills it with."""
    from .casts import DEFAULTS

    if len(sizes) > 1:
        raise not_implemented("arrays of arrays in a script")
    (size,) = sizes
    if size < 0:
        raise Thrown("java.lang.NegativeArraySizeException", str(size))
    check_count(size)
    return Array(kind, [DEFAULTS.get(kind)] * size)
