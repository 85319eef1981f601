"""Processors of the answer at work: truncate_hits, collapse, rename_field, sort, split and the way to the others.

Source: opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common/.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import hash_order, java_class, to_text
from ...ingest import regexes
from ...ingest.errors import class_cast
from ...wire import Json
from . import errors
from .on_requests import ORIGINAL_SIZE, prefixed
from .rendering import in_hash_order

if TYPE_CHECKING:
    from .running import Processor, SearchRun

Hit = dict[str, Any]


def truncate_hits(run: SearchRun, options: Any) -> None:
    """Cut the hits to a size, or to the one that was asked for before it was raised."""
    size = options.target_size
    if size is None:
        key = prefixed(options.context_prefix, ORIGINAL_SIZE)
        size = run.attributes.get(key)
        if size is None:
            raise errors.no_size_to_truncate_to(key)
    if len(run.hits) > size:
        run.replace_hits(run.hits[:size])


def collapse(run: SearchRun, options: Any) -> None:
    """Keep the best hit for each value of a field."""
    best: dict[str, Hit] = {}
    for hit in run.hits:
        value = _collapsed_value(hit, options.field)
        if value not in best or (hit["_score"] or 0.0) > (best[value]["_score"] or 0.0):
            best[value] = hit
    kept = [best[value] for value in hash_order(best)]
    run.replace_hits(sorted(kept, key=lambda hit: -(hit["_score"] or 0.0)))


def _collapsed_value(hit: Hit, field: str) -> str:
    if field in hit.get("fields", {}):
        values = hit["fields"][field]
        if len(values) > 1:
            raise errors.several_values_to_collapse(hit["_id"], field)
        return to_text(values[0])
    value = hit.get("_source", {}).get(field)
    return "<missing>" if value is None else to_text(value)


def rename_field(run: SearchRun, options: Any) -> None:
    """Call a field of the hits otherwise; only hits before the first that has it can lack it."""
    hits, found = [], False
    for hit in run.hits:
        for part in ("fields", "_source"):
            if options.field in hit.get(part, {}):
                found = True
                hit = _renamed(hit, part, options.field, options.target_field)
        if not (found or options.ignore_missing):
            raise errors.field_of_hit_missing(hit["_id"], options.field)
        hits.append(hit)
    run.edit_hits(hits)


def _renamed(hit: Hit, part: str, old: str, new: str) -> Hit:
    kept = {name: value for name, value in hit[part].items() if name != old}
    return {**hit, part: _printed_anew({**kept, new: hit[part][old]}, len(hit[part]))}


def _printed_anew(values: dict[str, Json], held: int = 0) -> dict[str, Json]:
    """What went through a hash map, which held so many values when it was largest."""
    return {name: in_hash_order(values[name]) for name in hash_order(values, max(held, len(values)))}


def sort(run: SearchRun, options: Any) -> None:
    """Sort a list in the hits."""

    def sorted_list(value: Json, part: str) -> Json:
        return _sorted(options.field, value, options.order == "desc") if isinstance(value, list) else None

    _rewrite(run, options.field, options.target_field, sorted_list)


def _sorted(field: str, values: list[Json], descending: bool) -> list[Json]:
    for value in values:
        if value is None:
            raise errors.null_to_sort(field)
        if isinstance(value, dict | list):
            raise errors.not_comparable(field, java_class(value))
    for before, after in pairwise(values):
        if java_class(before) != java_class(after):
            raise class_cast(before, java_class(after))
    comparable: list[Any] = values
    return sorted(comparable, reverse=descending)


def split(run: SearchRun, options: Any) -> None:
    """Cut a text in the hits into a list by a regular expression."""

    def pieces(value: Json, part: str) -> Json:
        if part == "fields" and isinstance(value, list):
            value = value[0] if value else None
            if not isinstance(value, str):
                raise errors.no_text_to_split(options.field)
        return _split(value, options) if isinstance(value, str) else None

    _rewrite(run, options.field, options.target_field, pieces)


def _split(text: str, options: Any) -> Json:
    try:
        pattern = regexes.compiled("separator", options.separator)
    except ApiError as refused:
        words = str(refused.reason).partition("Invalid regex pattern. ")[2]
        raise errors.unreadable_pattern(words) from None
    found: list[Json] = list(regexes.split(pattern, text, keep_trailing=options.preserve_trailing))
    return found


def _rewrite(run: SearchRun, field: str, target: str, made: Callable[[Json, str], Json]) -> None:
    """Put what is made of a field beside it, or in its place; None leaves things as they are."""
    hits = []
    for hit in run.hits:
        for part in ("fields", "_source"):
            if field in hit.get(part, {}):
                value = made(hit[part][field], part)
                changed = hit[part] if value is None else {**hit[part], target: value}
                hit = {**hit, part: _printed_anew(changed)}
        hits.append(hit)
    run.edit_hits(hits)


def rerank(run: SearchRun, options: Any) -> None:
    """Score the hits anew."""
    from .reranking import rescore

    rescore(run, options)


def ml_inference(run: SearchRun, options: Any) -> None:
    """Ask a model about the hits and write down what it says."""
    from .inferring_answers import infer

    infer(run, options)


def retrieval_augmented_generation(run: SearchRun, options: Any) -> None:
    """Have a language model answer a question from the hits."""
    from .generating import generate

    generate(run, options)


def hybrid_score_explanation(run: SearchRun, options: Any) -> None:
    """Leave the answer as it is: searches that explain scores are refused by name."""


def agentic_context(run: SearchRun, options: Any) -> None:
    """Tell what the agent that wrote the query did."""
    from .agentic import tell

    tell(run, options)


PROCESSORS: dict[str, Processor] = {
    function.__name__: function
    for function in (
        truncate_hits,
        collapse,
        rename_field,
        sort,
        split,
        rerank,
        ml_inference,
        retrieval_augmented_generation,
        hybrid_score_explanation,
        agentic_context,
    )
}
