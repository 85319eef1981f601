"""Declaring queries: one decorated function a name. Start at `query`.

The function reads the query's JSON once and returns an object with `scores(view, boost)`: the matching documents of one
index by number, with their scores. Queries that both products have are in `queries/leaves.py` and `queries/compound.py`, others in the
vendor's own modules (`Product.engine_modules`).
"""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..errors import not_implemented
from ..versions import ALWAYS, Span
from ..wire import Json
from . import errors
from .locate import Place
from .names import query_names

if TYPE_CHECKING:
    from ..cluster import State
    from ..contract import Contract
    from .collecting import Found
    from .hits.sorting import Hit
    from .request import SearchRequest
    from .view import View

Scores = dict[int, float]


class Query(Protocol):
    """A query that was read."""

    def scores(self, view: View, boost: float) -> Scores:
        """The documents of a view that match, with their scores."""
        ...


Later = Callable[[Sequence[str] | None], None]
"""What a query does before it runs: called with None before indices are looked for, and with their names once those are
known."""


class Reading:
    """What reading a query may ask for: the cluster, and other queries inside it."""

    __slots__ = ("inner", "later", "named", "ranking", "request", "state", "warnings")

    def __init__(self, state: State) -> None:
        self.state = state
        self.later: list[Later] = []
        """Gets what queries that were read have to do before they run, as asking a model."""
        self.inner: list[Any] = []
        """The inner hits of nested queries (`inner_hits.Inside`)."""
        self.named: dict[str, Query] = {}
        """The queries that were given a `_name`."""
        self.ranking: list[RankingQuery] = []
        """The queries so far that make up hits themselves, which they may do only at the top."""
        self.request: SearchRequest | None = None
        """The search whose body is read, if it is one."""
        self.warnings: list[str] = []
        """What is old about what was read."""

    def warn(self, text: str) -> None:
        """Have the answer warn of what was read, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def query(self, body: Json, place: Place) -> Query:
        """Read any query: an object with one name."""
        if not isinstance(body, dict):
            raise errors.not_an_object(place.value())
        if not body:
            raise errors.empty_query(place.end())
        name, *others = body
        inner = place / name
        if not isinstance(body[name], dict):
            raise errors.parsing(f"[{name}] query malformed, no start_object after query name", inner.value())
        read = queries(self.state.contract).get(name)
        if read is None:
            raise self._unknown(name, place)
        found = read(body[name], inner, self)
        if others:
            raise errors.several_queries(name, (place / others[0]).key())
        if (given := _given_name(body[name])) is not None:
            self.named[given] = found
        return found

    def _unknown(self, name: str, place: Place) -> Exception:
        known = query_names(self.state.contract)
        if name in known:
            return not_implemented(f"the query [{name}]")
        read = (other for other in queries(self.state.contract) if other not in known)
        return errors.unknown_query(name, (*known, *read), (place / name).value())


def _given_name(definition: dict[str, Json]) -> str | None:
    """The `_name` of a query, beside its options or, in a query of one field, beside those of the field."""
    found = definition.get("_name")
    if found is None and len(definition) == 1:
        (options,) = definition.values()
        found = options.get("_name") if isinstance(options, dict) else None
    return found if isinstance(found, str) else None


class RankingQuery(ABC):
    """A query that makes up the hits itself, instead of scoring documents: only at the top of a search.

    Anywhere else it is a query like others: `scores` says what it finds.
    """

    @abstractmethod
    def scores(self, view: View, boost: float) -> Scores:
        """The documents of a view that match, with their scores."""

    @abstractmethod
    def inside(self, query: Query) -> Query:
        """What is run instead of a query that holds this one somewhere: that query, or one that refuses."""

    @abstractmethod
    def check(self, state: State, request: SearchRequest) -> None:
        """Refuse what no index needs to be asked for."""

    @abstractmethod
    def collect(self, view: View, request: SearchRequest) -> Found:
        """What one index has."""

    @abstractmethod
    def merge(self, found: list[Found], request: SearchRequest, phase_results: Sequence[Any]) -> Merged:
        """The hits of all indices; `phase_results` are the processors between query and fetch."""


class Merged(NamedTuple):
    """What a `RankingQuery` makes of all indices."""

    hits: list[Hit]
    """In order, with those of earlier pages."""
    best: float
    """The score that is told as the highest."""
    start: int
    """Where the page begins that was asked for."""
    scored: bool
    """Whether each hit shows its score."""
    total: int


Reader = Callable[[Json, Place, Reading], Query]


class DeclaredQuery(NamedTuple):
    """One declared query name."""

    name: str
    read: Reader
    span: Span = ALWAYS


def query(name: str, *, since: str | None = None, until: str | None = None) -> Callable[[Reader], Reader]:
    """Declare the decorated function as the reader of query `name`."""

    def declare(read: Reader) -> Reader:
        read.__dict__.setdefault("declared_queries", []).append(DeclaredQuery(name, read, Span(since, until)))
        return read

    return declare


SHARED_MODULES = (
    "fakeinfer.search.queries.leaves",
    "fakeinfer.search.queries.full_text",
    "fakeinfer.search.queries.multi_match",
    "fakeinfer.search.query_strings.classic",
    "fakeinfer.search.query_strings.simple",
    "fakeinfer.search.queries.patterns",
    "fakeinfer.search.queries.compound",
    "fakeinfer.search.queries.functions",
    "fakeinfer.search.queries.script_queries",
    "fakeinfer.search.queries.more_like_this",
    "fakeinfer.search.queries.small_queries",
)


def queries(contract: Contract) -> dict[str, Reader]:
    """The queries of one product and version, by name."""
    known: dict[str, Reader] | None = contract.memo.get("queries")
    if known is None:
        known = contract.memo["queries"] = {
            declared.name: declared.read
            for module in (*SHARED_MODULES, *contract.product.engine_modules)
            for function in vars(importlib.import_module(module)).values()
            if callable(function)
            for declared in getattr(function, "__dict__", {}).get("declared_queries", ())
            if contract.version in declared.span
        }
    return known


Section = Callable[["SearchRequest", Json, Place, Reading], None]


class DeclaredSection(NamedTuple):
    """One declared key of a search's body."""

    name: str
    read: Section
    span: Span = ALWAYS


