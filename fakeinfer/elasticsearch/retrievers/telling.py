"""Why a document stands where a retriever ranked it.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/rank/RankDoc.java and its like below x-pack/plugin
({RRFRankDoc,LinearRankDoc,TextSimilarityRankDoc,PinnedRankDoc}.java); observed: elasticsearch 8.19.0, 9.5.0 (`rescorer`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ...formats.singles import single
from ...mapping.options import java_text
from ...search.explaining.explanation import Explanation
from ...search.scoring import shortest
from .rrf import share


def shown(number: float) -> str:
    """A number in single precision as Java prints it."""
    return java_text(shortest(number))


def listed(numbers: Sequence[float]) -> str:
    """Several of them."""
    return f"[{', '.join(shown(number) for number in numbers)}]"


def place_of(at: int, name: str | None) -> str:
    """A list by its number, and its name if it has one."""
    return f"at index [{at}]" + ("" if name is None else f" [{name}]")


def ranked(document: int, score: float, rank: int, sources: Sequence[Explanation]) -> Explanation:
    """A document that kept the place it had."""
    text = f"doc [{document}] with an original score of [{shown(score)}] is at rank [{rank}] from the following source queries."
    return Explanation(rank, text, sources, score=score)


def fused(
    score: float, ranks: Sequence[int], constant: int, names: Sequence[str | None], sources: Sequence[Explanation]
) -> Explanation:
    """A document with its ranks in several lists."""
    details = []
    for at, (rank, name, source) in enumerate(zip(ranks, names, sources, strict=True)):
        if not rank:
            details.append(
                Explanation(0.0, f"rrf score: [0], result not found in query {place_of(at, name)}", matched=False)
            )
            continue
        text = (
            f"rrf score: [{shown(share(rank, constant))}], for rank [{rank}] in query {place_of(at, name)} computed as"
            f" [1 / ({rank} + {constant})], for matching query with score"
        )
        details.append(Explanation(rank, text, (source,)))
    text = (
        f"rrf score: [{shown(score)}] computed for initial ranks [{', '.join(map(str, ranks))}] with rankConstant: [{constant}] as"
        " sum of [1 / (rank + rankConstant)] for each query"
    )
    return Explanation(score, text, details)


def weighed(
    score: float,
    normalized: Sequence[float],
    weights: Sequence[float],
    normalizers: Sequence[str],
    names: Sequence[str | None],
    sources: Sequence[Explanation],
) -> Explanation:
    """A document with its normalized scores in several lists."""
    details = []
    for at, (own, weight, normalizer, name, source) in enumerate(
        zip(normalized, weights, normalizers, names, sources, strict=True)
    ):
        if own <= 0:
            text = f"weighted score: [0], result not found in query {place_of(at, name)}"
            details.append(Explanation(0.0, text, matched=False))
            continue
        product = single(weight * own)
        text = (
            f"weighted score: [{shown(product)}] in query {place_of(at, name)} computed as [{shown(weight)} * {shown(own)}] using"
            f" score normalizer [{normalizer}] for original matching query with score:"
        )
        details.append(Explanation(product, text, (source,)))
    text = (
        f"weighted linear combination score: [{shown(score)}] computed for normalized scores {listed(normalized)} and weights"
        f" {listed(weights)} as sum of (weight[i] * score[i]) for each query."
    )
    return Explanation(score, text, details)


def reranked(
    score: float, inference_id: str, field: str, name: str | None, chunks: int | None, sources: Sequence[Explanation]
) -> Explanation:
    """A document that an endpoint scored; of its text only so many chunks, if any number is said."""
    text = (
        f"text_similarity_reranker match using inference endpoint: [{inference_id}] on document field: [{field}] matching on"
        f" source query {'' if name is None else f'[{name}]'}"
    )
    if chunks is not None:
        text += f"{'' if name is None else ' '}and rescoring considering only top [{chunks}] best chunks"
    return Explanation(score, text, sources)
