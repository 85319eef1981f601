"""Agents of the type `conversational_v2` (3.6): a loop over messages, remembered in a container; no stream, no traces.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLChatAgentRunnerV2.java` and
`AbstractV2AgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats import javanumbers
from ..remote import gson
from . import chat, failures, function_calling, input_failures, llms, memories, providers
from .memories import Memory
from .messages import Message
from .outputs import as_text
from .tokens import Tokens
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

ROUNDS = 5
_CLASSES = {
    providers.CONVERSE: "BedrockConverseModelProvider",
    providers.GEMINI: "GeminiV1BetaGenerateContentModelProvider",
    providers.OPENAI: "OpenaiV1ChatCompletionsModelProvider",
}
_USED = {
    "inputTokens": "input_tokens",
    "outputTokens": "output_tokens",
    "totalTokens": "total_tokens",
    "cacheReadInputTokens": "cache_read_input_tokens",
    "cacheCreationInputTokens": "cache_creation_input_tokens",
}


def run(
    state: State, agent: Mapping[str, Any], parameters: dict[str, str], messages: Sequence[Message]
) -> dict[str, Any]:
    """Answer messages; what comes out has a form of its own."""
    memory = memories.of(state, agent, parameters)
    limit = memories.history_limit(parameters)
    before = memory.messages()
    before = before[-limit:] if limit > 0 else before
    memory.save(messages)
    if "model" not in agent:
        raise input_failures.needs_model_block()
    return _Loop(state, agent, parameters, [*before, *messages], memory).run()


class _Loop:
    """One run."""

    def __init__(
        self,
        state: State,
        agent: Mapping[str, Any],
        parameters: dict[str, str],
        messages: list[Message],
        memory: Memory,
    ) -> None:
        self.state = state
        self.llm = agent["llm"]
        self.memory = memory
        self.messages = messages
        self.provider = providers.named(agent["model"]["model_provider"])
        self.configured = {**(agent.get("parameters") or {}), **parameters}
        function_calling.configure(state, self.configured)
        self.tools = _tools(state, agent, parameters)
        prompt = self.configured.get("system_prompt") or "You are a helpful assistant"
        self.parameters = {**parameters, "system_prompt": prompt}
        self.tokens = Tokens(state, self.configured)
        self.said: list[Message] = []
        """What is to be remembered besides the answer."""

    def run(self) -> dict[str, Any]:
        """The answer, why it came to an end, and what it cost."""
        most = javanumbers.whole(self.parameters.get("max_iteration", ""), 32) or ROUNDS
        for left in range(max(most, 1) - 1, -1, -1):
            answer = llms.say(self.state, self.llm, self._asked(), self.tokens)
            calls = self._calls(answer)
            message = self._message(answer)
            self.messages.append(message)
            if not calls:
                return self._finish(message, "end_turn")
            self.said.append(message)
            if left:
                self._use(calls)
        return self._finish(message, "max_iterations")

    def _asked(self) -> dict[str, str]:
        asked = {
            **self.parameters,
            "body": providers.body_of(self.provider, self.messages),
            "no_escape_params": providers.NOT_ESCAPED,
        }
        if self.tools:
            function_calling.configure(self.state, {**asked, "_llm_interface": self.configured["_llm_interface"]})
            brought = {**self.configured, **asked}
            asked = {**brought, "_tools": function_calling.described(self.state, self.tools, brought)}
        return asked

    def _calls(self, answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        return function_calling.calls_in(answer, self.configured)

    def _message(self, answer: Mapping[str, Any]) -> Message:
        found = providers.message_in(self.provider, answer)
        if found is None:
            raise input_failures.no_message_in_answer(_CLASSES[self.provider])
        message = providers.understood(self.provider, found)
        if message is None:
            raise input_failures.message_not_understood(_CLASSES[self.provider])
        return message

    def _use(self, calls: Sequence[tuple[str, str, str]]) -> None:
        """Run the tools that the model wishes for, one after the other."""
        for name, wish, id in calls:
            text = self._found(self.tools.get(name), wish)
            told = gson.read(function_calling.response_message(id, text or "", self.configured))
            message = providers.understood(self.provider, told)
            if message is not None and (text is not None or self.provider != providers.CONVERSE):
                self.messages.append(message)
                self.said.append(message)

    def _found(self, tool: Tool | None, wish: str) -> str | None:
        """What a tool finds; why it fails the model is not told."""
        if tool is None:
            return None
        try:
            return as_text(tool.run(self.state, {"input": wish}))
        except ApiError as error:
            if error.type.startswith(failures.FAKE):
                raise
            return None

    def _finish(self, message: Message, why: str) -> dict[str, Any]:
        self.memory.save([*self.said, message])
        shown: dict[str, Any] = {}
        if message.get("content"):
            shown["content"] = [{"text": block["text"]} for block in message["content"]]
        shown["role"] = message["role"]
        metrics = {"total_usage": self._used()}
        return {"stop_reason": why, "message": shown, "memory_id": self.memory.id, "metrics": metrics}

    def _used(self) -> dict[str, int]:
        used = next(iter(self.tokens.models.values()), {})
        return {name: used[ours] for name, ours in _USED.items() if used.get(ours)}


def _tools(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> dict[str, Tool]:
    """The agent's tools; when one cannot be made, those that come after it are missing."""
    try:
        return chat.tools_of(state, agent, parameters)
    except ApiError as error:
        if error.type.startswith(failures.FAKE):
            raise
        return {}
