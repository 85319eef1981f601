"""Conversational agents: a model is asked, runs the tools it wishes for, and is asked again with what they found (ReAct).

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLChatAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..predicting import predict_by_model
from ..remote import gson
from ..remote.templates import filled
from . import answers, failures, memories, prompts, toolbox
from .memories import Memory
from .numbers import is_true, whole
from .outputs import Tensor, Value, as_observation, grouped, result
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

ITERATIONS = 3


def run_conversational(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> list[list[Tensor]]:
    """Ask the model until it answers finally, or was asked often enough."""
    if "memory" not in agent:
        raise failures.memory_is_null()
    memory = memories.of(state, agent, parameters)
    prefix = parameters.get("prompt.chat_history_prefix", prompts.templates()["chat_history_prefix"])
    history = memories.told(memory.history(memories.history_limit(parameters)), prefix)
    if history is not None:
        parameters["chat_history"] = history
    specs = toolbox.specs_of(agent, parameters)
    if specs is None:
        raise failures.tools_are_null()
    tools = toolbox.in_java_order([toolbox.make(state, spec, parameters) for spec in specs])
    return _Reasoning(state, agent["llm"], tools, memory, parameters).run()


class _Reasoning:
    """One run of the loop."""

    def __init__(
        self,
        state: State,
        llm: Mapping[str, Any],
        tools: Mapping[str, Tool],
        memory: Memory,
        parameters: Mapping[str, str],
    ) -> None:
        self.state = state
        self.model = llm["model_id"]
        self.tools = tools
        self.memory = memory
        self.parameters = prompts.with_defaults({**(llm.get("parameters") or {}), **parameters})
        self.prompt = prompts.build(tools, self.parameters)
        self.question = self.parameters.get("question")
        self.told: dict[str, list[str]] = {}
        """Outputs of tools that are part of the answer."""
        self.steps: list[Tensor] = []
        """What a verbose answer shows."""

    def run(self) -> list[list[Tensor]]:
        """The answer: ids of memory and message, then what was said."""
        patterns = self.parameters.get("llm_response_pattern")
        listed = gson.read(patterns) if patterns is not None else ()
        thought, scratchpad = "", ""
        for _ in range(whole(self.parameters.get("max_iteration"), ITERATIONS)):
            said = answers.read(self._ask(scratchpad), list(self.tools), listed)
            if said.final_answer is not None:
                return self._finish(said.final_answer)
            thought = said.thought
            self._step(said.whole)
            self.memory.trace(self.question, said.whole, "LLM")
            found = as_observation(self._use(self.tools[said.action], said.action_input))
            if self.tools[said.action].is_included:
                self.told.setdefault(f"{said.action}.output", []).append(found)
            scratchpad += self._response(said, found) + "\n\n"
            self.memory.trace(said.action_input, found, said.action)
            self._step(found)
        return self._answer({"response": thought})

    def _ask(self, scratchpad: str) -> Mapping[str, Any]:
        self.parameters["prompt"] = filled(self.prompt, "parameters", {"scratchpad": scratchpad})
        answer = grouped(predict_by_model(self.state, self.model, parameters=self.parameters))[0][0]
        found: Mapping[str, Any] = answer.get("dataAsMap") or {}
        return found

    def _use(self, tool: Tool, wish: str) -> Value:
        """What a tool finds; what goes wrong is told to the model."""
        run = toolbox.wished_parameters(tool, wish)
        if not tool.accepts(run):
            return f"Failed to run the tool {tool.name} due to wrong input {wish}."
        if tool.type == "MLModelTool":
            run = {**self.parameters, **tool.parameters, "question": wish}
        else:
            run = {**self.parameters, **run}
        try:
            return tool.run(self.state, run)
        except ApiError as error:
            if error.type.startswith(failures.FAKE):
                raise
            return f"Failed to run the tool {tool.name} with the error message {error.reason}."

    def _response(self, said: answers.Said, found: str) -> str:
        """What the model is told next."""
        values = {
            "llm_tool_selection_response": said.whole,
            "tool_name": said.action,
            "tool_input": said.action_input,
            "observation": found,
        }
        return filled(self.parameters["prompt.tool_response"], "parameters", values)

    def _step(self, text: str) -> None:
        self.steps.append(result("response", text))

    def _finish(self, final: str) -> list[list[Tensor]]:
        self.memory.trace(self.question, final, "LLM")
        self.memory.answer({"response": final, "additional_info": self.told})
        self._step(final)
        return self._answer({"response": final, "additional_info": self.told})

    def _answer(self, said: Mapping[str, Any]) -> list[list[Tensor]]:
        ids = [result("memory_id", self.memory.id), result("parent_interaction_id", self.memory.root or "")]
        if is_true(self.parameters.get("verbose")):
            return [[*ids, *self.steps]]
        return [[*ids, {"name": "response", "dataAsMap": dict(said)}]]
