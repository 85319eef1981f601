"""Methods of lists, sets and iterators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cmp_to_key
from typing import Any

from .casts import misfit
from .errors import Thrown
from .operators import equal_objects
from .values import (
    Array,
    Builder,
    Cursor,
    Function,
    Host,
    Set,
    Stream,
    check_count,
    class_of,
    is_number,
    key_of,
    text,
)


def items_of(value: Any) -> Iterable[Any]:
    """What a loop goes through."""
    if isinstance(value, list | Set):
        return list(value)
    if isinstance(value, Host):
        return value.items()
    if value is None:
        raise Thrown("java.lang.NullPointerException")
    from .values import class_of

    raise Thrown("java.lang.IllegalArgumentException", f"Cannot iterate over [{class_of(value)}]")


def watched(held: Any, items: Iterable[Any]) -> Iterator[Any]:
    """The items, as long as nothing is added to what holds them, or taken away."""
    if type(held) is list:
        size = len(held)
        for number, item in enumerate(items):
            if number == len(held):
                return
            if len(held) != size:
                raise Thrown("java.util.ConcurrentModificationException", None, _LIST_CHANGED)
            yield item
        if len(held) != size:
            raise Thrown("java.util.ConcurrentModificationException", None, _LIST_CHANGED)
        return
    ways = _MAP_CHANGED.get(getattr(held, "order", type(held).__name__))
    if ways is None:
        yield from items
        return
    held = getattr(held, "held", held)
    size, more = len(held), list(items)
    for number, item in enumerate(more):
        if number and len(held) != size:
            raise Thrown("java.util.ConcurrentModificationException", None, (_NEXT_NODE, *ways))
        yield item


_LIST_CHANGED = (
    "java.base/java.util.ArrayList$Itr.checkForComodification(ArrayList.java:1013)",
    "java.base/java.util.ArrayList$Itr.next(ArrayList.java:967)",
)
_NEXT_NODE = "java.base/java.util.HashMap$HashIterator.nextNode(HashMap.java:1597)"
_KEYS_CHANGED = ("java.base/java.util.HashMap$KeyIterator.next(HashMap.java:1620)",)
_MAP_CHANGED = {
    "hash": _KEYS_CHANGED,
    "KeyView": _KEYS_CHANGED,
    "ValueView": ("java.base/java.util.HashMap$ValueIterator.next(HashMap.java:1625)",),
    "EntryView": (
        "java.base/java.util.HashMap$EntryIterator.next(HashMap.java:1630)",
        "java.base/java.util.HashMap$EntryIterator.next(HashMap.java:1628)",
    ),
}


def compared(one: Any, two: Any) -> int:
    """`Comparable.compareTo`."""
    if one is None or two is None:
        raise Thrown("java.lang.NullPointerException")
    if not (is_number(one) and is_number(two)) and type(one) is not type(two):
        raise misfit(two, class_of(one).rpartition(".")[2])
    return -1 if one < two else 1 if one > two else 0


def sort_key(comparator: Function | None) -> Callable[[Any], Any]:
    """The key to sort by, of a comparator or of the natural order."""
    return cmp_to_key(compared if comparator is None else lambda one, two: int(comparator.call(one, two)))


def holds(items: Iterable[Any], wanted: Any) -> bool:
    """Whether an item equals, types and all."""
    return index_of(items, wanted) >= 0


def index_of(items: Iterable[Any], wanted: Any) -> int:
    """Where the first equal item is, or -1."""
    for number, item in enumerate(items):
        if equal_objects(item, wanted):
            return number
    return -1


def put(held: dict[Any, Any], key: Any, value: Any) -> Any:
    """`Map.put`: what was there before."""
    if isinstance(key, list | dict | Set | Builder):
        raise TypeError
    before = held.get(key)
    held[key] = value
    return before


# --- lists ------------------------------------------------------------------------------------------------------------


def _add(held: list[Any], *given: Any) -> Any:
    check_count(len(held))
    if len(given) == 1:
        held.append(given[0])
        return True
    held.insert(_position(held, given[0], "rangeCheckForAdd(ArrayList.java:758)"), given[1])
    return None


def _position(held: list[Any], at: Any, method: str) -> int:
    if not isinstance(at, int) or isinstance(at, bool):
        raise TypeError
    if 0 <= at <= len(held):
        return at
    message = f"Index: {at}, Size: {len(held)}"
    raise Thrown("java.lang.IndexOutOfBoundsException", message, (f"java.base/java.util.ArrayList.{method}",))


def _at(held: list[Any], at: Any, method: str) -> int:
    from .methods import out_of_bounds

    if not isinstance(at, int) or isinstance(at, bool):
        wanted = "cannot convert MethodHandle(List,int)Object to (Object,String)Object"
        if isinstance(at, str):
            raise Thrown("java.lang.invoke.WrongMethodTypeException", wanted)
        raise TypeError
    if 0 <= at < len(held):
        return at
    raise out_of_bounds(at, len(held), method)


def _remove_at(held: list[Any], at: Any) -> Any:
    return held.pop(_at(held, at, "remove(ArrayList.java:504)"))


def _set(held: list[Any], at: Any, value: Any) -> Any:
    place = _at(held, at, "set(ArrayList.java:441)")
    before, held[place] = held[place], value
    return before


def _keep(held: list[Any], keep: Callable[[Any], bool]) -> bool:
    kept = [item for item in held if keep(item)]
    changed = len(kept) != len(held)
    held[:] = kept
    return changed


def _add_all(held: list[Any], *given: Any) -> bool:
    items = list(items_of(given[-1]))
    check_count(len(held) + len(items))
    at = len(held) if len(given) == 1 else _position(held, given[0], "rangeCheckForAdd(ArrayList.java:758)")
    held[at:at] = items
    return bool(items)


def _sort(held: list[Any], comparator: Function | None) -> None:
    held.sort(key=sort_key(comparator))


def _sublist(held: list[Any], begin: int, end: int) -> list[Any]:
    if not 0 <= begin <= end <= len(held):
        if begin < 0:
            raise Thrown("java.lang.IndexOutOfBoundsException", f"fromIndex = {begin}")
        if end > len(held):
            raise Thrown("java.lang.IndexOutOfBoundsException", f"toIndex = {end}")
        raise Thrown("java.lang.IllegalArgumentException", f"fromIndex({begin}) > toIndex({end})")
    return held[begin:end]


def _replace_all(held: list[Any], function: Function) -> None:
    held[:] = [function.call(item) for item in held]


def hash_all(held: Any) -> int:
    from .objects import hash_of

    return hash_of(held)


def _each(held: Any, function: Function) -> Any:
    for item in list(held):
        function.call(item)
    return held


def _group(held: Any, function: Function) -> dict[Any, Any]:
    groups: dict[Any, Any] = {}
    for item in held:
        groups.setdefault(function.call(item), []).append(item)
    return groups


def _first(held: Any, function: Function, default: Any = None) -> Any:
    return next((item for item in held if function.call(item)), default)


def _found_results(held: Any, function: Function) -> list[Any]:
    return [result for item in held if (result := function.call(item)) is not None]


def _total(held: Any, function: Function | None = None) -> float:
    return float(sum(item if function is None else function.call(item) for item in held))


def _split(held: Any, function: Function) -> list[Any]:
    yes: list[Any] = []
    no: list[Any] = []
    for item in held:
        (yes if function.call(item) else no).append(item)
    return [yes, no]


def _each_numbered(held: Any, function: Function) -> Any:
    for number, item in enumerate(list(held)):
        function.call(item, number)
    return held


ITERABLE: dict[str, Callable[..., Any]] = {
    "size/0": len,
    "isEmpty/0": lambda held: len(held) == 0,
    "contains/1": holds,
    "containsAll/1": lambda held, items: all(holds(held, item) for item in items_of(items)),
    "forEach/1": lambda held, function: _each(held, function) and None,
    "each/1": _each,
    "eachWithIndex/1": _each_numbered,
    "findResult/1": lambda held, function: next(iter(_found_results(held, function)), None),
    "findResult/2": lambda held, default, function: next(iter(_found_results(held, function)), default),
    "iterator/0": lambda held: Cursor(held, lambda _item, at: held.pop(at) if isinstance(held, list) else None),
    "stream/0": Stream,
    "any/1": lambda held, function: any(function.call(item) for item in held),
    "every/1": lambda held, function: all(function.call(item) for item in held),
    "find/1": _first,
    "findAll/1": lambda held, function: [item for item in held if function.call(item)],
    "findResults/1": _found_results,
    "collect/1": lambda held, function: [function.call(item) for item in held],
    "groupBy/1": _group,
    "split/1": _split,
    "sum/0": _total,
    "sum/1": _total,
    "join/1": lambda held, between: text(between).join(map(text, held)),
    "asList/0": lambda held: held if isinstance(held, list) else list(held),
    "asCollection/0": lambda held: held,
    "toArray/0": lambda held: Array("Object", held),
    "hashCode/0": hash_all,
}


def by_path(held: Any, path: str, *default: Any) -> Any:
    """`getByPath`: what lies at the end of names and numbers with points between."""
    if not path:
        raise Thrown("java.lang.IllegalArgumentException", "Missing path")
    here = held
    for part in path.split("."):
        if isinstance(here, dict) and part in here:
            here = here[part]
        elif isinstance(here, list) and part.isdecimal() and int(part) < len(here):
            here = here[int(part)]
        elif isinstance(here, list) and not part.isdecimal():
            raise Thrown(
                "java.lang.IllegalArgumentException",
                f"Could not parse [{part}] as a int index into list at path [{path}]",
            )
        elif default:
            return default[0]
        else:
            raise Thrown("java.lang.IllegalArgumentException", f"Could not find value at path [{path}]")
    return here


LIST: dict[str, Callable[..., Any]] = {
    **ITERABLE,
    "getByPath/1": by_path,
    "getByPath/2": by_path,
    "get/1": lambda held, at: held[_at(held, at, "get(ArrayList.java:427)")],
    "getLength/0": len,
    "add/1": _add,
    "add/2": _add,
    "addAll/1": _add_all,
    "addAll/2": _add_all,
    "set/2": _set,
    "remove/1": _remove_at,
    "removeIf/1": lambda held, function: _keep(held, lambda item: not function.call(item)),
    "removeAll/1": lambda held, items: _keep(held, lambda item: not holds(items, item)),
    "retainAll/1": lambda held, items: _keep(held, lambda item: holds(items, item)),
    "replaceAll/1": _replace_all,
    "clear/0": list.clear,
    "clone/0": list,
    "indexOf/1": index_of,
    "lastIndexOf/1": lambda held, item: (
        -1 if (at := index_of(held[::-1], item)) < 0 else len(held) - 1 - at
    ),
    "sort/1": _sort,
    "subList/2": _sublist,
}  # fmt: skip


# --- sets, iterators -----------------------------------------------------------------------------------


def _discard(held: Set, item: Any) -> bool:
    return held.held.pop(key_of(item), held) is not held


def _keep_in_set(held: Set, keep: Callable[[Any], bool]) -> bool:
    gone = [key for key, item in held.held.items() if not keep(item)]
    for key in gone:
        del held.held[key]
    return bool(gone)


SET: dict[str, Callable[..., Any]] = {
    **ITERABLE,
    "add/1": Set.add,
    "addAll/1": lambda held, items: bool(sum(held.add(item) for item in items_of(items))),
    "contains/1": lambda held, item: key_of(item) in held.held,
    "remove/1": _discard,
    "removeIf/1": lambda held, function: _keep_in_set(held, lambda item: not function.call(item)),
    "removeAll/1": lambda held, items: _keep_in_set(held, lambda item: not holds(items, item)),
    "retainAll/1": lambda held, items: _keep_in_set(held, lambda item: holds(items, item)),
    "clear/0": lambda held: held.held.clear(),
}


def _next(cursor: Cursor) -> Any:
    if cursor.at >= len(cursor.items):
        raise Thrown("java.util.NoSuchElementException")
    cursor.at += 1
    return cursor.items[cursor.at - 1]


def _remove_last(cursor: Cursor) -> None:
    if cursor.at == 0 or cursor.remove is None:
        raise Thrown("java.lang.IllegalStateException")
    cursor.at -= 1
    cursor.remove(cursor.items.pop(cursor.at), cursor.at)


CURSOR: dict[str, Callable[..., Any]] = {
    "hasNext/0": lambda cursor: cursor.at < len(cursor.items),
    "next/0": _next,
    "remove/0": _remove_last,
}
