"""Context management while an agent runs (3.5): managers that keep short what a model is told, each at its hook.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/contextmanager/` and
`.../plugin/src/main/java/org/opensearch/ml/task/MLExecuteTaskRunner.java`. A manager that is set up wrongly is left out, one that
fails changes nothing, as on the server.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError
from ...formats import javanumbers
from .. import changes
from ..agents.context_management_api import TEMPLATES
from ..ml import indices as ml_indices
from ..prediction.predicting import predict_by_model
from ..remote import gson, jsonpath
from . import failures
from .outputs import grouped

if TYPE_CHECKING:
    from ...cluster import State

PRE_LLM, POST_TOOL, POST_MEMORY = "PRE_LLM", "POST_TOOL", "POST_MEMORY"
MESSAGES = 20
OUTPUT = 40_000
KEPT = 10
RATIO = 0.3
_ASKED = "Help summarize the following"
_PROMPT = (
    "You are a interactions summarization agent. Summarize the provided interactions concisely while preserving key "
    "information and context."
)
Pair = tuple[str | None, str | None]


class Context(NamedTuple):
    """What a manager looks at: one of the lists is what it is about."""

    parameters: Mapping[str, str]
    interactions: list[str] = []  # noqa: RUF012 - never changed
    history: list[Pair] = []  # noqa: RUF012 - never changed
    messages: list[dict[str, Any]] = []  # noqa: RUF012 - never changed
    output: str | None = None

    @property
    def tokens(self) -> int:
        """How many tokens there are, four characters each."""
        texts: list[str | None] = [self.parameters.get("system_prompt"), self.parameters.get("question")]
        if self.messages:
            texts += [text for message in self.messages for text in _texts_of(message)]
        else:
            texts += [text for pair in self.history for text in pair]
        return sum(math.ceil(len(text) / 4) for text in [*texts, *self.interactions] if text)


class Manager(NamedTuple):
    """One manager of one hook."""

    kind: str
    config: Mapping[str, Any]

    def is_wanted(self, context: Context) -> bool:
        """Whether all its rules of activation hold."""
        rules = _object(self.config.get("activation"))
        most_tokens, most_messages = _rule(rules.get("tokens_exceed")), _rule(rules.get("message_count_exceed"))
        if most_tokens is not None and context.tokens <= most_tokens:
            return False
        return most_messages is None or len(context.messages or context.history) > most_messages


class Hooks:
    """The managers of one run."""

    def __init__(self, state: State, managers: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        self.state = state
        self.managers = {
            hook: [Manager(one["type"], _object(one.get("config"))) for one in ones if one["type"] in _MANAGERS]
            for hook, ones in managers.items()
        }

    def before_asking(self, parameters: Mapping[str, str], interactions: list[str]) -> list[str]:
        """The calls of functions that the model is told of."""
        if not interactions:
            return interactions
        return self._run(PRE_LLM, Context(parameters, interactions=interactions)).interactions

    def after_tool(self, parameters: Mapping[str, str], output: str) -> str:
        """What a tool found."""
        kept = self._run(POST_TOOL, Context(parameters, output=output)).output
        return output if kept is None else kept

    def after_memory(self, parameters: Mapping[str, str], history: list[Pair]) -> list[Pair]:
        """The conversation so far (3.6)."""
        if changes.MEMORY_IS_MANAGED not in self.state.switched_on or not history:
            return history
        return self._run(POST_MEMORY, Context(parameters, history=history)).history

    def after_messages(self, parameters: Mapping[str, str], messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The conversation so far, as messages (3.6)."""
        if not messages:
            return messages
        kept = self._run(POST_MEMORY, Context(parameters, messages=messages)).messages
        return kept if len(kept) != len(messages) else messages

    def _run(self, hook: str, context: Context) -> Context:
        for manager in self.managers.get(hook, ()):
            if manager.is_wanted(context):
                context = _MANAGERS[manager.kind](self.state, manager.config, context)
        return context


