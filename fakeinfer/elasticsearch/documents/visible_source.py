"""What of a stored document `_source` shows: vectors are hidden from 9.2 on unless asked for, embeddings of `semantic_text`
always are.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/get/ShardGetService.java (observed: elasticsearch
8.19.0, 9.2.0, 9.5.0)
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import indices
from ...documents import Document, Source
from ...search.source import SourceFilter, named_by
from ...wire import Json
from .. import changes

if TYPE_CHECKING:
    from ...cluster import State

INFERENCE_FIELDS = "_inference_fields"
VECTOR_TYPES = ("dense_vector", "sparse_vector", "rank_vectors")
KEEPS_VECTORS = "mapping.exclude_source_vectors"


def visible(state: State, index: str, document: Document, wanted: SourceFilter, asked: Sequence[str] = ()) -> Source:
    """A document's source as an answer shows it; `asked` are the `fields` of a search."""
    record = indices.find(state, index)
    source = document.source
    vectors = _vectors_of(state, index, record["mappings"])
    if vectors:
        restored = _keeps_vectors_apart(state, record)
        hidden = restored if wanted.vectors is None else not wanted.vectors
        named = {path for path in vectors if named_by(wanted.includes, path)}
        if hidden and vectors - named:
            wanted = wanted._replace(excludes=(*wanted.excludes, *sorted(vectors - named)))
        if restored:
            source = _restored(source, vectors if not hidden else named, "")
    if document.hidden and (wanted.vectors is True or INFERENCE_FIELDS in asked):
        source = {**source, **document.hidden}
        if wanted.includes:
            wanted = wanted._replace(includes=(*wanted.includes, INFERENCE_FIELDS))
    return wanted.apply(source)


def copied(state: State, index: str, document: Document, wanted: SourceFilter) -> Source:
    """A document's source as a reindex reads it: vectors come along unless it says no, embeddings of `semantic_text` only if
    it says yes and names no other fields.

    Source: elastic/elasticsearch:modules/reindex/src/main/java/org/elasticsearch/reindex/AbstractAsyncBulkByScrollAction.java,
    elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/fetch/subphase/FetchSourceContext.java
    """
    if wanted == SourceFilter():
        return document.source
    if wanted.vectors is not True or (wanted.includes and not named_by(wanted.includes, INFERENCE_FIELDS)):
        document = replace(document, hidden={})
    return visible(state, index, document, wanted._replace(vectors=wanted.vectors is not False))


def _keeps_vectors_apart(state: State, record: Mapping[str, Any]) -> bool:
    """Whether the index takes vectors out of sources and puts them back only on demand."""
    if changes.SOURCES_HIDE_VECTORS not in state.switched_on:
        return False
    return str(indices.setting(dict(record), KEEPS_VECTORS, "true")) != "false"


def _vectors_of(state: State, index: str, mappings: Mapping[str, Any]) -> frozenset[str]:
    known = state.memo.get(f"vectors of {index}")
    if known is None or known[0] is not mappings:
        found = frozenset(vector_paths(mappings.get("properties", {})))
        known = state.memo[f"vectors of {index}"] = (mappings, found)
    paths: frozenset[str] = known[1]
    return paths


def vector_paths(properties: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The fields of a mapping that hold vectors."""
    for name, definition in properties.items():
        if definition.get("type") in VECTOR_TYPES:
            yield path + name
        yield from vector_paths(definition.get("properties", {}), f"{path}{name}.")


def _restored(value: Json, vectors: Collection[str], path: str) -> Json:
    """A source whose vectors came back: after the other keys, as the index holds them."""
    if isinstance(value, list):
        return [_restored(item, vectors, path) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {
        name: _restored(sub, vectors, f"{path}{name}.") for name, sub in value.items() if path + name not in vectors
    }
    back = {name: _as_indexed(value[name]) for name in sorted(value) if path + name in vectors}
    return {**rest, **back}


def _as_indexed(vector: Json) -> Json:
    """Numbers are floats, tokens sorted."""
    if isinstance(vector, dict):
        return {token: float(weight) for token, weight in sorted(vector.items())}
    if isinstance(vector, list):
        return [_as_indexed(item) for item in vector]
    plain = isinstance(vector, int) and not isinstance(vector, bool) and math.isfinite(vector)
    return float(vector) if plain else vector
