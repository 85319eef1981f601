"""Reading a search body, once, with the servers' refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..errors import illegal_argument, not_implemented
from ..formats.positions import token_name
from ..operations import read_time
from ..wire import Json
from . import errors
from .aggregations.reading import Aggregation, read_aggregations
from .hits.sorting import OPENSEARCH_OPTIONS, OPTIONS, SortKey, but_by_score, read_sort
from .hits.source import ALL, SourceFilter, read_source_filter
from .locate import Place
from .queries.compound import Bool
from .query import Later, Query, RankingQuery, Reading, Scores, sections
from .values import number_of, text_of, truth_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..cluster import State
    from .collecting import Found, Target
    from .confining import Confinement
    from .highlighting.highlight import Highlight
    from .hits.collapsing import Collapse
    from .hits.inner_hits import Inside
    from .hits.rescoring import Rescore
    from .hits.script_fields import ScriptField
    from .hits.shown_fields import ShownField
    from .hits.stored_fields import Stored
    from .index_boosts import Boosts
    from .slicing import Slice
    from .suggesting.reading import Suggestion

VALUES = ("VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "VALUE_NULL")
KEYS: dict[str, tuple[str, ...]] = {
    "from": VALUES, "size": VALUES, "timeout": VALUES, "terminate_after": VALUES, "min_score": VALUES,
    "version": VALUES, "seq_no_primary_term": VALUES, "explain": VALUES, "track_scores": VALUES,
    "track_total_hits": VALUES, "profile": VALUES, "include_named_queries_score": VALUES, "search_pipeline": (*VALUES[:3], "START_OBJECT"), "verbose_pipeline": VALUES,
    "_source": (*VALUES, "START_OBJECT", "START_ARRAY"), "sort": ("VALUE_STRING", "START_OBJECT", "START_ARRAY"),
    "stored_fields": (*VALUES, "START_ARRAY"), "fields": ("START_ARRAY",), "docvalue_fields": ("START_ARRAY",),
    "query": ("START_OBJECT",), "post_filter": ("START_OBJECT",), "aggs": ("START_OBJECT",),
    "aggregations": ("START_OBJECT",), "highlight": ("START_OBJECT",), "suggest": ("START_OBJECT",),
    "rescore": ("START_OBJECT", "START_ARRAY"), "script_fields": ("START_OBJECT",), "ext": ("START_OBJECT",),
    "slice": ("START_OBJECT",), "collapse": ("START_OBJECT",), "pit": ("START_OBJECT",), "derived": ("START_OBJECT",),
    "runtime_mappings": ("START_OBJECT",), "indices_boost": ("START_OBJECT", "START_ARRAY"), "stats": ("START_ARRAY",),
    "search_after": ("START_ARRAY",), "knn": ("START_OBJECT", "START_ARRAY"), "retriever": ("START_OBJECT",),
    "rank": ("START_OBJECT",), "sub_searches": ("START_ARRAY",),
}  # fmt: skip
"""Keys of a body with the tokens they may begin with; another token makes a key unknown."""
ELSEWHERE = {
    "elasticsearch": ("search_pipeline", "verbose_pipeline", "derived", "include_named_queries_score"),
    "opensearch": ("runtime_mappings", "knn", "retriever", "rank", "sub_searches"),
}
"""Keys that a product does not have."""
HARMLESS = ("ext", "search_pipeline", "verbose_pipeline")
"""Keys that change nothing here: `ext` and `search_pipeline` are read by who runs search pipelines."""
SWITCHES = ("profile",)
"""Keys that change nothing when they are off, and are not imitated when they are on."""
READ = ("query", "post_filter", "from", "size", "sort", "_source", "aggs", "aggregations", "track_total_hits", "version", "seq_no_primary_term", "track_scores", "min_score", "search_after", "fields", "docvalue_fields", "stored_fields", "pit", "highlight", "script_fields", "suggest", "slice", "indices_boost", "timeout", "stats", "include_named_queries_score", "collapse", "rescore", "terminate_after", "explain")  # fmt: skip


class Finder(Protocol):
    """What finds the hits of a search, where that is not its query alone (the `retriever` of Elasticsearch)."""

    def problems(self, request: SearchRequest, *, scrolls: bool, partial: bool | None) -> list[str]:
        """What is wrong with the request as a whole; `partial` is whether it asks for partial results by name."""
        ...

    def find(self, state: State, targets: Sequence[Target], request: SearchRequest) -> None:
        """Make it a search with a query, on these indices."""
        ...


@dataclass(slots=True)
class SearchRequest:
    """A search that was read."""

    query: Query | None = None
    ranking: RankingQuery | None = None
    """The query, if it makes up the hits itself."""
    named: dict[str, Query] = field(default_factory=dict)
    """Queries whose names the hits show that they match."""
    named_scores: dict[tuple[int, str], Scores] = field(default_factory=dict)
    """What those find, by view and name; filled when hits are shown."""
    scores_of_named: bool = False
    """Whether the hits show the scores of these queries too. Only the query string says so, not the body."""
    post_filter: Query | None = None
    finder: Finder | None = None
    """What finds the hits instead of the query."""
    phase: str = "query"
    """The phase in which indices refuse it."""
    start: int = 0
    size: int = 10
    body_size: int = 10
    """How many hits the body wants, whatever the query string says."""
    batch: int | None = None
    """How many documents are taken at once, by who goes through all of them."""
    sized: bool = False
    """Whether the request says how many hits it wants."""
    sort: tuple[SortKey, ...] = ()
    source: SourceFilter = ALL
    aggregations: tuple[Aggregation, ...] = ()
    track_total_hits: bool | int = 10_000
    version: bool = False
    seq_no_primary_term: bool = False
    track_scores: bool = False
    explain: bool = False
    """Whether each hit tells why it scores so."""
    min_score: float | None = None
    search_after: list[Json] | None = None
    fields: tuple[ShownField, ...] = field(default_factory=tuple)
    """Patterns of fields to show, each with a format."""
    script_fields: tuple[ScriptField, ...] = ()
    """What scripts make of each hit."""
    suggestions: tuple[Suggestion, ...] | None = None
    stored: Stored | None = None
    """The fields that are shown as the index keeps them."""
    boosts: Boosts = ()
    boost_of: dict[str, float] = field(default_factory=dict)
    """How much the hits of indices count, once those are known."""
    slice: Slice | None = None
    """The part of the documents that is looked at."""
    parts: int = 0
    """How many such parts the same request looks at, one after the other; 0 where it is a search alone."""
    rescore: tuple[Rescore, ...] = ()
    highlight: Highlight | None = None
    collapse: Collapse | None = None
    ranks: Mapping[tuple[str, int], int] | None = None
    """The ranks that hits show, by index and number, where they were ranked."""
    groups: list[Found] | None = None
    """What was found, for the inner hits of a collapse; filled when the indices are put together."""
    inside: tuple[Inside, ...] = ()
    """What hits show of the nested objects that queries found."""
    terminate_after: int = 0
    """How many documents of an index are looked at; 0: all."""
    kept_for: float | None = None
    """For how many milliseconds the search may go on from the same state of the indices, page by page (`scroll`)."""
    pit: str | None = None
    """The point in time that the search looks at."""
    targets: Sequence[Target] | None = None
    """The indices at that point in time."""
    tie_breaker: bool = False
    """Whether a sort ends with `_shard_doc`, as Elasticsearch has it for points in time."""
    counts_by_default: bool = True
    """Whether the request leaves `track_total_hits` open."""
    frequencies_first: bool = False
    """Whether shards are asked for their term frequencies first (`dfs_query_then_fetch`); with single shards that changes nothing."""
    keys: Collection[str] = ()
    """The keys of its body."""
    later: tuple[Later, ...] = ()
    warnings: list[str] = field(default_factory=list)
    """What the answer warns of."""
    within: tuple[Confinement, ...] = ()
    """What it may find only."""
    prepared: bool = False
    """Whether the queries did what needs no indices."""

    def only_suggests(self) -> bool:
        """Whether nothing is searched: suggestions are all that was asked for."""
        return self.suggestions is not None and self.query is None and not self.aggregations

    def prepare(self, names: Sequence[str] | None) -> None:
        """Let the queries do what they have to do before they run on these indices; None: before those are looked for."""
        if not self.prepared:
            self.prepared = True
            for step in self.later:
                step(None)
        if names is not None:
            for step in self.later:
                step(names)


def read_request(state: State, body: Json, text: bytes | None = None) -> SearchRequest:
    """Read a body; `text` is what it was parsed from, for the positions in error messages."""
    request = SearchRequest()
    place = Place(body, text)
    if body is None:
        return request
    if not isinstance(body, dict):
        raise errors.parsing(f"Expected [START_OBJECT] but found [{token_name(body)}]", place.value())
    request.keys = body.keys()
    reading = Reading(state)
    reading.request, request.warnings = request, reading.warnings
    absent = ELSEWHERE[state.contract.product.name]
    for key, value in body.items():
        here = place / key
        if key not in KEYS or key in absent or token_name(value) not in KEYS[key]:
            raise errors.unknown_key(token_name(value), key, here.value())
        if key in HARMLESS or (key in SWITCHES and value in (False, "false", 0, None)):
            continue
        if key in SWITCHES and isinstance(value, str):
            _truth(value)
        if key in READ:
            read_key(request, key, value, here, reading)
        elif (read := sections(state.contract).get(key)) is not None:
            read(request, value, here, reading)
        else:
            raise not_implemented(f"[{key}] of a search")
    if request.tie_breaker and request.sort and not any(key.field == "_shard_doc" for key in request.sort):
        request.sort = (*request.sort, SortKey("_shard_doc"))
    request.later = tuple(reading.later)
    if reading.ranking and request.query is not None:
        _rank(request, reading.ranking[0])
    if (request.script_fields or request.stored is not None) and "_source" not in body:
        wanted = request.stored is not None and request.stored.wants_source()
        request.source = request.source._replace(fetch=wanted)
    request.named = reading.named
    request.inside = tuple(reading.inner)
    return request


def _rank(request: SearchRequest, ranking: RankingQuery) -> None:
    """Let a query rank that stands at the top, or would if a bool query with a single clause were not around it."""
    top = request.query
    while isinstance(top, Bool) and (only := top.only_clause()) is not None:
        top = only
    if isinstance(top, RankingQuery):
        request.query = request.ranking = top
    elif top is not None:
        request.query = ranking.inside(top)


def _check_source(value: Json, place: Place, product: str) -> None:
    from .source_refusals import refusal  # read by who says more than yes, no or one pattern

    refused = refusal(value, place, product)
    if refused is not None:
        raise refused.error


def read_key(request: SearchRequest, key: str, value: Json, place: Place, reading: Reading) -> None:
    """Read one key of a body."""
    if key == "query":
        request.query = reading.query(value, place)
    elif key == "post_filter":
        request.post_filter = reading.query(value, place)
    elif key in ("from", "size"):
        number = _whole(value)
        if number < 0:
            raise errors.negative(key, number, reading.state.contract.product.name)
        if key == "from":
            request.start = number
        else:
            request.size, request.sized, request.body_size = number, True, number
    elif key == "sort":
        opensearch = reading.state.contract.product.name == "opensearch"
        request.sort = but_by_score(read_sort(value, place, OPENSEARCH_OPTIONS if opensearch else OPTIONS))
    elif key == "_source":
        if not isinstance(value, bool | str):
            _check_source(value, place, reading.state.contract.product.name)
        request.source = read_source_filter(value)
    elif key in ("aggs", "aggregations"):
        request.aggregations = read_aggregations(value, place, reading)
    elif key == "track_total_hits":
        request.track_total_hits = read_track_total_hits(value)
        request.counts_by_default = False
    elif key in ("version", "seq_no_primary_term", "track_scores", "explain"):
        setattr(request, key, _truth(value))
    elif key == "min_score":
        request.min_score = float(_number(value))
    elif key == "search_after":
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                known = "[VALUE_STRING] or [VALUE_NUMBER] or [VALUE_BOOLEAN] or [VALUE_NULL]"
                problem = f"Expected {known} but found [{token_name(item)}] inside search_after."
                raise errors.parsing(problem, (place / number).value())
        request.search_after = list(value)
    elif key == "highlight":
        from .highlighting.highlight import read_highlight

        request.highlight = read_highlight(value, place, reading)
    elif key == "collapse":
        from .hits.collapsing import read_collapse

        request.collapse = read_collapse(value, place, reading)
    elif key == "rescore":
        from .hits.rescoring import read_rescore

        request.rescore = read_rescore(value, place, reading)
    elif key == "script_fields":
        from .hits.script_fields import read_script_fields

        request.script_fields = read_script_fields(value, place)
    elif key == "slice":
        from .slicing import read_slice  # read by who reads in parts

        request.slice = read_slice(value, place)
    elif key == "suggest":
        from .suggesting.reading import read_suggest  # read by who wants suggestions

        request.suggestions = read_suggest(value, place, reading.state.contract.product.name)
    elif key == "terminate_after":
        request.terminate_after = _whole(value)
        if request.terminate_after < 0 and reading.state.contract.product.name == "elasticsearch":
            raise illegal_argument("terminateAfter must be > 0")
    elif key == "pit":
        from .contexts import read_point_in_time  # read by who looks back

        read_point_in_time(request, value, place, reading.state)
    elif key in ("fields", "docvalue_fields"):
        from .hits.shown_fields import read_shown_field

        request.fields += tuple(read_shown_field(item, key) for item in value)
    elif key == "stored_fields":
        from .hits.stored_fields import read_stored

        if not isinstance(value, str | list):
            reason = f"Expected [VALUE_STRING] or [START_ARRAY] in [stored_fields] but found [{token_name(value)}]"
            raise errors.parsing(reason, place.value())
        request.stored = read_stored(value if isinstance(value, list) else [value])
    elif key == "indices_boost":
        from .index_boosts import read_boosts  # read by who prefers indices

        if isinstance(value, dict) and reading.state.contract.product.name == "elasticsearch":
            raise errors.unknown_key(token_name(value), key, place.value())
        request.boosts = read_boosts(value, place)
    elif key == "timeout":
        read_time("timeout", text_of(value))  # nothing takes time here
    elif key == "stats":
        for number, item in enumerate(value):
            if not isinstance(item, str):
                reason = f"Expected [VALUE_STRING] in [stats] but found [{token_name(item)}]"
                raise errors.parsing(reason, (place / number).value())


def read_track_total_hits(value: Json) -> bool | int:
    """`true`, `false` or a number up to which hits are counted."""
    if value is True or value == "true":
        return True
    if value is False or value == "false":
        return False
    number = _whole(value)
    if number < 0 and number != -1:
        raise illegal_argument(f"[track_total_hits] parameter must be positive or equals to -1, got {number}")
    return True if number == 2**31 - 1 else number if number >= 0 else False


def _truth(value: Json) -> bool:
    truth = truth_of(value)
    if truth is not None:
        return truth
    raise illegal_argument(f"Failed to parse value [{text_of(value)}] as only [true] or [false] are allowed.")


def _number(value: Json) -> float | int:
    number = number_of(value)
    if number is None:
        raise errors.illegal_number(text_of(value) if value is not None else "null")
    return number


def _whole(value: Json) -> int:
    return int(_number(value))
