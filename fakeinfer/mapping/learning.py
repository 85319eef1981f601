"""What a document teaches a mapping: unknown fields are added by what their first value is, known ones are checked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .. import token_errors
from ..errors import ApiError, illegal_argument
from ..search.locate import Place, Position
from ..search.values import boolean_of, millis_of, number_of, text_of
from ..wire import Json
from .options import java_text
from .types import Definition, FieldType, Holder, Unfit, Where, field_types, whole_kind
from .words import MappingWords, words_of

if TYPE_CHECKING:
    from ..cluster import State

METADATA = ("_id", "_index", "_source", "_routing", "_version", "_seq_no", "_primary_term", "_field_names", "_ignored", "_nested_path")  # fmt: skip
TEXT_WITH_KEYWORD: Definition = {"type": "text", "fields": {"keyword": {"type": "keyword", "ignore_above": 256}}}
_IS_PLAIN = re.compile(r"\w+").fullmatch
_ISO_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2}([.,]\d{1,9})?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?)?")
_SLASHED_DATE = re.compile(r"\d{4}/\d{2}/\d{2}( \d{2}:\d{2}:\d{2})?( Z)?")
_LIMITS = {"byte": 8, "short": 16, "integer": 32, "long": 64}
_JAVA = {"integer": ("int", 2**31), "long": ("long", 2**63)}
"""Types whose bounds the parser itself knows, and what it calls them."""
_FINITE = {"half_float": 65_520.0, "float": 3.4028235677973366e38, "double": math.inf, "scaled_float": math.inf}
"""Types that hold no number as large as this."""


def learned(
    state: State,
    mappings: Definition,
    id: str,
    source: dict[str, Any],
    text: bytes | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Definition:
    """The mapping after a document: the same object when it teaches nothing. Refuses what a field cannot hold."""
    return _Learner(state, mappings, id, Place(source, text), settings or {}).learn(source)


@dataclass(slots=True)
class _Learner:
    state: State
    mappings: Definition
    id: str
    root: Place
    settings: Mapping[str, Any]
    filled: set[str] = field(default_factory=set)
    """Fields with a value, of those that may have only one in a document; each nested object is a document."""
    fresh: dict[str, str] = field(default_factory=dict)
    """Fields that are new with this document, with their types, where those of all its values are merged."""

    def learn(self, source: dict[str, Any]) -> Definition:
        dynamic = java_text(self.mappings.get("dynamic", True))
        properties = self.mappings.get("properties", {})
        after = self._object(source, properties, "", dynamic, self.root)
        return self.mappings if after is properties else {**self.mappings, "properties": dict(sorted(after.items()))}

    def _object(
        self, source: dict[str, Any], properties: dict[str, Definition], path: str, dynamic: str, place: Place
    ) -> dict[str, Definition]:
        result = properties
        for name, value in source.items():
            here = place / name
            if not _IS_PLAIN(name):
                refused = self._words.odd_key(name, here.key())
                if refused is not None:
                    raise refused
            if not path and name in METADATA:
                raise self._metadata(name, value, here)
            first, _, rest = name.partition(".")
            full = f"{path}.{first}" if path else first
            if rest:
                value = {rest: value}
            before = result.get(first)
            after = self._field(first, full, value, before, dynamic, here)
            if after is not before and after is not None:
                result = {**result, first: after}
        return result

    def _field(
        self, name: str, path: str, value: Json, definition: Definition | None, dynamic: str, place: Place
    ) -> Definition | None:
        if definition is None:
            return self._new(name, path, value, dynamic, place)
        type_name = definition.get("type", "object")
        if type_name in ("object", "nested"):
            return self._known_object(path, value, definition, dynamic, place)
        if path in self.fresh:
            for item in _leaves(value):
                if not isinstance(item, dict):
                    self._merge(path, self.fresh[path], self._by_template_or_value(name, path, item), again=True)
        types = field_types(self.state.contract)
        kind = types.get(type_name)
        if kind is not None:
            self._check(whole_kind(kind, definition, types), path, value, place, definition)
            if kind.learns is not None:
                return kind.learns(self.state, definition, value)
        return definition

    def _known_object(self, path: str, value: Json, definition: Definition, dynamic: str, place: Place) -> Definition:
        if definition.get("enabled") is False:
            return definition
        dynamic = java_text(definition.get("dynamic", dynamic))
        for here, item in _items(value, place):
            if item is None:
                continue
            if not isinstance(item, dict):
                name = "null" if isinstance(value, list) else path.rpartition(".")[2]
                reason = (
                    f"object mapping for [{path}] tried to parse field [{name}] as object, but found a concrete value"
                )
                raise self._words.field_refused(reason, None, here.value())
            before = definition.get("properties", {})
            around = self.filled
            if definition.get("type") == "nested":
                self.filled = set()
            after = self._object(item, before, path, dynamic, here)
            self.filled = around
            if after is not before:
                definition = {**definition, "properties": dict(sorted(after.items()))}
                if definition.get("type") == "object":
                    definition.pop("type")
        return definition

    def _new(self, name: str, path: str, value: Json, dynamic: str, place: Place) -> Definition | None:
        first = _first(value)
        if first is None or dynamic in ("false", "runtime"):
            return None
        if dynamic in ("strict", "strict_allow_templates"):
            parent = path.rpartition(".")[0] or "_doc"
            raise self._strict(name, parent, place)
        if isinstance(first, dict):
            template = self._template(name, path, "object")
            if template is not None and template.get("type", "object") not in ("object", "nested"):
                return template
            if not all(item is None or isinstance(item, dict) for _, item in _items(value, place)):
                self._refuse_mixture(path, "object")
            return self._known_object(path, value, template or {"type": "object"}, dynamic, place)
        if isinstance(value, list) and isinstance(first, float) and self._words.learns_vectors(self.state, len(value)):
            dims = len(value)
            return _vector(self.state, dims)
        definition = self._by_template_or_value(name, path, first)
        self._check_new(name, path, value, definition, place)
        return definition

    def _by_template_or_value(self, name: str, path: str, value: Json) -> Definition:
        return self._template(name, path, _json_type(value, self.mappings)) or _by_value(value, self.mappings)

    def _check_new(self, name: str, path: str, value: Json, definition: Definition, place: Place) -> None:
        """Hold the values of a field that is new against what the first of them made of it."""
        type_name = str(definition.get("type", "object"))
        if self._words.merges_new_fields(self.state):
            for item in _leaves(value):
                if isinstance(item, dict):
                    self._refuse_mixture(path, type_name)
                else:
                    self._merge(path, type_name, self._by_template_or_value(name, path, item))
            self.fresh[path] = type_name
        types = field_types(self.state.contract)
        kind = types.get(type_name)
        if kind is not None:
            self._check(whole_kind(kind, definition, types), path, value, place, definition)

    def _refuse_mixture(self, path: str, type_name: str) -> None:
        """Refuse objects among other values of a new field, where they are first made into a mapping and then merged."""
        if self._words.merges_new_fields(self.state):
            raise self._words.mixture(path, type_name)

    def _merge(self, path: str, type_name: str, other: Definition, *, again: bool = False) -> None:
        """Refuse a type that another value of the same document does not have; `again`: in another object of a list."""
        other_name = str(other.get("type", "object"))
        if other_name != type_name:
            old, new = type_name, other_name
            if again and self._words.merges_backwards:
                old, new = new, old
            raise illegal_argument(f"mapper [{path}] cannot be changed from type [{old}] to [{new}]")

    def _template(self, name: str, path: str, json_type: str) -> Definition | None:
        for entry in self.mappings.get("dynamic_templates", ()):
            for template in entry.values():
                if _fits(template, name, path, json_type):
                    filled = _filled(template.get("mapping", {}), name, json_type)
                    return filled if "type" in filled or "properties" in filled else {**_default(json_type), **filled}
        return None

    def _check(self, kind: FieldType, path: str, value: Json, place: Place, definition: Definition) -> None:
        if kind.holds is not None:
            unfit = kind.holds(value, path, definition, place)
            if unfit is not None:
                raise self._unfit(kind.name, path, unfit, place)
            if kind.single is not None and value is not None:
                self._fill_once(kind, path, value, definition, place)
            return
        if kind.family == "vector" or kind.family in ("features", "flat", "stored", "semantic"):
            return
        if definition.get("ignore_malformed") is True:
            return
        for here, item in _items(value, place):
            if isinstance(item, list):
                self._check(kind, path, item, here, definition)
            elif isinstance(item, dict):
                raise self._field_refused(kind.name, path, item, self._object_problem(kind, here), here.end())
            elif item is not None:
                if (cause := self._token_problem(kind, item, here)) is not None:
                    raise self._field_refused(kind.name, path, item, cause, here.value())
                if (number := _infinite(kind.name, item)) is not None:
                    cause = illegal_argument(
                        f"[{kind.name}] supports only finite values, but got [{java_text(number)}]"
                    )
                    raise self._field_refused(kind.name, path, number, cause, here.value())
                if (cause := _problem(kind, item, definition)) is not None:
                    raise self._field_refused(kind.name, path, item, cause, here.value())

    def _token_problem(self, kind: FieldType, value: Json, place: Place) -> ApiError | None:
        """What the parser says of a token that is no number, no boolean, or a number beyond its type."""
        if isinstance(value, bool):
            if kind.family not in ("whole", "decimal"):
                return None
            cause = token_errors.not_numeric(value, *place.value())
        elif isinstance(value, int | float) and kind.family == "boolean":
            cause = token_errors.not_boolean(value, *place.value())
        elif isinstance(value, int) and kind.name in _JAVA and not -_JAVA[kind.name][1] <= value < _JAVA[kind.name][1]:
            cause = token_errors.out_of_range(str(value), _JAVA[kind.name][0], *place.value())
        else:
            return None
        return self._words.token_refused(cause, place)

    def _fill_once(self, kind: FieldType, path: str, value: Json, definition: Definition, place: Place) -> None:
        if path not in self.filled:
            self.filled.add(path)
            return
        assert kind.single is not None
        refused = kind.single(path, definition, value, Holder(self.state, self.settings))
        raise refused if isinstance(refused, ApiError) else self._unfit(kind.name, path, refused, place)

    def _unfit(self, type_name: str, path: str, unfit: Unfit, place: Place) -> ApiError:
        at = unfit.at or place.value()
        cause = unfit.cause if unfit.of_document is None else unfit.of_document(self.id)
        if unfit.named:
            return self._field_refused(type_name, path, unfit.shown, cause, at)
        if self._words.value_refused is not None:
            return self._words.value_refused(cause, at)
        return self._words.field_refused("failed to parse", cause, at)

    def _object_problem(self, kind: FieldType, place: Place) -> ApiError:
        numeric = kind.family in ("whole", "decimal")
        return (self._words.object_for_number if numeric else self._words.object_for_text)(place.value())

    def _field_refused(self, type_name: str, path: str, value: Json, cause: ApiError, at: Position) -> ApiError:
        preview = java_text(value)
        reason = (
            f"failed to parse field [{path}] of type [{type_name}] in document with id '{self.id}'."
            f" Preview of field's value: '{preview}'"
        )
        return self._words.field_refused(reason, cause, at)

    def _metadata(self, name: str, value: Json, place: Place) -> ApiError:
        at = place.value()
        reason = f"Field [{name}] is a metadata field and cannot be added inside a document. Use the index API request parameters."
        inner = self._words.field_refused(reason, None, at)
        failure = self._field_refused(name, name, value, inner, at)
        failure.root_cause = (inner,) if failure.type == inner.type else failure.root_cause
        return failure

    def _strict(self, name: str, parent: str, place: Place) -> ApiError:
        reason = f"mapping set to strict, dynamic introduction of [{name}] within [{parent}] is not allowed"
        failure = self._words.field_refused(reason, None, place.value())
        return ApiError(400, "strict_dynamic_mapping_exception", failure.reason)

    @property
    def _words(self) -> MappingWords:
        return words_of(self.state)


def holds(kind: FieldType, value: Json, definition: Definition) -> bool:
    """Whether a value is one of a field's, of those that the field could leave out (`ignore_malformed`)."""
    if isinstance(value, dict) or _infinite(kind.name, value) is not None:
        return False
    if isinstance(value, bool) and kind.family in ("whole", "decimal"):
        return False
    if kind.family == "boolean" and isinstance(value, int | float) and not isinstance(value, bool):
        return False
    return _problem(kind, value, definition) is None


