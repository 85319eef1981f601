"""What of a stored document `_source` shows: vectors are hidden from 9.2 on unless asked for, embeddings of `semantic_text`
always are.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/get/ShardGetService.java (observed: elasticsearch
8.19.0, 9.2.0, 9.5.0)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import indices
from ...documents import Document, Source
from ...search.hits.source import SourceFilter, named_by
from ...wire import Json
from .. import changes

if TYPE_CHECKING:
    from ...cluster import State

INFERENCE_FIELDS = "_inference_fields"
VECTOR_TYPES = ("dense_vector", "sparse_vector", "rank_vectors")
VECTORS_ARE_EXCLUDED = "mapping.exclude_source_vectors"


def visible(state: State, index: str, document: Document, wanted: SourceFilter, asked: Sequence[str] = ()) -> Source:
    """A document's source as an answer shows it; `asked` are the `fields` of a search."""
    record = indices.find(state, index)
    source = document.source
    vectors = _vectors_of(state, index, record["mappings"])
    if vectors:
        restored = _keeps_vectors_apart(state, record)
        hidden = restored if wanted.vectors is None else not wanted.vectors
        named = {path for path in vectors if named_by(wanted.includes, path)}
        if hidden and vectors.keys() - named:
            wanted = wanted._replace(excludes=(*wanted.excludes, *sorted(vectors.keys() - named)))
        if restored:
            source = _restored(source, {path: vectors[path] for path in (vectors if not hidden else named)}, "")
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
    if wanted == SourceFilter() and not _vectors_of(state, index, indices.find(state, index)["mappings"]):
        return document.source
    if wanted.vectors is not True or (wanted.includes and not named_by(wanted.includes, INFERENCE_FIELDS)):
        document = replace(document, hidden={})
    return visible(state, index, document, wanted._replace(vectors=wanted.vectors is not False))


def visible_inside(state: State, index: str, path: str, source: Source, wanted: SourceFilter) -> Source:
    """The same of a nested object."""
    record = indices.find(state, index)
    inside = f"{path}."
    every = _vectors_of(state, index, record["mappings"])
    vectors = {name: every[name] for name in every if name.startswith(inside)}
    if vectors:
        restored = _keeps_vectors_apart(state, record)
        if restored if wanted.vectors is None else not wanted.vectors:
            wanted = wanted._replace(excludes=(*wanted.excludes, *vectors))
        elif restored:
            source = _restored(source, {name.removeprefix(inside): vectors[name] for name in vectors}, "")
    return wanted.apply(source, path)


def _keeps_vectors_apart(state: State, record: Mapping[str, Any]) -> bool:
    """Whether the index takes vectors out of sources and puts them back only on demand."""
    if changes.SOURCES_HIDE_VECTORS not in state.switched_on:
        return False
    return str(indices.setting(dict(record), VECTORS_ARE_EXCLUDED, "true")) != "false"


Definitions = Mapping[str, Mapping[str, Any]]
"""Vector fields by path."""


def _vectors_of(state: State, index: str, mappings: Mapping[str, Any]) -> Definitions:
    known = state.memo.get(f"vectors of {index}")
    if known is None or known[0] is not mappings:
        found = dict(vector_definitions(mappings.get("properties", {})))
        known = state.memo[f"vectors of {index}"] = (mappings, found)
    paths: Definitions = known[1]
    return paths


def vector_definitions(properties: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields of a mapping that hold vectors."""
    for name, definition in properties.items():
        if definition.get("type") in VECTOR_TYPES:
            yield path + name, definition
        yield from vector_definitions(definition.get("properties", {}), f"{path}{name}.")


def _restored(value: Json, vectors: Definitions, path: str) -> Json:
    """A source whose vectors came back: after the other keys, as the index holds them. What has no index stays as it is."""
    if isinstance(value, list):
        return [_restored(item, vectors, path) for item in value]
    if not isinstance(value, dict):
        return value
    apart = {name: path + name for name in value if path + name in vectors and _is_kept_apart(vectors[path + name])}
    rest = {name: _restored(sub, vectors, f"{path}{name}.") for name, sub in value.items() if name not in apart}
    back = {name: _as_indexed(value[name], vectors[apart[name]]) for name in apart}
    return {**rest, **{name: vector for name, vector in back.items() if vector is not None}}


def _is_kept_apart(definition: Mapping[str, Any]) -> bool:
    return definition.get("index") is not False


def _as_indexed(vector: Json, definition: Mapping[str, Any]) -> Json:
    from ..vector_search.showing import shown_vector, shown_weights  # read by who asks for vectors

    if vector is None:
        return None
    if definition.get("type") == "sparse_vector":
        return shown_weights(vector if isinstance(vector, list) else [vector])
    if definition.get("type") == "dense_vector":
        return shown_vector(dict(definition), vector)
    return [_as_indexed(item, definition) for item in vector] if isinstance(vector, list) else vector
