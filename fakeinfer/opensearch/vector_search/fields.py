"""What a `knn_vector` field is, as its mapping and the settings of its index say.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/mapper/KNNVectorFieldMapper.java and
`.../index/engine/{EngineResolver,SpaceTypeResolver}.java`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ... import indices
from ...search.errors import QueryRefused
from .vector_fields import default_engine

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.view import View

TYPE = "knn_vector"


class VectorField(NamedTuple):
    """One field of vectors."""

    field: Field
    dimension: int
    data_type: str
    """"float", "byte" or "binary"."""
    space: str
    engine: str
    """"lucene", "faiss" or "nmslib"."""
    method: str
    quantized: bool
    indexed: bool
    """Whether its index is one for k-NN."""

    @property
    def length(self) -> int:
        """How many numbers a vector has."""
        return self.dimension // 8 if self.data_type == "binary" else self.dimension


def vector_field(view: View, path: str) -> VectorField | None:
    """The field at a path, if it is one of vectors."""
    key = ("knn_vector", path)
    if key not in view.memo:
        field = view.fields.get(path)
        view.memo[key] = _described(view, field) if field is not None and field.type.name == TYPE else None
    found: VectorField | None = view.memo[key]
    return found


def _described(view: View, field: Field) -> VectorField:
    options = field.options
    if "model_id" in options:
        raise QueryRefused(f"Model ID '{options['model_id']}' is not created.")
    record = indices.find(view.state, view.index)
    method = options.get("method", {})
    data_type = str(options.get("data_type", "float")).lower()
    space = method.get("space_type") or options.get("space_type") or indices.setting(record, "knn.space_type")
    compression = options.get("compression_level", "1x")
    return VectorField(
        field,
        int(options["dimension"]),
        data_type,
        str(space or ("hamming" if data_type == "binary" else "l2")).lower(),
        method.get("engine") or default_engine(view.state, options),
        method.get("name", "hnsw"),
        options.get("mode") == "on_disk" or compression not in ("1x", "2x", "4x"),
        indices.setting(record, "knn") in (True, "true"),
    )
