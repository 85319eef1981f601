"""The pinned retriever: chosen documents come first, whatever another retriever finds.

Sources: elastic/elasticsearch:x-pack/plugin/search-business-rules/src/main/java/org/elasticsearch/xpack/searchbusinessrules/retriever/PinnedRetrieverBuilder.java,
elastic/elasticsearch:x-pack/plugin/search-business-rules/src/main/java/org/elasticsearch/xpack/searchbusinessrules/PinnedQueryBuilder.java
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.singles import single
from ...object_parser import INT, TEXT, TEXTS, ObjectParser, Path, Source, Unreadable, objects
from ...search.highlighting.marks import Mark, marks_of
from ...search.query import Query, Scores
from ...search.request import SearchRequest
from ...wire import Json
from . import errors
from .reading import Context, common, parser, retriever_field
from .tree import WINDOW, Around, Compound, RankDoc

if TYPE_CHECKING:
    from ...search.explaining.explanation import Explanation
    from ...search.view import View

MAX_PINNED = 100
HIGHEST = 2.0**127
"""What others score at most."""
STEP = 2.0**104
"""The distance of two numbers in single precision above that."""


class Document(NamedTuple):
    """A document that is pinned: in one index, or in any."""

    id: str
    of_index: str | None = None


class Pinned(NamedTuple):
    """The pinned documents and those that a query finds."""

    documents: Sequence[Document]
    organic: Query

    def scores(self, view: View, boost: float) -> Scores:
        """Pinned documents first, in their order."""
        found = {number: min(score, HIGHEST) for number, score in self.organic.scores(view, 1.0).items()}
        count = len(self.documents)
        for place, document in enumerate(self.documents):
            number = view.numbers.get(document.id)
            if number is not None and document.of_index in (None, view.index):
                found[number] = max(found.get(number, 0.0), single(HIGHEST + STEP * (count + 1 - place)))
        return dict(sorted(found.items()))

    def explained(self, view: View, number: int) -> Explanation:
        """Why the query finds a document, or why it does not."""
        from ...search.explaining.explanation import explained

        return explained(self.organic, view, number)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text the query found."""
        return marks_of(self.organic, view)


@dataclass(slots=True, kw_only=True)
class PinnedRetriever(Compound):
    """One retriever, and the documents that come before what it finds."""

    kind = "pinned"
    documents: Sequence[Document] = ()
    by: str = "ids"

    def finish(self, request: SearchRequest) -> None:
        for key in request.sort:
            if key.field not in ("_score", "_shard_doc"):
                raise errors.pinned_by_field(key.field, descending=key.descending)
        if request.query is None:
            raise illegal_argument("pinned retriever requires retriever with associated query")
        self._check()
        request.query = Pinned(self.documents, request.query)

    def tail_of(self, tail: Query) -> Query:
        return Pinned(self.documents, tail)

    def combine(self, lists: list[list[RankDoc]], around: Around) -> list[RankDoc]:
        return lists[0]

    def told(self, doc: RankDoc, rank: int, sources: Sequence[Explanation]) -> Explanation:
        from ...search.explaining.explanation import Explanation

        if doc.score <= HIGHEST:
            return Compound.told(self, doc, rank, sources)
        return Explanation(doc.score, "Pinned document, original explanation:", sources)

    def _check(self) -> None:
        word = "id" if self.by == "ids" else "doc"
        if len(self.documents) > MAX_PINNED:
            raise illegal_argument(f"[pinned] Max of {MAX_PINNED} {word}s exceeded: {len(self.documents)} provided.")
        seen: set[Document] = set()
        for one in self.documents:
            if one in seen:
                shown = one.id if word == "id" else one
                raise illegal_argument(f"[pinned] duplicate {word} found in list: {shown}")
            seen.add(one)


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> PinnedRetriever:
    """Read one. Whatever is wrong with it is told as a parsing exception, with the place where the parser stood."""
    document = ObjectParser(
        "specified_document",
        {"_index": TEXT, "_id": TEXT},
        required=("_id",),
        build=lambda read: Document(read["_id"], read.get("_index")),
    )
    fields = {"ids": TEXTS, "docs": objects(document), "retriever": retriever_field(context), "rank_window_size": INT}
    try:
        read = parser(context, "pinned", fields, required=("retriever",), build=_checked).read(value, source, path)
    except Unreadable as refused:
        at = refused.at(source)
        raise Unreadable(errors.reworded(refused.cause, at), path, position=at) from None
    by_id = "ids" in read
    return PinnedRetriever(
        **common(read),
        children=[read["retriever"]],
        window=read.get("rank_window_size", WINDOW),
        documents=[Document(id) for id in read["ids"]] if by_id else read["docs"],
        by="ids" if by_id else "docs",
        switched_on=context.reading.state.switched_on,
    )


def _checked(read: dict[str, Json]) -> dict[str, Json]:
    problem: ApiError | None = None
    if "ids" in read and "docs" in read:
        problem = illegal_argument("Both 'ids' and 'docs' cannot be specified at the same time")
    elif not read.get("ids") and not read.get("docs"):
        problem = illegal_argument("Either 'ids' or 'docs' must be provided and non-empty for pinned retriever")
    if problem is not None:
        raise problem
    return read
