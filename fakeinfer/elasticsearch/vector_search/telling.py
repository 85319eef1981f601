"""Why documents are found by searches for vectors and weights of tokens.

Observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...formats.singles import single
from ...search.explaining.explanation import Explanation
from ...search.explaining.lucene_forms import untold
from ...search.vectors import features
from . import changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...mapping.fields import Field
    from ...search.query import Scores
    from ...search.view import View
    from .knn import Knn

OF_ALL = "k documents"
"""How many documents are near, where nobody counts them."""


def near(view: View, number: int, scores: Scores, among: str) -> Explanation:
    """A document that is one of the nearest, or is not."""
    if number in scores:
        return Explanation(scores[number], f"within top {among}")
    if view.fields.nested:
        raise untold("what is not near, on an index with nested objects")
    return Explanation(0.0, f"not in top {among}", matched=False)


def of_knn(knn: Knn, view: View, number: int) -> Explanation:
    """The same of a knn query."""
    scores = knn.scores(view, 1.0)
    if knn.similarity is None:
        counts = changes.KNN_TELLS_HOW_MANY in view.state.switched_on
        return near(view, number, scores, f"{len(scores)} docs" if counts else OF_ALL)
    if number not in scores:
        raise untold("vectors that are not near enough")
    every = dict(replace(knn.nearest(), similarity=None).among(view))
    counts = changes.KNN_TELLS_HOW_MANY in view.state.switched_on
    told = Explanation(scores[number], f"within top {len(every)} docs" if counts else f"within top {OF_ALL}")
    return Explanation(scores[number], "vector similarity within limit", (told,))


def of_tokens(view: View, number: int, field: Field, tokens: Mapping[str, float], boost: float) -> Explanation:
    """The weights of a document's tokens, added up."""
    details = []
    for token, weight in tokens.items():
        kept = dict(features.kept_values(view, field, token)).get(number)
        if kept is None:
            continue
        factor, value = single(boost * weight), features.value_of(kept)
        text = f"Linear function on the {field.path} field for the {token} feature, computed as w * S from:"
        parts = (Explanation(factor, "w, weight of this function"), Explanation(value, "S, feature value"))
        details.append(Explanation(single(factor * value), text, parts))
    if not details:
        raise untold("documents that have none of the tokens")
    if len(tokens) == 1:
        return details[0]
    return Explanation(single(sum(one.value for one in details)), "sum of:", details)
