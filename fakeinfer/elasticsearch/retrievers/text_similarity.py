"""The text similarity reranker: an endpoint of task `rerank` scores the first hits of another retriever anew.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rank/textsimilarity/{TextSimilarityRankRetrieverBuilder,TextSimilarityRankFeaturePhaseRankCoordinatorContext}.java
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from ...errors import ApiError, is_ours
from ...formats.javatext import to_text
from ...formats.singles import single
from ...object_parser import BOOLEAN, INT, TEXT, Path, Source
from ...wire import Json
from .. import changes
from ..inference import endpoint_errors
from ..inference.endpoints import known_endpoint
from ..inference.performing import infer
from ..inference.results import RankedResult
from ..licensing import licences
from ..semantic.fields import ABSENT, value_at
from . import errors
from .chunk_rescorer import SIZE, ChunkRescorer, chunk_rescorer_field
from .reading import Context, common, parser, retriever_field
from .tree import WINDOW, Around, Compound, RankDoc, in_order

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.explaining.explanation import Explanation

DEFAULT_ENDPOINT = ".rerank-v1-elasticsearch"
INPUT_TYPE = "internal_search"


@dataclass(slots=True, kw_only=True)
class TextSimilarity(Compound):
    """One retriever; the field whose texts are compared with a text, and the endpoint that does it."""

    kind = "text_similarity_reranker"
    keeps_min_score = True
    inference_id: str = DEFAULT_ENDPOINT
    inference_text: str = ""
    field: str = ""
    forgives: bool = False
    """Whether the hits stay as they are when the endpoint fails."""
    chunks: ChunkRescorer | None = None

    def rewritten(self, around: Around) -> Compound:
        if self.chunks is not None:
            self.chunks.check()
        return self

    def after(self, docs: list[RankDoc], around: Around) -> list[RankDoc]:
        try:
            scores = self._scores(docs, around.state)
        except ApiError as refused:
            if is_ours(refused):
                raise
            if self.forgives:
                return docs
            raise errors.ranking_failed(refused) from None
        scored = [doc._replace(score=score) for doc, score in zip(docs, scores, strict=True)]
        kept = [doc for doc in scored if self.min_score is None or doc.score >= self.min_score]
        return in_order(doc._replace(score=positive(doc.score)) for doc in kept)

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        (docs,) = lists
        return [doc for doc in docs if self.min_score is None or doc.score >= self.min_score]

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        from . import telling  # read by who asks why

        tells = changes.RERANKING_TELLS_CHUNKS in self.switched_on and self.chunks is not None
        chunks = (self.chunks.size or SIZE) if tells and self.chunks is not None else None
        return telling.reranked(doc.score, self.inference_id, self.field, self.children[0].name, chunks, sources)

    def _scores(self, docs: Sequence[RankDoc], state: State) -> list[float]:
        """What the endpoint makes of the documents; of those that are more than it ranks it is not even asked."""
        endpoint = known_endpoint(state, self.inference_id)
        if endpoint is None:
            raise endpoint_errors.endpoint_not_found(self.inference_id)
        if endpoint["task_type"] != "rerank":
            raise endpoint_errors.other_task_type("rerank", endpoint["task_type"])
        top_n = next((endpoint["task_settings"].get(name) for name in ("top_n", "top_k")), None)
        if isinstance(top_n, int) and top_n < self.window:
            raise errors.top_n_below_window(self.inference_id, top_n, self.window)
        if not docs:
            return []
        texts = [self._texts(doc) for doc in docs]
        inputs = [text for several in texts for text in several]
        if not inputs:
            return [doc.score for doc in docs]
        licences.check_service(state, endpoint["service"])
        result = infer(state, endpoint, inputs, query=self.inference_text, input_type=INPUT_TYPE)
        assert isinstance(result, RankedResult)
        if self.chunks is None and len(result.ranked) != len(docs):
            raise errors.scores_do_not_match(len(docs), len(result.ranked))
        owners = [number for number, several in enumerate(texts) for _ in several]
        best: dict[int, float] = {}
        for index, score in result.ranked:
            owner = owners[index]
            best[owner] = max(best.get(owner, score), score)
        return [single(best.get(number, 0.0)) for number in range(len(docs))]

    def _texts(self, doc: RankDoc) -> list[str]:
        """What of a document is compared: the first value of the field, or its best chunks."""
        value = _first_value(value_at(doc.view.sources[doc.number], self.field))
        if value is None or doc.view.fields.get(self.field) is None:
            return []
        return [value] if self.chunks is None else self.chunks.best(value, self.inference_text, doc.view.state)


def _first_value(value: Json) -> str | None:
    if isinstance(value, dict):  # a semantic field of the old form
        value = value.get("text", ABSENT)
    if isinstance(value, list):
        value = next((one for one in value if one is not None), None)
    return None if value is ABSENT or value is None else to_text(value)


def positive(score: float) -> float:
    """A score above zero: those that are not negative from 1 on, negative ones below (`normalizeScore`)."""
    return single(max(score, 0.0) + single(min(single(exp(min(score, 0.0))), 1.0)))


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> TextSimilarity:
    """Read one."""
    licences.check(context.reading.state, licences.TEXT_SIMILARITY)
    fields = {
        "retriever": retriever_field(context),
        "inference_id": TEXT,
        "inference_text": TEXT,
        "field": TEXT,
        "rank_window_size": INT,
    }
    required: tuple[str, ...] = ("retriever", "inference_text", "field")
    if not context.has(changes.RERANKING_HAS_A_DEFAULT):
        required = ("retriever", "inference_id", "inference_text", "field")
    if context.has(changes.RERANKING_MAY_FAIL):
        fields["allow_rerank_failures"] = BOOLEAN
    if context.has(changes.RERANKING_KNOWS_CHUNKS):
        fields["chunk_rescorer"] = chunk_rescorer_field(context)
    read = parser(context, "text_similarity_reranker", fields, required=required).read(value, source, path)
    return TextSimilarity(
        **common(read),
        children=[read["retriever"]],
        window=read.get("rank_window_size", WINDOW),
        inference_id=read.get("inference_id", DEFAULT_ENDPOINT),
        inference_text=read["inference_text"],
        field=read["field"],
        forgives=read.get("allow_rerank_failures", False),
        chunks=read.get("chunk_rescorer"),
        switched_on=context.reading.state.switched_on,
    )
