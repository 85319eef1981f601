"""`knn` in the body of a search: the nearest of all indices, which are hits beside those of the query.

Their scores are added to those of the query. They are looked for before the query runs (the `dfs` phase).

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/vectors/KnnSearchBuilder.java and
`.../search/dfs/DfsPhase.java`; texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...formats.singles import single
from ...object_parser import Field, ObjectParser, Path, Source, Unreadable, parse_error
from ...search.errors import QueryRefused, all_shards_failed
from ...search.hits.inner_hits import InnerHits, Inside, read_inner_hits
from ...search.locate import Place
from ...search.queries.compound import Bool
from ...search.query import Reading, Scores, section
from ...search.request import SearchRequest
from . import changes, knn_query
from .builders import Made
from .knn import MOST_CANDIDATES, Nearest, Scored, candidates_for, scaled

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.collecting import Target
    from ...search.explaining.explanation import Explanation
    from ...search.hits.sorting import Hit
    from ...search.view import View
    from ...wire import Json


@section("knn")
def knn(request: SearchRequest, value: Json, place: Place, reading: Reading) -> None:
    """The documents nearest to one or more vectors."""
    bodies = [(value, place)]
    if isinstance(value, list):
        bodies = [(body, place / number) for number, body in enumerate(value)]
    parts = [_read(body, at, reading) for body, at in bodies]
    if parts:
        found = Together(tuple(parts), request)
        reading.later.append(found.prepare)
        if request.finder is not None:
            from ..retrievers.ranking import Ranking  # read by who has a rank beside it

            if isinstance(request.finder, Ranking):
                request.finder.knn = found
        elif "retriever" not in request.keys:  # which is refused beside it
            request.finder = found


def _read(body: Json, place: Place, reading: Reading) -> Part:
    if not isinstance(body, dict):
        reason = "malformed knn format, within the knn search array only objects are allowed; found "
        raise parse_error(str(place.value()), reason + token_name(body))
    inner_hits = Field(("START_OBJECT",), lambda value, source, path: _inner_hits(value, source, path, reading))
    fields = {**knn_query.fields_of(reading), "inner_hits": inner_hits}
    optional = changes.KNN_COUNTS_ARE_OPTIONAL in reading.state.switched_on
    parser = ObjectParser("knn", fields, ("field",) if optional else ("field", "k", "num_candidates"))
    text, path = place.located()
    try:
        clean = parser.read(body, Source(text), path)
    except Unreadable as unreadable:
        raise unreadable.cause from None
    made = Made(clean["query_vector_builder"], reading.state) if "query_vector_builder" in clean else None
    part = Part(clean, made)
    if "_name" in clean:
        reading.named[clean["_name"]] = part
    if "inner_hits" in clean:
        reading.inner.append(InsideOf(clean["inner_hits"], part))
    return part


def _inner_hits(value: Json, source: Source, path: Path, reading: Reading) -> InnerHits:
    from ...search.errors import position_of

    place = knn_query.place_of(source, path)
    try:
        return read_inner_hits(value, place, reading)
    except ApiError as refused:
        at = position_of(refused)
        behind = str((place / next(iter(value))).value()) if value else None
        raise Unreadable(refused, path, position=behind if at is not None else None) from None


class Part:
    """One of them. What it finds is known when it was looked for in all indices, and is a query then."""

    def __init__(self, clean: dict[str, Any], made: Made | None) -> None:
        self.clean = clean
        self.made = made
        self.k = 0
        self.candidates = 0
        self.boost: float = clean.get("boost", 1.0)
        self.found: dict[int, Scored] = {}
        """The nearest by view."""
        self.refused: dict[int, QueryRefused | ApiError] = {}

    def check(self, size: int) -> None:
        """Refuse what cannot be looked for; `size` is how many hits the search wants."""
        clean = self.clean
        self.k = clean.get("k", size)
        self.candidates = clean.get("num_candidates", candidates_for(self.k))
        if self.k < 1:
            raise illegal_argument("[k] must be greater than 0")
        if self.candidates < self.k:
            raise illegal_argument("[num_candidates] cannot be less than [k]")
        if self.candidates > MOST_CANDIDATES:
            raise illegal_argument(f"[num_candidates] cannot exceed [{MOST_CANDIDATES}]")
        if not 0 <= clean.get("visit_percentage", 0.0) <= 100:
            raise illegal_argument("[visit_percentage] must be between 0 and 100")
        if "query_vector" not in clean and self.made is None:
            raise illegal_argument("either [query_vector_builder] or [query_vector] must be provided")
        if "query_vector" in clean and self.made is not None:
            raise illegal_argument("cannot provide both [query_vector_builder] and [query_vector]")

    def nearest(self) -> Nearest:
        """What is asked of an index."""
        filters = self.clean.get("filter", [])
        vector = self.clean["query_vector"] if self.made is None else self.made()
        queries, bodies = tuple(query for query, _ in filters), tuple(body for _, body in filters)
        return Nearest(self.clean["field"], vector, self.k, queries, bodies, self.clean.get("similarity"))

    def look(self, view: View) -> Scored:
        """The nearest documents of one index."""
        if self.boost < 0:
            own_k = changes.KNN_COUNTS_ARE_K in view.state.switched_on
            raise knn_query.negative_boost(self.clean, self.k if own_k else self.candidates, self.candidates)
        nearest = self.nearest()
        nearest.target(view)
        path = view.fields.fields[nearest.path].nested if nearest.path in view.fields.fields else ""
        if not path:
            return nearest.among(view)
        inside = view.nested(path)
        leading: dict[int, float] = {}
        for number, score in nearest.among(inside):
            owner = (inside.owners or [])[number]
            leading[owner] = max(score, leading.get(owner, 0.0))
        return list(leading.items())

    def scores(self, view: View, boost: float) -> Scores:
        """What was found in a view."""
        if id(view) in self.refused:
            raise self.refused[id(view)]
        return scaled(self.found.get(id(view), []), single(boost * self.boost))

    def explained(self, view: View, number: int) -> Explanation:
        """Why a document is near, or is not."""
        from ...search.explaining.lucene_forms import untold
        from .telling import OF_ALL, near

        field = view.fields.get(self.clean["field"])
        if field is not None and field.nested:
            raise untold("nested vectors")
        return near(view, number, self.scores(view, 1.0), OF_ALL)

    def keep_best(self, views: Sequence[View]) -> None:
        """Of all indices together the nearest remain."""
        every = [
            (-score, at, number) for at, view in enumerate(views) for number, score in self.found.get(id(view), [])
        ]
        best = sorted(every)[: self.k]
        for at, view in enumerate(views):
            self.found[id(view)] = [(number, -score) for score, where, number in best if where == at]


@dataclass(frozen=True, slots=True)
class Within:
    """All nested objects that have a vector, by how near it is: for inner hits."""

    part: Part

    def scores(self, view: View, boost: float) -> Scores:
        every = replace(self.part.nearest(), every=True)
        return scaled(every.among(view), single(boost * self.part.boost))


@dataclass(frozen=True, slots=True)
class InsideOf:
    """The inner hits of a knn search, where its field is in nested objects."""

    hits: InnerHits
    part: Part

    def pages(self, hit: Hit, request: SearchRequest) -> dict[str, Json]:
        """Those of one hit, by name."""
        field = hit.view.fields.get(self.part.clean["field"])
        if field is None or not field.nested:
            return {}
        name = self.hits.name or field.nested
        return Inside(self.hits._replace(name=name), field.nested, Within(self.part)).pages(hit, request)


class Together:
    """The hits of a query and of one or more knn searches."""

    def __init__(self, parts: tuple[Part, ...], request: SearchRequest) -> None:
        self.parts = parts
        self.request = request
        self.checked = False

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """Nothing is wrong with the request as a whole, if it can be looked for at all."""
        self._check()
        return []

    def prepare(self, names: Sequence[str] | None) -> None:
        """Refuse what cannot be looked for, then let models make vectors."""
        self._check()
        for part in self.parts:
            if part.made is not None:
                part.made.prepare(names)

    def _check(self) -> None:
        if not self.checked:
            self.checked = True
            for part in self.parts:
                part.check(self.request.body_size)

    def find(self, state: State, targets: Sequence[Target], request: SearchRequest) -> None:
        """Look for the nearest in all indices; they and what the query finds are the hits."""
        request.phase = "dfs"
        refused: dict[str, ApiError] = {}
        for view, record in targets:
            for part in self.parts:
                try:
                    part.found[id(view)] = part.look(view)
                except QueryRefused as problem:
                    part.refused[id(view)] = problem
                    refused.setdefault(view.index, problem.at(view.index, record["uuid"]))
                except ApiError as problem:
                    if problem.status >= 500:
                        raise
                    part.refused[id(view)] = problem
                    refused.setdefault(view.index, problem)
        if targets and len(refused) == len(targets):
            raise all_shards_failed(sorted(refused.items()), state, request.phase)
        for part in self.parts:
            part.keep_best([view for view, _ in targets])
        if request.query is None and len(self.parts) == 1:
            request.query = self.parts[0]
        else:
            queries = (*self.parts,) if request.query is None else (request.query, *self.parts)
            request.query = Bool(should=queries)
