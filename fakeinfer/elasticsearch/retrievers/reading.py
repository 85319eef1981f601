"""Reading retrievers: which kinds there are, what every kind takes, and how one stands inside of another."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, is_ours, not_implemented
from ...formats.positions import token_name
from ...object_parser import FLOAT, TEXT, Field, ObjectParser, Path, Source, Unreadable, parse_error
from ...search.errors import position_of
from ...search.locate import Place
from ...search.query import Query, Reading
from ...versions import Span
from ...wire import Json
from .. import changes
from . import errors
from .tree import Retriever

if TYPE_CHECKING:
    from ...contract import Contract


class Kind(NamedTuple):
    """One kind of retriever: the module that reads it (`read_retriever`), and the versions that have it."""

    module: str
    span: Span


KINDS: Mapping[str, Kind] = {
    "standard": Kind("standard", Span("8.14")),
    "knn": Kind("knn", Span("8.14")),
    "rrf": Kind("rrf", Span("8.14")),
    "text_similarity_reranker": Kind("text_similarity", Span("8.15")),
    "rule": Kind("", Span("8.16")),
    "random_reranker": Kind("", Span("8.16")),
    "rescorer": Kind("rescorer", Span("8.18")),
    "linear": Kind("linear", Span("8.18")),
    "pinned": Kind("pinned", Span("8.19/9.1")),
    "diversify": Kind("diversify", Span("9.3")),
}
"""The kinds (elastic/elasticsearch-specification:specification/_types/Retriever.ts); those without a module are not imitated."""

Read = Callable[[Json, "Context", Source, Path], Retriever]


class Context(NamedTuple):
    """What reading a retriever may ask for."""

    reading: Reading

    def query(self, value: Json, source: Source, path: Path) -> Query:
        """The query that stands at a path; raises `Unreadable`."""
        place = _place(source, path)
        try:
            return self.reading.query(value, place)
        except ApiError as refused:
            if is_ours(refused):
                raise
            found = position_of(refused)
            raise Unreadable(refused, path, position=None if found is None else str(found)) from None

    def place(self, source: Source, path: Path) -> Place:
        """The same path, for readers of the search engine."""
        return _place(source, path)

    def has(self, change: str) -> bool:
        """Whether this version does something."""
        return change in self.reading.state.switched_on


def _place(source: Source, path: Path) -> Place:
    place = Place(None, source.data)
    for step in path:
        place = place / step
    return place


def known_kinds(contract: Contract) -> list[str]:
    """The kinds that a version has."""
    return [name for name, kind in KINDS.items() if contract.version in kind.span]


def reader_of(kind: str) -> Read:
    """What reads a kind."""
    if not KINDS[kind].module:
        raise not_implemented(f"the retriever [{kind}]")
    module = importlib.import_module(f".{KINDS[kind].module}", __package__)
    read: Read = module.read_retriever
    return read


def read_top(value: dict[str, Json], place: Place, reading: Reading) -> Retriever:
    """The retriever of a search."""
    if not value:
        raise errors.empty(place.end())
    name, *others = value
    here = place / name
    if not isinstance(value[name], dict):
        raise errors.no_object(name, here.value())
    known = known_kinds(reading.state.contract)
    if name not in known:
        raise errors.unknown(name, known, here.value())
    text, steps = here.located()
    try:
        found = reader_of(name)(value[name], Context(reading), Source(text), steps)
    except Unreadable as refused:
        raise refused.cause from None
    if others:
        raise errors.several(name, (place / others[0]).key())
    return found


def parser(context: Context, name: str, fields: Mapping[str, Field], **more: Any) -> ObjectParser:
    """The parser of a kind: its own fields, and those that every kind has."""
    every = {"filter": filters(context), "_name": TEXT, "min_score": FLOAT}
    return ObjectParser(name, {**fields, **every}, **more)


def common(read: Mapping[str, Any]) -> dict[str, Any]:
    """What every kind takes, of the fields that were read."""
    return {"filters": tuple(read.get("filter", ())), "name": read.get("_name"), "min_score": read.get("min_score")}


def query_field(context: Context) -> Field:
    """A query."""
    return Field(("START_OBJECT",), context.query)


def filters(context: Context) -> Field:
    """Queries that the documents have to match, or one."""

    def read(value: Json, source: Source, path: Path) -> list[Query]:
        if isinstance(value, dict):
            return [context.query(value, source, path)]
        return [context.query(one, source, (*path, number)) for number, one in enumerate(value)]

    return Field(("START_OBJECT", "START_ARRAY"), read)


def retriever_field(context: Context) -> Field:
    """One retriever inside of another (`declareNamedObject`)."""

    def read(value: dict[str, Json], source: Source, path: Path) -> Retriever:
        if not value:
            at = source.at(path, "end")
            raise _named_failed("retriever", Unreadable(errors.not_registered("retriever", at), path, "end"), source)
        name, *others = value
        here = (*path, name)
        if name not in known_kinds(context.reading.state.contract):
            at = source.at(here, "key")
            raise _named_failed(name, Unreadable(errors.not_registered(name, at), here, "key", at), source)
        try:
            found = reader_of(name)(value[name], context, source, here)
        except ApiError as refused:
            if is_ours(refused):
                raise
            raise _named_failed(name, Unreadable(refused, here), source) from None
        except Unreadable as refused:
            raise _named_failed(name, refused, source) from None
        if others:
            at = source.at((*path, others[0]), "key")
            is_a_parse_error = context.has(changes.RETRIEVERS_END_WITH_PARSE_ERRORS)
            raise Unreadable(errors.left_open(at, is_a_parse_error=is_a_parse_error), path, position=at, final=True)
        return found

    return Field(("START_OBJECT",), read)


def _named_failed(name: str, inner: Unreadable, source: Source) -> Unreadable:
    reason = f"[retriever] failed to parse field [{name}]"
    error = parse_error(inner.at(source), reason, inner.cause)
    return Unreadable(error, inner.path, inner.place, inner.position)


def bare_retriever(value: Json, context: Context, source: Source, path: Path) -> Retriever:
    """A retriever that is an element of a list: an object with its kind."""
    if not isinstance(value, dict):
        raise ApiError(500, "illegal_state_exception", f"expected value but got [{token_name(value)}]")
    name = next(iter(value), "retrievers")
    here = (*path, name) if value else path
    if name not in known_kinds(context.reading.state.contract):
        at = source.at(here, "key" if value else "end")
        raise Unreadable(errors.not_registered(name, at), here, position=at)
    return reader_of(name)(value[name], context, source, here)
