"""JSON Schema files of the operations: load, project to a version, check, find the violation.

One file an operation, `<product>/schemas/<operation id>.json`, with up to four schemas under `path`, `query`, `body` and
`response`, in the part that draft 7 and 2020-12 share, and our annotations: `x-source`, `x-since` / `x-until` (a property
that a version lacks is absent there), `x-secret` (never shown), `x-error` (the key of the wire error that a violation here
becomes, a constructor in the vendor's `errors.py`), `x-default`, `x-note`.

`jsonschema` is the validator of record. On the hot path a validator compiled by fastjsonschema says yes or no; only a no
imports jsonschema and finds out where. A property test holds the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .versions import Span, Version
from .wire import Json

ANNOTATIONS = frozenset(
    {"x-source", "x-since", "x-until", "x-secret", "x-error", "x-default", "x-note", "x-title", "x-refers-to"}
)
KEYWORDS = frozenset(
    {
        "$ref", "definitions", "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "anyOf", "oneOf", "allOf", "not", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength",
        "maxLength", "pattern", "minItems", "maxItems", "minProperties", "propertyNames", "description",
        "patternProperties", "title",
    }
)  # fmt: skip
PARTS = ("path", "query", "body", "response")


class Violation(NamedTuple):
    """Where a document breaks its schema: the path to the value, the keyword, and the error key found nearest."""

    at: tuple[str | int, ...]
    keyword: str
    error: str | None
    value: Json
    schema: Json
    message: str


class Schema:
    """One part of an operation's schema, projected to one version; validators are compiled on first use."""

    __slots__ = ("_accepts", "document")

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._accepts: Callable[[Json], bool] | None = None

    def accepts(self, value: Json) -> bool:
        """Whether `value` is well-formed; microseconds once compiled."""
        if self._accepts is None:
            self._accepts = _compiled(self.document)
        return self._accepts(value)

    def violation(self, value: Json) -> Violation | None:
        """The first thing wrong with `value` by jsonschema, in the order of the schema's own properties."""
        import jsonschema

        errors = list(jsonschema.Draft202012Validator(self.document).iter_errors(value))
        if not errors:
            return None
        first = min(errors, key=lambda error: _written_order(self.document, error))
        return Violation(
            tuple(first.absolute_path),
            str(first.validator),
            _nearest_error(self.document, list(first.absolute_schema_path)),
            first.instance,
            first.schema,
            first.message,
        )

    def secret_names(self) -> set[str]:
        """The names of the properties marked `x-secret`, at any depth."""
        return set(_secret_names(self.document))


class OperationSchema(NamedTuple):
    """The parts of one file for one version; a part that the file lacks is None."""

    path: Schema | None = None
    query: Schema | None = None
    body: Schema | None = None
    response: Schema | None = None
    source: str = ""


def load(file: Path, version: Version) -> OperationSchema:
    """Read one schema file and keep what exists at `version`. ValueError for keywords nobody knows."""
    document = json.loads(file.read_text("utf-8"))
    unknown = [word for word in _unknown_keywords(document) if word]
    if unknown:
        raise ValueError(f"{file.name}: unknown schema keywords {', '.join(sorted(set(unknown)))}")
    shared = document.get("definitions", {})
    parts: dict[str, Schema] = {}
    for part in PARTS:
        if part in document:
            projected = projected_to(document[part], version)
            if shared:
                projected = {**projected, "definitions": projected_to(shared, version, names=True)}
            parts[part] = Schema(projected)
    return OperationSchema(source=document.get("x-source", ""), **parts)


def projected_to(schema: Any, version: Version, *, names: bool = False) -> Any:
    """A copy of `schema` without the subschemas that `version` lacks. `names`: `schema` maps names to subschemas."""
    if isinstance(schema, list):
        return [projected_to(item, version) for item in schema if _exists(item, version)]
    if not isinstance(schema, dict):
        return schema
    if names:
        return {name: projected_to(sub, version) for name, sub in schema.items() if _exists(sub, version)}
    kept = {
        key: projected_to(value, version, names=key in ("properties", "patternProperties", "definitions"))
        if key not in ("enum", "const", "x-default", "required")
        else value
        for key, value in schema.items()
    }
    if "required" in kept and "properties" in kept:
        gone = set(schema["properties"]) - set(kept["properties"])
        kept["required"] = [name for name in kept["required"] if name not in gone]
    return kept


def _exists(schema: Any, version: Version) -> bool:
    if not isinstance(schema, dict) or not ("x-since" in schema or "x-until" in schema):
        return True
    return version in Span(schema.get("x-since"), schema.get("x-until"))


def _compiled(document: dict[str, Any]) -> Callable[[Json], bool]:
    import fastjsonschema

    check = fastjsonschema.compile({"$schema": "http://json-schema.org/draft-07/schema", **document}, use_default=False)
    refusal = fastjsonschema.JsonSchemaValueException

    def accepts(value: Json) -> bool:
        try:
            check(value)
        except refusal:
            return False
        return True

    return accepts


def _written_order(document: dict[str, Any], error: Any) -> tuple[int, ...]:
    """Position of an error in the schema as written, so that a schema can hold the server's order of checks."""
    order: list[int] = []
    here: Any = document
    for step in error.absolute_schema_path:
        if isinstance(here, dict) and step in here:
            order.append(list(here).index(step))
            here = _step_into(document, here, step)
        elif isinstance(here, list) and isinstance(step, int):
            order.append(step)
            here = here[step]
        else:
            break
    return tuple(order)


def _nearest_error(document: dict[str, Any], steps: list[str | int]) -> str | None:
    nearest = document.get("x-error")
    here: Any = document
    for step in steps:
        try:
            here = _step_into(document, here, step)
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(here, dict) and "x-error" in here:
            nearest = here["x-error"]
    if isinstance(nearest, dict):  # {"required": "no_service", "type": "not_text"}: one key for each keyword
        return nearest.get(str(steps[-1]), nearest.get("*"))
    return nearest


def _step_into(document: dict[str, Any], here: Any, step: str | int) -> Any:
    """One step of jsonschema's path to an error, which passes through `$ref` without naming it."""
    there = here[step]
    while isinstance(there, dict) and "$ref" in there:
        there = {**document["definitions"][there["$ref"].rpartition("/")[2]], **there}
        del there["$ref"]
    return there


def _secret_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, sub in schema.get("properties", {}).items() if isinstance(schema.get("properties"), dict) else ():
            if isinstance(sub, dict) and sub.get("x-secret"):
                yield name
        for sub in schema.values():
            yield from _secret_names(sub)
    elif isinstance(schema, list):
        for sub in schema:
            yield from _secret_names(sub)


def _unknown_keywords(document: dict[str, Any]) -> Iterator[str]:
    for part, schema in document.items():
        if part in PARTS:
            yield from _unknown_in(schema)
        elif part == "definitions":
            for sub in schema.values():
                yield from _unknown_in(sub)
        elif part not in ANNOTATIONS and part not in ("description", "$schema"):
            yield part


def _unknown_in(schema: Any) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key not in KEYWORDS and key not in ANNOTATIONS:
            yield key
        if key in ("properties", "patternProperties", "definitions"):
            for sub in value.values():
                yield from _unknown_in(sub)
        elif key in ("anyOf", "oneOf", "allOf"):
            for sub in value:
                yield from _unknown_in(sub)
        elif key in ("items", "additionalProperties", "not", "propertyNames"):
            yield from _unknown_in(value)
