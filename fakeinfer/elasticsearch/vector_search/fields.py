"""What a `dense_vector` field is, as its mapping says.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...search.vectors.columns import Column, column_of
from . import documents

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.view import View

TYPE = "dense_vector"


class DenseField(NamedTuple):
    """One field of vectors."""

    field: Field
    element: str
    """"float", "bfloat16", "byte" or "bit"."""
    dims: int | None
    """None until the first vector is there."""
    similarity: str
    indexed: bool
    kind: str
    """The type of its index: "hnsw", "flat" and so on."""

    @property
    def whole(self) -> bool:
        """Whether its vectors are made of whole numbers."""
        return self.element in ("byte", "bit")


def vectors_of(view: View, target: DenseField) -> Column:
    """The vectors of a field by document."""
    return column_of(view, target.field, lambda text: documents.held_vector(text, target.element, target.dims))


def dense_field(view: View, path: str) -> DenseField | None:
    """The field at a path, if it is one of vectors."""
    field = view.fields.get(path)
    if field is None or field.type.name != TYPE:
        return None
    return described(field, field.options)


def described(field: Field, options: dict[str, Any]) -> DenseField:
    """What the options of a field say."""
    kind = (options.get("index_options") or {}).get("type", "hnsw")
    indexed = options.get("index", True) not in (False, "false")
    similarity = options.get("similarity", "cosine")
    return DenseField(field, options.get("element_type", "float"), options.get("dims"), similarity, indexed, kind)
