"""Documents: write, read, change and remove them one by one, with versions and sequence numbers as an index counts them.

Documents of an index are the collection `docs:<index>`, id to `Document`. Versions of removed ids are remembered for a minute
(`index.gc_deletes`) in `tombstones:<index>`, because the server goes on counting from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from . import indices
from .errors import document_already_exists, document_missing, version_conflict
from .mapping.learning import learned

if TYPE_CHECKING:
    from .cluster import State

Source = dict[str, Any]

TOMBSTONE_MILLIS = 60_000


@dataclass(frozen=True, slots=True)
class Document:
    """One stored document; `source` is never edited in place.

    `hidden` is what the server keeps beside the source and shows only when asked, by the name of its metadata field.
    """

    id: str
    version: int
    seq_no: int
    primary_term: int
    source: Source
    routing: str | None = None
    hidden: Mapping[str, Any] = field(default_factory=dict)


class Condition(NamedTuple):
    """What must hold for a write: the document is that of a sequence number and term, or an outside version is higher."""

    seq_no: int | None = None
    primary_term: int | None = None
    version: int | None = None
    or_equal: bool = False
    before_absent: str = " "
    """What stands between the versions asked for and "but no document was found"."""

    def check(self, index: str, uuid: str, id: str, existing: Document | None, known_version: int) -> None:
        """409 when it does not hold."""
        if self.seq_no is not None:
            now = "but no document was found"
            if existing is not None:
                if (existing.seq_no, existing.primary_term) == (self.seq_no, self.primary_term):
                    return
                now = f"current document has seqNo [{existing.seq_no}] and primary term [{existing.primary_term}]"
            glue = self.before_absent if existing is None else ". "
            why = f"required seqNo [{self.seq_no}], primary term [{self.primary_term}]{glue}{now}"
            raise version_conflict(index, uuid, id, why)
        if self.version is not None and known_version > 0:
            if self.or_equal and known_version > self.version:
                raise version_conflict(
                    index,
                    uuid,
                    id,
                    f"current version [{known_version}] is higher than the one provided [{self.version}]",
                )
            if not self.or_equal and known_version >= self.version:
                why = f"current version [{known_version}] is higher or equal to the one provided [{self.version}]"
                raise version_conflict(index, uuid, id, why)


UNCONDITIONAL = Condition()


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a write. `shards` is the number of copies that it counts in `_shards.total`."""

    index: str
    id: str
    version: int
    result: str
    """"created", "updated", "deleted", "not_found" or "noop"."""
    seq_no: int
    primary_term: int
    forced_refresh: bool = False
    shards: int = 2
    executed: tuple[str, ...] = ()
    """The pipelines that the document went through."""

    def answer(self, shards: Mapping[str, int] | None = None) -> dict[str, Any]:
        """The answer's JSON, keys in the servers' order; `shards` replaces `_shards`."""
        answer: dict[str, Any] = {
            "_index": self.index,
            "_id": self.id,
            "_version": self.version,
            "result": self.result,
        }
        if self.forced_refresh:
            answer["forced_refresh"] = True
        answer["_shards"] = dict(shards) if shards is not None else self._shards()
        answer["_seq_no"] = self.seq_no
        answer["_primary_term"] = self.primary_term
        return answer

    def _shards(self) -> dict[str, int]:
        if self.result == "noop":
            return {"total": 0, "successful": 0, "failed": 0}
        return {"total": self.shards, "successful": 1, "failed": 0}