def section(name: str, *, since: str | None = None, until: str | None = None) -> Callable[[Section], Section]:
    """Declare the decorated function as the reader of what stands under `name` in the body of a search.

    For keys that one product alone has; it puts what it reads into the request.
    """

    def declare(read: Section) -> Section:
        read.__dict__.setdefault("declared_sections", []).append(DeclaredSection(name, read, Span(since, until)))
        return read

    return declare


def sections(contract: Contract) -> dict[str, Section]:
    """The declared keys of one product and version."""
    known: dict[str, Section] | None = contract.memo.get("search sections")
    if known is None:
        known = contract.memo["search sections"] = {
            declared.name: declared.read
            for module in contract.product.engine_modules
            for function in vars(importlib.import_module(module)).values()
            if callable(function)
            for declared in getattr(function, "__dict__", {}).get("declared_sections", ())
            if contract.version in declared.span
        }
    return known


class Constant(NamedTuple):
    """Every document of a set scores the same."""

    find: Callable[[View], Any]
    """The numbers of the matching documents."""
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        return dict.fromkeys(self.find(view), boost * self.boost)


def nothing() -> Query:
    """A query that matches no document."""
    return constant(no_document)


def no_document(view: View) -> tuple[int, ...]:
    """The numbers of none."""
    return ()


def constant(find: Callable[..., Any], *arguments: Any, boost: float = 1.0) -> Query:
    """A query whose matches `find(*arguments, view)` lists, all with the same score."""
    return Constant(partial(find, *arguments), boost)
