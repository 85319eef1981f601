"""What agents remember: the conversation an agent is run in, its root message, traces, and the history that a model is told.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/memory/ConversationIndexMemory.java`. Agents
that remember in a container do so in `container_memory.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from ..agents import errors as agent_errors
from ..cluster.cluster_settings import setting
from ..memory import conversations
from ..memory.conversations import MESSAGES
from . import changes, failures, input_failures, messages
from .messages import Message
from .numbers import is_true, whole

if TYPE_CHECKING:
    from ...cluster import State

KIND = "conversation_index"
CONTAINER = "agentic_memory"
REMOTE = "remote_agentic_memory"
LAST_MESSAGES = 10
"""How much of a conversation is looked at, unless `message_history_limit` says otherwise."""
MOST_MESSAGES = 10_000
Pairs = list[tuple[str | None, str | None]]


class Memory(Protocol):
    """One conversation during one run."""

    id: str
    root: str | None
    """The message that asks, whose answer comes last."""

    def trace(self, asked: str | None, answered: str, origin: str, *, always: bool = False) -> None:
        """Note a step on the way; `always`, even where traces are left out."""

    def answer(self, changed: Mapping[str, Any]) -> None:
        """Write what came out into the root message."""

    def history(self, limit: int) -> Pairs:
        """Questions and answers of this conversation, oldest first; None or nothing for an answer that is not there."""

    def messages(self) -> list[Message]:
        """The conversation as messages."""

    def save(self, said: Sequence[Message]) -> None:
        """Add messages to the conversation."""


@dataclass(slots=True)
class Conversation:
    """A memory in the two indices of conversations."""

    state: State
    id: str
    root: str | None = None
    disabled: bool = False
    """Whether traces are left out."""
    traces: int = 0
    unanswered: str | None = None
    """The message that waits for what the assistant says."""

    def trace(self, asked: str | None, answered: str, origin: str, *, always: bool = False) -> None:
        """Note a step on the way."""
        if self.disabled and not always:
            return
        self.traces += 1
        texts = {"input": asked, "response": answered, "origin": origin}
        conversations.add_message(self.state, self.id, texts, parent=self.root, trace_number=self.traces)

    def answer(self, changed: Mapping[str, Any]) -> None:
        """Write what came out into the root message."""
        if self.root is not None:
            conversations.find_message(self.state, self.root, updating=True)
            conversations.change(self.state, MESSAGES, self.root, dict(changed))

    def history(self, limit: int) -> Pairs:
        """Questions and answers of this conversation."""
        conversations.check_access(self.state, self.id, f"memory {self.id}")
        said = conversations.said_in(self.state, self.id)
        last = said[-limit:] if limit else []
        return [(message.source.get("input"), message.source.get("response")) for message in last]

    def messages(self) -> list[Message]:
        """The conversation as messages, texts alone."""
        told = []
        for asked, answered in self.history(MOST_MESSAGES):
            told += [messages.text_message("user", asked)] if asked and asked.strip() else []
            told += [messages.text_message("assistant", answered)] if answered and answered.strip() else []
        return told

    def save(self, said: Sequence[Message]) -> None:
        """Add messages as questions with their answers; what tools were asked and gave is not kept."""
        kept = messages.said_in_words(said)
        if not kept:
            return
        waiting, self.unanswered = self.unanswered, None
        spoken = [messages.text_of(message) for message in kept if str(message["role"]).lower() == "assistant"]
        answer = "\n".join(filter(None, spoken))
        if waiting is not None and answer:
            conversations.change(self.state, MESSAGES, waiting, {"response": answer})
            return
        for asked, answered in messages.pairs(kept):
            conversations.add_message(self.state, self.id, {"input": asked, "response": answered})
        last = kept[-1]
        if str(last["role"]).lower() == "user" and (text := messages.text_of(last)):
            self.unanswered = conversations.add_message(self.state, self.id, {"input": text, "response": ""})


def kind_of(state: State, agent: Mapping[str, Any]) -> str | None:
    """The kind of an agent's memory; None where it has none that is begun before the run."""
    named = (agent.get("memory") or {}).get("type")
    if changes.AGENTS_NEED_NO_MEMORY not in state.switched_on:
        return KIND if named == KIND else None
    if named is None:
        return None
    if named.lower() not in (KIND, CONTAINER, REMOTE):
        raise failures.wrong_memory_type()
    return str(named.lower())


def of(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Memory:
    """The memory that an agent with one runs in."""
    kind = kind_of(state, agent)
    if kind is None:
        raise failures.no_memory_of_this_kind()
    disabled, root = is_true(parameters.get("disable_trace")), parameters.get("parent_interaction_id")
    if kind == KIND:
        return Conversation(state, parameters["memory_id"], root, disabled)
    from . import container_memory

    return container_memory.of(state, agent, parameters, disabled=disabled)


def open_or_begin(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> Memory:
    """Find or begin the memory of an agent that has one; `parameters` learn its id."""
    if kind_of(state, agent) == KIND:
        if not parameters.get("memory_id"):
            parameters["memory_id"] = conversations.create(state, parameters.get("question"), agent.get("app_type"))
        return of(state, agent, parameters)
    from . import container_memory

    return container_memory.open_or_begin(state, agent, parameters)


def begin(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> None:
    """Find or begin the memory and ask in it; `parameters` learn both ids."""
    memory = open_or_begin(state, agent, parameters)
    again = parameters.get("regenerate_interaction_id")
    if again is not None:
        asked = conversations.find_message(state, again).get("input")
        if asked is not None:
            parameters.setdefault("question", asked)
    if "question" not in parameters:
        raise input_failures.no_question()
    if isinstance(memory, Conversation):
        root = conversations.add_message(state, memory.id, {"input": parameters["question"], "response": ""})
    else:
        from . import container_memory

        root = container_memory.ask(memory, parameters["question"])
    parameters["parent_interaction_id"] = root
    if again is not None and isinstance(memory, Conversation):
        conversations.forget_message(state, again)


def check_remote(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
    """Refuse memory that is elsewhere while that is switched off (3.5)."""
    if changes.AGENTS_NEED_NO_MEMORY not in state.switched_on:
        return
    is_remote = str((agent.get("memory") or {}).get("type")).lower() == REMOTE or parameters.get("memory_configuration")
    if is_remote and not setting(state, "plugins.ml_commons.remote_agentic_memory_enabled"):
        raise agent_errors.remote_memory_off()


def history_limit(parameters: Mapping[str, str]) -> int:
    """How many messages of the conversation a model is told."""
    return whole(parameters.get("message_history_limit"), LAST_MESSAGES)


def answered(pairs: Pairs) -> list[tuple[str | None, str]]:
    """The questions that have an answer."""
    return [(asked, answer) for asked, answer in pairs if answer]


def told(pairs: Sequence[tuple[str | None, str]], prefix: str) -> str | None:
    """The history as a text; None when there is none."""
    if not pairs:
        return None
    return prefix + "".join(f"Human:{asked or 'null'}\nAssistant:{answer}\n" for asked, answer in pairs)
