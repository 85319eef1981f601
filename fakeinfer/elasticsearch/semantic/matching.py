"""`match` and `multi_match` where they look into semantic fields: the text is embedded, and near chunks match.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/queries/{InterceptedInferenceMatchQueryBuilder,InterceptedInferenceMultiMatchQueryBuilder,SemanticMatchQueryRewriteInterceptor}.java
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ... import indices
from ...search.locate import Place
from ...search.queries import full_text
from ...search.queries import multi_match as words
from ...search.queries.compound import DisMax
from ...search.queries.full_text import Match
from ...search.queries.multi_match import MultiMatch
from ...search.query import Query, Reading, Scores, query
from ...search.values import text_of
from ...wire import Json
from . import errors
from .fields import semantic_fields
from .query_embeddings import QueryEmbeddings, endpoints_of, has_several_ids, search_endpoint
from .semantic_query import later

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.highlighting.marks import Mark
    from ...search.request import SearchRequest
    from ...search.view import View


class MatchAnywhere(Match):
    """A text in a field, which is a semantic one in some of the indices or in none."""

    embeddings: QueryEmbeddings | None = None
    request: SearchRequest | None = None

    def prepare(self, state: State, names: Sequence[str] | None) -> None:
        """Ask the endpoints of the field, where it is a semantic one."""
        if names is None or not _is_semantic(state, names, self.path):
            return
        ids = endpoints_of(state, names, self.path)
        if len(ids) > 1 and not has_several_ids(state):
            raise errors.several_endpoints(self.path)
        self.embeddings = self.embeddings or QueryEmbeddings(text_of(self.value))
        self.embeddings.ask(state, ids, self.path)

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None or field.family != "semantic" or self.embeddings is None:
            return Match.scores(self, view, boost)
        hits = 0 if self.request is None else self.request.size
        return self.embeddings.scores(view, field, boost * self.boost, hits)

    def marks(self, view: View) -> Iterable[Mark]:
        field = view.fields.get(self.path)
        if field is None or field.family != "semantic" or self.embeddings is None:
            return Match.marks(self, view)
        return self.embeddings.marks(view, field)


@query("match", since="8.18")
def match(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A text in a field."""
    read = full_text.match(body, place, reading)
    if not isinstance(read, Match):
        return read
    found = MatchAnywhere._make(read)
    found.request = reading.request
    reading.later.append(later(found.prepare, reading.state))
    return found


class MultiMatchAnywhere(MultiMatch):
    """A text in several fields, some of them semantic ones in some of the indices."""

    embeddings: QueryEmbeddings | None = None
    request: SearchRequest | None = None

    def prepare(self, state: State, names: Sequence[str] | None) -> None:
        """Ask the endpoints of all semantic fields that are looked into."""
        if names is None:
            return
        asked: dict[str, str] = {}
        for name in names:
            for field in semantic_fields(state, name, indices.find(state, name)["mappings"]):
                if _weight(self, field.path) is not None:
                    asked[search_endpoint(field.definition)] = field.path
        if not asked:
            return
        if self.type not in ("best_fields", "most_fields"):
            raise errors.no_semantic_multi_match(self.type)
        self.embeddings = self.embeddings or QueryEmbeddings(text_of(self.value))
        self.embeddings.ask(state, asked, ", ".join(asked.values()))

    def scores(self, view: View, boost: float) -> Scores:
        semantic = self._semantic(view)
        if not semantic:
            return MultiMatch.scores(self, view, boost)
        resolved = self.fields.resolved(view)
        parts: list[Query] = [self._near(path, weight) for path, weight in semantic.items()]
        others = tuple((path, weight) for path, weight in resolved.items() if path not in semantic)
        if others:
            how = self.how._replace(lenient=True) if self.fields.all() else self.how
            plain = MultiMatch(self.fields._replace(named=others), self.value, self.type, how, self.tie_breaker)
            parts.append(plain)
        return DisMax(tuple(parts), self.share(), 1.0).scores(view, boost * self.boost)

    def marks(self, view: View) -> Iterable[Mark]:
        semantic = self._semantic(view)
        if not semantic:
            return MultiMatch.marks(self, view)
        others = (mark for mark in MultiMatch.marks(self, view) if mark.path not in semantic)
        return [*others, *(mark for path, boost in semantic.items() for mark in self._near(path, boost).marks(view))]

    def _semantic(self, view: View) -> dict[str, float]:
        """The semantic fields of an index that are looked into, with their boosts."""
        weights = {
            path: _weight(self, path) for path, field in view.fields.fields.items() if field.family == "semantic"
        }
        return {path: weight for path, weight in weights.items() if weight is not None}

    def _near(self, path: str, weight: float) -> MatchAnywhere:
        found = MatchAnywhere(path, self.value, self.how, weight)
        found.embeddings, found.request = self.embeddings, self.request
        return found


@query("multi_match", since="9.2")
def multi_match(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A text in several fields."""
    read = words.multi_match(body, place, reading)
    if not isinstance(read, MultiMatch):
        return read
    found = MultiMatchAnywhere._make(read)
    found.request = reading.request
    reading.later.append(later(found.prepare, reading.state))
    return found


def _weight(query: MultiMatch, path: str) -> float | None:
    """The boost of a field in a query of several; None where the query does not look into it."""
    weights = [boost for pattern, boost in query.fields.named or (("*", 1.0),) if fnmatchcase(path, pattern)]
    if not weights:
        return None
    product = 1.0
    for weight in weights:
        product *= weight
    return product


def _is_semantic(state: State, names: Iterable[str], path: str) -> bool:
    return any(
        field.path == path
        for name in names
        for field in semantic_fields(state, name, indices.find(state, name)["mappings"])
    )
