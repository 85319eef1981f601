"""Agents that plan, execute and reflect (3.0): a model makes a plan, another agent runs its first step, the model thinks again.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLPlanExecuteAndReflectAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...formats.javatext import hash_order
from ..remote import gson, jsonpath
from ..remote.templates import filled
from . import changes, failures, function_calling, input_failures, llms, memories, planner_prompts, toolbox
from .memories import Memory
from .numbers import whole
from .outputs import Tensor, result
from .surroundings import ALONE, Surroundings
from .tokens import USAGE, Tokens

if TYPE_CHECKING:
    from ...cluster import State

STEPS = 20
HISTORY = 10
_REACHED = "Max Steps Limit ({}) Reached"


def run_planner(
    state: State, agent: Mapping[str, Any], parameters: dict[str, str], around: Surroundings = ALONE
) -> list[list[Tensor]]:
    """Plan until the model has a result, or enough steps were made."""
    memory = None
    if "memory" in agent:
        memory = memories.of(state, agent, parameters)
    elif changes.PLANNER_SUMS_UP not in state.switched_on:
        raise failures.memory_is_null()
    given = {**parameters, **(agent.get("parameters") or {})}
    return _Planning(state, agent, memory, given, around).run()


class _Planning:
    """One run of a planner."""

    def __init__(
        self,
        state: State,
        agent: Mapping[str, Any],
        memory: Memory | None,
        given: dict[str, str],
        around: Surroundings,
    ) -> None:
        self.state = state
        self.hooks = around.hooks
        self.tokens = Tokens(state, given)
        self.agent = agent
        self.memory = memory
        self.parameters = {name: text for name, text in given.items() if name != "prompt"}
        planner_prompts.put_in_place(state, self.parameters)
        self.executor_prompt = self.parameters.pop("executor_system_prompt")
        self.parameters |= {"user_prompt": given.get("question", ""), "no_escape_params": "tool_configs,_tools"}
        self.most = whole(given.get("max_steps"), STEPS)
        _find_filter(self.parameters)
        self.done = self._remembered()
        self.made = 0
        self.executor: dict[str, str] = {
            name: given[name]
            for name in ("executor_agent_memory_id", "executor_agent_parent_interaction_id")
            if name in given
        }
        """Where the agent that carries out the steps remembers them."""
        self.parameters["tools_prompt"] = self._tools_prompt(given)
        self._prompt("planner_with_history_template" if self.done else "planner_prompt_template")

    def run(self) -> list[list[Tensor]]:
        """The answer: ids of both conversations, then the result."""
        for made in range(self.most):
            self.made = made
            steps, final = self._plan()
            if final:
                return self._finish(final)
            self.parameters["steps"] = ", ".join(steps)
            self._execute(self._first(steps))
            self._prompt("reflect_prompt_template")
        return self._give_up()

    def _has(self, change: str) -> bool:
        return change in self.state.switched_on

    def _remembered(self) -> list[str]:
        """What was done in this conversation before."""
        if self.memory is None:
            return []
        limit = self.parameters.get("message_history_limit") if self._has(changes.PLANNER_IS_STRICT) else None
        said = memories.answered(self.memory.history(whole(limit, HISTORY)))
        return [text for pair in said for text in pair if text is not None]

    def _tools_prompt(self, given: Mapping[str, str]) -> str:
        specs = toolbox.specs_of(self.agent, given) or ()
        tools = toolbox.in_java_order([toolbox.make(self.state, spec, given) for spec in specs]).items()
        if not self._has(changes.PLANNER_IS_STRICT):
            listed = "".join(f"- {name}: {tool.description}\n\n" for name, tool in tools)
            return f"In this environment, you have access to the below tools: \n{listed}"
        listed = "".join(f"Tool {at} - {name}: {tool.description}\n\n" for at, (name, tool) in enumerate(tools, 1))
        return (
            "In this environment, you have access to the tools listed below. Use these tools to create your plan, and do not "
            f"reference or use any tools not listed here.\n{listed}"
            "No other tools are available. Do not invent tools. Only use tools to create the plan.\n\n"
        )

    def _prompt(self, template: str) -> None:
        if self.done:
            self.parameters["completed_steps"] = ", ".join(self.done)
        self.parameters["prompt"] = filled(self.parameters[template], "parameters", self.parameters)

    def _plan(self) -> tuple[list[str], str]:
        """Steps that are left, and the result once there is one."""
        own = self.agent["llm"].get("parameters") or {}
        self._keep_short()
        said = llms.say(self.state, self.agent["llm"], {**own, **self.parameters}, self.tokens)
        if list(said) == ["response"]:
            text = gson.parameter(said["response"])
        elif self.parameters.get("llm_response_filter"):
            text = gson.parameter(jsonpath.read(said, self.parameters["llm_response_filter"]))
        else:
            raise failures.no_path_to_answer()
        plan = gson.read(_json_in(text.strip(), anywhere=self._has(changes.PLANNER_FINDS_JSON)))
        if not isinstance(plan, dict) or not plan.keys() & {"steps", "result"}:
            raise failures.plan_lacks_fields()
        final = gson.parameter(plan.get("result") or "")
        steps = plan.get("steps")
        if not final and not isinstance(steps, list):
            raise failures.plan_has_no_list()
        return [gson.parameter(step) for step in steps or ()], final

    def _keep_short(self) -> None:
        """Have a hook look at what was done; the prompt of this time has it already."""
        if self.hooks is None:
            return
        kept = self.hooks.before_asking({**self.parameters, "_llm_model_id": self.agent["llm"]["model_id"]}, self.done)
        if kept != self.done:
            self.done = kept
            self.parameters |= {"completed_steps": "".join(f", {step}" for step in kept), "_interactions": ""}

    def _first(self, steps: list[str]) -> str:
        """The step to make; one with a comma is cut there until 3.2."""
        if not self._has(changes.PLANNER_STEPS_HOLD_COMMAS):
            return ", ".join(steps).split(", ")[0]
        if not steps:
            raise failures.plan_is_empty()
        return steps[0]

    def _execute(self, step: str) -> None:
        """Have the other agent make a step, in a conversation of its own that goes on from step to step."""
        from .running import run

        found = None
        agent, around = self.parameters.get("executor_agent_id", ""), Surroundings(hooks=self.hooks, is_sub_agent=True)
        for tensor in run(self.state, agent, self._asked(step), around).tensors:
            if tensor["name"] == USAGE:
                self.tokens.merge(tensor["dataAsMap"])
            elif tensor["name"] in ("memory_id", "parent_interaction_id"):
                self.executor[f"executor_agent_{tensor['name']}"] = tensor["result"]
            else:
                found = self._found(tensor.get("dataAsMap"), found)
        if found is None:
            raise failures.executor_says_nothing()
        if self.made == 0 and "task_id" in self.parameters and self._has(changes.TASKS_NAME_INTERACTION):
            from .background import note

            note(self.state, self.parameters["task_id"], "RUNNING", self.executor)
        self._note(step, found)

    def _asked(self, step: str) -> dict[str, str]:
        """What the agent that executes is given."""
        asked = {
            "question": step,
            "system_prompt": self.executor_prompt,
            "max_iteration": self.parameters.get("executor_max_iterations", "20"),
        }
        if self._has(changes.PLANNER_IS_STRICT):
            asked["message_history_limit"] = self.parameters.get("executor_message_history_limit", str(HISTORY))
        if self._has(changes.PLANNER_SUMS_UP):
            asked["prompt"] = step
        if "executor_agent_memory_id" in self.executor:
            asked["memory_id"] = self.executor["executor_agent_memory_id"]
        for name in ("llm_response_filter", "memory_container_id", "memory_configuration"):
            if name in self.parameters:
                asked[name] = self.parameters[name]
        return asked

    def _found(self, said: Mapping[str, Any] | None, before: str | None) -> str | None:
        """What one tensor of the executor's answer says."""
        if not self._has(changes.PLANNER_MARKS_STEPS):
            found: str | None = (said or {}).get("response", before)
            return found
        if said is None:
            return before
        told = str(said.get("response", ""))
        if "additional_info" not in said:
            return told
        info = said["additional_info"]
        traces = "".join(f"<{name}>\n[{', '.join(info[name])}]\n</{name}>" for name in hash_order(list(info)))
        return f"{told}\n<step-traces>\n{traces}\n</step-traces>\n"

    def _note(self, step: str, found: str) -> None:
        """Remember a step and what came out."""
        number = self.made + 1
        if self._has(changes.PLANNER_MARKS_STEPS):
            self.done += [
                f"\n<step-{number}>\n{step}\n</step-{number}>\n",
                f"\n<step-{number}-result>\n{found}\n</step-{number}-result>\n",
            ]
        elif self._has(changes.PLANNER_IS_STRICT):
            self.done += [f"\nStep {number}: {step}\n", f"\nStep {number} Result: {found}\n"]
        else:
            self.done += [f"\nStep: {step}\n", f"\nStep Result: {found}\n"]
        if self.memory is not None:
            self.memory.trace(step, found, "PlanExecuteReflect Agent", always=True)

    def _give_up(self) -> list[list[Tensor]]:
        """The answer when enough steps were made."""
        if not self._has(changes.PLANNER_SUMS_UP):
            if len(self.done) < 2:
                raise failures.nothing_was_done()
            told = f"Max Steps Limit Reached{self._last()}"
            return self._finish(told, asked=None if self._has(changes.PLANNER_IS_STRICT) else self.done[-2])
        reached = _REACHED.format(self.most)
        summary = self._summary()
        if summary is not None:
            return self._finish(f"{reached}. Here's a summary of the steps completed so far:\n\n{summary}")
        if len(self.done) < 2:
            return self._finish(f"{reached}. Use memory_id with same task to restart.")
        return self._finish(reached + self._last())

    def _last(self) -> str:
        step, found = self.done[-2:]
        return (
            ". Use memory_id with same task to restart. \n "
            f"Last executed step: {step}, \n Last executed step result: {found}"
        )

    def _summary(self) -> str | None:
        """What the model makes of the steps; None when it fails, or there are none."""
        if not self.done:
            return None
        steps = "\n".join(self.done)
        asked = f"Objective: {self.parameters['user_prompt']}\n\nCompleted Steps:\n{steps}"
        return llms.sum_up(self.state, self.agent["llm"], self.parameters, asked, "summary_of_plan", self.tokens)

    def _finish(self, final: str, asked: str | None = None) -> list[list[Tensor]]:
        ids = []
        if self.memory is not None:
            self.memory.answer({"response": final, **({"input": asked} if asked is not None else {})})
            ids = [result("memory_id", self.memory.id)]
        if self.memory is not None and self.memory.root is not None:
            ids.append(result("parent_interaction_id", self.memory.root))
        for name in ("executor_agent_memory_id", "executor_agent_parent_interaction_id"):
            if self.executor.get(name):
                ids.append(result(name, self.executor[name]))
            elif not self._has(changes.PLANNER_IS_STRICT):
                ids.append({"name": name})
        return [[*ids, {"name": "response", "dataAsMap": {"response": final}}, *self.tokens.tensors()]]


def _find_filter(parameters: dict[str, str]) -> None:
    """Where the text is in the answer of a model with an interface."""
    interface = parameters.get("_llm_interface")
    if interface is None or parameters.get("llm_response_filter"):
        return
    brought = function_calling.response_filter(interface)
    if brought is None:
        raise input_failures.unsupported_interface(interface)
    parameters["llm_response_filter"] = brought


def _json_in(text: str, *, anywhere: bool) -> str:
    """The JSON that a text is, or holds as a block of code, or among other text."""
    if gson.is_json(text):
        return text
    if "```json" in text:
        text = text[text.index("```json") + len("```json") :]
        text = text[: text.rindex("```")] if "```" in text else text
    elif anywhere and "{" in text and "}" in text:
        text = text[text.index("{") : text.rindex("}") + 1]
    text = text.strip()
    if not gson.is_json(text):
        raise failures.plan_is_no_json()
    return text
