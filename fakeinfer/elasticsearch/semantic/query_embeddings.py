"""What the texts of queries mean to the endpoints of semantic fields, and how near that is to the chunks of documents.

Sources are below elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/:
queries/{SemanticQueryBuilder,InterceptedInferenceQueryBuilder}.java, mapper/SemanticTextFieldMapper.java (`semanticQuery`)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from ... import indices
from ...formats.singles import single
from ...search.query import Scores
from ...search.vectors.columns import column_of, in_single
from ...search.vectors.features import kept_values, value_of
from .. import changes
from ..vector_search import similarities
from ..vector_search.fields import described
from . import errors
from .chunks import Chunks, chunks_of
from .fields import semantic_fields
from .near_marks import NearMark
from .semantic_text import TASK_TYPES

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.fields import Field
    from ...search.highlighting.marks import Mark
    from ...search.view import View

INPUT_TYPE = "internal_search"
LEAST_NEIGHBOURS = 10
DENSE, SPARSE = "text_embedding_result", "text_expansion_result"

Embedded = Sequence[float] | Mapping[str, float]
"""A vector, or weights of tokens."""


class QueryEmbeddings:
    """One text, embedded by each endpoint that a field has in the indices of a search."""

    __slots__ = ("by_id", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.by_id: dict[str, Embedded] = {}

    def ask(self, state: State, ids: Iterable[str], field: str) -> None:
        """Ask the endpoints of a field that were not asked yet."""
        for inference_id in ids:
            if inference_id not in self.by_id:
                self.by_id[inference_id] = _embedded(state, inference_id, self.text, field)

    def of(self, field: Field) -> Embedded | None:
        """What the endpoint of a field made of the text."""
        return self.by_id.get(search_endpoint(field.options))

    def chunk_scores(self, view: View, field: Field) -> tuple[Chunks, Scores] | None:
        """How near each chunk of the field is; None as long as it has none."""
        chunks = chunks_of(view, field)
        if chunks is None:
            return None
        embedded = self.of(field)
        if embedded is None:
            return None
        check_fits(embedded, field, view.state)
        return chunks, nearness(chunks, embedded)

    def scores(self, view: View, field: Field, boost: float, hits: int) -> Scores:
        """What documents score: as much as the nearest of their chunks. Of vectors there are `hits` neighbours, 10 at least."""
        found = self.chunk_scores(view, field)
        if found is None:
            return {}
        chunks, scores = found
        best = best_of(chunks, scores)
        if chunks.field.type.name == "dense_vector":
            best = nearest(best, max(hits, LEAST_NEIGHBOURS))
        return {number: single(score * boost) for number, score in sorted(best.items())}

    def marks(self, view: View, field: Field) -> list[Mark]:
        """How near the chunks of a field are, for who highlights them."""
        found = self.chunk_scores(view, field)
        return [] if found is None else [NearMark.of(field.path, found[1])]


def search_endpoint(definition: Mapping[str, Any]) -> str:
    """The endpoint that embeds queries of a field."""
    found: str = definition.get("search_inference_id") or definition["inference_id"]
    return found


def endpoints_of(state: State, names: Iterable[str], path: str) -> list[str]:
    """The endpoints that a field has in several indices, those first that come first."""
    found: dict[str, None] = {}
    for name in names:
        for field in semantic_fields(state, name, indices.find(state, name)["mappings"]):
            if field.path == path:
                found[search_endpoint(field.definition)] = None
    return list(found)


def _embedded(state: State, inference_id: str, text: str, field: str) -> Embedded:
    from ..inference.endpoint_errors import endpoint_not_found  # plain searches do without the inference API
    from ..inference.endpoints import known_endpoint
    from ..inference.performing import infer
    from ..licensing import licences

    endpoint = known_endpoint(state, inference_id)
    if endpoint is None:
        raise endpoint_not_found(inference_id)
    licences.check_service(state, endpoint["service"])
    result = infer(state, endpoint, [text], input_type=INPUT_TYPE)
    if endpoint["task_type"] not in TASK_TYPES:
        raise errors.query_not_embedded(state, endpoint, field)
    embedded: Embedded = result.embeddings[0]
    return embedded


def check_fits(embedded: Embedded, field: Field, state: State) -> None:
    """Refuse what another model made than the one that embedded the documents."""
    settings = field.options["model_settings"]
    sparse = isinstance(embedded, Mapping)
    wanted = SPARSE if settings["task_type"] == "sparse_embedding" else DENSE
    got = SPARSE if sparse else DENSE
    if wanted != got:
        raise errors.other_result(field, f"to be of type [{wanted}], got [{got}]", state)
    if isinstance(embedded, Mapping):
        return
    length = len(embedded) * 8 if settings.get("element_type") == "bit" else len(embedded)
    if length != settings["dimensions"]:
        raise errors.other_result(field, f"with {settings['dimensions']} dimensions, got {length} dimensions", state)


def nearness(chunks: Chunks, embedded: Embedded) -> Scores:
    """How near each chunk is, by its number."""
    view, field = chunks.view, chunks.field
    if not isinstance(embedded, Mapping):
        numbers = list(column_of(view, field).vectors)
        target = described(field, field.options)
        vector = in_single(list(embedded))
        return dict(zip(numbers, similarities.scores(target, view, vector, numbers), strict=True))
    total: Scores = {}
    for token, weight in embedded.items():
        for number, kept in kept_values(view, field, token):
            total[number] = total.get(number, 0.0) + single(single(weight) * value_of(kept))
    return {number: single(score) for number, score in total.items()}


def best_of(chunks: Chunks, scores: Scores) -> Scores:
    """The score of the nearest chunk, by document."""
    owners = chunks.view.owners or []
    best: Scores = {}
    for number, score in scores.items():
        owner = owners[number]
        if score > best.get(owner, float("-inf")):
            best[owner] = score
    return best


def nearest(scores: Scores, most: int) -> Scores:
    """The best ones."""
    if len(scores) <= most:
        return scores
    return {number: scores[number] for number in nlargest(most, sorted(scores), key=scores.__getitem__)}


def has_several_ids(state: State) -> bool:
    """Whether a field may have other endpoints in other indices."""
    return changes.SEMANTIC_QUERIES_ASK_SEVERAL_ENDPOINTS in state.switched_on
