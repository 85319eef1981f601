"""`query_vector_builder`: what makes the vector of a knn search, a model of a text or another document.

Sources: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/vectors/TextEmbeddingQueryVectorBuilder.java
and server/src/main/java/org/elasticsearch/search/vectors/LookupQueryVectorBuilder.java (observed: elasticsearch 9.5.0).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import documents, indices
from ...errors import ApiError, illegal_argument, index_not_found, is_ours, not_implemented, status_error
from ...formats.javatext import java_class
from ...object_parser import TEXT, Field, ObjectParser, Path, Source, Unreadable, parse_error
from ...search.values import leaf_values
from ...search.vectors.columns import in_single
from . import asking, changes
from .given import Given

if TYPE_CHECKING:
    from ...cluster import State
    from ...wire import Json


class Builder(NamedTuple):
    """One that was read."""

    name: str
    sent: dict[str, Json]
    build: Callable[[State], Given]


class Made:
    """The vector that one makes, once for a search."""

    def __init__(self, builder: Builder, state: State) -> None:
        self.builder = builder
        self.state = state
        self.vector: Given | None = None

    def prepare(self, names: Sequence[str] | None) -> None:
        """Make it, as soon as it is known where to look."""
        if names is not None and self.vector is None:
            self.vector = self.builder.build(self.state)

    def __call__(self) -> Given:
        self.prepare(())
        assert self.vector is not None
        return self.vector


def field_of(state: State) -> Field:
    """The field of a knn search that says how its vector is made (`declareNamedObject`)."""

    def read(value: Json, source: Source, path: Path) -> Builder:
        return _read(state, value, source, path)

    return Field(("START_OBJECT",), read)


def _read(state: State, value: dict[str, Json], source: Source, path: Path) -> Builder:
    if not value:
        at = source.at(path, "end")
        cause = ApiError(400, "named_object_not_found_exception", f"[{at}] unknown field [query_vector_builder]")
        raise _failed("query_vector_builder", Unreadable(cause, path, "end"), source)
    name, *others = value
    here = (*path, name)
    parser = _parsers(state).get(name)
    if parser is None:
        at = source.at(here, "key")
        cause = ApiError(400, "named_object_not_found_exception", f"[{at}] unknown field [{name}]")
        raise _failed(name, Unreadable(cause, here, "key", at), source)
    try:
        build = parser.read(value[name], source, here)
    except ApiError as refused:
        if is_ours(refused):
            raise
        raise _failed(name, Unreadable(refused, here), source) from None
    except Unreadable as refused:
        raise _failed(name, refused, source) from None
    if others:
        at = source.at((*path, others[0]), "key")
        reason = "parser for [query_vector_builder] did not end on END_OBJECT"
        raise Unreadable(parse_error(at, reason), path, position=at, final=True)
    return Builder(name, value[name], build)


def _failed(name: str, inner: Unreadable, source: Source) -> Unreadable:
    reason = f"[query_vector_builder] failed to parse field [{name}]"
    error = parse_error(inner.at(source), reason, inner.cause)
    if inner.cause.type == "named_object_not_found_exception":
        error.root_cause = (inner.cause,)
    return Unreadable(error, inner.path, inner.place, inner.position)


def _parsers(state: State) -> dict[str, ObjectParser]:
    on = state.switched_on
    required = ("model_text",) if changes.MODELS_OF_QUERIES_ARE_OPTIONAL in on else ("model_id", "model_text")
    known = {
        "text_embedding": ObjectParser(
            "text_embedding", {"model_id": TEXT, "model_text": TEXT}, required, _text_embedding
        )
    }
    if changes.BUILDERS_OF_THE_SERVER in on:
        fields = dict.fromkeys(("index", "id", "path", "routing"), TEXT)
        known["lookup"] = ObjectParser("lookup", fields, ("index", "id", "path"), _lookup)
        anything = ("START_OBJECT", "START_ARRAY", "VALUE_STRING")
        known["embedding"] = ObjectParser(
            "embedding",
            {"inference_id": TEXT, "input": Field(anything, lambda value, source, path: value), "timeout": TEXT},
            ("input",),
            _embedding,
        )
    return known


def _text_embedding(clean: dict[str, Any]) -> Callable[[State], Given]:
    def build(state: State) -> Given:
        if clean.get("model_id") is None:
            raise illegal_argument("[model_id] must not be null.")
        return asking.vector_of(state, clean["model_id"], clean["model_text"])

    return build


def _embedding(clean: dict[str, Any]) -> Callable[[State], Given]:
    def build(state: State) -> Given:
        if not isinstance(clean["input"], str):
            raise not_implemented("[embedding] of a query vector builder for anything but a text")
        if clean.get("inference_id") is None:
            raise illegal_argument("[inference_id] must not be null.")
        return asking.vector_of(state, clean["inference_id"], clean["input"])

    return build


def _lookup(clean: dict[str, Any]) -> Callable[[State], Given]:
    return lambda state: _looked_up(state, clean["index"], clean["id"], clean["path"])


def _looked_up(state: State, index: str, id: str, path: str) -> Given:
    if not indices.exists(state, index):
        raise index_not_found(index)
    document = documents.read(state, index, id)
    if document is None:
        raise status_error(
            404, f"Document with id [{id}] not found in index [{index}] for lookup query vector builder."
        )
    found = leaf_values(document.source, tuple(path.split(".")))
    if not found:
        reason = f"Field [{path}] not found in document with id [{id}] for lookup query vector builder."
        raise status_error(404, reason)
    if all(isinstance(one, int | float) and not isinstance(one, bool) for one in found):
        return in_single(found)
    if isinstance(found[0], str) and _holds_vectors(state, index, path):
        return found[0]
    kind = java_class(found[0])
    raise illegal_argument(
        f"Field [{path}] in document with id [{id}] is of unsupported type [{kind}] for lookup query vector builder."
    )


def _holds_vectors(state: State, index: str, path: str) -> bool:
    from ...mapping.fields import fields_of

    field = fields_of(state, index).get(path)
    return field is not None and field.type.name == "dense_vector"
