"""The rescorer: the hits of another retriever, ordered anew with the scores of other queries.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/retriever/RescorerRetrieverBuilder.java; observed: elasticsearch
8.19.0, 9.5.0.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import ApiError, illegal_argument, is_ours
from ...object_parser import Field, Path, Source, Unreadable
from ...search.errors import position_of
from ...search.hits.rescoring import Rescore, read_rescore
from ...search.hits.sorting import Hit
from ...search.request import SearchRequest
from ...wire import Json
from . import errors
from .reading import Context, common, parser, retriever_field
from .tree import Around, Compound, RankDoc, in_order


@dataclass(slots=True, kw_only=True)
class Rescorer(Compound):
    """One retriever, and how its hits are scored again. The smallest of the windows is what it ranks."""

    kind = "rescorer"
    window_name = "window_size"
    rescore: tuple[Rescore, ...] = ()
    groups: bool = False
    """Whether the hits are the first ones of groups, so that they cannot be scored again before those are made."""

    def finish(self, request: SearchRequest) -> None:
        self.groups = request.collapse is not None
        if not self.groups:
            request.rescore = self.rescore

    def after(self, docs: list[RankDoc], around: Around) -> list[RankDoc]:
        if not self.groups:
            return docs
        found: list[RankDoc] = []
        for view in {id(doc.view): doc.view for doc in docs}.values():
            hits = [Hit(view, doc.number, doc.score, [], []) for doc in docs if doc.view is view]
            for one in self.rescore:
                hits = one.again(view, hits)
            found += [RankDoc(view, hit.number, hit.score or 0.0) for hit in hits]
        return in_order(found)

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        return lists[0]


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Rescorer:
    """Read one. Whatever is wrong with it is told as a parsing exception, with the place where the parser stood."""
    fields = {"retriever": retriever_field(context), "rescore": _rescore_field(context)}
    try:
        read = parser(context, "rescorer", fields, required=("retriever", "rescore")).read(value, source, path)
    except Unreadable as refused:
        at = refused.at(source)
        raise Unreadable(errors.reworded(refused.cause, at), path, position=at) from None
    rescore: tuple[Rescore, ...] = read["rescore"]
    return Rescorer(
        **common(read),
        children=[read["retriever"]],
        rescore=rescore,
        window=min(one.window for one in rescore),
        switched_on=context.reading.state.switched_on,
    )


def _rescore_field(context: Context) -> Field:
    def read(value: Json, source: Source, path: Path) -> tuple[Rescore, ...]:
        if not value:
            cause = illegal_argument("Missing rescore definition")
            reason = "Failed to build [rescorer] after last required field arrived"
            raise Unreadable(ApiError(400, "x_content_parse_exception", reason, caused_by=cause), path, "end")
        try:
            return read_rescore(value, context.place(source, path), context.reading)
        except ApiError as refused:
            if is_ours(refused):
                raise
            found = position_of(refused)
            raise Unreadable(refused, path, position=None if found is None else str(found)) from None

    return Field(("START_OBJECT", "START_ARRAY"), read)
