"""Tokens that models used during a run."""

from __future__ import annotations

from fakeinfer.brains.chat import ToolCall
from tests.opensearch.agent_framework.making import (
    CONVERSE,
    LLM,
    execute,
    new_fake,
    new_function_agent,
    new_unified_agent,
)


def test_turns_are_summed_up_for_each_model() -> None:
    fake = new_fake("3.6")
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers([ToolCall("lister", {}), "two"])
    output = execute(fake, agent, parameters={"question": "q", "include_token_usage": "true"})["inference_results"][0]
    told = output["output"][-1]["dataAsMap"]
    assert [turn["turn"] for turn in told["per_turn_usage"]] == [1, 2]
    (model,) = told["per_model_usage"]
    assert model["call_count"] == 2
    assert model["total_tokens"] == sum(turn["total_tokens"] for turn in told["per_turn_usage"])


def test_nothing_is_told_unless_asked_for() -> None:
    fake = new_fake("3.6")
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers(["a"])
    output = execute(fake, agent, parameters={"question": "q"})["inference_results"][0]["output"]
    assert [tensor["name"] for tensor in output] == ["memory_id", "parent_interaction_id", "response"]


def test_models_of_bedrock_count_as_well() -> None:
    fake = new_fake("3.6")
    agent = new_unified_agent(fake, CONVERSE)
    fake.endpoint(LLM).answers(["a"])
    output = execute(fake, agent, input="q", parameters={"include_token_usage": "true"})["inference_results"][0][
        "output"
    ]
    assert output[-1]["name"] == "token_usage"
    assert output[-1]["dataAsMap"]["per_model_usage"][0]["input_tokens"] > 0
