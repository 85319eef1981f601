"""Types by the names scripts have for them: which values are of one, and what becomes of a value that is cast to it.

opensearch-project/OpenSearch:modules/lang-painless/src/main/java/org/opensearch/painless/Def.java.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .errors import Thrown
from .operators import whole
from .values import (
    Array,
    Builder,
    Char,
    Cursor,
    Entry,
    Float,
    Function,
    Host,
    LinkedMap,
    Matcher,
    Optional,
    Set,
    Stream,
    TreeMap,
    class_of,
    is_long,
    is_number,
    said_class,
)
from .whitelist import class_named, is_one_of

WHOLE = ("byte", "short", "int", "long")
PRIMITIVES = (*WHOLE, "char", "float", "double", "boolean")
DEFAULTS = {**dict.fromkeys(WHOLE, 0), "char": Char("\0"), "float": 0.0, "double": 0.0, "boolean": False}
_BITS = {"byte": 8, "short": 16}


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TYPES: dict[str, Callable[[Any], bool]] = {
    "def": lambda value: True,
    "Object": lambda value: True,
    "String": lambda value: isinstance(value, str) and not isinstance(value, Char),
    "CharSequence": lambda value: isinstance(value, str | Builder) and not isinstance(value, Char),
    "StringBuilder": lambda value: isinstance(value, Builder),
    "StringBuffer": lambda value: False,
    "Comparable": lambda value: isinstance(value, str | int | float),
    "Boolean": lambda value: isinstance(value, bool),
    "Character": lambda value: isinstance(value, Char),
    "Number": is_number,
    "Byte": lambda value: False,
    "Short": lambda value: False,
    "Integer": lambda value: _whole(value) and not is_long(value),
    "Long": lambda value: _whole(value) and is_long(value),
    "Float": lambda value: isinstance(value, Float),
    "Double": lambda value: isinstance(value, float) and not isinstance(value, Float),
    "Map": lambda value: isinstance(value, dict),
    "HashMap": lambda value: isinstance(value, dict) and not isinstance(value, TreeMap),
    "LinkedHashMap": lambda value: isinstance(value, LinkedMap),
    "TreeMap": lambda value: isinstance(value, TreeMap),
    "SortedMap": lambda value: isinstance(value, TreeMap),
    "Map.Entry": lambda value: isinstance(value, Entry),
    "List": lambda value: isinstance(value, list) and not isinstance(value, Array),
    "ArrayList": lambda value: isinstance(value, list) and not isinstance(value, Array),
    "LinkedList": lambda value: isinstance(value, list) and not isinstance(value, Array),
    "Collection": lambda value: isinstance(value, list | Set) and not isinstance(value, Array),
    "Iterable": lambda value: isinstance(value, list | Set) and not isinstance(value, Array),
    "Set": lambda value: isinstance(value, Set),
    "HashSet": lambda value: isinstance(value, Set) and value.order != "tree",
    "LinkedHashSet": lambda value: isinstance(value, Set) and value.order == "linked",
    "TreeSet": lambda value: isinstance(value, Set) and value.order == "tree",
    "SortedSet": lambda value: isinstance(value, Set) and value.order == "tree",
    "Iterator": lambda value: isinstance(value, Cursor),
    "Pattern": lambda value: isinstance(value, re.Pattern),
    "Matcher": lambda value: isinstance(value, Matcher),
    "Optional": lambda value: isinstance(value, Optional),
    "Stream": lambda value: isinstance(value, Stream),
    **dict.fromkeys(
        ("Function", "BiFunction", "Predicate", "BiPredicate", "Supplier", "Consumer", "BiConsumer", "Comparator"),
        lambda value: isinstance(value, Function),
    ),
}
"""Types that values are instances of; null is an instance of none, and may stand for each."""

_UNBOXED = {
    "java.lang.Integer": "int",
    "java.lang.Long": "long",
    "java.lang.Double": "double",
    "java.lang.Float": "float",
    "java.lang.Boolean": "boolean",
    "java.lang.Character": "char",
}
BOXES = {**{name: name.capitalize() for name in PRIMITIVES}, "int": "Integer", "char": "Character"}
"""The classes that values of primitive types have as objects."""

_BOXED = frozenset(("Integer", "Long", "Double", "Boolean", "Character", "Float", "Short", "Byte", "String"))
_NUMBERS = {"Integer": "int", "Long": "long", "Float": "float", "Double": "double", "Short": "short", "Byte": "byte"}
_RANKS = {"byte": 0, "short": 1, "char": 1, "int": 2, "long": 3, "float": 4, "double": 5}


def full_name(type: str) -> str:
    """A type as messages name it."""
    plain = type.rstrip("[]")
    known = class_named(plain)
    return type if known is None else known.full + type[len(plain) :]


def is_instance(value: Any, type: str) -> bool:
    """Whether a value is one of a type; null is of none."""
    test = TYPES.get(type)
    if isinstance(value, Host):
        return type in value.types
    if test is not None:
        return value is not None and test(value)
    return is_one_of(class_of(value).rpartition(".")[2].replace("$", "."), type)


def cast(value: Any, type: str, *, explicit: bool, linked: bool = False) -> Any:
    """A value as one of a type, as `(type) value` or as an assignment to a variable of that type."""
    if type in ("def", "Object"):
        return value
    if type == "boolean":
        return _boolean(value)
    if type in PRIMITIVES:
        return _primitive(value, type, explicit=explicit, linked=linked)
    if type.endswith("[]"):
        if value is None or isinstance(value, Array):
            return value
        raise misfit(value, type)
    if value is None or is_instance(value, type):
        return value
    if explicit and type in _NUMBERS and is_number(value):
        return convert(value, _NUMBERS[type])
    if type in _BOXED:
        if type == "String" and isinstance(value, Char) and explicit:
            return str(value)
        how = "explicitly" if explicit else "implicitly"
        raise Thrown("java.lang.ClassCastException", f"cannot {how} cast def [{_shown(value)}] to {full_name(type)}")
    raise misfit(value, type)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value is None:
        raise Thrown("java.lang.NullPointerException", 'Cannot invoke "Object.getClass()" because "value" is null')
    raise Thrown("java.lang.ClassCastException", f"cannot cast def [{_shown(value)}] to boolean")


def _primitive(value: Any, type: str, *, explicit: bool, linked: bool) -> Any:
    if value is None:
        raise Thrown("java.lang.NullPointerException", 'Cannot invoke "Object.getClass()" because "value" is null')
    if type == "char" and isinstance(value, str) and len(value) == 1:
        return Char(value)
    number = ord(value) if isinstance(value, Char) else value
    too_wide = not explicit and is_number(number) and _RANKS[_kind(number)] > _RANKS[type]
    if not is_number(number) or (too_wide and not linked):
        how = "explicitly" if explicit else "implicitly"
        raise Thrown("java.lang.ClassCastException", f"cannot {how} cast def [{_shown(value)}] to {type}")
    if too_wide:
        box = BOXES[type]
        raise Thrown(
            "java.lang.ClassCastException",
            f"Cannot cast {class_of(value)} to java.lang.{box}",
            ("java.base/java.lang.Class.cast(Class.java:3890)",),
        )
    return convert(number, type)


def convert(number: Any, type: str) -> Any:
    """A number as one of a primitive type: what does not fit is cut off as Java does."""
    if type == "float":
        return Float(number)
    if type == "double":
        return float(number)
    if isinstance(number, float):
        number = _cut(number, 64 if type == "long" else 32)
    if type == "char":
        return Char(chr(number % 2**16))
    if type in _BITS:
        bits = _BITS[type]
        return (number + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)
    return whole(int(number), long=type == "long")


def _cut(number: float, bits: int) -> int:
    if number != number:
        return 0
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return int(max(least, min(most, number)))


def _kind(number: Any) -> str:
    if isinstance(number, float):
        return "float" if isinstance(number, Float) else "double"
    return "long" if is_long(number) else "int"


def _shown(value: Any) -> str:
    name = said_class(value)
    return _UNBOXED.get(name, name)


def misfit(value: Any, type: str) -> Thrown:
    """What a bytecode cast says; both classes are Java's own."""
    given, wanted = class_of(value), full_name(type)
    text = (
        f"class {given} cannot be cast to class {wanted} "
        f"({given} and {wanted} are in module java.base of loader 'bootstrap')"
    )
    return Thrown("java.lang.ClassCastException", text)


def is_class(name: str) -> bool:
    """Whether Painless has such a class."""
    return name in TYPES or class_named(name) is not None
