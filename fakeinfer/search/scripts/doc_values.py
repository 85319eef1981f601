"""`doc` of scripts: the values that documents have in fields.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/fielddata/ScriptDocValues.java and
`.../search/lookup/LeafDocLookup.java` (Elasticsearch's are the same).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import not_implemented
from ...painless import Host, Thrown
from ...painless.methods import CHANGING, is_list_method
from ...painless.methods import call as call_method
from ...painless.values import Long
from .. import errors

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

_CLASSES = {"whole": "Longs", "decimal": "Doubles", "keyword": "Strings", "boolean": "Booleans", "date": "Dates"}
_UNCHANGED = ("java.base/java.util.AbstractList.add(AbstractList.java:111)",)
_MISSING = (
    "A document doesn't have a value for a field! Use doc[<field>].size()==0 to check if a document is missing a field!"
)


class Doc(Host):
    """The document that a script looks at: `number` says which."""

    types = ("def", "Object", "Map")

    def __init__(self, view: View) -> None:
        self.view = view
        self.vendor = view.state.contract.product.name
        self.java_class = f"org.{self.vendor}.search.lookup.LeafDocLookup"
        self.number = 0
        self._fields: dict[str, Values] = {}

    def item(self, key: Any) -> Any:
        known = self._fields.get(key) if isinstance(key, str) else None
        if known is None:
            field = self.view.fields.get(str(key))
            if field is None:
                raise Thrown("java.lang.IllegalArgumentException", f"No field found for [{key}] in mapping")
            known = self._fields[str(key)] = self.values_of(field)
        return known

    def values_of(self, field: Field) -> Values:
        """What `doc` gives for a field."""
        if field.family == "text":
            refused = errors.field_data_disabled(field.path, self.view.index, self.vendor)
            raise Thrown("java.lang.IllegalArgumentException", refused.reason or "")
        if field.family not in _CLASSES or field.type.name == "date_nanos":
            raise not_implemented(f"the field type [{field.type.name}] in scripts")
        return Values(self, field)

    def member(self, name: str) -> Any:
        return self.item(name)

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name == "get" and len(arguments) == 1:
            return self.item(arguments[0])
        if name == "containsKey" and len(arguments) == 1:
            return self.view.fields.get(str(arguments[0])) is not None
        return super().call(name, arguments)


def _moment(millis: int, vendor: str) -> Any:
    """What a date is to scripts."""
    from ...formats.dates.zones import UTC
    from ...painless.times import JodaCompatibleZonedDateTime, ZonedDateTime

    kind = JodaCompatibleZonedDateTime if vendor == "opensearch" else ZonedDateTime
    return kind(millis // 1000, millis % 1000 * 1_000_000, UTC)


class Values(Host):
    """The values of one field in the document that `doc` is at: a list that nobody may change."""

    types = ("def", "Object", "List", "Collection", "Iterable")

    def __init__(self, doc: Doc, field: Field) -> None:
        self.doc = doc
        self.field = field
        self.java_class = f"org.{doc.vendor}.index.fielddata.ScriptDocValues${_CLASSES.get(field.family, 'Strings')}"

    def held(self) -> list[Any]:
        """The values, in the order in which the server keeps them."""
        if self.field.family == "boolean":
            return sorted(self.doc.view.values(self.field)[self.doc.number])
        return sorted(dict.fromkeys(self._read()) if self.field.family == "keyword" else self._read())

    def _read(self) -> list[Any]:
        held = self.doc.view.values(self.field)[self.doc.number]
        if self.field.family == "whole":
            return [Long(number) for number in held]
        return [_moment(int(millis), self.doc.vendor) for millis in held] if self.field.family == "date" else held

    def first(self) -> Any:
        """`value`: the first of them."""
        held = self.held()
        if not held:
            raise Thrown("java.lang.IllegalStateException", _MISSING)
        return held[0]

    def member(self, name: str) -> Any:
        if name == "value":
            return self.first()
        if name == "length":
            return len(self.held())
        if name == "empty":
            return not self.held()
        raise Thrown("java.lang.IllegalArgumentException", f"Illegal list shortcut value [{name}].")

    def put(self, name: str, value: Any) -> None:
        raise Thrown("java.lang.IllegalArgumentException", f"Illegal list shortcut value [{name}].")

    def item(self, key: Any) -> Any:
        held = self.held()
        if not held:
            raise Thrown("java.lang.IllegalStateException", _MISSING)
        if not isinstance(key, int) or not 0 <= key < len(held):
            text = f"Index {key} out of bounds for length {len(held)}"
            raise Thrown("java.lang.ArrayIndexOutOfBoundsException", text)
        return held[key]

    def items(self) -> Iterable[Any]:
        return self.held()

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name in ("size", "getLength") and not arguments:
            return len(self.held())
        if name == "isEmpty" and not arguments:
            return not self.held()
        if name == "getValue" and not arguments:
            return self.first()
        if name == "get" and len(arguments) == 1:
            return self.item(arguments[0])
        if name in CHANGING:
            raise Thrown("java.lang.UnsupportedOperationException", "doc values are unmodifiable", _UNCHANGED)
        if is_list_method(name, len(arguments)):
            return call_method(self.held(), name, arguments)
        return super().call(name, arguments)
