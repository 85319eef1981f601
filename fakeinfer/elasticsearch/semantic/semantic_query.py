"""The query `semantic`: documents whose texts mean something like a text.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/queries/SemanticQueryBuilder.java
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...object_parser import FLOAT, TEXT, ObjectParser, Source, Unreadable
from ...search.locate import Place
from ...search.query import Query, Reading, Scores, query
from ...wire import Json
from . import errors
from .query_embeddings import QueryEmbeddings, endpoints_of, has_several_ids

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.highlighting.marks import Mark
    from ...search.request import SearchRequest
    from ...search.view import View

PARSER = ObjectParser(
    "semantic", {"field": TEXT, "query": TEXT, "boost": FLOAT, "_name": TEXT}, required=("field", "query")
)


class Semantic:
    """One field and a text."""

    __slots__ = ("boost", "embeddings", "path", "request", "text")

    def __init__(self, path: str, text: str, boost: float, request: SearchRequest | None) -> None:
        self.path = path
        self.text = text
        self.boost = boost
        self.request = request
        self.embeddings: QueryEmbeddings | None = None

    def prepare(self, state: State, names: Sequence[str] | None) -> None:
        """Ask the endpoints of the field before indices are searched."""
        if names is None:
            return
        ids = endpoints_of(state, names, self.path)
        if len(ids) > 1 and not has_several_ids(state):
            raise errors.several_endpoints(self.path)
        self.embeddings = self.embeddings or QueryEmbeddings(self.text)
        self.embeddings.ask(state, ids, self.path)

    def scores(self, view: View, boost: float) -> Scores:
        """The documents of an index, by the nearest of their chunks."""
        field = view.fields.get(self.path)
        if field is None or self.embeddings is None:
            return {}
        if field.family != "semantic":
            raise errors.not_semantic(self.path, field.type.name)
        hits = 0 if self.request is None else self.request.size
        return self.embeddings.scores(view, field, boost * self.boost, hits)

    def marks(self, view: View) -> Iterable[Mark]:
        """How near the chunks of the field are."""
        field = view.fields.get(self.path)
        if field is None or field.family != "semantic" or self.embeddings is None:
            return []
        return self.embeddings.marks(view, field)


@query("semantic", since="8.15")
def semantic(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A field and a text."""
    text, steps = place.located()
    try:
        read: dict[str, Any] = PARSER.read(body, Source(text), steps)
    except Unreadable as refused:
        raise refused.cause from None
    found = Semantic(read["field"], read["query"], read.get("boost", 1.0), reading.request)
    reading.later.append(later(found.prepare, reading.state))
    return found


def later(
    prepare: Callable[[State, Sequence[str] | None], None], state: State
) -> Callable[[Sequence[str] | None], None]:
    """What a query does before it runs."""
    return lambda names: prepare(state, names)
