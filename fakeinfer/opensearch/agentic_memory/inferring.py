"""What is remembered of a conversation for long: facts that the container's model finds, held against those that are known.

The server does it after it has answered; here it is done when the answer goes out, strategy by strategy. What goes wrong is no
refusal any more: it is written into the history, or told nobody.
`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/TransportAddMemoriesAction.java`,
`.../MemoryProcessingService.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..remote import gson
from . import asking, changes, errors, prompts, remembering, structured
from .remembering import Decision, Work
from .searching import similar_memories

if TYPE_CHECKING:
    from ...cluster import State

FORMAT = ('"facts"', "JSON")
"""What a strategy's own prompt has to say."""
EVENTS = ("ADD", "UPDATE", "DELETE", "NONE")
TOLD_NOBODY = range(400, 500)


def infer(state: State, kept: Mapping[str, Any], memory: Mapping[str, Any]) -> None:
    """Make long-term memories of messages, by each strategy whose namespace they have."""
    for strategy in kept.get("strategies") or ():
        if strategy.get("enabled") is False:
            continue
        if memory["namespace"] is None:
            remembering.keep_error(state, Work(kept, strategy, memory, {}), errors.no_namespace().reason or "")
            return
        namespace = {key: memory["namespace"][key] for key in strategy["namespace"] if key in memory["namespace"]}
        if len(namespace) == len(strategy["namespace"]):
            _run(state, Work(kept, strategy, memory, namespace))


def _run(state: State, work: Work) -> None:
    """One strategy."""
    try:
        facts = find_facts(state, work)
    except ApiError as error:
        if _is_fakes(error):
            raise
        if error.status not in TOLD_NOBODY or error.type == "illegal_argument_exception":
            remembering.keep_error(state, work, _root_reason(error))
        return
    if not facts:
        return
    similar = similar_memories(state, work, facts)
    if similar:
        try:
            decisions = decide(state, work, facts, similar)
        except ApiError as error:
            if _is_fakes(error):
                raise
            return
    else:
        decisions = [Decision(f"fact_{number}", "ADD", fact) for number, fact in enumerate(facts)]
    remembering.execute(state, work, decisions)


def _is_fakes(error: ApiError) -> bool:
    return error.status == errors.NOT_HIDDEN or error.type.startswith("fakeinfer")


def _root_reason(error: BaseException) -> str:
    """The innermost cause in its own words."""
    while isinstance(error.__cause__, ApiError) and isinstance(error, ApiError) and error.reason is None:
        error = error.__cause__
    return str(error.reason or "") if isinstance(error, ApiError) else str(error)


def find_facts(state: State, work: Work) -> list[str]:
    """What the model finds worth remembering in the messages."""
    model = _model(work)
    messages = list(work.memory["messages"])
    own, path = structured.parameters(state, model)
    if not own:
        enforced = "enforce_user_preference" if work.strategy["type"] == "USER_PREFERENCE" else "enforce"
        messages.append(prompts.message("user", prompts.text(state, enforced)))
    asked = {
        "system_prompt": _system_prompt(state, work.strategy),
        **own,
        "user_prompt": prompts.about(prompts.EXTRACT, messages),
    }
    facts: list[str] = []
    for tensor in asking.ask(state, model, asked):
        said = asking.said(state, tensor, path or asking.result_path(work.kept, work.strategy))
        if said is not None:
            facts += read_facts(state, said)
    return facts


def _model(work: Work) -> str:
    """The strategy's own model, or the container's."""
    own = (work.strategy.get("configuration") or {}).get("llm_id")
    return gson.parameter(own) if own is not None and str(own).strip() else str(work.kept["llm_id"])


def _system_prompt(state: State, strategy: Mapping[str, Any]) -> str:
    own = (strategy.get("configuration") or {}).get("system_prompt")
    if own is None or not str(own).strip():
        return prompts.text(state, strategy["type"].lower())
    prompt = gson.parameter(own)
    if not all(word in prompt for word in FORMAT):
        raise errors.prompt_says_no_format()
    return prompt


def read_facts(state: State, said: str) -> list[str]:
    """The facts of `{"facts": [..]}`, wherever in a text that begins."""
    held = asking.json_object(said)
    if held is None:
        raise _wrong_form(state, value=asking.is_value(said))
    if "facts" not in held:
        return []
    if not isinstance(held["facts"], list):
        raise _wrong_form(state, value=True)
    if any(fact is None or isinstance(fact, dict | list) for fact in held["facts"]):
        raise _wrong_form(state, value=False)
    return [fact if isinstance(fact, str) else gson.text(fact) for fact in held["facts"]]


def _wrong_form(state: State, *, value: bool) -> ApiError:
    """An answer that is no object of facts. JSON of another form is told apart from what is no JSON."""
    if not asking.hides(state):
        return errors.facts_not_parsed()
    if value and changes.FORM_OF_FACTS_IS_TOLD in state.switched_on:
        return errors.not_as_asked()
    return errors.internal()


def decide(state: State, work: Work, facts: list[str], similar: list[dict[str, Any]]) -> list[Decision]:
    """What the model makes of new facts and what is known: what to add, change and forget."""
    asked = {
        "system_prompt": prompts.text(state, "decide"),
        "user_prompt": prompts.about(prompts.DECIDE, prompts.decision(similar, facts)),
    }
    tensors = asking.ask(state, _model(work), asked)
    if not tensors:
        raise errors.internal()
    said = asking.said(state, tensors[0], asking.result_path(work.kept, work.strategy))
    return read_decisions(said)


def read_decisions(said: str | None) -> list[Decision]:
    """The decisions of `{"memory_decision": [..]}`. Raises an error, whose words nobody gets to see, for anything else."""
    held = None if said is None else asking.json_object(said)
    listed = [] if held is None else held.get("memory_decision", [])
    if held is None or not isinstance(listed, list):
        raise errors.internal()
    return [_decision(one) for one in listed]


def _decision(one: Any) -> Decision:
    event = str(one.get("event", "")).upper() if isinstance(one, dict) else ""
    if event not in EVENTS:
        raise errors.internal()
    texts = {name: one.get(name) for name in ("memory_id", "id", "text", "old_memory")}
    if any(isinstance(value, dict | list) for value in texts.values()):
        raise errors.internal()
    read = {name: None if value is None else gson.parameter(value) for name, value in texts.items()}
    return Decision(read["id"] or read["memory_id"], event, read["text"], read["old_memory"])
