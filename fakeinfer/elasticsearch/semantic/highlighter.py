"""The semantic highlighter: the chunks of a field that are nearest to what a query asks for.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/highlight/SemanticTextHighlighter.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...search.changes import SEMANTIC_HIGHLIGHTER
from ...search.highlighting.highlight import SEMANTIC, Style, highlighter
from ...search.queries.leaves import finds_everything

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.highlighting.marks import Mark
    from ...search.hits.sorting import Hit
    from ...search.query import Query


@highlighter("semantic")
def best_chunks(hit: Hit, field: Field, style: Style, query: Query | None, marks: list[Mark]) -> list[str]:
    """The texts of the best chunks of a hit: as they stand in the document, or best first."""
    from .chunks import chunks_of  # read by who highlights them
    from .near_marks import NearMark

    if SEMANTIC_HIGHLIGHTER not in hit.view.state.switched_on or style.type not in ("unified", SEMANTIC):
        return []
    chunks = chunks_of(hit.view, field)
    if chunks is None:
        return []
    texts = chunks.texts(hit.view, hit.number)
    near = [mark.near for mark in marks if isinstance(mark, NearMark) and mark.path == field.path]
    everything = finds_everything(query)
    if not near and not everything:
        return []
    scores = {
        number: sum(found.get(number, 0.0) for found in near) + everything
        for number in texts
        if everything or any(number in found for found in near)
    }
    best = sorted(scores, key=lambda number: -scores[number])[: max(style.fragments, 1)]
    return [texts[number] for number in (best if style.best_first else sorted(best))]
