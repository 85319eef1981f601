"""What changed between two versions of a product, from the spans of its declarations. Start at `compare`.

A contract tells what every product has (operations, parameters, fields, processors, field types, queries, named changes);
`Product.facets_module` adds what is the product's own. Nothing here knows a product.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .contract import Contract, Facet
from .ingest.declaring import catalog_of
from .ingest.options import described
from .mapping.types import Option as FieldOption
from .mapping.types import field_types
from .operations import Parameter
from .schema import Schema
from .search.query import queries
from .wire import Json

Key = tuple[str, ...]
Items = Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """What came, what went, and what is described otherwise, of one kind of thing."""

    title: str
    came: Items
    went: Items
    changed: Mapping[Key, tuple[str, str]]
    """Before and after."""

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.changed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one product, and how they differ, by kind of thing."""

    old: Contract
    new: Contract
    differences: tuple[Difference, ...]

    def as_json(self) -> Json:
        """For programs: every item by itself."""
        return {
            "product": self.old.product.name,
            "from": str(self.old.version),
            "to": str(self.new.version),
            "topics": {
                found.title: {
                    "came": [{"item": list(key), "about": about} for key, about in found.came.items()],
                    "went": [{"item": list(key), "about": about} for key, about in found.went.items()],
                    "changed": [
                        {"item": list(key), "before": before, "after": after}
                        for key, (before, after) in found.changed.items()
                    ],
                }
                for found in self.differences
            },
        }

    def as_text(self) -> str:
        """For people: one line an item, `+` what came, `-` what went, `~` what is otherwise."""
        heading = f"{self.old.product.name} {self.old.version} -> {self.new.version}"
        if not self.differences:
            return f"{heading}: nothing differs that fakeinfer knows of"
        lines = [heading]
        for found in self.differences:
            lines += ["", found.title]
            lines += [f"  + {line}" for line in _joined(found.came)]
            lines += [f"  - {line}" for line in _joined(found.went)]
            changed = {key: f"{before} -> {after}" for key, (before, after) in found.changed.items()}
            lines += [f"  ~ {line}" for line in _joined(changed)]
        return "\n".join(lines)


def compare(old: Contract, new: Contract) -> Comparison:
    """How `new` differs from `old`; either may be the later one."""
    before: dict[str, Items] = {}
    after: dict[str, Items] = {}
    found = []
    for facet in facets_of(old):
        title = facet.title
        before[title], after[title] = facet.items(old), facet.items(new)
        if facet.within is not None:
            stayed = before[facet.within].keys() & after[facet.within].keys()
            before[title], after[title] = (
                {key: about for key, about in items.items() if key[:-1] in stayed}
                for items in (before[title], after[title])
            )
        found.append(_difference(facet, before[title], after[title]))
    return Comparison(old, new, tuple(difference for difference in found if difference))


def facets_of(contract: Contract) -> tuple[Facet, ...]:
    """What is compared, in the order in which it is told."""
    module = contract.product.facets_module
    own: tuple[Facet, ...] = importlib.import_module(module).FACETS if module else ()
    return (*CONTRACT_FACETS, *own, *BEHAVIOUR_FACETS)


def _difference(facet: Facet, before: Items, after: Items) -> Difference:
    came = {key: about for key, about in after.items() if key not in before}
    went = {key: about for key, about in before.items() if key not in after}
    both = () if facet.sums_up else before.keys() & after.keys()
    return Difference(
        facet.title,
        {key: about for key, about in came.items() if not _is_inside(key, came)},
        {key: about for key, about in went.items() if not _is_inside(key, went)},
        {key: (before[key], about) for key, about in after.items() if key in both and before[key] != about},
    )


def _is_inside(key: Key, items: Items) -> bool:
    """Whether a path (`rate_limit.requests_per_minute`) leads into another item of these."""
    *owner, path = key
    return any((*owner, path[:end]) in items for end, sign in enumerate(path) if sign in ".[")


def _joined(items: Items) -> Iterator[str]:
    """A line an item; items that differ only in the middle of their key share one."""
    middles: dict[tuple[Key, str], list[str]] = {}
    for key, about in items.items():
        ends = (key[0], key[-1]) if len(key) > 1 else key
        middles.setdefault((ends, about), []).extend(key[1:-1])
    for (ends, about), middle in middles.items():
        first = f"{ends[0]} ({', '.join(middle)})" if middle else ends[0]
        yield ": ".join(part for part in (first, *ends[1:], about) if part)


# --- what every contract tells ----------------------------------------------------------------------------------------


def _operations(contract: Contract) -> Items:
    return {(op.id,): op.summary for op in contract.operations.values()}


def _routes(contract: Contract) -> Items:
    return {
        (op.id, f"{route.method} {route.path}"): f"deprecated, use {route.replaced_by}" if route.replaced_by else ""
        for op in contract.operations.values()
        for route in op.routes
        if contract.version in route.span
    }


def _parameters(contract: Contract) -> Items:
    return {
        (op.id, f"?{name}"): _parameter(parameter)
        for op in contract.operations.values()
        for name, parameter in op.query.items()
        if contract.version in parameter.span
    }