def of(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Hooks | None:
    """The hooks of an agent: of the template that the call names, or the agent; or those of the agent itself."""
    name = parameters.get("context_management_name")
    if name is None or not name.strip():
        name = agent.get("context_management_name")
    if name:
        template = ml_indices.find(state, TEMPLATES, name)
        if template is None:
            raise failures.context_template_not_found(name)
        return Hooks(state, template["hooks"])
    own = agent.get("context_management")
    return Hooks(state, own.get("hooks") or {}) if own else None


def _slide(state: State, config: Mapping[str, Any], context: Context) -> Context:
    """`SlidingWindowManager`: keep the newest."""
    most = _whole(config.get("max_messages"), MESSAGES)
    most = most if most > 0 else MESSAGES
    interactions, messages = context.interactions, context.messages
    if len(interactions) > most:
        interactions = interactions[_safe(interactions, len(interactions) - most) :]
    if len(messages) > most:
        start = _safe_in_messages(messages, len(messages) - most)
        messages = messages[start:] if start < len(messages) else messages
    return context._replace(interactions=interactions, history=context.history[-most:], messages=messages)


def _truncate(state: State, config: Mapping[str, Any], context: Context) -> Context:
    """`ToolsOutputTruncateManager`: cut what a tool found."""
    most = _whole(config.get("max_output_length"), OUTPUT)
    most = most if most > 0 else OUTPUT
    output = context.output
    if output is None or len(output) <= most:
        return context
    told = f"... [Output truncated - original length: {len(output)} characters]"
    return context._replace(output=output[:most] + told)


def _summarize(state: State, config: Mapping[str, Any], context: Context) -> Context:
    """`SummarizationManager`: have a model sum up the oldest."""
    if context.interactions:
        return _sum_up_interactions(state, config, context)
    return _sum_up_messages(state, config, context) if len(context.messages) > 1 else context


def _sum_up_interactions(state: State, config: Mapping[str, Any], context: Context) -> Context:
    interactions = context.interactions
    cut = min(
        _share(config, len(interactions)), len(interactions) - _whole(config.get("preserve_recent_messages"), KEPT)
    )
    if cut <= 0:
        return context
    cut = cut if cut >= len(interactions) else _safe(interactions, cut)
    prompt = _ASKED + ",".join(interactions[:cut])
    summary = _summary(state, config, context, {"prompt": prompt})
    if summary is None:
        return context
    told = f"Summarized previous interactions: {gson.escaped(summary)}"
    first = f'{{"role":"assistant","content":[{{"type": "text", "text": "{told}"}}]}}'
    return context._replace(interactions=[first, *interactions[cut:]])


def _sum_up_messages(state: State, config: Mapping[str, Any], context: Context) -> Context:
    messages = context.messages
    kept = max(1, min(_whole(config.get("preserve_recent_messages"), KEPT), len(messages) - 1))
    cut = min(_share(config, len(messages)), len(messages) - kept)
    cut = _safe_in_messages(messages, cut) if cut > 0 else 0
    texts = [block["text"] for message in messages[:cut] for block in message.get("content") or () if "text" in block]
    if not 0 < cut < len(messages) or not texts:
        return context
    prompt = f"{_ASKED}:\n" + "".join(f"{text}\n" for text in texts)
    body = f'{{"role":"user","content":[{{"text":"{gson.escaped(prompt)}"}}]}}'
    summary = _summary(state, config, context, {"prompt": prompt, "body": body})
    if summary is None:
        return context
    told = {"type": "TEXT", "text": f"Summarized previous interactions: {summary}"}
    return context._replace(messages=[{"role": "assistant", "content": [told]}, *messages[cut:]])


def _summary(state: State, config: Mapping[str, Any], context: Context, asked: Mapping[str, str]) -> str | None:
    model = config.get("summarization_model_id") or context.parameters.get("_llm_model_id")
    if not isinstance(model, str):
        return None
    given = {**asked, "system_prompt": str(config.get("summarization_system_prompt", _PROMPT))}
    try:
        answer = grouped(predict_by_model(state, model, parameters=given))[0][0].get("dataAsMap") or {}
    except ApiError as error:
        if error.type.startswith(failures.FAKE):
            raise
        return None
    path = context.parameters.get("llm_response_filter")
    if path:
        try:
            return gson.parameter(jsonpath.read(answer, path)).strip()
        except ApiError:
            pass  # the whole answer is taken then
    if list(answer) == ["response"] and isinstance(answer["response"], str):
        return answer["response"].strip()
    return gson.text(dict(answer))


_MANAGERS: Mapping[str, Callable[[Any, Mapping[str, Any], Context], Context]] = {
    "SlidingWindowManager": _slide,
    "ToolsOutputTruncateManager": _truncate,
    "SummarizationManager": _summarize,
    "ConversationManager": _summarize,
}


def _share(config: Mapping[str, Any], count: int) -> int:
    ratio = config.get("summary_ratio", RATIO)
    try:
        share = float(ratio) if not isinstance(ratio, bool) else RATIO
    except (TypeError, ValueError):
        share = RATIO
    return max(1, int(count * (share if 0.1 <= share <= 0.8 else RATIO)))


def _whole(value: Any, default: int) -> int:
    """A number of a manager's configuration; what is none counts as not said."""
    if isinstance(value, str):
        number = javanumbers.whole(value, 32)
        return default if number is None else number
    if isinstance(value, int) and not isinstance(value, bool):
        return (value + 2**31) % 2**32 - 2**31  # as Java cuts it
    if isinstance(value, float):
        return int(max(-(2.0**31), min(value, 2.0**31 - 1))) if value == value else 0
    return default


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _rule(value: Any) -> int | None:
    most = _whole(value, 0)
    return most if most > 0 else None


def _safe(interactions: Sequence[str], at: int) -> int:
    """Where interactions may be cut without parting a call of a function from what it gave."""
    while at < len(interactions):
        gives = _is_result(interactions[at])
        calls = "toolUse" in interactions[at] and at + 1 < len(interactions) and not _is_result(interactions[at + 1])
        if not gives and not calls:
            break
        at += 1
    return at


def _is_result(interaction: str) -> bool:
    return "toolResult" in interaction or "tool_call_id" in interaction


def _safe_in_messages(messages: Sequence[Mapping[str, Any]], at: int) -> int:
    """The same for messages."""
    while 0 < at < len(messages):
        gives = messages[at].get("role") == "tool" and messages[at].get("toolCallId") is not None
        calls = messages[at - 1].get("role") == "assistant" and messages[at - 1].get("toolCalls")
        if not gives and not calls:
            break
        at += 1
    return at


def _texts_of(message: Mapping[str, Any]) -> list[str]:
    calls = [call.get("function") or {} for call in message.get("toolCalls") or ()]
    texts = [block.get("text") for block in message.get("content") or ()]
    return [text for text in [*texts, *(call.get(name) for call in calls for name in ("name", "arguments"))] if text]
