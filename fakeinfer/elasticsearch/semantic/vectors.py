"""`knn` and `sparse_vector` of semantic fields: they look for the nearest chunks, and the field knows which endpoint to ask.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/queries/{InterceptedInferenceKnnVectorQueryBuilder,InterceptedInferenceSparseVectorQueryBuilder}.java
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from ...formats.singles import single
from ...search.locate import Place
from ...search.query import Query, Reading, Scores, query
from ...search.vectors.columns import in_single
from ...wire import Json
from ..vector_search import asking, knn_query, sparse_vector, weights
from ..vector_search.given import Given
from ..vector_search.knn import Knn
from ..vector_search.sparse_vector import SparseVector
from . import errors
from .chunks import Chunks, chunks_of
from .near_marks import NearMark
from .query_embeddings import QueryEmbeddings, best_of, endpoints_of, has_several_ids, nearness
from .semantic_query import later

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.fields import Field
    from ...search.highlighting.marks import Mark
    from ...search.view import View


class KnnAnywhere(Knn):
    """The nearest to a vector or to a text, in a field that is a semantic one in some of the indices or in none."""

    def __init__(self, read: Knn) -> None:
        for one in fields(Knn):
            object.__setattr__(self, one.name, getattr(read, one.name))
        object.__setattr__(self, "embeddings", None)

    def prepare(self, state: State, names: Sequence[str] | None) -> None:
        """Have a vector made of the text: by the model that is named, else by the endpoints of the field."""
        made: Any = self.made
        if names is None or made is None:
            return
        ids = endpoints_of(state, names, self.path)
        if len(ids) > 1 and not has_several_ids(state):
            raise errors.several_endpoints(self.path)
        if not ids or made.builder.name != "text_embedding" or made.builder.sent.get("model_id") is not None:
            made.prepare(names)
            return
        if any(not endpoints_of(state, [name], self.path) for name in names):
            made.prepare(names)  # which refuses: other fields cannot do without a model
        embeddings = QueryEmbeddings(made.builder.sent["model_text"])
        embeddings.ask(state, ids, self.path)
        object.__setattr__(self, "embeddings", embeddings)

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family != "semantic":
            return Knn.scores(self, view, boost)
        chunks = _chunks(view, field, "text_embedding")
        if chunks is None:
            return {}
        vector = self._vector(field)
        inside = Knn(
            **{one.name: getattr(self, one.name) for one in fields(Knn)} | {"path": chunks.field.path, "made": None}
        )
        found = replace(inside, vector=vector).nearest().among(chunks.view)
        factor = single(boost * self.boost)
        return {number: single(score * factor) for number, score in sorted(best_of(chunks, dict(found)).items())}

    def marks(self, view: View) -> Iterable[Mark]:
        """How near the chunks of the field are, all of them."""
        field = view.fields.get(self.path)
        chunks = None if field is None or field.family != "semantic" else chunks_of(view, field)
        if field is None or chunks is None or chunks.field.type.name != "dense_vector":
            return []
        vector = self._vector(field)
        return [] if isinstance(vector, str) else [NearMark.of(self.path, nearness(chunks, vector))]

    def _vector(self, field: Field) -> Given:
        embeddings: QueryEmbeddings | None = getattr(self, "embeddings", None)
        embedded = None if embeddings is None else embeddings.of(field)
        if embedded is not None and not isinstance(embedded, Mapping):
            return in_single(list(embedded))
        if self.vector is not None:
            return self.vector
        assert self.made is not None
        return self.made()


@query("knn", since="8.18")
def knn(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The documents whose vectors are nearest to one."""
    before = len(reading.later)
    read = knn_query.read(body, place, reading)
    if not isinstance(read, Knn):
        return read
    found = KnnAnywhere(read)
    if read.made is not None:
        del reading.later[before:]
        reading.later.append(later(found.prepare, reading.state))
    return found


class SparseAnywhere(SparseVector):
    """Weights of tokens, or a text that has some, in a field that is a semantic one in some of the indices or in none."""

    embeddings: QueryEmbeddings | None = None

    def prepare(self, names: Sequence[str] | None) -> None:
        """Ask for the weights: the endpoint that is named, else those of the field."""
        if self.tokens is not None or names is None or self.embeddings is not None:
            return
        ids = endpoints_of(self.state, names, self.path)
        if not ids:
            SparseVector.prepare(self, names)
            return
        if len(ids) > 1 and not has_several_ids(self.state):
            raise errors.several_endpoints(self.path)
        if self.inference_id is not None:
            self.tokens = asking.weights_of(self.state, self.inference_id, self.text)
            return
        if any(not endpoints_of(self.state, [name], self.path) for name in names):
            SparseVector.prepare(self, names)  # which refuses: other fields cannot do without a model
        self.embeddings = QueryEmbeddings(self.text)
        self.embeddings.ask(self.state, ids, self.path)

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family != "semantic":
            return SparseVector.scores(self, view, boost)
        chunks = _chunks(view, field, "sparse_embedding")
        if chunks is None:
            return {}
        tokens = self._tokens(field)
        factor = single(boost * self.boost)
        pruning = self._pruning(chunks.view, chunks.field)
        scored = weights.scored(chunks.view, chunks.field, tokens, factor, pruning)
        return dict(sorted(best_of(chunks, scored).items()))

    def _tokens(self, field: Field) -> Mapping[str, float]:
        tokens = self.tokens
        if tokens is None and self.embeddings is not None:
            embedded = self.embeddings.of(field)
            tokens = embedded if isinstance(embedded, Mapping) else None
        if tokens is None:
            raise errors.no_weights(self.path)
        return tokens

    def marks(self, view: View) -> Iterable[Mark]:
        """How near the chunks of the field are."""
        field = view.fields.get(self.path)
        chunks = None if field is None or field.family != "semantic" else chunks_of(view, field)
        if field is None or chunks is None or chunks.field.type.name != "sparse_vector":
            return []
        return [NearMark.of(self.path, nearness(chunks, self._tokens(field)))]


@query("sparse_vector", since="8.18")
def sparse_vector_(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents by the weights of their tokens."""
    read = sparse_vector.read(body, place, reading)
    if not isinstance(read, SparseVector):
        return read
    found = SparseAnywhere(
        read.path,
        read.tokens,
        read.state,
        inference_id=read.inference_id,
        text=read.text,
        prune=read.prune,
        config=read.config,
        boost=read.boost,
    )
    reading.later[-1] = found.prepare
    return found


def _chunks(view: View, field: Field, task_type: str) -> Chunks | None:
    """The chunks of a field whose endpoint has to be of this task."""
    settings = field.options.get("model_settings")
    if settings is not None and settings["task_type"] != task_type:
        raise errors.other_task(field.path, task_type)
    return chunks_of(view, field)
