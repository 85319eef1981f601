"""Agents that remember in a memory container (`agentic_memory`, 3.5): a session, and working memories in it.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/memory/AgenticConversationMemory.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import documents
from ...documents import Document
from ...errors import not_implemented
from ..agentic_memory import errors, places
from ..memory.conversations import user_name
from . import changes, failures
from .memories import REMOTE, Memory, Pairs, kind_of
from .messages import Message

if TYPE_CHECKING:
    from ...cluster import State

MOST = 10_000


@dataclass(slots=True)
class ContainerMemory:
    """A session during one run."""

    state: State
    container: str
    id: str
    root: str | None = None
    disabled: bool = False
    traces: int = 0

    def trace(self, asked: str | None, answered: str, origin: str, *, always: bool = False) -> None:
        """Note a step on the way."""
        if self.disabled and not always:
            return
        self.traces += 1
        said = {"input": asked or "", "response": answered}
        about = {"parent_message_id": self.root, "trace_number": self.traces, "origin": origin}
        about = {name: value for name, value in about.items() if value is not None}
        metadata = {"type": "trace", **{name: str(value) for name, value in about.items()}}
        self.add({**said, **about}, metadata, self.traces)

    def answer(self, changed: Mapping[str, Any]) -> None:
        """Write what came out into the working memory that asks."""
        if self.root is None:
            return
        index = self._index()
        found = documents.read(self.state, index, self.root)
        if found is None:
            raise errors.memory_not_found()
        now = self.state.clock
        blob = {**(found.source.get("structured_data_blob") or {}), **changed, "updated_time": now.iso()}
        source = {**found.source, "structured_data_blob": blob, "last_updated_time": now.millis}
        documents.write(self.state, index, self.root, source, refresh=True)

    def history(self, limit: int) -> Pairs:
        """Questions and answers of this session, the oldest of them."""
        blobs = [kept.source.get("structured_data_blob") or {} for kept in self._kept() if _kind(kept) != "trace"]
        said = [(blob.get("input") or "", blob.get("response") or "") for blob in blobs[:limit] if _says(blob)]
        return list(said)

    def messages(self) -> list[Message]:
        """The messages of this session."""
        kept = [one for one in self._kept() if _kind(one) == "structured_message"]
        return [one.source["structured_data_blob"]["message"] for one in sorted(kept, key=_message_id)]

    def save(self, said: Sequence[Message]) -> None:
        """Add messages to the session, numbered."""
        numbers = [_message_id(kept) for kept in self._kept() if _kind(kept) == "structured_message"]
        for number, message in enumerate(said, max(numbers, default=-1) + 1):
            role = {"role": message["role"]} if message.get("role") is not None else {}
            self.add({"message": message}, {"type": "structured_message", **role}, number, timed=False)

    def add(
        self, blob: Mapping[str, Any], metadata: Mapping[str, str], number: int | None, *, timed: bool = True
    ) -> str:
        """Keep a working memory in the session; its id."""
        now = self.state.clock
        times = {"create_time": now.iso(), "updated_time": now.iso()} if timed else {}
        memory = {
            "memory_container_id": self.container,
            "payload_type": "conversational",
            "message_id": number,
            "structured_data_blob": {**blob, **times},
            "namespace": {"session_id": self.id},
            "namespace_size": 1,
            "infer": False,
            "metadata": dict(metadata),
            "owner_id": user_name(self.state),
            "created_time": now.millis,
            "last_updated_time": now.millis,
        }
        return places.add(self.state, self._index(), memory).id

    def _index(self) -> str:
        index = places.index_of(
            self.state, places.find_container(self.state, self.container)["configuration"], "working"
        )
        assert index is not None
        return index

    def _kept(self) -> list[Document]:
        own = {"memory_container_id": self.container, "namespace": {"session_id": self.id}}
        found = documents.all_documents(self.state, self._index())
        return [kept for kept in found if all(kept.source.get(name) == value for name, value in own.items())]


def of(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str], *, disabled: bool) -> ContainerMemory:
    """The session that an agent runs in."""
    root = parameters.get("parent_interaction_id")
    return ContainerMemory(state, _container(state, agent, parameters), parameters["memory_id"], root, disabled)


def open_or_begin(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> ContainerMemory:
    """Find or begin the session of a run; `parameters` learn its id."""
    container = _container(state, agent, parameters)
    id = parameters.get("memory_id")
    if not id or changes.SESSIONS_ARE_ENSURED in state.switched_on:
        parameters["memory_id"] = _session(state, container, id or None, parameters.get("question"))
    return of(state, agent, parameters, disabled=False)


def ask(memory: Memory, question: str) -> str:
    """Ask in the session; the id of the working memory that holds the question."""
    assert isinstance(memory, ContainerMemory)
    blob = {"input": question, "response": "", "final_answer": True}
    return memory.add(blob, {"type": "message"}, None)


def _container(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> str:
    if kind_of(state, agent) == REMOTE or parameters.get("memory_configuration"):
        raise not_implemented("agents that remember in another cluster")
    container = parameters.get("memory_container_id") or agent["memory"].get("memory_container_id")
    if not container:
        raise failures.no_memory_container()
    places.find_container(state, container)
    return str(container)


def _session(state: State, container: str, id: str | None, summary: str | None) -> str:
    """A session of this id, which may be there already; where the container keeps none, an id is all there is."""
    index = places.index_of(state, places.find_container(state, container)["configuration"], "sessions")
    if index is None:
        if id is None:
            raise errors.sessions_disabled()
        return id
    if id is not None and documents.read(state, index, id) is not None:
        return id
    now = state.clock.millis
    session = {
        "owner_id": user_name(state),
        "memory_container_id": container,
        "summary": summary,
        "created_time": now,
        "last_updated_time": now,
    }
    return places.add(state, index, session, id).id


def _kind(kept: Document) -> str | None:
    kind: str | None = (kept.source.get("metadata") or {}).get("type")
    return kind


def _says(blob: Mapping[str, Any]) -> bool:
    return blob.get("input") is not None or blob.get("response") is not None


def _message_id(kept: Document) -> int:
    number: int = kept.source.get("message_id", 0)
    return number
