"""Conversational agents: a model is asked, runs the tools it wishes for, and is asked again with what they found (ReAct).

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLChatAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from .. import changes
from ..predicting import predict_by_model
from ..remote import gson
from ..remote.templates import filled
from . import answers, failures, function_calling, lists, memories, prompts, toolbox
from .memories import Memory
from .numbers import is_true, whole
from .outputs import Tensor, Value, as_observation, grouped, result
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

ROUNDS = 3
STEPS = 10


def run_conversational(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> list[list[Tensor]]:
    """Ask the model until it answers finally, or was asked often enough."""
    if changes.AGENT_PARAMETERS_COUNT in state.switched_on:
        parameters = {**(agent.get("parameters") or {}), **parameters}
        function_calling.configure(parameters)
    memory = _memory(state, agent, parameters)
    if memory is not None:
        _remember(memory, parameters)
    specs = toolbox.specs_of(agent, parameters)
    if specs is None:
        if changes.AGENT_PARAMETERS_COUNT not in state.switched_on:
            raise failures.tools_are_null()
        specs = []
    tools = toolbox.in_java_order([toolbox.make(state, spec, parameters) for spec in specs])
    return _Reasoning(state, agent["llm"], tools, memory, parameters).run()


def _memory(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Memory | None:
    if "memory" in agent:
        return memories.of(state, agent, parameters)
    if changes.AGENTS_NEED_NO_MEMORY in state.switched_on:
        return None
    raise failures.memory_is_null()


def _remember(memory: Memory, parameters: dict[str, str]) -> None:
    """Tell what was said before, in words or in the messages of the model's own format."""
    pairs = memory.history(memories.history_limit(parameters))
    if "chat_history_template.user_question" in parameters:
        if pairs:
            parameters["_chat_history"] = parameters["chat_history"] = function_calling.history(pairs, parameters)
        return
    prefix = parameters.get("prompt.chat_history_prefix", prompts.templates()["chat_history_prefix"])
    told = memories.told(pairs, prefix)
    if told is not None:
        parameters["chat_history"] = told


def _patterns(text: str | None) -> list[str]:
    """Expressions by which the JSON in an answer is found."""
    if text is None or text.strip() in ("", "null"):
        return []
    return [str(pattern) for pattern in lists.read(text, "llmResponsePatterns", "iterator()")]


