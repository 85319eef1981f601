"""Reading a mapping: what the server takes, in the form in which it prints it, or its refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ApiError, illegal_argument, not_implemented
from ..wire import Json
from .dynamics import check_dynamic, check_switches, check_templates
from .options import java_text
from .types import Definition, FieldType, Refused, Where, field_types, whole_kind
from .words import words_of

if TYPE_CHECKING:
    from ..cluster import State

ROOT_KEYS = (
    "properties", "dynamic", "dynamic_templates", "date_detection", "numeric_detection", "dynamic_date_formats", "_meta",
    "_source", "_routing", "runtime", "enabled", "subobjects", "_data_stream_timestamp", "_size", "derived",
)  # fmt: skip
OBJECT_KEYS = ("type", "properties", "dynamic", "enabled", "subobjects")
NESTED_KEYS = (*OBJECT_KEYS, "include_in_parent", "include_in_root")
NOT_IMITATED = (
    "aggregate_metric_double", "alias", "annotated_text", "counted_keyword", "date_range", "derived",
    "double_range", "float_range", "geo_shape", "histogram", "icu_collation_keyword", "integer_range", "ip_range", "join",
    "long_range", "murmur3", "passthrough", "percolator", "point", "search_as_you_type", "shape", "star_tree",
    "token_count", "xy_point", "xy_shape",
)  # fmt: skip
"""Types that the servers have and we do not."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one mapping."""

    state: State
    settings: Mapping[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    """Gets what the server warns of."""
    may_be_typed: bool = True
    """Whether a mapping within the name of a type is told so; else that name is as unknown as any."""

    def read(self, body: Json) -> Definition:
        """The whole mapping; refusals are wrapped as the server wraps them. What is no object is empty, as for `parser.map()`."""
        body = body if isinstance(body, dict) else {}
        words = words_of(self.state)
        if len(body) == 1 and self.may_be_typed:
            only = next(iter(body))
            if only not in ROOT_KEYS and isinstance(body[only], dict):
                raise illegal_argument(words.under_a_type(self.state, only))
        for kind in field_types(self.state.contract).values():
            if kind.expand is not None:
                body = kind.expand(self.state, body)
        try:
            return self._root(body)
        except Refused as refused:
            cause = ApiError(400, refused.type, refused.reason, caused_by=refused.caused_by)
            failure = ApiError(400, "mapper_parsing_exception", words.failed(refused.reason), caused_by=cause)
            if refused.type in (failure.type, "parse_exception"):
                failure.root_cause = (cause,)
            raise failure from None

    def _root(self, body: Definition) -> Definition:
        words = words_of(self.state)
        unknown = {key: value for key, value in body.items() if key not in ROOT_KEYS}
        if unknown:
            raise Refused(f"Root mapping definition has unsupported parameters:  {_listed(unknown)}")
        known: dict[str, Json] = {key: value for key, value in body.items() if key != "properties"}
        if "dynamic" in known:
            if words.checks_dynamics:
                check_dynamic(known["dynamic"])
            known["dynamic"] = java_text(known["dynamic"])
        if words.checks_dynamics:
            check_switches(known)
        if "dynamic_templates" in known and words.checks_dynamics:
            check_templates(known["dynamic_templates"], (*field_types(self.state.contract), *NOT_IMITATED))
        if "properties" in body:
            properties = self._properties(body["properties"], "", inside_nested=False)
            if properties:
                known["properties"] = properties
        return known

    def _properties(
        self, properties: Json, path: str, *, inside_nested: bool, inside_flat: bool = False
    ) -> dict[str, Definition]:
        if not isinstance(properties, dict):
            if properties in (None, []):
                return {}
            raise Refused(
                f"Expected map for property [properties] on field [{path}] but got a {_java_class(properties)}"
            )
        read: dict[str, Definition] = {}
        for name, definition in properties.items():
            if not name:
                raise Refused("field name cannot be an empty string", as_argument=True)
            first, _, rest = name.partition(".")
            full = f"{path}.{first}" if path else first
            if rest:
                definition = {"properties": {rest: definition}}
            parsed = self._field(first, full, definition, inside_nested, inside_flat)
            if first in read and "properties" in parsed:
                parsed = {**parsed, "properties": {**read[first].get("properties", {}), **parsed["properties"]}}
            read[first] = parsed
        return dict(sorted(read.items()))

    def _field(self, leaf: str, path: str, definition: Json, inside_nested: bool, inside_flat: bool) -> Definition:
        if not isinstance(definition, dict):
            raise Refused(f"Expected map for property [fields] on field [{leaf}] but got a {_java_class(definition)}")
        type_name = definition.get("type")
        if type_name is None:
            if "properties" not in definition and list(definition) != ["enabled"]:
                raise Refused(f"No type specified for field [{leaf}]")
            type_name = "object"
        type_name = java_text(type_name)
        if type_name in ("object", "nested"):
            return self._object(leaf, path, definition, type_name, inside_nested)
        where = Where(self.state, path, leaf, inside_nested, inside_flat, settings=self.settings)
        kind = whole_kind(self.kind(type_name, leaf), definition, field_types(self.state.contract))
        return self.typed(kind, definition, where)

    def kind(self, type_name: str, leaf: str) -> FieldType:
        """The declared type of that name."""
        found = field_types(self.state.contract).get(type_name)
        if found is None:
            if type_name in NOT_IMITATED:
                raise not_implemented(f"the field type [{type_name}]")
            raise Refused(words_of(self.state).unknown_type(type_name, leaf))
        return found

    def _object(self, leaf: str, path: str, definition: Definition, kind: str, inside_nested: bool) -> Definition:
        known = NESTED_KEYS if kind == "nested" else OBJECT_KEYS
        unknown = {key: value for key, value in definition.items() if key not in known}
        if unknown:
            raise Refused(f"Mapping definition for [{leaf}] has unsupported parameters:  {_listed(unknown)}")
        read: Definition = {} if kind == "object" else {"type": "nested"}
        for key, value in definition.items():
            if key == "dynamic":
                if words_of(self.state).checks_dynamics:
                    check_dynamic(value)
                read[key] = java_text(value)
            elif key in ("enabled", "subobjects") and value in (True, "true"):
                continue
            elif key not in ("type", "properties"):
                read[key] = value in (True, "true") if key != "subobjects" else value
        nested = inside_nested or kind == "nested"
        flat = definition.get("subobjects") in (False, "false")
        properties = self._properties(definition.get("properties"), path, inside_nested=nested, inside_flat=flat)
        if properties:
            read["properties"] = properties
        return read or {"type": "object"}

    def typed(self, kind: FieldType, definition: Definition, where: Where) -> Definition:
        """A field's definition as it is printed."""
        read: Definition = {"type": kind.name}
        version = self.state.contract.version
        for name, value in definition.items():
            option = kind.options.get(name)
            if name == "type":
                continue
            if name == "fields" and not where.multi_field:
                read["fields"] = self._multi_fields(value, where)
            elif option is None and name in words_of(self.state).without_effect:
                warning = f"Parameter [{name}] has no effect on type [{kind.name}] and will be removed in future"
                self.warnings.append(warning)
            elif option is None or version not in option.span:
                of_type = kind.name if kind.raw is None else kind.raw(definition)
                raise Refused(f"unknown parameter [{name}] on mapper [{where.leaf}] of type [{of_type}]")
            else:
                value = option.read(where.leaf, name, value)
                if option.always or value != option.default:
                    read[name] = value
        return kind.check(read, where) if kind.check is not None else read

    def _multi_fields(self, fields: Json, where: Where) -> dict[str, Definition]:
        read: dict[str, Definition] = {}
        if not isinstance(fields, dict):
            raise Refused(f"expected map for property [fields] on field [{where.leaf}] but got a {_java_class(fields)}")
        for name, definition in fields.items():
            if not isinstance(definition, dict) or "type" not in definition:
                raise Refused(f"no type specified for property [{name}]")
            kind = self.kind(java_text(definition["type"]), name)
            path = f"{where.path}.{name}"
            inner = Where(self.state, path, name, where.inside_nested, where.inside_flat, True, self.settings)
            read[name] = self.typed(kind, definition, inner)
        return dict(sorted(read.items()))


def _listed(unknown: dict[str, Json]) -> str:
    return " ".join(f"[{key} : {java_text(value)}]" for key, value in unknown.items())


def _java_class(value: Json) -> str:
    if isinstance(value, str):
        return "class java.lang.String"
    if isinstance(value, bool):
        return "class java.lang.Boolean"
    if isinstance(value, int):
        return "class java.lang.Integer"
    return "class java.lang.Double" if isinstance(value, float) else "class java.util.ArrayList"
