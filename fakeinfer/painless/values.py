"""Values that scripts have and JSON has not, and what all values are called and printed as."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from ..errors import not_implemented
from ..formats.javatext import double_text, hash_order, java_class
from ..formats.singles import shortest, single
from .errors import Thrown

INT_MAX = 2**31 - 1
LONG_MAX = 2**63 - 1
MOST_CHARACTERS = 2**24
MOST_ITEMS = 2**20


class Long(int):
    """A `long` however small it is."""

    __slots__ = ()


class Float(float):
    """A `float`: a number in single precision."""

    __slots__ = ()

    def __new__(cls, value: float) -> Float:
        return super().__new__(cls, single(value))


class Char(str):
    """A `char`."""

    __slots__ = ()


class Array(list[Any]):
    """A Java array of a fixed length; `kind` is the type of its items."""

    def __init__(self, kind: str, items: Iterable[Any]) -> None:
        super().__init__(items)
        self.kind = kind


class LinkedMap(dict[Any, Any]):
    """A `LinkedHashMap`: in the order in which it was filled."""


class TreeMap(dict[Any, Any]):
    """A `TreeMap`: in the order of its keys."""


class ReadOnly(dict[Any, Any]):
    """A map that scripts may read only: `params`, and documents in conditions; `why` is what a change is told."""

    why: str | None = None


class ReadOnlyList(list[Any]):
    """A list in such a map."""

    why: str | None = None


def frozen(held: Any, why: str | None = None) -> Any:
    """A copy of maps and lists that scripts may only read."""
    if isinstance(held, dict):
        made = ReadOnly((name, frozen(value, why)) for name, value in held.items())
        made.why = why
        return made
    if isinstance(held, list):
        listed = ReadOnlyList(frozen(value, why) for value in held)
        listed.why = why
        return listed
    return held


_PUT = ("java.base/java.util.Collections$UnmodifiableMap.put(Collections.java:1505)",)


def refuse_change(held: Any) -> None:
    """Refuse to change what may only be read."""
    if isinstance(held, ReadOnly | ReadOnlyList):
        stack = _PUT if held.why is None and isinstance(held, ReadOnly) else ()
        raise Thrown("java.lang.UnsupportedOperationException", held.why, stack)


class Builder:
    """A `StringBuilder`."""

    __slots__ = ("_length", "_parts")

    def __init__(self, text: str = "") -> None:
        self._parts = [text]
        self._length = len(text)

    def add(self, text: str) -> Builder:
        self._length += len(text)
        check_length(self._length)
        self._parts.append(text)
        return self

    @property
    def text(self) -> str:
        if len(self._parts) != 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    @text.setter
    def text(self, text: str) -> None:
        self._parts = [text]
        self._length = len(text)


class Set:
    """A `HashSet`, a `LinkedHashSet` or a `TreeSet`: `order` is hash, linked or tree."""

    __slots__ = ("held", "order")

    def __init__(self, items: Iterable[Any] = (), order: str = "hash") -> None:
        self.held: dict[Any, Any] = {}
        self.order = order
        for item in items:
            self.add(item)

    def add(self, item: Any) -> bool:
        key = key_of(item)
        if key in self.held:
            return False
        self.held[key] = item
        return True

    def __iter__(self) -> Iterator[Any]:
        items = list(self.held.values())
        if self.order == "tree":
            return iter(sorted(items))
        if self.order == "hash" and all(type(item) is str for item in items):
            return iter(hash_order(items))
        return iter(items)

    def __len__(self) -> int:
        return len(self.held)


class Entry(NamedTuple):
    """One entry of a map."""

    map: dict[Any, Any]
    key: Any


class Stream:
    """A stream of items; `kind` is Stream, IntStream, LongStream or DoubleStream."""

    __slots__ = ("items", "kind")

    def __init__(self, items: Iterable[Any], kind: str = "Stream") -> None:
        self.items = list(items)
        self.kind = kind


class Optional(NamedTuple):
    """An `Optional`."""

    present: bool
    value: Any = None


class Cursor:
    """An `Iterator`."""

    __slots__ = ("at", "items", "remove")

    def __init__(self, items: Iterable[Any], remove: Callable[[Any, int], None] | None = None) -> None:
        self.items = list(items)
        self.at = 0
        self.remove = remove


class Matcher:
    """A `Matcher` at work: `found` is the match it stands at."""

    __slots__ = ("at", "found", "pattern", "text")

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.pattern = pattern
        self.text = text
        self.found: re.Match[str] | None = None
        self.at = 0


class Function(NamedTuple):
    """A lambda or a reference to a method."""

    call: Callable[..., Any]


class Collector(NamedTuple):
    """What `Collectors` make: a function of all items of a stream."""

    collect: Callable[[list[Any]], Any]


class Host:
    """An object of the script's surroundings, say the values of a field: override what it has."""

    java_class = "java.lang.Object"
    types: tuple[str, ...] = ("def", "Object")
    """The types that it is one of."""

    def member(self, name: str) -> Any:
        """The value of `object.name`."""
        raise Thrown("java.lang.IllegalArgumentException", f"dynamic getter [{said_class(self)}, {name}] not found")

    def put(self, name: str, value: Any) -> None:
        """`object.name = value`."""
        raise Thrown("java.lang.IllegalArgumentException", f"dynamic setter [{said_class(self)}, {name}] not found")

    def item(self, key: Any) -> Any:
        """The value of `object[key]`."""
        text = f"Attempting to address a non-array-like type [{self.java_class}] as an array."
        raise Thrown("java.lang.IllegalArgumentException", text)

    def call(self, name: str, arguments: list[Any]) -> Any:
        """What `object.name(arguments)` gives."""
        text = f"dynamic method [{said_class(self)}, {name}/{len(arguments)}] not found"
        raise Thrown("java.lang.IllegalArgumentException", text)

    def items(self) -> Iterable[Any]:
        """What `for (x : object)` goes through."""
        raise Thrown("java.lang.IllegalArgumentException", f"Cannot iterate over [{self.java_class}]")


