"""What was sent that nothing reads: fields that the operation's schema does not describe, at this version.

Most of what is misspelt the servers refuse. What they skip silently, as the parsers of ML Commons do, is told here. Where a
schema leaves open what an object holds (documents, parameters of a model), everything counts as read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .contract import Contract
    from .operations import Operation
    from .wire import Json

BODY = "(body)"
"""Stands for a body that is not looked at at all."""
_COMBINING = ("allOf", "anyOf", "oneOf")


def unread_fields(contract: Contract, operation: Operation, body: Json) -> Iterator[tuple[str, list[str]]]:
    """The fields of a body that nothing reads, by their dotted names, each with the names that would be read there."""
    if body is None or operation.body == "raw":
        return
    if operation.body in ("none", "ignored"):
        yield BODY, []
        return
    schema = contract.schema(operation.id).body
    if schema is not None:
        yield from _unread(body, [schema.document], schema.document, "")


def _unread(value: Json, schemas: list[Any], root: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """The same for a value that all of `schemas`, or one of them, describe."""
    described = [part for schema in schemas for part in _parts(schema, root)]
    if isinstance(value, list):
        items = [part["items"] for part in described if "items" in part]
        for position, item in enumerate(value):
            yield from _unread(item, items, root, f"{path}.{position}" if path else str(position))
    elif isinstance(value, dict):
        known: dict[str, list[Any]] = {}
        for part in described:
            for name, schema in part.get("properties", {}).items():
                known.setdefault(name, []).append(schema)
        is_open = not known or any(_is_open(part) for part in described)
        for name, item in value.items():
            inner = f"{path}.{name}" if path else name
            if name in known:
                yield from _unread(item, known[name], root, inner)
            elif not is_open:
                yield inner, sorted(f"{path}.{other}" if path else other for other in known)


def _is_open(part: dict[str, Any]) -> bool:
    """Whether a part of a schema lets an object hold anything."""
    if part.get("additionalProperties") or "patternProperties" in part:
        return True
    return part.get("type") == "object" and not part.keys() & {"properties", "$ref", *_COMBINING}


def _parts(schema: Any, root: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that it is made of."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _parts(target, root)
    yield schema
    for keyword in _COMBINING:
        for branch in schema.get(keyword, ()):
            yield from _parts(branch, root)