class _Reasoning:
    """One run of the loop."""

    def __init__(
        self,
        state: State,
        llm: Mapping[str, Any],
        tools: Mapping[str, Tool],
        memory: Memory | None,
        parameters: Mapping[str, str],
    ) -> None:
        self.state = state
        self.model = llm["model_id"]
        self.tools = tools
        self.memory = memory
        self.parameters = prompts.with_defaults({**(llm.get("parameters") or {}), **parameters})
        self.calls_functions = function_calling.is_used(self.parameters)
        if self.calls_functions:
            self.parameters["_tools"] = function_calling.described(state, tools, self.parameters)
        self.prompt = prompts.build(tools, self.parameters, lists_tools=not self.calls_functions)
        self.question = self.parameters.get("question")
        self.told: dict[str, list[str]] = {}
        """Outputs of tools that are part of the answer."""
        self.steps: list[Tensor] = []
        """What a verbose answer shows."""
        self.thought = ""
        self.scratchpad = ""
        self.interactions: list[str] = []
        """Calls of functions and what they gave, in the model's own format."""

    def run(self) -> list[list[Tensor]]:
        """The answer: ids of memory and message, then what was said."""
        most = self._most_steps()
        for step in range(0, most, 2):
            said = self._ask()
            if said.final_answer is not None:
                return self._finish(said.final_answer)
            self.thought = said.thought
            self._note(self.question, said.whole, "LLM", said.whole)
            if step == most - 1:
                break
            found = self._use(self.tools[said.action], said)
            if self.tools[said.action].is_included:
                self.told.setdefault(f"{said.action}.output", []).append(found)
            self.scratchpad += self._response(said, found) + "\n\n"
            self._note(said.action_input, found, said.action, found)
        return self._give_up(most)

    def _most_steps(self) -> int:
        """How many answers of the model and runs of tools there may be."""
        if changes.ITERATIONS_ARE_STEPS in self.state.switched_on:
            return whole(self.parameters.get("max_iteration"), STEPS)
        return 2 * whole(self.parameters.get("max_iteration"), ROUNDS)

    def _ask(self) -> answers.Said:
        self.parameters["prompt"] = filled(self.prompt, "parameters", {"scratchpad": self.scratchpad})
        if self.interactions:
            self.parameters["_interactions"] = "".join(f", {message}" for message in self.interactions)
        answer = self._answer_of_model(self.parameters)
        names = list(self.tools)
        if self.calls_functions and list(answer) != ["response"]:
            said = function_calling.read(answer, names, self.parameters)
            if said.message is not None:
                self.interactions.append(said.message)
            return said
        patterns = self.parameters.get("llm_response_pattern")
        return answers.read(answer, names, _patterns(patterns))

    def _answer_of_model(self, parameters: Mapping[str, str]) -> Mapping[str, Any]:
        answer = grouped(predict_by_model(self.state, self.model, parameters=parameters))[0][0]
        found: Mapping[str, Any] = answer.get("dataAsMap") or {}
        return found

    def _use(self, tool: Tool, said: answers.Said) -> str:
        """What a tool finds; what goes wrong is told to the model."""
        run = toolbox.wished_parameters(tool, said.action_input)
        if not tool.accepts(run):
            return f"Failed to run the tool {tool.name} due to wrong input {said.action_input}."
        if tool.type == "MLModelTool":
            run = {**self.parameters, **tool.parameters, "question": said.action_input}
        else:
            run = {**self.parameters, **run}
        try:
            value: Value = tool.run(self.state, run)
        except ApiError as error:
            if error.type.startswith(failures.FAKE):
                raise
            self._respond(said.call_id, f"Tool {tool.name} failed: {error.reason}")
            return f"Failed to run the tool {tool.name} with the error message {error.reason}."
        found = as_observation(value)
        self._respond(said.call_id, gson.text(found)[1:-1])
        return found

    def _respond(self, call_id: str, text: str) -> None:
        if self.calls_functions:
            self.interactions.append(function_calling.response_message(call_id, text, self.parameters))

    def _response(self, said: answers.Said, found: str) -> str:
        """What the model is told next."""
        values = {
            "llm_tool_selection_response": said.whole,
            "tool_name": said.action,
            "tool_input": said.action_input,
            "observation": found,
        }
        return filled(self.parameters["prompt.tool_response"], "parameters", values)

    def _note(self, asked: str | None, answered: str, origin: str, shown: str) -> None:
        """Remember a step, and keep it for a verbose answer."""
        if self.memory is not None:
            self.memory.trace(asked, answered, origin)
        self.steps.append(result("response", shown))

    def _finish(self, final: str) -> list[list[Tensor]]:
        self._note(self.question, final, "LLM", final)
        if self.memory is not None:
            self.memory.answer({"response": final, "additional_info": self.told})
        return self._answer({"response": final, "additional_info": self.told})

    def _give_up(self, most: int) -> list[list[Tensor]]:
        """The answer when the model was asked often enough; until 3.0 its last thought, which is not remembered."""
        on = self.state.switched_on
        if changes.ITERATIONS_ARE_TOLD not in on:
            return self._answer({"response": self.thought})
        told = f"Agent reached maximum iterations ({most}) without completing the task"
        if changes.STEPS_ARE_SUMMED_UP in on and (summary := self._summary()):
            return self._finish(f"{told}. Here's a summary of the steps completed so far:\n\n{summary}")
        known = self.thought not in ("", "null")
        return self._finish(f"{told}. Last thought: {self.thought}" if known else told)

    def _summary(self) -> str | None:
        """What the model makes of the steps; None when it fails."""
        steps = "\n".join(step["result"] for step in self.steps)
        asked = f"Question: {self.question}\n\nCompleted Steps:\n{steps}"
        parameters = {**self.parameters, "prompt": asked, "system_prompt": prompts.summary_prompt()}
        try:
            answer = self._answer_of_model(parameters)
        except ApiError as error:
            if error.type.startswith(failures.FAKE):
                raise
            return None
        text = answer.get("response")
        return text.strip() if isinstance(text, str) else None

    def _answer(self, said: Mapping[str, Any]) -> list[list[Tensor]]:
        ids = []
        if self.memory is not None:
            ids = [result("memory_id", self.memory.id), result("parent_interaction_id", self.memory.root or "")]
        if is_true(self.parameters.get("verbose")):
            return [[*ids, *self.steps]]
        return [[*ids, {"name": "response", "dataAsMap": dict(said)}]]
