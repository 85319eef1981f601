"""What classes have: constructors, static methods and constants, by class and number of arguments."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from ..errors import not_implemented
from .casts import TYPES, convert
from .containers import compared, items_of, sort_key
from .errors import Thrown
from .mathematics import MATH
from .numerals import parsed_double, parsed_whole
from .objects import hash_of
from .operators import equal
from .streams import COLLECTORS, range_of
from .values import (
    Array,
    Builder,
    Char,
    Float,
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
from .whitelist import class_named


def _number_value(kind: str, of: str, value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Char):
        return parsed_double(value) if kind == "Double" else parsed_whole(kind, value)
    return convert(ord(value) if isinstance(value, Char) else value, of)


def _numbers(kind: str, of: str) -> dict[str, Callable[..., Any]]:
    return {
        f"{kind}.valueOf/1": partial(_number_value, kind, of),
        f"{kind}.toString/1": text,
        f"{kind}.compare/2": compared,
        f"{kind}.max/2": max,
        f"{kind}.min/2": min,
        f"{kind}.sum/2": lambda one, two: convert(one + two, of),
        f"{kind}.hashCode/1": hash_of,
    }


def _joined(between: Any, items: Any) -> str:
    return text(between).join(map(text, items_of(items)))


def _character(test: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda char: test(char if isinstance(char, str) else chr(char))


def _number_of(char: str) -> int:
    return int(char, 36) if char.isascii() and char.isalnum() else -1


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


def _in_base(number: int, base: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    base = base if 2 <= base <= 36 else 10
    size, shown = abs(number), ""
    while size:
        size, digit = divmod(size, base)
        shown = digits[digit] + shown
    return ("-" if number < 0 else "") + (shown or "0")


def _parsed_in_base(kind: str, held: str, base: int) -> Any:
    try:
        if not held or held != held.strip() or "_" in held:
            raise ValueError
        number = int(held, base)
    except ValueError:
        told = f'For input string: "{held}"' + ("" if base == 10 else f" under radix {base}")
        raise Thrown("java.lang.NumberFormatException", told) from None
    if convert(number, kind) != number:
        raise Thrown("java.lang.NumberFormatException", f'For input string: "{held}" under radix {base}')
    return convert(number, kind)


def _small(limit: int, held: Any) -> int:
    number: int = parsed_whole("Integer", held)
    if not -limit <= number < limit:
        raise Thrown("java.lang.NumberFormatException", f'Value out of range. Value:"{held}" Radix:10')
    return number


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
    **MATH,
    **_numbers("Integer", "int"),
    **_numbers("Long", "long"),
    **_numbers("Double", "double"),
    "Integer.parseInt/1": partial(parsed_whole, "Integer"),
    "Long.parseLong/1": partial(parsed_whole, "Long"),
    "Double.parseDouble/1": parsed_double,
    "Integer.toHexString/1": lambda value: f"{value % 2**32:x}",
    "Double.isNaN/1": lambda value: value != value,
    "Boolean.parseBoolean/1": lambda value: value is not None and value.lower() == "true",
    "Boolean.valueOf/1": lambda value: value if isinstance(value, bool) else value.lower() == "true",
    "Boolean.toString/1": text,
    "String.valueOf/1": text,
    "String.join/2": _joined,
    "Character.isDigit/1": _character(str.isdigit),
    "Character.isLetter/1": _character(str.isalpha),
    "Character.isLetterOrDigit/1": _character(str.isalnum),
    "Character.isUpperCase/1": _character(str.isupper),
    "Character.isLowerCase/1": _character(str.islower),
    "Character.isWhitespace/1": _character(str.isspace),
    "Character.toString/1": str,
    "Character.getNumericValue/1": lambda char: _number_of(char if isinstance(char, str) else chr(char)),
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
    "Integer.toBinaryString/1": lambda value: f"{value % 2**32:b}",
    "Integer.toOctalString/1": lambda value: f"{value % 2**32:o}",
    "Integer.toString/2": _in_base,
    "Long.toString/2": _in_base,
    "Integer.parseInt/2": partial(_parsed_in_base, "int"),
    "Long.parseLong/2": partial(_parsed_in_base, "long"),
    "Integer.bitCount/1": lambda value: (value % 2**32).bit_count(),
    "Long.bitCount/1": lambda value: (value % 2**64).bit_count(),
    "Integer.reverse/1": lambda value: convert(int(f"{value % 2**32:032b}"[::-1], 2), "int"),
    "Integer.signum/1": lambda value: (value > 0) - (value < 0),
    "Long.signum/1": lambda value: (value > 0) - (value < 0),
    "Long.toHexString/1": lambda value: f"{value % 2**64:x}",
    "Long.toBinaryString/1": lambda value: f"{value % 2**64:b}",
    "Long.numberOfTrailingZeros/1": lambda value: 64 if value == 0 else (value & -value).bit_length() - 1,
    "Integer.numberOfTrailingZeros/1": lambda value: 32 if value == 0 else (value & -value).bit_length() - 1,
    "Integer.numberOfLeadingZeros/1": lambda value: 32 - (value % 2**32).bit_length(),
    "Long.numberOfLeadingZeros/1": lambda value: 64 - (value % 2**64).bit_length(),
    "Double.doubleToLongBits/1": lambda value: Long(struct.unpack(">q", struct.pack(">d", value))[0]),
    "Double.longBitsToDouble/1": lambda value: struct.unpack(">d", struct.pack(">q", value))[0],
    "Double.isInfinite/1": math.isinf,
    "Double.isFinite/1": math.isfinite,
    "Float.parseFloat/1": lambda value: Float(parsed_double(value)),
    "Float.toString/1": text,
    "Float.valueOf/1": Float,
    "Float.compare/2": compared,
    "Float.isNaN/1": lambda value: value != value,
    "Byte.parseByte/1": partial(_small, 2**7),
    "Short.parseShort/1": partial(_small, 2**15),
    "Character.toUpperCase/1": lambda char: Char(char.upper()[:1]),
    "Character.toLowerCase/1": lambda char: Char(char.lower()[:1]),
    "Character.isAlphabetic/1": _character(str.isalpha),
    "Character.compare/2": lambda one, two: ord(one) - ord(two),
    "Boolean.compare/2": compared,
    "Boolean.logicalAnd/2": lambda one, two: one and two,
    "Boolean.logicalOr/2": lambda one, two: one or two,
    "Boolean.logicalXor/2": lambda one, two: one is not two,
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
    "Integer.MAX_VALUE": 2**31 - 1,
    "Integer.MIN_VALUE": -(2**31),
    "Long.MAX_VALUE": 2**63 - 1,
    "Long.MIN_VALUE": -(2**63),
    "Double.MAX_VALUE": 1.7976931348623157e308,
    "Double.MIN_VALUE": 5e-324,
    "Double.NaN": math.nan,
    "Double.POSITIVE_INFINITY": math.inf,
    "Double.NEGATIVE_INFINITY": -math.inf,
    "Float.MAX_VALUE": Float(3.4028234663852886e38),
    "Float.MIN_VALUE": Float(1.401298464324817e-45),
    "Float.NaN": Float(math.nan),
    "Short.MAX_VALUE": 32767,
    "Short.MIN_VALUE": -32768,
    "Byte.MAX_VALUE": 127,
    "Byte.MIN_VALUE": -128,
    "Character.MAX_VALUE": Char("\uffff"),
    "Boolean.TRUE": True,
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


def is_class(name: str) -> bool:
    """Whether Painless has such a class."""
    return name in TYPES or class_named(name) is not None


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
