"""Prompts of conversational agents: what is put into them, and what a parameter replaces."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.agent_framework import prompts, toolbox


def build(**parameters: str) -> str:
    state = Cluster("opensearch", "2.19").state
    spec: dict[str, Any] = {"type": "SearchIndexTool", "name": "finder", "description": "finds"}
    tool = toolbox.make(state, spec, parameters)
    return prompts.build({tool.name: tool}, prompts.with_defaults(state, {"question": "why", **parameters}))


def test_tools_are_listed_and_the_scratchpad_stays_open() -> None:
    prompt = build()
    assert "<tool>\nfinder: finds\n</tool>" in prompt
    assert "one of these tool names: [finder,]" in prompt
    assert "Here is the user's input :\nwhy" in prompt
    assert prompt.count("${parameters.") == 1
    assert "${parameters.scratchpad}" in prompt


def test_an_agents_own_prompt_takes_the_place_of_all_templates() -> None:
    assert build(prompt="Q: ${parameters.question}") == "Q: why"


def test_marks_around_tools_examples_and_indices_may_be_others() -> None:
    prompt = build(
        **{
            "prompt": "${parameters.tool_descriptions}|${parameters.examples}|${parameters.opensearch_indices}",
            "agent.tools.prefix": "T:",
            "agent.tools.suffix": ";",
            "agent.tools.tool.prefix": "<",
            "agent.tools.tool.suffix": ">",
            "examples": json.dumps(["one"]),
            "examples.prefix": "",
            "examples.suffix": "",
            "opensearch_indices": json.dumps(["docs"]),
            "opensearch_indices.prefix": "",
            "opensearch_indices.suffix": "",
        }
    )
    # what parameters hold already stands in their place before lists are made of them
    assert prompt == 'T:<finder: finds>;|["one"]|["docs"]'


def test_a_description_may_come_with_the_call() -> None:
    assert "finder: better words" in build(**{"finder.description": "better words"})
