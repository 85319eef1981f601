"""Methods of maps, of their entries, and of the views of their keys and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .containers import ITERABLE, by_path, hash_all, holds, put
from .operators import equal
from .values import Entry, Function, entries


def _computed(held: dict[Any, Any], key: Any, value: Any) -> Any:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value
    return value


def _compute_if_absent(held: dict[Any, Any], key: Any, function: Function) -> Any:
    if held.get(key) is not None:
        return held[key]
    value = function.call(key)
    if value is not None:
        held[key] = value
    return value


def _compute_if_present(held: dict[Any, Any], key: Any, function: Function) -> Any:
    if held.get(key) is None:
        return None
    return _computed(held, key, function.call(key, held[key]))


def _merge(held: dict[Any, Any], key: Any, value: Any, function: Function) -> Any:
    before = held.get(key)
    return _computed(held, key, value if before is None else function.call(before, value))


def _put_if_absent(held: dict[Any, Any], key: Any, value: Any) -> Any:
    before = held.get(key)
    if before is None:
        put(held, key, value)
    return before


def _replace(held: dict[Any, Any], key: Any, value: Any) -> Any:
    return put(held, key, value) if key in held else None


def _put_all(held: dict[Any, Any], other: Any) -> None:
    for key, value in dict.items(other):
        put(held, key, value)


def _each_entry(held: dict[Any, Any], function: Function) -> None:
    for key in entries(held):
        function.call(key, held[key])


def _each_of_map(held: dict[Any, Any], function: Function) -> dict[Any, Any]:
    _each_entry(held, function)
    return held


def _replace_each(held: dict[Any, Any], function: Function) -> None:
    for key in entries(held):
        held[key] = function.call(key, held[key])


def _entry(held: dict[Any, Any], function: Function) -> Entry | None:
    return next((Entry(held, key) for key in entries(held) if function.call(key, held[key])), None)


def _remove_if(held: dict[Any, Any], goes: Callable[[Any], bool]) -> bool:
    gone = [key for key in held if goes(key)]
    for key in gone:
        del held[key]
    return bool(gone)


class View(list[Any]):
    """What `entrySet`, `keySet` and `values` give: a list of what a map holds, through which it can be thinned out."""

    def __init__(self, held: dict[Any, Any], items: Iterable[Any]) -> None:
        super().__init__(items)
        self.held = held


def _view(kind: str) -> Callable[[dict[Any, Any]], Any]:
    def view(held: dict[Any, Any]) -> Any:
        keys = entries(held)
        if kind == "keys":
            return KeyView(held, keys)
        if kind == "entries":
            return EntryView(held, [Entry(held, key) for key in keys])
        return ValueView(held, [held[key] for key in keys])

    return view


class KeyView(View):
    """`keySet()`."""


class EntryView(View):
    """`entrySet()`."""


class ValueView(View):
    """`values()`."""


MAP: dict[str, Callable[..., Any]] = {
    "getByPath/1": by_path,
    "getByPath/2": by_path,
    "get/1": lambda held, key: held.get(key),
    "getOrDefault/2": lambda held, key, default: held.get(key, default),
    "put/2": put,
    "putAll/1": _put_all,
    "putIfAbsent/2": _put_if_absent,
    "remove/1": lambda held, key: held.pop(key, None),
    "remove/2": lambda held, key, value: (
        _remove_if(held, lambda mine: mine == key and equal(held[key], value))
    ),
    "replace/2": _replace,
    "containsKey/1": lambda held, key: key in held,
    "containsValue/1": lambda held, value: holds(held.values(), value),
    "size/0": len,
    "isEmpty/0": lambda held: not held,
    "clear/0": dict.clear,
    "clone/0": dict,
    "keySet/0": _view("keys"),
    "entrySet/0": _view("entries"),
    "values/0": _view("values"),
    "forEach/1": _each_entry,
    "each/1": _each_of_map,
    "compute/2": lambda held, key, function: _computed(held, key, function.call(key, held.get(key))),
    "computeIfAbsent/2": _compute_if_absent,
    "computeIfPresent/2": _compute_if_present,
    "merge/3": _merge,
    "replaceAll/1": _replace_each,
    "any/1": lambda held, function: _entry(held, function) is not None,
    "every/1": lambda held, function: all(function.call(key, held[key]) for key in entries(held)),
    "count/1": lambda held, function: sum(bool(function.call(key, held[key])) for key in held),
    "find/1": _entry,
    "findAll/1": lambda held, function: {key: held[key] for key in entries(held) if function.call(key, held[key])},
    "collect/1": lambda held, function: [function.call(key, held[key]) for key in entries(held)],
    "hashCode/0": hash_all,
}  # fmt: skip


def _set_value(entry: Entry, value: Any) -> Any:
    return put(entry.map, entry.key, value)


ENTRY: dict[str, Callable[..., Any]] = {
    "getKey/0": lambda entry: entry.key,
    "getValue/0": lambda entry: entry.map.get(entry.key),
    "setValue/1": _set_value,
}


def _keys_kept(held: KeyView, keep: Callable[[Any], bool]) -> bool:
    held[:] = [key for key in held if keep(key)]
    left = set(held)
    return _remove_if(held.held, lambda key: key not in left)


def _entries_kept(held: EntryView, keep: Callable[[Any], bool]) -> bool:
    kept = [entry for entry in held if keep(entry)]
    held[:] = kept
    left = {entry.key for entry in kept}
    return _remove_if(held.held, lambda key: key not in left)


KEYS: dict[str, Callable[..., Any]] = {
    **ITERABLE,
    "remove/1": lambda held, key: held.held.pop(key, held) is not held,
    "removeIf/1": lambda held, function: _keys_kept(held, lambda key: not function.call(key)),
    "removeAll/1": lambda held, keys: _keys_kept(held, lambda key: not holds(keys, key)),
    "retainAll/1": lambda held, keys: _keys_kept(held, lambda key: holds(keys, key)),
}
VALUES: dict[str, Callable[..., Any]] = {
    **ITERABLE,
    "removeIf/1": lambda held, function: _entries_kept(held, lambda entry: not function.call(entry.map.get(entry.key))),
}
ENTRIES: dict[str, Callable[..., Any]] = {
    **ITERABLE,
    "removeIf/1": lambda held, function: _entries_kept(held, lambda entry: not function.call(entry)),
}
