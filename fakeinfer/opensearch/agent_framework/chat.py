"""Conversational agents: a model is asked, runs the tools it wishes for, and is asked again with what they found (ReAct).

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLChatAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from .. import changes
from ..remote import gson
from ..remote.templates import filled
from . import answers, failures, function_calling, lists, llms, memories, prompts, tool_arguments, toolbox
from . import changes as tool_changes
from .hooks import Hooks
from .memories import Memory
from .messages import text_message
from .numbers import is_true, whole
from .outputs import Outputs, Tensor, Value, as_observation, as_parameter, filtered, result
from .surroundings import ALONE, Surroundings
from .tokens import Tokens
from .toolbox import Tool

if TYPE_CHECKING:
    from ...cluster import State

ROUNDS = 3
STEPS = 10
Groups = list[list[Tensor]]


def run_conversational(
    state: State, agent: Mapping[str, Any], parameters: dict[str, str], around: Surroundings = ALONE
) -> Groups:
    """Ask the model until it answers finally, or was asked often enough."""
    if tool_changes.AGENT_PARAMETERS_COUNT in state.switched_on:
        parameters = {**(agent.get("parameters") or {}), **parameters}
        function_calling.configure(state, parameters)
    memory = remembered(state, agent, parameters, around)
    return Reasoning(state, agent, tools_of(state, agent, parameters), memory, parameters, around).run()


def remembered(
    state: State, agent: Mapping[str, Any], parameters: dict[str, str], around: Surroundings
) -> Memory | None:
    """The memory of a run, its history among the parameters."""
    if is_unified(parameters):
        return around.memory
    memory = _memory(state, agent, parameters)
    if memory is not None:
        _remember(state, agent, memory, parameters, around.hooks)
    return memory


def is_unified(parameters: Mapping[str, str]) -> bool:
    """Whether a run keeps its conversation as messages (3.6)."""
    return parameters.get("uses_unified_interface", "").lower() == "true"


def _memory(state: State, agent: Mapping[str, Any], parameters: Mapping[str, str]) -> Memory | None:
    if "memory" in agent:
        return memories.of(state, agent, parameters)
    if tool_changes.AGENTS_NEED_NO_MEMORY in state.switched_on:
        return None
    raise failures.memory_is_null()


def _remember(
    state: State, agent: Mapping[str, Any], memory: Memory, parameters: dict[str, str], hooks: Hooks | None
) -> None:
    """Tell what was said before, in words or in the messages of the model's own format."""
    said = memory.history(memories.history_limit(parameters))
    if hooks is not None:
        said = hooks.after_memory({"_llm_model_id": agent["llm"]["model_id"], **parameters}, said)
    pairs = memories.answered(said)
    if "chat_history_template.user_question" in parameters:
        if pairs:
            parameters["_chat_history"] = parameters["chat_history"] = function_calling.history(pairs, parameters)
        return
    prefix = parameters.get("prompt.chat_history_prefix", prompts.templates()["chat_history_prefix"])
    told = memories.told(pairs, prefix)
    if told is not None:
        parameters["chat_history"] = told


