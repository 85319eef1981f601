"""Declaring field types: name, options, kind of values. Start at `field_type`.

A field type is one decorated function: it gets a definition whose options are known to be well-formed and returns it as the
server prints it, or refuses it. Types that both products have are in `core.py`, others in the vendor's own modules
(`Product.type_modules`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..errors import ApiError
from ..versions import ALWAYS, Span
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State
    from ..contract import Contract
    from ..search.locate import Place, Position
    from ..search.view import View
    from .fields import Field

Definition = dict[str, Any]


class Refused(Exception):
    """A definition that the server refuses, in its words.

    The cause is a `mapper_parsing_exception`, or with `as_argument` an `illegal_argument_exception`, thrown while the mapping
    is built, or of another `type`, with a cause of its own.
    """

    def __init__(
        self, reason: str, *, as_argument: bool = False, type: str | None = None, caused_by: ApiError | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.type = type or ("illegal_argument_exception" if as_argument else "mapper_parsing_exception")
        self.caused_by = caused_by


def _as_is(name: str, option: str, value: Json) -> Json:
    return value


class Option(NamedTuple):
    """One option of a field type. An explicit default is not printed; `updatable` options may change on an existing field."""

    default: Json = None
    updatable: bool = False
    read: Callable[[str, str, Json], Json] = _as_is
    """`read(field, option, value)`: the value as it is printed, or `Refused`."""
    always: bool = False
    """Printed even when it is the default."""
    refers_to: str | None = None
    """The kind of thing whose id this option holds ("endpoint", "model")."""
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Where:
    """Where a definition stands while it is read."""

    state: State
    path: str
    leaf: str
    inside_nested: bool = False
    inside_flat: bool = False
    """The object around it has no subobjects."""
    multi_field: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The index's settings, flat."""
    known: frozenset[str] = frozenset()
    """Paths of the mapping being read."""


class Unfit(NamedTuple):
    """Why a field does not take a document's value."""

    cause: ApiError
    shown: Json = None
    """The value that the refusal shows."""
    named: bool = True
    """Whether the refusal says which field it is about."""
    at: Position | None = None
    """Where the parser stood, if not at the value."""
    of_document: Callable[[str], ApiError] | None = None
    """`(id)`: the cause, where it names the document."""


class Holder(NamedTuple):
    """The index that holds a document: the cluster it is in, and its settings."""

    state: State
    settings: Mapping[str, Any]


Check = Callable[[Definition, Where], Definition]
Holds = Callable[[Json, str, Definition, "Place"], Unfit | None]
"""`(value, path, definition, place)`: what is wrong with a document's value, whatever it is, lists and nulls too."""
Single = Callable[[str, Definition, Json, "Holder"], Unfit | ApiError]
"""`(path, definition, value, holder)`"""
Learns = Callable[["State", Definition, Json], Definition]
"""`(state, definition, value)`: the definition after a document's value, the same one when that teaches nothing."""
Shows = Callable[["State", Definition, list[Json], bool], list[Json]]
"""`(state, definition, values, of_columns)`: values as `fields`, or `docvalue_fields`, of a search show them."""
Formatted = Callable[["View", "Field", int | None, str], list[Json]]
"""`(view, field, number, format)`: what `fields` of a search show of a document in a format; without one (None), whether there is that format."""
Merge = Callable[["State", Definition, Definition, str], Definition]
"""`(state, old, new, path)`"""


@dataclass(frozen=True, slots=True)
class FieldType:
    """One declared field type.

    `family` is what its values are like: "text", "keyword", "whole", "decimal", "date", "boolean", "vector", "features",
    "flat" (an object whose leaves are keywords), "object", or "stored" (kept, never searched).
    """

    name: str
    family: str
    options: Mapping[str, Option] = field(default_factory=dict)
    check: Check | None = None
    span: Span = ALWAYS
    product: str | None = None
    merge: Merge | None = None
    """Changes a new definition by the one there is before the two are compared: what is kept, what may not change."""
    holds: Holds | None = None
    """Checks the values of documents, where the family alone does not say what is right."""
    single: Single | None = None
    """Refuses a second value in one document."""
    raw: Callable[[Definition], str] | None = None
    """Names the type that its values are of, whose options it has as well, see `whole_kind`."""
    expand: Callable[[State, Definition], Definition] | None = None
    """Adds to a mapping as it was sent what fields of this type bring along."""
    learns: Learns | None = None
    """What a document's value adds to the definition."""
    shows: Shows | None = None
    """How searches show values, where they are not shown as they were sent."""
    formatted: Formatted | None = None
    """How searches show them in a format, where there are formats of its own."""


def whole_kind(kind: FieldType, definition: Definition, types: Mapping[str, FieldType]) -> FieldType:
    """The type of one field, together with the type that its values are of."""
    raw = types.get(kind.raw(definition)) if kind.raw is not None else None
    if raw is None:
        return kind

    def check(read: Definition, where: Where) -> Definition:
        for part in (kind, raw):
            read = read if part.check is None else part.check(read, where)
        return read

    return replace(kind, family=raw.family, options={**raw.options, **kind.options}, check=check, holds=raw.holds)


F = TypeVar("F", bound=Check)


def field_type(
    name: str,
    family: str,
    *,
    options: Mapping[str, Option] | None = None,
    since: str | None = None,
    until: str | None = None,
    product: str | None = None,
    merge: Merge | None = None,
    holds: Holds | None = None,
    single: Single | None = None,
    raw: Callable[[Definition], str] | None = None,
    expand: Callable[[State, Definition], Definition] | None = None,
    learns: Learns | None = None,
    shows: Shows | None = None,
    formatted: Formatted | None = None,
) -> Callable[[F], F]:
    """Declare the decorated function as what checks definitions of type `name` after their options were read."""

    def declare(check: F) -> F:
        span = Span(since, until)
        declared = FieldType(
            name,
            family,
            dict(options or {}),
            check,
            span,
            product,
            merge,
            holds,
            single,
            raw,
            expand,
            learns,
            shows,
            formatted,
        )
        check.__dict__.setdefault("declared_types", []).append(declared)
        return check

    return declare


SHARED_MODULES = ("fakeinfer.mapping.core", "fakeinfer.mapping.completion")


def field_types(contract: Contract) -> dict[str, FieldType]:
    """The field types of one product and version, by name."""
    known: dict[str, FieldType] | None = contract.memo.get("field_types")
    if known is None:
        known = contract.memo["field_types"] = {
            declared.name: declared
            for module in (*SHARED_MODULES, *contract.product.type_modules)
            for declared in declared_types(module)
            if contract.version in declared.span and declared.product in (None, contract.product.name)
        }
    return known


def declared_types(module: str) -> list[FieldType]:
    """The field types a module declares, of all versions."""
    functions = vars(importlib.import_module(module)).values()
    found: dict[tuple[str, Span], FieldType] = {}
    for function in functions:
        if callable(function):
            for declared in getattr(function, "__dict__", {}).get("declared_types", ()):
                found[declared.name, declared.span] = declared
    return list(found.values())
