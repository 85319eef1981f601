"""The chunks of a semantic field as searches see them: nested objects, each with its embeddings.

From 8.18 on they are kept beside the source, before that inside of it (see `documents.py`).
Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/mapper/SemanticTextFieldMapper.java
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...mapping.fields import Field, Fields
from ...mapping.types import field_types
from ...search.view import View
from ...wire import Json
from ..documents.visible_source import INFERENCE_FIELDS
from .fields import ABSENT, texts_of, value_at

if TYPE_CHECKING:
    from ...documents import Document

PATH = "inference.chunks"
EMBEDDINGS = "embeddings"
LIKE_VECTORS = {"text_embedding": "dense_vector", "sparse_embedding": "sparse_vector"}


class Chunks(NamedTuple):
    """All chunks of a field in one index."""

    view: View
    field: Field
    """Their embeddings."""

    def texts(self, around: View, number: int) -> dict[int, str]:
        """The texts of the chunks of a document, by the number of the chunk."""
        assert self.view.owners is not None
        mine = [at for at, owner in enumerate(self.view.owners) if owner == number]
        return {at: _text(self.view.sources[at], around.sources[number]) for at in mine}


def _text(chunk: Mapping[str, Any], source: Json) -> str:
    if "text" in chunk:
        return str(chunk["text"])
    value = value_at(source, chunk["source"])
    whole = "" if value is ABSENT or value is None else " ".join(texts_of(chunk["source"], value))
    return whole[chunk["start_offset"] : chunk["end_offset"]]


def chunks_of(view: View, field: Field) -> Chunks | None:
    """The chunks of a semantic field; None as long as nothing was embedded in it."""
    key = ("chunks", field.path)
    if key not in view.memo:
        view.memo[key] = _gather(view, field)
    found: Chunks | None = view.memo[key]
    return found


def _gather(view: View, field: Field) -> Chunks | None:
    settings = field.options.get("model_settings")
    if settings is None:
        return None
    path = f"{field.path}.{PATH}"
    kind = LIKE_VECTORS[settings["task_type"]]
    options = {
        "dims": settings.get("dimensions"),
        "element_type": settings.get("element_type", "float"),
        "similarity": settings.get("similarity", "cosine"),
        **({"index_options": given} if (given := _index_options(field, kind)) else {}),
    }
    type = field_types(view.state.contract)[kind]
    embeddings = Field(f"{path}.{EMBEDDINGS}", type, options, (EMBEDDINGS,), path)
    sources: list[Any] = []
    owners: list[int] = []
    for number, document in enumerate(view.documents):
        for chunk in _chunks_in(document, field.path):
            sources.append(chunk)
            owners.append(number)
    inside = View(view.state, view.index, Fields({embeddings.path: embeddings}), sources, path, owners)
    inside.around = view
    return Chunks(inside, embeddings)


def _index_options(field: Field, kind: str) -> Json:
    return (field.options.get("index_options") or {}).get(kind)


def _chunks_in(document: Document, path: str) -> Iterator[dict[str, Any]]:
    """The chunks of one document: those of each text that the field embeds, one after the other."""
    kept = document.hidden.get(INFERENCE_FIELDS, {}).get(path)
    if kept is not None:
        for source, listed in kept["inference"]["chunks"].items():
            yield from ({"source": source, **chunk} for chunk in listed)
        return
    value = value_at(document.source, path)
    inference = value.get("inference") if isinstance(value, dict) else None
    if isinstance(inference, dict) and isinstance(inference.get("chunks"), list):
        yield from inference["chunks"]
