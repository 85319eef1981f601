"""What an answer shows of the hits on its page."""

from __future__ import annotations

from math import isinf

from ...errors import not_implemented
from ...formats.javatext import hash_order
from ...formats.singles import single
from ...wire import Json
from ..ignoring import ignored_fields, ignored_values
from ..query import Merged
from ..request import SearchRequest
from ..scoring import shortest
from .sorting import Hit


def shown_hits(merged: Merged, request: SearchRequest, any_index: bool) -> dict[str, Json]:
    """`hits` of an answer: how many there are, the best score, the page."""
    answer: dict[str, Json] = {}
    if request.track_total_hits is not False:
        answer["total"] = _total(merged.total, request.track_total_hits)
    tells_best = request.ranking is not None or bool(
        merged.hits and request.size and (not request.sort or request.track_scores)
    )
    page = merged.hits[merged.start : merged.start + request.size]
    if tells_best:
        answer["max_score"] = None if isinf(single(merged.best)) else shortest(merged.best)
    else:
        answer["max_score"] = None if any_index else 0.0
    answer["hits"] = [_shown(hit, request, merged.scored) for hit in page]
    return answer


def _total(count: int, track: bool | int) -> dict[str, Json]:
    if track is True or count <= track:
        return {"value": count, "relation": "eq"}
    return {"value": int(track), "relation": "gte"}


def _shown(hit: Hit, request: SearchRequest, scored: bool) -> dict[str, Json]:
    if hit.view.around is not None:
        return _shown_inside(hit, request, scored)
    document = hit.view.documents[hit.number]
    shown: dict[str, Json] = {"_index": hit.view.index}
    if request.stored is None or not request.stored.nothing:
        shown["_id"] = document.id
    if request.explain:
        shown = {"_shard": f"[{hit.view.index}][0]", "_node": hit.view.state.ids.fixed("node"), **shown}
    if request.version:
        shown["_version"] = document.version
    if request.seq_no_primary_term:
        shown["_seq_no"] = document.seq_no
        shown["_primary_term"] = document.primary_term
    shown["_score"] = shortest(hit.score) if scored and hit.score is not None else None
    if request.ranks is not None and (rank := request.ranks.get((hit.view.index, hit.number))):
        shown["_rank"] = rank
    if ignored := ignored_fields(hit.view, hit.number):
        shown["_ignored"] = ignored
    if request.source.fetch:
        ways = hit.view.state.contract.product.documents
        asked = [one.pattern for one in request.fields]
        shown["_source"] = ways.visible(hit.view.state, hit.view.index, document, request.source, asked)
    fields = _fields(hit, request)
    if fields:
        shown["fields"] = fields
    if ignored and (values := ignored_values(hit.view, hit.number, request)):
        shown["ignored_field_values"] = values
    if request.highlight is not None and (marked := request.highlight.of(hit, request.query)):
        shown["highlight"] = marked
    if request.sort:
        shown["sort"] = [
            shortest(value) if key.field == "_score" and value is not None else value
            for key, value in zip(request.sort, hit.shown, strict=True)
        ]
    inner = _inner_hits(hit, request)
    if inner:
        shown["inner_hits"] = inner
    if request.named and (names := matched_names(hit, request)):
        shown["matched_queries"] = names
    if request.explain:
        shown["_explanation"] = _explained(hit, request)
    return shown


def _explained(hit: Hit, request: SearchRequest) -> Json:
    from ..explaining.explanation import explanation

    if request.rescore or request.ranking is not None:
        raise not_implemented("explanations of searches that rank twice, or for themselves")
    return explanation(request.query, hit.view, hit.number).shown()


def _inner_hits(hit: Hit, request: SearchRequest) -> dict[str, Json]:
    found = {name: page for inside in request.inside for name, page in inside.pages(hit, request).items()}
    if request.collapse is not None and request.groups is not None and request.collapse.inner:
        found |= request.collapse.inside(hit, request.groups, request)
    return found


def _shown_inside(hit: Hit, request: SearchRequest, scored: bool) -> dict[str, Json]:
    """A nested object as a hit."""
    view, number = hit.view.outermost(hit.number)
    shown: dict[str, Json] = {"_index": view.index, "_id": view.documents[number].id, "_nested": _place_inside(hit)}
    shown["_score"] = shortest(hit.score) if scored and hit.score is not None else None
    source = hit.view.sources[hit.number]
    for step in hit.view.path.split("."):
        source = source[step]
    if request.source.fetch:
        ways = view.state.contract.product.documents
        shown["_source"] = ways.visible_inside(view.state, view.index, hit.view.path, source, request.source)
    if fields := _fields(hit, request):
        shown["fields"] = fields
    if request.highlight is not None and (marked := request.highlight.of(hit, request.query)):
        shown["highlight"] = marked
    if request.sort:
        shown["sort"] = list(hit.shown)
    return shown


def _place_inside(hit: Hit) -> dict[str, Json]:
    """Which of the nested objects of its document a hit is."""
    owners = hit.view.owners or []
    offset = hit.number - owners.index(owners[hit.number])
    return {"field": hit.view.path, "offset": offset}


def matched_names(hit: Hit, request: SearchRequest) -> Json:
    """The names of the queries that a hit matches; with their scores, if those are asked for."""
    found: dict[str, float] = {}
    for name in hash_order(request.named):
        scores = request.named_scores.get((id(hit.view), name))
        if scores is None:
            scores = request.named_scores[id(hit.view), name] = request.named[name].scores(hit.view, 1.0)
        if hit.number in scores:
            found[name] = shortest(scores[hit.number])
    return found if request.scores_of_named else list(found)


def _fields(hit: Hit, request: SearchRequest) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for one in request.fields:
        found.update(one.of(hit.view, hit.number))
    if request.stored is not None:
        found.update(request.stored.of(hit.view, hit.number))
    for made in request.script_fields:
        values = made.of(hit)
        if values:
            found[made.name] = values
    if request.collapse is not None and request.collapse.field is not None:
        value = request.collapse.value(hit.view, hit.number)
        found.setdefault(request.collapse.field, [value])
    return dict(sorted(found.items()))
