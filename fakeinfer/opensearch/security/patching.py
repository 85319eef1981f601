"""JSON patches (RFC 6902), as far as the plugin takes them: add, remove, replace. Pure: what is patched is not touched."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from . import errors

OPERATIONS = ("replace", "remove", "add")
Patch = list[dict[str, Any]]


def read_patch(body: Any) -> Patch:
    """A list of operations, or the refusal."""
    if not isinstance(body, list) or not body or not all(isinstance(step, dict) for step in body):
        raise errors.bad_patch("Wrong request body")
    if not any("op" in step for step in body):
        raise errors.bad_patch("Wrong request body")
    for step in body:
        if step.get("op") not in OPERATIONS:
            supported = ",".join(OPERATIONS)
            raise errors.bad_patch(f"Unsupported patch operation: {step.get('op')}. Supported are: {supported}")
    return body


def patched(value: Any, patch: Patch) -> Any:
    """The value after all operations."""
    document = {"": deepcopy(value)}
    for step in patch:
        _apply(document, step)
    return document[""]


def first_names(patch: Patch) -> list[str]:
    """The entries that a patch of many is about."""
    return list(dict.fromkeys(_path(step)[0] for step in patch if _path(step)))


def _path(step: dict[str, Any]) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in str(step.get("path", "")).split("/")[1:]]


def _apply(document: Any, step: dict[str, Any]) -> None:
    holder, *rest = document, "", *_path(step)
    for name in rest[:-1]:
        holder = _inside(holder, name)
    name, value = rest[-1], deepcopy(step.get("value"))
    if isinstance(holder, list):
        _apply_to_list(holder, name, step["op"], value)
    elif not isinstance(holder, dict) or (step["op"] != "add" and name not in holder):
        raise errors.bad_patch(f'Missing field "{name}"')
    elif step["op"] == "remove":
        del holder[name]
    else:
        holder[name] = value


def _apply_to_list(holder: list[Any], name: str, op: str, value: Any) -> None:
    if name == "-" and op == "add":
        holder.append(value)
        return
    if not name.isdigit() or int(name) >= len(holder) + (op == "add"):
        raise errors.bad_patch(f'Array index "{name}" is out of bounds')
    if op == "add":
        holder.insert(int(name), value)
    elif op == "remove":
        del holder[int(name)]
    else:
        holder[int(name)] = value


def _inside(holder: Any, name: str) -> Any:
    if isinstance(holder, dict) and name in holder:
        return holder[name]
    if isinstance(holder, list) and name.isdigit() and int(name) < len(holder):
        return holder[int(name)]
    raise errors.bad_patch(f'Missing field "{name}"')
