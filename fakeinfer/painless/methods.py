"""What is called on values: methods by the kind of their receiver and the number of their arguments, and plain members.

What Java has and this has not is refused with 501; `whitelist.py` knows what Painless allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import not_implemented
from . import containers, maps, objects, streams, texts
from .building import fits
from .casts import BOXES, full_name, is_instance
from .errors import Thrown
from .values import (
    Array,
    Builder,
    Char,
    Collector,
    Cursor,
    Entry,
    Function,
    Host,
    Matcher,
    Optional,
    ReadOnlyList,
    Set,
    Stream,
    class_of,
    refuse_change,
    said_class,
)
from .whitelist import class_named, has_anywhere, method_of

Methods = dict[str, Callable[..., Any]]

_BY_CLASS: dict[type, Methods] = {
    str: texts.TEXT,
    Char: texts.CHAR,
    Builder: texts.BUILDER,
    re.Pattern: texts.PATTERN,
    Matcher: texts.MATCHER,
    list: containers.LIST,
    Set: containers.SET,
    Entry: maps.ENTRY,
    maps.KeyView: maps.KEYS,
    maps.EntryView: maps.ENTRIES,
    maps.ValueView: maps.VALUES,
    Cursor: containers.CURSOR,
    Stream: streams.STREAM,
    Optional: streams.OPTIONAL,
    Function: objects.FUNCTION,
    Thrown: objects.THROWN,
    bool: objects.BOOLEAN,
    int: objects.NUMBER,
    float: objects.NUMBER,
    Array: {},
    Collector: {},
}
_OUT_OF_BOUNDS = (
    "java.base/jdk.internal.util.Preconditions.outOfBounds(Preconditions.java:64)",
    "java.base/jdk.internal.util.Preconditions.outOfBoundsCheckIndex(Preconditions.java:70)",
    "java.base/jdk.internal.util.Preconditions.checkIndex(Preconditions.java:266)",
    "java.base/java.util.Objects.checkIndex(Objects.java:361)",
)


CHANGING = frozenset(
    [
        "add",
        "addAll",
        "clear",
        "compute",
        "computeIfAbsent",
        "computeIfPresent",
        "merge",
        "put",
        "putAll",
        "putIfAbsent",
        "remove",
        "removeAll",
        "removeIf",
        "replace",
        "replaceAll",
        "retainAll",
        "set",
        "setValue",
        "sort",
    ]
)
"""Methods that change their receiver, or something in it."""


def call(receiver: Any, name: str, arguments: list[Any], types: tuple[str, ...] = ()) -> Any:
    """`receiver.name(arguments)`; `types` are those of constants among the arguments."""
    if receiver is None:
        raise missing_receiver()
    if isinstance(receiver, Host):
        return receiver.call(name, arguments)
    if name in CHANGING:
        refuse_change(receiver)
    method = _methods_of(receiver).get(f"{name}/{len(arguments)}")
    if method is None:
        method = objects.ANY.get(f"{name}/{len(arguments)}")
    if method is None:
        raise _no_method(receiver, name, len(arguments))
    try:
        return method(receiver, *arguments)
    except (AttributeError, TypeError, KeyError, OverflowError, ValueError, IndexError):
        mismatch = _mismatch(receiver, f"{name}/{len(arguments)}", arguments, types)
        if mismatch is not None:
            raise mismatch from None
        given = ", ".join(class_of(argument) for argument in arguments)
        raise not_implemented(f"{class_of(receiver)}.{name}({given}) in a script") from None


def _mismatch(receiver: Any, key: str, arguments: list[Any], types: tuple[str, ...]) -> Thrown | None:
    """What is said of arguments that are none of a method's: of constants that they cannot be, of values that they are not."""
    owner = class_of(receiver).rpartition(".")[2]
    signature = method_of(owner, key)
    if signature is None:
        return None
    result, *wanted = (_SHOWN.get(type, type) for type in signature)
    for type, given in zip(signature[1:], types or ["def"] * len(arguments), strict=False):
        if given != "def" and given != type and not fits(given, type, boxing=True):
            asked = ",".join(["Object", *(_SHOWN.get(each, each) for each in types)])
            text = f"cannot convert MethodHandle({','.join([owner, *wanted])}){result} to ({asked})Object"
            return Thrown("java.lang.invoke.WrongMethodTypeException", text)
    for type, value in zip(signature[1:], arguments, strict=False):
        if type not in ("def", "Object") and value is not None and not is_instance(value, box := BOXES.get(type, type)):
            text = f"Cannot cast {class_of(value)} to {full_name(box)}"
            return Thrown("java.lang.ClassCastException", text, ("java.base/java.lang.Class.cast(Class.java:3890)",))
    return None


_SHOWN = {"def": "Object", "null": "Object"}


def is_list_method(name: str, count: int) -> bool:
    """Whether lists have such a method."""
    key = f"{name}/{count}"
    return key in containers.LIST or key in objects.ANY