_CLASSES: dict[type, str] = {
    Long: "java.lang.Long",
    Char: "java.lang.Character",
    Float: "java.lang.Float",
    LinkedMap: "java.util.LinkedHashMap",
    TreeMap: "java.util.TreeMap",
    ReadOnly: "java.util.Collections$UnmodifiableMap",
    ReadOnlyList: "java.util.ArrayList",
    Builder: "java.lang.StringBuilder",
    Entry: "java.util.HashMap$Node",
    Optional: "java.util.Optional",
    Cursor: "java.util.ArrayList$Itr",
    Matcher: "java.util.regex.Matcher",
    re.Pattern: "java.util.regex.Pattern",
    Function: "org.opensearch.painless.PainlessScript$Script$$Lambda",
}
_VIEWS = {name: f"java.util.HashMap${java}" for name, java in (
    ("KeyView", "KeySet"), ("EntryView", "EntrySet"), ("ValueView", "Values"),
)}  # fmt: skip
_ARRAYS = {"int": "[I", "long": "[J", "double": "[D", "float": "[F", "boolean": "[Z", "byte": "[B", "char": "[C"}
_SETS = {"hash": "java.util.HashSet", "linked": "java.util.LinkedHashSet", "tree": "java.util.TreeSet"}


def class_of(value: Any) -> str:
    """The full name of a value's class."""
    known = _CLASSES.get(type(value))
    if known is not None:
        return known
    if isinstance(value, Set):
        return _SETS[value.order]
    if isinstance(value, Array):
        names = {"String": "java.lang.String", "Object": "java.lang.Object", "def": "java.lang.Object"}
        return _ARRAYS.get(value.kind) or f"[L{names.get(value.kind, value.kind)};"
    if isinstance(value, Thrown):
        return value.java
    if isinstance(value, Host):
        return value.java_class
    if hasattr(value, "JAVA"):
        return str(value.JAVA)
    if type(value).__name__ in _VIEWS:
        return _VIEWS[type(value).__name__]
    if isinstance(value, Stream):
        return f"java.util.stream.{value.kind}"
    return java_class(value)


def said_class(value: Any) -> str:
    """The name of a value's class as Painless says it, where an inner class stands behind a dot."""
    name = class_of(value)
    return name if "$$" in name else name.replace("$", ".")


def is_number(value: Any) -> bool:
    """Whether a value is one, no boolean among them."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_long(value: int) -> bool:
    """Whether a whole number is a `long`."""
    return isinstance(value, Long) or not -INT_MAX - 1 <= value <= INT_MAX


def entries(held: dict[Any, Any]) -> list[Any]:
    """The keys of a map in the order in which Java goes through them."""
    if isinstance(held, LinkedMap):
        return list(held)
    if isinstance(held, TreeMap):
        return sorted(held)
    return hash_order(held) if all(isinstance(key, str) for key in held) else list(held)


def text(value: Any) -> str:
    """`String.valueOf(value)`."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return double_text(shortest(value) if isinstance(value, Float) else value)
    if isinstance(value, Builder):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text(key)}={text(value[key])}" for key in entries(value)) + "}"
    if isinstance(value, Array):
        return f"{class_of(value)}@0"
    if isinstance(value, list | Set):
        return "[" + ", ".join(map(text, value)) + "]"
    if isinstance(value, Entry):
        return f"{text(value.key)}={text(value.map.get(value.key))}"
    if isinstance(value, Optional):
        return f"Optional[{text(value.value)}]" if value.present else "Optional.empty"
    if isinstance(value, Thrown):
        return value.java if value.message is None else f"{value.java}: {value.message}"
    if isinstance(value, re.Pattern):
        return str(value.pattern)
    if isinstance(value, Host):
        return text(value.call("toString", []))
    if hasattr(value, "JAVA"):
        return str(value)
    return f"{class_of(value)}@0"


def key_of(value: Any) -> Any:
    """A key by which equal values are equal: lists and maps by content, numbers by type."""
    if isinstance(value, list):
        return ("list", *map(key_of, value))
    if isinstance(value, dict):
        return ("map", frozenset((key_of(key), key_of(item)) for key, item in value.items()))
    if isinstance(value, Set):
        return ("set", frozenset(value.held))
    if isinstance(value, int | float):
        return (type(value).__name__ if isinstance(value, bool | float) else is_long(value), value)
    return (type(value).__name__, value)


def check_length(length: int) -> None:
    """Texts that no test means are refused by the fake, before they fill its memory."""
    if length > MOST_CHARACTERS:
        raise not_implemented(f"texts of more than {MOST_CHARACTERS} characters in scripts")


def check_count(count: int) -> None:
    """The same for lists."""
    if count > MOST_ITEMS:
        raise not_implemented(f"lists of more than {MOST_ITEMS} items in scripts")