def _problem(kind: FieldType, value: Json, definition: Definition) -> ApiError | None:
    family = kind.family
    if family in ("whole", "decimal"):
        return _number_problem(kind.name, value)
    if family == "boolean" and boolean_of(value) is None:
        return illegal_argument(f"Failed to parse value [{text_of(value)}] as only [true] or [false] are allowed.")
    if family == "date" and millis_of(value) is None:
        format = definition.get("format", "strict_date_optional_time||epoch_millis")
        inner = ApiError(400, "date_time_parse_exception", "Failed to parse with all enclosed parsers")
        return illegal_argument(
            f"failed to parse date field [{text_of(value)}] with format [{format}]", caused_by=inner
        )
    return None


def _number_problem(type_name: str, value: Json) -> ApiError | None:
    if value == "":
        return None
    number = number_of(value)
    if number is None:
        return _no_number(type_name, text_of(value))
    bits = _LIMITS.get(type_name)
    if bits is not None and not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
        article = "an" if type_name == "integer" else "a"
        return illegal_argument(f"Value [{text_of(value)}] is out of range for {article} {type_name}")
    return None


def _no_number(type_name: str, text: str) -> ApiError:
    """What Java says of a text that is no number; whole numbers of 64 bits are parsed by code of the servers' own."""
    if type_name in ("long", "unsigned_long"):
        return illegal_argument(f'For input string: "{text}"')
    return ApiError(400, "number_format_exception", f'For input string: "{text}"' if text.strip() else "empty String")