def _methods_of(receiver: Any) -> Methods:
    found = _BY_CLASS.get(type(receiver))
    if found is not None:
        return found
    if isinstance(receiver, dict):
        return maps.MAP
    if isinstance(receiver, ReadOnlyList):
        return containers.LIST
    if isinstance(receiver, int):
        return objects.NUMBER
    if isinstance(receiver, float):
        return objects.NUMBER
    return getattr(receiver, "METHODS", {})


def _no_method(receiver: Any, name: str, count: int) -> Exception:
    type, key = class_of(receiver).rpartition(".")[2], f"{name}/{count}"
    if has_anywhere(key) if class_named(type) is None else method_of(type, key) is not None:
        return not_implemented(f"the method [{name}] with {count} arguments of {class_of(receiver)} in a script")
    text = f"dynamic method [{said_class(receiver)}, {name}/{count}] not found"
    return Thrown("java.lang.IllegalArgumentException", text)


def missing_receiver() -> Thrown:
    """A member of null."""
    return Thrown("java.lang.NullPointerException", 'Cannot invoke "Object.getClass()" because "callArgs[0]" is null')


def get_member(holder: Any, name: str) -> Any:
    """`holder.name`: an entry of a map, an item of a list, or what a getter tells."""
    if type(holder) is dict:
        return holder.get(name)
    if holder is None:
        raise missing_receiver()
    if isinstance(holder, dict):
        return holder.get(name)
    if isinstance(holder, Host):
        return holder.member(name)
    if isinstance(holder, Array):
        if name == "length":
            return len(holder)
    elif isinstance(holder, list):
        if name == "length":
            return len(holder)
        if name.isdecimal():
            return get_item(holder, int(name))
        raise Thrown("java.lang.IllegalArgumentException", f"Illegal list shortcut value [{name}].")
    methods = _methods_of(holder)
    for getter in (f"get{name[:1].upper()}{name[1:]}/0", f"is{name[:1].upper()}{name[1:]}/0"):
        if getter in methods:
            return methods[getter](holder)
    raise Thrown("java.lang.IllegalArgumentException", f"dynamic getter [{said_class(holder)}, {name}] not found")


def set_member(holder: Any, name: str, value: Any) -> None:
    """`holder.name = value`."""
    if holder is None:
        raise missing_receiver()
    if isinstance(holder, dict):
        refuse_change(holder)
        holder[name] = value
    elif isinstance(holder, Host):
        holder.put(name, value)
    elif isinstance(holder, list) and not isinstance(holder, Array):
        if not name.isdecimal():
            raise Thrown("java.lang.IllegalArgumentException", f"Illegal list shortcut value [{name}].")
        set_item(holder, int(name), value)
    else:
        raise Thrown("java.lang.IllegalArgumentException", f"dynamic setter [{said_class(holder)}, {name}] not found")


def get_item(holder: Any, key: Any) -> Any:
    """`holder[key]`."""
    if holder is None:
        raise missing_receiver()
    if isinstance(holder, dict):
        return holder.get(key)
    if isinstance(holder, maps.View):
        raise _no_array(holder)
    if isinstance(holder, list):
        return holder[_index(holder, key, "get(ArrayList.java:427)")]
    if isinstance(holder, Host):
        return holder.item(key)
    raise _no_array(holder)


def set_item(holder: Any, key: Any, value: Any) -> None:
    """`holder[key] = value`."""
    if holder is None:
        raise missing_receiver()
    if isinstance(holder, dict):
        refuse_change(holder)
        containers.put(holder, key, value)
    elif isinstance(holder, list):
        refuse_change(holder)
        holder[_index(holder, key, "set(ArrayList.java:441)")] = value
    elif isinstance(holder, Host):
        holder.put(key, value)
    else:
        raise _no_array(holder)


def _no_array(holder: Any) -> Thrown:
    text = f"Attempting to address a non-array-like type [{said_class(holder)}] as an array."
    return Thrown("java.lang.IllegalArgumentException", text)


def _index(holder: list[Any], key: Any, method: str) -> int:
    if isinstance(key, bool) or not isinstance(key, int):
        wanted = f"Cannot cast {class_of(key)} to java.lang.Integer"
        raise Thrown("java.lang.ClassCastException", wanted)
    at = key + len(holder) if key < 0 else key
    if 0 <= at < len(holder):
        return at
    if isinstance(holder, Array):
        text = f"Index {at} out of bounds for length {len(holder)}"
        raise Thrown("java.lang.ArrayIndexOutOfBoundsException", text)
    raise out_of_bounds(at, len(holder), method)


def out_of_bounds(index: int, length: int, method: str) -> Thrown:
    """A list has no such item; `method` is the one of `ArrayList` that says so."""
    text = f"Index {index} out of bounds for length {length}"
    stack = (*_OUT_OF_BOUNDS, f"java.base/java.util.ArrayList.{method}")
    return Thrown("java.lang.IndexOutOfBoundsException", text, stack)