def write(
    state: State,
    index: str,
    id: str | None,
    source: Source,
    *,
    create_only: bool = False,
    refresh: bool = False,
    condition: Condition = UNCONDITIONAL,
    text: bytes | None = None,
    routing: str | None = None,
    hidden: Mapping[str, Any] | None = None,
) -> Written:
    """Store a document, new or in place of an older one; an absent index is created, an absent id drawn.

    With `create_only` a document that is there is a version conflict (409). The mapping learns new fields and refuses what
    known ones cannot hold; `text` is what the source was parsed from.
    """
    id = state.ids.auto_id() if id is None else id
    if not indices.exists(state, index):
        indices.create(state, index, mappings=learned(state, {}, id, source, text))
    existing = read(state, index, id)
    uuid = indices.find(state, index)["uuid"]
    if existing is not None and create_only:
        raise document_already_exists(index, uuid, id, existing.version)
    known = existing.version if existing else _buried_version(state, index, id)
    condition.check(index, uuid, id, existing, known)
    _teach(state, index, id, source, text)
    version = known + 1 if condition.version is None else condition.version
    result = "updated" if existing else "created"
    return _store(state, index, Document(id, version, 0, 1, source, routing, hidden or {}), result, refresh=refresh)


def read(state: State, index: str, id: str) -> Document | None:
    """The document, or None: also when there is no such index."""
    document: Document | None = state.store.get(f"docs:{index}", id)
    return document


def update(state: State, index: str, id: str, changes: Source, *, refresh: bool = False) -> Written:
    """Store a document with some of its top-level keys replaced; absent is 404."""
    existing = read(state, index, id)
    if existing is None:
        raise document_missing(index, indices.find(state, index)["uuid"], id)
    source = {**existing.source, **changes}
    _teach(state, index, id, source, None)
    return _store(
        state, index, replace(existing, version=existing.version + 1, source=source), "updated", refresh=refresh
    )


def remove(
    state: State, index: str, id: str, *, refresh: bool = False, condition: Condition = UNCONDITIONAL
) -> Written:
    """Remove a document. An absent one is `not_found` and counts versions all the same: 1, then 2, .."""
    record = indices.find(state, index)
    existing = read(state, index, id)
    known = existing.version if existing else _buried_version(state, index, id)
    condition.check(index, record["uuid"], id, existing, known)
    version = known + 1 if condition.version is None else condition.version
    seq_no = _next_seq_no(state, index)
    state.store.delete(f"docs:{index}", id)
    state.store.put(f"tombstones:{index}", id, (version, state.clock.millis))
    result = "deleted" if existing else "not_found"
    return Written(index, id, version, result, seq_no, 1, refresh, indices.copies(record))


def all_documents(state: State, index: str) -> Iterable[Document]:
    """Every document, in the order in which they were written last (`_seq_no`), which is the order of `_doc`."""
    return list(state.store[f"docs:{index}"].values())


def generation(state: State, index: str) -> object:
    """A token that is the same object as long as no document of the index changed; caches hold on to it."""
    return state.store.get("sequences", index)


def _teach(state: State, index: str, id: str, source: Source, text: bytes | None) -> None:
    record = indices.find(state, index)
    before = record["mappings"]
    after = learned(state, before, id, source, text, record["settings"])
    if after is not before:
        indices.put_mappings(state, index, after)


def _store(state: State, index: str, document: Document, result: str, *, refresh: bool) -> Written:
    """Keep a document under the next sequence number."""
    seq_no = _next_seq_no(state, index)
    documents = state.store[f"docs:{index}"]
    documents.pop(document.id, None)  # a written document moves to the end, as in a Lucene index
    documents[document.id] = replace(document, seq_no=seq_no)
    copies = indices.copies(indices.find(state, index))
    return Written(index, document.id, document.version, result, seq_no, document.primary_term, refresh, copies)


def _next_seq_no(state: State, index: str) -> int:
    sequence = state.store.get("sequences", index)
    seq_no: int = 0 if sequence is None else sequence[0] + 1
    state.store.put("sequences", index, (seq_no,))
    return seq_no


def _buried_version(state: State, index: str, id: str) -> int:
    buried = state.store.get(f"tombstones:{index}", id)
    if buried is None or state.clock.millis - buried[1] > TOMBSTONE_MILLIS:
        return 0
    version: int = buried[0]
    return version