def _infinite(type_name: str, value: Json) -> float | None:
    """A number that is too large for a type, as the type holds it."""
    most = _FINITE.get(type_name)
    if most is None or isinstance(value, bool) or not isinstance(value, int | float) or abs(value) < most:
        return None
    return math.copysign(math.inf, value)


def _items(value: Json, place: Place) -> Iterator[tuple[Place, Json]]:
    """The values of a field, each with where it stands."""
    if not isinstance(value, list):
        yield place, value
        return
    for number, item in enumerate(value):
        yield place / number, item


def _leaves(value: Json) -> Iterator[Json]:
    """The values of a field, lists in lists opened, without nulls."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            yield from _leaves(item)
        elif item is not None:
            yield item


def _first(value: Json) -> Json:
    if isinstance(value, list):
        return next((found for item in value if (found := _first(item)) is not None), None)
    return value


def _json_type(value: Json, mappings: Definition) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "long"
    if isinstance(value, float):
        return "double"
    return "date" if _is_date(value, mappings) else "string"


def _by_value(value: Json, mappings: Definition) -> Definition:
    if isinstance(value, str) and _is_date(value, mappings):
        if "/" in value:
            return {"type": "date", "format": "yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"}
        return {"type": "date"}
    if isinstance(value, str) and mappings.get("numeric_detection") is True and number_of(value) is not None:
        return {"type": "long" if isinstance(number_of(value), int) else "float"}
    return dict(_default(_json_type(value, mappings)))


def _default(json_type: str) -> Definition:
    return {
        "string": TEXT_WITH_KEYWORD, "double": {"type": "float"}, "long": {"type": "long"}, "date": {"type": "date"},
        "boolean": {"type": "boolean"}, "object": {},
    }[json_type]  # fmt: skip


def _is_date(text: str, mappings: Definition) -> bool:
    if mappings.get("date_detection") is False or not isinstance(text, str):
        return False
    return (_ISO_DATE.fullmatch(text) or _SLASHED_DATE.fullmatch(text)) is not None and millis_of(text) is not None


def _vector(state: State, dims: int) -> Definition:
    kind = field_types(state.contract)["dense_vector"]
    assert kind.check is not None
    return kind.check({"type": "dense_vector", "dims": dims}, Where(state, "", ""))


def _fits(template: dict[str, Any], name: str, path: str, json_type: str) -> bool:
    def listed(key: str) -> list[str]:
        value = template.get(key, [])
        return [value] if isinstance(value, str) else list(value)

    kinds = listed("match_mapping_type")
    if kinds and "*" not in kinds and json_type not in kinds:
        return False
    if any(fnmatchcase(name, pattern) for pattern in listed("unmatch")):
        return False
    if any(fnmatchcase(path, pattern) for pattern in listed("path_unmatch")):
        return False
    if listed("match") and not any(fnmatchcase(name, pattern) for pattern in listed("match")):
        return False
    return not listed("path_match") or any(fnmatchcase(path, pattern) for pattern in listed("path_match"))


def _filled(mapping: Any, name: str, json_type: str) -> Any:
    """A template's mapping with `{name}` and `{dynamic_type}` put in."""
    if isinstance(mapping, dict):
        return {key: _filled(value, name, json_type) for key, value in mapping.items()}
    if isinstance(mapping, str):
        dynamic_type = {"string": "text", "double": "float"}.get(json_type, json_type)
        return mapping.replace("{name}", name).replace("{dynamic_type}", dynamic_type)
    return mapping