def tools_of(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> dict[str, Tool]:
    """The agent's tools, or those of them that are selected."""
    specs = toolbox.specs_of(agent, parameters)
    if specs is None:
        if tool_changes.AGENT_PARAMETERS_COUNT not in state.switched_on:
            raise failures.tools_are_null()
        specs = []
    if changes.AGENTS_HAVE_HOOKS in state.switched_on:
        parameters[toolbox.MODEL_OF_AGENT] = agent["llm"]["model_id"]
    return toolbox.in_java_order([toolbox.make(state, spec, parameters) for spec in specs])


def _patterns(text: str | None) -> list[str]:
    """Expressions by which the JSON in an answer is found."""
    if text is None or text.strip() in ("", "null"):
        return []
    return [str(pattern) for pattern in lists.read(text, "llmResponsePatterns", "iterator()")]


class Reasoning:
    """One run of the loop."""

    def __init__(
        self,
        state: State,
        agent: Mapping[str, Any],
        tools: Mapping[str, Tool],
        memory: Memory | None,
        parameters: Mapping[str, str],
        around: Surroundings,
    ) -> None:
        self.state = state
        self.agent = agent
        self.llm = agent["llm"]
        self.tools = tools
        self.memory = memory
        self.stream, self.hooks = around.stream, around.hooks
        self.parameters = prompts.with_defaults(state, {**(self.llm.get("parameters") or {}), **parameters})
        self.tokens = Tokens(state, self.parameters, is_sub_agent=around.is_sub_agent)
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
        if self.stream is not None:
            root = memory.root if memory is not None else self.parameters.get("parent_interaction_id")
            self.stream.know(memory.id if memory is not None else None, root)

    def run(self) -> Groups:
        """The answer: ids of memory and message, then what was said; nothing when a stream has told it."""
        most = self._most_steps()
        for step in range(0, most, 2):
            said = self._ask()
            if said is None:
                return []
            if said.final_answer is not None:
                return self._finish(said.final_answer)
            self.thought = said.thought
            self._note(self.question, said.whole, "LLM", said.whole)
            if step == most - 1:
                break
            tool = self.tools[said.action]
            if self.leaves_to_caller(tool):
                return []
            self._take(tool, said)
        return self._give_up(most)

    def leaves_to_caller(self, tool: Tool) -> bool:
        """Whether whoever runs the agent is to run this tool."""
        return False

    def _most_steps(self) -> int:
        """How many answers of the model and runs of tools there may be."""
        if self._has(tool_changes.ITERATIONS_ARE_STEPS):
            return whole(self.parameters.get("max_iteration"), STEPS)
        return 2 * whole(self.parameters.get("max_iteration"), ROUNDS)

    def _has(self, change: str) -> bool:
        return change in self.state.switched_on

    def _ask(self) -> answers.Said | None:
        self.parameters["prompt"] = filled(self.prompt, "parameters", {"scratchpad": self.scratchpad})
        if self.hooks is not None:
            about = {**self.parameters, "_llm_model_id": self.llm["model_id"]}
            self.interactions = self.hooks.before_asking(about, self.interactions)
        if self.interactions:
            self.parameters["_interactions"] = "".join(f", {message}" for message in self.interactions)
        answer = llms.ask(self.state, self.llm, self.parameters, tokens=self.tokens, stream=self.stream)
        if answer is None:
            return None
        names = list(self.tools)
        if self.calls_functions and list(answer) != ["response"]:
            said = function_calling.read(self.state, answer, names, self.parameters)
            if said.message is not None:
                self.interactions.append(said.message if self.stream is None else _as_assistants(said.message))
            return said
        return answers.read(answer, names, _patterns(self.parameters.get("llm_response_pattern")))

    def _take(self, tool: Tool, said: answers.Said) -> None:
        """Run a tool, and note what it found for the model and the answer."""
        found = self._use(tool, said)
        if tool.is_included:
            self.told.setdefault(f"{tool.name}.output", []).append(found)
        self.scratchpad += self._response(said, found) + "\n\n"
        self._note(said.action_input, found, tool.name, found)
        if self.stream is None:
            return
        if self.stream.speaks_events:
            message = self.stream.message_id()
            self.stream.tell("TOOL_CALL_RESULT", messageId=message, toolCallId=said.call_id, content=found, role="tool")
        else:
            self.stream.content(found)

    def _use(self, tool: Tool, said: answers.Said) -> str:
        """What a tool finds; what goes wrong is told to the model."""
        wished = toolbox.wished_parameters(tool, said.action_input)
        if self._checks_arguments(tool):
            try:
                wished["input"] = tool_arguments.put_right(said.action_input)
            except tool_arguments.Malformed as problem:
                return f"Tool {tool.name} failed validation: {problem}. Please retry with valid input format."
        if not tool.accepts(wished):
            return f"Failed to run the tool {tool.name} due to wrong input {said.action_input}."
        own = tool.parameters if tool.type == "MLModelTool" else wished
        run = {**self.parameters, **own}
        if tool.type == "MLModelTool":
            run["question"] = said.action_input
        try:
            value = tool.run(self.state, run)
        except ApiError as error:
            if error.type.startswith(failures.FAKE):
                raise
            self._respond(said.call_id, f"Tool {tool.name} failed: {error.reason}")
            return f"Failed to run the tool {tool.name} with the error message {error.reason}."
        self._share_notes(tool, run)
        if self._has(tool_changes.TOOL_OUTPUTS_ARE_FILTERED):
            value = filtered(value, wished.get("output_filter"))
        return self._observed(said.call_id, value)

    def _checks_arguments(self, tool: Tool) -> bool:
        on = self.calls_functions and self._has(tool_changes.TOOL_ARGUMENTS_ARE_CHECKED)
        return on and tool_arguments.are_checked(tool, self.parameters)

    def _observed(self, call_id: str, value: Value) -> str:
        """What a tool found as the model is told it, a hook having had a look."""
        if not self._has(changes.AGENTS_HAVE_HOOKS):
            whole_value = self.calls_functions and self._has(tool_changes.TOOL_OUTPUTS_ARE_FILTERED)
            self._respond(call_id, as_parameter(value) if whole_value else as_observation(value))
            return as_observation(value)
        found = as_parameter(value) if self.calls_functions else _in_java_fields(value)
        if self.hooks is not None:
            found = self.hooks.after_tool(self.parameters, found)
        self._respond(call_id, found)
        return found

    def _share_notes(self, tool: Tool, run: Mapping[str, str]) -> None:
        """Notes that a tool writes are there for the tools that come after it."""
        if tool.type == "WriteToScratchPadTool" and run.get("notes"):
            noted = gson.read(self.parameters.get("_scratchpad_notes", "[]"))
            self.parameters["_scratchpad_notes"] = gson.text([*noted, run["notes"]])

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
        if self.memory is not None and not is_unified(self.parameters):
            self.memory.trace(asked, answered, origin)
        self.steps.append(result("response", shown))

    def _finish(self, final: str) -> Groups:
        self.end_stream()
        self.remember_answer(final)
        return self._answer({"response": final, "additional_info": self.told})

    def end_stream(self) -> None:
        """Say in the stream that this was all."""
        if self.stream is None:
            return
        for usage in self.tokens.tensors():
            self.stream.content("", usage=usage["dataAsMap"])
        self.stream.content("", is_last=True)

    def remember_answer(self, final: str) -> None:
        """Keep the final answer in the conversation."""
        if self.memory is not None and is_unified(self.parameters):
            from .unified import understood

            said = understood(self.agent, self.interactions)
            self.memory.save([*said, text_message("assistant", final)])
        elif self.memory is not None and self.memory.root is None and self._has(tool_changes.AGENTS_HEAR_STREAMS):
            self.memory.save([text_message("user", self.question or ""), text_message("assistant", final)])
        else:
            self._note(self.question, final, "LLM", final)
            if self.memory is not None:
                self.memory.answer({"response": final, "additional_info": self.told})
            return
        self.steps.append(result("response", final))

    def _give_up(self, most: int) -> Groups:
        """The answer when the model was asked often enough; until 3.1 its last thought, which is not remembered."""
        if not self._has(tool_changes.ITERATIONS_ARE_TOLD):
            return self._answer({"response": self.thought})
        told = f"Agent reached maximum iterations ({most}) without completing the task"
        if self._has(tool_changes.STEPS_ARE_SUMMED_UP) and (summary := self._summary()):
            return self._finish(f"{told}. Here's a summary of the steps completed so far:\n\n{summary}")
        known = self.thought not in ("", "null")
        return self._finish(f"{told}. Last thought: {self.thought}" if known else told)

    def _summary(self) -> str | None:
        """What the model makes of the steps; None when it fails."""
        steps = "\n".join(step["result"] for step in self.steps)
        asked = f"Question: {self.question}\n\nCompleted Steps:\n{steps}"
        return llms.sum_up(self.state, self.llm, self.parameters, asked, "summary", self.tokens)

    def _answer(self, said: Mapping[str, Any]) -> Groups:
        ids = []
        if self.memory is not None:
            ids.append(result("memory_id", self.memory.id))
            if self.memory.root is not None or not self._has(changes.AGENTS_HAVE_HOOKS):
                ids.append(result("parent_interaction_id", self.memory.root or ""))
        used = self.tokens.tensors()
        if is_true(self.parameters.get("verbose")):
            return [[*ids, *self.steps, *used]]
        return [[*ids, {"name": "response", "dataAsMap": dict(said)}, *used]]


def _as_assistants(message: str) -> str:
    """A message that came in a stream, and so without a role: it is the assistant's if it calls tools as OpenAI does."""
    read = gson.read(message)
    if isinstance(read, dict) and "tool_calls" in read and "role" not in read:
        return gson.text({**read, "role": "assistant"})
    return message


def _in_java_fields(value: Value) -> str:
    """A value as JSON; the outputs of models and agents with the names of Java's fields."""
    if isinstance(value, Outputs):
        groups = [{"mlModelTensors": group} for group in value.groups]
        return gson.text(groups if value.bare else {"mlModelOutputs": groups})
    return gson.parameter(value)
