"""Agents that plan, execute and reflect (3.0): a model makes a plan, another agent runs its first step, the model thinks again.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/agent/MLPlanExecuteAndReflectAgentRunner.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..predicting import predict_by_model
from ..remote import gson, jsonpath
from ..remote.templates import filled
from . import failures, function_calling, memories, prompts, toolbox
from .memories import Memory
from .numbers import whole
from .outputs import Tensor, grouped, result

if TYPE_CHECKING:
    from ...cluster import State

STEPS = 20
HISTORY = 10


def run_planner(state: State, agent: Mapping[str, Any], parameters: dict[str, str]) -> list[list[Tensor]]:
    """Plan until the model has a result, or enough steps were made."""
    if "memory" not in agent:
        raise failures.memory_is_null()
    memory = memories.of(state, agent, parameters)
    given = {**parameters, **(agent.get("parameters") or {})}
    return _Planning(state, agent, memory, given).run()


class _Planning:
    """One run of a planner."""

    def __init__(self, state: State, agent: Mapping[str, Any], memory: Memory, given: dict[str, str]) -> None:
        self.state = state
        self.agent = agent
        self.memory = memory
        texts = prompts.planning()
        self.executor_prompt = given.get("executor_system_prompt", texts["executor_system_prompt"])
        self.parameters = {
            **texts,
            **given,
            "user_prompt": given.get("question", ""),
            "no_escape_params": "tool_configs,_tools",
        }
        self.parameters.pop("executor_system_prompt", None)
        _find_filter(self.parameters)
        self.done = [text for pair in memory.history(HISTORY) for text in pair if text is not None]
        tools = toolbox.in_java_order(
            [toolbox.make(state, spec, given) for spec in toolbox.specs_of(agent, given) or ()]
        )
        listed = "".join(f"- {name}: {tool.description}\n\n" for name, tool in tools.items())
        self.parameters["tools_prompt"] = f"In this environment, you have access to the below tools: \n{listed}"
        self._prompt("planner_with_history_template" if self.done else "planner_prompt_template")

    def run(self) -> list[list[Tensor]]:
        """The answer: ids of both conversations, then the result."""
        for _ in range(whole(self.parameters.get("max_steps"), STEPS)):
            steps, final = self._plan()
            if final:
                return self._finish(final)
            self.parameters["steps"] = ", ".join(steps)
            self._execute(self.parameters["steps"].split(", ")[0])
            self._prompt("reflect_prompt_template")
        step, found = self.done[-2:] if len(self.done) > 1 else ("", "")
        told = (
            "Max Steps Limit Reached. Use memory_id with same task to restart. \n "
            f"Last executed step: {step}, \n Last executed step result: {found}"
        )
        return self._finish(told, asked=step)

    def _prompt(self, template: str) -> None:
        if self.done:
            self.parameters["completed_steps"] = ", ".join(self.done)
        self.parameters["prompt"] = filled(self.parameters[template], "parameters", self.parameters)

    def _plan(self) -> tuple[list[str], str]:
        """Steps that are left, and the result once there is one."""
        model = self.agent["llm"]["model_id"]
        own = self.agent["llm"].get("parameters") or {}
        answer = grouped(predict_by_model(self.state, model, parameters={**own, **self.parameters}))[0][0]
        said = answer.get("dataAsMap") or {}
        if list(said) == ["response"]:
            text = str(said["response"])
        elif self.parameters.get("llm_response_filter"):
            text = gson.parameter(jsonpath.read(said, self.parameters["llm_response_filter"]))
        else:
            raise failures.no_path_to_answer()
        plan = gson.read(_json_in(text.strip()))
        if not isinstance(plan, dict) or not plan.keys() & {"steps", "result"}:
            raise failures.plan_lacks_fields()
        return [gson.parameter(step) for step in plan.get("steps") or ()], gson.parameter(plan.get("result") or "")

    def _execute(self, step: str) -> None:
        """Have the other agent make a step, in a conversation of its own that goes on from step to step."""
        from .running import run

        asked = {
            "question": step,
            "system_prompt": self.executor_prompt,
            "max_iteration": self.parameters.get("executor_max_iterations", "20"),
        }
        for mine, its in (("executor_agent_memory_id", "memory_id"), ("llm_response_filter", "llm_response_filter")):
            if mine in self.parameters:
                asked[its] = self.parameters[mine]
        found = None
        for tensor in run(self.state, self.parameters.get("executor_agent_id", ""), asked).tensors:
            if tensor["name"] in ("memory_id", "parent_interaction_id"):
                self.parameters[f"executor_agent_{tensor['name']}"] = tensor["result"]
            else:
                found = (tensor.get("dataAsMap") or {}).get("response", found)
        if found is None:
            raise failures.executor_says_nothing()
        self.done += [f"\nStep: {step}\n", f"\nStep Result: {found}\n"]
        self.memory.trace(step, found, "PlanExecuteReflect Agent")

    def _finish(self, final: str, asked: str | None = None) -> list[list[Tensor]]:
        self.memory.answer({"response": final, **({"input": asked} if asked is not None else {})})
        ids = [result("memory_id", self.memory.id), result("parent_interaction_id", self.memory.root or "")]
        ids += [
            result(name, self.parameters[name])
            for name in ("executor_agent_memory_id", "executor_agent_parent_interaction_id")
            if name in self.parameters
        ]
        return [[*ids, {"name": "response", "dataAsMap": {"response": final}}]]


def _find_filter(parameters: dict[str, str]) -> None:
    """Where the text is in the answer of a model with an interface."""
    interface = parameters.get("_llm_interface")
    if interface is None or parameters.get("llm_response_filter"):
        return
    brought = function_calling.response_filter(interface)
    if brought is None:
        raise failures.unsupported_interface(interface)
    parameters["llm_response_filter"] = brought


def _json_in(text: str) -> str:
    """The JSON that a text is, or holds as a block of code."""
    if gson.is_json(text):
        return text
    if "```json" in text:
        text = text[text.index("```json") + len("```json") :]
        text = text[: text.rindex("```")] if "```" in text else text
    text = text.strip()
    if not gson.is_json(text):
        raise failures.plan_is_no_json()
    return text
