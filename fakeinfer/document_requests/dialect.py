"""What the two products answer differently to requests about documents: `Product.documents` of the vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from ..documents import Document, Source
from ..errors import ApiError
from ..formats.jackson import Malformed
from ..operations import Call
from ..search.hits.source import SourceFilter
from ..wire import Json

if TYPE_CHECKING:
    from ..cluster import State


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source made ready for storing: what is kept of it, what is kept beside it, and what follows once it is stored."""

    source: Source
    hidden: Mapping[str, Json] = field(default_factory=dict)
    teach: Callable[[], None] | None = None


def as_it_is(state: State, index: str, source: Source, before: Document | None) -> Prepared | None:
    """Leave a source alone."""
    return None


def allow_all(call: Call, kind: str, index: str) -> None:
    """Leave everything to everybody."""


def as_stored(state: State, index: str, document: Document, wanted: SourceFilter, asked: Sequence[str] = ()) -> Source:
    """The part of the stored source that the request wants."""
    return wanted.apply(document.source)


def as_stored_inside(state: State, index: str, path: str, source: Source, wanted: SourceFilter) -> Source:
    """The part of a nested object that the request wants."""
    return wanted.apply(source, path)


def as_it_is_shown(state: State, index: str, document: Document, wanted: SourceFilter) -> Source:
    """The part of the stored source that is to be copied."""
    return wanted.apply(document.source)


class Dialect(NamedTuple):
    """How a product words and arranges what both do."""

    unreadable: Callable[[Call, bytes, Malformed], ApiError]
    """A document that is no JSON."""
    not_an_object: Callable[[Call], ApiError]
    """A document that is JSON, but no object."""
    before_absent: str
    """What stands between the versions asked for and "but no document was found"."""
    absent_index_type: str
    """The `resource.type` of an absent index when one document of it is asked for."""
    all_for_one: Callable[[str], ApiError]
    """`_all` where one index is to be named, to "read" or to "write" in."""
    dropped: Callable[[State, str, str | None, bool], dict[str, Any]]
    """`(state, index, id, create)`: the answer about a document that a pipeline dropped."""
    unnamed: Callable[[State], str]
    """The id that a bulk shows of a document that failed before it was given one."""
    actions: str
    """What a bulk's action may be, in the words of the refusal."""
    options_token: str
    """What an action's options may begin with, in the words of the refusal."""
    second_action: Callable[[Call, str], None]
    """`(call, where)`: an action line with two keys: warns, refuses, or lets it pass."""
    bulk_answer: tuple[str, ...]
    """The keys of a bulk's answer, in order."""
    misread_action: Callable[[ApiError], ApiError] = lambda refused: refused
    """What becomes of the refusal of an action's `_source`."""
    prepare: Callable[[State, str, Source, Document | None], Prepared | None] = as_it_is
    """`(state, index, source, before)`: changes a document after its pipelines and before it is stored; `before` is the
    document that an update merges into."""
    visible: Callable[[State, str, Document, SourceFilter, Sequence[str]], Source] = as_stored
    """`(state, index, document, wanted, asked)`: the source that an answer shows; `asked` are the fields of a search."""
    visible_inside: Callable[[State, str, str, Source, SourceFilter], Source] = as_stored_inside
    """`(state, index, path, source, wanted)`: what an answer shows of a nested object."""
    allow_item: Callable[[Call, str, str], None] = allow_all
    """`(call, kind, index)`: raises unless the user may index, create, update, delete, get or search this item of many."""
    copied: Callable[[State, str, Document, SourceFilter], Source] = as_it_is_shown
    """`(state, index, document, wanted)`: the source of which a reindex makes a new document."""
    context: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None
    """`(kind, ctx)`: the `ctx` of a script (kind: update, update_by_query or reindex) that refuses what may not be changed
    where it is changed; None where it is looked through afterwards."""
    check_script: Callable[[State, str, bool], None] | None = None
    """`(state, index, in_bulk)`: raises if a document of the index may not be changed by a script."""
    remotes: str = "allowlisted in reindex.remote.allowlist"
    """What other clusters are not, from which nothing is copied."""
    old_limits: bool = True
    """Whether `size` still is another word for `max_docs`, and a destination may have a `type`."""
    tells_ignored_keywords: bool = False
    """Whether hits name the keyword fields of which they have values that are too long to be indexed."""
    keep_task: Callable[..., Json] | None = None
    """Keeps the result of what nobody waited for as that of a task; None where there are no such tasks."""


def dialect_of(state: State) -> Dialect:
    """The ways of the cluster's product."""
    dialect: Dialect = state.contract.product.documents
    return dialect
