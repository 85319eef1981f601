"""What agents remember: the conversation an agent is run in, its root message, traces, and the history that a model is told.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/memory/ConversationIndexMemory.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .. import conversations
from ..conversations import MESSAGES
from . import failures
from .numbers import is_true, whole

if TYPE_CHECKING:
    from ...cluster import State

KIND = "conversation_index"
LAST_MESSAGES = 10
"""How much of a conversation is looked at, unless `message_history_limit` says otherwise."""


@dataclass(slots=True)
class Memory:
    """One conversation during one run; `root` is the message that asks, whose answer comes last."""

    state: State
    id: str
    root: str | None = None
    disabled: bool = False
    """Whether traces are left out."""
    traces: int = 0

    def trace(self, asked: str | None, answered: str, origin: str) -> None:
        """Note a step on the way."""
        if self.disabled:
            return
        self.traces += 1
        texts = {"input": asked, "response": answered, "origin": origin}
        conversations.add_message(self.state, self.id, texts, parent=self.root, trace_number=self.traces)

    def answer(self, changed: Mapping[str, Any]) -> None:
        """Write what came out into the root message."""
        if self.root is not None:
            conversations.find_message(self.state, self.root, updating=True)
            conversations.change(self.state, MESSAGES, self.root, dict(changed))

    def history(self, limit: int) -> list[tuple[str | None, str]]:
        """Questions and answers of this conversation, oldest first, those without an answer left out."""
        conversations.check_access(self.state, self.id, f"memory {self.id}")
        said = conversations.said_in(self.state, self.id)
        last = said[-limit:] if limit else []
        pairs = [(message.source.get("input"), message.source.get("response")) for message in last]
        return [(asked, answered) for asked, answered in pairs if answered]


def of(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Memory:
    """The conversation that an agent with memory runs in."""
    if agent["memory"].get("type") != KIND:
        raise failures.no_memory_of_this_kind()
    disabled = is_true(parameters.get("disable_trace"))
    return Memory(state, parameters["memory_id"], parameters.get("parent_interaction_id"), disabled)


def begin(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> None:
    """Find or begin the conversation and ask in it; `parameters` learn both ids."""
    question, id = parameters.get("question"), parameters.get("memory_id")
    if not id:
        id = conversations.create(state, question, agent.get("app_type"))
    parameters["memory_id"] = id
    again = parameters.get("regenerate_interaction_id")
    if again is not None:
        asked = conversations.find_message(state, again).get("input")
        if asked is not None:
            parameters.setdefault("question", asked)
    if "question" not in parameters:
        raise failures.no_question()
    root = conversations.add_message(state, id, {"input": parameters["question"], "response": ""})
    parameters["parent_interaction_id"] = root
    if again is not None:
        conversations.forget_message(state, again)


def history_limit(parameters: Mapping[str, str]) -> int:
    """How many messages of the conversation a model is told."""
    return whole(parameters.get("message_history_limit"), LAST_MESSAGES)


def told(pairs: list[tuple[str | None, str]], prefix: str) -> str | None:
    """The history as a text; None when there is none."""
    if not pairs:
        return None
    return prefix + "".join(f"Human:{asked or 'null'}\nAssistant:{answered}\n" for asked, answered in pairs)
