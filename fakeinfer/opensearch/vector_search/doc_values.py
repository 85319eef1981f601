"""`doc` of scripts where fields may be vectors.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/KNNVectorScriptDocValues.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...painless import Thrown
from ...search.scripts.doc_values import Doc, Values
from ...search.vectors.columns import Vector, column_of
from .fields import VectorField, vector_field

if TYPE_CHECKING:
    from ...mapping.fields import Field


class DocWithVectors(Doc):
    """The document that a script looks at, which may hold vectors."""

    def values_of(self, field: Field) -> Values:
        target = vector_field(self.view, field.path)
        return super().values_of(field) if target is None else VectorValues(self, target)


class VectorValues(Values):
    """The vector of the document, which its functions compare."""

    def __init__(self, doc: Doc, target: VectorField) -> None:
        super().__init__(doc, target.field)
        self.target = target
        self.column = column_of(doc.view, target.field)
        kind = "Float" if target.data_type == "float" else "Byte"
        self.java_class = f"org.opensearch.knn.index.KNNVectorScriptDocValues.KNN{kind}VectorScriptDocValues"

    def held(self) -> list[Any]:
        vector = self.column.vectors.get(self.doc.number)
        return [] if vector is None else [vector]

    def vector(self) -> Vector:
        """The vector; documents without one cannot be compared."""
        found = self.column.vectors.get(self.doc.number)
        if found is None:
            path = self.field.path
            raise Thrown(
                "java.lang.IllegalStateException",
                f"One of the document doesn't have a value for field '{path}'. This can be avoided by checking if a document"
                f" has a value for the field or not by doc['{path}'].size() == 0 ? 0 : {{your script}}",
            )
        return found

    def first(self) -> Any:
        return list(self.vector())
