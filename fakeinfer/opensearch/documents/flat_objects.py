"""Fields of type `flat_object`: an object as a whole, whatever is in it; nothing but objects.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/mapper/FlatObjectFieldMapper.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...formats.positions import token_name
from ...mapping.options import META
from ...mapping.types import Definition, Unfit, Where, field_type
from ...search.errors import parsing
from ...wire import Json

if TYPE_CHECKING:
    from ...search.locate import Place


def _unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    if isinstance(value, list):
        found = (_unfit(item, path, definition, place / number) for number, item in enumerate(value))
        return next((unfit for unfit in found if unfit is not None), None)
    if value is None or isinstance(value, dict):
        return None
    reason = f"[{path}] unexpected token [{token_name(value)}] in flat_object field value"
    return Unfit(parsing(reason, place.value()), value)


@field_type("flat_object", "flat", options={"meta": META}, holds=_unfit)
def flat_object(definition: Definition, where: Where) -> Definition:
    """An object whose leaves are found like keywords."""
    return definition