def _parameter(parameter: Parameter) -> str:
    kind = type(parameter).__name__.lower().replace("custom", "")
    words: tuple[str, ...] = getattr(parameter, "options", ())
    default = "" if parameter.default is None else f"default {shown(parameter.default)}"
    return ", ".join(part for part in (" | ".join(words) or kind, default) if part)


def _body_fields(contract: Contract) -> Items:
    return _fields_of(contract, "body")


def _answer_fields(contract: Contract) -> Items:
    return _fields_of(contract, "response")


def _fields_of(contract: Contract, part: str) -> Items:
    found: dict[Key, str] = {}
    for op in contract.operations.values():
        schema: Schema | None = getattr(contract.schema(op.id), part)
        if schema is not None:
            for path, entry in fields_in(schema.document):
                found.setdefault((op.id, path), summary_of(entry))
    return found


def fields_in(schema: Any, definitions: Any = None, path: str = "", seen: tuple[str, ...] = ()) -> Iterator[Any]:
    """Path and schema of every property, at any depth: `tools[].name`; what refers to itself is told once."""
    if not isinstance(schema, dict):
        return
    definitions = schema.get("definitions", definitions)
    reference = schema.get("$ref")
    if reference is not None and reference not in seen:
        inner = definitions[reference.rpartition("/")[2]]
        yield from fields_in(inner, definitions, path, (*seen, reference))
    for name, entry in schema.get("properties", {}).items():
        inside = f"{path}.{name}" if path else name
        yield inside, entry
        yield from fields_in(entry, definitions, inside, seen)
    yield from fields_in(schema.get("items"), definitions, f"{path}[]", seen)
    yield from fields_in(schema.get("additionalProperties"), definitions, f"{path}.*".lstrip("."), seen)
    for word in ("anyOf", "oneOf", "allOf"):
        for sub in schema.get(word, ()):
            yield from fields_in(sub, definitions, path, seen)


def summary_of(entry: Any) -> str:
    """A schema's type, words, limits and default in a few words."""
    if not isinstance(entry, dict):
        return ""
    kind = entry.get("type", "")
    parts = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    if "enum" in entry:
        parts.append(" | ".join(map(shown, entry["enum"])))
    least, most = entry.get("minimum"), entry.get("maximum")
    if least is not None and most is not None:
        parts.append(f"{least} to {most}")
    elif least is not None or most is not None:
        parts.append(f"at least {least}" if most is None else f"at most {most}")
    default = entry.get("default", entry.get("x-default"))
    if default is not None:
        parts.append(f"default {shown(default)}")
    return ", ".join(part for part in parts if part)


def shown(value: Json) -> str:
    """A value in a line of text."""
    from .formats import jsontext

    return value if isinstance(value, str) else jsontext.dumps(value)


def _processors(contract: Contract) -> Items:
    return (
        {(kind.name,): kind.summary for kind in catalog_of(contract).types.values()} if contract.product.ingest else {}
    )


def _processor_options(contract: Contract) -> Items:
    if not contract.product.ingest:
        return {}
    return {
        (kind.name, option.name): described(option)
        for kind in catalog_of(contract).types.values()
        for option in kind.options
    }


def _pipeline_keys(contract: Contract) -> Items:
    if not contract.product.ingest:
        return {}
    return {(key.name,): described(key) for key in catalog_of(contract).keys}


def _field_types(contract: Contract) -> Items:
    return {(name,): "" for name in field_types(contract)}


def _field_type_options(contract: Contract) -> Items:
    return {
        (kind.name, name): _field_option(option)
        for kind in field_types(contract).values()
        for name, option in kind.options.items()
        if contract.version in option.span
    }


def _field_option(option: FieldOption) -> str:
    parts = ("" if option.default is None else f"default {shown(option.default)}", "updatable" * option.updatable)
    return ", ".join(part for part in parts if part)


def _queries(contract: Contract) -> Items:
    return {(name,): "" for name in queries(contract)}


def _changes(contract: Contract) -> Items:
    return {(change.name,): change.about for change in contract.product.changes if contract.version in change.span}


def _agreements(contract: Contract) -> Items:
    return {
        (found.name,): f"{found.about}: {found.documented}"
        for found in contract.product.disagreements
        if found.server_agrees is not None and contract.version in found.server_agrees
    }


CONTRACT_FACETS = (
    Facet("Operations", _operations),
    Facet("Routes", _routes, within="Operations"),
    Facet("Query parameters", _parameters, within="Operations"),
    Facet("Fields of requests", _body_fields, within="Operations"),
    Facet("Fields of answers", _answer_fields, within="Operations"),
    Facet("Keys of ingest pipelines", _pipeline_keys),
    Facet("Ingest processors", _processors),
    Facet("Options of ingest processors", _processor_options, within="Ingest processors"),
    Facet("Field types", _field_types),
    Facet("Options of field types", _field_type_options, within="Field types"),
    Facet("Queries", _queries),
)
BEHAVIOUR_FACETS = (
    Facet("Behaviour and wording", _changes),
    Facet("The server does as documented", _agreements),
)
